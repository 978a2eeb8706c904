/* route_list.c: prints every address a program answers, so that tests walk all of them. */
#include "app/route.h"

#include <stdio.h>
#include <string.h>

static const char *const acts[] = { [VIEW] = "view", [CREATE] = "create", [EDIT] = "edit", [REMOVE] = "remove", [EXPORT] = "export", [IMPORT] = "import" };

static const struct flag_name {
	unsigned flag;
	const char *name;
} flag_names[] = {
	{ PUBLIC, "public" }, { UNCHANGING, "unchanging" }, { BATCHES, "batches" }, { NO_MOMENT, "no_moment" }, { NO_TOKEN, "no_token" },
};

static void
print_row(const struct route *route, const char *base, const struct entity *entity, const char *origin)
{
	printf("%s %s%s %s %s %s", route->method == METHOD_POST ? "POST" : "GET", base, route->path, entity ? entity->name : "-", acts[route->act], origin);
	for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++)
		if (route->flags & flag_names[i].flag)
			printf(" %s", flag_names[i].name);
	printf("%s%s\n", entity && entity->flags & OWNED ? " owned" : "", entity && entity->flags & REASONED ? " reasoned" : "");
}

/* Does an own row answer before the standard one? */
static bool
is_taken(const struct route *own, const struct route *standard, const char *base)
{
	size_t len = strlen(base);

	for (; own->path; own++)
		if (own->method == standard->method && strncmp(own->path, base, len) == 0 && strcmp(own->path + len, standard->path) == 0)
			return true;
	return false;
}

void
routes_print(const struct route *own, const struct entity *const *entities)
{
	for (const struct route *route = own; route->path; route++)
		print_row(route, "", route->entity, "own");
	for (; *entities; entities++)
		for (const struct route *route = crud_routes; route->path; route++)
			if (route_is_for(route, *entities) && !is_taken(own, route, (*entities)->path))
				print_row(route, (*entities)->path, *entities, "standard");
}
