/* crud.h: standard pages that live in files of their own; for app/ alone. */
#ifndef APP_CRUD_H
#define APP_CRUD_H

#include "app/app.h"
#include "model/pick.h"

enum status crud_export(struct ctx *ctx);
enum status crud_import_form(struct ctx *ctx);
enum status crud_import_upload(struct ctx *ctx);
enum status crud_import_map(struct ctx *ctx);
enum status crud_import_run(struct ctx *ctx);
enum status crud_import_errors(struct ctx *ctx);

#endif
