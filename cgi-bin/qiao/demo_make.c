/* demo_make.c: makes up customers, contacts and needs, in Chinese and in English. */
#include "qiao/demo_make.h"

#include "base/log.h"
#include "entities/entities.h"

enum { CONTACT_SALT = 1 << 8, NEED_SALT = 2 << 8, PHONE_SALT = 3 << 8 };

static uint64_t
mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

struct dice
dice_new(uint64_t seed, uint64_t thing)
{
	return (struct dice){ mix(seed * 0x9e3779b97f4a7c15u + 1) ^ mix(thing + 0x632be59bd9b4e019u) };
}

/* splitmix64 */
uint64_t
dice_next(struct dice *dice)
{
	return mix(dice->state += 0x9e3779b97f4a7c15u);
}

size_t
dice_below(struct dice *dice, size_t count)
{
	return (size_t)((dice_next(dice) >> 11) % count);
}

bool
dice_chance(struct dice *dice, unsigned percent)
{
	return dice_below(dice, 100) < percent;
}

static const struct word *
pick(struct dice *dice, struct words words)
{
	return &words.words[dice_below(dice, words.count)];
}

static struct str
pick_value(struct dice *dice, const char *const *values, size_t count)
{
	return str_from(values[dice_below(dice, count)]);
}

struct str
make_request_id(struct arena *arena, struct dice *dice)
{
	return str_format(arena, "%016llx", (unsigned long long)dice_next(dice));
}

void
make_set(struct record *record, const char *field, struct str value)
{
	size_t i = 0;

	for (const struct field *each = record->entity->fields; each->name; each++, i++)
		if (str_equal_text(str_from(field), each->name)) {
			record->values[i] = value;
			return;
		}
	log_fatal("code", "%s has no field %s", record->entity->name, field);
}

static struct str
both(struct arena *arena, const char *a, const char *b)
{
	return str_join(arena, str_from(a), str_from(b));
}

/* Small letters and digits of a name; ü becomes u. */
static const char *
domain_of(struct arena *arena, struct str name)
{
	struct buf buf;
	struct str lower = str_lower(arena, name);

	buf_init(&buf, arena, 200);
	for (size_t i = 0; i < lower.len; i++)
		if ((lower.data[i] >= 'a' && lower.data[i] <= 'z') || (lower.data[i] >= '0' && lower.data[i] <= '9'))
			buf_add_char(&buf, lower.data[i]);
		else if ((unsigned char)lower.data[i] == 0xc3)
			buf_add_char(&buf, 'u');
	return str_terminated(arena, buf_str(&buf));
}

/* A name in both languages. */
struct names {
	struct str chinese, english;
};

static struct names
person(struct arena *arena, struct dice *dice, bool is_foreign)
{
	const struct word *first = pick(dice, is_foreign ? demo_words.first_names : demo_words.given_names);
	const struct word *family = pick(dice, is_foreign ? demo_words.family_names : demo_words.surnames);

	if (is_foreign)
		return (struct names){ str_format(arena, "%s·%s", first->chinese, family->chinese),
		                       str_format(arena, "%s %s", first->english, family->english) };
	return (struct names){ both(arena, family->chinese, first->chinese), str_format(arena, "%s %s", family->english, first->english) };
}

static struct names
chinese_company(struct arena *arena, struct dice *dice, struct made *made, const struct trade *trade)
{
	static const char *const ends[] = { "有限公司", "有限公司", "有限公司", "股份有限公司", "集团有限公司" };
	static const char *const english_ends[] = { "Co., Ltd.", "Co., Ltd.", "Co., Ltd.", "Inc.", "Group" };
	const struct word *first = pick(dice, demo_words.brand_first), *second = pick(dice, demo_words.brand_second);
	size_t end = dice_below(dice, sizeof ends / sizeof *ends);

	made->domain = domain_of(arena, str_format(arena, "%s%s%s", first->english, second->english, trade->name.english));
	return (struct names){
		str_format(arena, "%s%s%s%s%s", made->place->name.chinese, first->chinese, second->chinese, trade->name.chinese, ends[end]),
		str_format(arena, "%s %s%s %s %s", made->place->name.english, first->english, second->english, trade->name.english, english_ends[end]) };
}

static struct names
foreign_company(struct arena *arena, struct dice *dice, struct made *made, const struct trade *trade)
{
	const struct word *front = pick(dice, demo_words.brand_front), *back = pick(dice, demo_words.brand_back);

	made->domain = domain_of(arena, str_format(arena, "%s%s%s", front->english, back->english, trade->name.english));
	return (struct names){
		str_format(arena, "%s%s%s公司", front->chinese, back->chinese, trade->name.chinese),
		str_format(arena, "%s%s %s %s", front->english, back->english, trade->name.english, made->place->company_suffix) };
}

