/*
 * search.h: finding records by any part of their text, in Chinese too.
 *
 * Each record has one row in search_text (the folded text of its searched
 * fields, one per line, then the sound of its Chinese) and one row in
 * search_gram for each distinct piece of it. Pieces of a word are its runs
 * of three characters, or of two where Han is among them, and the shorter
 * ends, so that a query of one or two characters is a range of pieces.
 * Both tables are versioned, so a search sees the moment the page shows.
 */
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include "model/access.h"
#include "model/input.h"

enum { SEARCH_WORDS_MAX = 6, GRAMS_MAX = 600, QUERY_GRAMS_MAX = 24 };

/* Does the entity take part at all? */
bool search_knows(const struct entity *entity);

/* The folded text of a record's values and lines. */
struct str search_content(struct work *work, const struct record *record);

/* Distinct pieces of a folded text, at most GRAMS_MAX; *count says how many. */
struct str *search_grams(struct arena *arena, struct str content, size_t *count);

/* Brings the record's rows up to date; only pieces that changed are written. */
void search_update(struct work *work, const struct record *record);
void search_remove(struct work *work, const struct entity *entity, struct str record_id);

/* What somebody searches for: words that must all be there. */
struct search_query {
	struct str words[SEARCH_WORDS_MAX];
	size_t word_count;
	struct search_piece {
		struct str gram;
		bool is_range;             /* every piece that begins like this */
		uint64_t count;            /* about how many records have it, as the database estimates */
	} pieces[QUERY_GRAMS_MAX];
	size_t piece_count;
	size_t rarest;
	bool starts_from_scope;        /* fewer records in the actor's scope than with the rarest piece */
};

/* Folds and cuts the text up, and asks how rare each piece is: one statement. False when there is nothing to search for. */
bool search_query_read(struct work *work, const struct entity *entity, struct str text, struct search_query *query);

/* The same for several entities, still one statement. */
bool search_queries_read(struct work *work, const struct entity *const *entities, size_t count, struct str text, struct search_query *queries);

/* place (in entities), id, name, second line of the newest matches, limit + 1 of each entity; NULL when there is nothing to search for. Two statements. */
struct rows *search_hits(struct work *work, const struct entity *const *entities, size_t count, struct str text, size_t limit);

/*
 * Adds the FROM part: records (alias c) that match, joined in the order the
 * plan asks for, and the WHERE conditions of the words. The caller goes on with AND.
 */
void search_from(struct work *work, const struct entity *entity, const struct search_query *query,
                 struct buf *sql, struct arg_list *args);

#endif
