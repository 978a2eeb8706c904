/*
 * template_ops.h: what the files of the template engine share; nobody else
 * includes it. A text goes through scan.c (tags), compile.c (operations),
 * template.c (the set that keeps them) and render.c (the page).
 */
#ifndef VIEW_TEMPLATE_OPS_H
#define VIEW_TEMPLATE_OPS_H

#include "view/template.h"

enum {
	NESTING_MAX = 64,
	TEXT_MAX_BYTES = 1024 * 1024,  /* of one template */
};

enum op_kind {
	OP_TEXT,               /* text as it stands */
	OP_VALUE,              /* path, escaped */
	OP_RAW,                /* path, as it is */
	OP_SECTION,            /* path; the body is the operations up to end */
	OP_INVERTED,
	OP_BLOCK,              /* {{$text}}; the body is the default, or the argument inside a parent */
	OP_PARTIAL,            /* {{>text}} */
	OP_PARENT,             /* {{<text}}; the body is nothing but blocks, the arguments */
};

struct op {
	enum op_kind kind;
	bool is_dynamic;       /* partial or parent: path says its name */
	bool is_standalone;    /* partial or parent on a line of its own */
	unsigned line;
	uint32_t end;          /* the operation after the body */
	uint32_t path_count;   /* 0: the view on top, {{.}} */
	const struct str *path;
	struct str text;
	struct str indent;     /* blanks put before each line of a partial, parent or block */
	const struct template *partial;
};

struct template {
	struct template *bucket_next;
	struct template *older;
	struct str name;
	const struct op *ops;
	uint32_t op_count;
	struct str fault;      /* set: it could not be compiled */
};

enum { TEMPLATE_BUCKETS = 256 };

struct templates {
	struct arena *program;
	struct arena scratch;  /* used while compiling, given back afterwards */
	struct template_source source;
	struct template *buckets[TEMPLATE_BUCKETS];
	struct template *newest;
	unsigned compiling;    /* templates being compiled, each because the one before includes it */
	char fault[480];
};

/* Describes a fault; returns false, for the caller to return. */
bool templates_fail(struct templates *templates, struct str name, unsigned line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The template of that name, *template NULL where there is none; false on a fault. */
bool templates_obtain(struct templates *templates, struct str name, const struct template **template);

/* A text to compile: a whole template, or the translation of a part of one. */
struct piece {
	struct str template_name;
	struct str text;
	struct str open, close;    /* delimiters at its start */
	unsigned line;             /* of its start */
	bool is_translation;       /* stands inside a line */
};

struct tag {
	char kind;                 /* # ^ $ < > / ! = & as written, '&' for {{{ too, '.' for a value */
	bool is_dynamic;
	bool is_left_blank;        /* only blanks before it on its line */
	bool is_right_blank;
	unsigned line;
	struct str name;
	size_t start, end;         /* offsets of the tag in the text */
	size_t left;               /* where the blanks before it begin */
	size_t right;              /* after the blanks and the line end behind it */
	size_t partner;            /* place of the closing tag; in a closing tag, of the opening one */
	size_t container;          /* place of the opening tag it stands in; NO_TAG outside all */
	struct str open, close;    /* delimiters in force */
	uint32_t op;               /* the operation it became */
	size_t outer_margin;       /* compile.c: the margin around this block */
};

#define NO_TAG SIZE_MAX

struct tag_list {
	struct tag *tags;
	size_t count;
	size_t size;
};

/* Finds all tags; memory is taken from scratch. */
bool template_scan(struct templates *templates, const struct piece *piece, struct tag_list *list);

/* Compiles a text into template; operations are taken from the program's arena. */
bool template_compile(struct templates *templates, struct template *template, struct str text);

#endif
