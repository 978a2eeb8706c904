/* store_query.c: expands the marks in an area's own SQL: who may see what, and how records are named. */
#include "model/store.h"

#include "base/log.h"
#include "model/select.h"

struct expansion {
	struct work *work;
	struct buf sql;
	struct arg_list args;
	struct args given;
	size_t taken;                  /* of given */
};

/* Text between marks goes as it is; each question mark outside a literal takes the next given value. */
static void
add_plain(struct expansion *expansion, struct str text)
{
	bool in_literal = false;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\'')
			in_literal = !in_literal;
		if (text.data[i] == '?' && !in_literal && expansion->taken < expansion->given.count)
			arg_add(&expansion->args, expansion->given.values[expansion->taken++]);
	}
	buf_add(&expansion->sql, text);
}

static void
add_mark(struct expansion *expansion, struct str mark)
{
	struct str rest = mark, word, name, alias;
	const struct entity *entity;

	if (!str_cut(&rest, ' ', &word) || !str_cut(&rest, ' ', &name) || !str_cut(&rest, ' ', &alias) || rest.data ||
	    !(entity = entity_find(expansion->work->dictionary, name)))
		log_fatal("sql", "there is no mark {%.*s}", STR_ARG(mark));
	if (str_equal(word, S("visible")))
		access_predicate(expansion->work, entity, VIEW, str_terminated(expansion->work->arena, alias), &expansion->sql, &expansion->args);
	else if (str_equal(word, S("title")))
		select_title(expansion->work, entity, str_terminated(expansion->work->arena, alias), &expansion->sql);
	else
		log_fatal("sql", "there is no mark {%.*s}", STR_ARG(mark));
}

struct rows *
store_query(struct work *work, struct sql sql, struct args args)
{
	struct expansion *expansion = ARENA_NEW(work->arena, struct expansion);
	struct str rest = sql.text;
	ptrdiff_t at;

	expansion->work = work;
	expansion->given = args;
	buf_init(&expansion->sql, work->arena, 64 * 1024);
	while ((at = str_find_char(rest, '{')) >= 0) {
		ptrdiff_t end = str_find_char(rest, '}');

		if (end < at)
			log_fatal("sql", "a brace is not closed: %.*s", STR_ARG(sql.text));
		add_plain(expansion, str_slice(rest, 0, (size_t)at));
		add_mark(expansion, str_slice(rest, (size_t)at + 1, (size_t)end));
		rest = str_slice(rest, (size_t)end + 1, rest.len);
	}
	add_plain(expansion, rest);
	return db_query(work->db, sql_built(&expansion->sql), arg_list_args(&expansion->args));
}
