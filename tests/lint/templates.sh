#!/bin/sh
# templates.sh [ROOT]: templates escape, obey the page's content policy, and say nothing untranslated.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

find templates -type f 2>/dev/null | sort >"$scratch/files"
[ -s "$scratch/files" ] || skip "no templates"
xargs awk -f "$lint_folder/template.awk" <"$scratch/files" >"$scratch/said"

awk -F '\t' '$2 == "raw" { print $1 ": " $3 }' "$scratch/said" | check "every tag escapes"
awk -F '\t' '$2 == "attribute" { print $1 ": " $3 }' "$scratch/said" | check "no style or event in an attribute, no script or style inside a page"
awk -F '\t' '$2 == "open" { print $1 ": " $3 }' "$scratch/said" | check "tags and {{#t}} end"
awk -F '\t' -v words="$lint_folder/words" '
	BEGIN {
		while ((getline word < words) > 0)
			if (word !~ /^#/)
				is_known[word] = 1
	}
	$2 == "text" && !($3 in is_known) { print $1 ": " $3 }' "$scratch/said" | check "no text outside {{#t}}"
finish
