/*
 * route.h: which page answers which address. An area's own rows come first;
 * the standard pages of each entity (app/crud.c) follow from the dictionary.
 */
#ifndef APP_ROUTE_H
#define APP_ROUTE_H

#include "http/request.h"
#include "model/work.h"

struct ctx;

enum status {
	STATUS_OK = 200, STATUS_SEE_OTHER = 303, STATUS_BAD_REQUEST = 400, STATUS_UNAUTHORIZED = 401, STATUS_FORBIDDEN = 403,
	STATUS_NOT_FOUND = 404, STATUS_METHOD_NOT_ALLOWED = 405, STATUS_CONFLICT = 409, STATUS_TOO_LARGE = 413, STATUS_BAD_TYPE = 415,
	STATUS_PROBLEMS = 422, STATUS_TOO_MANY = 429, STATUS_FAILED = 500, STATUS_UNAVAILABLE = 503
};

enum route_flag {
	PUBLIC = 1 << 0,           /* without signing in */
	UNCHANGING = 1 << 1,       /* a POST that writes nothing of the business: no clock, no change */
	BATCHES = 1 << 2,          /* makes its own changes, one after another (import) */
	NO_MOMENT = 1 << 3,        /* makes no sense as of a moment */
	NO_TOKEN = 1 << 4          /* a POST that needs no token: /health */
};

struct route {
	enum method method;
	const char *path;          /* "/customers/{id}/edit", in standard pages "/{id}/edit"; NULL ends the table */
	enum status (*handler)(struct ctx *ctx);
	const struct entity *entity;
	enum act act;
	unsigned flags;
};

/* The standard pages of every entity, paths behind entity->path; a FIXED one has only those that look. */
extern const struct route crud_routes[];

/*
 * Finds the row for the request's path and method. NULL: no such page;
 * *allows_other: there is one for another method. Fills id and entity.
 */
const struct route *route_find(const struct route *own, const struct entity *const *entities, const struct request *request,
                               struct str *id, const struct entity **entity, bool *allows_other);
/* Does the entity have this standard page? */
bool route_is_for(const struct route *route, const struct entity *entity);
/*
 * To standard output, one line for each page of these entities and of the area's own:
 * METHOD PATH ENTITY ACT own|standard FLAG...; ENTITY is - where there is none; "owned" and "reasoned" tell of the entity.
 */
void routes_print(const struct route *own, const struct entity *const *entities);

#endif
