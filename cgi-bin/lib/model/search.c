/* search.c: cuts text into pieces, keeps the pieces, and finds records by the rarest one. */
#include "model/search.h"

#include <string.h>

#include "base/utf8.h"
#include "model/change.h"
#include "model/select.h"

enum { COUNT_CAP = 2000, CONTENT_BYTES = 16 * 1024, RANGE_ROWS = 20000, PIECES_MIN = 5 };

bool
search_knows(const struct entity *entity)
{
	for (const struct field *field = entity->fields; field->name; field++)
		if (field->flags & SEARCHED)
			return true;
	return false;
}

static void
add_field(struct work *work, const struct field *field, struct str value, struct buf *content, struct buf *sounds)
{
	if (!(field->flags & SEARCHED) || str_is_empty(value))
		return;
	buf_add(content, locale_fold(work->tools, work->arena, value));
	buf_add_char(content, '\n');
	if (field->kind == PHONE) {
		for (size_t i = 0; i < value.len; i++)
			if (value.data[i] >= '0' && value.data[i] <= '9')
				buf_add_char(content, value.data[i]);
		buf_add_char(content, '\n');
	} else if (field->kind == TEXT) {
		locale_add_pinyin(work->tools, sounds, value);
		buf_add_char(sounds, '\n');
	}
}

struct str
search_content(struct work *work, const struct record *record)
{
	struct buf content, sounds;
	size_t i = 0;

	buf_init(&content, work->arena, CONTENT_BYTES);
	buf_init(&sounds, work->arena, CONTENT_BYTES / 2);
	for (const struct field *field = record->entity->fields; field->name; field++)
		add_field(work, field, record->values[i++], &content, &sounds);
	for (size_t c = 0; c < entity_child_count(record->entity); c++)
		for (size_t k = 0; k < record->lines[c].count; k++) {
			i = 0;
			for (const struct field *field = record->lines[c].entity->fields; field->name; field++)
				add_field(work, field, record->lines[c].records[k].values[i++], &content, &sounds);
		}
	if (record->entity->code_prefix && record->entity->code_prefix[0] && record->id.data) {
		buf_add(&content, locale_fold(work->tools, work->arena, record_code(work, record->entity, record->id)));
		buf_add_char(&content, '\n');
	}
	buf_add(&content, buf_str(&sounds));
	return buf_str(&content);
}

enum class { SEPARATOR, LETTER, HAN };

static enum class
class_of(uint32_t c)
{
	if (utf8_is_han(c))
		return HAN;
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? LETTER : SEPARATOR;
	/* General punctuation, CJK punctuation and full-width signs separate; other scripts are letters. */
	if ((c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xff00 && c <= 0xff0f) || c == 0xb7)
		return SEPARATOR;
	return LETTER;
}

/* The run of one class that begins at *at; its code points' places go to starts (at most max), *at moves behind it. */
static size_t
next_run(struct str text, size_t *at, enum class *class, size_t *starts, size_t max)
{
	size_t count = 0, place = *at;
	uint32_t c;

	while (count < max) {
		size_t start = place;

		if (!utf8_next(text, &place, &c)) {
			if (start < text.len && count == 0)
				place = start + 1;
			break;
		}
		if (count && class_of(c) != *class) {
			place = start;
			break;
		}
		*class = class_of(c);
		starts[count++] = start;
	}
	starts[count] = place;
	*at = place;
	return count;
}

static size_t
gram_length(enum class class)
{
	return class == HAN ? 2 : 3;
}

struct gram_set {
	struct str *grams;
	size_t count;
	uint16_t slots[2048];          /* place + 1 of the gram; 0: free */
};

static void
gram_set_add(struct gram_set *set, struct str gram)
{
	uint32_t hash = 2166136261u;
	size_t slot;

	for (size_t i = 0; i < gram.len; i++)
		hash = (hash ^ (unsigned char)gram.data[i]) * 16777619u;
	for (slot = hash % 2048; set->slots[slot]; slot = (slot + 1) % 2048)
		if (str_equal(set->grams[set->slots[slot] - 1], gram))
			return;
	if (set->count == GRAMS_MAX)
		return;
	set->grams[set->count++] = gram;
	set->slots[slot] = (uint16_t)set->count;
}

