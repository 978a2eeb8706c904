/*
 * demo_scene.h: what the areas of the demonstration data share: the
 * calendar, the goods, the customers one can meet, and the words said.
 */
#ifndef QIAO_DEMO_SCENE_H
#define QIAO_DEMO_SCENE_H

#include "entities/entities.h"
#include "qiao/demo_calendar.h"
#include "qiao/demo_goods_words.h"
#include "qiao/demo_past.h"

enum { GOODS_MAX = 60, QUARTERS_MAX = 12, CAMPAIGNS_MAX = 12 };

/* What was sold, for targets: in hundredths of the currency. */
struct sold {
	uint64_t by_person[QUARTERS_MAX][DEMO_USERS_MAX], by_channel[QUARTERS_MAX][8], by_good[QUARTERS_MAX][GOODS_MAX];
};

struct scene {
	struct demo *demo;
	struct past past;
	struct calendar calendar;
	struct dice dice;
	struct arena *arena;           /* of the slice */
	bool is_lean;                  /* many customers: short texts, few versions */
	struct str goods[GOODS_MAX];   /* ids */
	struct str channels[8];
	size_t channel_count;
	struct str stages[2][6];       /* ids by pipeline and place; a pipeline of four ends with won and lost as well */
	struct str categories[9];      /* of requests */
	struct str campaigns[CAMPAIGNS_MAX];
	int64_t campaign_from[CAMPAIGNS_MAX], campaign_until[CAMPAIGNS_MAX];
	size_t campaign_count;
	struct sold sold[3];           /* in CNY, USD and EUR */
};

/* A customer somebody deals with. */
struct party {
	uint64_t number;
	struct str id, contact_id;     /* contact_id NO_STR: nobody in particular */
	struct str name, speaker;      /* speaker: who speaks for them, as one writes it in a note */
	struct made made;
	const struct held *held;
	const struct demo_person *owner;
	size_t owner_place;
	struct str level;
	const char *currency;
};

/* --- demo_party.c ------------------------------------------------------- */

/* The customer with that number. */
void party_meet(struct scene *scene, struct party *party, uint64_t number);
/* One of those there are on that day and who buy, if anybody does; false: nobody is there yet. */
bool party_find(struct scene *scene, struct party *party, int64_t day, bool is_buyer);
/* customer, contact, owner and team. */
void party_put(const struct party *party, struct life *life);
void owner_put(const struct demo_person *person, struct life *life);
/* Somebody with that role; abroad or not. */
const struct demo_person *person_of(struct scene *scene, const char *role, bool is_abroad);

/* Names in a text: {c} the speaker, {p} the product, {d} a day, {n} a number. */
struct names_said {
	struct str speaker, product, day, number;
};

struct str say(struct scene *scene, const struct word *word, bool is_foreign, const struct names_said *names);
struct str say_one(struct scene *scene, struct words words, bool is_foreign, const struct names_said *names);
struct str good_name(const struct party *party, size_t good);
/* "8 March", "3月8日". */
struct str day_said(struct scene *scene, const struct party *party, int64_t day);
struct str money_text(struct arena *arena, uint64_t cents, const char *currency);
struct str decimal_text(struct arena *arena, uint64_t cents);

/* --- the areas ------------------------------------------------------------ */

/* demo_goods.c: products, prices, the second pipeline. */
bool goods_lay(struct scene *scene);
/* Hundredths for one, as the price list says. */
uint64_t goods_price(size_t good, const char *currency, struct str level, uint64_t quantity);

/* What a deal is about. */
struct basket_line {
	size_t good;
	uint64_t quantity, price, discount, sum;
};

struct basket {
	struct basket_line lines[4];
	size_t count;
	uint64_t sum;
};

/* demo_trade.c: quotes, orders with their payments. */
void basket_fill(struct scene *scene, const struct party *party, struct basket *basket, bool is_service);
struct life *trade_quote(struct scene *scene, const struct party *party, const struct basket *basket, struct life *opportunity, struct deed *act,
                         int64_t decided_us, bool is_accepted);
struct life *trade_order(struct scene *scene, const struct party *party, const struct basket *basket, struct life *opportunity, struct life *quote,
                         int64_t day, size_t channel);

/* demo_deal.c: opportunities with all that belongs to them. */
void deal_make(struct scene *scene, int64_t day);
/* For a lead that became a customer; act: of the conversion. */
struct life *deal_begin(struct scene *scene, const struct party *party, struct deed *act, int64_t day);
/* Orders without a deal. */
void deal_reorder(struct scene *scene, int64_t day);

/* demo_lead.c */
void lead_make(struct scene *scene, int64_t day, uint64_t number);
void lead_convert(struct scene *scene, uint64_t number);

/* demo_talk.c: communications. */
enum talk { TALK_FIRST, TALK_NEEDS, TALK_OFFER, TALK_HAGGLE, TALK_WON, TALK_LOST, TALK_CARE, TALK_SUPPLY, TALK_COUNT };

void talk_make(struct scene *scene, const struct party *party, enum talk talk, int64_t day, struct life *opportunity, size_t good);
void talk_any(struct scene *scene, int64_t day);
void talk_planned(struct scene *scene, size_t n);

/* demo_task.c */
void task_make(struct scene *scene, const struct party *party, int64_t day, struct life *opportunity, struct life *request);
void task_any(struct scene *scene, int64_t day);
/* What everybody has to do these days. */
void task_open(struct scene *scene);

/* demo_service.c */
void request_make(struct scene *scene, int64_t day);

/* demo_marketing.c */
bool marketing_lay(struct scene *scene);
/* The campaign that reached somebody then; NO_STR: none. */
struct str campaign_on(struct scene *scene, int64_t day);
void member_make(struct scene *scene, size_t campaign, uint64_t number);

/* demo_system.c: maintenance, changes of the system, incidents. */
bool system_lay(struct scene *scene);

/* demo_target.c: for each quarter, after everything was sold. */
bool target_lay(struct scene *scene);
void target_count(struct scene *scene, const struct party *party, const struct basket *basket, int64_t day, size_t channel);

#endif
