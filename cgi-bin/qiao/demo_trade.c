/* demo_trade.c: quotes, orders and payments of the demonstration data; sums are those of the lines. */
#include <string.h>

#include "qiao/demo_scene.h"

enum { MACHINES_AT_MOST = 8, PIECES_AT_MOST = 600, PATTERN_COUNT = 4, PARTS_AT_MOST = 3, EXTRA_AT_MOST = 2500, CONTRACTS = 3 };

static const int64_t day_us = INT64_C(86400) * 1000000;

static const struct word terms[] = {
	{ "含税，含国内运费。预付三成，发货前付六成，验收后付一成。", "Prices without duty, FCA Ningbo. 30 % in advance, 60 % before shipping, 10 % after acceptance." },
	{ "含税出厂价。款到发货，交货期三周。", "Ex works. Payment before shipping; three weeks to deliver." },
	{ "含税，含安装调试一天。预付五成，余款发货前付清。", "One day of installation is included. Half in advance, the rest before shipping." },
	{ "月结三十天，运费由我方承担。", "Thirty days net; we pay the freight." },
};

/* Parts in percent of an order, with the days after it; the names go into the reference. */
static const struct part { unsigned percent, days; struct word name; } patterns[PATTERN_COUNT][PARTS_AT_MOST] = {
	{ { 100, 9, { "货款", "Invoice" } } },
	{ { 30, 3, { "预付款三成", "Deposit of 30 %" } }, { 70, 24, { "尾款七成", "Balance of 70 %" } } },
	{ { 30, 4, { "预付款三成", "Deposit of 30 %" } }, { 60, 22, { "提货款六成", "60 % before shipping" } }, { 10, 55, { "质保金一成", "Last 10 %" } } },
	{ { 100, 32, { "月结货款", "Monthly account" } } },
};

static void
add_line(struct scene *scene, const struct party *party, struct basket *basket, size_t good, uint64_t quantity)
{
	static const unsigned discounts[] = { 3, 5, 5, 8, 10 };
	struct basket_line *line = &basket->lines[basket->count++];

	*line = (struct basket_line){ .good = good, .quantity = quantity, .price = goods_price(good, party->currency, party->level, quantity) };
	if (dice_chance(&scene->dice, 22))
		line->discount = discounts[dice_below(&scene->dice, sizeof discounts / sizeof *discounts)];
	/* As the database rounds it. */
	line->sum = (line->quantity * line->price * (100 - line->discount) + 50) / 100;
	basket->sum += line->sum;
}

static size_t
pick_good(struct scene *scene, size_t first_family, size_t last_family)
{
	for (;;) {
		size_t good = dice_below(&scene->dice, demo_good_count);

		if (demo_goods[good].family >= first_family && demo_goods[good].family <= last_family)
			return good;
	}
}

/* Something small that goes along. */
static size_t
pick_extra(struct scene *scene)
{
	size_t good;

	do
		good = pick_good(scene, FAMILY_LABELS, FAMILY_PARTS);
	while (demo_goods[good].price > EXTRA_AT_MOST);
	return good;
}

/* People order round numbers of small things. */
static uint64_t
round_quantity(uint64_t quantity)
{
	if (quantity > 100)
		return quantity / 50 * 50;
	return quantity > 20 ? quantity / 10 * 10 : quantity;
}

