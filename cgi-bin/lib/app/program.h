/* program.h: what one program keeps from start to end; for app/ alone. */
#ifndef APP_PROGRAM_H
#define APP_PROGRAM_H

#include "app/app.h"
#include "base/config.h"
#include "http/fcgi.h"
#include "view/template.h"

enum { LANGUAGE_ZH, LANGUAGE_EN, LANGUAGE_COUNT };
enum { ZONES_MAX = 64, WORKERS_MAX = 64 };

struct source_data {
	const char *folder;
	const struct translation *translation;
};

struct program {
	struct arena arena;
	struct arena request_arena;
	struct arena catalogue_arena;
	const struct area *area;
	const struct area *areas;      /* those that are deployed here */
	const struct entity *const *dictionary;
	const struct route *routes;
	const struct config *config;
	struct db *db;
	struct wire *wire;
	const struct catalogue *catalogue;
	struct locale_tools *tools;
	const char *data_dir;
	const struct translation *translations[LANGUAGE_COUNT];
	struct source_data sources[LANGUAGE_COUNT];
	struct templates *templates[LANGUAGE_COUNT];
	struct zone_slot { struct str name; const struct zone *zone; } zones[ZONES_MAX];  /* read once each */
	size_t zone_count;
	struct str asset_version;
	size_t body_max_bytes;
	bool is_secure;                /* cookies only over TLS */
	bool logs_requests;
	struct meter *meter;           /* NULL: nothing is counted */
	uint64_t slow_noted_us;        /* when slow statements were last noted in their table */
	struct str measured_route, measured_id;    /* of the request just answered; in its arena */
	bool has_joined;               /* written down among those that run */
};

/* Reads configuration and translations; templates are compiled when first used, or all at once under FastCGI. */
void program_start(struct program *program, const char *config_path);
/* The time zone of that name; NULL (UTC) when there is none. */
const struct zone *program_zone(struct program *program, struct str name);
/* One request, from the wire to the wire. */
void serve_request(struct program *program);
struct db_options program_database(const struct program *program, struct arena *arena, bool is_owner);

#endif
