/* crud_import.c: a CSV file comes in: upload, map its columns, check, import, see what became of it. */
#include "app/crud_import.h"
#include "app/program.h"
#include "base/utf8.h"

enum status
crud_import_form(struct ctx *ctx)
{
	return import_upload_page(ctx, NO_STR);
}

enum status
crud_import_upload(struct ctx *ctx)
{
	const struct form_field *file = form_find(&ctx->request->form, S("file"));
	const char *charset;

	if (!file || !file->file_name.data || str_is_empty(file->value))
		return import_upload_page(ctx, page_text(ctx, N_("Choose a CSV file that is not empty.")));
	charset = import_charset(file->value);
	db_execute(ctx->db, SQL("DELETE FROM import_file WHERE created_at < SYSDATE(6) - INTERVAL 7 DAY LIMIT 10"), NO_ARGS);
	db_execute(ctx->db, SQL("INSERT INTO import_file (actor_id, entity, file_name, charset, content, created_at) VALUES (?, ?, ?, ?, ?, SYSDATE(6))"),
	           ARGS(ctx->actor.id, str_from(ctx->entity->name), utf8_first(file->file_name, 200), str_from(charset), file->value));
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	return page_redirect(ctx, str_format(ctx->arena, "%s/import/%llu", ctx->entity->path, (unsigned long long)db_insert_id(ctx->db)));
}

static bool
read_upload(struct ctx *ctx, struct upload *upload)
{
	struct rows *rows = db_query(ctx->db, SQL("SELECT id, file_name, charset, content, errors, result, decided, left_out, further FROM import_file"
	                                          " WHERE id = ? AND entity = ? AND actor_id = ?"),
	                             ARGS(ctx->id, str_from(ctx->entity->name), ctx->actor.id));

	if (!rows_next(rows))
		return false;
	*upload = (struct upload){ rows_at(rows, 0), rows_at(rows, 1), rows_at(rows, 2), rows_at(rows, 3), rows_at(rows, 4), rows_at(rows, 5), rows_at(rows, 6), 0, 0 };
	str_to_u64(rows_at(rows, 7), &upload->left_out);
	str_to_u64(rows_at(rows, 8), &upload->further);
	return true;
}

/* The file as UTF-8 in the charset chosen; false with a problem to show. */
static bool
decode(struct ctx *ctx, const struct upload *upload, const char **charset, struct str *text)
{
	struct str chosen = ctx->request->method == METHOD_POST ? page_field(ctx, "charset") : page_param(ctx, "charset");

	*charset = str_terminated(ctx->arena, upload->charset);
	for (const char *const *name = import_charsets(); *name; name++)
		if (str_equal_text(chosen, *name))
			*charset = *name;
	return import_decode(&ctx->work, upload->content, *charset, text);
}

enum status
crud_import_map(struct ctx *ctx)
{
	struct upload upload;
	struct import *import = ARENA_NEW(ctx->arena, struct import);
	const char *charset;
	struct str text;

	if (!read_upload(ctx, &upload))
		return page_missing(ctx);
	if (upload.result.len)
		return import_done_page(ctx, &upload);
	if (!decode(ctx, &upload, &charset, &text)) {
		import_open(&ctx->work, import, ctx->entity, S(""));
		return import_map_page(ctx, &upload, charset, import, work_say(&ctx->work, N_("The file is not in {0}. Choose another encoding."), str_from(charset), NO_STR));
	}
	if (!import_open(&ctx->work, import, ctx->entity, text))
		return import_map_page(ctx, &upload, charset, import, page_text(ctx, N_("The file has no first line with the names of its columns.")));
	return import_map_page(ctx, &upload, charset, import, NO_STR);
}

