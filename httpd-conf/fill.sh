#!/bin/sh
# fill.sh FILE.in [PREFIXES]: prints FILE.in with every @NAME@ replaced by the environment's $NAME, and with the
# lines between "#each program" and "#end" once for each program of the table (default: prefixes, beside this
# script). In them @PROGRAM@ is its name and @PREFIXES@ its prefixes as alternatives (a|b|c). "#each front" and
# "#each rest" take the program of "/" and of "*". A name that is not set is an error.
set -eu
here=$(dirname "$0")

awk -v table="${2:-$here/prefixes}" '
function fail(text) {
	print FILENAME ":" FNR ": " text > "/dev/stderr"
	failed = 1
	exit 1
}
function filled(line, program, prefixes,    out, name, value) {
	while (match(line, /@[A-Z_]+@/)) {
		name = substr(line, RSTART + 1, RLENGTH - 2)
		if (name == "PROGRAM")
			value = program
		else if (name == "PREFIXES")
			value = prefixes
		else if (name in ENVIRON)
			value = ENVIRON[name]
		else
			fail("@" name "@ is not set")
		out = out substr(line, 1, RSTART - 1) value
		line = substr(line, RSTART + RLENGTH)
	}
	return out line
}
BEGIN {
	while ((got = (getline line < table)) > 0) {
		if (line ~ /^[ \t]*(#|$)/)
			continue
		count++
		words = split(line, word, " ")
		programs[count] = word[1]
		for (i = 2; i <= words; i++) {
			if (word[i] == "/")
				is_front[count] = 1
			else if (word[i] == "*")
				is_rest[count] = 1
			else
				alternatives[count] = alternatives[count] (alternatives[count] == "" ? "" : "|") word[i]
		}
	}
	if (got < 0 || count == 0)
		fail(table ": cannot be read or is empty")
}
/^[ \t]*#each / {
	which = $2
	block = ""
	next
}
/^[ \t]*#end$/ && which != "" {
	lines = split(block, part, "\n")
	for (p = 1; p <= count; p++)
		if ((which == "program" && alternatives[p] != "") || (which == "front" && is_front[p]) ||
		    (which == "rest" && is_rest[p]) || which == "every")
			for (i = 1; i < lines; i++)
				print filled(part[i], programs[p], alternatives[p])
	which = ""
	next
}
which != "" { block = block $0 "\n"; next }
{ print filled($0) }
END { if (!failed && which != "") { print FILENAME ": #each without #end" > "/dev/stderr"; exit 1 } }
' "$1"