struct str *
search_grams(struct arena *arena, struct str content, size_t *count)
{
	struct gram_set *set = ARENA_NEW(arena, struct gram_set);
	size_t starts[129];

	set->grams = ARENA_ARRAY(arena, struct str, GRAMS_MAX);
	for (size_t at = 0; at < content.len;) {
		enum class class = SEPARATOR;
		size_t length = next_run(content, &at, &class, starts, 128);

		if (class == SEPARATOR)
			continue;
		for (size_t i = 0; i < length; i++) {
			size_t end = i + gram_length(class);

			gram_set_add(set, str_slice(content, starts[i], starts[end < length ? end : length]));
		}
	}
	*count = set->count;
	return set->grams;
}

static bool
has_gram(struct str *grams, size_t count, struct str gram)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(grams[i], gram))
			return true;
	return false;
}

/* Takes away the pieces that are in one set and not in the other. */
static void
delete_grams(struct work *work, const struct record *record, struct str *grams, size_t count, struct str *others, size_t other_count)
{
	struct str *values = ARENA_ARRAY(work->arena, struct str, count * 3 + 1);
	size_t rows = 0;

	for (size_t i = 0; i < count; i++) {
		if (has_gram(others, other_count, grams[i]))
			continue;
		values[rows * 3] = str_from(record->entity->name);
		values[rows * 3 + 1] = grams[i];
		values[rows * 3 + 2] = record->id;
		rows++;
	}
	db_execute_many(work->db, SQL("DELETE FROM search_gram WHERE entity = ? AND gram = ? AND record_id = ?"), 3, values, rows);
}

void
search_update(struct work *work, const struct record *record)
{
	struct str entity = str_from(record->entity->name), content, before;
	struct str *grams, *old = NULL;
	size_t count, old_count = 0;
	bool is_new = str_equal(record->version, S("1"));

	if (!search_knows(record->entity))
		return;
	content = search_content(work, record);
	before = is_new ? NO_STR : db_value(work->db, SQL("SELECT content FROM search_text WHERE entity = ? AND record_id = ?"),
	                                    ARGS(entity, record->id));
	if (before.data && str_equal(before, content))
		return;
	grams = search_grams(work->arena, content, &count);
	if (before.data) {
		old = search_grams(work->arena, before, &old_count);
		db_execute(work->db, SQL("UPDATE search_text SET content = ? WHERE entity = ? AND record_id = ?"),
		           ARGS(content, entity, record->id));
		delete_grams(work, record, old, old_count, grams, count);
	} else {
		db_execute(work->db, SQL("INSERT INTO search_text (entity, record_id, content) VALUES (?, ?, ?)"),
		           ARGS(entity, record->id, content));
	}
	for (size_t i = 0; i < count; i++)
		if (!has_gram(old, old_count, grams[i]))
			change_add_gram(work, entity, grams[i], record->id);
}

void
search_remove(struct work *work, const struct entity *entity, struct str record_id)
{
	struct str name = str_from(entity->name), content;
	struct str *grams;
	size_t count;
	struct record record = { .entity = entity, .id = record_id };

	if (!search_knows(entity))
		return;
	content = db_value(work->db, SQL("SELECT content FROM search_text WHERE entity = ? AND record_id = ?"), ARGS(name, record_id));
	if (!content.data)
		return;
	grams = search_grams(work->arena, content, &count);
	delete_grams(work, &record, grams, count, NULL, 0);
	db_execute(work->db, SQL("DELETE FROM search_text WHERE entity = ? AND record_id = ?"), ARGS(name, record_id));
}

/* The pieces a word must have; a run too short for a whole piece is used only when the word has nothing better. */
static void
add_pieces(struct search_query *query, struct str word)
{
	size_t starts[129], before = query->piece_count;
	struct str shorter = NO_STR;

	for (size_t at = 0; at < word.len;) {
		enum class class = SEPARATOR;
		size_t length = next_run(word, &at, &class, starts, 128), size = gram_length(class);

		if (class == SEPARATOR)
			continue;
		if (length < size && str_slice(word, starts[0], starts[length]).len > shorter.len)
			shorter = str_slice(word, starts[0], starts[length]);
		for (size_t i = 0; i + size <= length && query->piece_count < QUERY_GRAMS_MAX; i++)
			query->pieces[query->piece_count++].gram = str_slice(word, starts[i], starts[i + size]);
	}
	if (query->piece_count == before && shorter.len && query->piece_count < QUERY_GRAMS_MAX)
		query->pieces[query->piece_count++] = (struct search_piece){ .gram = shorter, .is_range = true };
}

