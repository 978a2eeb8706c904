#!/bin/sh
# names.sh [ROOT]: each table and column says in the migration what it is for.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

find sql -maxdepth 1 -name '*.sql' 2>/dev/null | sort >"$scratch/files"
[ -s "$scratch/files" ] || skip "no migrations"

xargs awk -f "$lint_folder/sql.awk" <"$scratch/files" >"$scratch/tables"
awk -F '\t' '$2 == "table" && !$4 { print $1 ": table " $3 " has no COMMENT" }' "$scratch/tables" | check "every table has a comment"
awk -F '\t' '$2 == "column" && !$5 { print $1 ": column " $3 "." $4 " has no COMMENT" }' "$scratch/tables" | check "every column has a comment"
finish
