# c.awk: C sources as lines that can be judged one by one, fields parted by tabs:
#   FILE:LINE  include  TARGET                   <x.h> or "room/x.h", with its marks
#   FILE:LINE  code     TEXT                     comments blanked, literals emptied
#   FILE:LINE  string   CALLER  DATABASE  TEXT   neighbouring literals joined, escapes as written; CALLER is the
#                                                name before the bracket the literal begins in, DATABASE the db_ or
#                                                store_ call of its statement; "-" when there is none

function flush() {
	if (is_pending)
		printf "%s\tstring\t%s\t%s\t%s\n", place, caller, database, literal
	is_pending = 0
}

function remember(text,    at) {
	before = before text
	while ((at = index(before, ";")))
		before = substr(before, at + 1)
	if (length(before) > 400)
		before = substr(before, length(before) - 399)
}

function begin_literal(    rest) {
	caller = database = "-"
	if (match(before, /[A-Za-z_][A-Za-z0-9_]*[ ]*\([ ]*$/)) {
		caller = substr(before, RSTART, RLENGTH)
		sub(/[ ]*\([ ]*$/, "", caller)
	}
	rest = before
	while (match(rest, /(db|store)_[a-z_]+[ ]*\(/)) {
		database = substr(rest, RSTART, RLENGTH - 1)
		rest = substr(rest, RSTART + RLENGTH)
	}
	place = FILENAME ":" FNR
	literal = ""
	is_pending = 1
}

function meet_literal(text) {
	if (!is_pending || between !~ /^[ ]*$/) {
		flush()
		remember(between)
		begin_literal()
	}
	literal = literal text
	between = ""
}

FNR == 1 {
	flush()
	before = between = ""
	in_comment = 0
}

!in_comment && /^[ \t]*#[ \t]*include/ {
	target = $0
	sub(/^[ \t]*#[ \t]*include[ \t]*/, "", target)
	sub(/[ \t]*(\/[*\/].*)?$/, "", target)
	printf "%s:%d\tinclude\t%s\n", FILENAME, FNR, target
	next
}

{
	gsub(/\t/, " ")
	rest = $0
	code = ""
	while (rest != "") {
		if (in_comment) {
			at = index(rest, "*/")
			if (!at)
				break
			in_comment = 0
			rest = substr(rest, at + 2)
			continue
		}
		if (!match(rest, /["'\/]/)) {
			code = code rest
			between = between rest
			break
		}
		head = substr(rest, 1, RSTART - 1)
		code = code head
		between = between head
		rest = substr(rest, RSTART)
		if (substr(rest, 1, 2) == "//")
			break
		if (substr(rest, 1, 2) == "/*") {
			in_comment = 1
			rest = substr(rest, 3)
		} else if (match(rest, /^"([^"\\]|\\.)*"/)) {
			width = RLENGTH
			code = code "\"\""
			meet_literal(substr(rest, 2, width - 2))
			rest = substr(rest, width + 1)
		} else if (match(rest, /^'([^'\\]|\\.)*'/)) {
			code = code "' '"
			between = between "' '"
			rest = substr(rest, RLENGTH + 1)
		} else {
			code = code substr(rest, 1, 1)
			between = between substr(rest, 1, 1)
			rest = substr(rest, 2)
		}
	}
	between = between " "
	if (length(between) > 4000)
		between = substr(between, length(between) - 3999)
	if (code !~ /^[ ]*$/)
		printf "%s:%d\tcode\t%s\n", FILENAME, FNR, code
}

END {
	flush()
}
