/* main.c: the program of customers, contacts, needs, and the lists they choose from. */
#include "customers/customers.h"

#include "entities/entities.h"

static const struct route routes[] = {
	{ METHOD_GET, "/", home_show, NULL, VIEW },
	{ METHOD_GET, "/search", search_show, NULL, VIEW },
	{ METHOD_GET, "/more", more_show, NULL, VIEW, NO_MOMENT },
	{ METHOD_GET, "/customers/{id}", customer_show, &customer_entity, VIEW },
	{ .path = NULL }
};

int
main(int argc, char **argv)
{
	return app_run(argc, argv, "customers", areas, dictionary, routes);
}
