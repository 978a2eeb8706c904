/*
 * work.h: what a piece of work on records needs to know: for whom, when, in
 * which language, over which connection. Made once per request (or command)
 * by app/, read by everything in model/.
 */
#ifndef MODEL_WORK_H
#define MODEL_WORK_H

#include "base/clock.h"
#include "data/db.h"
#include "format/locale.h"
#include "model/entity.h"

enum act { VIEW, CREATE, EDIT, REMOVE, EXPORT, IMPORT, ACT_COUNT };
enum scope { SCOPE_NONE, SCOPE_OWN, SCOPE_TEAM, SCOPE_ALL };

/* Who asks. id is NO_STR for the system itself (commands), which may do everything. */
struct actor {
	struct str id;
	struct str session_id;
	struct str name, login;
	struct str role_id, role_code, role_name;
	struct str team_id;            /* NO_STR: in no team */
	struct str language;           /* "zh" or "en" */
	struct str theme;              /* "light", "dark" or empty */
	struct str zone_name;
	const struct zone *zone;
};

struct catalogue;
struct change;

struct work {
	struct arena *arena;
	struct db *db;
	const struct actor *actor;
	struct change *change;         /* NULL: nothing may be written */
	struct str as_of;              /* instant text, UTC; NO_STR: now */
	int64_t now_us;
	const struct catalogue *catalogue;
	const struct entity *const *dictionary;
	const struct area *areas;      /* those that are deployed here; NULL: all */
	const struct translation *translation;
	struct locale_tools *tools;
};

/* A text of the program in the actor's language. */
struct str work_text(const struct work *work, const char *message_id);
/* The same with {0} and {1} replaced. */
struct str work_say(const struct work *work, const char *message_id, struct str zero, struct str one);
bool work_is_english(const struct work *work);
/* Does an area that is deployed here serve pages of it? If not, nothing may lead to one. */
bool work_has_pages(const struct work *work, const struct entity *entity);
/* An instant of a table ("2026-11-20 02:44:03.1") on the actor's wall clock, "2026-11-20 10:44"; as it is when it is no instant. */
struct str work_local_time(const struct work *work, struct str instant);
/* Today's date where the actor is. */
struct date work_today(const struct work *work);

#endif
