#!/bin/sh
# headers.sh [ROOT]: each source says first what it is for, each header guards itself.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

find cgi-bin tests -name node_modules -prune -o -name '*.c' -print 2>/dev/null | sort >"$scratch/sources"
c_files cgi-bin | grep '\.h$' >"$scratch/headers"
[ -s "$scratch/sources" ] || [ -s "$scratch/headers" ] || skip "no C files"

# shellcheck disable=SC2016 # the words of awk
xargs awk '
	FNR == 1 {
		name = FILENAME
		sub(/.*\//, "", name)
		if (index($0, "/* " name ": ") != 1 || $0 !~ /[.?!] \*\/$/)
			print FILENAME ":1: is not \"/* " name ": ... . */\""
	}' /dev/null <"$scratch/sources" | check "line 1 of each source says what it does"

# ROOM_NAME_H, where the room is the folder.
# shellcheck disable=SC2016 # the words of awk
xargs awk '
	function judge() {
		if (last != "" && (first != "#ifndef " guard || second != "#define " guard || last !~ /^#endif/))
			print file ":1: is not guarded by " guard
	}
	FNR == 1 {
		judge()
		file = FILENAME
		count = split(toupper(file), part, /[\/.]/)
		guard = part[count - 2] "_" part[count - 1] "_H"
		first = second = last = ""
	}
	/^[ \t]*$/ { next }
	/^#/ && first == "" { first = $0; next_is_second = 1; last = $0; next }
	next_is_second { second = $0; next_is_second = 0 }
	{ last = $0 }
	END { judge() }' /dev/null <"$scratch/headers" | check "each header is guarded by the name of its room and file"
finish
