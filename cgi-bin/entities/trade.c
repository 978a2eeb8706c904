/* trade.c: numbers, prices and sums of quotes, orders and payments. */
#include "entities/trade.h"

void
trade_number(struct work *work, struct input *input, const struct record *before, const char *prefix, struct sql newest)
{
	struct date today = work_today(work);
	struct str start, last;
	uint64_t number = 0;

	if (before || input_get(input, S("number")).len)
		return;
	start = str_format(work->arena, "%s-%02d%02d%02d-", prefix, today.year % 100, today.month, today.day);
	last = db_value(work->db, newest, ARGS(str_join(work->arena, start, S("%"))));
	if (last.len > start.len)
		str_to_u64(str_slice(last, start.len, last.len), &number);
	input_set(input, S("number"), str_format(work->arena, "%.*s%04llu", STR_ARG(start), (unsigned long long)number + 1));
}

bool
trade_is_nothing(struct str number)
{
	size_t i = 0;

	while (i < number.len && (number.data[i] == '0' || number.data[i] == '.'))
		i++;
	return i > 0 && (i == number.len || number.data[i] == ' ');
}

static const struct record *
line_before(const struct record *before, const struct input *line)
{
	for (size_t i = 0; before && line->id.data && i < before->lines[0].count; i++)
		if (str_equal(before->lines[0].records[i].id, line->id))
			return &before->lines[0].records[i];
	return NULL;
}

/* name, name in English, and the price that applies; a price for the class of the customer goes before one for all. */
static struct rows *
find_product(struct work *work, struct str product_id, struct str customer_id, struct str currency, struct str quantity, struct str day)
{
	return db_query(work->db, SQL("SELECT p.name, p.name_en, COALESCE((SELECT r.amount FROM price r WHERE r.product_id = p.id AND r.amount_currency = ?"
		" AND (r.level IS NULL OR r.level = (SELECT c.level FROM customer c WHERE c.id = ?))"
		" AND (r.min_quantity IS NULL OR r.min_quantity <= CAST(? AS DECIMAL(14,3)))"
		" AND (r.from_on IS NULL OR r.from_on <= ?) AND (r.until_on IS NULL OR r.until_on >= ?)"
		" ORDER BY r.level IS NULL, r.min_quantity DESC, r.from_on DESC LIMIT 1),"
		" CASE WHEN p.price_currency = ? THEN p.price END) FROM product p WHERE p.id = ?"),
		ARGS(currency, customer_id, quantity, day, day, currency, product_id));
}

static void
settle_line(struct work *work, struct input *input, struct input *line, const struct record *before, struct str day)
{
	const struct record *old = line_before(before, line);
	struct str product_id = input_outcome_of(line, old, S("product_id")), name;
	struct str quantity = input_outcome_of(line, old, S("quantity"));
	bool has_price = input_outcome_of(line, old, S("unit_price")).len > 0;
	struct rows *rows;

	if (product_id.len) {
		rows = find_product(work, product_id, input_outcome_of(input, before, S("customer_id")), input_outcome_of(input, before, S("currency")),
		                    quantity, day);
		name = work_is_english(work) && rows_cell(rows, 0, 1).len ? rows_cell(rows, 0, 1) : rows_cell(rows, 0, 0);
		if (!input_outcome_of(line, old, S("description")).len)
			input_set(line, S("description"), name);
		if (!has_price && rows_cell(rows, 0, 2).len) {
			input_set(line, S("unit_price"), rows_cell(rows, 0, 2));
			has_price = true;
		}
	}
	if (!has_price) {
		input_problem(line, S("unit_price"), work_text(work, N_("There is no price for it in this currency. Enter one.")));
		input->problem_count++;
	}
	if (trade_is_nothing(quantity) && !(old && str_same(quantity, record_value(old, S("quantity"))))) {
		input_problem(line, S("quantity"), work_text(work, N_("Enter a quantity above 0.")));
		input->problem_count++;
	}
}

/* Will there be a line when this is saved? Those that were not sent stay. */
static bool
has_lines(const struct input *input, const struct record *before)
{
	size_t count = before ? before->lines[0].count : 0;

	for (size_t i = 0; i < input->lines[0].count; i++) {
		const struct input *line = &input->lines[0].inputs[i];
		bool was_there = line_before(before, line) != NULL;

		count += !was_there && !line->is_removed;
		count -= was_there && line->is_removed;
	}
	return count > 0;
}

void
trade_settle_status(struct work *work, struct input *input, const struct record *before)
{
	struct str status = input_outcome_of(input, before, S("status"));
	bool is_same = before && str_same(status, record_value(before, S("status"))) && before->lines[0].count == 0;

	if (!is_same && !str_equal(status, S("draft")) && !str_equal(status, S("cancelled")) && !has_lines(input, before))
		input_problem(input, S("status"), work_text(work, N_("Add an item first.")));
}

void
trade_settle_lines(struct work *work, struct input *input, const struct record *before, struct str day)
{
	for (size_t i = 0; input->lines[0].is_given && i < input->lines[0].count; i++)
		if (!input->lines[0].inputs[i].is_removed)
			settle_line(work, input, &input->lines[0].inputs[i], before, day);
}
