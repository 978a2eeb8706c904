/* main.c: the program of service: what customers ask and how it was answered. */
#include "service/service.h"

static const struct route routes[] = {
	{ METHOD_GET, "/requests/overview", request_overview, &request_entity, VIEW },
	{ METHOD_GET, "/requests/{id}", request_show, &request_entity, VIEW },
	{ METHOD_POST, "/requests/{id}/comments", request_comment, &request_entity, EDIT },
	{ METHOD_POST, "/requests/{id}/state", request_state, &request_entity, EDIT },
	{ METHOD_POST, "/requests/{id}/assign", request_assign, &request_entity, EDIT },
	{ METHOD_POST, "/requests/{id}/satisfaction", request_satisfaction, &request_entity, EDIT },
	{ .path = NULL }
};

int
main(int argc, char **argv)
{
	return app_run(argc, argv, "service", areas, dictionary, routes);
}
