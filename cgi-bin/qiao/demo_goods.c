/* demo_goods.c: what the company of the demonstration data sells, for how much, and the way service contracts go. */
#include <string.h>

#include "qiao/demo_scene.h"

enum { LARGE_QUANTITY = 10, CLASS_A_PERCENT = 95, LARGE_PERCENT = 92 };

/* Hundredths of yuan for one of a foreign currency. */
static const struct { const char *currency; uint64_t fen; } rates[] = { { "USD", 710 }, { "EUR", 770 } };

static uint64_t
list_price(size_t good, const char *currency)
{
	uint64_t price = (uint64_t)demo_goods[good].price * 100;

	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
		if (strcmp(rates[i].currency, currency) == 0) {
			price = price * 100 / rates[i].fen;
			return price >= 10000 ? price / 500 * 500 : price;
		}
	return price;
}

/* As entities/trade.c looks for it: the price of a class goes before that of a quantity. */
uint64_t
goods_price(size_t good, const char *currency, struct str level, uint64_t quantity)
{
	uint64_t price = list_price(good, currency);

	if (strcmp(currency, "CNY") != 0)
		return price;
	if (str_equal(level, S("A")))
		return price * CLASS_A_PERCENT / 100;
	return quantity >= LARGE_QUANTITY ? price * LARGE_PERCENT / 100 : price;
}

static void
add_price(struct scene *scene, struct deed *act, const struct life *product, struct str amount, struct str level, struct str quantity)
{
	struct life *price = past_life(&scene->past, &price_entity, act);

	past_set(price, "product_id", product->record->id);
	past_set(price, "amount", amount);
	past_set(price, "level", level);
	past_set(price, "min_quantity", quantity);
}

static void
add_product(struct scene *scene, struct deed *act, size_t i, struct life *const *families)
{
	const struct good *good = &demo_goods[i];
	struct life *product = past_life(&scene->past, &product_entity, act);
	struct arena *arena = scene->arena;
	uint64_t price = list_price(i, "CNY");

	past_set(product, "name", str_from(good->name.chinese));
	past_set(product, "name_en", str_from(good->name.english));
	past_set(product, "code", str_from(good->code));
	past_set(product, "category_id", families[good->family]->record->id);
	past_set(product, "unit", str_from(good->unit));
	past_set(product, "price", money_text(arena, price, "CNY"));
	past_set(product, "cost", money_text(arena, price / 100 * good->cost_percent, "CNY"));
	past_set(product, "is_active", S("1"));
	past_set(product, "description", str_format(arena, "%s\n%s", good->description.chinese, good->description.english));
	add_price(scene, act, product, money_text(arena, goods_price(i, "CNY", S("A"), 1), "CNY"), S("A"), NO_STR);
	add_price(scene, act, product, money_text(arena, goods_price(i, "CNY", NO_STR, LARGE_QUANTITY), "CNY"), NO_STR,
	          str_from_u64(arena, LARGE_QUANTITY));
	for (size_t r = 0; r < sizeof rates / sizeof *rates; r++)
		add_price(scene, act, product, money_text(arena, list_price(i, rates[r].currency), rates[r].currency), NO_STR, NO_STR);
}

/* The second way a deal can go: a contract for service comes to its end, and is renewed or not. */
static void
add_pipeline(struct scene *scene, struct deed *act)
{
	static const struct { struct word name; const char *probability, *outcome; } steps[] = {
		{ { "到期提醒", "Reminded" }, "40", "open" }, { { "续约报价", "Renewal offered" }, "70", "open" },
		{ { "已续约", "Renewed" }, "100", "won" }, { { "未续约", "Not renewed" }, "0", "lost" }
	};
	struct life *pipeline = past_life(&scene->past, &pipeline_entity, act), *stage;

	past_set(pipeline, "name", S("服务续约"));
	past_set(pipeline, "name_en", S("Renewal"));
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		stage = past_life(&scene->past, &stage_entity, act);
		past_set(stage, "name", str_from(steps[i].name.chinese));
		past_set(stage, "name_en", str_from(steps[i].name.english));
		past_set(stage, "pipeline_id", pipeline->record->id);
		past_set(stage, "position", str_from_u64(scene->arena, (i + 1) * 10));
		past_set(stage, "probability", str_from(steps[i].probability));
		past_set(stage, "outcome", str_from(steps[i].outcome));
	}
}

static void
take_ids(struct scene *scene, struct rows *rows, struct str *ids, size_t count)
{
	for (size_t i = 0; i < count && i < rows_count(rows); i++)
		ids[i] = str_copy(scene->demo->program, rows_cell(rows, i, 0));
}

static void
read_ids(struct scene *scene)
{
	struct db *db = scene->demo->command->db;
	struct rows *channels = db_query(db, SQL("SELECT id FROM channel ORDER BY id LIMIT 8"), NO_ARGS);

	scene->channel_count = rows_count(channels);
	take_ids(scene, channels, scene->channels, 8);
	take_ids(scene, db_query(db, SQL("SELECT id FROM product ORDER BY id"), NO_ARGS), scene->goods, demo_good_count);
	take_ids(scene, db_query(db, SQL("SELECT id FROM stage WHERE pipeline_id = 1 ORDER BY position"), NO_ARGS), scene->stages[0], 6);
	take_ids(scene, db_query(db, SQL("SELECT s.id FROM stage s JOIN pipeline p ON p.id = s.pipeline_id WHERE p.name_en = 'Renewal' ORDER BY s.position"),
	                         NO_ARGS), scene->stages[1], 4);
	take_ids(scene, db_query(db, SQL("SELECT id FROM request_category ORDER BY id"), NO_ARGS), scene->categories, 9);
}

bool
goods_lay(struct scene *scene)
{
	int64_t at_us = scene->demo->first_day * INT64_C(86400000000) + INT64_C(1800000000);
	struct deed *act = past_act(&scene->past, at_us, person_of(scene, "manager", false)->id);
	struct life *families[FAMILY_COUNT];

	for (size_t i = 0; i < FAMILY_COUNT; i++) {
		families[i] = past_life(&scene->past, &product_category_entity, act);
		past_set(families[i], "name", str_from(demo_families[i].chinese));
		past_set(families[i], "name_en", str_from(demo_families[i].english));
	}
	for (size_t i = 0; i < demo_good_count; i++)
		add_product(scene, act, i, families);
	add_pipeline(scene, act);
	if (!past_write(&scene->past))
		return false;
	read_ids(scene);
	db_execute(scene->demo->command->db, SQL("UPDATE catalogue SET version = version + 1 WHERE id = 1"), NO_ARGS);
	return true;
}
