/* mustache_test.c: runs the cases of the published Mustache specification, one line of TAP each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "view/template.h"

enum { CEILING = 16 * 1024 * 1024 };

static const char *const modules[] = {
	"comments", "delimiters", "interpolation", "inverted", "partials", "sections", "~dynamic-names", "~inheritance",
};

struct tally {
	unsigned count;
	unsigned failed;
};

/* JSON as views; a number is the text the specification prints. */
static struct view
view_from_json(struct arena *arena, json_t *value)
{
	const char *name;
	json_t *member;
	size_t index;

	if (json_is_object(value)) {
		struct view_map *map = view_map_new(arena);

		json_object_foreach(value, name, member)
			view_map_put(map, str_copy(arena, str_from(name)), view_from_json(arena, member));
		return view_map(map);
	}
	if (json_is_array(value)) {
		struct view_list *list = view_list_new(arena);

		json_array_foreach(value, index, member)
			view_list_add(list, view_from_json(arena, member));
		return view_list(list);
	}
	if (json_is_string(value))
		return view_text(str_copy(arena, (struct str){ json_string_value(value), json_string_length(value) }));
	if (json_is_integer(value))
		return view_text(str_format(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value)));
	if (json_is_real(value))
		return view_text(str_format(arena, "%g", json_real_value(value)));
	return json_is_null(value) ? view_none() : view_bool(json_is_true(value));
}

static struct str
read_case(const struct template_source *source, struct arena *arena, struct str name)
{
	const json_t *test = source->data;
	json_t *text = str_equal(name, S("the case")) ? json_object_get(test, "template")
	                                              : json_object_get(json_object_get(test, "partials"), str_terminated(arena, name));

	return str_from(json_string_value(text));
}

static void
print_text(const char *label, struct str text)
{
	printf("#   %s: ", label);
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\n')
			printf("\\n");
		else
			putchar(text.data[i]);
	}
	printf("\n");
}

static void
run_case(struct tally *tally, const char *module, json_t *test)
{
	struct template_source source = { .read = read_case, .data = test, .missing_is_empty = true };
	struct str expected = str_from(json_string_value(json_object_get(test, "expected")));
	struct arena program, request;
	struct templates *templates;
	const struct template *template;
	bool is_good;
	struct buf body;

	arena_init(&program, CEILING);
	arena_init(&request, CEILING);
	buf_init(&body, &request, CEILING / 4);
	templates = templates_new(&program, source);
	template = template_get(templates, S("the case"));
	is_good = template &&
	          template_render(templates, template, view_from_json(&request, json_object_get(test, "data")), &request, &body) &&
	          expected.data && str_equal(buf_str(&body), expected);
	printf("%s %u - %s: %s\n", is_good ? "ok" : "not ok", ++tally->count, module, json_string_value(json_object_get(test, "name")));
	if (!is_good) {
		tally->failed++;
		print_text("fault", templates_fault(templates));
		print_text("expected", expected);
		print_text("got", buf_str(&body));
	}
	arena_end(&request);
	arena_end(&program);
}

static void
run_module(struct tally *tally, const char *folder, const char *module)
{
	json_error_t error;
	json_t *file, *test;
	char path[4096];
	size_t index;

	snprintf(path, sizeof path, "%s/%s.json", folder, module);
	file = json_load_file(path, 0, &error);
	if (json_array_size(json_object_get(file, "tests")) == 0) {
		printf("not ok %u - %s: %s\n", ++tally->count, module, file ? "no cases" : error.text);
		tally->failed++;
	}
	json_array_foreach(json_object_get(file, "tests"), index, test)
		run_case(tally, module, test);
	json_decref(file);
}

int
main(void)
{
	const char *shared = getenv("QIAO_SHARED");
	struct tally tally = { 0 };
	char folder[4000];

	snprintf(folder, sizeof folder, "%s/spec/mustache", shared ? shared : "../shared");
	if (access(folder, R_OK) != 0) {
		printf("1..0 # SKIP the Mustache specification is not at %s\n", folder);
		return 0;
	}
	for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
		run_module(&tally, folder, modules[i]);
	printf("1..%u\n", tally.count);
	return tally.failed ? 1 : 0;
}
