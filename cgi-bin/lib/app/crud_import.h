/* crud_import.h: the steps of an import in the browser; for app/crud_import*.c alone. */
#ifndef APP_CRUD_IMPORT_H
#define APP_CRUD_IMPORT_H

#include "app/crud.h"
#include "model/import.h"

struct upload {
	struct str id, file_name, charset, content, errors, result, decided;
	uint64_t left_out, further;
};

/* Nearest records of each name shown at the check. */
struct guesses {
	struct near near[IMPORT_NAMES_SHOWN][NEAR_MAX];
	size_t counts[IMPORT_NAMES_SHOWN];
};

/* problem: NO_STR, or what is wrong with the file or the choices. */
enum status import_upload_page(struct ctx *ctx, struct str problem);
enum status import_map_page(struct ctx *ctx, const struct upload *upload, const char *charset, const struct import *import, struct str problem);
enum status import_check_page(struct ctx *ctx, const struct upload *upload, const char *charset, const struct import *import,
                              const struct import_name *const *open, size_t open_count, size_t open_total, const struct guesses *guesses);
enum status import_done_page(struct ctx *ctx, const struct upload *upload);
/* What is kept of the decisions, for import_done_page. */
struct str import_decided(struct ctx *ctx, const struct import *import);

/* --- crud_import_names.c: what the names of a file may mean, as controls ------ */

/* Controls for fields that are not in the file. */
void import_put_fixed(struct ctx *ctx, const struct import *import);
void import_put_names(struct ctx *ctx, const struct import *import, const struct import_name *const *open, size_t count, size_t total, const struct guesses *guesses);
struct view import_option(struct ctx *ctx, struct str value, struct str label, bool is_selected);

#endif