static struct str
range_end(struct work *work, struct str gram)
{
	return str_join(work->arena, gram, S("\xf4\x8f\xbf\xbf"));
}

static void
add_piece_condition(struct work *work, const struct entity *entity, const struct search_piece *piece,
                    struct buf *sql, struct arg_list *args)
{
	arg_add(args, str_from(entity->name));
	arg_add(args, piece->gram);
	if (piece->is_range) {
		buf_add_text(sql, "entity = ? AND gram >= ? AND gram < ?");
		arg_add(args, range_end(work, piece->gram));
	} else {
		buf_add_text(sql, "entity = ? AND gram = ?");
	}
}

static bool
is_narrow(const struct work *work, const struct entity *entity)
{
	enum scope scope = access_scope(work, entity, VIEW);

	return scope == SCOPE_OWN || scope == SCOPE_TEAM;
}

/* One line of the plan for each piece, and one for the scope: counting them costs ten times the search itself. */
static void
add_counts(struct work *work, const struct entity *entity, const struct search_query *query, size_t *count, struct buf *sql, struct arg_list *args)
{
	for (size_t i = 0; i < query->piece_count; i++) {
		buf_add_text(sql, (*count)++ ? " UNION ALL SELECT 1 FROM search_gram WHERE " : "EXPLAIN SELECT 1 FROM search_gram WHERE ");
		add_piece_condition(work, entity, &query->pieces[i], sql, args);
	}
	if (is_narrow(work, entity) && query->piece_count) {
		buf_add_format(sql, " UNION ALL SELECT 1 FROM `%s` c WHERE ", entity->name);
		access_predicate(work, entity, VIEW, "c", sql, args);
		(*count)++;
	}
}

/* The estimate of the next SELECT; what stands inside one has lines of its own. */
static uint64_t
next_count(struct rows *rows)
{
	uint64_t count = 1;

	while (rows_next(rows)) {
		struct str type = rows_get(rows, S("select_type"));

		if (str_equal(type, S("SIMPLE")) || str_equal(type, S("PRIMARY")) || str_equal(type, S("UNION"))) {
			str_to_u64(rows_get(rows, S("rows")), &count);
			break;
		}
	}
	return count;
}

static void
take_counts(const struct work *work, const struct entity *entity, struct search_query *query, struct rows *rows)
{
	uint64_t in_scope;

	for (size_t i = 0; i < query->piece_count; i++) {
		query->pieces[i].count = next_count(rows);
		if (query->pieces[i].count < query->pieces[query->rarest].count)
			query->rarest = i;
	}
	if (!is_narrow(work, entity) || !query->piece_count)
		return;
	in_scope = next_count(rows);
	/* A wide scope is met soon on the way through a frequent piece. */
	query->starts_from_scope = in_scope < COUNT_CAP && in_scope < query->pieces[query->rarest].count;
}

static void
cut_up(struct work *work, const struct entity *entity, struct str text, size_t most, struct search_query *query)
{
	struct str rest, word;

	*query = (struct search_query){ 0 };
	if (!utf8_is_valid(text) || !search_knows(entity))
		return;
	rest = locale_fold(work->tools, work->arena, utf8_first(text, 80));
	while (str_cut(&rest, ' ', &word) && query->word_count < SEARCH_WORDS_MAX) {
		word = str_trim(word);
		if (str_is_empty(word))
			continue;
		query->words[query->word_count++] = word;
		add_pieces(query, word);
	}
	if (query->piece_count > most)
		query->piece_count = most;
}

bool
search_queries_read(struct work *work, const struct entity *const *entities, size_t count, struct str text, struct search_query *queries)
{
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct rows *rows;
	size_t select_count = 0;

	buf_init(&sql, work->arena, 64 * 1024);
	for (size_t i = 0; i < count; i++) {
		cut_up(work, entities[i], text, QUERY_GRAMS_MAX / count < PIECES_MIN ? PIECES_MIN : QUERY_GRAMS_MAX / count, &queries[i]);
		/* Of several, those that are not shown are not asked about. */
		if (count > 1 && (!work_has_pages(work, entities[i]) || !access_may(work, entities[i], VIEW)))
			queries[i].piece_count = 0;
		add_counts(work, entities[i], &queries[i], &select_count, &sql, &args);
	}
	if (select_count == 0)
		return false;
	rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	for (size_t i = 0; i < count; i++)
		take_counts(work, entities[i], &queries[i], rows);
	return true;
}

