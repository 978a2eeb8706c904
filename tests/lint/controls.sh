#!/bin/sh
# controls.sh: each lint finds what it is there for. Small trees are broken in one place and mended again: the lint must
# find the fault in the first and nothing in the second.

lints=$(cd "$(dirname "$0")" && pwd) || exit 1
trees=$(mktemp -d) || exit 1
trap 'rm -rf "$trees"' EXIT
tree=$trees/tree
count=0

# fresh: an empty tree with one business table.
fresh() {
	rm -rf "$tree"
	for folder in sql po templates cgi-bin/customers cgi-bin/entities cgi-bin/qiao cgi-bin/lib; do
		mkdir -p "$tree/$folder"
	done
	for room in base http data view format model app; do
		mkdir "$tree/cgi-bin/lib/$room"
	done
	write sql/0001.sql "CREATE TABLE customer (
	id BIGINT NOT NULL PRIMARY KEY COMMENT 'number; of the customer',
	owner_id BIGINT NULL COMMENT 'who looks after them'
) COMMENT 'customers';
CREATE TABLE customer_phone (
	customer_id BIGINT NOT NULL COMMENT 'whose',
	CONSTRAINT whose FOREIGN KEY (customer_id) REFERENCES customer (id)
) COMMENT 'phones';"
}

# write FILE TEXT
write() {
	printf '%s\n' "$2" >"$tree/$1"
}

tell() {
	count=$((count + 1))
	if "$1"; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		[ -z "$told" ] || echo "$told" | sed 's/^/# /'
	fi
}

finds() {
	echo "$told" | grep -q '^not ok' && echo "$told" | grep -qF "# $place:"
}

is_content() {
	echo "$told" | grep -q '^ok' && ! echo "$told" | grep -q '^not ok'
}

# control LINT WHAT FILE BROKEN MENDED [LINE]: the fault must be told at FILE:LINE.
control() {
	fresh
	place=$3:${6:-1}
	write "$3" "$4"
	told=$("$lints/$1.sh" "$tree" 2>&1)
	tell finds "$1 finds $2"
	write "$3" "$5"
	told=$("$lints/$1.sh" "$tree" 2>&1)
	tell is_content "$1 is content without $2"
}

control layers "view that knows the model" cgi-bin/lib/view/x.c '#include "model/kind.h"' '#include "base/str.h"'
control layers "http that knows data" cgi-bin/lib/http/x.c '#include "data/db.h"' '#include "http/url.h"'
control layers "one area in another" cgi-bin/customers/x.c '#include "admin/admin.h"' '#include "app/app.h"'
control layers "an include without its room" cgi-bin/lib/base/x.c '#include "str.h"' '#include "base/str.h"'
control cages "a caged include" cgi-bin/lib/model/x.c '#include <mysql.h>' '#include <string.h>'
control cages "a library without a cage" cgi-bin/lib/base/x.c '#include <glib.h>' '#include <time.h>'
control banned "a banned function" cgi-bin/lib/base/x.c 'void f(char *a) { strcpy(a, "b"); }' '/* no strcpy(a) */ void f(char *a) { g("strcpy("); }'
control banned "a program that is run" cgi-bin/customers/x.c 'void f(char **a) { execv(a[0], a); }' 'void f(char **a) { execute(a[0], a); }'
control banned "memory from elsewhere" cgi-bin/lib/base/x.c 'void *f(void) { return malloc (1); }' 'void *f(void) { return arena_free(1); }'
control banned "a typedef of a struct" cgi-bin/lib/base/x.h 'typedef struct x {' 'struct x {'
control banned "a name that ends in _t" cgi-bin/lib/base/x.h 'struct x_t {' 'struct x { size_t n;'
control banned "a goto astray" cgi-bin/lib/base/x.c 'void f(void) { goto again; }' 'void f(void) { goto out; }'
control banned "a switch over kinds" cgi-bin/lib/model/x.c '	switch (field->kind) {' '	switch (field->width) {'
control html_in_c "HTML in C" cgi-bin/customers/x.c 'f("<b>");' '/* <b> */ f("a < b");'
control sql "SQL built outside the model" cgi-bin/customers/x.c 'q = sql_built(&b);' 'q = SQL("SELECT 1");'
control sql "a calculation with a bound value" cgi-bin/customers/x.c 'SQL("SELECT 1"
	" + ?")' 'SQL("SELECT 1 + CAST(? AS DECIMAL(20,2))")'
