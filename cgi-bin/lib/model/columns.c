/* columns.c: the columns of an entity's CSV files. */
#include "model/columns.h"

#include "model/near.h"

static const struct field id_field = { "id", N_("No."), CODE, MATCHED };

const struct field *
columns_key(const struct entity *entity, struct str name)
{
	const struct field *field = entity_field(entity, name);

	if (str_equal_text(name, id_field.name))
		return &id_field;
	return field && field->flags & MATCHED && field_is_writable(field) ? field : NULL;
}

bool
column_is_id(const struct field *field)
{
	return field == &id_field;
}

bool
column_is_item(const struct column *column)
{
	return column->child && !(column->child->flags & CHECKLIST) && !column->is_numbered;
}

bool
column_is_identity(const struct column *column)
{
	return !column->child && (column_is_id(column->field) || (column->field->flags & MATCHED && column->field->flags & UNIQUE));
}

static struct column
checklist_column(const struct work *work, const struct entity *child, const struct field *field)
{
	return (struct column){ .param = str_from(child->name), .label = work_text(work, child->label_plural), .field = field, .child = child };
}

static struct column
item_column(const struct work *work, const struct entity *child, const struct field *field)
{
	return (struct column){
		.param = str_format(work->arena, "%s.%s%s", child->name, field->name, field->kind == REF ? ".text" : ""),
		.label = str_format(work->arena, "%.*s · %.*s", STR_ARG(work_text(work, child->label)), STR_ARG(work_text(work, field->label))),
		.field = field, .child = child,
	};
}

static struct column
numbered_column(const struct work *work, const struct entity *child, const struct field *field, size_t line)
{
	return (struct column){
		.param = str_format(work->arena, "%s.%zu.%s%s", child->name, line, field->name, field->kind == REF ? ".text" : ""),
		.label = str_format(work->arena, "%.*s %zu · %.*s", STR_ARG(work_text(work, child->label)), line + 1, STR_ARG(work_text(work, field->label))),
		.field = field, .child = child, .is_numbered = true, .line = line,
	};
}

size_t
columns_of(const struct work *work, const struct entity *entity, struct column columns[COLUMNS_MAX_COUNT])
{
	size_t count = 0;

	columns[count++] = (struct column){ .param = S("id"), .label = work_text(work, id_field.label), .field = &id_field };
	for (const struct field *field = entity->fields; field->name; field++)
		if (field_is_writable(field) && count < COLUMNS_MAX_COUNT)
			columns[count++] = (struct column){
				.param = str_format(work->arena, "%s%s", field->name, field->kind == REF ? ".text" : ""),
				.label = work_text(work, field->label), .field = field,
			};
	for (size_t c = 0; c < entity_child_count(entity); c++) {
		const struct entity *child = entity->children[c];
		bool is_checklist = child->flags & CHECKLIST;

		/* First the line in the same row, then those by number. */
		for (size_t turn = 0; turn < (is_checklist ? 1u : 1u + COLUMN_LINES) && !(child->flags & APPENDED); turn++)
			for (const struct field *field = child->fields; field->name && count < COLUMNS_MAX_COUNT; field++)
				if (field_is_writable(field))
					columns[count++] = is_checklist ? checklist_column(work, child, field) :
						turn == 0 ? item_column(work, child, field) : numbered_column(work, child, field, turn - 1);
	}
	return count;
}

size_t
columns_named(const struct column *columns, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(columns[i].param, name) || str_equal(columns[i].label, name))
			return i;
	return SIZE_MAX;
}

size_t
columns_guess(const struct work *work, const struct column *columns, size_t count, struct str head)
{
	/* What files of other programs call things; the first param that the entity has is taken. */
	static const struct { const char *word, *param; } words[] = {
		{ "account", "customer_id.text" }, { "salesagent", "owner_id.text" }, { "salesagent", "name" }, { "agent", "owner_id.text" },
		{ "dealstage", "stage_id.text" }, { "engagedate", "engaged_on" }, { "closedate", "closed_on" }, { "closevalue", "amount" },
		{ "opportunityid", "external_code" }, { "ticketid", "external_code" }, { "sector", "industry_id.text" }, { "officelocation", "region_id.text" },
		{ "subsidiaryof", "parent_id.text" }, { "yearestablished", "founded_in" }, { "founded", "founded_in" }, { "numberofemployees", "employees" },
		{ "product", "name" }, { "salesprice", "price" }, { "series", "category_id.text" }, { "regionaloffice", "team_id.text" }, { "regionaloffice", "name" },
		{ "issuetype", "category_id.text" }, { "status", "status_id.text" }, { "createdate", "opened_at" }, { "resolvedate", "handled_at" },
		{ "description", "content" }, { "company", "name" }, { "customername", "customer_id.text" }, { "客户名称", "customer_id.text" },
		{ "customername", "name" }, { "客户名称", "name" }, { "名称", "name" }, { "姓名", "name" },
		{ "firstname", "name" }, { "lastname", "name" }, { "fullname", "name" }, { "organization", "name" }, { "account", "name" },
		{ "联系人", "name" }, { "customerid", "external_code" }, { "organizationid", "external_code" }, { "客户id", "external_code" },
		{ "客户编号", "external_code" }, { "编号", "external_code" }, { "phone", "customer_phone.0.number" }, { "phone1", "customer_phone.0.number" },
		{ "phone2", "customer_phone.1.number" }, { "电话", "customer_phone.0.number" }, { "手机", "customer_phone.0.number" },
		{ "phone", "phone" }, { "phone1", "phone" }, { "电话", "phone" }, { "手机", "phone" }, { "mobile", "phone" },
		{ "emailaddress", "email" }, { "邮箱", "email" }, { "电子邮件", "email" }, { "country", "region_id.text" }, { "地区", "region_id.text" },
		{ "省份", "region_id.text" }, { "industry", "industry_id.text" }, { "行业", "industry_id.text" }, { "来源", "source_id.text" },
		{ "url", "website" }, { "网站", "website" }, { "网址", "website" }, { "description", "note" }, { "备注", "note" }, { "notes", "note" },
		{ "address", "customer_address.0.street" }, { "地址", "customer_address.0.street" }, { "city", "customer_address.0.city" },
		{ "城市", "customer_address.0.city" }, { "postcode", "customer_address.0.postcode" }, { "zip", "customer_address.0.postcode" },
		{ "客户", "customer_id.text" }, { "customer", "customer_id.text" }, { "company", "customer_id.text" }, { "职务", "job_title" }, { "职位", "job_title" }, { "title", "job_title" },
		{ "code", "code" }, { "citycode", "parent_id.text" }, { "provincecode", "parent_id.text" }, { "标签", "customer_tag" },
	};
	struct str wanted = near_bare(work, head);
	size_t found;

	if (str_is_empty(wanted))
		return SIZE_MAX;
	for (size_t i = 0; i < count; i++)
		if (str_equal(wanted, near_bare(work, columns[i].label)) || str_equal(wanted, near_bare(work, columns[i].param)) ||
		    (!columns[i].child && str_equal(wanted, near_bare(work, str_from(columns[i].field->label)))))
			return i;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_equal_text(wanted, words[i].word) && (found = columns_named(columns, count, str_from(words[i].param))) != SIZE_MAX)
			return found;
	return SIZE_MAX;
}
