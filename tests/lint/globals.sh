#!/bin/sh
# globals.sh [ROOT]: nothing outlives a request in a variable. Looks at the objects built in $BUILD; only base/log.c,
# which must speak when all else is gone, may keep state.
[ -z "${BUILD:-}" ] || BUILD=$(cd "$BUILD" && pwd)
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

[ -n "${BUILD:-}" ] || skip "BUILD does not name a folder with built objects"
command -v nm >/dev/null || skip "nm is missing (binutils)"
find "$BUILD/cgi-bin" -name '*.o' 2>/dev/null | sort >"$scratch/objects"
[ -s "$scratch/objects" ] || skip "no objects in $BUILD/cgi-bin"

# Tables of pointers lie in .data.rel.ro, which is read-only once the program runs. Sanitizers and coverage add names of
# their own, which begin with underscores or dots.
xargs nm -A --format=sysv <"$scratch/objects" 2>/dev/null | awk -F '|' '
	NF >= 7 && $3 ~ /[BDCGSbdgs]/ && $7 !~ /\.data\.rel\.ro/ && $7 !~ /UND|ABS/ {
		place = $1
		name = $1
		sub(/:[^:]*$/, "", place)
		sub(/.*:/, "", name)
		gsub(/ /, "", name)
		if (name ~ /^(__|\.)/ || place ~ /\/base\/([a-z]+-)*log\.o$/)
			next
		print place ": " name
	}' | check "no global can be written"
finish
