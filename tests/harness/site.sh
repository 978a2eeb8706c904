#!/bin/sh
# site.sh start DIR apache|apache-proxy|nginx|cgi|htaccess PORT: a private web server on 127.0.0.1:PORT (0: the first
#   free one from 8100) with the real programs, from the same httpd-conf a real host gets; apache-proxy is Apache with the programs on
#   sockets, as nginx has them; cgi is Apache with the programs as plain CGI, htaccess the same on a host that knows
#   nothing of Qiao but a document root with what htaccess.sh lays out.
#   Needs DIR/qiao.conf, which mariadb.sh makes; writes base_url and areas into it, and DIR/url. Logs are in DIR/log.
# site.sh reload DIR: the programs that are on disk now take over, without a request that fails.
# site.sh stop DIR: ends it. site.sh workers DIR PROGRAM: the process ids of that program's workers.
#
# From the environment: QIAO_PROGRAMS (folder of the programs: $QIAO_BUILD, else the current folder), QIAO_DATA
# (folder with templates, htdocs, httpd-conf: the data_dir of DIR/qiao.conf), QIAO_WORKERS (8 under Apache, where
# they come and go; 4 behind nginx, where they stay), QIAO_PREFIXES (another table than httpd-conf/prefixes),
# QIAO_AREAS (the areas to deploy, with commas between; all that the table has).
# ASAN_OPTIONS, UBSAN_OPTIONS and LSAN_OPTIONS reach the programs.
set -u
harness=$(cd -P "$(dirname "$0")" && pwd)
# shellcheck source=tests/harness/lib.sh
. "$harness/lib.sh"

PATH=$PATH:/usr/sbin
usage="usage: site.sh start DIR apache|apache-proxy|nginx|cgi|htaccess PORT | reload DIR | stop DIR | workers DIR PROGRAM"

programs_of() {
	awk '{ print $1 }' "$run/prefixes"
}

# fill TEMPLATE TARGET: the template with our values, where the server reads it.
fill() {
	"$data/httpd-conf/fill.sh" "$data/httpd-conf/$1" "$run/prefixes" >"$run/$2" || die "httpd-conf/$1 cannot be filled"
}

# Programs and data where the web server's account can read them: a copy when the build tree is out of its reach.
make_reachable() {
	first=$(programs_of | head -n 1)
	[ -x "$programs/$first" ] || die "$programs/$first is not there: build first, or set QIAO_PROGRAMS"
	as_web test -x "$run" || die "$(web_account) cannot enter $run: choose a DIR whose parents it may enter"
	if as_web test -x "$programs/$first" && as_web test -r "$data/templates"; then
		return 0
	fi
	rm -rf "$run/copy"
	echo "$data" >"$run/copied-from"
	mkdir -p "$run/copy/programs" "$run/copy/data"
	for program in $(programs_of); do
		cp "$programs/$program" "$run/copy/programs/"
	done
	for part in htdocs httpd-conf po sql templates; do
		cp -R "$data/$part" "$run/copy/data/"
	done
	chmod -R a+rX "$run/copy"
	programs=$run/copy/programs
	data=$run/copy/data
	set_setting "$dir/qiao.conf" data_dir "$data"
}

# module_lines MODULE...: loads these besides those that are always needed, as far as they are there and not built in.
module_lines() {
	for modules in /usr/lib/apache2/modules /usr/lib64/httpd/modules /usr/lib/httpd/modules; do
		[ -d "$modules" ] && break
	done
	for module in mpm_event unixd log_config authz_core mime alias env setenvif filter deflate headers "$@"; do
		[ -e "$modules/mod_$module.so" ] || continue
		printf '<IfModule !%s_module>\n\tLoadModule %s_module "%s/mod_%s.so"\n</IfModule>\n' "$module" "$module" "$modules" "$module"
	done
}

# environment_lines DIRECTIVE: what the sanitizers are told.
environment_lines() {
	for name in ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS; do
		eval "value=\${$name-}"
		# shellcheck disable=SC2154
		[ -z "$value" ] || printf '%s %s "%s"\n' "$1" "$name" "$value"
	done
}

# run_apache DIRECTIVE MODULE...: Apache with DIR/run/site.conf and these modules, the first of which runs programs and
# takes their environment by that directive.
run_apache() {
	httpd=$(command -v apache2 || command -v httpd) || die "Apache is missing (apt apache2-bin, dnf httpd)"
	ENVIRONMENT=$(environment_lines "$1")
	shift
	MODULES=$(module_lines "$@")
	case $MODULES in
	*"mod_$1.so"*) ;;
	*) die "mod_$1 is missing (apt libapache2-mod-fcgid or apache2-bin, dnf mod_fcgid or httpd)" ;;
	esac
	USER_LINES=
	if is_root; then
		USER_LINES="User $(web_account)
