#!/bin/sh
# sql.sh [ROOT]: SQL in C stays what the types cannot promise: scoped, without sums over bound text, without a clock of
# its own, and never a change to the schema.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

c_files cgi-bin >"$scratch/files"
[ -s "$scratch/files" ] || skip "no C files"
c_tokens <"$scratch/files" >"$scratch/tokens"

awk -F '\t' '
	$2 == "code" && $3 ~ /(^|[^A-Za-z0-9_])sql_built *\(/ && $1 !~ /^cgi-bin\/lib\/(model\/|data\/sql\.[ch]:)/ { print $1 ": sql_built" }' "$scratch/tokens" |
	check "only the model builds SQL"
# In model/ SQL is built from parts, so that every literal may be one; those of pattern.c are regular expressions.
awk -F '\t' '
	$1 ~ /^cgi-bin\/lib\/model\/pattern\.c:/ { next }
	$2 == "string" && ($3 == "SQL" || $1 ~ /^cgi-bin\/lib\/model\//) && $3 != "N_" &&
	($5 ~ /[-+*\/] *\?/ || $5 ~ /\? *[-+*\/]/ || $5 ~ /(COALESCE|IF|IFNULL|NULLIF) *\( *\?/) && $5 !~ /^\/[a-z]/ {
		print $1 ": \"" $5 "\""
	}' "$scratch/tokens" | check "a bound value is compared or stored, never calculated with"

# Business tables: those with an owner, and what refers to one of them.
find sql -maxdepth 1 -name '*.sql' 2>/dev/null | sort >"$scratch/migrations"
: >"$scratch/business"
if [ -s "$scratch/migrations" ]; then
	xargs awk -f "$lint_folder/sql.awk" <"$scratch/migrations" | awk -F '\t' '
		$2 == "column" && $4 == "owner_id" { is_owned[$3] = 1 }
		$2 == "refers" { from[++count] = $3; to[count] = $4 }
		END {
			for (i = 1; i <= count; i++)
				if (to[i] in is_owned)
					is_business[from[i]] = 1
			for (name in is_owned)
				is_business[name] = 1
			for (name in is_business)
				print name
		}' >"$scratch/business"
fi
awk -F '\t' -v business="$scratch/business" '
	BEGIN {
		while ((getline name < business) > 0)
			is_business[name] = 1
	}
	$2 != "string" || $3 != "SQL" || $1 ~ /^cgi-bin\/(lib|entities|qiao|jobs)\// { next }
	{
		rest = " " $5
		gsub(/`/, "", rest)
		is_scoped = index($5, "{visible ")
		while (match(rest, /[^A-Za-z0-9_](FROM|JOIN|UPDATE|INTO|TABLE|IGNORE) +/)) {
			rest = substr(rest, RSTART + RLENGTH)
			list = rest
			sub(/[^A-Za-z0-9_](WHERE|ON|SET|GROUP|ORDER|SELECT|VALUES|LIMIT|USING|JOIN|UNION|HAVING)([^A-Za-z0-9_].*)?$/, "", list)
			sub(/[()].*/, "", list)
			count = split(list, names, ",")
			for (i = 1; i <= count; i++) {
				sub(/^ +/, "", names[i])
				sub(/[^A-Za-z0-9_].*/, "", names[i])
				if (names[i] in is_business && !is_scoped)
					print $1 ": " names[i] " without {visible ...}: \"" $5 "\""
			}
		}
	}' "$scratch/tokens" | check "SQL of an area over a business table is scoped"
awk -F '\t' '
	$2 == "string" && $3 == "SQL" && $4 ~ /^db_/ && $5 ~ /[{}]/ { print $1 ": " $4 " given \"" $5 "\"" }' "$scratch/tokens" |
	check "db_ calls are given no text with a brace"
awk -F '\t' '
	$2 == "string" && $5 ~ /(^|[^A-Za-z_])(CREATE|ALTER|DROP|TRUNCATE|RENAME)( +(OR +REPLACE|UNIQUE|SQL +SECURITY +[A-Z]+))* +(TABLE|VIEW|INDEX|DATABASE|SCHEMA|USER|TRIGGER|PROCEDURE|FUNCTION|EVENT|SEQUENCE)([^A-Za-z_]|$)/ {
		print $1 ": \"" $5 "\""
	}' "$scratch/tokens" | check "the schema changes only in sql/"
awk -F '\t' '
	$2 == "string" && ($3 == "SQL" || $1 ~ /^cgi-bin\/lib\/(model|data)\//) {
		text = $5
		if ($1 ~ /^cgi-bin\/lib\/data\/db\.c:/)
			sub(/SET timestamp = UNIX_TIMESTAMP\(\?\)/, "", text)
		if ($1 ~ /^cgi-bin\/lib\/model\/store(_[a-z]+)?\.c:/)
			gsub(/row_start <= NOW\(6\)/, "", text)
		if (text ~ /(^|[^A-Za-z_])(NOW *\(|CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME|LOCALTIME|CURDATE *\(|CURTIME *\(|UTC_(DATE|TIME|TIMESTAMP)|UNIX_TIMESTAMP *\()/)
			print $1 ": \"" $5 "\""
	}' "$scratch/tokens" | check "no clock but the change's: instants are bound, or SYSDATE(6)"
finish
