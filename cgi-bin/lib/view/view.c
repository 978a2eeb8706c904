/* view.c: texts, truths, maps and lists, as templates see them. */
#include "view/view.h"

#include <string.h>

struct str
view_no_text(const struct view *view, struct arena *arena)
{
	(void)view;
	(void)arena;
	return NO_STR;
}

bool
view_no_member(const struct view *view, struct str name, struct arena *arena, struct view *found)
{
	(void)view;
	(void)name;
	(void)arena;
	(void)found;
	return false;
}

static bool
first_none(const struct view *view, struct arena *arena, struct view *item)
{
	(void)view;
	(void)arena;
	(void)item;
	return false;
}

bool
view_first_itself(const struct view *view, struct arena *arena, struct view *item)
{
	(void)arena;
	*item = *view;
	return true;
}

bool
view_no_next(struct view *item, struct arena *arena)
{
	(void)item;
	(void)arena;
	return false;
}

static const struct view_type false_type = { view_no_text, view_no_member, first_none, view_no_next };
static const struct view_type true_type = { view_no_text, view_no_member, view_first_itself, view_no_next };

struct view
view_none(void)
{
	return (struct view){ .type = &false_type };
}

struct view
view_bool(bool is_true)
{
	return (struct view){ .type = is_true ? &true_type : &false_type };
}

static struct str
text_text(const struct view *view, struct arena *arena)
{
	(void)arena;
	return view->name;
}

static bool
text_first(const struct view *view, struct arena *arena, struct view *item)
{
	(void)arena;
	*item = *view;
	return view->name.len > 0;
}

static const struct view_type text_type = { text_text, view_no_member, text_first, view_no_next };

struct view
view_text(struct str s)
{
	return (struct view){ .type = &text_type, .name = s };
}

struct view
view_number(struct arena *arena, uint64_t number)
{
	return view_text(str_from_u64(arena, number));
}

enum { MAP_BUCKETS = 32 };

struct view_entry {
	struct str name;
	struct view view;
	uint32_t next;             /* place + 1 of the next entry in this bucket; 0 at the end */
};

struct view_map {
	struct arena *arena;
	struct view_entry *entries;
	size_t count;
	size_t size;
	uint32_t buckets[MAP_BUCKETS]; /* place + 1 */
};

/* A handful of names per map: length and outer letters spread them well enough, and cost nothing. */
static unsigned
map_bucket(struct str name)
{
	if (name.len == 0)
		return 0;
	return ((unsigned char)name.data[0] * 5u + (unsigned char)name.data[name.len - 1] * 3u + (unsigned)name.len) % MAP_BUCKETS;
}

static struct view_entry *
map_entry(const struct view_map *map, struct str name)
{
	uint32_t at = map->buckets[map_bucket(name)];

	while (at) {
		struct view_entry *entry = &map->entries[at - 1];

		if (entry->name.len == name.len && (name.len == 0 || memcmp(entry->name.data, name.data, name.len) == 0))
			return entry;
		at = entry->next;
	}
	return NULL;
}

struct view_map *
view_map_new(struct arena *arena)
{
	struct view_map *map = ARENA_NEW(arena, struct view_map);

	map->arena = arena;
	return map;
}

/* Room for one more of count elements, doubling. */
static void *
one_more(struct arena *arena, void *elements, size_t count, size_t *size, size_t element_bytes)
{
	size_t before = *size;

	if (count < before)
		return elements;
	*size = before ? before * 2 : 8;
	return arena_grow(arena, elements, before * element_bytes, *size * element_bytes);
}

void
view_map_put(struct view_map *map, struct str name, struct view view)
{
	struct view_entry *entry = map_entry(map, name);
	unsigned bucket = map_bucket(name);

	if (entry) {
		entry->view = view;
		return;
	}
	map->entries = one_more(map->arena, map->entries, map->count, &map->size, sizeof *map->entries);
	map->entries[map->count] = (struct view_entry){ name, view, map->buckets[bucket] };
	map->buckets[bucket] = (uint32_t)++map->count;
}

void
view_map_put_text(struct view_map *map, struct str name, struct str text)
{
	view_map_put(map, name, view_text(text));
}

static bool
map_find(const struct view *view, struct str name, struct arena *arena, struct view *found)
{
	const struct view_entry *entry = map_entry(view->data, name);

	(void)arena;
	if (entry)
		*found = entry->view;
	return entry;
}

static const struct view_type map_type = { view_no_text, map_find, view_first_itself, view_no_next };

struct view
view_map(const struct view_map *map)
{
	return (struct view){ .type = &map_type, .data = map };
}

struct view_list {
	struct arena *arena;
	struct view *items;
	size_t count;
	size_t size;
};

struct view_list *
view_list_new(struct arena *arena)
{
	struct view_list *list = ARENA_NEW(arena, struct view_list);

	list->arena = arena;
	return list;
}

void
view_list_add(struct view_list *list, struct view item)
{
	list->items = one_more(list->arena, list->items, list->count, &list->size, sizeof *list->items);
	list->items[list->count++] = item;
}

size_t
view_list_count(const struct view_list *list)
{
	return list->count;
}

/* An item in its list answers as itself, and knows its place besides. */
static const struct view *
item_itself(const struct view *item)
{
	const struct view_list *list = item->data;

	return &list->items[item->index];
}

static struct str
item_text(const struct view *view, struct arena *arena)
{
	const struct view *item = item_itself(view);

	return item->type->text(item, arena);
}

static bool
item_find(const struct view *view, struct str name, struct arena *arena, struct view *found)
{
	const struct view *item = item_itself(view);

	return item->type->find(item, name, arena, found);
}

static bool
item_first(const struct view *view, struct arena *arena, struct view *first)
{
	const struct view *item = item_itself(view);

	return item->type->first(item, arena, first);
}

static bool
item_next(struct view *item, struct arena *arena)
{
	const struct view_list *list = item->data;

	(void)arena;
	if (item->index + 1 >= list->count)
		return false;
	item->index++;
	return true;
}

static const struct view_type item_type = { item_text, item_find, item_first, item_next };

static bool
list_first(const struct view *view, struct arena *arena, struct view *item)
{
	const struct view_list *list = view->data;

	(void)arena;
	*item = (struct view){ .type = &item_type, .data = list };
	return list->count > 0;
}

static const struct view_type list_type = { view_no_text, view_no_member, list_first, view_no_next };

struct view
view_list(const struct view_list *list)
{
	return (struct view){ .type = &list_type, .data = list };
}
