#!/bin/sh
# layers.sh [ROOT]: each include names its room, and goes only downwards.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

c_files cgi-bin >"$scratch/files"
[ -s "$scratch/files" ] || skip "no C files"
c_tokens <"$scratch/files" | awk -F '\t' '$2 == "include" && $3 ~ /^"/' >"$scratch/includes"

awk -F '\t' '
	{
		target = substr($3, 2, length($3) - 2)
		if (target !~ /^[a-z_]+\/[a-z0-9_]+\.h$/)
			print $1 ": \"" target "\" does not name its room"
	}' "$scratch/includes" | check "every include names its room"

awk -F '\t' '
	BEGIN {
		may["base"] = ""
		may["http"] = may["data"] = may["view"] = may["format"] = may["net"] = may["mining"] = "base"
		may["model"] = "data view format base"
		may["app"] = "model http view data base"
		may["entities"] = "model data/sql.h base"
		# Programs without a page have no frame to reach the model through.
		may["qiao"] = may["jobs"] = "app/app.h entities model data format net mining base"
		area = "app/app.h entities format net mining base"
	}
	{
		target = substr($3, 2, length($3) - 2)
		from = $1
		sub(/^cgi-bin\//, "", from)
		is_lib = sub(/^lib\//, "", from)
		sub(/\/.*/, "", from)
		to = target
		sub(/\/.*/, "", to)
		if (from == to)
			next
		if (is_lib && !(from in may)) {
			print $1 ": room " from " is not in the list of layers"
			next
		}
		count = split(from in may ? may[from] : area, names, " ")
		for (i = 1; i <= count; i++)
			if (names[i] == to || names[i] == target)
				next
		print $1 ": " from " may not include " target
	}' "$scratch/includes" | check "every include goes downwards"
finish
