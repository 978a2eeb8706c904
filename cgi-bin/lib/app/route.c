/* route.c: finds the page that answers an address. */
#include "app/route.h"

/* Does the path have the pattern's shape? {id} stands for digits. */
static bool
matches(const char *pattern, struct str path, struct str *id)
{
	struct str rest = str_from(pattern);
	uint64_t number;

	*id = NO_STR;
	for (;;) {
		ptrdiff_t brace = str_find(rest, S("{id}"));
		size_t digits = 0;

		if (brace < 0)
			return str_equal(rest, path);
		if (!str_starts_with(path, str_slice(rest, 0, (size_t)brace)))
			return false;
		path = str_slice(path, (size_t)brace, path.len);
		while (digits < path.len && path.data[digits] >= '0' && path.data[digits] <= '9')
			digits++;
		*id = str_slice(path, 0, digits);
		/* One spelling only: no leading zeros, nothing longer than an id can be. */
		if (!str_to_u64(*id, &number) || number == 0 || id->data[0] == '0')
			return false;
		path = str_slice(path, digits, path.len);
		rest = str_slice(rest, (size_t)brace + 4, rest.len);
	}
}

static const struct route *
search(const struct route *routes, enum method method, struct str path, struct str *id, bool *allows_other)
{
	for (; routes->path; routes++) {
		if (!matches(routes->path, path, id))
			continue;
		if (routes->method == method)
			return routes;
		*allows_other = true;
	}
	return NULL;
}

bool
route_is_for(const struct route *route, const struct entity *entity)
{
	return !(entity->flags & FIXED) || route->act == VIEW || route->act == EXPORT;
}

const struct route *
route_find(const struct route *own, const struct entity *const *entities, const struct request *request,
           struct str *id, const struct entity **entity, bool *allows_other)
{
	const struct route *route;

	*allows_other = false;
	route = search(own, request->method, request->path, id, allows_other);
	if (route) {
		*entity = route->entity;
		return route;
	}
	for (; *entities; entities++) {
		struct str base = str_from((*entities)->path);

		if (!str_starts_with(request->path, base))
			continue;
		route = search(crud_routes, request->method, str_slice(request->path, base.len, request->path.len), id, allows_other);
		if (route && !route_is_for(route, *entities)) {
			*allows_other = false;
			return NULL;
		}
		if (route) {
			*entity = *entities;
			return route;
		}
	}
	return NULL;
}
