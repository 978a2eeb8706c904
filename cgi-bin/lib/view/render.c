/* render.c: runs a compiled template over views and writes the page. */
#include "view/template_ops.h"

#include <string.h>

#include "view/escape.h"

/* Section items, blocks and includes of one page; data nested in itself stops here. */
enum { STEPS_MAX = 10 * 1000 * 1000 };

/* Blanks before each line, the outer ones first. */
struct indent {
	struct str text;
	const struct indent *outer;
};

/* The blocks that one {{<parent}} gives, and what was given further out. */
struct arguments {
	const struct template *template;
	const struct op *parent;
	const struct arguments *outer;
};

/* Where operations are run. */
struct scope {
	const struct template *template;
	const struct indent *indent;
	const struct arguments *arguments;
};

struct renderer {
	struct templates *templates;
	struct arena *arena;
	struct buf *body;
	unsigned depth;
	unsigned steps;
	bool is_line_start;            /* the next output begins a line of the template */
	size_t stack_count;
	struct view stack[NESTING_MAX + 2]; /* the page's view, one per level, and the item of a section not yet entered */
};

static bool run(struct renderer *renderer, const struct scope *scope, uint32_t from, uint32_t to);

static bool
fail(struct renderer *renderer, const struct scope *scope, const struct op *op, const char *what)
{
	return templates_fail(renderer->templates, scope->template->name, op->line, "%s", what);
}

static bool
enter(struct renderer *renderer, const struct scope *scope, const struct op *op)
{
	if (renderer->depth == NESTING_MAX)
		return fail(renderer, scope, op, "the page is nested deeper than 64");
	renderer->depth++;
	return true;
}

static bool
step(struct renderer *renderer, const struct scope *scope, const struct op *op)
{
	if (renderer->body->is_full)
		return fail(renderer, scope, op, "the page is larger than its ceiling");
	if (++renderer->steps > STEPS_MAX)
		return fail(renderer, scope, op, "the page does not come to an end");
	return true;
}

static void
add_indent(struct buf *body, const struct indent *indent)
{
	if (!indent)
		return;
	add_indent(body, indent->outer);
	buf_add(body, indent->text);
}

static void
begin_line(struct renderer *renderer, const struct scope *scope)
{
	if (renderer->is_line_start) {
		add_indent(renderer->body, scope->indent);
		renderer->is_line_start = false;
	}
}

static void
add_text(struct renderer *renderer, const struct scope *scope, struct str text)
{
	struct str rest = text;

	if (!scope->indent) {
		buf_add(renderer->body, text);
		renderer->is_line_start = text.data[text.len - 1] == '\n';
		return;
	}
	while (rest.len) {
		ptrdiff_t newline = str_find_char(rest, '\n');
		size_t len = newline < 0 ? rest.len : (size_t)newline + 1;

		/* An empty line stays empty. */
		if (rest.data[0] != '\n' && rest.data[0] != '\r')
			begin_line(renderer, scope);
		buf_add(renderer->body, str_slice(rest, 0, len));
		renderer->is_line_start = newline >= 0;
		rest = str_slice(rest, len, rest.len);
	}
}

/* The first name is looked for from the innermost view outwards, the others inside what was found. */
static bool
look_up(const struct renderer *renderer, const struct op *op, struct view *found)
{
	size_t at = renderer->stack_count;
	bool is_found = false;

	if (op->path_count == 0) {
		*found = renderer->stack[at - 1];
		return true;
	}
	while (at-- > 0 && !is_found)
		is_found = renderer->stack[at].type->find(&renderer->stack[at], op->path[0], renderer->arena, found);
	for (uint32_t i = 1; is_found && i < op->path_count; i++) {
		struct view outer = *found;

		is_found = outer.type->find(&outer, op->path[i], renderer->arena, found);
	}
	return is_found;
}

static struct str
value_text(const struct renderer *renderer, const struct op *op)
{
	struct view value;

	if (!look_up(renderer, op, &value))
		return NO_STR;
	return value.type->text(&value, renderer->arena);
}

static void
add_value(struct renderer *renderer, const struct scope *scope, const struct op *op)
{
	begin_line(renderer, scope);
	if (op->kind == OP_RAW)
		buf_add(renderer->body, value_text(renderer, op));
	else
		escape_html(renderer->body, value_text(renderer, op));
}

/* The body of a section or block is at place + 1 up to op->end. */
static bool
run_section(struct renderer *renderer, const struct scope *scope, uint32_t place)
{
	const struct op *op = &scope->template->ops[place];
	struct view value, *item = &renderer->stack[renderer->stack_count];
	bool is_more, is_good = true;

	if (!look_up(renderer, op, &value))
		return true;
	is_more = value.type->first(&value, renderer->arena, item);
	if (!is_more)
		return true;
	if (!enter(renderer, scope, op))
		return false;
	renderer->stack_count++;
	while (is_more && is_good) {
		is_good = step(renderer, scope, op) && run(renderer, scope, place + 1, op->end);
		is_more = is_good && item->type->next(item, renderer->arena);
	}
	renderer->stack_count--;
	renderer->depth--;
	return is_good;
}

