/*
 * template.h: Mustache, compiled once per language to a flat array of
 * operations. The six required modules of the specification, inheritance
 * ({{<parent}} {{$block}}) and dynamic names ({{>*name}}); no lambdas, but
 * {{#t}}Save{{/t}} is replaced by its translation while compiling.
 *
 * The text of a {{#t}} section is the message id: blanks at its ends dropped
 * and runs of white space made one blank. A translation may itself contain
 * tags: {{#t}}Version {{version}}{{/t}} has the id "Version {{version}}".
 *
 * {{{x}}} and {{&x}} print without escaping; files that may use them are on a
 * short list (tests/lint).
 */
#ifndef VIEW_TEMPLATE_H
#define VIEW_TEMPLATE_H

#include "base/buf.h"
#include "view/view.h"

/* Where template texts come from: the folder at run time, a table in tests. */
struct template_source {
	/* The text of "entity/list"; NO_STR when there is none. */
	struct str (*read)(const struct template_source *source, struct arena *arena, struct str name);
	/* Translation of a message id; the id itself when there is none. NULL: no translation. */
	struct str (*translate)(const struct template_source *source, struct str message_id);
	const void *data;
	bool missing_is_empty;     /* the specification's rule for partials; off: a fault */
};

struct templates;              /* one language's compiled templates */
struct template;

/* An empty set; each template is compiled when it is first asked for. */
struct templates *templates_new(struct arena *program, struct template_source source);

/*
 * The compiled template, its partials compiled with it. NULL on a fault
 * (missing file, unclosed section, bad tag), described by templates_fault:
 * "entity/list:12: section {{#rows}} is not closed".
 */
const struct template *template_get(struct templates *templates, struct str name);
struct str templates_fault(const struct templates *templates);
bool template_exists(struct templates *templates, struct str name);

/*
 * Renders into body. Nesting deeper than 64 and output beyond body's ceiling
 * stop the rendering: false, with templates_fault set.
 */
bool template_render(struct templates *templates, const struct template *template,
                     struct view view, struct arena *arena, struct buf *body);

#endif
