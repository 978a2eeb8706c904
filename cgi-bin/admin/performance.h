/* performance.h: how Qiao answers, from the counters of now or from samples of the past. */
#ifndef ADMIN_PERFORMANCE_H
#define ADMIN_PERFORMANCE_H

#include "admin/admin.h"
#include "base/meter.h"

struct figures {
	uint64_t requests, refused, errors;    /* all of them, 4xx, 5xx */
	uint64_t wall_us, user_us;
	uint64_t statements, database_us, bytes;
	uint64_t buckets[METER_BUCKETS];
};

struct route_figures {
	struct str program, method, route;
	struct figures figures;
};

/* What lies between two looks. */
struct moment_figures {
	struct str at;                 /* its beginning, or as much of it as all share; UTC */
	struct figures figures;
	double seconds;                /* how long was looked; NAN: not known */
	double cpu, memory, disk;      /* per cent in use; NAN: not known */
};

struct span {
	const char *name, *label;
	int64_t us;                    /* 0: since the counters began */
	const char *cut;               /* so many letters of an instant are shared by what is summed up to one moment */
};

extern const struct span performance_spans[];  /* up to a NULL name */

struct performance {
	struct ctx *ctx;
	const struct span *span;
	struct route_figures *routes;
	size_t route_count;
	struct moment_figures *moments;
	size_t moment_count;
	struct figures all;
	double seconds;                /* of what was read */
	bool is_counted;               /* the counters are there */
	bool is_sampled;               /* there are samples in the span */
};

/* Of the span that the address asks for; without one, the last hour, or all that was counted where nothing is sampled. */
void performance_read(struct performance *performance, struct ctx *ctx);
/* One route, moment by moment since an instant. */
struct moment_figures *performance_read_route(struct ctx *ctx, struct str program, struct str method, struct str route, struct str since, size_t *count);
/* Neighbours become one until there are at most so many. */
size_t performance_fold(struct moment_figures *moments, size_t count, size_t most);

void figures_add(struct figures *to, const struct figures *more);
/* In milliseconds; NAN: nothing was counted. */
double figures_quantile(const struct figures *figures, double q);
double figures_per_cent(uint64_t part, uint64_t whole);   /* NAN of nothing */
double figures_per_request(const struct figures *figures, uint64_t sum);

/* "0.9 ms", "123 ms", "2.4 s"; "—" for NAN. */
struct str shown_ms(struct arena *arena, double ms);
struct str shown_number(struct arena *arena, double number, int decimals);
struct str shown_per_cent(struct arena *arena, double per_cent);
struct str shown_count(struct arena *arena, uint64_t count);

/* --- pieces of the pages --------------------------------------------------- */

void tile_add(struct ctx *ctx, struct view_list *tiles, const char *label, struct str value, struct str note);
void column_add(struct ctx *ctx, struct view_list *columns, const char *label, struct str sort_href, bool is_number);
void cell_add(struct ctx *ctx, struct view_list *cells, struct str text, bool is_number);
void row_add(struct ctx *ctx, struct view_list *rows, struct str name, struct str href, struct view_list *cells);
void table_put(struct ctx *ctx, struct str label, struct view_list *columns, struct view_list *rows);
void no_rows_put(struct ctx *ctx, const char *text);
void tab_add(struct ctx *ctx, struct view_list *tabs, struct str label, struct str href, bool is_current);
/* A moment of a line, on the reader's clock: "10:44", with the day of the month "28 10:44", or "11-28". */
struct str moment_label(struct ctx *ctx, struct str at, bool has_day);

#endif
