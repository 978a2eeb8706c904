#!/bin/sh
# areas.sh PREFIXES [AREA,AREA,...]: prints the table of prefixes with only the lines of these areas (all of them
# when none is named), without its comments. The programs of "/" and of "*" are always among them: without them
# there is neither a front page nor a sign-in. An area the table does not have is an error.
set -eu

awk -v wanted="${2-}" '
/^[ \t]*(#|$)/ { next }
{
	is_needed = 0
	for (i = 2; i <= NF; i++)
		is_needed = is_needed || $i == "/" || $i == "*"
	known[$1] = 1
	if (wanted == "" || is_needed || index("," wanted ",", "," $1 ","))
		print
	names = names " " $1
}
END {
	count = split(wanted, list, ",")
	for (i = 1; i <= count; i++)
		if (!(list[i] in known)) {
			print "there is no area \"" list[i] "\"; there are:" names > "/dev/stderr"
			exit 1
		}
}' "$1"
