# sql.awk: what migrations create, one line each, fields parted by tabs:
#   FILE:LINE  table   TABLE  HAS_COMMENT
#   FILE:LINE  column  TABLE  COLUMN  HAS_COMMENT     of CREATE TABLE and of ALTER TABLE ... ADD
#   FILE:LINE  refers  TABLE  OTHER                   a foreign key

function name_of(text) {
	sub(/^[ ]+/, "", text)
	sub(/[ (].*/, "", text)
	gsub(/`/, "", text)
	return text
}

# Literals are emptied, so that no text in them is taken for SQL; comments are blanked.
function stripped(text,    out) {
	out = ""
	while (match(text, /'|-- |#|\/\*/)) {
		out = out substr(text, 1, RSTART - 1)
		text = substr(text, RSTART)
		if (match(text, /^'([^'\\]|\\.|'')*'/)) {
			out = out (RLENGTH > 2 ? "'x'" : "''")
			text = substr(text, RLENGTH + 1)
		} else if (match(text, /^(-- |#)/)) {
			return out
		} else if (match(text, /^\/\*[^*]*\*\//)) {
			text = substr(text, RLENGTH + 1)
		} else {
			out = out substr(text, 1, 1)
			text = substr(text, 2)
		}
	}
	return out text
}

function has_comment(text) {
	return text ~ /COMMENT *=? *'x'/
}

function element(text, line) {
	sub(/^[ ]+/, "", text)
	if (text == "")
		return
	if (match(text, /REFERENCES +`?[a-z0-9_]+/)) {
		other = substr(text, RSTART, RLENGTH)
		sub(/REFERENCES +`?/, "", other)
		printf "%s:%d\trefers\t%s\t%s\n", FILENAME, line, table, other
	}
	if (text ~ /^(PRIMARY|UNIQUE|KEY|INDEX|CONSTRAINT|FOREIGN|CHECK|PERIOD|FULLTEXT|SPATIAL|SYSTEM)[ (]/)
		return
	printf "%s:%d\tcolumn\t%s\t%s\t%d\n", FILENAME, line, table, name_of(text), has_comment(text)
}

function statement(text, line,    i, c, depth, part, at, body, lines, started) {
	if (match(text, /^ *CREATE +(OR +REPLACE +)?(TEMPORARY +)?TABLE +(IF +NOT +EXISTS +)?/)) {
		text = substr(text, RLENGTH + 1)
		table = name_of(text)
		at = index(text, "(")
		if (!at || substr(text, 1, at) ~ / (LIKE|AS|SELECT) /)
			return
		body = substr(text, at + 1)
		part = ""
		depth = 1
		lines = 0
		started = line
		for (i = 1; depth && i <= length(body); i++) {
			c = substr(body, i, 1)
			if (c == "\n") {
				lines++
				c = " "
			}
			if (c == "(")
				depth++
			if (c == ")")
				depth--
			if (!depth || (c == "," && depth == 1)) {
				element(part, started)
				part = ""
				continue
			}
			if (part == "" && c == " ")
				continue
			if (part == "")
				started = line + lines
			part = part c
		}
		printf "%s:%d\ttable\t%s\t%d\n", FILENAME, line, table, has_comment(substr(body, i))
	} else if (match(text, /^ *ALTER +TABLE +/)) {
		gsub(/\n/, " ", text)
		match(text, /^ *ALTER +TABLE +(IF +EXISTS +)?/)
		text = substr(text, RLENGTH + 1)
		table = name_of(text)
		depth = 0
		part = ""
		sub(/^[^ ]+ +/, "", text)
		text = text ","
		for (i = 1; i <= length(text); i++) {
			c = substr(text, i, 1)
			if (c == "(")
				depth++
			if (c == ")")
				depth--
			if (c == "," && !depth) {
				sub(/^ +/, "", part)
				if (sub(/^ADD +(COLUMN +)?(IF +NOT +EXISTS +)?/, "", part))
					element(part, line)
				part = ""
				continue
			}
			part = part c
		}
	}
}

FNR == 1 {
	whole = ""
}

{
	gsub(/[\t\r]/, " ")
	clean = stripped($0)
	if (whole ~ /^[ \n]*$/) {
		whole = ""
		begin = FNR
	}
	while ((at = index(clean, ";"))) {
		statement(whole substr(clean, 1, at - 1), begin)
		whole = ""
		begin = FNR
		clean = substr(clean, at + 1)
	}
	whole = whole clean "\n"
}
