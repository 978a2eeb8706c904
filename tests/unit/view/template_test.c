/* template_test.c: holds templates to their faults, their bounds, and what is Qiao's own in them; tests/spec has the rest. */
#include "view/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CEILING = 64 * 1024 * 1024, FILES_MAX = 5 };

struct file {
	const char *name;
	const char *text;
};

/* A folder of templates; reads are counted. */
struct folder {
	const struct file *files;
	unsigned *reads;
};

struct set {
	struct arena program;
	struct arena request;
	struct templates *templates;
	struct buf body;
	struct folder folder;
	unsigned reads;
};

static struct str
read_file(const struct template_source *source, struct arena *arena, struct str name)
{
	const struct folder *folder = source->data;

	++*folder->reads;
	for (const struct file *file = folder->files; file->name; file++)
		if (str_equal_text(name, file->name))
			return str_copy(arena, str_from(file->text));
	return NO_STR;
}

static const struct file messages[] = {
	{ "Save", "Bewaren" },
	{ "Version {{version}}", "{{version}}. uitgave" },
	{ "Two lines", "Twee\nregels" },
	{ "Link", "{{{link}}}" },
	{ "Ampersand", "{{&link}}" },
	{ "Include", "{{>other}}" },
	{ "Section", "{{#a}}x{{/a}}" },
	{ "Again", "{{#t}}Save{{/t}}" },
	{ "Open", "{{#a}}x" },
	{ NULL, NULL },
};

static struct str
translate(const struct template_source *source, struct str message_id)
{
	(void)source;
	for (const struct file *message = messages; message->name; message++)
		if (str_equal_text(message_id, message->name))
			return str_from(message->text);
	return message_id;
}

static void
open_set(struct set *set, const struct file *files, bool is_translated)
{
	struct template_source source = { .read = read_file, .translate = is_translated ? translate : NULL, .data = &set->folder };

	set->folder = (struct folder){ files, &set->reads };
	set->reads = 0;
	arena_init(&set->program, CEILING);
	arena_init(&set->request, CEILING);
	buf_init(&set->body, &set->request, CEILING / 4);
	set->templates = templates_new(&set->program, source);
}

static void
close_set(struct set *set)
{
	arena_end(&set->request);
	arena_end(&set->program);
}

static bool
render(struct set *set, struct view view)
{
	const struct template *template = template_get(set->templates, S("page"));

	return template && template_render(set->templates, template, view, &set->request, &set->body);
}

static struct view
small_view(struct arena *arena)
{
	struct view_map *map = view_map_new(arena);

	view_map_put_text(map, S("a"), S("A"));
	view_map_put_text(map, S("version"), S("<2>"));
	view_map_put_text(map, S("widget"), S("widgets/date"));
	view_map_put_text(map, S("absent"), S("widgets/none"));
	view_map_put_text(map, S("upward"), S("../secret"));
	return view_map(map);
}

