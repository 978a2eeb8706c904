/* compile.c: turns the text of a template into the flat array of operations that render.c runs. */
#include "view/template_ops.h"

#include <string.h>

struct compiler {
	struct templates *templates;
	struct template *template;
	struct op *ops;
	size_t op_count;
	size_t op_size;
	struct buf text;           /* template text that is not yet an operation */
	size_t margin;             /* blanks dropped at the start of each line: a block's own indentation */
};

static struct str
keep(struct compiler *compiler, struct str s)
{
	return str_copy(compiler->templates->program, s);
}

static void
append(struct compiler *compiler, struct op op)
{
	if (compiler->op_count == compiler->op_size) {
		size_t size = compiler->op_size ? compiler->op_size * 2 : 64;

		compiler->ops = arena_grow(&compiler->templates->scratch, compiler->ops,
		                           compiler->op_size * sizeof op, size * sizeof op);
		compiler->op_size = size;
	}
	compiler->ops[compiler->op_count++] = op;
}

static void
flush_text(struct compiler *compiler)
{
	if (compiler->text.len)
		append(compiler, (struct op){ .kind = OP_TEXT, .end = (uint32_t)compiler->op_count + 1, .text = keep(compiler, buf_str(&compiler->text)) });
	compiler->text.len = 0;
}

