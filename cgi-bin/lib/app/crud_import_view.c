/* crud_import_view.c: what somebody sees while a CSV file comes in: its columns, the check, and what became of it. */
#include "app/crud_import.h"
#include "base/utf8.h"
#include "model/kind.h"
#include "model/show_view.h"

enum { PREVIEW_ROWS = 5, SAMPLES = 3, OPTIONS_ON_PAGE = 500 };

/* Do its files have rows for lines? */
static bool
has_lines(const struct entity *entity)
{
	for (size_t c = 0; c < entity_child_count(entity); c++)
		if (!(entity->children[c]->flags & (CHECKLIST | APPENDED)))
			return true;
	return false;
}

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
	page_put(ctx, "has_lines", view_bool(has_lines(ctx->entity)));
}

static void
put_problem(struct ctx *ctx, struct str problem, struct str href)
{
	struct view_list *problems = view_list_new(ctx->arena);

	if (problem.data) {
		struct view_map *map = view_map_new(ctx->arena);

		view_map_put_text(map, S("text"), problem);
		view_map_put_text(map, S("href"), href);
		view_list_add(problems, view_map(map));
		page_put(ctx, "has_problems", view_bool(true));
		page_put_text(ctx, "problem_text", page_text(ctx, N_("This needs attention. Nothing has been saved yet.")));
	}
	page_put(ctx, "problems", view_list(problems));
}

enum status
import_upload_page(struct ctx *ctx, struct str problem)
{
	put_head(ctx, 0);
	put_problem(ctx, problem, S("#file"));
	page_put_text(ctx, "action", str_format(ctx->arena, "%s/import", ctx->entity->path));
	page_show(ctx, "entity/import");
	return problem.data ? STATUS_PROBLEMS : STATUS_OK;
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
		view_list_add(charsets, import_option(ctx, str_from(*name), str_from(*name), str_equal_text(str_from(*name), charset)));
	page_put(ctx, "charsets", view_list(charsets));
	page_put_text(ctx, "action", str_format(ctx->arena, "%s/import/%.*s", ctx->entity->path, STR_ARG(upload->id)));
}

/* Does a head of the file name it, word for word? It is offered to no other column then, until it is left out and read again. */
static bool
is_matched_plainly(const struct import *import, size_t column)
{
	for (size_t i = 0; i < import->file_column_count; i++)
		if (import->map[i] == column && (str_equal(import->heads[i], import->columns[column].label) || str_equal(import->heads[i], import->columns[column].param)))
			return true;
	return false;
}

/* The names of the fields, for columns that say theirs by a text. */
static void
put_fields(struct ctx *ctx, const struct import *import, bool is_typed)
{
	struct view_list *names = view_list_new(ctx->arena);

	for (size_t k = 0; k < import->column_count && is_typed; k++)
		view_list_add(names, view_text(import->columns[k].label));
	page_put(ctx, "fields", view_list(names));
	page_put(ctx, "has_fields", view_bool(is_typed));
}

/* What stands there: the field it goes to, or what was typed and is none. */
static struct str
typed_field(struct ctx *ctx, const struct import *import, size_t i)
{
	struct str sent = page_field(ctx, str_format(ctx->arena, "column.%zu", i).data);

	return import->map[i] != SIZE_MAX ? import->columns[import->map[i]].label : utf8_is_valid(sent) ? sent : S("");
}

