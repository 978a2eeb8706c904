/* main.c: the program of marketing: strategies, campaigns and who is in them. */
#include "marketing/marketing.h"

static const struct route routes[] = {
	{ METHOD_GET, "/campaigns/{id}", campaign_show, &campaign_entity, VIEW },
	{ METHOD_GET, "/campaigns/{id}/members/add", member_choose, &campaign_entity, EDIT, NO_MOMENT },
	{ METHOD_POST, "/campaigns/{id}/members/add", member_add, &campaign_entity, EDIT },
	/* Members are the concern of those who look after them; which of them that is, the store knows. */
	{ METHOD_POST, "/campaigns/{id}/members/results", member_results, &campaign_entity, VIEW },
	{ METHOD_GET, "/strategies/{id}", strategy_show, &strategy_entity, VIEW },
	{ .path = NULL }
};

int
main(int argc, char **argv)
{
	return app_run(argc, argv, "marketing", areas, dictionary, routes);
}
