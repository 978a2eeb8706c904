/* crud_import.c: a CSV file comes in: upload, map its columns, check, import, see what became of it. */
#include "app/crud.h"
#include "app/program.h"
#include "base/utf8.h"
#include "model/import.h"
#include "model/kind.h"
#include "model/show_view.h"

enum { PREVIEW_ROWS = 5, SAMPLES = 3 };

struct upload {
	struct str id, file_name, charset, content, errors, result;
};

static void
put_head(struct ctx *ctx, size_t step)
{
	static const char *const labels[] = { N_("1. Choose a file"), N_("2. Match the columns"), N_("3. Check"), N_("4. Done") };
	struct view_list *steps = view_list_new(ctx->arena), *crumbs = view_list_new(ctx->arena);
	struct view_map *crumb = view_map_new(ctx->arena);

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		struct view_map *map = view_map_new(ctx->arena);

		view_map_put_text(map, S("label"), page_text(ctx, labels[i]));
		view_map_put(map, S("is_done"), view_bool(i < step));
		view_map_put(map, S("is_current"), view_bool(i == step));
		view_list_add(steps, view_map(map));
	}
	view_map_put_text(crumb, S("label"), page_text(ctx, ctx->entity->label_plural));
	view_map_put_text(crumb, S("href"), str_from(ctx->entity->path));
	view_list_add(crumbs, view_map(crumb));
	page_put(ctx, "crumbs", view_list(crumbs));
	page_put(ctx, "steps", view_list(steps));
	page_put(ctx, "entity", entity_view(&ctx->work, ctx->entity));
	page_put_text(ctx, "title", work_say(&ctx->work, N_("Import: {0}"), page_text(ctx, ctx->entity->label_plural), NO_STR));
	page_put_text(ctx, "token", page_token(ctx));
}

static enum status
upload_form(struct ctx *ctx, struct str problem)
{
	struct view_list *problems = view_list_new(ctx->arena);

	put_head(ctx, 0);
	if (problem.data) {
		struct view_map *map = view_map_new(ctx->arena);

		view_map_put_text(map, S("text"), problem);
		view_map_put_text(map, S("href"), S("#file"));
		view_list_add(problems, view_map(map));
		page_put(ctx, "has_problems", view_bool(true));
		page_put_text(ctx, "problem_text", page_text(ctx, N_("This needs attention. Nothing has been saved yet.")));
	}
	page_put(ctx, "problems", view_list(problems));
	page_put_text(ctx, "action", str_format(ctx->arena, "%s/import", ctx->entity->path));
	page_show(ctx, "entity/import");
	return problem.data ? STATUS_PROBLEMS : STATUS_OK;
}

enum status
crud_import_form(struct ctx *ctx)
{
	return upload_form(ctx, NO_STR);
}

enum status
crud_import_upload(struct ctx *ctx)
{
	const struct form_field *file = form_find(&ctx->request->form, S("file"));
	const char *charset;

	if (!file || !file->file_name.data || str_is_empty(file->value))
		return upload_form(ctx, page_text(ctx, N_("Choose a CSV file that is not empty.")));
	charset = import_charset(file->value);
	db_execute(ctx->db, SQL("DELETE FROM import_file WHERE created_at < SYSDATE(6) - INTERVAL 7 DAY LIMIT 10"), NO_ARGS);
	db_execute(ctx->db, SQL("INSERT INTO import_file (actor_id, entity, file_name, charset, content, created_at) VALUES (?, ?, ?, ?, ?, SYSDATE(6))"),
	           ARGS(ctx->actor.id, str_from(ctx->entity->name), str_slice(file->file_name, 0, 200), str_from(charset), file->value));
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	return page_redirect(ctx, str_format(ctx->arena, "%s/import/%llu", ctx->entity->path, (unsigned long long)db_insert_id(ctx->db)));
}

static bool
read_upload(struct ctx *ctx, struct upload *upload)
{
	struct rows *rows = db_query(ctx->db, SQL("SELECT id, file_name, charset, content, errors, result FROM import_file"
	                                          " WHERE id = ? AND entity = ? AND actor_id = ?"),
	                             ARGS(ctx->id, str_from(ctx->entity->name), ctx->actor.id));

	if (!rows_next(rows))
		return false;
	*upload = (struct upload){ rows_at(rows, 0), rows_at(rows, 1), rows_at(rows, 2), rows_at(rows, 3), rows_at(rows, 4), rows_at(rows, 5) };
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

static struct view
option_view(struct ctx *ctx, struct str value, struct str label, bool is_selected)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("value"), value);
	view_map_put_text(map, S("label"), label);
	view_map_put(map, S("is_selected"), view_bool(is_selected));
	return view_map(map);
}