static const struct {
	struct file files[FILES_MAX];
	const char *fault;
} fault_cases[] = {
	{ { { "other", "" } }, "page:1: there is no such template" },
	{ { { "page", "\n\n{{#rows}}\n{{/cells}}" } }, "page:3: section {{#rows}} is not closed" },
	{ { { "page", "a\n{{#rows}}\n{{#cells}}{{/cells}}\n" } }, "page:2: section {{#rows}} is not closed" },
	{ { { "page", "\n{{^rows}}" } }, "page:2: section {{^rows}} is not closed" },
	{ { { "page", "\n{{$rows}}" } }, "page:2: section {{$rows}} is not closed" },
	{ { { "page", "\n{{<*rows}}{{/rows}}" } }, "page:2: section {{<*rows}} is not closed" },
	{ { { "page", "{{/rows}}" } }, "page:1: section {{/rows}} was not open" },
	{ { { "page", "\n{{name" } }, "page:2: tag {{name is not closed" },
	{ { { "page", "{{{name}}" } }, "page:1: tag {{{name}} is not closed" },
	{ { { "page", "{{}}" } }, "page:1: bad tag {{}}" },
	{ { { "page", "{{a b}}" } }, "page:1: bad tag {{a b}}" },
	{ { { "page", "{{a..b}}" } }, "page:1: bad name \"a..b\"" },
	{ { { "page", "{{.a}}" } }, "page:1: bad name \".a\"" },
	{ { { "page", "{{=<% %> x=}}" } }, "page:1: bad delimiters \"<% %> x\"" },
	{ { { "page", "{{=|=}}" } }, "page:1: bad delimiters \"|\"" },
	{ { { "page", "\n\n  {{>entity/row}}" } }, "page:3: there is no template \"entity/row\"" },
	{ { { "page", "{{<frame}}{{/frame}}" } }, "page:1: there is no template \"frame\"" },
	{ { { "page", "{{>row}}" }, { "row", "\n{{#x}}" } }, "row:2: section {{#x}} is not closed" },
	{ { { "page", "{{>../page}}" }, { "../page", "x" } }, "page:1: there is no template \"../page\"" },
	{ { { "page", "{{<row}}\n{{x}}{{/row}}" }, { "row", "" } }, "page:2: {{x}} stands inside {{<row}}, outside its blocks" },
	{ { { "page", "\n{{>*absent}}" } }, "page:2: there is no template \"widgets/none\"" },
	{ { { "page", "{{>*upward}}" }, { "../secret", "x" } }, "page:1: there is no template \"../secret\"" },
	{ { { "page", "{{>*widget}}" }, { "widgets/date", "{{#x}}" } }, "widgets/date:1: section {{#x}} is not closed" },
	{ { { "page", "\n{{>page}}" } }, "page:2: the page is nested deeper than 64" },
	{ { { "page", "{{<page}}{{/page}}" } }, "page:1: the page is nested deeper than 64" },
	{ { { "page", "\n{{#t}}Link{{/t}}" } }, "page:2: the translation of {{#t}} may contain names and sections only, not {{&link}}" },
	{ { { "page", "{{#t}}Ampersand{{/t}}" } }, "page:1: the translation of {{#t}} may contain names and sections only, not {{&link}}" },
	{ { { "page", "{{#t}}Include{{/t}}" } }, "page:1: the translation of {{#t}} may contain names and sections only, not {{>other}}" },
	{ { { "page", "{{#t}}Again{{/t}}" } }, "page:1: {{#t}} stands inside {{#t}}" },
	{ { { "page", "\n{{#t}}Open{{/t}}" } }, "page:2: section {{#a}} is not closed" },
};

static void
faults_say_where(void **state)
{
	struct set set;

	(void)state;
	for (size_t i = 0; i < sizeof fault_cases / sizeof *fault_cases; i++) {
		open_set(&set, fault_cases[i].files, true);
		if (render(&set, small_view(&set.request)))
			fail_msg("case %zu rendered", i);
		if (!str_equal_text(templates_fault(set.templates), fault_cases[i].fault))
			fail_msg("case %zu: %.*s", i, STR_ARG(templates_fault(set.templates)));
		close_set(&set);
	}
}

static const struct {
	struct file files[FILES_MAX];
	const char *text;
	const char *translated;
} good_cases[] = {
	{ { { "page", "<b>{{#t}}Save{{/t}}</b>" } }, "<b>Save</b>", "<b>Bewaren</b>" },
	{ { { "page", "{{#t}}\n\t Save \n{{/t}}" } }, "Save", "Bewaren" },
	{ { { "page", "{{#t}}Two\n   lines{{/t}}|" } }, "Two lines|", "Twee\nregels|" },
	{ { { "page", "{{#t}}Version {{version}}{{/t}}" } }, "Version &lt;2&gt;", "&lt;2&gt;. uitgave" },
	{ { { "page", "{{=<% %>=}}<%#t%>Save<%/t%><%a%>" } }, "SaveA", "BewarenA" },
	{ { { "page", "{{#t}}unknown {{#a}}x{{/a}}{{/t}}" } }, "unknown x", "unknown x" },
	{ { { "page", "{{#t}}Section{{/t}}" } }, "Section", "x" },
	{ { { "page", "{{#t}}{{/t}}|" } }, "|", "|" },
	{ { { "page", "  {{#t}}Save{{/t}}\n|" } }, "  Save\n|", "  Bewaren\n|" },
	{ { { "page", "{{^t}}no t{{/t}}" } }, "no t", "no t" },
	{ { { "page", "{{<frame}}{{$title}}{{#t}}Save{{/t}} {{a}}{{/title}}{{/frame}}" },
	    { "frame", "<title>{{$title}}{{#t}}Version {{version}}{{/t}}{{/title}}</title>" } },
	  "<title>Save A</title>", "<title>Bewaren A</title>" },
	{ { { "page", "{{<frame}}{{/frame}}" }, { "frame", "<title>{{$title}}{{#t}}Save{{/t}}{{/title}}</title>" } },
	  "<title>Save</title>", "<title>Bewaren</title>" },
	{ { { "page", "{{<frame}}\n{{$title}}\n  {{#t}}\n  Save\n  {{/t}}\n{{/title}}\n{{/frame}}\n" },
	    { "frame", "<head>\n\t{{$title}}{{/title}}\n</head>\n" } },
	  "<head>\n\tSave\n\n</head>\n", "<head>\n\tBewaren\n\n</head>\n" },
	{ { { "page", "{{>*widget}}" }, { "widgets/date", "[{{a}}]" } }, "[A]", "[A]" },
	{ { { "page", "{{>*nothing}}|" } }, "|", "|" },
	{ { { "page", "{{<*widget}}{{$b}}mine{{/b}}{{/*widget}}" }, { "widgets/date", "[{{$b}}{{/b}}]" } }, "[mine]", "[mine]" },
	{ { { "page", " {{>row}}\n" }, { "row", "<p>\n\n {{>cell}}\n</p>\n" }, { "cell", "{{a}}\n{{a}}" } },
	  " <p>\n\n  A\n  A </p>\n", NULL },
	{ { { "page", " {{>row}}\n" }, { "row", "{{#a}}{{>cell}}{{/a}}\n" }, { "cell", "1\n2" } }, " 1\n2\n", NULL },
	{ { { "page", "{{<frame}}{{$a}}{{$a}}x{{/a}}{{/a}}{{/frame}}" }, { "frame", "{{$a}}y{{/a}}" } }, "x", NULL },
};

