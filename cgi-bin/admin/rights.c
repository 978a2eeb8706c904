/* rights.c: reads, compares and saves the rights of a role. */
#include "admin/rights.h"

#include "base/utf8.h"
#include "entities/entities.h"

enum { REASON_MAX = 480 };

static const char *const act_labels[ACT_COUNT] = { N_("See"), N_("Create"), N_("Edit"), N_("Remove"), N_("Export"), N_("Import") };
static const char *const act_names[ACT_COUNT] = { "view", "create", "edit", "remove", "export", "import" };
static const char *const scope_labels[] = { N_("None"), N_("Own"), N_("Team"), N_("All") };
static const char *const scope_names[] = { "none", "own", "team", "all" };

const char *
act_label(enum act act)
{
	return act_labels[act];
}

const char *
scope_label(enum scope scope)
{
	return scope_labels[scope];
}

const char *
scope_name(enum scope scope)
{
	return scope_names[scope];
}

struct str
right_name(struct arena *arena, const struct entity *entity, enum act act)
{
	return str_format(arena, "%s.%s", entity->name, act_names[act]);
}

bool
right_is_offered(const struct entity *entity, enum act act, enum scope scope)
{
	if (scope == SCOPE_NONE)
		return true;
	if (entity->flags & FIXED && act != VIEW && act != EDIT && act != EXPORT)
		return false;
	return scope == SCOPE_ALL || (entity->flags & OWNED && act != CREATE && act != IMPORT);
}

bool
rights_are_fixed(const struct record *role)
{
	return str_equal(record_value(role, S("code")), S("administrator"));
}

static struct right *
rights_of_rows(struct ctx *ctx, const struct rows *rows)
{
	struct right *rights;
	size_t count = 0;

	while (dictionary[count])
		count++;
	rights = ARENA_ARRAY(ctx->arena, struct right, count + 1);
	count = 0;
	for (size_t i = 0; dictionary[i]; i++) {
		struct right *right = &rights[count];
		size_t place = rows_count(rows);

		if (entity_is_child(dictionary[i]) || !dictionary[i]->path)
			continue;
		right->entity = dictionary[i];
		count++;
		for (size_t row = 0; row < rows_count(rows); row++)
			if (str_equal_text(rows_cell(rows, row, 0), right->entity->name) ||
			    (place == rows_count(rows) && str_equal(rows_cell(rows, row, 0), S("*"))))
				place = row;
		for (enum act act = VIEW; place < rows_count(rows) && act < ACT_COUNT; act++) {
			enum scope scope = scope_parse(rows_cell(rows, place, 1 + act));

			right->now[act] = right->wanted[act] = right_is_offered(right->entity, act, scope) ? scope : SCOPE_NONE;
		}
	}
	return rights;
}

struct right *
rights_read(struct ctx *ctx, struct str role_id)
{
	return rights_of_rows(ctx, db_query(ctx->db, SQL("SELECT entity, view_scope, create_scope, edit_scope, remove_scope, export_scope, import_scope"
	                                                 " FROM role_right WHERE role_id = ? ORDER BY entity"), ARGS(role_id)));
}

struct right *
rights_opened(struct ctx *ctx, struct str role_id, struct str version)
{
	/* Rights change with the role's version: they are those at its end. */
	return rights_of_rows(ctx, db_query(ctx->db, SQL("SELECT g.entity, g.view_scope, g.create_scope, g.edit_scope, g.remove_scope, g.export_scope, g.import_scope"
	                                                 " FROM role FOR SYSTEM_TIME ALL r JOIN role_right FOR SYSTEM_TIME ALL g ON g.role_id = r.id"
	                                                 " AND g.row_start < r.row_end AND g.row_end >= r.row_end WHERE r.id = ? AND r.version = ? ORDER BY g.entity"),
	                                    ARGS(role_id, version)));
}

