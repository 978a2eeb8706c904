/* availability.c: how much of the time each service worked, from what qiao probe saw and from the register of incidents. */
#include <string.h>

#include "admin/admin.h"

#include "mining/availability.h"

enum { SERVICES_MAX = 24, DAYS_MAX = 90, STRIP_HEIGHT = 8 };

static const int64_t day_us = INT64_C(86400000000);
static const unsigned windows[] = { 7, 30, 90 };
enum { WINDOW_COUNT = sizeof windows / sizeof *windows, WINDOW_DEFAULT = 1 };

/* Columns of the two statements. */
enum { DAY_SERVICE, DAY_DAY, DAY_PROBES, DAY_FAILURES, DAY_PLANNED, DAY_OBSERVED, DAY_MS };
enum { INCIDENT_SERVICE, INCIDENT_BEGAN, INCIDENT_ENDED, INCIDENT_IS_PLANNED };

/* How a day is drawn. */
enum mark { UNSEEN, WELL, PARTLY, DOWN, PLANNED, MARK_COUNT };
static const char *const mark_tints[MARK_COUNT] = { [WELL] = "ok", [PARTLY] = "warn", [DOWN] = "bad", [PLANNED] = "info" };

struct service {
	struct str name;
	uint64_t probes, failures, planned, observed_s, ms;
	enum mark marks[DAYS_MAX];
	struct availability availability;
	bool is_down;                  /* an incident that is not announced goes on */
};

struct look {
	struct ctx *ctx;
	unsigned days;
	int64_t first_day, from_us, until_us;
	struct rows *probed, *incidents;
	struct service *services;
	size_t count;
};

static uint64_t
cell(const struct rows *rows, size_t row, size_t column)
{
	uint64_t number = 0;

	str_to_u64(rows_cell(rows, row, column), &number);
	return number;
}

static unsigned
days_wanted(const struct ctx *ctx)
{
	uint64_t typed = 0;

	str_to_u64(page_param(ctx, "days"), &typed);
	for (size_t i = 0; i < WINDOW_COUNT; i++)
		if (windows[i] == typed)
			return windows[i];
	return windows[WINDOW_DEFAULT];
}

/* NULL: more services than a page shows. */
static struct service *
service_of(struct look *look, struct str name)
{
	for (size_t i = 0; i < look->count; i++)
		if (str_equal(look->services[i].name, name))
			return &look->services[i];
	if (look->count == SERVICES_MAX)
		return NULL;
	look->services[look->count].name = name;
	return &look->services[look->count++];
}

static enum mark
mark_of(uint64_t probes, uint64_t failures, uint64_t planned)
{
	if (!probes)
		return UNSEEN;
	if (failures)
		return failures + planned == probes ? DOWN : PARTLY;
	return planned ? PLANNED : WELL;
}

static void
add_day(struct look *look, size_t row)
{
	struct service *service = service_of(look, rows_cell(look->probed, row, DAY_SERVICE));
	uint64_t probes = cell(look->probed, row, DAY_PROBES), failures = cell(look->probed, row, DAY_FAILURES), planned = cell(look->probed, row, DAY_PLANNED);
	struct date date;
	int64_t day;

	if (!service || !date_parse(rows_cell(look->probed, row, DAY_DAY), &date))
		return;
	day = date_to_days(date) - look->first_day;
	if (day < 0 || day >= look->days)
		return;
	service->probes += probes;
	service->failures += failures;
	service->planned += planned;
	service->observed_s += cell(look->probed, row, DAY_OBSERVED);
	service->ms += cell(look->probed, row, DAY_MS);
	service->marks[day] = mark_of(probes, failures, planned);
}

/* An incident of "all" is one of every service. */
static bool
is_of(struct str incident_service, struct str service)
{
	return str_equal(incident_service, service) || str_equal(incident_service, S("all"));
}

static void
work_out(struct look *look, struct service *service)
{
	struct outage *outages = ARENA_ARRAY(look->ctx->arena, struct outage, rows_count(look->incidents) + 1);
	size_t count = 0;
	unsigned first;

	for (size_t i = 0; i < rows_count(look->incidents); i++) {
		struct outage *outage = &outages[count];
		struct str ended = rows_cell(look->incidents, i, INCIDENT_ENDED);

		if (!is_of(rows_cell(look->incidents, i, INCIDENT_SERVICE), service->name) ||
		    !instant_parse(rows_cell(look->incidents, i, INCIDENT_BEGAN), 0, &outage->from_us))
			continue;
		outage->until_us = INT64_MAX;
		if (ended.len)
			instant_parse(ended, 0, &outage->until_us);
		outage->is_planned = str_equal(rows_cell(look->incidents, i, INCIDENT_IS_PLANNED), S("1"));
		service->is_down = service->is_down || (!ended.len && !outage->is_planned);
		count++;
	}
	/* What failed before anybody looked says nothing about the time in which somebody did. */
	for (first = 0; first + 1 < look->days && service->marks[first] == UNSEEN; first++)
		;
	service->availability = availability_of(look->from_us + first * day_us, look->until_us, (double)service->observed_s, service->probes, outages, count);
}

