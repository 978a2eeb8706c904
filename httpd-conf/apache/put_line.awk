# put_line.awk: the environment's $LINE before the end of each virtual host of Apache with the name $NAME that has it not.
tolower($0) ~ /^[ \t]*<virtualhost[ \t>]/ {
	is_inside = 1
	is_ours = has_it = 0
}
is_inside {
	text = $0
	gsub(/^[ \t]+|[ \t\r]+$/, "", text)
	if (text == ENVIRON["LINE"])
		has_it = 1
	word = tolower($1)
	if (word == "servername" || word == "serveralias")
		for (i = 2; i <= NF; i++) {
			name = tolower($i)
			sub(/^https?:\/\//, "", name)
			sub(/:[0-9]+$/, "", name)
			if (name == tolower(ENVIRON["NAME"]))
				is_ours = 1
		}
	if (tolower($0) ~ /^[ \t]*<\/virtualhost>/) {
		if (is_ours && !has_it)
			print "\t" ENVIRON["LINE"]
		is_inside = 0
	}
}
{ print }