static void
put_file(struct ctx *ctx, const struct upload *upload, const char *charset, size_t rows)
{
	struct view_map *file = view_map_new(ctx->arena);
	struct view_list *charsets = view_list_new(ctx->arena);

	view_map_put_text(file, S("name"), upload->file_name);
	view_map_put_text(file, S("charset"), str_from(charset));
	view_map_put_text(file, S("rows_text"), work_say(&ctx->work, N_("{0} in all"), number_grouped(ctx->arena, str_from_u64(ctx->arena, rows)), NO_STR));
	view_map_put_text(file, S("size_text"), str_format(ctx->arena, "%.1f KB", (double)upload->content.len / 1024));
	page_put(ctx, "file", view_map(file));
	for (const char *const *name = import_charsets(); *name; name++)
		view_list_add(charsets, option_view(ctx, str_from(*name), str_from(*name), str_equal_text(str_from(*name), charset)));
	page_put(ctx, "charsets", view_list(charsets));
	page_put_text(ctx, "action", str_format(ctx->arena, "%s/import/%.*s", ctx->entity->path, STR_ARG(upload->id)));
}

static void
put_columns(struct ctx *ctx, const struct import *import)
{
	struct view_list *columns = view_list_new(ctx->arena);
	struct csv csv;
	struct str *rows[PREVIEW_ROWS + 1];
	size_t counts[PREVIEW_ROWS + 1], read = 0;

	csv_init(&csv, import->text);
	while (read <= PREVIEW_ROWS && csv_next(&csv, ctx->arena, &rows[read], &counts[read]))
		read++;
	for (size_t i = 0; i < import->file_column_count; i++) {
		struct view_map *column = view_map_new(ctx->arena);
		struct view_list *options = view_list_new(ctx->arena), *samples = view_list_new(ctx->arena);

		view_map_put(column, S("index"), view_number(ctx->arena, i));
		view_map_put_text(column, S("header"), rows[0][i].len ? rows[0][i] : work_say(&ctx->work, N_("Column {0}"), str_from_u64(ctx->arena, i + 1), NO_STR));
		view_map_put_text(column, S("name"), str_format(ctx->arena, "column.%zu", i));
		view_list_add(options, option_view(ctx, S(""), page_text(ctx, N_("Leave out")), import->map[i] == SIZE_MAX));
		for (size_t k = 0; k < import->column_count; k++)
			view_list_add(options, option_view(ctx, import->columns[k].param, import->columns[k].label, import->map[i] == k));
		for (size_t r = 1; r < read && view_list_count(samples) < SAMPLES; r++)
			if (i < counts[r] && rows[r][i].len) {
				view_list_add(samples, view_text(utf8_first(rows[r][i], 40)));
			}
		view_map_put(column, S("options"), view_list(options));
		view_map_put(column, S("samples"), view_list(samples));
		view_list_add(columns, view_map(column));
	}
	page_put(ctx, "columns", view_list(columns));
}

static void
put_options(struct ctx *ctx, const struct import *import)
{
	struct view_list *keys = view_list_new(ctx->arena);
	bool has_list = false;

	view_list_add(keys, option_view(ctx, S(""), page_text(ctx, N_("Nothing: every row is new")), !import->key));
	view_list_add(keys, option_view(ctx, S("id"), page_text(ctx, N_("No.")), import->key && column_is_id(import->key)));
	for (const struct field *field = ctx->entity->fields; field->name; field++) {
		if (columns_key(ctx->entity, str_from(field->name)))
			view_list_add(keys, option_view(ctx, str_from(field->name), page_text(ctx, field->label), import->key == field));
		has_list = has_list || (field->kind == REF && field->refers->flags & LIST);
	}
	page_put(ctx, "keys", view_list(keys));
	if (has_list) {
		struct view_map *create = view_map_new(ctx->arena);

		view_map_put_text(create, S("label"), page_text(ctx, N_("Add what is missing to short lists such as regions, industries and tags")));
		view_map_put(create, S("checked"), view_bool(import->creates_missing));
		page_put(ctx, "create_missing", view_map(create));
	}
	page_put(ctx, "keep_valid", view_bool(!import->is_whole));
	page_put(ctx, "keep_all", view_bool(import->is_whole));
}