static bool
run_inverted(struct renderer *renderer, const struct scope *scope, uint32_t place)
{
	const struct op *op = &scope->template->ops[place];
	struct view value, item;
	bool is_good;

	if (look_up(renderer, op, &value) && value.type->first(&value, renderer->arena, &item))
		return true;
	if (!enter(renderer, scope, op))
		return false;
	is_good = run(renderer, scope, place + 1, op->end);
	renderer->depth--;
	return is_good;
}

/* The argument of that name given furthest out: the page wins over the frame it uses. */
static const struct op *
find_argument(const struct arguments *arguments, struct str name, const struct arguments **giver)
{
	const struct op *found = NULL;

	for (; arguments; arguments = arguments->outer) {
		const struct op *ops = arguments->template->ops;
		const struct op *end = ops + arguments->parent->end;

		for (const struct op *op = arguments->parent + 1; op < end; op = ops + op->end) {
			if (op->kind == OP_BLOCK && str_equal(op->text, name)) {
				found = op;
				*giver = arguments;
				break;
			}
		}
	}
	return found;
}

static bool
run_block(struct renderer *renderer, const struct scope *scope, uint32_t place)
{
	const struct op *op = &scope->template->ops[place], *shown = op, *argument;
	const struct arguments *giver;
	struct indent indent = { op->indent, scope->indent };
	struct scope inner = *scope;
	bool is_good;

	if (!enter(renderer, scope, op) || !step(renderer, scope, op))
		return false;
	if (indent.text.len)
		inner.indent = &indent;
	argument = find_argument(scope->arguments, op->text, &giver);
	if (argument) {
		/* Blocks inside it belong to where it was written. */
		shown = argument;
		inner.template = giver->template;
		inner.arguments = giver->outer;
	}
	is_good = run(renderer, &inner, (uint32_t)(shown - inner.template->ops) + 1, shown->end);
	renderer->depth--;
	return is_good;
}

/* The template an include names; NULL with true where nothing is shown. */
static bool
find_included(struct renderer *renderer, const struct scope *scope, const struct op *op, const struct template **included)
{
	struct str name;

	*included = op->partial;
	if (!op->is_dynamic)
		return true;
	name = value_text(renderer, op);
	if (name.len == 0)
		return true;
	*included = template_get(renderer->templates, name);
	if (*included)
		return true;
	if (template_exists(renderer->templates, name))
		return false;
	if (renderer->templates->source.missing_is_empty)
		return true;
	return templates_fail(renderer->templates, scope->template->name, op->line, "there is no template \"%.*s\"",
	                      STR_ARG(str_slice(name, 0, 100)));
}

static bool
run_included(struct renderer *renderer, const struct scope *scope, const struct op *op)
{
	struct indent indent = { op->indent, scope->indent };
	struct arguments arguments = { scope->template, op, scope->arguments };
	struct scope inner = { .arguments = op->kind == OP_PARENT ? &arguments : scope->arguments };
	bool is_good;

	if (!find_included(renderer, scope, op, &inner.template))
		return false;
	if (!inner.template)
		return true;
	if (!enter(renderer, scope, op) || !step(renderer, scope, op))
		return false;
	if (op->is_standalone) {
		inner.indent = indent.text.len ? &indent : scope->indent;
		renderer->is_line_start = true;
	} else {
		begin_line(renderer, scope);
	}
	is_good = run(renderer, &inner, 0, inner.template->op_count);
	if (op->is_standalone)
		renderer->is_line_start = true;
	renderer->depth--;
	return is_good;
}

static bool
run(struct renderer *renderer, const struct scope *scope, uint32_t from, uint32_t to)
{
	const struct op *ops = scope->template->ops;
	bool is_good = true;

	for (uint32_t at = from; at < to && is_good; at = ops[at].end) {
		const struct op *op = &ops[at];

		switch (op->kind) {
		case OP_TEXT:
			add_text(renderer, scope, op->text);
			break;
		case OP_VALUE:
		case OP_RAW:
			add_value(renderer, scope, op);
			break;
		case OP_SECTION:
			is_good = run_section(renderer, scope, at);
			break;
		case OP_INVERTED:
			is_good = run_inverted(renderer, scope, at);
			break;
		case OP_BLOCK:
			is_good = run_block(renderer, scope, at);
			break;
		case OP_PARTIAL:
		case OP_PARENT:
			is_good = run_included(renderer, scope, op);
			break;
		}
	}
	return is_good;
}

bool
template_render(struct templates *templates, const struct template *template,
                struct view view, struct arena *arena, struct buf *body)
{
	struct renderer renderer;
	struct scope scope = { .template = template };
	const struct op whole = { .line = 1 };

	renderer.templates = templates;
	renderer.arena = arena;
	renderer.body = body;
	renderer.depth = 0;
	renderer.steps = 0;
	renderer.is_line_start = true;
	renderer.stack[0] = view;
	renderer.stack_count = 1;
	if (!run(&renderer, &scope, 0, template->op_count))
		return false;
	return !body->is_full || fail(&renderer, &scope, &whole, "the page is larger than its ceiling");
}
