/* qiao.js: comforts on top of pages that work without it: "/" goes to the search field, Escape and a click elsewhere close open menus,
   a button prints, cards of a board are dragged to another column. */
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

	/* --- cards of a board: a drop chooses the stage in the card's own form and sends that --- */

	var held = null, is_sending = false;

	function make_draggable() {
		document.querySelectorAll(".deal:has(form)").forEach(function (card) {
			card.draggable = true;
		});
	}

	/* The column's entry in the form of the held card; none where the card may not go. */
	function option_under(event) {
		var column = held && event.target.closest(".column"), heading = column && column.querySelector("h2");

		return heading && held.querySelector("option[value='" + heading.id.replace("stage-", "") + "']:enabled");
	}

	function mark(column) {
		document.querySelectorAll(".column.over").forEach(function (each) {
			each.classList.remove("over");
		});
		if (column)
			column.classList.add("over");
	}

	function page_of(response) {
		return response.text().then(function (text) {
			return new DOMParser().parseFromString(text, "text/html");
		});
	}

	/* The board as the server has it now, scrolled as it was. */
	function show_board(page) {
		var was = document.querySelector(".board"), left = was ? was.scrollLeft : 0;

		document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
		document.querySelector(".board").scrollLeft = left;
		make_draggable();
	}

	function tell(words) {
		var told = document.getElementById("board-told");

		if (words)
			told.querySelector("p").textContent = words;
		told.hidden = false;
	}

	function send(card, form) {
		var id = card.id;

		return fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).then(function (response) {
			if (response.redirected && new URL(response.url).pathname === location.pathname)
				return page_of(response).then(function (page) {
					show_board(page);
					card = document.getElementById(id);
					if (card)
						card.querySelector("a").focus({ preventScroll: true });
				});
			/* A question or the sign-in: the form itself leads there. */
			if (response.ok || response.status === 401)
				return form.submit();
			return page_of(response).then(function (page) {
				var alert = page.querySelector("main [role=alert]") || page.querySelector("h1");

				return fetch(location.href).then(page_of).then(show_board).then(function () {
					tell(alert && alert.textContent.replace(/\s+/g, " ").trim());
				});
			});
		});
	}

	document.addEventListener("dragstart", function (event) {
		var card = event.target.closest && event.target.closest(".deal[draggable=true]");

		if (!card || is_sending)
			return;
		held = card;
		event.dataTransfer.effectAllowed = "move";
		event.dataTransfer.setData("text/plain", card.querySelector("h3").innerText);
	});

	document.addEventListener("dragover", function (event) {
		var option = option_under(event);

		mark(option && event.target.closest(".column"));
		if (option)
			event.preventDefault();
	});

	document.addEventListener("drop", function (event) {
		var option = option_under(event), card = held, place, list, next;

		if (!option)
			return;
		event.preventDefault();
		place = card.parentNode;
		list = place.parentNode;
		next = place.nextSibling;
		option.selected = true;
		event.target.closest(".column").querySelector("ul").prepend(place);
		is_sending = true;
		send(card, card.querySelector("form")).catch(function () {
			list.insertBefore(place, next);
			card.querySelector("form").reset();
			tell("");
		}).finally(function () {
			is_sending = false;
		});
	});

	document.addEventListener("dragend", function () {
		held = null;
		mark(null);
	});

	make_draggable();
}());