control sql "a calculation in a part of a statement" cgi-bin/lib/model/x.c 'buf_add(b, S("? * n"));' 'buf_add(b, S("?, n"));'
control sql "a COALESCE over a bound value" cgi-bin/customers/x.c 'SQL("SELECT COALESCE(?, a)")' 'SQL("SELECT COALESCE(a, b)")'
control sql "unscoped SQL" cgi-bin/customers/x.c 'store_query(w, SQL("SELECT id FROM customer WHERE 1"));' 'store_query(w, SQL("SELECT id FROM customer c WHERE {visible customer c}"));'
# shellcheck disable=SC2016 # the ticks of SQL
control sql "unscoped SQL in a join" cgi-bin/customers/x.c 'SQL("SELECT 1 FROM team t LEFT JOIN `customer` c ON 1")' 'SQL("SELECT customer FROM team")'
control sql "unscoped SQL over what belongs to a customer" cgi-bin/customers/x.c 'SQL("DELETE FROM customer_phone")' 'SQL("DELETE FROM phone")'
control sql "a brace given to the database" cgi-bin/customers/x.c 'db_query(db, SQL("SELECT {visible customer c}"), NO_ARGS);' 'store_query(w, SQL("SELECT {visible customer c}"), NO_ARGS);'
control sql "a change to the schema" cgi-bin/qiao/x.c 'f("DROP TABLE customer");' 'f("Drop the table");'
control sql "a clock of its own" cgi-bin/customers/x.c 'SQL("SELECT NOW(6)")' 'SQL("SELECT SYSDATE(6)")'
control templates "a triple mustache" templates/x.mustache '<p>{{{name}}}</p>' '<p>{{name}}</p>'
control templates "an ampersand tag" templates/x.mustache '<p>
{{& name}}</p>' '<p>{{name}}</p>' 2
control templates "a style" templates/x.mustache '<p style="color: red">' '<p class="bad">'
control templates "an event" templates/x.mustache '<p{{#a}} class="b"{{/a}} onclick="f()">' '<p title="{{online}}">'
control templates "a script inside the page" templates/x.mustache '<script>f()</script>' '<script src="/x.js"></script>'
control templates "English text" templates/x.mustache '<p>{{name}}
Save</p>' '<p>{{#t}}Save{{/t}} &nbsp; {{! Save }}</p>' 2
control templates "Chinese text" templates/x.mustache '<p>保存</p>' '<p>{{save}}。</p>'
control templates "text in an attribute" templates/x.mustache '<a title="Save" href="/save">' '<a title="{{#t}}Save{{/t}}" href="/save">'
control templates "a section that does not end" templates/x.mustache '<p>{{#t}}Save</p>' '<p>{{#t}}Save{{/t}}</p>'
control headers "a source that does not say what it is for" cgi-bin/lib/base/x.c '#include "base/x.h"' '/* x.c: makes a test whole. */'
control headers "a header without a guard" cgi-bin/lib/base/x.h '/* x.h: nothing. */
struct x;' '/* x.h: nothing. */
#ifndef BASE_X_H
#define BASE_X_H
struct x;
#endif'
control pages "a page that asks for rights" cgi-bin/customers/x.c 'if (access_check(ctx))' 'if (access_text(ctx))'
control pages "a page that commits" cgi-bin/customers/x.c 'db_commit(ctx->db);' '/* db_commit() is the frame'"'"'s. */ f();'
control names "a column without a comment" sql/0002.sql "CREATE TABLE team (
	id BIGINT NOT NULL,
	name VARCHAR(80) COMMENT 'name'
) COMMENT 'teams';" "CREATE TABLE team (
	id BIGINT NOT NULL COMMENT 'number',
	PRIMARY KEY (id)
) COMMENT 'teams';" 2
control names "a table without a comment" sql/0002.sql "CREATE TABLE team (id BIGINT COMMENT 'number');" "CREATE TABLE team (id BIGINT COMMENT 'number') COMMENT 'teams';"
control names "an added column without a comment" sql/0002.sql "ALTER TABLE customer ADD COLUMN size INT NULL;" "ALTER TABLE customer ADD COLUMN size INT NULL COMMENT 'heads', ADD KEY size (size);"

# translated WHAT PLACE CODE PO: the same in Chinese.
translated() {
	fresh
	place=$2
	write cgi-bin/customers/x.c "$3"
	write templates/x.mustache '<p>{{#t}}
	Save  now{{/t}}</p>'
	write po/zh_CN.po "msgid \"\"
msgstr \"Language: zh_CN\"

msgid \"Save \"
\"now\"
msgstr \"马上保存\"

$4"
	told=$("$lints/translations.sh" "$tree" 2>&1)
}

both='f(N_("{0} of " "{1}"));'
mended='msgid "{0} of {1}"
msgstr "{1} 的 {0}"'
translated "a missing translation" cgi-bin/customers/x.c:1 "$both" ''
tell finds "translations finds a missing translation"
translated "an empty translation" cgi-bin/customers/x.c:1 "$both" 'msgid "{0} of {1}"
msgstr ""'
tell finds "translations finds an empty translation"
translated "a fuzzy translation" cgi-bin/customers/x.c:1 "$both" "#, fuzzy
$mended"
tell finds "translations finds a fuzzy translation"
translated "a lost variable" po/zh_CN.po:8 "$both" 'msgid "{0} of {1}"
msgstr "{0}"'
tell finds "translations finds a lost variable"
translated "an unused translation" po/zh_CN.po:8 'f("{0} of {1}");' "$mended"
tell finds "translations finds a translation that nobody uses"
translated "no fault" - "$both" "$mended"
tell is_content "translations is content with whole ones"
write templates/y.mustache '{{#t}}Leave{{/t}}'
place=templates/y.mustache:1
told=$("$lints/translations.sh" "$tree" 2>&1)
tell finds "translations finds a missing translation of a template"

states='static const struct choice states[] = {
	{ "open", N_("Open") }, { "gone", N_("Gone") },
	{ "doing", N_("Being done") }, { NULL }
};
static const struct choice others[] = { { "on", N_("On") }, { NULL } };'
words='msgid "Open"
msgstr "进行中"

