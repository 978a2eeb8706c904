/* near.c: proposes the record that was most likely meant by a name with a slip in it. */
#include "model/near.h"

#include "base/utf8.h"
#include "model/access.h"
#include "model/select.h"

enum { POOL_MAX = 5000, STARTING_MAX = 300, LETTERS_MAX = 60, BARE_BYTES = 400, PART_LETTERS_MIN = 3 };

struct candidate {
	struct str id, label;
	uint32_t letters[LETTERS_MAX];
	size_t count;
};

struct near_pool {
	const struct entity *entity;
	struct candidate *candidates;
	size_t count;
	bool is_long;                  /* too many to hold: asked for by the beginning of each text */
};

struct str
near_bare(const struct work *work, struct str text)
{
	struct buf buf;
	struct str folded = locale_fold(work->tools, work->arena, text);

	buf_init(&buf, work->arena, BARE_BYTES);
	for (size_t i = 0; i < folded.len; i++)
		if ((folded.data[i] & 0x80) || (folded.data[i] >= 'a' && folded.data[i] <= 'z') || (folded.data[i] >= '0' && folded.data[i] <= '9'))
			buf_add_char(&buf, folded.data[i]);
	return buf_str(&buf);
}

static size_t
letters_of(const struct work *work, struct str text, uint32_t letters[LETTERS_MAX])
{
	struct str bare = near_bare(work, text);
	size_t count = 0, at = 0;

	while (count < LETTERS_MAX && utf8_next(bare, &at, &letters[count]))
		count++;
	return count;
}

static void
add_candidate(const struct work *work, struct near_pool *pool, struct str id, struct str label, struct str other)
{
	struct candidate *candidate = &pool->candidates[pool->count++];

	*candidate = (struct candidate){ .id = id, .label = label };
	candidate->count = letters_of(work, other, candidate->letters);
}

/* Names of the entity that the actor may see; all of them, or those that begin with a text. */
static void
read_records(struct work *work, struct near_pool *pool, struct str beginning, size_t max)
{
	const struct entity *entity = pool->entity;
	struct buf sql;
	struct arg_list args = { .count = 0 };
	struct rows *rows;

	buf_init(&sql, work->arena, 16 * 1024);
	buf_add_text(&sql, "SELECT c.id, ");
	select_title(work, entity, "c", &sql);
	buf_add_format(&sql, " AS label, c.`%s`, %s%s%s FROM `%s` c WHERE ", entity->title, entity->title_english ? "c.`" : "NULL",
	               entity->title_english ? entity->title_english : "", entity->title_english ? "`" : "", entity->name);
	if (beginning.data) {
		buf_add_format(&sql, "c.`%s` LIKE ? AND ", entity->title);
		arg_add(&args, beginning);
	}
	access_predicate(work, entity, VIEW, "c", &sql, &args);
	buf_add_format(&sql, " LIMIT %zu", max + 1);
	rows = db_query(work->db, sql_built(&sql), arg_list_args(&args));
	pool->is_long = !beginning.data && rows_count(rows) > max;
	if (pool->is_long)
		return;
	pool->candidates = ARENA_ARRAY(work->arena, struct candidate, 2 * rows_count(rows) + 1);
	while (rows_next(rows)) {
		add_candidate(work, pool, rows_at(rows, 0), rows_at(rows, 1), rows_at(rows, 2));
		if (rows_at(rows, 3).len)
			add_candidate(work, pool, rows_at(rows, 0), rows_at(rows, 1), rows_at(rows, 3));
	}
}

struct near_pool *
near_pool_new(struct work *work, const struct field *field)
{
	struct near_pool *pool = ARENA_NEW(work->arena, struct near_pool);
	size_t count = 0;

	pool->entity = field->refers;
	if (field->kind == REF) {
		read_records(work, pool, NO_STR, POOL_MAX);
		return pool;
	}
	for (const struct choice *choice = field->choices; choice->value; choice++)
		count++;
	pool->candidates = ARENA_ARRAY(work->arena, struct candidate, 3 * count + 1);
	for (const struct choice *choice = field->choices; choice->value; choice++) {
		struct str label = work_text(work, choice->label);

		add_candidate(work, pool, str_from(choice->value), label, label);
		add_candidate(work, pool, str_from(choice->value), label, str_from(choice->label));
		add_candidate(work, pool, str_from(choice->value), label, str_from(choice->value));
	}
	return pool;
}