/* One decision about a name: match.N.param, .text, .act and .to. */
static bool
read_name(struct ctx *ctx, size_t n, struct import_choice *choice)
{
	static const struct { const char *word; enum import_act act; } acts[] = {
		{ "empty", IMPORT_EMPTY }, { "out", IMPORT_OUT }, { "add", IMPORT_ADD },
	};
	struct str act = page_field(ctx, str_format(ctx->arena, "match.%zu.act", n).data);

	*choice = (struct import_choice){
		.param = page_field(ctx, str_format(ctx->arena, "match.%zu.param", n).data),
		.text = str_trim(page_field(ctx, str_format(ctx->arena, "match.%zu.text", n).data)),
		.to = str_trim(page_field(ctx, str_format(ctx->arena, "match.%zu.to", n).data)),
	};
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (str_equal_text(act, acts[i].word))
			choice->act = acts[i].act;
	if (str_starts_with(act, S("id:"))) {
		choice->act = IMPORT_TO;
		choice->to_id = str_slice(act, 3, act.len);
	}
	/* What was typed is meant more than what stands in the list beside it. */
	if (choice->to.len)
		choice->act = IMPORT_TO;
	return choice->param.len && choice->text.len && (choice->act != IMPORT_AS_IS || str_equal_text(act, "refuse"));
}

static void
read_choices(struct ctx *ctx, struct import *import)
{
	for (size_t i = 0; i < import->file_column_count; i++) {
		struct str param = page_field(ctx, str_format(ctx->arena, "column.%zu", i).data);

		import->map[i] = columns_named(import->columns, import->column_count, str_trim(param));
	}
	for (size_t k = 0; k < import->column_count; k++) {
		struct str fixed = str_trim(page_field(ctx, str_format(ctx->arena, "fixed.%.*s", STR_ARG(import->columns[k].param)).data));

		import->fixed[k] = fixed.len ? fixed : NO_STR;
	}
	import->choices = ARENA_ARRAY(ctx->arena, struct import_choice, 2 * IMPORT_NAMES_SHOWN);
	for (size_t n = 0; n < IMPORT_NAMES_SHOWN; n++)
		if (read_name(ctx, n, &import->choices[import->choice_count]))
			import->choice_count++;
	import->key = columns_key(ctx->entity, page_field(ctx, "key"));
	import->creates_missing = page_field(ctx, "create_missing").data != NULL;
	import->is_whole = str_equal(page_field(ctx, "keep"), S("all"));
	import->route = ctx->request->path;
	import->request_id = ctx->request->id;
}

/* The key must be in the file, and what a new record needs too. */
static struct str
check_choices(struct ctx *ctx, const struct import *import)
{
	bool has_any = false;

	for (size_t i = 0; i < import->file_column_count; i++) {
		struct str typed = str_trim(page_field(ctx, str_format(ctx->arena, "column.%zu", i).data));

		if (import->map[i] == SIZE_MAX && typed.len && utf8_is_valid(typed))
			return work_say(&ctx->work, N_("There is no field “{0}”. Take one from the list, or leave it empty."), utf8_first(typed, 40), NO_STR);
		has_any = has_any || import->map[i] != SIZE_MAX;
	}
	if (!has_any)
		return page_text(ctx, N_("Match at least one column."));
	if (!import_has_key(import))
		return page_text(ctx, N_("The field to match records by is not among the columns."));
	return NO_STR;
}

/* What each open name may have meant. */
static struct guesses *
guess(struct ctx *ctx, const struct import *import, const struct import_name *const *open, size_t count)
{
	struct guesses *guesses = ARENA_NEW(ctx->arena, struct guesses);
	struct near_pool *pools[COLUMNS_MAX_COUNT] = { NULL };

	for (size_t i = 0; i < count; i++) {
		size_t column = open[i]->column;

		if (!pools[column])
			pools[column] = near_pool_new(&ctx->work, import->columns[column].field);
		guesses->counts[i] = near_find(&ctx->work, pools[column], open[i]->text, guesses->near[i]);
	}
	return guesses;
}

