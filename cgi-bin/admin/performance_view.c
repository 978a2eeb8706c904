/* performance_view.c: how figures are written, and the pieces that pages about the system are made of. */
#include <math.h>

#include "admin/performance.h"

struct str
shown_number(struct arena *arena, double number, int decimals)
{
	return isnan(number) ? S("—") : str_format(arena, "%.*f", decimals, number);
}

struct str
shown_ms(struct arena *arena, double ms)
{
	if (isnan(ms))
		return S("—");
	return ms >= 10000 ? str_format(arena, "%.1f s", ms / 1000) : str_format(arena, "%.*f ms", ms < 100 ? 1 : 0, ms);
}

struct str
shown_per_cent(struct arena *arena, double per_cent)
{
	return isnan(per_cent) ? S("—") : str_format(arena, "%.*f %%", per_cent > 0 && per_cent < 10 ? 2 : 0, per_cent);
}

struct str
shown_count(struct arena *arena, uint64_t count)
{
	return number_grouped(arena, str_from_u64(arena, count));
}

void
tile_add(struct ctx *ctx, struct view_list *tiles, const char *label, struct str value, struct str note)
{
	struct view_map *tile = view_map_new(ctx->arena);

	view_map_put_text(tile, S("label"), page_text(ctx, label));
	view_map_put_text(tile, S("value"), value);
	view_map_put_text(tile, S("value_full"), value);
	view_map_put_text(tile, S("delta_note"), note);
	view_map_put_text(tile, S("href"), S(""));
	view_list_add(tiles, view_map(tile));
}

void
column_add(struct ctx *ctx, struct view_list *columns, const char *label, struct str sort_href, bool is_number)
{
	struct view_map *column = view_map_new(ctx->arena);

	view_map_put_text(column, S("label"), page_text(ctx, label));
	view_map_put_text(column, S("align"), is_number ? S("num") : S(""));
	view_map_put_text(column, S("sort_href"), sort_href.len ? sort_href : S(""));
	view_list_add(columns, view_map(column));
}

void
cell_add(struct ctx *ctx, struct view_list *cells, struct str text, bool is_number)
{
	struct view_map *cell = view_map_new(ctx->arena);

	view_map_put_text(cell, S("cell"), S("cells/text"));
	view_map_put_text(cell, S("align"), is_number ? S("num") : S(""));
	view_map_put_text(cell, S("text"), text.len ? text : S("—"));
	view_list_add(cells, view_map(cell));
}

void
row_add(struct ctx *ctx, struct view_list *rows, struct str name, struct str href, struct view_list *cells)
{
	struct view_map *row = view_map_new(ctx->arena);

	view_map_put_text(row, S("name"), name);
	view_map_put_text(row, S("href"), href);
	view_map_put(row, S("cells"), view_list(cells));
	view_list_add(rows, view_map(row));
}

void
table_put(struct ctx *ctx, struct str label, struct view_list *columns, struct view_list *rows)
{
	struct view_map *table = view_map_new(ctx->arena);

	view_map_put_text(table, S("label"), label);
	view_map_put(table, S("columns"), view_list(columns));
	view_map_put(table, S("rows"), view_list(rows));
	page_put(ctx, "table", view_map(table));
}

void
no_rows_put(struct ctx *ctx, const char *text)
{
	struct view_map *none = view_map_new(ctx->arena);

	view_map_put_text(none, S("text"), page_text(ctx, text));
	page_put(ctx, "no_rows", view_map(none));
}

void
tab_add(struct ctx *ctx, struct view_list *tabs, struct str label, struct str href, bool is_current)
{
	struct view_map *tab = view_map_new(ctx->arena);

	view_map_put_text(tab, S("label"), label);
	view_map_put_text(tab, S("href"), href);
	view_map_put(tab, S("is_current"), view_bool(is_current));
	view_list_add(tabs, view_map(tab));
}

/* "2026-11-20 10:44" is a minute, "2026-11-20 10:4" a sixth of an hour, "2026-11-20 10" an hour, "2026-11-20" a day, which has no clock. */
struct str
moment_label(struct ctx *ctx, struct str at, bool has_day)
{
	const char *rest = at.len == 15 ? "0" : at.len == 13 ? ":00" : "";

	if (at.len <= 10)
		return str_slice(at, 5, 10);
	return str_slice(work_local_time(&ctx->work, str_format(ctx->arena, "%.*s%s", STR_ARG(at), rest)), has_day || at.len == 13 ? 8 : 11, 16);
}
