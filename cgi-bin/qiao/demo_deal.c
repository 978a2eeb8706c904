/* demo_deal.c: opportunities of the demonstration data, from the first talk to the order or the reason why not. */
#include "qiao/demo_deal_words.h"
#include "qiao/demo_scene.h"

enum { STANDARD_STEPS = 5, RENEWAL_STEPS = 3, WON_PERCENT = 72, RENEWED_PERCENT = 78, QUARTER_PULL_PERCENT = 55, QUARTER_PULL_DAYS = 42 };

struct deal {
	const struct party *party;
	struct life *life, *quote;
	struct basket basket;
	bool is_renewal, is_won;
	size_t channel, step_count, last_step;  /* a lost deal may end early */
	int64_t begin, close;
	struct names_said names;
};

static const size_t talks[STANDARD_STEPS] = { TALK_FIRST, TALK_NEEDS, TALK_OFFER, TALK_HAGGLE, TALK_WON };

static size_t
pick_channel(struct scene *scene)
{
	/* Direct, telephone, online shop, dealer, partner. */
	static const size_t channels[] = { 0, 0, 0, 0, 0, 1, 1, 2, 3, 3, 4 };

	return channels[dice_below(&scene->dice, sizeof channels / sizeof *channels)] % scene->channel_count;
}

/* "About 80,000": two digits are known, the rest comes with the quote. */
static uint64_t
rough(uint64_t cents)
{
	uint64_t unit = 1;

	while (cents / unit >= 100)
		unit *= 10;
	return cents / unit * unit;
}

/* Of a pair of tables the second is for machines alone. */
static struct words
pick_words(struct scene *scene, const struct deal *deal, const struct words *pair)
{
	return pair[deal->basket.lines[0].good < MACHINE_COUNT && dice_chance(&scene->dice, 50)];
}

static int64_t
close_day(struct scene *scene, const struct deal *deal)
{
	int64_t days = deal->is_renewal ? 14 + (int64_t)dice_below(&scene->dice, 40) :
	                                  16 + (int64_t)dice_below(&scene->dice, 50) + (int64_t)dice_below(&scene->dice, 50);
	int64_t close = deal->begin + days, end = calendar_quarter_end(close);

	if (end - close < QUARTER_PULL_DAYS && dice_chance(&scene->dice, QUARTER_PULL_PERCENT))
		close = end - (int64_t)dice_below(&scene->dice, 6);
	return calendar_working(close);
}

static void
set_stage(struct scene *scene, struct deal *deal, size_t place, struct str outcome, struct deed *act)
{
	past_set(deal->life, "stage_id", scene->stages[deal->is_renewal][place]);
	past_set(deal->life, "outcome", outcome);
	past_set(deal->life, "stage_at", act->at);
}

static void
begin(struct scene *scene, struct deal *deal, struct deed *act)
{
	const struct party *party = deal->party;
	bool is_foreign = party->made.is_foreign;
	struct life *life = deal->life = past_life(&scene->past, &opportunity_entity, act);
	size_t good = deal->basket.lines[0].good;
	struct words names = deal->is_renewal ? demo_deal_words.renewals : good < MACHINE_COUNT ? demo_deal_words.machines : demo_deal_words.supplies;

	party_put(party, life);
	past_set(life, "name", scene->is_lean ? deal->names.product : say_one(scene, names, is_foreign, &deal->names));
	past_set(life, "amount", money_text(scene->arena, rough(deal->basket.sum), party->currency));
	past_set(life, "expected_on", calendar_text(scene->arena, calendar_working(deal->close - 12 + (int64_t)dice_below(&scene->dice, 20))));
	past_set(life, "product_id", scene->goods[good]);
	past_set(life, "channel_id", scene->channels[deal->channel]);
	if (dice_chance(&scene->dice, 16))
		past_set(life, "campaign_id", campaign_on(scene, deal->begin));
	if (!scene->is_lean && dice_chance(&scene->dice, 35))
		past_set(life, "note", say_one(scene, pick_words(scene, deal, demo_deal_words.notes), is_foreign, &deal->names));
	set_stage(scene, deal, 0, S("open"), act);
}

