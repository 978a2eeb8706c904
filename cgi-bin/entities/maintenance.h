/* maintenance.h: the two priorities of a maintenance item, as SQL over its alias. */
#ifndef ENTITIES_MAINTENANCE_H
#define ENTITIES_MAINTENANCE_H

/* What the columns of hours have room for. */
#define MAINTENANCE_HOURS_MOST 999999

/* Every mark counts as much as the rule says. */
#define MAINTENANCE_WEIGHTED(item) \
	"(SELECT r.urgency_weight * " item ".urgency + r.impact_weight * " item ".impact + r.complexity_weight * " item ".complexity" \
	" FROM maintenance_rule r WHERE r.id = 1)"
/* What is quick comes before what is long; NULL where nobody said how long. */
#define MAINTENANCE_BY_EFFORT(item) "ROUND(" item ".urgency * " item ".impact / NULLIF(" item ".hours_planned, 0), 2)"

#endif
