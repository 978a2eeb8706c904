/* main.c: the program of communications: what was said with customers, and what is to be done. */
#include "communications/communications.h"

static const struct route routes[] = {
	{ METHOD_POST, "/communications/quick", quick_save, NULL, VIEW },
	{ METHOD_POST, "/tasks/{id}/done", task_done, &task_entity, EDIT },
	{ METHOD_POST, "/tasks/{id}/reopen", task_reopen, &task_entity, EDIT },
	{ METHOD_GET, "/day", day_show, &task_entity, VIEW },
	{ METHOD_GET, "/calendar", calendar_show, &communication_entity, VIEW },
	{ .path = NULL }
};

int
main(int argc, char **argv)
{
	return app_run(argc, argv, "communications", areas, dictionary, routes);
}