static uint32_t
add_op(struct compiler *compiler, struct op op)
{
	flush_text(compiler);
	append(compiler, op);
	return (uint32_t)(compiler->op_count - 1);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Adds the text from..to; at each line start the margin is dropped. */
static void
add_text(struct compiler *compiler, const struct piece *piece, size_t from, size_t to)
{
	const char *text = piece->text.data;

	while (from < to) {
		const char *newline = memchr(text + from, '\n', to - from);
		size_t line_end = newline ? (size_t)(newline - text) + 1 : to;
		bool is_line_start = from == 0 ? !piece->is_translation : text[from - 1] == '\n';

		for (size_t dropped = 0; is_line_start && dropped < compiler->margin && from < line_end && is_blank(text[from]); dropped++)
			from++;
		buf_add(&compiler->text, str_slice(piece->text, from, line_end));
		from = line_end;
	}
}

/* The blanks that all lines of from..to begin with; lines of blanks only do not count. NO_STR: no lines. */
static struct str
common_margin(struct str text, size_t from, size_t to)
{
	struct str least = NO_STR, line, rest = str_slice(text, from, to);

	while (str_cut(&rest, '\n', &line)) {
		size_t blanks = 0;

		while (blanks < line.len && is_blank(line.data[blanks]))
			blanks++;
		if (blanks == line.len || line.data[blanks] == '\r')
			continue;
		if (!least.data || blanks < least.len)
			least = str_slice(line, 0, blanks);
	}
	return least;
}

/* Splits "customer.name" once, here, so that no page does it again. */
static bool
split_path(struct compiler *compiler, const struct tag *tag, struct op *op)
{
	struct str rest = keep(compiler, tag->name), part, *path;
	uint32_t count = 1;

	if (str_equal(rest, S(".")))
		return true;
	for (size_t i = 0; i < rest.len; i++)
		count += rest.data[i] == '.';
	path = ARENA_ARRAY(compiler->templates->program, struct str, count);
	op->path = path;
	while (str_cut(&rest, '.', &part)) {
		if (part.len == 0)
			return templates_fail(compiler->templates, compiler->template->name, tag->line,
			                      "bad name \"%.*s\"", STR_ARG(str_slice(tag->name, 0, 80)));
		path[op->path_count++] = part;
	}
	return true;
}

static const struct tag *
tag_at(const struct tag_list *list, size_t place)
{
	return place == NO_TAG ? NULL : &list->tags[place];
}

static bool
is_argument(const struct tag_list *list, const struct tag *tag)
{
	const struct tag *container = tag_at(list, tag->container);

	return tag->kind == '$' && container && container->kind == '<';
}

/*
 * Where the text before a tag ends and the text after it begins. A tag alone
 * on its line takes the line with it. A parent counts from its opening to
 * its closing tag, and a block inside it needs no line of its own, because
 * nothing around it is printed.
 */
static void
text_bounds(const struct tag_list *list, const struct tag *tag, size_t *end, size_t *next)
{
	const struct tag *opening = tag->kind == '/' ? &list->tags[tag->partner] : tag;
	bool takes_left = false, takes_right = false;

	if (opening->kind == '<') {
		bool is_alone = opening->is_left_blank && list->tags[opening->partner].is_right_blank;

		takes_left = is_alone && tag == opening;
		takes_right = is_alone && tag != opening;
	} else if (is_argument(list, opening)) {
		takes_left = tag != opening && tag->is_left_blank;
		takes_right = tag == opening && tag->is_right_blank;
	} else if (tag->kind != '.' && tag->kind != '&') {
		takes_left = takes_right = tag->is_left_blank && tag->is_right_blank;
	}
	*end = takes_left ? tag->left : tag->start;
	*next = takes_right ? tag->right : tag->end;
}

/* The blanks before a tag, without those the surrounding block drops. */
static struct str
own_indent(const struct compiler *compiler, struct str blanks)
{
	return str_slice(blanks, compiler->margin, blanks.len);
}

static struct str
blanks_before(const struct piece *piece, const struct tag *tag)
{
	return tag->is_left_blank ? str_slice(piece->text, tag->left, tag->start) : S("");
}

/*
 * A block's indentation is dropped where it is written and put back where it
 * is shown: that of its lines if they follow the tag, else that of the line
 * the tag begins.
 */
static void
open_block(struct compiler *compiler, const struct piece *piece, const struct tag_list *list, struct tag *tag)
{
	struct op op = { .kind = OP_BLOCK, .line = tag->line, .text = keep(compiler, tag->name) };
	struct str margin = blanks_before(piece, tag);
	size_t from, to, end;

	tag->outer_margin = compiler->margin;
	text_bounds(list, tag, &end, &from);
	text_bounds(list, &list->tags[tag->partner], &to, &end);
	if (from > tag->end && to > from) {
		struct str common = common_margin(piece->text, from, to);

		if (common.data)
			margin = common;
	}
	op.indent = keep(compiler, own_indent(compiler, margin));
	if (from > tag->end || tag->is_left_blank)
		compiler->margin = margin.len;
	tag->op = add_op(compiler, op);
}

static bool
add_partial(struct compiler *compiler, const struct piece *piece, const struct tag_list *list, struct tag *tag)
{
	struct op op = { .kind = tag->kind == '>' ? OP_PARTIAL : OP_PARENT, .line = tag->line, .is_dynamic = tag->is_dynamic };
	const struct tag *last = tag->kind == '<' ? &list->tags[tag->partner] : tag;

	op.text = keep(compiler, tag->name);
	op.is_standalone = tag->is_left_blank && last->is_right_blank;
	if (op.is_standalone)
		op.indent = keep(compiler, own_indent(compiler, blanks_before(piece, tag)));
	if (tag->is_dynamic) {
		if (!split_path(compiler, tag, &op))
			return false;
	} else {
		if (!templates_obtain(compiler->templates, op.text, &op.partial))
			return false;
		if (!op.partial && !compiler->templates->source.missing_is_empty)
			return templates_fail(compiler->templates, compiler->template->name, tag->line,
			                      "there is no template \"%.*s\"", STR_ARG(str_slice(op.text, 0, 100)));
	}
	tag->op = add_op(compiler, op);
	if (tag->kind == '>')
		compiler->ops[tag->op].end = tag->op + 1;
	return true;
}

static bool compile_piece(struct compiler *compiler, const struct piece *piece);

/* Runs of white space become one blank, those at the ends nothing. */
static struct str
message_id(struct arena *arena, struct str s)
{
	char *id;
	size_t len = 0;

	s = str_trim(s);
	id = arena_take(arena, 1, s.len + 1);
	for (size_t i = 0; i < s.len; i++) {
		bool is_space = s.data[i] == ' ' || (s.data[i] >= '\t' && s.data[i] <= '\r');

		if (!is_space)
			id[len++] = s.data[i];
		else if (id[len - 1] != ' ')
			id[len++] = ' ';
	}
	return (struct str){ id, len };
}

static bool
add_translation(struct compiler *compiler, const struct piece *piece, const struct tag_list *list, const struct tag *tag)
{
	const struct template_source *source = &compiler->templates->source;
	const struct tag *closing = &list->tags[tag->partner];
	struct str id = message_id(&compiler->templates->scratch, str_slice(piece->text, tag->end, closing->start));
	struct piece translation = {
		.template_name = piece->template_name, .open = tag->open, .close = tag->close,
		.line = tag->line, .is_translation = true,
	};

	if (piece->is_translation)
		return templates_fail(compiler->templates, compiler->template->name, tag->line, "{{#t}} stands inside {{#t}}");
	translation.text = source->translate ? source->translate(source, id) : id;
	return compile_piece(compiler, &translation);
}

/*
 * Translators write text and names, nothing that reaches further: what is
 * printed unescaped and what is included is decided in the template alone.
 */
static bool
is_allowed(const struct piece *piece, const struct tag *tag)
{
	return !piece->is_translation || strchr(".#^/!", tag->kind);
}

static bool
close_tag(struct compiler *compiler, const struct tag_list *list, const struct tag *tag)
{
	const struct tag *opening = &list->tags[tag->partner];

	flush_text(compiler);
	compiler->ops[opening->op].end = (uint32_t)compiler->op_count;
	if (opening->kind == '$')
		compiler->margin = opening->outer_margin;
	return true;
}

static bool
add_tag(struct compiler *compiler, const struct piece *piece, const struct tag_list *list, struct tag *tag)
{
	struct op op = { .line = tag->line };

	switch (tag->kind) {
	case '!':
	case '=':
		return true;
	case '/':
		return close_tag(compiler, list, tag);
	case '$':
		open_block(compiler, piece, list, tag);
		return true;
	case '>':
	case '<':
		return add_partial(compiler, piece, list, tag);
	case '#':
		op.kind = OP_SECTION;
		break;
	case '^':
		op.kind = OP_INVERTED;
		break;
	case '&':
		op.kind = OP_RAW;
		break;
	default:
		op.kind = OP_VALUE;
	}
	if (!split_path(compiler, tag, &op))
		return false;
	tag->op = add_op(compiler, op);
	compiler->ops[tag->op].end = tag->op + 1;
	return true;
}

/* What stands directly inside {{<parent}} must be a block: text is dropped, a tag there is a mistake. */
static bool
check_place(struct compiler *compiler, const struct piece *piece, const struct tag_list *list, const struct tag *tag)
{
	const struct tag *container = tag_at(list, tag->container);

	if (!is_allowed(piece, tag))
		return templates_fail(compiler->templates, piece->template_name, tag->line,
		                      "the translation of {{#t}} may contain names and sections only, not {{%c%.*s}}",
		                      tag->kind, STR_ARG(str_slice(tag->name, 0, 80)));
	if (container && container->kind == '<' && !strchr("$!=/", tag->kind))
		return templates_fail(compiler->templates, piece->template_name, tag->line,
		                      "{{%.*s}} stands inside {{<%.*s}}, outside its blocks",
		                      STR_ARG(str_slice(tag->name, 0, 80)), STR_ARG(str_slice(container->name, 0, 80)));
	return true;
}

static bool
compile_piece(struct compiler *compiler, const struct piece *piece)
{
	struct tag_list list = { 0 };
	size_t at = 0, end, next;

	if (!template_scan(compiler->templates, piece, &list))
		return false;
	for (size_t i = 0; i < list.count; i++) {
		struct tag *tag = &list.tags[i];
		const struct tag *container = tag_at(&list, tag->kind == '/' ? tag->partner : tag->container);

		if (!check_place(compiler, piece, &list, tag))
			return false;
		text_bounds(&list, tag, &end, &next);
		if (tag->kind == '#' && str_equal(tag->name, S("t"))) {
			add_text(compiler, piece, at, tag->start);
			if (!add_translation(compiler, piece, &list, tag))
				return false;
			i = tag->partner;
			next = list.tags[i].end;
		} else {
			if (!container || container->kind != '<')
				add_text(compiler, piece, at, end);
			if (!add_tag(compiler, piece, &list, tag))
				return false;
		}
		at = next;
	}
	add_text(compiler, piece, at, piece->text.len);
	return true;
}

bool
template_compile(struct templates *templates, struct template *template, struct str text)
{
	struct compiler compiler = { .templates = templates, .template = template };
	struct piece whole = { .template_name = template->name, .text = text, .open = S("{{"), .close = S("}}"), .line = 1 };
	struct op *ops;

	buf_init(&compiler.text, &templates->scratch, TEXT_MAX_BYTES);
	if (text.len > TEXT_MAX_BYTES)
		return templates_fail(templates, template->name, 1, "is larger than %d bytes", TEXT_MAX_BYTES);
	if (!compile_piece(&compiler, &whole))
		return false;
	flush_text(&compiler);
	if (compiler.text.is_full)
		return templates_fail(templates, template->name, 1, "is larger than %d bytes", TEXT_MAX_BYTES);
	ops = ARENA_ARRAY(templates->program, struct op, compiler.op_count);
	if (compiler.op_count)
		memcpy(ops, compiler.ops, compiler.op_count * sizeof *ops);
	template->ops = ops;
	template->op_count = (uint32_t)compiler.op_count;
	return true;
}
