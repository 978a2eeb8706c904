# put_line.awk: the environment's $LINE before the end of each server of nginx with the name $NAME that has it not.
{
	text = $0
	sub(/(^|[ \t])#.*/, "", text)
	trimmed = text
	gsub(/^[ \t]+|[ \t\r]+$/, "", trimmed)
	if (!is_inside && trimmed ~ /^server[ \t]*(\{|$)/) {
		is_inside = 1
		is_ours = has_it = 0
		outside = depth
	}
	if (is_inside) {
		if (trimmed == ENVIRON["LINE"])
			has_it = 1
		if (trimmed ~ /^server_name[ \t]/) {
			count = split(trimmed, words, /[ \t;]+/)
			for (i = 2; i <= count; i++)
				if (tolower(words[i]) == tolower(ENVIRON["NAME"]))
					is_ours = 1
		}
	}
	opened = gsub(/\{/, "{", text)
	closed = gsub(/\}/, "}", text)
	depth += opened - closed
	if (is_inside && closed > 0 && depth == outside) {
		if (is_ours && !has_it && trimmed == "}")
			print "\t" ENVIRON["LINE"]
		is_inside = 0
	}
	print
}