void
basket_fill(struct scene *scene, const struct party *party, struct basket *basket, bool is_service)
{
	uint64_t value = 60000, quantity;
	size_t good;

	*basket = (struct basket){ .count = 0 };
	if (is_service) {
		/* The last goods are contracts by the year. */
		good = demo_good_count - 1 - dice_below(&scene->dice, CONTRACTS);
		add_line(scene, party, basket, good, 1 + dice_below(&scene->dice, 2));
		return;
	}
	/* The product of many chances: small deals are frequent, large ones rare. */
	for (size_t i = 0; i < 5; i++)
		value = value * (40 + dice_below(&scene->dice, 135)) / 100;
	good = pick_good(scene, FAMILY_PACKING, FAMILY_PARTS);
	quantity = (value + demo_goods[good].price / 2) / demo_goods[good].price;
	quantity = round_quantity(quantity < PIECES_AT_MOST ? quantity : PIECES_AT_MOST);
	if (demo_goods[good].price > 5000 && quantity > MACHINES_AT_MOST)
		quantity = MACHINES_AT_MOST;
	add_line(scene, party, basket, good, quantity ? quantity : 1);
	if (scene->is_lean)
		return;
	if (dice_chance(&scene->dice, 45))
		add_line(scene, party, basket, pick_extra(scene), round_quantity(1 + dice_below(&scene->dice, 24)));
	if (demo_goods[good].price > 5000 && dice_chance(&scene->dice, 55))
		add_line(scene, party, basket, pick_good(scene, FAMILY_SERVICE, FAMILY_SERVICE), 1 + dice_below(&scene->dice, 3));
}

static void
add_lines(struct scene *scene, const struct party *party, const struct basket *basket, struct life *paper, const struct entity *entity)
{
	for (size_t i = 0; i < basket->count; i++) {
		const struct basket_line *each = &basket->lines[i];
		struct life *line = past_line(&scene->past, paper, entity, paper->created);

		past_set(line, "product_id", scene->goods[each->good]);
		past_set(line, "description", good_name(party, each->good));
		past_set(line, "quantity", str_from_u64(scene->arena, each->quantity));
		past_set(line, "unit_price", decimal_text(scene->arena, each->price));
		if (each->discount)
			past_set(line, "discount", str_from_u64(scene->arena, each->discount));
	}
	past_set(paper, "currency", str_from(party->currency));
	past_set(paper, "amount", money_text(scene->arena, basket->sum, party->currency));
	party_put(party, paper);
}

struct life *
trade_quote(struct scene *scene, const struct party *party, const struct basket *basket, struct life *opportunity, struct deed *act, int64_t decided_us,
            bool is_accepted)
{
	struct life *quote = past_life(&scene->past, &quote_entity, act);
	int64_t day = act->at_us / day_us, sent_us = act->at_us + 900000000 + (int64_t)dice_below(&scene->dice, 7200) * 1000000;
	bool is_foreign = party->made.is_foreign;

	past_set(quote, "opportunity_id", opportunity->record->id);
	past_set(quote, "status", S("draft"));
	past_set(quote, "quoted_on", calendar_text(scene->arena, day));
	past_set(quote, "valid_until", calendar_text(scene->arena, day + 30));
	past_set(quote, "terms", say_one(scene, (struct words){ terms, 4 }, is_foreign, NULL));
	add_lines(scene, party, basket, quote, &quote_line_entity);
	past_change(&scene->past, quote, past_act(&scene->past, sent_us, party->owner->id));
	past_set(quote, "status", S("sent"));
	if (decided_us / day_us > day && decided_us / day_us <= scene->past.last_day) {
		past_change(&scene->past, quote, past_act(&scene->past, decided_us, party->owner->id));
		past_set(quote, "status", is_accepted ? S("accepted") : S("declined"));
	}
	return quote;
}

static struct str
delivery_address(struct scene *scene, const struct party *party)
{
	const struct record_lines *addresses = &party->made.record->lines[1];
	struct str street, city;

	if (!addresses->count)
		return NO_STR;
	street = record_value(&addresses->records[addresses->count - 1], S("street"));
	city = record_value(&addresses->records[addresses->count - 1], S("city"));
	return party->made.is_foreign ? str_format(scene->arena, "%.*s, %.*s", STR_ARG(street), STR_ARG(city)) : str_join(scene->arena, city, street);
}