static enum status
map_page(struct ctx *ctx, const struct upload *upload, const char *charset, const struct import *import, struct str problem)
{
	struct view_list *problems = view_list_new(ctx->arena);

	put_head(ctx, 1);
	put_file(ctx, upload, charset, import_count(&ctx->work, import));
	put_columns(ctx, import);
	put_options(ctx, import);
	if (problem.data) {
		struct view_map *map = view_map_new(ctx->arena);

		view_map_put_text(map, S("text"), problem);
		view_map_put_text(map, S("href"), S("#charset"));
		view_list_add(problems, view_map(map));
		page_put(ctx, "has_problems", view_bool(true));
		page_put_text(ctx, "problem_text", page_text(ctx, N_("This needs attention. Nothing has been saved yet.")));
	}
	page_put(ctx, "problems", view_list(problems));
	page_show(ctx, "entity/import_map");
	return problem.data ? STATUS_PROBLEMS : STATUS_OK;
}

static struct view
figure(struct ctx *ctx, const char *label, size_t number, const char *tint)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("label"), page_text(ctx, label));
	view_map_put_text(map, S("number"), number_grouped(ctx->arena, str_from_u64(ctx->arena, number)));
	view_map_put_text(map, S("tint"), number ? str_from(tint) : S(""));
	return view_map(map);
}

static void
put_figures(struct ctx *ctx, size_t created, size_t updated, size_t unchanged, size_t refused, bool is_trial)
{
	struct view_list *figures = view_list_new(ctx->arena);

	view_list_add(figures, figure(ctx, is_trial ? N_("Will be new") : N_("New"), created, "ok"));
	view_list_add(figures, figure(ctx, is_trial ? N_("Will be updated, where different") : N_("Updated"), updated, "info"));
	if (!is_trial)
		view_list_add(figures, figure(ctx, N_("The same as before"), unchanged, "neu"));
	view_list_add(figures, figure(ctx, N_("Refused"), refused, "bad"));
	page_put(ctx, "figures", view_list(figures));
}

static void
put_errors(struct ctx *ctx, const struct import *import)
{
	struct view_list *errors = view_list_new(ctx->arena);

	for (size_t i = 0; i < import->error_count; i++) {
		struct view_map *map = view_map_new(ctx->arena);

		view_map_put(map, S("line"), view_number(ctx->arena, import->errors[i].line));
		view_map_put_text(map, S("label"), import->errors[i].label);
		view_map_put_text(map, S("value"), import->errors[i].value);
		view_map_put_text(map, S("text"), import->errors[i].text);
		view_list_add(errors, view_map(map));
	}
	page_put(ctx, "errors", view_list(errors));
	page_put(ctx, "has_errors", view_bool(import->error_count > 0));
	if (import->refused)
		page_put_text(ctx, "errors_href", str_format(ctx->arena, "%s/import/%.*s/errors", ctx->entity->path, STR_ARG(ctx->id)));
}

/* The finished import, told again from its figures whenever the page is opened. */
static enum status
done_page(struct ctx *ctx, const struct upload *upload)
{
	struct str rest = upload->result, part;
	uint64_t figures[4] = { 0 };
	struct str failure;

	for (size_t i = 0; i < 4 && str_cut(&rest, ' ', &part); i++)
		str_to_u64(part, &figures[i]);
	failure = rest;
	put_head(ctx, 3);
	put_figures(ctx, figures[0], figures[1], figures[2], figures[3], false);
	ctx->flash_text = failure.len ? failure : NO_STR;
	if (figures[3])
		page_put_text(ctx, "errors_href", str_format(ctx->arena, "%s/import/%.*s/errors", ctx->entity->path, STR_ARG(ctx->id)));
	page_put_text(ctx, "list_href", str_from(ctx->entity->path));
	page_put_text(ctx, "text", upload->file_name);
	return page_show(ctx, "entity/import_done");
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
		return done_page(ctx, &upload);
	if (!decode(ctx, &upload, &charset, &text)) {
		import_open(&ctx->work, import, ctx->entity, S(""));
		return map_page(ctx, &upload, charset, import, work_say(&ctx->work, N_("The file is not in {0}. Choose another encoding."), str_from(charset), NO_STR));
	}
	if (!import_open(&ctx->work, import, ctx->entity, text))
		return map_page(ctx, &upload, charset, import, page_text(ctx, N_("The file has no first line with the names of its columns.")));
	return map_page(ctx, &upload, charset, import, NO_STR);
}