static void
pages_are_as_expected(void **state)
{
	struct set set;

	(void)state;
	for (size_t i = 0; i < sizeof good_cases / sizeof *good_cases; i++) {
		for (int is_translated = 0; is_translated < 2; is_translated++) {
			const char *expected = is_translated && good_cases[i].translated ? good_cases[i].translated : good_cases[i].text;

			open_set(&set, good_cases[i].files, is_translated);
			if (!render(&set, small_view(&set.request)))
				fail_msg("case %zu: %.*s", i, STR_ARG(templates_fault(set.templates)));
			if (!str_equal_text(buf_str(&set.body), expected))
				fail_msg("case %zu gave \"%.*s\"", i, STR_ARG(buf_str(&set.body)));
			close_set(&set);
		}
	}
}

static void
a_partial_is_compiled_once(void **state)
{
	static const struct file files[] = { { "page", "{{>x}}{{>x}}{{>y}}" }, { "x", "x" }, { "y", "{{>x}}y" }, { NULL, NULL } };
	const struct template *page;
	struct set set;

	(void)state;
	open_set(&set, files, false);
	assert_true(render(&set, view_none()));
	assert_true(str_equal(buf_str(&set.body), S("xxxy")));
	assert_int_equal(set.reads, 3);
	page = template_get(set.templates, S("page"));
	assert_ptr_equal(page, template_get(set.templates, S("page")));
	assert_int_equal(set.reads, 3);
	assert_true(template_exists(set.templates, S("x")));
	assert_int_equal(set.reads, 3);
	assert_false(template_exists(set.templates, S("z")));
	assert_false(template_exists(set.templates, S("../x")));
	close_set(&set);
}

/* a includes b, b includes a; a is bad, so b is bad also when asked for by itself. */
static void
a_template_that_includes_a_bad_one_is_bad(void **state)
{
	static const struct file files[] = { { "a", "{{>good}}{{>b}}{{x..y}}" }, { "b", "{{>a}}" }, { "good", "good" }, { NULL, NULL } };
	struct set set;
	unsigned reads;

	(void)state;
	open_set(&set, files, false);
	for (int i = 0; i < 2; i++) {
		assert_null(template_get(set.templates, S("a")));
		assert_true(str_equal(templates_fault(set.templates), S("a:1: bad name \"x..y\"")));
		assert_null(template_get(set.templates, S("b")));
		assert_true(str_equal(templates_fault(set.templates), S("a:1: bad name \"x..y\"")));
		assert_non_null(template_get(set.templates, S("good")));
		if (i == 0)
			reads = set.reads;
	}
	assert_int_equal(set.reads, reads);
	close_set(&set);
}

static void
nesting_has_a_bound(void **state)
{
	struct file files[] = { { "page", NULL }, { NULL, NULL } };
	struct buf text;
	struct set set;

	(void)state;
	for (int depth = 64; depth <= 65; depth++) {
		open_set(&set, files, false);
		buf_init(&text, &set.request, CEILING / 4);
		for (int i = 0; i < depth; i++)
			buf_add(&text, S("{{#a}}"));
		for (int i = 0; i < depth; i++)
			buf_add(&text, S("x{{/a}}"));
		buf_add_char(&text, '\0');
		files[0].text = text.data;
		assert_int_equal(render(&set, small_view(&set.request)), depth == 64);
		if (depth == 64)
			assert_int_equal(set.body.len, 64);
		else
			assert_true(str_equal(templates_fault(set.templates), S("page:1: section {{#a}} is nested deeper than 64")));
		close_set(&set);
	}
}

