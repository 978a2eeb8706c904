/* fsck.c: asks the data the questions whose answer must be 0. */
#include "model/fsck.h"

#include "model/search.h"

static uint64_t
count(struct work *work, struct buf *sql, struct args args)
{
	uint64_t number = 0;

	str_to_u64(db_value(work->db, sql_built(sql), args), &number);
	return number;
}

uint64_t
fsck_overlaps(struct work *work, const struct entity *entity)
{
	struct buf sql;

	buf_init(&sql, work->arena, 4096);
	buf_add_format(&sql, "SELECT COUNT(*) FROM (SELECT row_start, LAG(row_end) OVER (PARTITION BY id ORDER BY row_start, row_end) AS earlier_end"
	               " FROM `%s` FOR SYSTEM_TIME ALL) v WHERE v.earlier_end > v.row_start", entity->name);
	return count(work, &sql, NO_ARGS);
}

uint64_t
fsck_unnamed(struct work *work, const struct entity *entity)
{
	struct buf sql;

	buf_init(&sql, work->arena, 4096);
	/* What the migrations put in is older than the first change. */
	buf_add_format(&sql, "SELECT COUNT(*) FROM `%s` FOR SYSTEM_TIME ALL v LEFT JOIN `change` h ON h.at = CAST(v.row_start AS DATETIME(6))"
	               " WHERE h.at IS NULL AND v.row_start > (SELECT COALESCE(MIN(at), '2038-01-01') FROM `change`)", entity->name);
	return count(work, &sql, NO_ARGS);
}

uint64_t
fsck_unsearched(struct work *work, const struct entity *entity)
{
	struct buf sql;

	/* The short lists a new installation begins with are chosen from, not searched for. */
	if (!search_knows(entity) || entity_is_child(entity) || entity->flags & CATALOGUED)
		return 0;
	buf_init(&sql, work->arena, 4096);
	buf_add_format(&sql, "SELECT COUNT(*) FROM `%s` c WHERE NOT EXISTS (SELECT 1 FROM search_text t WHERE t.entity = ? AND t.record_id = c.id)", entity->name);
	return count(work, &sql, ARGS(str_from(entity->name)));
}
