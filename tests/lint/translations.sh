#!/bin/sh
# translations.sh [ROOT]: every text a person may read is there in Chinese, with the same variables, and no other.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

c_files cgi-bin >"$scratch/sources"
find templates -type f 2>/dev/null | sort >"$scratch/templates"
[ -s "$scratch/sources" ] || [ -s "$scratch/templates" ] || skip "no texts"
{
	[ -s "$scratch/templates" ] && xargs awk -f "$lint_folder/template.awk" <"$scratch/templates" | awk -F '\t' '$2 == "t" { print $1 "\t" $3 }'
	[ -s "$scratch/sources" ] && c_tokens <"$scratch/sources" | awk -F '\t' '
		$2 == "string" && $3 == "N_" && $5 != "" {
			text = $5
			gsub(/\\"/, "\"", text)
			gsub(/\\\\/, "\\", text)
			print $1 "\t" text
		}'
} >"$scratch/used"
po=po/zh_CN.po
if [ -r "$po" ]; then
	awk -f "$lint_folder/po.awk" "$po" >"$scratch/entries"
else
	: >"$scratch/entries"
fi

awk -F '\t' '
	FILENAME == ARGV[1] { translation[$2] = $3; next }
	!($2 in translation) || translation[$2] == "" { print $1 ": no translation of \"" $2 "\"" }' "$scratch/entries" "$scratch/used" |
	check "every text is translated"
awk -F '\t' '
	FILENAME == ARGV[1] { is_used[$2] = 1; next }
	!($2 in is_used) { print $1 ": nobody says \"" $2 "\"" }' "$scratch/used" "$scratch/entries" | check "every translation is used"
awk -F '\t' 'seen[$2]++ { print $1 ": twice: \"" $2 "\"" }' "$scratch/entries" | check "every text is translated once"
awk -F '\t' '
	# The variables of a text, each once, in order: {{name}}, {{a.b}}, {0}.
	function variables(text,    out, name, count, i, j, list) {
		count = 0
		while (match(text, /[{]+[^{}]*[}]+/)) {
			name = substr(text, RSTART, RLENGTH)
			text = substr(text, RSTART + RLENGTH)
			gsub(/ /, "", name)
			for (i = 1; i <= count && list[i] != name; i++)
				;
			if (i > count)
				list[++count] = name
		}
		for (i = 2; i <= count; i++)
			for (j = i; j > 1 && list[j - 1] > list[j]; j--) {
				name = list[j]
				list[j] = list[j - 1]
				list[j - 1] = name
			}
		out = ""
		for (i = 1; i <= count; i++)
			out = out " " list[i]
		return out
	}
	$3 != "" && variables($2) != variables($3) { print $1 ": \"" $2 "\" has" variables($2) ", its translation" variables($3) }' "$scratch/entries" |
	check "translations have the variables of their texts"
# A file that was written in Chinese comes back by these words.
# shellcheck disable=SC2016 # the words of awk
[ -s "$scratch/sources" ] && xargs awk '
	FNR == 1 { table = "" }
	/struct choice [a-z_]+\[\] = \{/ { table = FILENAME ":" FNR }
	table != "" {
		for (rest = $0; match(rest, /N_\("([^"\\]|\\.)*"\)/); rest = substr(rest, RSTART + RLENGTH))
			print FILENAME ":" FNR "\t" table "\t" substr(rest, RSTART + 4, RLENGTH - 6)
	}
	/\};/ { table = "" }' <"$scratch/sources" >"$scratch/choices"
[ -s "$scratch/choices" ] && awk -F '\t' '
	FILENAME == ARGV[1] { translation[$2] = $3; next }
	{
		text = $3 in translation ? translation[$3] : $3
		if (($2, text) in first)
			print $1 ": \"" $3 "\" and \"" first[$2, text] "\" are both " text
		first[$2, text] = $3
	}' "$scratch/entries" "$scratch/choices" | check "no two choices are translated alike"
finish