/* A partial inside itself, as deep as its data: a section and an include for each level. */
static void
recursion_follows_the_data(void **state)
{
	static const struct file files[] = { { "page", "({{#child}}{{>page}}{{/child}})" }, { NULL, NULL } };
	struct set set;

	(void)state;
	for (int depth = 32; depth <= 33; depth++) {
		struct view_map *tree;

		open_set(&set, files, false);
		tree = view_map_new(&set.request);
		view_map_put(tree, S("child"), view_none());
		for (int i = 0; i < depth; i++) {
			struct view_map *parent = view_map_new(&set.request);

			view_map_put(parent, S("child"), view_map(tree));
			tree = parent;
		}
		assert_int_equal(render(&set, view_map(tree)), depth == 32);
		if (depth == 32)
			assert_int_equal(set.body.len, 2 * 33);
		else
			assert_true(str_equal(templates_fault(set.templates), S("page:1: the page is nested deeper than 64")));
		close_set(&set);
	}
}

static void
includes_have_a_bound(void **state)
{
	struct file files[67] = { { NULL, NULL } };
	struct arena names;
	struct set set;

	(void)state;
	arena_init(&names, CEILING);
	for (unsigned i = 0; i < 66; i++) {
		files[i].name = i ? str_format(&names, "t%u", i).data : "page";
		files[i].text = i < 65 ? str_format(&names, "{{>t%u}}", i + 1).data : "end";
	}
	open_set(&set, files, false);
	assert_null(template_get(set.templates, S("page")));
	assert_true(str_equal(templates_fault(set.templates), S("t64:1: templates include each other deeper than 64")));
	assert_non_null(template_get(set.templates, S("t2")));
	close_set(&set);
	arena_end(&names);
}

static void
output_has_a_ceiling(void **state)
{
	static const struct file files[] = { { "page", "{{#list}}{{.}}{{/list}}" }, { NULL, NULL } };
	struct view_list *list;
	struct view_map *map;
	struct set set;

	(void)state;
	for (size_t ceiling_bytes = 999; ceiling_bytes <= 1000; ceiling_bytes++) {
		open_set(&set, files, false);
		list = view_list_new(&set.request);
		map = view_map_new(&set.request);
		for (int i = 0; i < 100; i++)
			view_list_add(list, view_text(S("0123456789")));
		view_map_put(map, S("list"), view_list(list));
		buf_init(&set.body, &set.request, ceiling_bytes);
		assert_int_equal(render(&set, view_map(map)), ceiling_bytes == 1000);
		if (ceiling_bytes < 1000)
			assert_true(str_equal(templates_fault(set.templates), S("page:1: the page is larger than its ceiling")));
		close_set(&set);
	}
}

/* Lists in lists that print nothing would run for ever. */
static void
work_has_a_bound(void **state)
{
	static const struct file files[] = {
		{ "page", "{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}" },
		{ NULL, NULL },
	};
	struct view_list *list;
	struct view_map *map;
	struct set set;

	(void)state;
	open_set(&set, files, false);
	list = view_list_new(&set.request);
	map = view_map_new(&set.request);
	for (int i = 0; i < 10; i++)
		view_list_add(list, view_text(S("x")));
	view_map_put(map, S("l"), view_list(list));
	assert_false(render(&set, view_map(map)));
	assert_true(str_equal(templates_fault(set.templates), S("page:1: the page does not come to an end")));
	close_set(&set);
}

/* What a template was compiled from may be gone when it is rendered. */
static void
a_compiled_template_keeps_its_text(void **state)
{
	char text[] = "<{{a}}|{{$b}}c{{/b}}>";
	const struct file files[] = { { "page", text }, { NULL, NULL } };
	struct set set;

	(void)state;
	open_set(&set, files, false);
	assert_non_null(template_get(set.templates, S("page")));
	memset(text, '#', sizeof text - 1);
	assert_true(render(&set, small_view(&set.request)));
	assert_true(str_equal(buf_str(&set.body), S("<A|c>")));
	close_set(&set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults_say_where),
		cmocka_unit_test(pages_are_as_expected),
		cmocka_unit_test(a_partial_is_compiled_once),
		cmocka_unit_test(a_template_that_includes_a_bad_one_is_bad),
		cmocka_unit_test(nesting_has_a_bound),
		cmocka_unit_test(recursion_follows_the_data),
		cmocka_unit_test(includes_have_a_bound),
		cmocka_unit_test(output_has_a_ceiling),
		cmocka_unit_test(work_has_a_bound),
		cmocka_unit_test(a_compiled_template_keeps_its_text),
	};

	return cmocka_run_group_tests_name("view/template", tests, NULL, NULL);
}