static void
add_payment(struct scene *scene, const struct party *party, struct life *order, uint64_t cents, int64_t day, const struct word *name)
{
	static const char *const methods[] = { "bank", "bank", "bank", "alipay", "wechat", "other" };
	static const char *const foreign_methods[] = { "bank", "bank", "bank", "bank", "card", "bank" };
	struct life *payment = past_life(&scene->past, &payment_entity, past_act(&scene->past, calendar_moment(&scene->dice, day), party->owner->id));
	size_t method = dice_below(&scene->dice, 6);
	bool is_foreign = party->made.is_foreign;

	past_set(payment, "order_id", order->record->id);
	past_set(payment, "customer_id", party->id);
	past_set(payment, "amount", money_text(scene->arena, cents, party->currency));
	past_set(payment, "paid_on", calendar_text(scene->arena, day));
	past_set(payment, "method", str_from((is_foreign ? foreign_methods : methods)[method]));
	if (!scene->is_lean)
		past_set(payment, "reference", str_from(is_foreign ? name->english : name->chinese));
	owner_put(party->owner, payment);
}

/* The day the last of it came in; 0: something is still owed. Some pay late, a few not at all. */
static int64_t
add_payments(struct scene *scene, const struct party *party, const struct basket *basket, struct life *order, int64_t day)
{
	const struct part *parts = patterns[scene->is_lean ? 3 * dice_below(&scene->dice, 2) : dice_below(&scene->dice, PATTERN_COUNT)];
	bool is_slow = dice_chance(&scene->dice, 15);
	uint64_t owed = basket->sum;
	int64_t paid_day = 0;

	for (size_t i = 0; i < PARTS_AT_MOST && parts[i].percent; i++) {
		bool is_last = i + 1 == PARTS_AT_MOST || !parts[i + 1].percent;
		uint64_t cents = is_last ? owed : basket->sum * parts[i].percent / 100;

		paid_day = calendar_working(day + (int64_t)parts[i].days + (int64_t)dice_below(&scene->dice, 6) + (is_slow ? 18 : 0));
		if (paid_day > scene->past.last_day || (is_last && dice_chance(&scene->dice, scene->is_lean ? 50 : 7)))
			return 0;
		add_payment(scene, party, order, cents, paid_day, &parts[i].name);
		owed -= cents;
	}
	return paid_day;
}

static void
set_status(struct scene *scene, const struct party *party, struct life *order, int64_t day, struct str status)
{
	if (day > scene->past.last_day)
		return;
	past_change(&scene->past, order, past_act(&scene->past, calendar_moment(&scene->dice, day), party->owner->id));
	past_set(order, "status", status);
}

struct life *
trade_order(struct scene *scene, const struct party *party, const struct basket *basket, struct life *opportunity, struct life *quote, int64_t day,
            size_t channel)
{
	struct life *order = past_life(&scene->past, &sales_order_entity, past_act(&scene->past, calendar_moment(&scene->dice, day), party->owner->id));
	int64_t shipped = calendar_working(day + 7 + (int64_t)dice_below(&scene->dice, 26)), paid;

	past_set(order, "opportunity_id", opportunity ? opportunity->record->id : NO_STR);
	past_set(order, "quote_id", quote ? quote->record->id : NO_STR);
	past_set(order, "channel_id", scene->channels[channel]);
	past_set(order, "status", S("confirmed"));
	past_set(order, "ordered_on", calendar_text(scene->arena, day));
	past_set(order, "deliver_on", calendar_text(scene->arena, calendar_working(shipped + (int64_t)dice_below(&scene->dice, 6))));
	past_set(order, "delivery_address", scene->is_lean ? NO_STR : delivery_address(scene, party));
	add_lines(scene, party, basket, order, &sales_order_line_entity);
	if (dice_chance(&scene->dice, 3)) {
		set_status(scene, party, order, calendar_working(day + 2 + (int64_t)dice_below(&scene->dice, 5)), S("cancelled"));
		return order;
	}
	target_count(scene, party, basket, day, channel);
	paid = add_payments(scene, party, basket, order, day);
	if (!scene->is_lean)
		set_status(scene, party, order, shipped, S("shipped"));
	if (paid)
		set_status(scene, party, order, calendar_later(paid > shipped ? paid : shipped, 2), S("completed"));
	return order;
}
