/* qiao.js: three comforts on top of pages that work without it: "/" goes to the search field, Escape and a click elsewhere close open menus, a button prints. */
(function () {
	"use strict";

	var menus = "details.menu[open]";

	function close_menus(except, focus) {
		document.querySelectorAll(menus).forEach(function (menu) {
			if (menu.contains(except))
				return;
			menu.open = false;
			if (focus)
				menu.querySelector("summary").focus();
		});
	}

	document.addEventListener("keydown", function (event) {
		var is_typing = event.target.closest("input, select, textarea");
		var search = document.getElementById("frame-search");

		if (event.key === "Escape") {
			close_menus(null, true);
		} else if (event.key === "/" && !is_typing && search && search.offsetParent
		           && !event.ctrlKey && !event.metaKey && !event.altKey) {
			event.preventDefault();
			search.focus();
			search.select();
		}
	});

	document.addEventListener("click", function (event) {
		close_menus(event.target, false);
		if (event.target.closest("[data-print]"))
			window.print();
	});

	document.querySelectorAll("[data-print]").forEach(function (button) {
		button.hidden = false;
	});
}());
