/* work.c: the actor's language and wall clock. */
#include "model/work.h"

struct str
work_text(const struct work *work, const char *message_id)
{
	return message_id ? translation_get(work->translation, str_from(message_id)) : NO_STR;
}

struct str
work_say(const struct work *work, const char *message_id, struct str zero, struct str one)
{
	struct str text = work_text(work, message_id);
	struct buf buf;

	buf_init(&buf, work->arena, 64 * 1024);
	for (size_t i = 0; i < text.len; i++) {
		if (i + 2 < text.len && text.data[i] == '{' && text.data[i + 2] == '}' &&
		    (text.data[i + 1] == '0' || text.data[i + 1] == '1')) {
			buf_add(&buf, text.data[i + 1] == '0' ? zero : one);
			i += 2;
		} else {
			buf_add_char(&buf, text.data[i]);
		}
	}
	return buf_str(&buf);
}

bool
work_is_english(const struct work *work)
{
	return str_equal(work->actor->language, S("en"));
}

bool
work_has_pages(const struct work *work, const struct entity *entity)
{
	if (!work->areas)
		return true;
	for (const struct area *area = work->areas; area->name; area++)
		for (size_t i = 0; area->entities[i]; i++)
			if (area->entities[i] == entity)
				return true;
	return false;
}

struct str
work_local_time(const struct work *work, struct str instant)
{
	int64_t us;

	if (!instant_parse(instant, 0, &us))
		return instant;
	us += (int64_t)zone_offset_minutes(work->actor->zone, us) * 60 * 1000000;
	return str_slice(instant_text(work->arena, us), 0, 16);
}

struct date
work_today(const struct work *work)
{
	int64_t us = work->now_us + (int64_t)zone_offset_minutes(work->actor->zone, work->now_us) * 60 * 1000000;
	int64_t days = us / 86400000000 - (us % 86400000000 < 0);

	return date_from_days(days);
}
