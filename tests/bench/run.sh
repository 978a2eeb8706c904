#!/bin/sh
# run.sh [--customers=N] [--keep=DIR] [--seconds=N] [--runs=N] [--requests=N] [--only=PART] [--match=WORDS] [--growth]
#   Measures Qiao against a bare FastCGI program that runs the same statement behind the same nginx, in alternating
#   runs, and ends with 1 when a bar is missed. Figures are medians with their range; where the bare program itself
#   varies by more than a fifth, or a run failed, they are "not measured".
#   --customers  how many (20000); 1000000 takes its time to load, so give it a --keep
#   --keep       a folder for the database, used again when it is there (default: a new one, removed at the end)
#   --seconds    of each run (2); --runs: of each side (5); --requests: for the memory of the workers (10000; 100000)
#   --only       pages (against the statement of theirs that costs most), scopes, memory, cgi (plain CGI against FastCGI, both
#                under Apache), or walk: the throughput of every list and record and of the areas' own pages, as the programs
#                tell them, against all their statements, the session's too (its own, shorter runs: 3 of 1 s)
#   --match      of the walk, only routes that this regular expression finds
#   --growth     10 thousand customers against --keep's million, instead of all that
#
# QIAO_SOURCE and QIAO_BUILD say where the sources and the programs are.
set -u
LC_ALL=C
export LC_ALL
source=$(cd -P "${QIAO_SOURCE:-$(dirname "$0")/../..}" && pwd) || exit 1
build=$(cd -P "${QIAO_BUILD:-.}" && pwd) || exit 1
harness=$source/tests/harness
# shellcheck source=tests/harness/lib.sh
. "$harness/lib.sh"

customers=20000 keep='' seconds='' runs='' requests='' only='' match=. growth=no
workers=4 password='bench of qiao'
throughput_bar=0.6 latency_bar=3 scope_bar=1.5 statements_bar=4 cgi_bar=5 memory_bar_kib=12288 flat_percent=10 noise=0.2

for argument in "$@"; do
	value=${argument#*=}
	case $argument in
	--customers=*) customers=$value ;;
	--keep=*) keep=$value ;;
	--seconds=*) seconds=$value ;;
	--runs=*) runs=$value ;;
	--requests=*) requests=$value ;;
	--only=*) only=$value ;;
	--match=*) match=$value ;;
	--growth) growth=yes ;;
	*) die "unknown: $argument (the first lines of $0 explain it)" ;;
	esac
done
if [ "$only" = walk ]; then
	seconds=${seconds:-1} runs=${runs:-3} warm_seconds=0
else
	seconds=${seconds:-2} runs=${runs:-5} warm_seconds=1
fi
if [ -z "$requests" ]; then
	requests=10000
	[ "$customers" -lt 100000 ] || requests=100000
fi

for tool in wrk curl nginx mariadbd; do
	PATH=$PATH:/usr/sbin command -v $tool >/dev/null || die "$tool is missing (apt wrk curl nginx mariadb-server-core)"
done

failed=0
connection="keep-alive"
bare_processes=''
temporary=$(mktemp -d "${TMPDIR:-/tmp}/qiao-bench.XXXXXX") || exit 1
chmod a+x "$temporary"
dir=${keep:-$temporary/big}
small=$temporary/small
started=''