/* Letters to change, add, leave out or swap; more than `most` counts as most + 1. */
static unsigned
distance_of(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count, unsigned most)
{
	unsigned rows[3][LETTERS_MAX + 1];

	if ((a_count > b_count ? a_count - b_count : b_count - a_count) > most)
		return most + 1;
	for (size_t j = 0; j <= b_count; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a_count; i++) {
		unsigned *row = rows[i % 3], *above = rows[(i - 1) % 3], *higher = rows[(i + 1) % 3], least = (unsigned)i;

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b_count; j++) {
			unsigned best = above[j - 1] + (a[i - 1] != b[j - 1]);

			best = above[j] + 1 < best ? above[j] + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && higher[j - 2] + 1 < best)
				best = higher[j - 2] + 1;
			row[j] = best;
			least = best < least ? best : least;
		}
		if (least > most)
			return most + 1;
	}
	return rows[a_count % 3][b_count];
}

static bool
begins_with(const uint32_t *text, size_t count, const uint32_t *part, size_t part_count)
{
	for (size_t i = 0; i < part_count; i++)
		if (i == count || text[i] != part[i])
			return false;
	return part_count > 0;
}

/* How far the candidate is; above NEAR_DISTANCE_MAX: it is something else. */
static unsigned
judge(const uint32_t *letters, size_t count, const struct candidate *candidate)
{
	unsigned most = count >= 8 ? 2 : count >= 4 ? 1 : 0, distance = distance_of(letters, count, candidate->letters, candidate->count, most);
	bool is_part = count >= PART_LETTERS_MIN && candidate->count >= PART_LETTERS_MIN &&
	               (begins_with(letters, count, candidate->letters, candidate->count) || begins_with(candidate->letters, candidate->count, letters, count));

	return distance <= most ? distance : is_part ? NEAR_DISTANCE_MAX : NEAR_DISTANCE_MAX + 1;
}

static size_t
keep(struct near found[NEAR_MAX], size_t count, struct near near)
{
	size_t at;

	for (size_t i = 0; i < count; i++)
		if (str_equal(found[i].id, near.id)) {
			if (found[i].distance > near.distance)
				found[i].distance = near.distance;
			return count;
		}
	for (at = count; at > 0 && found[at - 1].distance > near.distance; at--)
		if (at < NEAR_MAX)
			found[at] = found[at - 1];
	if (at == NEAR_MAX)
		return count;
	found[at] = near;
	return count < NEAR_MAX ? count + 1 : count;
}

/* Records of a long table whose name begins like the text; only where a key helps. */
static void
read_starting(struct work *work, struct near_pool *pool, struct str text)
{
	const struct field *title = entity_title_field(pool->entity);
	struct str beginning = utf8_first(text, utf8_length(text) < 6 ? 2 : 4);
	struct buf pattern;

	if (!(title->flags & (SORTED | MATCHED | UNIQUE)))
		return;
	buf_init(&pattern, work->arena, 64);
	for (size_t i = 0; i < beginning.len; i++) {
		if (beginning.data[i] == '%' || beginning.data[i] == '_' || beginning.data[i] == '\\')
			buf_add_char(&pattern, '\\');
		buf_add_char(&pattern, beginning.data[i]);
	}
	buf_add_char(&pattern, '%');
	read_records(work, pool, buf_str(&pattern), STARTING_MAX);
}

size_t
near_find(struct work *work, const struct near_pool *pool, struct str text, struct near found[NEAR_MAX])
{
	struct near_pool starting = { .entity = pool->entity };
	uint32_t letters[LETTERS_MAX];
	size_t letter_count, count = 0;

	if (!utf8_is_valid(text))
		return 0;
	letter_count = letters_of(work, text, letters);
	if (letter_count == 0)
		return 0;
	if (pool->is_long) {
		read_starting(work, &starting, text);
		pool = &starting;
	}
	for (size_t i = 0; i < pool->count; i++) {
		unsigned distance = judge(letters, letter_count, &pool->candidates[i]);

		if (distance <= NEAR_DISTANCE_MAX)
			count = keep(found, count, (struct near){ pool->candidates[i].id, pool->candidates[i].label, distance });
	}
	return count;
}
