/* script.c: takes a migration apart, and refuses what could not be resumed or taken back. */
#include "qiao/script.h"

#include <string.h>

enum { STATEMENTS_MAX = 500, WORD_BYTES = 64 };

static const char *const phases[] = { "expand", "backfill", "contract", "back" };

const char *
phase_name(enum phase phase)
{
	return phases[phase];
}

/* Length of the comment or quoted part that begins here; 0: neither does. Beyond the end when it is not closed. */
static size_t
part_length(struct str s, bool *is_comment)
{
	const char *end;
	size_t i = 1;
	char quote = s.data[0];

	*is_comment = true;
	if (quote == '#' || (str_starts_with(s, S("--")) && (s.len == 2 || (unsigned char)s.data[2] <= ' '))) {
		end = memchr(s.data, '\n', s.len);
		return end ? (size_t)(end - s.data) : s.len;
	}
	if (str_starts_with(s, S("/*"))) {
		ptrdiff_t close = str_find(str_slice(s, 2, s.len), S("*/"));

		return close < 0 ? s.len + 1 : (size_t)close + 4;
	}
	*is_comment = false;
	if (quote != '\'' && quote != '"' && quote != '`')
		return 0;
	/* A doubled quote ends one part and begins the next. */
	for (; i < s.len && s.data[i] != quote; i++)
		if (s.data[i] == '\\' && quote != '`')
			i++;
	return i < s.len ? i + 1 : s.len + 1;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

/* The next word of a statement outside comments and values; a name is one with its backquotes, so that it is no keyword; a sign is one. */
static bool
next_word(struct str *rest, struct str *word)
{
	while (rest->len) {
		bool is_comment;
		size_t len = part_length(*rest, &is_comment);

		if (len == 0 && (unsigned char)rest->data[0] > ' ') {
			while (len < rest->len && is_letter(rest->data[len]))
				len++;
			len = len ? len : 1;
			*word = str_slice(*rest, 0, len);
			*rest = str_slice(*rest, len, rest->len);
			return true;
		}
		if (len && !is_comment && rest->data[0] == '`') {
			*word = str_slice(*rest, 0, len);
			*rest = str_slice(*rest, len, rest->len);
			return true;
		}
		*rest = str_slice(*rest, len ? len : 1, rest->len);
	}
	return false;
}

static bool
word_is(struct str word, const char *name)
{
	return str_equal_ignoring_case(word, str_from(name));
}

static bool
is_among(struct str word, const char *const *names)
{
	for (; *names; names++)
		if (word_is(word, *names))
			return true;
	return false;
}

/* What would take away something that older programs use. */
static bool
takes_away(struct str text)
{
	static const char *const harmless[] = { "KEY", "INDEX", "CONSTRAINT", "FOREIGN", "DEFAULT", NULL };
	static const char *const verbs[] = { "CHANGE", "RENAME", NULL };
	struct str word, next;

	while (next_word(&text, &word)) {
		if (is_among(word, verbs))
			return true;
		if (word_is(word, "DROP") && (!next_word(&text, &next) || !is_among(next, harmless)))
			return true;
	}
	return false;
}

static bool
has_word(struct str text, const char *name)
{
	struct str word;

	while (next_word(&text, &word))
		if (word_is(word, name))
			return true;
	return false;
}

static struct str
unquoted(struct str word)
{
	return str_starts_with(word, S("`")) ? str_slice(word, 1, word.len - 1) : word;
}

/* CREATE, ALTER, DROP or RENAME TABLE: whether each is done as a whole can be seen from the one table it names. */
static const char *
read_form(struct statement *statement, struct str verb, struct str rest)
{
	struct str word;
	static const char *const fillers[] = { "IF", "NOT", "EXISTS", NULL };

	if (!next_word(&rest, &word) || !word_is(word, "TABLE"))
		return "of statements about the form of the schema only those about a TABLE can be resumed";
	while (next_word(&rest, &word) && is_among(word, fillers))
		continue;
	statement->table = unquoted(word);
	if ((word_is(verb, "DROP") || word_is(verb, "RENAME")) && str_find_char(rest, ',') >= 0)
		return "one table in each DROP or RENAME: several are not done as a whole";
	if (word_is(verb, "CREATE") && has_word(rest, "SELECT"))
		return "a new table and its rows are two statements: together they are not done as a whole";
	return NULL;
}

bool
script_dropped(struct str *rest, struct str *column)
{
	struct str word;

	while (next_word(rest, &word))
		if (word_is(word, "DROP") && next_word(rest, &word) && word_is(word, "COLUMN") && next_word(rest, column)) {
			*column = unquoted(*column);
			return true;
		}
	return false;
}

/* The last word, where RENAME TABLE says what it will be called. */
static struct str
last_word(struct str rest)
{
	struct str word, last = S("");

	while (next_word(&rest, &word))
		last = unquoted(word);
	return last;
}

/* ADD, MODIFY and the like: nothing that a way back needs. */
static bool
only_drops(struct str rest)
{
	static const char *const others[] = { "ADD", "MODIFY", "CHANGE", "ALTER", "RENAME", "CONVERT", "SET", "WITHOUT", "PARTITION", NULL };
	static const char *const parts[] = { "COLUMN", "KEY", "INDEX", "CONSTRAINT", "FOREIGN", NULL };
	struct str word;

	next_word(&rest, &word);
	while (next_word(&rest, &word)) {
		if (is_among(word, others))
			return false;
		if (word_is(word, "DROP") && (!next_word(&rest, &word) || !is_among(word, parts)))
			return false;
	}
	return true;
}

/* What a way back may do: put aside, and drop columns; whether they were put aside is looked at when it runs. */
static const char *
read_back(const struct statement *statement, struct str verb, struct str rest)
{
	static const char fault[] = "a way back fills new tables named aside_..., renames a table to such a name, or drops columns and keys";
	struct str word;
	bool is_well;

	if (word_is(verb, "INSERT"))
		is_well = next_word(&rest, &word) && word_is(word, "INTO") && next_word(&rest, &word) && str_starts_with(unquoted(word), S("aside_"));
	else if (word_is(verb, "CREATE"))
		is_well = str_starts_with(statement->table, S("aside_"));
	else if (word_is(verb, "RENAME"))
		is_well = str_starts_with(last_word(rest), S("aside_"));
	else
		is_well = word_is(verb, "ALTER") && only_drops(statement->text);
	return is_well ? NULL : fault;
}

static const char *
read_statement(const struct script *script, struct statement *statement)
{
	static const char *const rows[] = { "INSERT", "UPDATE", "DELETE", "REPLACE", NULL };
	static const char *const forms[] = { "CREATE", "ALTER", "DROP", "RENAME", NULL };
	struct str rest = statement->text, verb;
	const char *fault;

	if (!next_word(&rest, &verb))
		return "a statement without a word";
	if (is_among(verb, rows) && script->phase == BACK)
		return read_back(statement, verb, rest);
	if (is_among(verb, rows))
		return script->phase == BACKFILL && !has_word(rest, "LIMIT") ? "each statement of a backfill has a LIMIT, and is run until it finds no more rows" : NULL;
	if (!is_among(verb, forms))
		return "a statement begins with INSERT, UPDATE, DELETE or REPLACE, or it is about a TABLE: CREATE, ALTER, DROP, RENAME";
	if (script->phase == BACKFILL)
		return "a backfill changes rows only";
	if (script->phase == EXPAND && takes_away(statement->text))
		return "what takes a column or table away, or renames it, belongs into a file with \"-- phase: contract\"";
	fault = read_form(statement, verb, rest);
	return !fault && script->phase == BACK ? read_back(statement, verb, rest) : fault;
}

static void
read_declaration(struct script *script, struct str line)
{
	struct str name, value = str_trim(str_slice(line, 2, line.len)), what;

	if (!str_cut(&value, ':', &name) || !value.data)
		return;
	value = str_trim(value);
	if (str_equal(name, S("phase"))) {
		for (size_t i = 0; i < sizeof phases / sizeof *phases; i++)
			if (str_equal_text(value, phases[i])) {
				script->phase = (enum phase)i;
				return;
			}
		script->fault = "phase is expand, backfill or contract; back in sql/down";
	} else if (str_equal(name, S("needs"))) {
		script->needs_maintenance = str_equal(value, S("maintenance"));
		if (!script->needs_maintenance)
			script->fault = "needs can only be maintenance";
	} else if (str_equal(name, S("changes"))) {
		str_cut(&value, ' ', &what);
		if (!value.data || script->change_count == CHANGES_MAX)
			script->fault = "changes is followed by a table and the reason, at most 20 times";
		else
			script->changes[script->change_count++] = (struct declared_change){ what, str_trim(value) };
	}
}

/* Only the lines at the head declare something. */
static void
read_head(struct script *script, struct str text)
{
	struct str line;

	while (str_cut(&text, '\n', &line) && str_starts_with(line, S("--")))
		read_declaration(script, line);
}

void
script_read(struct script *script, struct arena *arena, struct str text)
{
	size_t at = 0, start = 0;

	*script = (struct script){ .statements = ARENA_ARRAY(arena, struct statement, STATEMENTS_MAX) };
	read_head(script, text);
	while (at <= text.len && !script->fault) {
		struct str rest = str_slice(text, at, text.len);
		bool is_comment = false, is_end = rest.len == 0 || rest.data[0] == ';';
		size_t len = is_end ? 0 : part_length(rest, &is_comment);

		if (len > rest.len) {
			script->fault = "a quoted text or a comment is not closed";
		} else if (is_end) {
			struct statement statement = { .text = str_trim(str_slice(text, start, at)) };

			if (script->count == STATEMENTS_MAX)
				script->fault = "too many statements for one file";
			else if (statement.text.len && !(script->fault = read_statement(script, &statement)))
				script->statements[script->count++] = statement;
			start = ++at;
		} else {
			/* Comments in front of a statement are not part of it: what is done stays done when they change. */
			bool is_before = start == at && (is_comment || (unsigned char)rest.data[0] <= ' ');

			at += len ? len : 1;
			start = is_before ? at : start;
		}
	}
}
