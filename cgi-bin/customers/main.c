/* main.c: the program of customers, contacts, needs, and the lists they choose from. */
#include "customers/customers.h"

#include "entities/entities.h"

static const struct route routes[] = {
	{ METHOD_GET, "/", home_show, NULL, VIEW, NO_MOMENT },
	{ METHOD_GET, "/search", search_show, NULL, VIEW },
	{ METHOD_GET, "/more", more_show, NULL, VIEW, NO_MOMENT },
	{ .path = NULL }
};

int
main(int argc, char **argv)
{
	return app_run(argc, argv, &areas[0], areas, dictionary, routes);
}
