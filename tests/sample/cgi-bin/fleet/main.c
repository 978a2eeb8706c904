/* main.c: the program of the fleet: cars and lorries of customers. */
#include "fleet/fleet.h"

static const struct route routes[] = {
	{ METHOD_GET, "/vehicles/due", due_show, &vehicle_entity, VIEW },
	{ .path = NULL }
};

int
main(int argc, char **argv)
{
	return app_run(argc, argv, "fleet", areas, dictionary, routes);
}