static struct str
phone(struct arena *arena, struct dice *dice, const struct place *place, bool is_mobile)
{
	/* 100 is no network's prefix, so nobody has this number. */
	if (is_mobile && !place->company_suffix)
		return str_format(arena, "+86 100 5550 %04zu", dice_below(dice, 10000));
	return str_format(arena, "%s%04zu", place->phone_prefix, place->phone_low + dice_below(dice, place->phone_count));
}

static struct record *
add_line(struct arena *arena, struct record *record, const struct entity *entity)
{
	struct record_lines *lines = record->lines;

	while (lines->entity != entity)
		lines++;
	if (!lines->records)
		lines->records = ARENA_ARRAY(arena, struct record, 4);
	lines->records[lines->count] = *record_new(arena, entity);
	return &lines->records[lines->count++];
}

static void
add_phones(const struct maker *maker, struct arena *arena, struct dice *dice, const struct made *made)
{
	size_t count = 1 + (size_t)(!maker->is_large && dice_chance(dice, 30));

	for (size_t i = 0; i < count; i++) {
		struct record *line = add_line(arena, made->record, &customer_phone_entity);
		bool is_mobile = i > 0 || !made->is_company;

		make_set(line, "kind", is_mobile ? S("mobile") : S("work"));
		make_set(line, "number", phone(arena, dice, made->place, is_mobile));
	}
}

static void
add_addresses(const struct maker *maker, struct arena *arena, struct dice *dice, const struct made *made)
{
	static const char *const kinds[] = { "office", "delivery" };
	size_t count = dice_chance(dice, maker->is_large ? 30 : 80) ? 1 + (size_t)(!maker->is_large && dice_chance(dice, 25)) : 0;

	for (size_t i = 0; i < count; i++) {
		struct record *line = add_line(arena, made->record, &customer_address_entity);
		const struct word *street = pick(dice, demo_words.streets);
		size_t house = 1 + dice_below(dice, 280);

		make_set(line, "kind", made->is_company ? str_from(kinds[i]) : S("home"));
		make_set(line, "street", made->is_foreign ? str_format(arena, "%zu %s", house, street->english) :
		                         str_format(arena, "%s%zu号", street->chinese, house));
		make_set(line, "city", made->is_foreign ? str_from(made->place->name.english) : both(arena, made->place->name.chinese, "市"));
		if (made->place->postcode_prefix[0])
			make_set(line, "postcode", str_format(arena, "%s%02zu", made->place->postcode_prefix, dice_below(dice, 100)));
	}
}

/* The step shares no divisor with the number of tags, so no tag comes twice. */
static void
add_tags(const struct maker *maker, struct arena *arena, struct dice *dice, const struct made *made)
{
	size_t count = dice_below(dice, maker->is_large ? 2 : 4), first = dice_below(dice, demo_words.tags.count);

	for (size_t i = 0; i < count; i++)
		make_set(add_line(arena, made->record, &customer_tag_entity), "tag_id", maker->tags[(first + 3 * i) % demo_words.tags.count]);
}

static void
set_state(const struct maker *maker, struct arena *arena, struct dice *dice, const struct made *made, size_t place)
{
	static const char *const stages[] = { "lead", "lead", "lead", "lead", "interested", "interested", "negotiating", "negotiating", "won", "repeat" };
	static const char *const levels[] = { "A", "B", "B", "C", "C", "C", "D" };
	struct record *record = made->record;

	make_set(record, "kind", made->is_company ? S("company") : S("person"));
	make_set(record, "stage", pick_value(dice, stages, 10));
	if (dice_chance(dice, 85))
		make_set(record, "level", pick_value(dice, levels, 7));
	make_set(record, "region_id", made->is_foreign ? maker->foreign_regions[place] : maker->chinese_regions[place]);
	if (maker->source_count && dice_chance(dice, 90))
		make_set(record, "source_id", maker->sources[dice_below(dice, maker->source_count)]);
	if (dice_chance(dice, maker->is_large ? 5 : 25)) {
		const struct word *note = pick(dice, demo_words.notes);

		make_set(record, "note", str_from(made->is_foreign ? note->english : note->chinese));
	}
	if (!maker->is_large && dice_chance(dice, 20))
		make_set(record, "external_code", str_format(arena, "K%06llu", (unsigned long long)made->number + 1));
}

