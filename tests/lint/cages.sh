#!/bin/sh
# cages.sh [ROOT]: each library is known to one file or one room, so that it can be replaced there.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

c_files cgi-bin >"$scratch/files"
[ -s "$scratch/files" ] || skip "no C files"
c_tokens <"$scratch/files" | awk -F '\t' '$2 == "include" && $3 ~ /^</' >"$scratch/includes"

# begins with | the one place; openssl and nss.h only to tell them what the database's client need not load; for sodium one for secrets held in memory, one for files of any length
cat >"$scratch/cages" <<'CAGES'
mysql.h data/db_link.h
mysqld_error.h data/db.c,data/db_connect.c,data/db_statement.c
errmsg.h data/db.c
mariadb data/db.c
openssl/ data/db_connect.c
nss.h data/db_connect.c
fcgi http/fcgi.c
sodium base/digest.c,format/seal.c
unicode/ format/locale.c
dlfcn.h format/locale.c
pcre2 model/pattern.c
iconv.h format/charset.c
gmime/ format/mime.c
pango/ format/pdf.c
cairo format/pdf.c
curl/ net/
sanitizer/ base/arena.c
CAGES

awk -F '\t' -v cages="$scratch/cages" '
	BEGIN {
		while ((getline line < cages) > 0) {
			split(line, part, " ")
			begins[++count] = part[1]
			home[count] = part[2]
		}
	}
	function is_home(file, homes,    list, n) {
		n = split(homes, list, ",")
		for (; n; n--)
			if (index(file, "cgi-bin/lib/" list[n]) == 1)
				return 1
		return 0
	}
	{
		target = substr($3, 2, length($3) - 2)
		for (i = 1; i <= count; i++)
			if (index(target, begins[i]) == 1 && !is_home($1, home[i]))
				print $1 ": <" target "> belongs into " home[i]
	}' "$scratch/includes" | check "caged includes stay in their cages"

awk -F '\t' -v cages="$scratch/cages" '
	BEGIN {
		while ((getline line < cages) > 0) {
			split(line, part, " ")
			begins[++count] = part[1]
		}
		names = "assert ctype dirent errno fcntl ftw getopt grp inttypes langinfo libgen limits locale math netdb poll pwd signal"
		names = names " stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib string strings syslog termios time unistd wchar wctype"
		split(names, list, " ")
		for (i in list)
			is_libc[list[i] ".h"] = 1
	}
	{
		target = substr($3, 2, length($3) - 2)
		if (target in is_libc || target ~ /^(sys|arpa|netinet)\//)
			next
		for (i = 1; i <= count; i++)
			if (index(target, begins[i]) == 1)
				next
		print $1 ": <" target "> is neither libc nor caged"
	}' "$scratch/includes" | check "no library without a cage"
finish
