# po.awk: the entries of a po file, fields parted by tabs: FILE:LINE  ID  TRANSLATION; fuzzy and obsolete ones left out,
# quotes and backslashes unescaped.

function quoted(text) {
	sub(/^[^"]*"/, "", text)
	sub(/"[ \t\r]*$/, "", text)
	return unescaped(text)
}

function unescaped(text,    out, next_one) {
	out = ""
	while (match(text, /\\./)) {
		next_one = substr(text, RSTART + 1, 1)
		out = out substr(text, 1, RSTART - 1) (next_one == "n" ? "\\n" : next_one == "t" ? " " : next_one)
		text = substr(text, RSTART + 2)
	}
	return out text
}

function flush() {
	if (has_id && id != "" && !is_fuzzy)
		printf "%s:%d\t%s\t%s\n", FILENAME, begin, id, translation
	has_id = is_fuzzy = 0
	part = ""
}

FNR == 1 { flush() }
/^#,.*fuzzy/ { flush(); is_fuzzy = 1; next }
/^#~/ || /^[ \t\r]*$/ { next }
/^#/ { next }
/^msgid / {
	fuzzy = is_fuzzy
	if (has_id) {
		flush()
		fuzzy = 0
	}
	is_fuzzy = fuzzy
	has_id = 1
	begin = FNR
	id = quoted($0)
	translation = ""
	part = "id"
	next
}
/^msgstr / { translation = quoted($0); part = "translation"; next }
/^[ \t]*"/ {
	if (part == "id")
		id = id quoted($0)
	else if (part == "translation")
		translation = translation quoted($0)
}
END { flush() }