# shellcheck disable=SC2317 # called by the trap
finish() {
	for process in $bare_processes; do
		kill "$process" 2>/dev/null
	done
	for each in $started; do
		"$harness/site.sh" stop "$each"
		"$harness/mariadb.sh" stop "$each"
	done
	rm -rf "$temporary"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

sql() {
	"$harness/mariadb.sh" sql "$dir" -N "$@"
}

qiao() {
	QIAO_CONF=$1/qiao.conf
	export QIAO_CONF
	shift
	"$build/qiao" "$@"
}

# add_user LOGIN ROLE [TEAM]
add_user() {
	[ -z "$(sql -e "SELECT 1 FROM user WHERE login = '$1'")" ] || return 0
	echo "$password" | qiao "$dir" user add "--login=$1" "--name=$1" "--role=$2" ${3:+"--team=$3"} >/dev/null || die "user $1 cannot be added"
}

# Twenty teams below each other's manager, with a third of all customers; the big demo data has such an area already.
make_area() {
	area=$(sql -e "SELECT p.name FROM team p JOIN team t ON t.parent_id = p.id GROUP BY p.id HAVING COUNT(*) >= 19 LIMIT 1")
	[ -z "$area" ] || return 0
	sql -e "INSERT INTO team (name) VALUES ('bench'); SET @top = LAST_INSERT_ID();
		INSERT INTO team (name, parent_id) SELECT CONCAT('bench ', seq), @top FROM seq_1_to_19;
		UPDATE customer SET team_id = @top + id % 20 WHERE id % 3 = 0;
		UPDATE catalogue SET version = version + 1" || die "the teams cannot be made"
	area=bench
}

# load DIR CUSTOMERS: a server with so many of them, filled when it is new.
load() {
	pool=$(($2 / 250 + 256))
	QIAO_BUFFER_POOL=${QIAO_BUFFER_POOL:-${pool}M} QIAO_FLUSH=2 QIAO_DATA=$source "$harness/mariadb.sh" start "$1" || exit 1
	started="$started $1"
	QIAO_DATA=$source qiao "$1" migrate >"$temporary/migrate.log" || die "migrate failed"
	if [ "$("$harness/mariadb.sh" sql "$1" -N -e 'SELECT EXISTS (SELECT 1 FROM customer)')" = 0 ]; then
		echo "Loading $2 customers ..."
		qiao "$1" demo-data "--customers=$2" "--staff-password=$password" | tail -n 1
		"$harness/mariadb.sh" sql "$1" -e 'ANALYZE TABLE customer, contact, need, search_gram, search_text' >/dev/null
	fi
}

# sign_in DIR LOGIN: prints the cookie of the session.
sign_in() {
	url=$(cat "$1/url")
	jar=$temporary/jar
	rm -f "$jar"
	token=$(curl -s -c "$jar" "$url/signin" | sed -n 's/.*name="token" value="\([^"]*\)".*/\1/p' | head -n 1)
	curl -s -o /dev/null -b "$jar" -c "$jar" --data-urlencode "token=$token" --data-urlencode "login=$2" \
		--data-urlencode "password=$password" "$url/signin"
	cookie=$(awk '$6 == "qiao" { print "qiao=" $7 }' "$jar")
	[ -n "$cookie" ] || die "$2 cannot sign in at $url"
	echo "$cookie"
}

start_site() {
	QIAO_WORKERS=$2 QIAO_PROGRAMS=$build QIAO_DATA=$source "$harness/site.sh" start "$1" nginx 0 || exit 1
}

# fetch COOKIE PATH: the page's head, checked to be a page.
fetch() {
	head=$(curl -s -o "$temporary/body" -D - -H "Cookie: $1" "$(cat "$dir/url")$2")
	case $head in
	"HTTP/1.1 200"*) echo "$head" ;;
	*) die "$2 answers $(echo "$head" | head -n 1)" ;;
	esac
}

