/* slow.c: keeps the statements that took long. */
#include "data/slow.h"

enum { ARENA_BYTES = 4 << 20, TEXT_BYTES_MAX = 64 << 10, VALUE_BYTES_MAX = 64 << 10 };

void
slow_list_init(struct slow_list *list)
{
	arena_init(&list->arena, ARENA_BYTES);
	list->count = 0;
}

void
slow_list_clear(struct slow_list *list)
{
	if (list->count)
		arena_reset(&list->arena);
	list->count = 0;
}

void
slow_list_note(struct slow_list *list, struct str text, struct args args, uint64_t us, bool is_now)
{
	struct slow_statement *statement;
	struct str *values;
	size_t bytes = 0;

	if (!list->least_us || us < list->least_us || list->count == SLOW_MAX)
		return;
	statement = &list->statements[list->count++];
	for (size_t i = 0; i < args.count; i++)
		bytes += args.values[i].len;
	*statement = (struct slow_statement){ .text = str_copy(&list->arena, str_slice(text, 0, TEXT_BYTES_MAX)), .us = us };
	if (!is_now || bytes > VALUE_BYTES_MAX || text.len > TEXT_BYTES_MAX ||
	    !(str_starts_with(text, S("SELECT")) || str_starts_with(text, S("(SELECT")) || str_starts_with(text, S("WITH"))))
		return;
	values = ARENA_ARRAY(&list->arena, struct str, args.count + 1);
	for (size_t i = 0; i < args.count; i++)
		values[i] = args.values[i].data ? str_copy(&list->arena, args.values[i]) : NO_STR;
	statement->args = (struct args){ values, args.count };
	statement->can_explain = true;
}