static void
put_columns(struct ctx *ctx, const struct import *import)
{
	struct view_list *columns = view_list_new(ctx->arena);
	struct csv csv;
	struct str *rows[PREVIEW_ROWS + 1];
	size_t counts[PREVIEW_ROWS + 1], read = 0;
	bool is_taken[COLUMNS_MAX_COUNT], is_typed;
	size_t offered = 0;

	csv_init(&csv, import->text);
	while (read <= PREVIEW_ROWS && csv_next(&csv, ctx->arena, &rows[read], &counts[read]))
		read++;
	for (size_t k = 0; k < import->column_count; k++) {
		is_taken[k] = is_matched_plainly(import, k);
		offered += !is_taken[k];
	}
	/* Many columns that nothing matches would each repeat all fields: those are typed, from one list of them. */
	is_typed = offered * import->file_column_count > OPTIONS_ON_PAGE;
	put_fields(ctx, import, is_typed);
	for (size_t i = 0; i < import->file_column_count; i++) {
		struct view_map *column = view_map_new(ctx->arena);
		struct view_list *options = view_list_new(ctx->arena), *samples = view_list_new(ctx->arena);

		view_map_put(column, S("index"), view_number(ctx->arena, i));
		view_map_put_text(column, S("header"), rows[0][i].len ? rows[0][i] : work_say(&ctx->work, N_("Column {0}"), str_from_u64(ctx->arena, i + 1), NO_STR));
		view_map_put_text(column, S("name"), str_format(ctx->arena, "column.%zu", i));
		view_list_add(options, import_option(ctx, S(""), page_text(ctx, N_("Leave out")), import->map[i] == SIZE_MAX));
		for (size_t k = 0; k < import->column_count && !is_typed; k++)
			if (!is_taken[k] || import->map[i] == k)
				view_list_add(options, import_option(ctx, import->columns[k].param, import->columns[k].label, import->map[i] == k));
		for (size_t r = 1; r < read && view_list_count(samples) < SAMPLES; r++)
			if (i < counts[r] && rows[r][i].len) {
				view_list_add(samples, view_text(utf8_first(rows[r][i], 40)));
			}
		view_map_put(column, S("options"), view_list(options));
		view_map_put(column, S("is_typed"), view_bool(is_typed));
		view_map_put_text(column, S("typed"), typed_field(ctx, import, i));
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

	view_list_add(keys, import_option(ctx, S(""), page_text(ctx, N_("Nothing: every row is new")), !import->key));
	view_list_add(keys, import_option(ctx, S("id"), page_text(ctx, N_("No.")), import->key && column_is_id(import->key)));
	for (const struct field *field = ctx->entity->fields; field->name; field++) {
		if (columns_key(ctx->entity, str_from(field->name)))
			view_list_add(keys, import_option(ctx, str_from(field->name), page_text(ctx, field->label), import->key == field));
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

/* What was sent goes along, so that the next page has it: all of it, or only the decisions about names. */
static void
put_sent(struct ctx *ctx, bool is_names)
{
	static const char *const buttons[] = { "token", "act", "back", "again", "accept" };
	struct view_list *hidden = view_list_new(ctx->arena);

	for (size_t i = 0; i < ctx->request->form.count; i++) {
		const struct form_field *sent = &ctx->request->form.fields[i];
		bool is_button = false;

		for (size_t k = 0; k < sizeof buttons / sizeof *buttons; k++)
			is_button = is_button || str_equal_text(sent->name, buttons[k]);
		if (!is_button && str_starts_with(sent->name, S("match.")) == is_names && utf8_is_valid(sent->value)) {
			struct view_map *map = view_map_new(ctx->arena);

			view_map_put_text(map, S("name"), sent->name);
			view_map_put_text(map, S("value"), sent->value);
			view_list_add(hidden, view_map(map));
		}
	}
	page_put(ctx, "hidden", view_list(hidden));
}

enum status
import_map_page(struct ctx *ctx, const struct upload *upload, const char *charset, const struct import *import, struct str problem)
{
	put_head(ctx, 1);
	put_file(ctx, upload, charset, import_count(&ctx->work, import));
	put_columns(ctx, import);
	put_options(ctx, import);
	import_put_fixed(ctx, import);
	put_sent(ctx, true);
	put_problem(ctx, problem, S("#charset"));
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
	view_map_put_text(map, S("text"), S(""));
	return view_map(map);
}

static void
put_figures(struct ctx *ctx, const struct import *import, bool is_trial)
{
	struct view_list *figures = view_list_new(ctx->arena);

	view_list_add(figures, figure(ctx, is_trial ? N_("Will be new") : N_("New"), import->created, "ok"));
	view_list_add(figures, figure(ctx, is_trial ? N_("Will be updated, where different") : N_("Updated"), import->updated, "info"));
	if (!is_trial)
		view_list_add(figures, figure(ctx, N_("The same as before"), import->unchanged, "neu"));
	if (import->left_out)
		view_list_add(figures, figure(ctx, N_("Left out by choice"), import->left_out, "warn"));
	view_list_add(figures, figure(ctx, N_("Refused"), import->refused, "bad"));
	if (import->further)
		view_list_add(figures, figure(ctx, N_("Further lines of records"), import->further, "neu"));
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

enum status
import_check_page(struct ctx *ctx, const struct upload *upload, const char *charset, const struct import *import,
                  const struct import_name *const *open, size_t open_count, size_t open_total, const struct guesses *guesses)
{
	bool can_continue = import->created + import->updated > 0 && !(import->is_whole && import->refused) && !import->failure.data;

	put_head(ctx, 2);
	put_file(ctx, upload, charset, import->row_count);
	put_figures(ctx, import, true);
	put_errors(ctx, import);
	import_put_names(ctx, import, open, open_count, open_total, guesses);
	put_sent(ctx, false);
	ctx->flash_text = import->failure;
	page_put(ctx, "is_whole", view_bool(import->is_whole));
	page_put(ctx, "can_continue", view_bool(can_continue));
	page_put_text(ctx, "back_href", str_format(ctx->arena, "%s/import/%.*s", ctx->entity->path, STR_ARG(ctx->id)));
	return page_show(ctx, "entity/import_check");
}

struct str
import_decided(struct ctx *ctx, const struct import *import)
{
	static const char *const acts[] = {
		[IMPORT_EMPTY] = N_("Left empty"), [IMPORT_OUT] = N_("Rows left out"), [IMPORT_ADD] = N_("Added to the list"), [IMPORT_TO] = "",
	};
	struct buf decided;

	buf_init(&decided, ctx->arena, 1 << 20);
	for (size_t i = 0; i < import->names.count; i++) {
		const struct import_name *name = &import->names.names[i];

		if (name->act == IMPORT_AS_IS)
			continue;
		csv_add(&decided, import->columns[name->column].label, true, CSV_DATA);
		csv_add(&decided, name->text, false, CSV_DATA);
		csv_add(&decided, name->act == IMPORT_TO ? name->label : page_text(ctx, acts[name->act]), false, CSV_DATA);
		csv_add(&decided, str_from_u64(ctx->arena, name->row_count), false, CSV_DATA);
		csv_end_record(&decided);
	}
	return decided.len ? buf_str(&decided) : NO_STR;
}

static void
put_decided(struct ctx *ctx, struct str decided)
{
	static const char *const names[] = { "label", "text", "meaning", "rows" };
	struct view_list *list = view_list_new(ctx->arena);
	struct csv csv;
	struct str *cells;
	size_t count;

	csv_init(&csv, decided);
	while (csv_next(&csv, ctx->arena, &cells, &count)) {
		struct view_map *map = view_map_new(ctx->arena);

		for (size_t i = 0; i < count && i < sizeof names / sizeof *names; i++)
			view_map_put_text(map, str_from(names[i]), cells[i]);
		view_list_add(list, view_map(map));
	}
	page_put(ctx, "decided", view_list(list));
	page_put(ctx, "has_decided", view_bool(view_list_count(list) > 0));
}

/* The finished import, told again from its figures whenever the page is opened. */
enum status
import_done_page(struct ctx *ctx, const struct upload *upload)
{
	struct import *import = ARENA_NEW(ctx->arena, struct import);
	size_t *figures[] = { &import->created, &import->updated, &import->unchanged, &import->refused };
	struct str failure = upload->result, part;
	uint64_t number;

	for (size_t i = 0; i < sizeof figures / sizeof *figures && str_cut(&failure, ' ', &part); i++)
		if (str_to_u64(part, &number))
			*figures[i] = number;
	import->left_out = upload->left_out;
	import->further = upload->further;
	put_head(ctx, 3);
	put_figures(ctx, import, false);
	put_decided(ctx, upload->decided);
	ctx->flash_text = failure.len ? failure : NO_STR;
	if (import->refused)
		page_put_text(ctx, "errors_href", str_format(ctx->arena, "%s/import/%.*s/errors", ctx->entity->path, STR_ARG(ctx->id)));
	page_put_text(ctx, "list_href", str_from(ctx->entity->path));
	page_put_text(ctx, "text", upload->file_name);
	return page_show(ctx, "entity/import_done");
}