void
rights_take(struct ctx *ctx, struct right *rights, const struct right *opened)
{
	for (; rights->entity; rights++, opened++)
		for (enum act act = VIEW; act < ACT_COUNT; act++) {
			struct str sent = form_get(&ctx->request->form, right_name(ctx->arena, rights->entity, act));
			enum scope scope = scope_parse(sent);

			if (!sent.data)
				continue;
			rights->is_wrong[act] = !str_equal_text(sent, scope_names[scope]) || !right_is_offered(rights->entity, act, scope);
			if (!rights->is_wrong[act] && scope != opened->now[act])
				rights->wanted[act] = scope;
		}
}

bool
rights_check(struct right *rights)
{
	bool is_right = true;

	for (; rights->entity; rights++)
		for (enum act act = VIEW; act < ACT_COUNT; act++) {
			bool is_new = rights->wanted[act] != rights->now[act] || rights->wanted[VIEW] != rights->now[VIEW];

			/* What is made or imported is somebody's own at least. */
			if (is_new && (act == CREATE || act == IMPORT ? rights->wanted[act] && !rights->wanted[VIEW] : rights->wanted[act] > rights->wanted[VIEW]))
				rights->is_wrong[act] = true;
			is_right = is_right && !rights->is_wrong[act];
		}
	return is_right;
}

/* "Customers: Edit Own → Team": what the history tells. Long lists end in "…". */
static void
add_reason(struct ctx *ctx, struct buf *reason, const struct right *right, enum act act)
{
	struct str text = str_format(ctx->arena, "%s%.*s: %.*s %.*s → %.*s", reason->len ? "; " : "", STR_ARG(page_text(ctx, right->entity->label_plural)),
	                             STR_ARG(page_text(ctx, act_labels[act])), STR_ARG(page_text(ctx, scope_labels[right->now[act]])),
	                             STR_ARG(page_text(ctx, scope_labels[right->wanted[act]])));

	if (str_ends_with(buf_str(reason), S("…")))
		return;
	if (utf8_length(buf_str(reason)) + utf8_length(text) > REASON_MAX)
		text = S("; …");
	buf_add(reason, text);
}

static void
save_row(struct ctx *ctx, const struct record *role, const struct right *right)
{
	db_execute(ctx->db, SQL("INSERT INTO role_right (role_id, entity, view_scope, create_scope, edit_scope, remove_scope, export_scope, import_scope)"
	                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE version = version + 1, view_scope = VALUES(view_scope),"
	                        " create_scope = VALUES(create_scope), edit_scope = VALUES(edit_scope), remove_scope = VALUES(remove_scope),"
	                        " export_scope = VALUES(export_scope), import_scope = VALUES(import_scope)"),
	           ARGS(role->id, str_from(right->entity->name), str_from(scope_names[right->wanted[VIEW]]), str_from(scope_names[right->wanted[CREATE]]),
	                str_from(scope_names[right->wanted[EDIT]]), str_from(scope_names[right->wanted[REMOVE]]),
	                str_from(scope_names[right->wanted[EXPORT]]), str_from(scope_names[right->wanted[IMPORT]])));
}

bool
rights_save(struct ctx *ctx, const struct record *role, const struct right *rights)
{
	struct buf reason;

	buf_init(&reason, ctx->arena, 4096);
	for (; rights->entity; rights++) {
		bool differs = false;

		for (enum act act = VIEW; act < ACT_COUNT; act++)
			if (rights->wanted[act] != rights->now[act]) {
				add_reason(ctx, &reason, rights, act);
				differs = true;
			}
		if (differs)
			save_row(ctx, role, rights);
	}
	if (reason.len == 0)
		return false;
	db_execute(ctx->db, SQL("UPDATE role SET version = version + 1 WHERE id = ?"), ARGS(role->id));
	change_add(&ctx->work, &role_entity, role->id, UPDATED);
	ctx->change.reason = buf_str(&reason);
	return true;
}
