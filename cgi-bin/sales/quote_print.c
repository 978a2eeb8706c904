/* quote_print.c: a quote as it goes to the customer, on paper or as a PDF of the browser's. */
#include "sales/sales.h"

#include "base/url_query.h"
#include "format/capitals.h"

/* Columns of the parties' statement. */
enum { CUSTOMER, STREET, CUSTOMER_PHONE, CONTACT, JOB, CONTACT_PHONE, PROJECT, OWNER, OWNER_MAIL };

/* Names go with the quote; how to reach them is for those who may see them. */
static struct rows *
read_parties(struct ctx *ctx)
{
	return store_query(&ctx->work, SQL("SELECT k.name, (SELECT CONCAT_WS(' ', a.postcode, a.city, a.street) FROM customer_address a"
		" WHERE a.customer_id = v.id ORDER BY a.position, a.id LIMIT 1),"
		" (SELECT p.number FROM customer_phone p WHERE p.customer_id = v.id ORDER BY p.position, p.id LIMIT 1),"
		" n.name, n.job_title, n.phone, o.name, u.name, u.email"
		" FROM quote c JOIN customer k ON k.id = c.customer_id LEFT JOIN customer v ON v.id = k.id AND {visible customer v}"
		" LEFT JOIN contact n ON n.id = c.contact_id AND {visible contact n}"
		" LEFT JOIN opportunity o ON o.id = c.opportunity_id LEFT JOIN user u ON u.id = c.owner_id WHERE c.id = ? AND {visible quote c}"), ARGS(ctx->id));
}

/* A Chinese paper names things in English, too. */
static struct str
both(struct ctx *ctx, const char *message_id)
{
	return work_is_english(&ctx->work) ? str_from(message_id) :
	       str_format(ctx->arena, "%.*s %s", STR_ARG(page_text(ctx, message_id)), message_id);
}

static void
add_text(struct ctx *ctx, struct view_list *list, struct str text)
{
	struct view_map *map = view_map_new(ctx->arena);

	if (!text.len)
		return;
	view_map_put_text(map, S("text"), text);
	view_list_add(list, view_map(map));
}

/* Two texts beside each other, or the one there is. */
static struct str
beside(struct ctx *ctx, struct str one, struct str other)
{
	return one.len && other.len ? str_format(ctx->arena, "%.*s  %.*s", STR_ARG(one), STR_ARG(other)) : one.len ? one : other;
}

static void
add_party(struct ctx *ctx, struct view_list *parties, const char *label, struct str name, struct view_list *details)
{
	struct view_map *map = view_map_new(ctx->arena);

	view_map_put_text(map, S("label"), both(ctx, label));
	view_map_put_text(map, S("name"), name);
	view_map_put(map, S("details"), view_list(details));
	view_list_add(parties, view_map(map));
}

static void
put_parties(struct ctx *ctx)
{
	struct rows *rows = read_parties(ctx);
	struct view_list *parties = view_list_new(ctx->arena), *customer = view_list_new(ctx->arena), *project = view_list_new(ctx->arena);
	struct str phone = rows_cell(rows, 0, CONTACT_PHONE), owner = rows_cell(rows, 0, OWNER);

	add_text(ctx, customer, beside(ctx, rows_cell(rows, 0, CONTACT), rows_cell(rows, 0, JOB)));
	add_text(ctx, customer, rows_cell(rows, 0, STREET));
	add_text(ctx, customer, phone.len ? phone : rows_cell(rows, 0, CUSTOMER_PHONE));
	if (owner.len)
		add_text(ctx, project, work_say(&ctx->work, N_("Your contact: {0}"), beside(ctx, owner, rows_cell(rows, 0, OWNER_MAIL)), NO_STR));
	add_party(ctx, parties, N_("Customer"), rows_cell(rows, 0, CUSTOMER), customer);
	add_party(ctx, parties, N_("Project"), rows_cell(rows, 0, PROJECT), project);
	page_put(ctx, "parties", view_list(parties));
}

static void
add_number(struct ctx *ctx, struct view_list *numbers, const char *label, struct str text, bool is_main)
{
	struct view_map *map = view_map_new(ctx->arena);

	if (!text.len)
		return;
	view_map_put_text(map, S("label"), both(ctx, label));
	view_map_put_text(map, S("text"), text);
	view_map_put(map, S("is_main"), view_bool(is_main));
	view_list_add(numbers, view_map(map));
}

/* Who we are stands in the settings: a line of the address for each ";". */
static void
put_issuer(struct ctx *ctx)
{
	struct view_map *issuer = view_map_new(ctx->arena);
	struct view_list *details = view_list_new(ctx->arena);
	struct str rest = page_setting(ctx, "company_address", ""), line;

	while (str_cut(&rest, ';', &line))
		add_text(ctx, details, str_trim(line));
	view_map_put_text(issuer, S("name"), page_setting(ctx, "company", "Qiao"));
	view_map_put(issuer, S("details"), view_list(details));
	page_put(ctx, "issuer", view_map(issuer));
}

static void
put_terms(struct ctx *ctx, const struct record *record)
{
	struct view_list *terms = view_list_new(ctx->arena), *signatures = view_list_new(ctx->arena);
	static const char *const sides[] = { N_("For the supplier (signature, date)"), N_("For the customer (signature, date)") };
	struct str rest = record_value(record, S("terms")), line;

	while (rest.len && str_cut(&rest, '\n', &line))
		add_text(ctx, terms, str_trim(line));
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
		struct view_map *map = view_map_new(ctx->arena);

		view_map_put_text(map, S("label"), page_text(ctx, sides[i]));
		view_list_add(signatures, view_map(map));
	}
	page_put(ctx, "terms", view_list(terms));
	page_put(ctx, "signatures", view_list(signatures));
}

static struct str
in_words(struct ctx *ctx, const struct record *record)
{
	struct str money = record_value(record, S("amount")), amount = NO_STR;

	str_cut(&money, ' ', &amount);
	return work_is_english(&ctx->work) || !str_equal(money, S("CNY")) ? S("") : capitals(ctx->arena, amount);
}

enum status
quote_print(struct ctx *ctx)
{
	struct record *record = store_read(&ctx->work, &quote_entity, ctx->id, VIEW);
	struct view_list *numbers = view_list_new(ctx->arena);

	if (!record)
		return page_missing(ctx);
	add_number(ctx, numbers, N_("No."), record_value(record, S("number")), true);
	add_number(ctx, numbers, N_("Date"), record_value(record, S("quoted_on")), false);
	add_number(ctx, numbers, N_("Valid until"), record_value(record, S("valid_until")), false);
	page_put_text(ctx, "title", str_format(ctx->arena, "%.*s %.*s", STR_ARG(page_text(ctx, N_("Quote"))), STR_ARG(record_title(&ctx->work, record))));
	page_put_text(ctx, "back_href", url_query_join(ctx->arena, record_href(&ctx->work, &quote_entity, record->id, ""), ctx->carried));
	page_put(ctx, "numbers", view_list(numbers));
	page_put_text(ctx, "document", page_text(ctx, N_("Quote")));
	page_put_text(ctx, "document_second", work_is_english(&ctx->work) ? S("") : S("Quotation"));
	put_issuer(ctx);
	put_parties(ctx);
	lines_put_paper(ctx, record, quote_lines(ctx, record->id));
	page_put_text(ctx, "in_words", in_words(ctx, record));
	put_terms(ctx, record);
	return page_show(ctx, "sales/quote_print");
}
