#!/bin/sh
# pages.sh [ROOT]: who asks, may they, and the transaction are the frame's business, so that no page can forget them.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

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
finish