msgid "Gone"
msgstr "已离开"

msgid "On"
msgstr "进行中"

msgid "Being done"'
translated "two choices alike" cgi-bin/customers/x.c:3 "$states" "$words
msgstr \"进行中\""
tell finds "translations finds two choices that are one in Chinese"
translated "two choices apart" - "$states" "$words
msgstr \"处理中\""
tell is_content "translations is content with choices that differ"

# manual EN ZH: what the lint says of a manual of one page.
manual() {
	mkdir -p "$tree/htdocs/manual/en" "$tree/htdocs/manual/zh-CN"
	write htdocs/manual/en/a.html "$1"
	write htdocs/manual/zh-CN/a.html "$2"
	write cgi-bin/qiao/main.c '	{ "migrate", command_migrate, "qiao migrate", "" },'
	place=htdocs/manual/en/a.html
	told=$("$lints/manual.sh" "$tree" 2>&1)
}

manual '<p>One</p><p>Two</p>' '<p>一</p>'
tell finds "manual finds a part that is missing in the other language"
manual '<p><a href="b.html">B</a></p>' '<p><a href="a.html">甲</a></p>'
tell finds "manual finds a link to nothing"
manual '<p><code>qiao fly</code></p>' '<p><code>qiao migrate</code></p>'
tell finds "manual finds a command that does not exist"
manual '<p><code>qiao migrate</code></p>' '<p><code>qiao migrate</code></p>'
tell is_content "manual is content with a whole one"
rm -r "$tree/htdocs"

# compiled TEXT: what globals says of an object built from it.
compiled() {
	echo "$1" | cc -x c -fPIE -c -o "$trees/build/cgi-bin/lib/base/x.o" - &&
		told=$(BUILD="$trees/build" "$lints/globals.sh" "$tree" 2>&1)
}

if command -v cc >/dev/null && command -v nm >/dev/null; then
	mkdir -p "$trees/build/cgi-bin/lib/base"
	place=$trees/build/cgi-bin/lib/base/x.o
	compiled 'int counter;'
	tell finds "globals finds a global"
	compiled 'int next(void); int next(void) { static int last = 3; return ++last; }'
	tell finds "globals finds a static variable"
	compiled 'extern const char *const names[]; const char *const names[] = { "a", "b" };'
	tell is_content "globals is content with a constant table"
else
	count=$((count + 1))
	echo "ok $count - globals # SKIP cc or nm is missing"
fi
echo "1..$count"
