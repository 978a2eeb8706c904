#!/bin/sh
# html_in_c.sh [ROOT]: what contains a tag is a template.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

c_files cgi-bin >"$scratch/files"
[ -s "$scratch/files" ] || skip "no C files"
c_tokens <"$scratch/files" | awk -F '\t' '$2 == "string" && $5 ~ /<[A-Za-z\/!]/ { print $1 ": \"" $5 "\"" }' | check "no HTML in C"
finish
