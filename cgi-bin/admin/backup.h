/* backup.h: the pages about backups: what the folder holds, as its copy in backup_run tells, and what they ask the scheduler for. */
#ifndef ADMIN_BACKUP_H
#define ADMIN_BACKUP_H

#include "app/app.h"

/* Columns of backup_run, as all these pages read them. */
enum { RUN_ID, RUN_NAME, RUN_KIND, RUN_BASE, RUN_BEGUN, RUN_FINISHED, RUN_COVERS, RUN_BYTES, RUN_TABLES, RUN_ROWS, RUN_VERSIONS, RUN_SHA256, RUN_VERIFIED_AT,
       RUN_VERIFIED_S, RUN_RESULT, RUN_SENT_AT };

enum status backups_show(struct ctx *ctx);
enum status backups_ask(struct ctx *ctx);
enum status backup_show(struct ctx *ctx);
enum status backup_restore(struct ctx *ctx);

/* --- words (backup_words.c) -------------------------------------------------- */

extern const struct choice backup_kinds[];

struct str backup_kind_words(struct ctx *ctx, struct str kind);
/* "8.42 GB" */
struct str backup_size_words(struct ctx *ctx, struct str bytes);
/* "11 min 08 s"; days and hours where it is long. */
struct str backup_span_words(struct ctx *ctx, int64_t seconds);
/* From one instant to another, NO_STR when either is none. */
bool backup_seconds(struct str from, struct str until, int64_t *seconds);
/* "2026-11-20 02:14", or a dash. */
struct str backup_time_words(struct ctx *ctx, struct str instant);
/* text and tint of the badge that says whether it was restored. */
void backup_put_badge(struct ctx *ctx, struct view_map *map, struct str verified_at, struct str result);

#endif
