/* template.c: keeps one language's compiled templates, each compiled when it is first asked for. */
#include "view/template_ops.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>


enum { SCRATCH_MAX_BYTES = 1024 * 1024 * 1024 };

struct templates *
templates_new(struct arena *program, struct template_source source)
{
	struct templates *templates = ARENA_NEW(program, struct templates);

	templates->program = program;
	templates->source = source;
	arena_init(&templates->scratch, SCRATCH_MAX_BYTES);
	return templates;
}

bool
templates_fail(struct templates *templates, struct str name, unsigned line, const char *format, ...)
{
	va_list list;
	int len = snprintf(templates->fault, sizeof templates->fault, "%.*s:%u: ", STR_ARG(str_slice(name, 0, 120)), line);

	if (len < 0)
		len = 0;
	va_start(list, format);
	vsnprintf(templates->fault + len, sizeof templates->fault - (size_t)len, format, list);
	va_end(list);
	return false;
}

struct str
templates_fault(const struct templates *templates)
{
	return str_from(templates->fault);
}

static struct template *
lookup(const struct templates *templates, struct str name)
{
	struct template *template = templates->buckets[str_hash(name) % TEMPLATE_BUCKETS];

	while (template && !str_equal(template->name, name))
		template = template->bucket_next;
	return template;
}

static struct template *
add(struct templates *templates, struct str name)
{
	struct template *template = ARENA_NEW(templates->program, struct template);
	struct template **bucket = &templates->buckets[str_hash(name) % TEMPLATE_BUCKETS];

	template->name = str_copy(templates->program, name);
	template->bucket_next = *bucket;
	template->older = templates->newest;
	*bucket = template;
	templates->newest = template;
	return template;
}

/* Templates are forgotten newest first, so each is the first of its bucket. */
static void
forget_newer_than(struct templates *templates, const struct template *last)
{
	while (templates->newest != last) {
		struct template *template = templates->newest;

		templates->buckets[str_hash(template->name) % TEMPLATE_BUCKETS] = template->bucket_next;
		templates->newest = template->older;
	}
}

/* Names come from data too ({{>*name}}): none may lead out of the templates' folder. */
static bool
is_name(struct str name)
{
	return name.len > 0 && name.len <= 200 && name.data[0] != '/' && str_find(name, S("..")) < 0 &&
	       str_find_char(name, '\0') < 0;
}

static struct str
read_text(struct templates *templates, struct str name)
{
	return is_name(name) ? templates->source.read(&templates->source, &templates->scratch, name) : NO_STR;
}

bool
templates_obtain(struct templates *templates, struct str name, const struct template **template)
{
	struct template *found = lookup(templates, name);
	struct str text;
	bool is_compiled;

	*template = found;
	if (found && found->fault.data)
		snprintf(templates->fault, sizeof templates->fault, "%.*s", STR_ARG(found->fault));
	if (found)
		return !found->fault.data;
	text = read_text(templates, name);
	if (!text.data)
		return true;
	if (templates->compiling == NESTING_MAX)
		return templates_fail(templates, name, 1, "templates include each other deeper than %d", NESTING_MAX);
	/* Known before it is compiled, so that it can include itself. */
	found = add(templates, name);
	*template = found;
	templates->compiling++;
	is_compiled = template_compile(templates, found, text);
	templates->compiling--;
	return is_compiled;
}

const struct template *
template_get(struct templates *templates, struct str name)
{
	const struct template *last = templates->newest, *template;
	bool is_good = templates_obtain(templates, name, &template);

	arena_end(&templates->scratch);
	if (is_good && template)
		return template;
	if (is_good) {
		templates_fail(templates, name, 1, "there is no such template");
	} else if (templates->newest != last || !lookup(templates, name)) {
		/* Others that were compiled on the way may include the bad one. */
		forget_newer_than(templates, last);
		add(templates, name)->fault = str_copy(templates->program, str_from(templates->fault));
	}
	return NULL;
}

bool
template_exists(struct templates *templates, struct str name)
{
	bool exists = lookup(templates, name) || read_text(templates, name).data;

	arena_end(&templates->scratch);
	return exists;
}
