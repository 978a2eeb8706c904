# template.awk: what a template says, one line each, fields parted by tabs:
#   FILE:LINE  t     ID      message id of a {{#t}} section, white space as the engine joins it
#   FILE:LINE  raw   TAG     an unescaped tag, or one that changes the delimiters
#   FILE:LINE  attribute TAG an attribute, style or script the page policy refuses
#   FILE:LINE  open  TEXT    a section {{#t}} or a tag that does not end
#   FILE:LINE  text  WORD    a word outside tags and {{#t}}, also in attributes that are read out

function lines_of(text) {
	gsub(/[^\n]/, "", text)
	return text
}

# tell KIND, TEXT: at the line that "done" ends in.
function tell(kind, text) {
	gsub(/[ \t\n]+/, " ", text)
	printf "%s:%d\t%s\t%s\n", file, 1 + line, kind, text
}

function step(text) {
	line += gsub(/\n/, "\n", text)
}

# Mustache goes, its place kept by one byte that is no letter.
function without_mustache(text,    out, at, tag, id, end) {
	out = ""
	line = 0
	while ((at = index(text, "{{"))) {
		out = out substr(text, 1, at - 1)
		step(substr(text, 1, at - 1))
		text = substr(text, at)
		if (match(text, /^[{][{]# *t *[}][}]/)) {
			end = match(text, /[{][{]\/ *t *[}][}]/)
			if (!end) {
				tell("open", "{{#t}}")
				return out
			}
			tag = substr(text, 1, RSTART + RLENGTH - 1)
			id = substr(text, 1, RSTART - 1)
			sub(/^[{][{]# *t *[}][}][ \t\r\n]*/, "", id)
			sub(/[ \t\r\n]+$/, "", id)
			if (id ~ /[{][{][{&]/)
				tell("raw", id)
			tell("t", id)
		} else {
			end = index(text, substr(text, 1, 3) == "{{{" ? "}}}" : "}}")
			if (!end) {
				tell("open", substr(text, 1, 20))
				return out
			}
			tag = substr(text, 1, end + (substr(text, 1, 3) == "{{{" ? 2 : 1))
			if (tag ~ /^[{][{] *[{&=]/)
				tell("raw", tag)
		}
		out = out "\001" lines_of(tag)
		step(tag)
		text = substr(text, length(tag) + 1)
	}
	return out text
}

function words_in(text,    before) {
	gsub(/&#?[A-Za-z0-9]+;/, " ", text)
	while (match(text, /[A-Za-z][A-Za-z]+|((\343[\220-\277]|[\344-\351][\200-\277])[\200-\277])+/)) {
		before = substr(text, 1, RSTART - 1)
		step(before)
		tell("text", substr(text, RSTART, RLENGTH))
		text = substr(text, RSTART + RLENGTH)
	}
	step(text)
}

function attributes(tag,    bare, rest, value) {
	bare = tag
	gsub(/"[^"]*"|'[^']*'/, "\"\"", bare)
	if (bare ~ /[ \t\n\001]on[a-z]+ *=/ || bare ~ /[ \t\n\001]style *=/)
		tell("attribute", tag)
	rest = tag
	while (match(rest, /[ \t\n\001](title|placeholder|alt|label|aria-label|aria-description|aria-roledescription|aria-valuetext)="[^"]*"/)) {
		value = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		sub(/^[^"]*"/, "", value)
		gsub(/\n/, " ", value)
		words_in(value)
	}
	if (bare ~ /^<input/ && tag ~ /type="(submit|reset|button)"/ && match(tag, /[ \t\n\001]value="[^"]*"/)) {
		value = substr(tag, RSTART + 7, RLENGTH - 7)
		gsub(/\n/, " ", value)
		words_in(value)
	}
}

# A partial may be a list of attributes, to be put into a tag.
function is_attributes(text) {
	return text !~ /</ && text ~ /="/ && text ~ /^([ \t\n\001]|[a-z][a-z-]*(="[^"]*")?)*$/
}

function judge(text,    at, tag, name) {
	text = without_mustache(text)
	if (is_attributes(text))
		text = "<x " text ">"
	line = 0
	while ((at = index(text, "<"))) {
		words_in(substr(text, 1, at - 1))
		text = substr(text, at)
		if (substr(text, 1, 4) == "<!--") {
			at = index(text, "-->")
			tag = at ? substr(text, 1, at + 2) : text
		} else if (match(text, /^<([^>"']|"[^"]*"|'[^']*')*>/)) {
			tag = substr(text, 1, RLENGTH)
			name = tolower(tag)
			attributes(tag)
			if (name ~ /^<style[ >\n]/ || name ~ /^<script[ >\n]/ && name !~ /[ \n]src=/)
				tell("attribute", tag)
			if (match(name, /^<(script|style)[ >\n]/)) {
				at = index(tolower(text), name ~ /^<script/ ? "</script" : "</style")
				if (at > length(tag))
					tag = substr(text, 1, at - 1)
			}
		} else {
			tell("open", substr(text, 1, 20))
			tag = "<"
		}
		step(tag)
		text = substr(text, length(tag) + 1)
	}
	words_in(text)
}

FNR == 1 {
	if (file != "")
		judge(whole)
	file = FILENAME
	whole = ""
}

{ whole = whole $0 "\n" }

END {
	if (file != "")
		judge(whole)
}
