/* demo_party.c: customers and colleagues as the areas of the demonstration data meet them, and how things are said. */
#include <string.h>

#include "qiao/demo_scene.h"

enum { TRIES = 6, MEETINGS = 24 };

static const int64_t day_us = INT64_C(86400) * 1000000;

/* Foreign customers buy in dollars or, where it is their money, in euros. */
static const char *
currency_of(const struct made *made)
{
	if (!made->is_foreign)
		return "CNY";
	return strcmp(made->place->currency, "EUR") == 0 ? "EUR" : "USD";
}

void
party_meet(struct scene *scene, struct party *party, uint64_t number)
{
	struct demo *demo = scene->demo;
	const struct held *held = &demo->held[number];
	struct made made = make_customer(&demo->maker, scene->arena, number);
	size_t n = made.contact_count ? dice_below(&scene->dice, made.contact_count) : 0;

	*party = (struct party){ .number = number, .id = str_from_u64(scene->arena, number + 1), .made = made, .held = held, .currency = currency_of(&made),
	                         .owner = &demo->people[held->owner], .owner_place = held->owner, .level = record_value(made.record, S("level")) };
	party->name = record_value(made.record, S("name"));
	party->speaker = made.is_company ? (made.is_foreign ? S("their buyer") : S("采购部")) : party->name;
	if (held->contact) {
		party->contact_id = str_from_u64(scene->arena, held->contact + n);
		party->speaker = record_value(make_contact(&demo->maker, scene->arena, &made, n), S("name"));
	}
}

/* Customers came in the order of their numbers. */
static uint64_t
known_on(const struct scene *scene, int64_t day)
{
	uint64_t low = 0, high = scene->demo->total;

	while (low < high) {
		uint64_t middle = (low + high) / 2;

		if (scene->demo->held[middle].created_us < day * day_us)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
party_find(struct scene *scene, struct party *party, int64_t day, bool is_buyer)
{
	/* Chance in percent of each stage of a customer: lead, interested, negotiating, won, repeat, loyal. */
	static const unsigned looks[] = { 12, 45, 90, 100, 100, 100 };
	uint64_t known = known_on(scene, day), number = 0;

	if (!known)
		return false;
	for (size_t i = 0; i < MEETINGS; i++) {
		uint8_t stage;

		number = dice_below(&scene->dice, known);
		stage = scene->demo->held[number].stage;
		if (is_buyer ? stage >= 3 : dice_chance(&scene->dice, looks[stage]))
			break;
	}
	party_meet(scene, party, number);
	return true;
}

void
owner_put(const struct demo_person *person, struct life *life)
{
	past_set(life, "owner_id", person->id);
	past_set(life, "team_id", person->team_id);
}

void
party_put(const struct party *party, struct life *life)
{
	past_set(life, "customer_id", party->id);
	past_set(life, "contact_id", party->contact_id);
	owner_put(party->owner, life);
}

const struct demo_person *
person_of(struct scene *scene, const char *role, bool is_abroad)
{
	const struct demo_person *fitting[DEMO_USERS_MAX], *any = scene->demo->people;
	size_t count = 0;

	for (size_t i = 0; i < scene->demo->people_count; i++) {
		const struct demo_person *person = &scene->demo->people[i];
		bool lives_abroad = person->area && strcmp(person->area, demo_abroad) == 0;

		if (strcmp(person->role, role) != 0)
			continue;
		any = person;
		if (lives_abroad == is_abroad)
			fitting[count++] = person;
	}
	return count ? fitting[dice_below(&scene->dice, count)] : any;
}

static struct str
name_said(const struct names_said *names, char which)
{
	switch (which) {
	case 'c': return names->speaker;
	case 'p': return names->product;
	case 'd': return names->day;
	default: return names->number;
	}
}

/* Between Han and Han there is no blank, between Han and Latin there is one, as the tables have it. */
static void
drop_blank(struct buf *buf, struct str name)
{
	if (name.len && (unsigned char)name.data[0] >= 0x80 && buf->len && buf->data[buf->len - 1] == ' ')
		buf->len--;
}

struct str
say(struct scene *scene, const struct word *word, bool is_foreign, const struct names_said *names)
{
	struct str text = str_from(is_foreign ? word->english : word->chinese), name;
	struct buf buf;

	if (str_find_char(text, '{') < 0)
		return text;
	buf_init(&buf, scene->arena, 2000);
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] != '{' || i + 2 >= text.len) {
			buf_add_char(&buf, text.data[i]);
			continue;
		}
		name = name_said(names, text.data[i + 1]);
		if (!is_foreign)
			drop_blank(&buf, name);
		buf_add(&buf, name);
		i += 2;
		if (!is_foreign && i + 1 < text.len && text.data[i + 1] == ' ' && name.len && (unsigned char)name.data[name.len - 1] >= 0x80)
			i++;
	}
	/* A sentence that begins with "their buyer" begins with a capital. */
	if (buf.len && buf.data[0] >= 'a' && buf.data[0] <= 'z')
		buf.data[0] = (char)(buf.data[0] - 'a' + 'A');
	return buf_str(&buf);
}

struct str
say_one(struct scene *scene, struct words words, bool is_foreign, const struct names_said *names)
{
	const struct word *word = &words.words[dice_below(&scene->dice, words.count)];

	/* With many customers without names: there is less to search. */
	for (size_t i = 0; scene->is_lean && i < TRIES && str_find_char(str_from(word->chinese), '{') >= 0; i++)
		word = &words.words[dice_below(&scene->dice, words.count)];
	return say(scene, word, is_foreign, names);
}

struct str
good_name(const struct party *party, size_t good)
{
	const struct word *name = &demo_goods[good].name;

	return str_from(party->made.is_foreign ? name->english : name->chinese);
}

struct str
day_said(struct scene *scene, const struct party *party, int64_t day)
{
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
		"November", "December" };
	struct date date = date_from_days(day);

	return party->made.is_foreign ? str_format(scene->arena, "%d %s", date.day, months[date.month - 1]) :
	                                str_format(scene->arena, "%d月%d日", date.month, date.day);
}

struct str
decimal_text(struct arena *arena, uint64_t cents)
{
	return str_format(arena, "%llu.%02llu", (unsigned long long)(cents / 100), (unsigned long long)(cents % 100));
}

struct str
money_text(struct arena *arena, uint64_t cents, const char *currency)
{
	return str_format(arena, "%llu.%02llu %s", (unsigned long long)(cents / 100), (unsigned long long)(cents % 100), currency);
}