static void
read_all(struct look *look)
{
	struct ctx *ctx = look->ctx;

	look->until_us = ctx->work.now_us;
	look->first_day = look->until_us / day_us - look->days + 1;
	look->from_us = look->first_day * day_us;
	look->services = ARENA_ARRAY(ctx->arena, struct service, SERVICES_MAX);
	memset(look->services, 0, SERVICES_MAX * sizeof *look->services);
	look->probed = db_query(ctx->db, SQL("SELECT service, on_day, probes, failures, planned, observed_s, ms_total FROM probe_day WHERE on_day >= ? ORDER BY service, on_day"),
	                        ARGS(date_text(ctx->arena, date_from_days(look->first_day))));
	look->incidents = store_query(&ctx->work, SQL("SELECT c.service, c.began_at, c.ended_at, c.is_planned FROM incident c"
	                                              " WHERE (c.ended_at IS NULL OR c.ended_at > ?) AND c.began_at < ? AND {visible incident c} ORDER BY c.began_at LIMIT 1000"),
	                              ARGS(instant_text(ctx->arena, look->from_us), instant_text(ctx->arena, look->until_us)));
	for (size_t i = 0; i < rows_count(look->probed); i++)
		add_day(look, i);
	for (size_t i = 0; i < rows_count(look->incidents); i++)
		if (!str_equal(rows_cell(look->incidents, i, INCIDENT_SERVICE), S("all")))
			service_of(look, rows_cell(look->incidents, i, INCIDENT_SERVICE));
	for (size_t i = 0; i < look->count; i++)
		work_out(look, &look->services[i]);
}

/* --- how it reads ------------------------------------------------------------ */

static struct str
number(struct ctx *ctx, uint64_t value)
{
	return str_from_u64(ctx->arena, value);
}

static struct str
span_text(struct ctx *ctx, double seconds)
{
	uint64_t s = (uint64_t)(seconds + 0.5);

	if (s >= 2 * 86400)
		return work_say(&ctx->work, N_("{0} d {1} h"), number(ctx, s / 86400), number(ctx, s / 3600 % 24));
	if (s >= 3600)
		return work_say(&ctx->work, N_("{0} h {1} min"), number(ctx, s / 3600), number(ctx, s / 60 % 60));
	if (s >= 60)
		return work_say(&ctx->work, N_("{0} min {1} s"), number(ctx, s / 60), number(ctx, s % 60));
	return work_say(&ctx->work, N_("{0} s"), number(ctx, s), NO_STR);
}

/* Cut, not rounded: 99.9996 % is not 100 %. */
static struct str
percent_text(struct ctx *ctx, double share)
{
	uint64_t thousandths = (uint64_t)(share * 100000 + 1e-6);

	return str_format(ctx->arena, "%llu.%03llu%%", (unsigned long long)thousandths / 1000, (unsigned long long)thousandths % 1000);
}

static struct str
service_label(const struct look *look, struct str name)
{
	const struct ctx *ctx = look->ctx;

	for (const struct area *area = areas; area->name; area++)
		if (str_equal_text(name, area->name))
			return work_text(&ctx->work, area->label);
	return str_equal(name, S("database")) ? work_text(&ctx->work, N_("Database")) : name;
}

static struct str
availability_text(const struct look *look, const struct availability *found)
{
	if (!found->is_known)
		return S("—");
	return percent_text(look->ctx, found->share);
}

static struct str
remark(const struct look *look, const struct service *service)
{
	struct ctx *ctx = look->ctx;
	const struct availability *found = &service->availability;

	if (service->is_down)
		return page_text(ctx, N_("does not answer now"));
	if (!found->is_known)
		return page_text(ctx, N_("not observed"));
	if (!found->failures)
		return work_say(&ctx->work, N_("no failure in {0} probes: at least {1}"), number_grouped(ctx->arena, number(ctx, service->probes)),
		                percent_text(ctx, found->lower));
	return S("");
}

