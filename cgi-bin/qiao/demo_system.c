/* demo_system.c: what was and is to be done with the system itself, in the demonstration data: maintenance, changes, incidents. */
#include "qiao/demo_scene.h"

enum { ITEMS = 6, CHANGES = 3, INCIDENTS = 4, MINUTE_US = 60000000 };

/* Days are counted from today; done 0: not done yet. */
static const struct item_plan {
	const char *title, *kind, *urgency, *impact, *complexity, *hours, *people;
	int entered, planned, done;
} items[ITEMS] = {
	{ "更换网站证书", "work", "5", "4", "1", "2.0", "1", -20, 12, 0 },
	{ "Try a restore on the second machine", "backup", "4", "5", "2", "6.0", "2", -34, 5, 0 },
	{ "MariaDB 升级到新的小版本", "upgrade", "3", "4", "4", "24.0", "2", -45, 19, 0 },
	{ "收紧市场角色的客户导出权限", "finding", "4", "5", "1", "1.5", "1", -12, 3, 0 },
	{ "Remove logs older than a year", "work", "2", "2", "1", "1.0", "1", -60, -30, -28 },
	{ "数据库磁盘扩容到 200 GB", "work", "3", "5", "3", "8.0", "2", -120, -98, -96 },
};

static const struct change_plan {
	const char *title, *purpose;
	int days[4];                   /* of requirement, design, test, deployed; 0: not reached */
} changes[CHANGES] = {
	{ "销售报表按渠道汇总", "每月例会要看各渠道的金额，现在靠手工相加。", { -90, -80, -66, -60 } },
	{ "Quotes in the customer's language", "Customers abroad asked for quotes in English.", { -50, -41, -9, 0 } },
	{ "客服移动端快捷回复", "外勤同事在手机上回复请求要点五次。", { -15, 0, 0, 0 } },
};

static const char *const states[4] = { "requirement", "design", "test", "deployed" };

static const struct incident_plan {
	const char *title, *service, *cause, *cure;
	int day;
	unsigned minutes;
	bool is_planned, is_automatic;
} incidents[INCIDENTS] = {
	{ "销售页面无响应", "sales", "数据库磁盘写满", "清理旧备份，安排扩容", -130, 34, false, true },
	{ "Planned upgrade of the server", "all", "Security updates of the operating system", "Restarted", -75, 40, true, false },
	{ "登录页打不开", "admin", "证书过期", "更换证书，加入到期提醒", -52, 18, false, false },
	{ "Database restarted", "database", "Memory was short", "Buffer pool made smaller", -21, 3, false, true },
};

/* What would be before the beginning happened on the first day. */
static struct deed *
act_on(struct scene *scene, int day)
{
	int64_t wanted = scene->demo->today + day;

	wanted = wanted < scene->past.first_day ? scene->past.first_day : wanted > scene->past.last_day ? scene->past.last_day : wanted;
	return past_act(&scene->past, calendar_moment(&scene->dice, calendar_working(wanted)), person_of(scene, "manager", false)->id);
}

static struct str
day_text(struct scene *scene, int day)
{
	return calendar_text(scene->arena, scene->demo->today + day);
}

static void
add_item(struct scene *scene, const struct item_plan *plan)
{
	struct life *life = past_life(&scene->past, &maintenance_item_entity, act_on(scene, plan->entered));

	past_set(life, "title", str_from(plan->title));
	past_set(life, "kind", str_from(plan->kind));
	past_set(life, "status", S("planned"));
	past_set(life, "urgency", str_from(plan->urgency));
	past_set(life, "impact", str_from(plan->impact));
	past_set(life, "complexity", str_from(plan->complexity));
	past_set(life, "hours_planned", str_from(plan->hours));
	past_set(life, "people_planned", str_from(plan->people));
	past_set(life, "planned_on", day_text(scene, plan->planned));
	past_set(life, "owner_id", person_of(scene, "manager", false)->id);
	if (!plan->done)
		return;
	past_change(&scene->past, life, act_on(scene, plan->done));
	past_set(life, "status", S("done"));
	past_set(life, "done_on", day_text(scene, plan->done));
	past_set(life, "hours_actual", str_from(plan->hours));
	past_set(life, "people_actual", str_from(plan->people));
}

static void
add_change(struct scene *scene, const struct change_plan *plan)
{
	struct life *life = NULL;

	for (size_t i = 0; i < 4 && plan->days[i]; i++) {
		struct deed *act = act_on(scene, plan->days[i]);

		if (life) {
			act->reason = str_from(plan->purpose);
			past_change(&scene->past, life, act);
		} else {
			life = past_life(&scene->past, &change_request_entity, act);
			past_set(life, "title", str_from(plan->title));
			past_set(life, "purpose", str_from(plan->purpose));
			past_set(life, "owner_id", person_of(scene, "manager", false)->id);
		}
		past_set(life, "status", str_from(states[i]));
		past_set(life, str_format(scene->arena, "%s_on", states[i]).data, day_text(scene, plan->days[i]));
	}
}

static void
add_incident(struct scene *scene, const struct incident_plan *plan)
{
	struct deed *act = act_on(scene, plan->day);
	struct life *life = past_life(&scene->past, &incident_entity, act);

	past_set(life, "title", str_from(plan->title));
	past_set(life, "service", str_from(plan->service));
	past_set(life, "began_at", instant_text(scene->arena, act->at_us - (int64_t)(plan->minutes + 20) * MINUTE_US));
	past_set(life, "ended_at", instant_text(scene->arena, act->at_us - INT64_C(20) * MINUTE_US));
	past_set(life, "is_planned", plan->is_planned ? S("1") : S("0"));
	past_set(life, "found", plan->is_automatic ? S("automatic") : S("person"));
	past_set(life, "cause", str_from(plan->cause));
	past_set(life, "cure", str_from(plan->cure));
}

bool
system_lay(struct scene *scene)
{
	for (size_t i = 0; i < ITEMS; i++)
		add_item(scene, &items[i]);
	for (size_t i = 0; i < CHANGES; i++)
		add_change(scene, &changes[i]);
	for (size_t i = 0; i < INCIDENTS; i++)
		add_incident(scene, &incidents[i]);
	return past_write(&scene->past);
}