bool
search_query_read(struct work *work, const struct entity *entity, struct str text, struct search_query *query)
{
	return search_queries_read(work, &entity, 1, text, query);
}

static void
add_words(struct work *work, const struct search_query *query, struct buf *sql, struct arg_list *args)
{
	for (size_t i = 0; i < query->word_count; i++) {
		buf_add_text(sql, " AND t.content LIKE ?");
		arg_add(args, select_like(work->arena, query->words[i]));
	}
}

void
search_from(struct work *work, const struct entity *entity, const struct search_query *query,
            struct buf *sql, struct arg_list *args)
{
	const struct search_piece *rarest = &query->pieces[query->rarest];
	size_t joined = 0;

	if (query->starts_from_scope) {
		buf_add_format(sql, " FROM `%s` c STRAIGHT_JOIN search_text t ON t.entity = '%s' AND t.record_id = c.id WHERE 1",
		               entity->name, entity->name);
		add_words(work, query, sql, args);
		return;
	}
	if (rarest->is_range) {
		buf_add_text(sql, " FROM (SELECT DISTINCT record_id FROM search_gram WHERE ");
		add_piece_condition(work, entity, rarest, sql, args);
		buf_add_format(sql, " LIMIT %d) g", RANGE_ROWS);
	} else {
		buf_add_text(sql, " FROM search_gram g");
	}
	buf_add_format(sql, " STRAIGHT_JOIN search_text t ON t.entity = '%s' AND t.record_id = g.record_id"
	                    " STRAIGHT_JOIN `%s` c ON c.id = g.record_id WHERE 1", entity->name, entity->name);
	if (!rarest->is_range) {
		buf_add_text(sql, " AND g.entity = ? AND g.gram = ?");
		arg_add(args, str_from(entity->name));
		arg_add(args, rarest->gram);
	}
	/* Two more pieces weed out most of what the text would refuse anyway. */
	for (size_t i = 0; i < query->piece_count && joined < 2; i++) {
		if (i == query->rarest || query->pieces[i].is_range || query->pieces[i].count >= COUNT_CAP)
			continue;
		buf_add_format(sql, " AND EXISTS (SELECT 1 FROM search_gram e%zu WHERE e%zu.entity = ? AND e%zu.gram = ? AND e%zu.record_id = g.record_id)",
		               joined, joined, joined, joined);
		arg_add(args, str_from(entity->name));
		arg_add(args, query->pieces[i].gram);
		joined++;
	}
	add_words(work, query, sql, args);
}

struct rows *
search_hits(struct work *work, const struct entity *const *entities, size_t count, struct str text, size_t limit)
{
	struct search_query *queries = ARENA_ARRAY(work->arena, struct search_query, count);
	struct buf sql;
	struct arg_list args = { .count = 0 };
	const char *between = "";

	buf_init(&sql, work->arena, 128 * 1024);
	if (!search_queries_read(work, entities, count, text, queries))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		const struct entity *entity = entities[i];

		if (queries[i].piece_count == 0 || !work_has_pages(work, entity) || !access_may(work, entity, VIEW))
			continue;
		buf_add_format(&sql, "%s(SELECT %zu AS place, h.id, CONVERT(", between, i);
		select_title(work, entity, "h", &sql);
		buf_add_text(&sql, " USING utf8mb4) COLLATE utf8mb4_bin AS name, CONVERT(CONCAT_WS(' · ', NULL");
		select_subtitle(work, entity, "h", &sql);
		buf_add_text(&sql, ") USING utf8mb4) COLLATE utf8mb4_bin AS second FROM (SELECT c.id");
		search_from(work, entity, &queries[i], &sql, &args);
		buf_add_text(&sql, " AND ");
		access_predicate(work, entity, VIEW, "c", &sql, &args);
		buf_add_format(&sql, " ORDER BY c.id DESC LIMIT %zu) k STRAIGHT_JOIN `%s` h ON h.id = k.id", limit + 1, entity->name);
		select_joins(entity, "h", SUBTITLE, &sql);
		buf_add_text(&sql, " ORDER BY k.id DESC)");
		between = " UNION ALL ";
	}
	return sql.len ? db_query(work->db, sql_built(&sql), arg_list_args(&args)) : NULL;
}
