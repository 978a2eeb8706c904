/* sales.h: the pages of sales that are truly its own, and what they have in common. */
#ifndef SALES_SALES_H
#define SALES_SALES_H

#include "app/app.h"
#include "entities/entities.h"

/* --- pages ---------------------------------------------------------------- */

enum status board_show(struct ctx *ctx);
enum status opportunity_show(struct ctx *ctx);
enum status opportunity_move(struct ctx *ctx);
enum status lead_show(struct ctx *ctx);
enum status convert_form(struct ctx *ctx);
enum status convert_lead(struct ctx *ctx);
enum status quote_show(struct ctx *ctx);
enum status quote_state(struct ctx *ctx);
enum status quote_order(struct ctx *ctx);
enum status quote_print(struct ctx *ctx);
enum status order_show(struct ctx *ctx);
enum status order_state(struct ctx *ctx);
enum status order_pay(struct ctx *ctx);
enum status target_list(struct ctx *ctx);
enum status report_show(struct ctx *ctx);
enum status product_show(struct ctx *ctx);

/* --- amounts and choices ---------------------------------------------------- */

/* "¥ 1,280", with cents only where there are some. amount: decimal text, empty for nothing. */
struct str money_brief(struct ctx *ctx, struct str amount, struct str currency);
/* Decimal text as a number: for the length of a bar alone, because what people read comes from the text. */
double bar_length(struct ctx *ctx, struct str amount);
/* The currency that comes first wherever there are several. */
struct str main_currency(const struct ctx *ctx);
/* What was sent for a parameter of a form, to be shown again; otherwise: where nothing was sent or its bytes are broken. */
struct str typed_or(const struct ctx *ctx, const char *name, struct str otherwise);
void option_add(struct ctx *ctx, struct view_list *options, struct str value, struct str label, struct str selected);
void option_add_choices(struct ctx *ctx, struct view_list *options, const struct choice *choices, struct str selected);
/* A link as ways, tabs and acts show it. */
void link_add(struct ctx *ctx, struct view_list *links, struct str label, struct str href, bool is_current);
/* One select of a filter bar; its options are in the list. */
void filter_add(struct ctx *ctx, struct view_list *filters, const char *name, struct str label, struct view_list *options);
/* The entries of a short list, each under its id; false: it is too long to choose from. */
bool option_add_list(struct ctx *ctx, struct view_list *options, const struct entity *entity, struct str selected);
/* Any, "me" where it is about people, and the entries of a short list: as lists filter, "f.owner_id.is". */
void filter_add_list(struct ctx *ctx, struct view_list *filters, const char *name, const struct field *field, struct str typed);

/* --- acts of a record's own page --------------------------------------------- */

/* May the actor change this record, which page_record gave, now? */
bool record_is_open(const struct ctx *ctx, const struct record *record);
/* An edit of the route's record that names the version the person saw. */
struct input *edit_begin(struct ctx *ctx);
/* After an act: to the record's own page. */
enum status edit_done(struct ctx *ctx, const struct input *input);
/* The record's page once more, with why something was not done; control: id of what it belongs to. */
enum status act_refused(struct ctx *ctx, enum status (*show)(struct ctx *ctx), enum status status, struct str reason, const char *control);
/* What store_save refused, told on the record's page. */
enum status edit_refused(struct ctx *ctx, enum status (*show)(struct ctx *ctx), const struct input *input, const char *control);
/* The first thing wrong with what was sent. */
struct str first_problem(const struct input *input);

/* A step from one state to the next, as a button; the table ends with state NULL. */
struct step {
	const char *state, *next, *label;   /* label: N_() */
	bool is_primary, is_danger;
};

/* Puts the members of partials/state_form: a button for each step from the record's state. */
void steps_put(struct ctx *ctx, const struct record *record, const struct step *steps, const char *rest);
/* Takes the step that a button sent, if the table has it. */
enum status step_take(struct ctx *ctx, const struct step *steps, enum status (*show)(struct ctx *ctx));
/* Leaves a section out of what page_record put, because the page shows it in a better way. */
void related_without(struct ctx *ctx, const struct entity *entity);

/* --- papers: quotes and orders -------------------------------------------------- */

/* A sum below the lines. */
struct sum {
	const char *label;             /* N_() */
	struct str amount;             /* decimal text */
	bool is_total, is_due;
};

struct rows *quote_lines(struct ctx *ctx, struct str id);
struct rows *order_lines(struct ctx *ctx, struct str id);
/*
 * Puts `order_lines` from those rows. Below them stand subtotal and discount (where there is one) and the total; sums and
 * count: what follows.
 */
void lines_put(struct ctx *ctx, const struct record *record, struct rows *rows, const struct sum *sums, size_t count);
/* The same on paper, where nothing leads anywhere. */
void lines_put_paper(struct ctx *ctx, const struct record *record, struct rows *rows);

#endif
