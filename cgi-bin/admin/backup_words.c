/* backup_words.c: sizes, times and states of backups in words. */
#include "admin/backup.h"

const struct choice backup_kinds[] = {
	{ "full", N_("Full backup") },
	{ "differential", N_("Differential backup") },
	{ "incremental", N_("Incremental backup") },
	{ "logical", N_("Logical backup") },
	{ "binlog", N_("Binary log") },
	{ NULL }
};

struct str
backup_kind_words(struct ctx *ctx, struct str kind)
{
	for (const struct choice *each = backup_kinds; each->value; each++)
		if (str_equal_text(kind, each->value))
			return page_text(ctx, each->label);
	return kind;
}

struct str
backup_size_words(struct ctx *ctx, struct str bytes)
{
	static const char *const units[] = { "B", "KB", "MB", "GB", "TB" };
	uint64_t size = 0, rest = 0;
	size_t unit = 0;

	str_to_u64(bytes, &size);
	for (; size >= 1024 && unit + 1 < sizeof units / sizeof *units; unit++) {
		rest = size % 1024 * 100 / 1024;
		size /= 1024;
	}
	if (unit == 0 || size >= 100)
		return str_format(ctx->arena, "%llu %s", (unsigned long long)size, units[unit]);
	return str_format(ctx->arena, "%llu.%02llu %s", (unsigned long long)size, (unsigned long long)rest, units[unit]);
}

struct str
backup_span_words(struct ctx *ctx, int64_t seconds)
{
	uint64_t whole = seconds > 0 ? (uint64_t)seconds : 0;

	if (whole >= 2 * 86400)
		return work_say(&ctx->work, N_("{0} days"), str_from_u64(ctx->arena, whole / 86400), NO_STR);
	if (whole >= 3600)
		return work_say(&ctx->work, N_("{0} h {1} min"), str_from_u64(ctx->arena, whole / 3600), str_from_u64(ctx->arena, whole % 3600 / 60));
	if (whole >= 60)
		return work_say(&ctx->work, N_("{0} min {1} s"), str_from_u64(ctx->arena, whole / 60), str_from_u64(ctx->arena, whole % 60));
	return work_say(&ctx->work, N_("{0} s"), str_from_u64(ctx->arena, whole), NO_STR);
}

bool
backup_seconds(struct str from, struct str until, int64_t *seconds)
{
	int64_t from_us, until_us;

	if (!instant_parse(from, 0, &from_us) || !instant_parse(until, 0, &until_us))
		return false;
	*seconds = (until_us - from_us) / 1000000;
	return true;
}

struct str
backup_time_words(struct ctx *ctx, struct str instant)
{
	return str_is_empty(instant) ? S("—") : work_local_time(&ctx->work, instant);
}

void
backup_put_badge(struct ctx *ctx, struct view_map *map, struct str verified_at, struct str result)
{
	bool is_verified = verified_at.data, is_well = str_equal(result, S("well"));

	view_map_put_text(map, S("text"), page_text(ctx, !is_verified ? N_("Not verified yet") : is_well ? N_("Restore verified") : N_("Verification failed")));
	view_map_put_text(map, S("tint"), !is_verified ? S("warn") : is_well ? S("ok") : S("bad"));
}
