#!/bin/sh
# pages.sh [ROOT]: who asks, may they, and the transaction are the frame's business, so that no page can forget them.
# The style sheet stays within its budget, because every first visit pays for it.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

style_max_bytes=35500

areas=$(find cgi-bin -mindepth 1 -maxdepth 1 -type d ! -name lib ! -name entities ! -name qiao ! -name jobs 2>/dev/null)
# shellcheck disable=SC2086 # a list of folders without blanks
c_files $areas >"$scratch/files"
[ -s "$scratch/files" ] || skip "no pages"
c_tokens <"$scratch/files" | awk -F '\t' '
	$2 == "code" {
		rest = " " $3
		while (match(rest, /[^A-Za-z0-9_](session_[a-z_]+|csrf_[a-z_]+|access_check|db_begin[a-z_]*|db_commit|db_rollback) *\(/)) {
			name = substr(rest, RSTART + 1, RLENGTH - 1)
			sub(/ *\($/, "", name)
			print $1 ": " name
			rest = substr(rest, RSTART + RLENGTH)
		}
	}' | check "no page calls the steps of the frame"
if [ -r htdocs/qiao.css ]; then
	size=$(wc -c <htdocs/qiao.css)
	[ "$size" -le "$style_max_bytes" ] || echo "htdocs/qiao.css: $size bytes"
fi | check "the style sheet has at most $style_max_bytes bytes"
finish