# capture NAME COOKIE PATH PROGRAM WARM-PATH main|all: the query of that page that takes longest, but the session's, or all
# that it asks, for bare.c: each its text, then its values, then a form feed. The general log has the text with places where
# it is prepared and with values where it is executed; the slow log has its time. The program is started anew, and another
# page lets it read what it keeps.
capture() {
	sql -e "SET GLOBAL log_output = 'TABLE', slow_query_log = 1, long_query_time = 0, log_slow_filter = '', general_log = 1"
	for process in $("$harness/site.sh" workers "$dir" "$4"); do
		kill "$process"
	done
	sleep 1
	sql -e "TRUNCATE mysql.general_log"
	curl -s -o /dev/null -H "Cookie: $2" "$(cat "$dir/url")$5"
	logged Prepare >"$temporary/log"
	sql -e "TRUNCATE mysql.general_log"
	fetch "$2" "$3" >/dev/null
	sql -e "SET GLOBAL general_log = 0"
	logged Prepare >>"$temporary/log"
	if [ "$6" = all ]; then
		logged Execute >>"$temporary/log"
	else
		# Now, or our own look into the log would be the slowest.
		sql -e "TRUNCATE mysql.slow_log"
		for _ in 1 2 3; do
			fetch "$2" "$3" >/dev/null
		done
		sql -r -e "SELECT 'Execute', REPLACE(sql_text, '\n', ' ') FROM mysql.slow_log
			WHERE sql_text LIKE '%SELECT%' AND sql_text NOT LIKE '%FROM session%' ORDER BY query_time DESC LIMIT 1" >>"$temporary/log"
	fi
	sql -e "SET GLOBAL slow_query_log = 0"
	awk -F '\t' '
		function literal_end(s,    i, c) {
			if (substr(s, 1, 1) != "\047") {
				match(s, /^[A-Za-z0-9_.-]+/)
				return RLENGTH
			}
			for (i = 2; i <= length(s); i++) {
				c = substr(s, i, 1)
				if (c == "\\")
					i++
				else if (c == "\047") {
					if (substr(s, i + 1, 1) != "\047")
						return i
					i++
				}
			}
			return -1
		}
		# The values of what was executed, when it was made from this text.
		function read_values(executed, prepared,    rest, end, i) {
			count = split(prepared, part, "?")
			if (index(executed, part[1]) != 1)
				return 0
			rest = substr(executed, length(part[1]) + 1)
			for (i = 2; i <= count; i++) {
				end = literal_end(rest)
				value[i] = substr(rest, 1, end)
				rest = substr(rest, end + 1)
				if (end <= 0 || index(rest, part[i]) != 1)
					return 0
				rest = substr(rest, length(part[i]) + 1)
			}
			return rest == ""
		}
		$1 == "Prepare" { text[++texts] = $2 }
		$1 == "Execute" && $2 ~ /^\(?(SELECT|WITH)/ {
			for (t = texts; t > 0 && !read_values($2, text[t]); t--)
				continue
			if (t == 0)
				next
			print text[t]
			for (i = 2; i <= count; i++) {
				if (value[i] == "NULL")
					value[i] = "\\N"
				else if (gsub(/^\047|\047$/, "", value[i])) {
					gsub(/\047\047/, "\047", value[i])
					gsub(/\\\\/, "\\", value[i])
					gsub(/\\%/, "\\%", value[i])
				}
				print value[i]
			}
			print "\f"
		}' "$temporary/log" >"$temporary/$1.statement"
	[ -s "$temporary/$1.statement" ]
}

# logged Prepare|Execute
logged() {
	sql -r -e "SELECT command_type, REPLACE(argument, '\n', ' ') FROM mysql.general_log WHERE command_type = '$1' ORDER BY event_time"
}

# start_bare NAME [PLACE]: the bare program with that statement at /bare/PLACE (NAME) of the same nginx.
start_bare() {
	place=${2:-$1}
	socket=$dir/run/sockets/bare-$place.sock
	rm -f "$socket"
	(
		BARE_STATEMENT=$dir/run/bare/$1.statement
		BARE_USER=$(setting "$dir/qiao.conf" database_user)
		BARE_PASSWORD=$(setting "$dir/qiao.conf" database_password)
		BARE_DATABASE=$(setting "$dir/qiao.conf" database_name)
		BARE_DATABASE_SOCKET=$(setting "$dir/qiao.conf" database_socket)
		export BARE_STATEMENT BARE_USER BARE_PASSWORD BARE_DATABASE BARE_DATABASE_SOCKET
		umask 007
		if is_root; then
			exec setpriv "--reuid=$(web_account)" "--regid=$(id -gn "$(web_account)")" --init-groups "$dir/run/bare/bare" "$socket" "$workers"
		fi
		exec "$dir/run/bare/bare" "$socket" "$workers"
	) </dev/null 2>>"$dir/log/bare.log" &
	bare_processes="$bare_processes $!"
	wait_for 10 test -S "$socket" || die "the bare program does not start: $(tail -n 1 "$dir/log/bare.log")"
	grep -q "/bare/$place {" "$dir/run/site.conf" ||
		printf 'location ^~ /bare/%s {\n\tinclude "%s";\n\tfastcgi_pass "unix:%s";\n}\n' "$place" "$dir/run/fastcgi.conf" "$socket" >>"$dir/run/site.conf"
}

make_bare() {
	mkdir -p "$dir/run/bare"
	# shellcheck disable=SC2046
	${CC:-cc} -D_GNU_SOURCE -O2 $(pkg-config --cflags libmariadb) -o "$dir/run/bare/bare" "$source/tests/bench/bare.c" \
		-lfcgi $(pkg-config --libs libmariadb) || die "bare.c does not compile"
	cp "$temporary"/*.statement "$dir/run/bare/"
	chmod -R a+rX "$dir/run/bare"
}

start_bares() {
	make_bare
	for name in "$@"; do
		start_bare "$name"
	done
	kill -HUP "$(cat "$dir/run/web.pid")"
	sleep 1
	for name in "$@"; do
		rows=$(curl -s -f "$(cat "$dir/url")/bare/$name" | wc -l)
		[ "$rows" -gt 0 ] || die "the bare program has no rows for $name: $(tail -n 1 "$dir/log/bare.log")"
	done
}

# load_url CONNECTIONS SECONDS COOKIE URL: "requests-per-second p50-in-ms", or nothing when an answer was not 200.
load_url() {
	wrk -t 1 -c "$1" -d "${2}s" --timeout 10s --latency -H "Cookie: $3" -H "Connection: $connection" "$4" >"$temporary/wrk" 2>&1
	awk '/Non-2xx|Socket errors/ { bad = 1 } /Requests\/sec/ { rate = $2 }
		$1 == "50%" { p50 = $2 + 0; if ($2 ~ /us$/) p50 /= 1000; else if ($2 ~ /[0-9]s$/) p50 *= 1000 }
		END { if (!bad && rate > 0) print rate, p50 }' "$temporary/wrk"
}

# compare CONNECTIONS COOKIE-A URL-A COOKIE-B URL-B: alternating runs of A and B, into runs.A and runs.B.
compare() {
	: >"$temporary/runs"
	if [ "$warm_seconds" -gt 0 ]; then
		load_url "$1" "$warm_seconds" "$2" "$3" >/dev/null
		load_url "$1" "$warm_seconds" "$4" "$5" >/dev/null
	fi
	run=0
	while [ "$run" -lt "$runs" ]; do
		run=$((run + 1))
		echo "$(load_url "$1" "$seconds" "$2" "$3") $(load_url "$1" "$seconds" "$4" "$5")" >>"$temporary/runs"
	done
}

# summary COLUMN-A COLUMN-B at-least|at-most BAR LABEL: medians with ranges, their ratio and the verdict.
summary() {
	awk -v a="$1" -v b="$2" -v way="$3" -v bar="$4" -v label="$5" -v noise="$noise" '
		function sorted(list, n,    i, j, t) {
			for (i = 2; i <= n; i++)
				for (j = i; j > 1 && list[j] < list[j - 1]; j--) {
					t = list[j]; list[j] = list[j - 1]; list[j - 1] = t
				}
		}
		function middle(list, n) {
			return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
		}
		function shown(list, n) {
			return sprintf("%.6g (%.6g-%.6g)", middle(list, n), list[1], list[n])
		}
		NF == 4 { n++; as[n] = $a + 0; bs[n] = $b + 0; ratios[n] = $a / ($b > 0 ? $b : 0.001) }
		NF != 4 { broken = 1 }
		END {
			if (broken || n == 0) {
				printf "%-36s %-26s %-26s %-18s %s\n", label, "", "", "not measured", "a run failed"
				exit 2
			}
			sorted(as, n); sorted(bs, n); sorted(ratios, n)
			ratio = middle(ratios, n)
			verdict = way == "" ? "" : (way == "at-least" ? ratio >= bar : ratio <= bar) ? "ok" : "MISSED"
			if (bs[n] - bs[1] > noise * middle(bs, n) && way != "")
				verdict = "not measured (the yardstick varies)"
			printf "%-36s %-26s %-26s %-18s %s\n", label, shown(as, n), shown(bs, n), sprintf("%.2f (%.2f-%.2f)", ratio, ratios[1], ratios[n]), verdict
			exit verdict == "MISSED"
		}' "$temporary/runs" || failed=1
}

title() {
	printf '\n%-36s %-26s %-26s %-18s %s\n' "$1" "$2" "$3" ratio "$4"
}

# A page of each sort; paths without blanks.
pages() {
	record=$(sql -e 'SELECT MIN(id) FROM (SELECT id FROM customer ORDER BY id DESC LIMIT 100) c')
	word=$(sql -e "SELECT SUBSTRING(name, 1, 4) FROM customer WHERE id = $record" | od -An -v -tx1 | tr -d '\n' | sed 's/ 0a$//; s/ /%/g')
	echo "list /customers"
	echo "sorted /customers?sort=name"
	echo "record /customers/$record"
	echo "search /search?q=$word"
}

measure_pages() {
	url=$(cat "$dir/url")
	title "statements of a page" "" "" "(at most $statements_bar)"
	for page in $all_pages; do
		# A worker's first page reads the catalogue, too.
		count=$(for _ in 1 2 3 4 5 6 7 8; do fetch "$admin" "${page#*=}"; done | sed -n 's/.*statements;desc="\([0-9]*\)".*/\1/p' | sort -n | head -n 1)
		verdict=ok
		[ "${count:-99}" -le "$statements_bar" ] || verdict=MISSED failed=1
		printf '%-36s %-72s %s\n' "${page%%=*}" "$count" "$verdict"
	done
	title "requests/s, 16 connections" Qiao bare "(at least $throughput_bar)"
	for page in $all_pages; do
		compare 16 "$admin" "$url${page#*=}" "$admin" "$url/bare/${page%%=*}"
		summary 1 3 at-least "$throughput_bar" "${page%%=*}"
	done
	title "p50 in ms, 1 connection" Qiao bare "(at most $latency_bar)"
	for page in $all_pages; do
		compare 1 "$admin" "$url${page#*=}" "$admin" "$url/bare/${page%%=*}"
		summary 2 4 at-most "$latency_bar" "${page%%=*}"
	done
}

# "NUMBER PROGRAM ROUTE PATH WARM-PATH" for every list and record and for the areas' own pages, as the programs tell them.
walk_routes() {
	word=$(pages | sed -n 's/^search .*q=//p')
	awk '/^[a-z]/ { print $1 }' "$source/httpd-conf/prefixes" | while read -r program; do
		"$build/$program" --routes >"$temporary/routes"
		warm=$(awk '$1 == "GET" && $5 == "standard" && $2 ~ /history$/ { path = $2 } END { sub("{id}", "0", path); print path }' "$temporary/routes")
		awk -v match_words="$match" '$1 == "GET" && !/ public/ && $2 ~ match_words && ($5 == "own" || $2 ~ /^\/[a-z-]+(\/[{]id[}])?$/) { print $2, $3 }' "$temporary/routes" |
			while read -r route entity; do
				id=0
				[ "$entity" = - ] || id=$(sql -e "SELECT COALESCE(MIN(id), 0) FROM \`$entity\`")
				echo "$program $route $(echo "$route" | sed "s/{id}/$id/; s|^/search\$|/search?q=$word|") $warm"
			done
	done | awk '{ print NR, $0 }'
}

capture_walk() {
	walk_routes >"$temporary/walk"
	: >"$temporary/captured"
	while read -r number program route path warm; do
		status=$(curl -s -o /dev/null -w '%{http_code}' -H "Cookie: $admin" "$(cat "$dir/url")$path")
		if [ "$status" != 200 ]; then
			printf '%-36s %s\n' "$route" "answers $status: left out"
		elif capture "$number" "$admin" "$path" "$program" "$warm" all; then
			echo "$number $route $path" >>"$temporary/captured"
		else
			printf '%-36s %s\n' "$route" "asks for nothing: left out"
		fi
	done <"$temporary/walk"
}

# Each page against a bare program of its own that runs all its statements, one after the other in the same place.
measure_walk() {
	url=$(cat "$dir/url")
	make_bare
	count=0 missed=0 least_seconds=$seconds
	title "requests/s, 8 connections" Qiao bare "(at least $throughput_bar)"
	while read -r number route path; do
		for process in $bare_processes; do
			kill "$process" 2>/dev/null
			wait "$process" 2>/dev/null
		done
		bare_processes=''
		start_bare "$number" walk
		[ "$count" -gt 0 ] || { kill -HUP "$(cat "$dir/run/web.pid")" && sleep 1; }
		curl -s -f -o /dev/null "$url/bare/walk" || die "the bare program fails for $route: $(tail -n 1 "$dir/log/bare.log")"
		# A slow page needs longer runs, or none of its answers comes in time.
		one=$(curl -s -o /dev/null -w '%{time_total}' -H "Cookie: $admin" "$url$path")
		seconds=$(echo "$one $least_seconds" | awk '{ needed = int(10 * $1) + 1; print (needed > $2 ? needed : $2) }')
		compare 8 "$admin" "$url$path" "$admin" "$url/bare/walk"
		count=$((count + 1)) before=$failed failed=0
		summary 1 3 at-least "$throughput_bar" "$route"
		[ "$failed" = 0 ] || missed=$((missed + 1))
		[ "$before" = 0 ] || failed=1
	done <"$temporary/captured"
	echo "$count pages measured, $missed of them under the bar or with a run that failed; where the yardstick varies, nothing is said."
	[ "$count" -gt 0 ] || die "no page was measured"
}

measure_scopes() {
	url=$(cat "$dir/url")
	title "list, p50 in ms, 1 connection" actor administrator "(at most $scope_bar)"
	for path in /customers '/customers?sort=name'; do
		for who in "salesperson=$own" "member-of-a-team=$team" "manager-of-20-teams=$manager" "sees-nothing=$nobody"; do
			compare 1 "${who#*=}" "$url$path" "$admin" "$url$path"
			summary 2 4 at-most "$scope_bar" "${who%%=*} ${path#/customers}"
		done
	done
}

# The fattest worker's share of memory, in KiB.
fattest_kib() {
	for process in $("$harness/site.sh" workers "$dir" customers); do
		awk '/^Pss:/ { print $2 }' "/proc/$process/smaps_rollup"
	done | sort -n | tail -n 1
}

measure_memory() {
	url=$(cat "$dir/url")
	{
		echo 'local paths = {'
		for page in $all_pages; do
			echo "	\"${page#*=}\","
		done
		echo '}'
		echo 'local at = 0'
		echo 'request = function() at = at % #paths + 1; return wrk.format(nil, paths[at]) end'
	} >"$temporary/rotate.lua"
	done_requests=0 first_kib=0 most_kib=0
	printf '\n%-36s %s\n' "memory of the fattest worker" "PSS in KiB"
	while [ "$done_requests" -lt "$requests" ]; do
		wrk -t 1 -c 16 -d "$((seconds * 2))s" --timeout 10s -s "$temporary/rotate.lua" -H "Cookie: $admin" "$url" >"$temporary/wrk" 2>&1
		more=$(awk '/requests in/ { print $1 }' "$temporary/wrk")
		if [ "${more:-0}" -eq 0 ] || grep -q Non-2xx "$temporary/wrk"; then
			die "the pages fail under load: $(cat "$temporary/wrk")"
		fi
		done_requests=$((done_requests + more))
		kib=$(fattest_kib)
		[ -n "$kib" ] || die "no worker was found"
		[ "$first_kib" -gt 0 ] || first_kib=$kib
		[ "$kib" -le "$most_kib" ] || most_kib=$kib
		printf '%-36s %s\n' "after $done_requests requests" "$kib"
	done
	verdict=ok
	[ "$most_kib" -lt "$memory_bar_kib" ] || verdict="MISSED: at most $memory_bar_kib" failed=1
	[ "$most_kib" -le $((first_kib * (100 + flat_percent) / 100)) ] || verdict="MISSED: not flat" failed=1
	printf '%-36s %-72s %s\n' "most" "$most_kib" "$verdict"
}

# The same pages of the same database from two Apaches: programs that stay, and programs started for each click. Each
# click has its own connection: after an answer, mod_cgid looks every 10 ms whether the program has ended, before it
# reads the next request of a connection.
measure_cgi() {
	for server in apache cgi; do
		mkdir -p "$temporary/$server"
		cp -p "$dir/qiao.conf" "$temporary/$server/"
		started="$started $temporary/$server"
		QIAO_WORKERS=$workers QIAO_PROGRAMS=$build QIAO_DATA=$source "$harness/site.sh" start "$temporary/$server" "$server" 0 || exit 1
	done
	connection=close
	title "p50 in ms, 1 click at a time" "plain CGI" FastCGI "(at most $cgi_bar)"
	for page in $all_pages; do
		compare 1 "$admin" "$(cat "$temporary/cgi/url")${page#*=}" "$admin" "$(cat "$temporary/apache/url")${page#*=}"
		summary 2 4 at-most "$cgi_bar" "${page%%=*}"
	done
	connection="keep-alive"
}

pages_list() {
	pages | sed 's/ /=/'
}

measure_growth() {
	load "$dir" "$customers"
	load "$small" 10000
	big=$dir
	for dir in "$big" "$small"; do
		add_user bench.admin administrator
		start_site "$dir" "$workers"
	done
	small_cookie=$(sign_in "$small" bench.admin) && big_cookie=$(sign_in "$big" bench.admin) || exit 1
	dir=$small
	small_pages=$(pages_list)
	dir=$big
	title "p50 in ms, 1 connection" "$customers customers" "10000 customers" ""
	for page in $(pages_list); do
		other=$(echo "$small_pages" | sed -n "s/^${page%%=*}=//p")
		compare 1 "$big_cookie" "$(cat "$big/url")${page#*=}" "$small_cookie" "$(cat "$small/url")$other"
		summary 2 4 "" 0 "${page%%=*}"
	done
}

if [ "$growth" = yes ]; then
	measure_growth
	exit "$failed"
fi

load "$dir" "$customers"
add_user bench.admin administrator
make_area
add_user bench.manager manager "$area"
add_user bench.team viewer "$(sql -e 'SELECT t.name FROM customer c JOIN team t ON t.id = c.team_id WHERE t.id NOT IN (SELECT parent_id FROM team WHERE parent_id IS NOT NULL) ORDER BY c.id DESC LIMIT 1')"
add_user bench.own salesperson
add_user bench.nobody salesperson
# Somebody who owns a fair share: what the busiest salesperson has is shared with them.
if [ "$(sql -e "SELECT COUNT(*) FROM customer c JOIN user u ON u.id = c.owner_id WHERE u.login = 'bench.own'")" -lt 51 ]; then
	sql -e "UPDATE customer SET owner_id = (SELECT id FROM user WHERE login = 'bench.own') WHERE id % 40 = 0"
fi

start_site "$dir" 1
admin=$(sign_in "$dir" bench.admin) && own=$(sign_in "$dir" bench.own) && team=$(sign_in "$dir" bench.team) &&
	manager=$(sign_in "$dir" bench.manager) && nobody=$(sign_in "$dir" bench.nobody) || exit 1
all_pages=$(pages_list)
case $only in
'' | pages)
	for page in $all_pages; do
		capture "${page%%=*}" "$admin" "${page#*=}" customers /tags main || die "the statement of ${page#*=} was not found in the log"
	done
	;;
walk) capture_walk ;;
esac
start_site "$dir" "$workers"

echo "Qiao with $(sql -e 'SELECT COUNT(*) FROM customer') customers, $workers workers, $runs runs of $seconds s each: median (range)"
case $only in
'' | pages)
	# shellcheck disable=SC2046
	start_bares $(for page in $all_pages; do echo "${page%%=*}"; done)
	measure_pages
	;;
esac
case $only in walk) measure_walk ;; esac
case $only in '' | scopes) measure_scopes ;; esac
case $only in '' | memory) measure_memory ;; esac
case $only in '' | cgi) measure_cgi ;; esac
[ "$failed" = 0 ] || echo "At least one bar is missed."
exit "$failed"