/* Decides for the names that are the same but for case, blanks and punctuation. */
static void
accept(struct import *import, const struct import_name *const *open, size_t count, const struct guesses *guesses)
{
	for (size_t i = 0; i < count; i++) {
		const struct near *near = guesses->near[i];
		bool is_same = guesses->counts[i] && near[0].distance == 0 && (guesses->counts[i] == 1 || near[1].distance > 0);

		if (is_same && open[i]->act == IMPORT_AS_IS && open[i]->match_count == 0)
			import->choices[import->choice_count++] = (struct import_choice){
				.param = import->columns[open[i]->column].param, .text = open[i]->text, .act = IMPORT_TO, .to_id = near[0].id,
			};
	}
}

static enum status
check_page(struct ctx *ctx, const struct upload *upload, const char *charset, struct import *import)
{
	const struct import_name *open[IMPORT_NAMES_SHOWN];
	struct import again = *import;
	struct guesses *guesses;
	size_t count, total;

	import->is_trial = again.is_trial = true;
	import_run(&ctx->work, import);
	count = import_open_names(&ctx->work, import, open, &total);
	guesses = guess(ctx, import, open, count);
	if (page_field(ctx, "accept").data) {
		accept(&again, open, count, guesses);
		*import = again;
		import_run(&ctx->work, import);
		count = import_open_names(&ctx->work, import, open, &total);
		guesses = guess(ctx, import, open, count);
	}
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	db_execute(ctx->db, SQL("UPDATE import_file SET errors = ? WHERE id = ?"), ARGS(buf_str(&import->error_file), ctx->id));
	return import_check_page(ctx, upload, charset, import, open, count, total, guesses);
}

enum status
crud_import_run(struct ctx *ctx)
{
	struct upload upload;
	struct import *import = ARENA_NEW(ctx->arena, struct import);
	const char *charset;
	struct str text, problem, here = str_format(ctx->arena, "%s/import/%.*s", ctx->entity->path, STR_ARG(ctx->id));

	if (!read_upload(ctx, &upload))
		return page_missing(ctx);
	if (upload.result.len)
		return page_redirect(ctx, here);
	if (!decode(ctx, &upload, &charset, &text) || !import_open(&ctx->work, import, ctx->entity, text))
		return page_redirect(ctx, here);
	read_choices(ctx, import);
	problem = check_choices(ctx, import);
	if (problem.data || page_field(ctx, "back").data || page_field(ctx, "again").data)
		return import_map_page(ctx, &upload, charset, import, problem);
	if (!str_equal(page_field(ctx, "act"), S("run")))
		return check_page(ctx, &upload, charset, import);
	/* Whoever sends the form twice claims it once. */
	if (db_execute(ctx->db, SQL("UPDATE import_file SET result = '0 0 0 0' WHERE id = ? AND result IS NULL"), ARGS(ctx->id)) != 1)
		return page_redirect(ctx, here);
	import_run(&ctx->work, import);
	if (db_has_failed(ctx->db))
		db_rollback(ctx->db);
	db_execute(ctx->db, SQL("UPDATE import_file SET result = ?, errors = ?, charset = ?, left_out = ?, further = ?, decided = ? WHERE id = ?"),
	           ARGS(str_format(ctx->arena, "%zu %zu %zu %zu %.*s", import->created, import->updated, import->unchanged, import->refused, STR_ARG(import->failure)),
	                buf_str(&import->error_file), str_from(charset), str_from_u64(ctx->arena, import->left_out), str_from_u64(ctx->arena, import->further), import_decided(ctx, import), ctx->id));
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	return page_redirect(ctx, here);
}

enum status
crud_import_errors(struct ctx *ctx)
{
	struct upload upload;

	if (!read_upload(ctx, &upload) || !upload.errors.len)
		return page_missing(ctx);
	return page_download(ctx, S("text/csv; charset=utf-8"), str_format(ctx->arena, "import-%.*s-errors.csv", STR_ARG(ctx->id)),
	                     str_join(ctx->arena, S("\xef\xbb\xbf"), upload.errors));
}