struct made
make_customer(const struct maker *maker, struct arena *arena, uint64_t number)
{
	struct dice dice = dice_new(maker->seed, number << 16);
	struct made made = { .number = number, .is_foreign = dice_chance(&dice, 30), .is_company = dice_chance(&dice, 85) };
	size_t place = dice_below(&dice, made.is_foreign ? demo_words.foreign_place_count : demo_words.chinese_place_count);
	size_t trade = dice_below(&dice, demo_words.trade_count);
	struct names names;

	made.place = made.is_foreign ? &demo_words.foreign_places[place] : &demo_words.chinese_places[place];
	made.record = record_new(arena, &customer_entity);
	if (made.is_company) {
		names = (made.is_foreign ? foreign_company : chinese_company)(arena, &dice, &made, &demo_words.trades[trade]);
		make_set(made.record, "industry_id", maker->industries[trade]);
	} else {
		names = person(arena, &dice, made.is_foreign);
		made.domain = domain_of(arena, names.english);
	}
	make_set(made.record, "name", made.is_foreign ? names.english : names.chinese);
	if (dice_chance(&dice, maker->is_large ? 10 : 65))
		make_set(made.record, "name_other", made.is_foreign ? names.chinese : names.english);
	if (dice_chance(&dice, maker->is_large ? 30 : 85))
		make_set(made.record, "email", str_format(arena, "%s@%s.example", made.is_company ? "info" : "mail", made.domain));
	if (made.is_company && dice_chance(&dice, maker->is_large ? 30 : 75))
		make_set(made.record, "website", str_format(arena, "https://www.%s.example", made.domain));
	set_state(maker, arena, &dice, &made, place);
	add_phones(maker, arena, &dice, &made);
	add_addresses(maker, arena, &dice, &made);
	add_tags(maker, arena, &dice, &made);
	if (maker->is_large)
		made.contact_count = made.is_company && dice_chance(&dice, 35);
	else
		made.contact_count = made.is_company ? 1 + dice_below(&dice, 3) - dice_chance(&dice, 20) : dice_chance(&dice, 25);
	made.need_count = dice_chance(&dice, maker->is_large ? 10 : 34) ? 1 + (size_t)(!maker->is_large && dice_chance(&dice, 20)) : 0;
	return made;
}

struct record *
make_contact(const struct maker *maker, struct arena *arena, const struct made *customer, size_t n)
{
	static const char *const influences[] = { "decides", "advises", "advises", "uses", "other" };
	struct dice dice = dice_new(maker->seed, (customer->number << 16) + CONTACT_SALT + n);
	struct names names = person(arena, &dice, customer->is_foreign);
	struct record *record = record_new(arena, &contact_entity);
	const struct word *title = pick(&dice, demo_words.job_titles);

	make_set(record, "name", customer->is_foreign ? names.english : names.chinese);
	make_set(record, "job_title", str_from(customer->is_foreign ? title->english : title->chinese));
	if (dice_chance(&dice, 70))
		make_set(record, "influence", pick_value(&dice, influences, 5));
	if (dice_chance(&dice, maker->is_large ? 30 : 80))
		make_set(record, "phone", phone(arena, &dice, customer->place, dice_chance(&dice, 60)));
	if (dice_chance(&dice, maker->is_large ? 20 : 75))
		make_set(record, "email", str_format(arena, "%s@%s.example", domain_of(arena, names.english), customer->domain));
	if (!maker->is_large && dice_chance(&dice, 8))
		make_set(record, "note", customer->is_foreign ? S("Best reached in the morning.") : S("上午联系比较方便。"));
	return record;
}

struct record *
make_need(const struct maker *maker, struct arena *arena, const struct made *customer, size_t n, int64_t day)
{
	static const char *const categories[] = { "product", "price", "delivery", "service", "other" };
	static const char *const priorities[] = { "high", "normal", "normal", "normal", "low" };
	static const char *const statuses[] = { "open", "open", "open", "planned" };
	struct dice dice = dice_new(maker->seed, (customer->number << 16) + NEED_SALT + n);
	struct record *record = record_new(arena, &need_entity);
	size_t category = dice_below(&dice, 8) % 5;
	const struct word *title = pick(&dice, demo_words.needs[category]), *detail = pick(&dice, demo_words.details);

	make_set(record, "title", str_from(customer->is_foreign ? title->english : title->chinese));
	if (dice_chance(&dice, maker->is_large ? 5 : 40))
		make_set(record, "detail", str_from(customer->is_foreign ? detail->english : detail->chinese));
	make_set(record, "category", str_from(categories[category]));
	make_set(record, "priority", pick_value(&dice, priorities, 5));
	make_set(record, "status", pick_value(&dice, statuses, 4));
	if (dice_chance(&dice, 70))
		make_set(record, "budget", str_format(arena, "%zu.00 %s", (1 + dice_below(&dice, 400)) * 500, customer->place->currency));
	if (dice_chance(&dice, 75))
		make_set(record, "wanted_on", date_text(arena, date_from_days(day + 14 + (int64_t)dice_below(&dice, 150))));
	return record;
}

struct str
make_other_phone(const struct maker *maker, struct arena *arena, const struct made *customer)
{
	struct dice dice = dice_new(maker->seed, (customer->number << 16) + PHONE_SALT);
	struct str before = record_value(&customer->record->lines[0].records[0], S("number")), other;

	do
		other = phone(arena, &dice, customer->place, !customer->is_company);
	while (str_equal(other, before));
	return other;
}