static void
finish(struct scene *scene, struct deal *deal, struct deed *act)
{
	size_t won_place = deal->is_renewal ? 2 : 4;
	int64_t order_day = calendar_later(deal->close, dice_below(&scene->dice, 3));

	set_stage(scene, deal, deal->is_won ? won_place : won_place + 1, deal->is_won ? S("won") : S("lost"), act);
	past_set(deal->life, "closed_on", calendar_text(scene->arena, deal->close));
	if (!deal->is_won)
		past_set(deal->life, "lost_reason", say_one(scene, pick_words(scene, deal, demo_deal_words.lost), deal->party->made.is_foreign, &deal->names));
	else if (order_day <= scene->past.last_day)
		trade_order(scene, deal->party, &deal->basket, deal->life, deal->quote, order_day, deal->channel);
}

/* The next stage, with what is done and said there; false: that lies in the future. */
static bool
step(struct scene *scene, struct deal *deal, size_t n)
{
	bool is_last = n == deal->last_step;
	int64_t span = deal->close - deal->begin, day = is_last ? deal->close : calendar_working(deal->begin + span * (int64_t)n / (int64_t)deal->last_step);
	size_t good = deal->basket.lines[0].good;
	struct deed *act;

	if (day > scene->past.last_day)
		return false;
	act = past_act(&scene->past, calendar_moment(&scene->dice, day), deal->party->owner->id);
	past_change(&scene->past, deal->life, act);
	if (n == 1)
		past_set(deal->life, "engaged_on", calendar_text(scene->arena, day));
	if (!scene->is_lean && dice_chance(&scene->dice, is_last ? 70 : 62))
		talk_make(scene, deal->party, is_last && !deal->is_won ? TALK_LOST : is_last ? TALK_WON : talks[n], day, deal->life, good);
	if (is_last) {
		finish(scene, deal, act);
		return true;
	}
	set_stage(scene, deal, n, S("open"), act);
	if (!scene->is_lean && (n == 2 || deal->is_renewal)) {
		past_set(deal->life, "amount", money_text(scene->arena, deal->basket.sum, deal->party->currency));
		deal->quote = trade_quote(scene, deal->party, &deal->basket, deal->life, act, calendar_moment(&scene->dice, deal->close), deal->is_won);
	}
	if (!scene->is_lean && dice_chance(&scene->dice, 22))
		task_make(scene, deal->party, day, deal->life, NULL);
	return true;
}

static struct life *
run(struct scene *scene, const struct party *party, struct deed *act, int64_t day, bool is_renewal)
{
	struct deal deal = { .party = party, .is_renewal = is_renewal, .begin = day, .channel = pick_channel(scene) };
	bool may_win = party->held->stage >= 3;

	deal.is_won = may_win && dice_chance(&scene->dice, is_renewal ? RENEWED_PERCENT : WON_PERCENT);
	basket_fill(scene, party, &deal.basket, is_renewal);
	deal.names = (struct names_said){ .speaker = party->speaker, .product = good_name(party, deal.basket.lines[0].good),
	                                  .number = str_from_u64(scene->arena, deal.basket.lines[0].quantity),
	                                  .day = str_from_u64(scene->arena, (uint64_t)date_from_days(day).year) };
	deal.close = close_day(scene, &deal);
	deal.step_count = is_renewal ? RENEWAL_STEPS : STANDARD_STEPS;
	deal.last_step = deal.is_won || is_renewal ? deal.step_count - 1 : 2 + dice_below(&scene->dice, 3);
	if (scene->is_lean)
		deal.last_step = 1;
	begin(scene, &deal, act);
	if (!scene->is_lean && dice_chance(&scene->dice, 55))
		talk_make(scene, party, TALK_FIRST, day, deal.life, deal.basket.lines[0].good);
	for (size_t n = 1; n <= deal.last_step && step(scene, &deal, n);)
		n++;
	return deal.life;
}

void
deal_make(struct scene *scene, int64_t day)
{
	struct party party;

	if (!party_find(scene, &party, day, dice_chance(&scene->dice, scene->is_lean ? 45 : 38)))
		return;
	run(scene, &party, past_act(&scene->past, calendar_moment(&scene->dice, day), party.owner->id), day,
	    party.held->stage >= 3 && day > scene->past.first_day + 300 && dice_chance(&scene->dice, 18));
}

struct life *
deal_begin(struct scene *scene, const struct party *party, struct deed *act, int64_t day)
{
	return run(scene, party, act, day, false);
}

void
deal_reorder(struct scene *scene, int64_t day)
{
	struct party party;
	struct basket basket;

	if (!party_find(scene, &party, day, true) || party.held->stage < 3)
		return;
	basket_fill(scene, &party, &basket, false);
	trade_order(scene, &party, &basket, NULL, NULL, day, (2 + dice_below(&scene->dice, 2)) % scene->channel_count);
}