Group $(id -gn "$(web_account)")"
	fi
	export MODULES USER_LINES ENVIRONMENT
	fill apache/server.conf.in server.conf
	setsid "$httpd" -f "$run/server.conf" -k start </dev/null >"$log/apache-start.log" 2>&1 ||
		die "Apache does not start: $(tail -n 3 "$log/apache-start.log" "$log/apache-error.log" 2>/dev/null)"
}

# fill_apache PROGRAMS: the site, and how its programs are run.
fill_apache() {
	fill apache/site.conf.in site.conf
	fill "apache/$1.conf.in" programs.conf
	cat "$run/programs.conf" >>"$run/site.conf"
}

start_apache() {
	HANDLER=fcgid-script
	export HANDLER
	fill_apache fcgid
	run_apache FcgidInitialEnv fcgid
}

start_apache_proxy() {
	fill_apache proxy
	start_programs
	run_apache SetEnv proxy proxy_fcgi
}

start_cgi() {
	HANDLER=cgi-script
	export HANDLER
	fill_apache fcgid
	run_apache SetEnv cgid
}

# A shared host as hosters have them: it reads .htaccess files and knows nothing else.
start_htaccess() {
	"$data/httpd-conf/htaccess.sh" "$run/web" "$run/prefixes" || die "the folder of the site cannot be laid out"
	cat >"$run/site.conf" <<-END
		DocumentRoot "$run/web"
		<Directory "$run/web">
			Options FollowSymLinks
			AllowOverride FileInfo Options=ExecCGI
			Require all granted
		</Directory>
	END
	run_apache SetEnv cgid rewrite dir
}

# Each program on a socket of its own, with a minder that keeps its workers.
start_programs() {
	for program in $(programs_of); do
		rm -f "$sockets/$program.sock"
		(
			QIAO_CONF=$dir/qiao.conf
			export QIAO_CONF
			umask 007
			cd /
			if is_root; then
				exec setsid setpriv --reuid="$(web_account)" --regid="$(id -gn "$(web_account)")" --init-groups \
					"$programs/$program" "--listen=$sockets/$program.sock" "--workers=$WORKERS"
			fi
			exec setsid "$programs/$program" "--listen=$sockets/$program.sock" "--workers=$WORKERS"
		) </dev/null >>"$log/$program.log" 2>&1 &
		echo $! >"$run/$program.pid"
		wait_for 10 test -S "$sockets/$program.sock" || die "$program does not start: $(tail -n 3 "$log/$program.log")"
	done
}

start_nginx() {
	command -v nginx >/dev/null || die "nginx is missing (apt nginx, dnf nginx)"
	USER_LINES=
	if is_root; then
		USER_LINES="user $(web_account) $(id -gn "$(web_account)");"
	fi
	FASTCGI_CONF=$run/fastcgi.conf
	export USER_LINES FASTCGI_CONF
	fill nginx/fastcgi.conf.in fastcgi.conf
	fill nginx/site.conf.in site.conf
	fill nginx/server.conf.in server.conf
	start_programs
	setsid nginx -p "$run/" -e "$log/nginx-error.log" -c "$run/server.conf" </dev/null >"$log/nginx-start.log" 2>&1 ||
		die "nginx does not start: $(tail -n 3 "$log/nginx-start.log")"
}

# state_folder: its name; made for the account that may write to it.
state_folder() {
	state=$(setting "$dir/qiao.conf" state_dir)
	if [ -z "$state" ]; then
		state=$dir/state
		set_setting "$dir/qiao.conf" state_dir "$state"
	fi
	mkdir -p "$state"
	is_root && chown "$(web_account)" "$state"
	echo "$state"
}