/* One path for each kind of day, so that 90 days of many services stay light. */
static struct view
strip_view(const struct look *look, const struct service *service)
{
	struct ctx *ctx = look->ctx;
	struct view_list *paths = view_list_new(ctx->arena);

	for (int mark = WELL; mark < MARK_COUNT; mark++) {
		struct view_map *path = view_map_new(ctx->arena);
		struct buf d;

		buf_init(&d, ctx->arena, 8192);
		for (unsigned day = 0, run; day < look->days; day += run) {
			for (run = 1; day + run < look->days && service->marks[day + run] == service->marks[day]; run++)
				;
			if (service->marks[day] == (enum mark)mark)
				buf_add_format(&d, "M%u 0h%uv%dh-%uz", day, run, STRIP_HEIGHT, run);
		}
		if (!d.len)
			continue;
		view_map_put_text(path, S("d"), buf_str(&d));
		view_map_put_text(path, S("tint"), str_from(mark_tints[mark]));
		view_list_add(paths, view_map(path));
	}
	return view_list(paths);
}

static struct str
strip_text(const struct look *look, const struct service *service)
{
	unsigned counts[MARK_COUNT] = { 0 };
	struct ctx *ctx = look->ctx;
	struct str well, rest;

	for (unsigned day = 0; day < look->days; day++)
		counts[service->marks[day]]++;
	well = work_say(&ctx->work, N_("{0} days without a failure, {1} with one"), number(ctx, counts[WELL]), number(ctx, counts[PARTLY] + counts[DOWN]));
	rest = work_say(&ctx->work, N_("{0} with announced maintenance, {1} not observed"), number(ctx, counts[PLANNED]), number(ctx, counts[UNSEEN]));
	return str_format(ctx->arena, "%.*s; %.*s", STR_ARG(well), STR_ARG(rest));
}

static struct view
service_view(const struct look *look, const struct service *service)
{
	struct ctx *ctx = look->ctx;
	const struct availability *found = &service->availability;
	struct view_map *map = view_map_new(ctx->arena);
	uint64_t answered = service->probes - service->failures - service->planned;

	view_map_put_text(map, S("name"), service_label(look, service->name));
	view_map_put_text(map, S("share"), availability_text(look, found));
	view_map_put_text(map, S("remark"), remark(look, service));
	view_map_put_text(map, S("tint"), service->is_down ? S("bad") : S("neu"));
	view_map_put_text(map, S("mtbf"), found->failures ? span_text(ctx, found->mtbf_s) : page_text(ctx, N_("not known")));
	view_map_put_text(map, S("mttr"), found->failures ? span_text(ctx, found->mttr_s) : S("—"));
	view_map_put_text(map, S("failures"), number(ctx, found->failures));
	view_map_put_text(map, S("down"), span_text(ctx, found->down_s));
	view_map_put_text(map, S("planned"), span_text(ctx, found->planned_s));
	view_map_put_text(map, S("observed"), span_text(ctx, found->observed_s));
	view_map_put_text(map, S("ms"), answered ? number(ctx, service->ms / answered) : S("—"));
	view_map_put(map, S("paths"), strip_view(look, service));
	view_map_put_text(map, S("strip_text"), strip_text(look, service));
	return view_map(map);
}

static void
put_windows(const struct look *look)
{
	struct ctx *ctx = look->ctx;
	struct view_list *list = view_list_new(ctx->arena);

	for (size_t i = 0; i < WINDOW_COUNT; i++) {
		struct view_map *map = view_map_new(ctx->arena);

		view_map_put_text(map, S("label"), work_say(&ctx->work, N_("{0} days"), number(ctx, windows[i]), NO_STR));
		view_map_put_text(map, S("href"), str_format(ctx->arena, "/system/availability?days=%u", windows[i]));
		view_map_put(map, S("is_current"), view_bool(windows[i] == look->days));
		view_list_add(list, view_map(map));
	}
	page_put(ctx, "windows", view_list(list));
	page_put(ctx, "days", view_number(ctx->arena, look->days));
}

enum status
availability(struct ctx *ctx)
{
	struct look look = { .ctx = ctx, .days = days_wanted(ctx) };
	struct view_list *services = view_list_new(ctx->arena);

	read_all(&look);
	for (size_t i = 0; i < look.count; i++)
		view_list_add(services, service_view(&look, &look.services[i]));
	page_put_text(ctx, "title", page_text(ctx, N_("Availability")));
	page_put_text(ctx, "count_text", work_say(&ctx->work, N_("from {0} to now (UTC)"), date_text(ctx->arena, date_from_days(look.first_day)), NO_STR));
	page_put(ctx, "has_services", view_bool(look.count > 0));
	page_put(ctx, "services", view_list(services));
	page_put_text(ctx, "incidents_href", str_from(incident_entity.path));
	put_windows(&look);
	return page_show(ctx, "admin/availability");
}
