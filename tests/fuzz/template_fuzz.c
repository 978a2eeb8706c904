/* template_fuzz.c: compiles any bytes as templates that include each other, renders them, and holds the page to its bounds. */
#include <stdlib.h>

#include "view/template.h"

enum { CEILING = 1024 * 1024 * 1024, PAGE_CEILING = 64 * 1024, TEXTS_MAX = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[TEXTS_MAX] = { "page", "a", "b", "c" };

static void
demand(bool holds)
{
	if (!holds)
		abort();
}

static struct str
read_text(const struct template_source *source, struct arena *arena, struct str name)
{
	const struct str *texts = source->data;

	(void)arena;
	for (size_t i = 0; i < TEXTS_MAX; i++)
		if (str_equal_text(name, names[i]))
			return texts[i];
	return NO_STR;
}

/* Every message starting with 't' is replaced by the text of template "c". */
static struct str
translate(const struct template_source *source, struct str message_id)
{
	const struct str *texts = source->data;

	return str_starts_with(message_id, S("t")) && texts[3].data ? texts[3] : message_id;
}

static struct view
make_view(struct arena *arena)
{
	struct view_map *map = view_map_new(arena), *inner = view_map_new(arena);
	struct view_list *list = view_list_new(arena), *empty = view_list_new(arena);

	view_map_put_text(inner, S("a"), S("inner & a"));
	view_map_put_text(inner, S("n"), S("b"));
	view_list_add(list, view_text(S("<1>")));
	view_list_add(list, view_map(inner));
	view_list_add(list, view_list(empty));
	view_map_put_text(map, S("a"), S("\"a'\n<b>"));
	view_map_put_text(map, S("n"), S("a"));
	view_map_put_text(map, S("e"), S(""));
	view_map_put(map, S("x"), view_list(list));
	view_map_put(map, S("o"), view_map(inner));
	view_map_put(map, S("f"), view_bool(false));
	view_map_put(map, S("t"), view_bool(true));
	return view_map(map);
}

static bool
render(const struct str *texts, bool missing_is_empty, struct arena *program, struct arena *request, struct buf *body)
{
	struct template_source source = { read_text, translate, texts, missing_is_empty };
	struct templates *templates = templates_new(program, source);
	const struct template *page = template_get(templates, S("page"));
	bool is_good;

	buf_init(body, request, PAGE_CEILING);
	if (!page) {
		demand(templates_fault(templates).len > 0);
		demand(!template_get(templates, S("page")));
		return false;
	}
	demand(page == template_get(templates, S("page")));
	is_good = template_render(templates, page, make_view(request), request, body);
	demand(is_good ? !body->is_full : templates_fault(templates).len > 0);
	demand(body->len <= PAGE_CEILING);
	return is_good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { size ? (const char *)data : "", size }, texts[TEXTS_MAX] = { NO_STR };
	struct arena program, request;
	struct buf strict, lenient;

	for (size_t i = 0; i < TEXTS_MAX && str_cut(&rest, '\x01', &texts[i]); i++)
		;
	arena_init(&program, CEILING);
	arena_init(&request, CEILING);
	if (render(texts, false, &program, &request, &strict)) {
		demand(render(texts, true, &program, &request, &lenient));
		demand(str_equal(buf_str(&strict), buf_str(&lenient)));
	} else {
		render(texts, true, &program, &request, &lenient);
	}
	arena_end(&request);
	arena_end(&program);
	return 0;
}