start() {
	[ -r "$dir/qiao.conf" ] || die "$dir/qiao.conf is missing: start mariadb.sh with the same DIR first"
	check_length "$dir"
	chmod a+x "$dir"
	stop
	PORT=$2
	[ "$PORT" != 0 ] || PORT=$(free_port 8100)
	! is_listening "$PORT" || die "port $PORT is taken: choose another"
	# What root reads or writes is in folders of root; only the sockets are in one of the web server's account.
	mkdir -p "$run" "$log" "$sockets"
	chmod 755 "$run"
	is_root && chown "$(web_account)" "$sockets"
	programs=$(cd -P "${QIAO_PROGRAMS:-${QIAO_BUILD:-.}}" && pwd) || exit 1
	data=${QIAO_DATA:-$(setting "$dir/qiao.conf" data_dir)}
	[ "$data" != "$run/copy/data" ] || data=$(cat "$run/copied-from")
	data=$(cd -P "$data" && pwd) || die "data_dir in $dir/qiao.conf is not there"
	"$data/httpd-conf/areas.sh" "${QIAO_PREFIXES:-$data/httpd-conf/prefixes}" "${QIAO_AREAS-}" >"$run/prefixes" || exit 1
	programs_of | tr '\n' ' ' >"$run/programs"
	make_reachable
	set_setting "$dir/qiao.conf" base_url "http://127.0.0.1:$PORT"
	set_setting "$dir/qiao.conf" areas "$(programs_of | paste -s -d , -)"
	upload_max_bytes=$(setting "$dir/qiao.conf" upload_max_bytes)
	PROGRAMS_DIR=$programs
	DATA_DIR=$data
	CONF=$dir/qiao.conf
	STATE_DIR=$(state_folder)
	RUN_DIR=$run
	SOCKET_DIR=$sockets
	LOG_DIR=$log
	SITE_CONF=$run/site.conf
	BODY_MAX_BYTES=$((${upload_max_bytes:-67108864} + 1048576))
	case $1 in
	apache | cgi | htaccess) WORKERS=${QIAO_WORKERS:-8} ;;
	apache-proxy | nginx) WORKERS=${QIAO_WORKERS:-4} ;;
	*) die "$usage" ;;
	esac
	export PORT PROGRAMS_DIR DATA_DIR CONF STATE_DIR RUN_DIR SOCKET_DIR LOG_DIR SITE_CONF BODY_MAX_BYTES WORKERS
	"start_$(echo "$1" | tr - _)"
	wait_for 10 is_listening "$PORT" || die "$1 does not listen on port $PORT: $(tail -n 3 "$log"/*-error.log 2>/dev/null)"
	echo "http://127.0.0.1:$PORT" >"$dir/url"
}

# leftovers: processes of web server and programs that have our logs open, whoever their parent is.
leftovers() {
	find /proc/[0-9]*/fd -lname "$log/*" 2>/dev/null | cut -d / -f 3 | sort -u | while read -r process; do
		executable=$(readlink "/proc/$process/exe")
		case " apache2 httpd nginx $(cat "$run/programs" 2>/dev/null) " in
		*" $(basename "${executable% (deleted)}") "*) echo "$process" ;;
		esac
	done
}

nobody_left() {
	[ -z "$(leftovers)" ]
}

stop() {
	# Both web servers let requests in hand finish on these signals. One whose master is gone has nobody to ask.
	patience_s=10
	if is_ours "$run/web.pid" "$run/server.conf"; then
		if grep -q '^ServerRoot' "$run/server.conf"; then
			stop_ours "$run/web.pid" "$run/server.conf" WINCH
		else
			stop_ours "$run/web.pid" "$run/server.conf" QUIT
		fi
	else
		leftovers | xargs -r kill -TERM
		patience_s=2
	fi
	for pid_file in "$run"/*.pid; do
		[ -e "$pid_file" ] || continue
		program=${pid_file##*/}
		stop_ours "$pid_file" "--listen=$sockets/${program%.pid}.sock"
	done
	if ! wait_for "$patience_s" nobody_left; then
		leftovers | xargs -r kill -KILL
		wait_for 5 nobody_left || die "processes do not end: $(leftovers | tr '\n' ' ')"
	fi
	rm -f "$dir/url"
}

gone() {
	for process in "$@"; do
		! kill -0 "$process" 2>/dev/null || return 1
	done
}

# Minders start the new before they end the old. mod_fcgid has no minder: its processes end when they are idle, and it
# starts others; asked for a graceful restart, it would end what waits for a process of its own.
reload() {
	is_ours "$run/web.pid" "$run/server.conf" || die "nothing runs in $dir: start it first"
	before=
	for program in $(programs_of); do
		now=$(workers "$program" | tr '\n' ' ')
		before="$before $now"
		if [ -e "$run/$program.pid" ]; then
			kill -HUP "$(cat "$run/$program.pid")" || die "$program is not there: stop and start it"
		else
			for process in $now; do
				kill -TERM "$process" 2>/dev/null
				sleep 0.2
			done
		fi
	done
	# shellcheck disable=SC2086
	wait_for 30 gone $before || die "workers do not end ($before): see $log"
}

# Those whose executable is the program, and who were told of our settings: not the supervisor behind nginx.
workers() {
	for process in /proc/[0-9]*; do
		executable=$(readlink "$process/exe" 2>/dev/null) || continue
		executable=${executable% (deleted)}
		[ "${executable##*/}" = "$1" ] || continue
		tr '\0' '\n' <"$process/environ" 2>/dev/null | grep -qxF "QIAO_CONF=$dir/qiao.conf" || continue
		[ "$(cat "$run/$1.pid" 2>/dev/null)" = "${process#/proc/}" ] || echo "${process#/proc/}"
	done
}

[ $# -ge 2 ] || die "$usage"
act=$1
dir=$(folder "$2") || exit 1
run=$dir/run
sockets=$run/sockets
log=$dir/log
shift 2
case $act in
start) [ $# -eq 2 ] || die "$usage"; start "$@" ;;
reload) reload ;;
stop) stop ;;
workers) [ $# -eq 1 ] || die "$usage"; workers "$1" ;;
*) die "$usage" ;;
esac