static void
read_choices(struct ctx *ctx, struct import *import)
{
	struct str key = page_field(ctx, "key");

	for (size_t i = 0; i < import->file_column_count; i++) {
		struct str param = page_field(ctx, str_format(ctx->arena, "column.%zu", i).data);

		import->map[i] = SIZE_MAX;
		for (size_t k = 0; k < import->column_count; k++)
			if (str_equal(param, import->columns[k].param))
				import->map[i] = k;
	}
	import->key = columns_key(ctx->entity, key);
	import->creates_missing = page_field(ctx, "create_missing").data != NULL;
	import->is_whole = str_equal(page_field(ctx, "keep"), S("all"));
	import->route = ctx->request->path;
	import->request_id = ctx->request->id;
}

/* The key must be in the file, and what a new record needs too. */
static struct str
check_choices(struct ctx *ctx, const struct import *import)
{
	bool has_key = !import->key, has_any = false;

	for (size_t i = 0; i < import->file_column_count; i++) {
		if (import->map[i] == SIZE_MAX)
			continue;
		has_any = true;
		has_key = has_key || (import->columns[import->map[i]].field == import->key && !import->columns[import->map[i]].child);
	}
	if (!has_any)
		return page_text(ctx, N_("Match at least one column."));
	if (!has_key)
		return page_text(ctx, N_("The field to match records by is not among the columns."));
	return NO_STR;
}

static void
put_choices(struct ctx *ctx)
{
	struct view_list *hidden = view_list_new(ctx->arena);

	for (size_t i = 0; i < ctx->request->form.count; i++) {
		const struct form_field *sent = &ctx->request->form.fields[i];
		struct view_map *map = view_map_new(ctx->arena);

		if (str_equal(sent->name, S("token")) || str_equal(sent->name, S("act")) || str_equal(sent->name, S("back")) || str_equal(sent->name, S("again")))
			continue;
		view_map_put_text(map, S("name"), sent->name);
		view_map_put_text(map, S("value"), sent->value);
		view_list_add(hidden, view_map(map));
	}
	page_put(ctx, "hidden", view_list(hidden));
}

static enum status
check_page(struct ctx *ctx, const struct upload *upload, const char *charset, struct import *import)
{
	import->is_trial = true;
	import_run(&ctx->work, import);
	if (db_has_failed(ctx->db))
		return STATUS_FAILED;
	put_head(ctx, 2);
	put_file(ctx, upload, charset, import->row_count);
	put_figures(ctx, import->created, import->updated, 0, import->refused, true);
	put_errors(ctx, import);
	put_choices(ctx);
	ctx->flash_text = import->failure;
	page_put(ctx, "is_whole", view_bool(import->is_whole));
	page_put(ctx, "can_continue", view_bool(import->created + import->updated > 0 && !(import->is_whole && import->refused) && !import->failure.data));
	page_put_text(ctx, "back_href", str_format(ctx->arena, "%s/import/%.*s", ctx->entity->path, STR_ARG(ctx->id)));
	db_execute(ctx->db, SQL("UPDATE import_file SET errors = ? WHERE id = ?"), ARGS(buf_str(&import->error_file), ctx->id));
	return page_show(ctx, "entity/import_check");
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
		return map_page(ctx, &upload, charset, import, problem);
	if (!str_equal(page_field(ctx, "act"), S("run")))
		return check_page(ctx, &upload, charset, import);
	/* Whoever sends the form twice claims it once. */
	if (db_execute(ctx->db, SQL("UPDATE import_file SET result = '0 0 0 0' WHERE id = ? AND result IS NULL"), ARGS(ctx->id)) != 1)
		return page_redirect(ctx, here);
	import_run(&ctx->work, import);
	if (db_has_failed(ctx->db))
		db_rollback(ctx->db);
	db_execute(ctx->db, SQL("UPDATE import_file SET result = ?, errors = ?, charset = ? WHERE id = ?"),
	           ARGS(str_format(ctx->arena, "%zu %zu %zu %zu %.*s", import->created, import->updated, import->unchanged, import->refused, STR_ARG(import->failure)),
	                buf_str(&import->error_file), str_from(charset), ctx->id));
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
