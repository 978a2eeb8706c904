#!/bin/sh
# banned.sh [ROOT]: functions and habits of C that have no place here.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

c_files cgi-bin >"$scratch/files"
[ -s "$scratch/files" ] || skip "no C files"
c_tokens <"$scratch/files" | awk -F '\t' '$2 == "code"' >"$scratch/code"

# calls NAMES: findings for each call of one of these functions.
calls() {
	awk -F '\t' -v names="$1" '
		{
			rest = " " $3
			while (match(rest, "[^A-Za-z0-9_.>](" names ") *\\(")) {
				name = substr(rest, RSTART + 1, RLENGTH - 1)
				sub(/ *\($/, "", name)
				print $1 ": " name
				rest = substr(rest, RSTART + RLENGTH)
			}
		}' "$scratch/code"
}

calls 'strcpy|stpcpy|strcat|sprintf|vsprintf|strtok|strtok_r|atoi|atol|atoll|atof|gets|localtime|gmtime|rand|srand|random|system|alloca|popen' |
	check "no banned function"
# The minder of workers becomes the newer program it was replaced by; the command runs tools. Pages run nothing.
calls 'exec[lv]p?e?|execvpe|fexecve|posix_spawnp?' |
	grep -vE '^cgi-bin/(lib/app/minder|qiao/spawn)\.c:' | check "nothing is executed by a page"
calls 'malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf' |
	grep -v '^cgi-bin/lib/base/arena\.c:' | check "memory comes from arenas"
awk -F '\t' '$3 ~ /typedef +(const +)?(struct|union|enum)( +[A-Za-z0-9_]+)? *(\{|$|\**[ ]*[A-Za-z0-9_]+ *;)/ { print $1 ": " $3 }' "$scratch/code" |
	check "no typedef of a struct"
awk -F '\t' '
	$3 ~ /(struct|union|enum) +[A-Za-z0-9_]+_t *([{;]|$)/ || $3 ~ /typedef.*[A-Za-z0-9]_t *(\)|;|\()/ || $3 ~ /# *define +[A-Za-z0-9_]+_t([ (]|$)/ {
		print $1 ": " $3
	}' "$scratch/code" | check "no name of our own ends in _t"
awk -F '\t' '
	{
		rest = " " $3
		while (match(rest, /[^A-Za-z0-9_]goto +[A-Za-z0-9_]+/)) {
			label = substr(rest, RSTART + 1, RLENGTH - 1)
			sub(/goto +/, "", label)
			if (label != "out")
				print $1 ": goto " label
			rest = substr(rest, RSTART + RLENGTH)
		}
	}' "$scratch/code" | check "goto goes only to out"
# Rooms below the model know no fields; their kinds are others.
awk -F '\t' '
	$1 ~ /^cgi-bin\/lib\/(base|http|data|view|format|net|mining)\// { next }
	$3 ~ /(^|[^A-Za-z0-9_])switch *\(.*(->|\.)kind([^A-Za-z0-9_]|$)/ && $1 !~ /^cgi-bin\/lib\/model\/kind\.c:/ { print $1 ": " $3 }' "$scratch/code" |
	check "no switch over kinds outside model/kind.c"
finish
