#!/usr/bin/env bash
# install_parts.sh: parts of install.sh alone, in a folder of their own, with stand-ins for what they tell the machine: what
#   a server of other people keeps, what is taken back, what is refused. production.sh tests the whole.
# install_parts.sh --part NAME...: one of them, as install.sh would run it.
# shellcheck disable=SC2015,SC2034,SC2317 # faults are noted behind && and ||; the parts read and call what is here
set -u
here=$(cd -P "$(dirname "$0")" && pwd)
source=$(cd -P "$here/../.." && pwd)
cd "$source" || exit 1
# shellcheck source=tests/web/tell.sh
. "$here/tell.sh"

# part NAME...: what it said is in $place/said. In a process of its own: only there a failure ends it, as in install.sh.
part() {
	place=$place "$here/install_parts.sh" --part "$@" >"$place/said" 2>&1
}

run_part() {
	set -e
	command=production home=$place log=$place/log server_given=no areas_given=no
	# shellcheck source=tests/harness/lib.sh
	. tests/harness/lib.sh
	# shellcheck source=httpd-conf/install/production.sh
	. httpd-conf/install/production.sh
	say() { echo "$*"; }
	fail() { echo "fail: $1 / ${2-}"; exit "${failure_status:-1}"; }
	run() { shift; "$@"; }
	called() { echo "$*" >>"$place/calls"; }
	family() { echo "${family:-apt}"; }
	check_areas() { :; }
	is_number() { [[ $1 =~ ^[0-9]+$ ]] && [ "$1" -ge 1 ] && [ "$1" -le "$2" ]; }
	answer_defaults
	"$@"
}

# --- the database's settings ------------------------------------------------------

# A server that says what is in $place/server: lines of NAME VALUE.
on_database() {
	places
	database_settings_file() { echo "$place/qiao.cnf"; }
	is_database_up() { [ ! -e "$place/down" ]; }
	wait_for() { shift; "$@"; }
	root_sql() { awk -v asked="${2#SELECT }" '$1 == asked { print $2; found = 1 } END { exit !found }' "$place/server"; }
	service_start() { called start; }
	# It does not come up with a file that asks for what it does not know.
	service_restart() {
		called "restart with $(grep -c '^innodb' "$place/qiao.cnf" 2>/dev/null)"
		rm -f "$place/down"
		[ ! -e "$place/is-old" ] || ! grep -q '^innodb_snapshot_isolation' "$place/qiao.cnf" 2>/dev/null || { : >"$place/down"; return 1; }
	}
	start_database
}

# server_has VERSION [NAME VALUE]...
server_has() {
	rm -f "$place/calls" "$place/down" "$place/is-old"
	printf '%s\n' "VERSION() $1" '1 1' '@@innodb_snapshot_isolation 0' '@@log_bin 0' '@@GLOBAL.innodb_buffer_pool_size 134217728' '@@GLOBAL.max_connections 151' \
		'@@GLOBAL.innodb_log_file_size 100663296' '@@GLOBAL.max_allowed_packet 16777216' >"$place/server"
	shift
	while [ $# -gt 0 ]; do
		sed -i "/^$1 /d" "$place/server"
		[ -z "$2" ] || echo "$1 $2" >>"$place/server"
		shift 2
	done
}

has_line() {
	grep -qxF "$1" "$place/qiao.cnf" || fault "no \"$1\" in $(grep -v '^#' "$place/qiao.cnf" | tr '\n' ';')"
}

database_versions() {
	local version
	rm -f "$place/qiao.cnf"
	for version in 10.6.22-MariaDB 10.11.6-MariaDB-0+deb12u1 10.5.29-MariaDB-log; do
		server_has "$version"
		! part on_database || fault "$version is accepted"
		grep -q "fail: MariaDB is $version: Qiao needs 10.11.8" "$place/said" || fault "$version: $(cat "$place/said")"
		[ ! -e "$place/qiao.cnf" ] && [ ! -e "$place/calls" ] || fault "$version: something was touched"
	done
	server_has 11.2.2-MariaDB '@@innodb_snapshot_isolation' ''
	! part on_database || fault "a server without innodb_snapshot_isolation is accepted"
	[ ! -e "$place/qiao.cnf" ] && [ ! -e "$place/calls" ] || fault "without innodb_snapshot_isolation: something was touched"
	for version in 10.11.8-MariaDB 10.11.19-MariaDB-0+deb12u1 11.4.2-MariaDB 12.0.1-MariaDB; do
		server_has "$version"
		rm -f "$place/qiao.cnf"
		part on_database || fault "control: $version is refused: $(cat "$place/said")"
		[ -s "$place/qiao.cnf" ] || fault "control: $version: no settings"
	done
	tell "a server that is too old is refused before its settings are touched"
}

database_restarts() {
	local former
	for former in '' '# of an earlier day'; do
		server_has 10.11.19-MariaDB
		: >"$place/is-old"
		rm -f "$place/qiao.cnf"
		[ -z "$former" ] || echo "$former" >"$place/qiao.cnf"
		! part on_database || fault "a server that does not come up is not noticed"
		[ "$(cat "$place/qiao.cnf" 2>/dev/null)" = "$former" ] || fault "the settings are $(head -n 1 "$place/qiao.cnf"), not '$former'"
		[ "$(grep -c restart "$place/calls")" = 2 ] && [ ! -e "$place/down" ] || fault "it was not started again: $(cat "$place/calls")"
		grep -q 'former ones are back, and it answers again' "$place/said" || fault "it is not told: $(cat "$place/said")"
		[ ! -e "$place/qiao.cnf.qiao-before" ] || fault "what was kept is left"
	done
	server_has 10.11.19-MariaDB
	rm -f "$place/qiao.cnf"
	part on_database || fault "control: $(cat "$place/said")"
	[ "$(cat "$place/calls")" = 'restart with 5' ] || fault "control: one that comes up: $(cat "$place/calls")"
	rm "$place/calls"
	part on_database || fault "a second time: $(cat "$place/said")"
	[ ! -e "$place/calls" ] || fault "a second time it is restarted"
	# Cut short between the file and the restart: the next run goes on, and what last worked is still known.
	: >"$place/qiao.cnf.qiao-before"
	: >"$place/is-old"
	! part on_database || fault "after one that was cut short: not noticed"
	[ ! -e "$place/qiao.cnf" ] || fault "after one that was cut short: the settings stay"
	tell "a server that does not start with our settings has its former ones back; one that does is restarted once"
}

database_limits() {
	server_has 10.11.19-MariaDB
	rm -f "$place/qiao.cnf"
	part on_database
	has_line 'innodb_buffer_pool_size = 256M'
	has_line 'max_allowed_packet = 64M'
	has_line 'log_bin = qiao-binlog'
	server_has 10.11.19-MariaDB @@log_bin 1 @@GLOBAL.max_connections 151
	part on_database
	has_line 'log_bin = qiao-binlog'
	tell "a server of our own has our limits and our binary log, a second time, too"
	server_has 10.11.19-MariaDB @@log_bin 1 @@GLOBAL.innodb_buffer_pool_size 8589934592 @@GLOBAL.max_connections 900 @@GLOBAL.max_allowed_packet 1073741824 \
		@@GLOBAL.innodb_log_file_size 2147483648
	rm -f "$place/qiao.cnf"
	part on_database
	has_line 'innodb_buffer_pool_size = 8589934592'
	has_line 'innodb_log_file_size = 2147483648'
	has_line 'max_allowed_packet = 1073741824'
	has_line 'max_connections = 900'
	has_line 'sync_binlog = 1'
	! grep -qE '^(log_bin|max_binlog_size|binlog_expire)' "$place/qiao.cnf" || fault "the binary log is given another name: $(grep '^log_bin' "$place/qiao.cnf")"
	cp "$place/qiao.cnf" "$place/first"
	rm "$place/calls"
	# What a server makes of a number is not what it was given.
	sed -i 's/8589934592/8589936640/' "$place/server"
	part on_database
	cmp -s "$place/first" "$place/qiao.cnf" && [ ! -e "$place/calls" ] || fault "a second time changes something"
	tell "no limit of a server that others use is lowered, and its binary log keeps its name"
}

# --- a folder that is the whole of a site -------------------------------------------

lay_out() {
	PROGRAMS_DIR=$place/programs DATA_DIR=$source CONF=$place/qiao.conf STATE_DIR=$place BODY_MAX_BYTES=1 httpd-conf/htaccess.sh "$place/web" >"$place/said" 2>&1
}

foreign_folder() {
	local name
	mkdir -p "$place/programs"
	for name in $(httpd-conf/areas.sh httpd-conf/prefixes | awk '{ print $1 }'); do
		: >"$place/programs/$name"
	done
	for name in programs static manual errors robots.txt; do
		mkdir -p "$place/web/$name"
		echo mine >"$place/web/$name/mine"
		! lay_out || fault "$name is taken"
		grep -q "web/$name is somebody else's" "$place/said" || fault "$name: $(cat "$place/said")"
		[ "$(cat "$place/web/$name/mine")" = mine ] && [ "$(find "$place/web" -type f | wc -l)" = 1 ] || fault "$name: something was touched: $(ls -A "$place/web")"
		rm -r "$place/web"
	done
	mkdir -p "$place/web/pictures"
	lay_out || fault "control: an empty folder: $(cat "$place/said")"
	lay_out || fault "a second time: $(cat "$place/said")"
	[ -e "$place/web/programs/admin.cgi" ] && [ -d "$place/web/pictures" ] || fault "control: it is not laid out"
	# Cut short before its .htaccess came: the next one goes on.
	rm -r "$place/web"
	mv "$place/programs/admin" "$place/programs/away"
	! lay_out || fault "a program that is missing is not noticed"
	mv "$place/programs/away" "$place/programs/admin"
	lay_out || fault "after one that was cut short: $(cat "$place/said")"
	tell "a document root without our .htaccess loses nothing that has one of our names"
}

# --- services --------------------------------------------------------------------------

# A policy as that of Enterprise Linux: /run is another name of /var/run, and no rule may begin with it.
on_selinux() {
	answer[server]=$1
	places
	semanage() {
		case $* in *" /run/"*) echo "conflicts with equivalency rule '/run /var/run'" >&2; return 1 ;; esac
		called "semanage $*"
	}
	restorecon() { called "restorecon $*"; }
	setsebool() { :; }
	label_all
}

labels() {
	rm -f "$place/calls"
	part on_selinux nginx || fault "nginx: $(cat "$place/said")"
	grep -qF 'httpd_var_run_t /var/run/qiao(/.*)?' "$place/calls" || fault "the sockets have no label: $(grep -c . "$place/calls") calls"
	rm "$place/calls"
	part on_selinux apache || fault "apache: $(cat "$place/said")"
	! grep -q var_run "$place/calls" || fault "control: mod_fcgid has no sockets in $(grep var_run "$place/calls")"
	tell "the folder of the sockets has its label where the policy knows it by another name"
}

# on_accounts SERVER ACCOUNT...: these are there.
on_accounts() {
	is_root() { :; }
	server=$1
	shift
	there=" $* "
	id() { [[ $there == *" ${*: -1} "* ]]; }
	web_account
}

accounts() {
	local server there wanted
	while read -r server wanted there; do
		# shellcheck disable=SC2086
		part on_accounts "$server" $there || fault "$server: $(cat "$place/said")"
		[ "$(cat "$place/said")" = "$wanted" ] || fault "$server has $(cat "$place/said") of $there"
	done <<-END
		nginx nginx apache nginx nobody
		apache apache apache nginx nobody
		apache-proxy apache apache nginx
		nginx www-data www-data nobody
		apache www-data www-data nobody
	END
	! part on_accounts nginx daemon || fault "control: none is there, and one is taken"
	tell "nginx has its own account where php-fpm brought that of Apache, too"
}

# on_units GROUP: its sockets are for that group.
on_units() {
	answer[server]=nginx answer[sysconfdir]=$place/etc
	places
	mkdir -p "$etc"
	echo 'workers = 2' >"$conf"
	units=$place/units
	group=$1
	has_systemd() { :; }
	web_group() { echo "$group"; }
	systemctl() { called "$*"; }
	put_units
	list_programs() { echo admin; }
	# The programs start in a step of their own.
	renew_programs
}

sockets() {
	local group wanted
	rm -f "$place/calls"
	part on_units apache || fault "$(cat "$place/said")"
	for group in apache nginx; do
		: >"$place/calls"
		part on_units "$group" || fault "$(cat "$place/said")"
		wanted='enable --now qiao@admin.socket;reload-or-restart qiao@admin.service;'
		[ "$group" = apache ] || wanted='daemon-reload;enable --now qiao@admin.socket;stop qiao@admin.service;restart qiao@admin.socket;reload-or-restart qiao@admin.service;'
		[ "$(tr '\n' ';' <"$place/calls")" = "$wanted" ] || fault "$group: $(tr '\n' ';' <"$place/calls")"
	done
	tell "a socket is opened anew when its group changed, and only then"
}

# --- logs ---------------------------------------------------------------------------------------

# on_logs FILE: log_file of qiao.conf.
on_logs() {
	conf=$place/qiao.conf logs=$place/logs rotation=$place/rotation
	echo "log_file = $1" >"$conf"
	program_account() { id -un; }
	program_group() { id -gn; }
	fill_units() { LOG_DIR=$logs PROGRAM_ACCOUNT=qiao httpd-conf/fill.sh "httpd-conf/$1.in"; }
	put_logs
}

logs() {
	part on_logs "$place/logs/crm/qiao.log" || fault "$(cat "$place/said")"
	[ -e "$place/logs/crm/qiao.log" ] || fault "there is no log to add to"
	grep -q "^$place/logs/qiao.log {" "$place/rotation" || fault "it is not turned over: $(head -n 3 "$place/rotation")"
	echo line >"$place/logs/crm/qiao.log"
	part on_logs "$place/logs/crm/qiao.log" || fault "$(cat "$place/said")"
	[ "$(cat "$place/logs/crm/qiao.log")" = line ] || fault "a second time the log is empty"
	part on_logs "$place/elsewhere/qiao.log" || fault "$(cat "$place/said")"
	[ ! -e "$place/elsewhere" ] || fault "control: a log elsewhere is made"
	tell "the folder of the log is there, and the log with it, for programs that may only add to it"
}

# --- tables -----------------------------------------------------------------------------------

# on_tables ANSWER: what the database says to the question for the table of migrations; none: it does not answer.
on_tables() {
	places
	mkdir -p "$place/etc/qiao"
	conf=$place/etc/qiao/qiao.conf
	echo 'database_name = qiao' >"$conf"
	tables=$1
	owner_sql() { [ "$tables" != none ] || return 1; printf '%s' "$tables"; }
	qiao() { called "qiao $*"; }
	bring_tables_up
}

tables() {
	local there wanted
	for there in '' migration; do
		rm -f "$place/calls"
		wanted='qiao migrate'
		[ -z "$there" ] || wanted='qiao upgrade'
		part on_tables "$there" || fault "$(cat "$place/said")"
		[ "$(cat "$place/calls")" = "$wanted" ] || fault "with '$there' there: $(cat "$place/calls"), not $wanted"
	done
	rm "$place/calls"
	! part on_tables none && [ ! -e "$place/calls" ] || fault "control: a database that does not answer: $(cat "$place/calls")"
	tell "tables that are there are upgraded in use, others are made"
}

# --- answers ---------------------------------------------------------------------------------

# on_answers COMMAND STEP: reads $place/answers for it.
on_answers() {
	command=$1 only_step=$2 answers_file=$place/answers is_unattended=yes
	answers_load
}

files_of_answers() {
	local line
	mkdir -p "$place/etc/qiao"
	for line in tls_certificate=/nowhere.pem virtual_host=/nowhere.conf admin_password_file=/nowhere.password database_password_file=/nowhere.password build=/nowhere; do
		printf 'sysconfdir = %s/etc\nserver_name = crm.example.org\n%s\ntls_key = %s\n' "$place" "${line/=/ = }" "$place/answers" >"$place/answers"
		rm -f "$place/etc/qiao/qiao.conf"
		! part on_answers production '' || fault "control: $line is accepted the first time"
		grep -q "answers:3: ${line%%=*} must be" "$place/said" || fault "$line: $(cat "$place/said")"
		part on_answers uninstall '' || fault "uninstall with $line: $(cat "$place/said")"
		part on_answers production go_live || fault "step 6 with $line: $(cat "$place/said")"
		: >"$place/etc/qiao/qiao.conf"
		case $line in
		*password*) part on_answers production '' || fault "again with $line: $(cat "$place/said")" ;;
		*) ! part on_answers production '' || fault "control: $line is accepted later, where it is needed" ;;
		esac
	done
	tell "a file that was answered must be there when it is read, and not later: not for taking it away"
}

# on_kept DESTDIR: what is kept there is read by the next run, wherever its other settings are.
on_kept() {
	export DESTDIR=$1
	to=$1
	# shellcheck source=httpd-conf/install/answers.sh
	. httpd-conf/install/answers.sh
	answer_defaults
	answer[sysconfdir]=/usr/local/etc answer[company]=Bridge
	places
	answers_keep
	answer=() answers_file=
	answers_load
	[ "${answer[company]} ${answer[sysconfdir]}" = "Bridge /usr/local/etc" ]
}

kept_answers() {
	part on_kept "$place/root" || fault "$(cat "$place/said")"
	[ -r "$place/root/etc/qiao/answers" ] || fault "they are not in etc/qiao/answers: $(find "$place/root" -type f)"
	tell "answers are kept where the next run looks for them"
}

# --- words that are told to people ------------------------------------------------------------

# told STATUS PATTERN ARGUMENT...: install.sh ends so, before it touches anything, and says so.
told() {
	local wanted=$1 pattern=$2 status
	shift 2
	./install.sh "$@" >"$place/said" 2>&1
	status=$?
	[ "$status" = "$wanted" ] && grep -q "$pattern" "$place/said" || fault "install.sh $*: $status, $(tail -n 2 "$place/said")"
}

# on_cure: packages are missing, and may not be installed.
on_cure() {
	# shellcheck disable=SC1090
	. <(sed -n '/^need_packages() {/,/^}/p' install.sh)
	missing() { echo nginx; }
	may_install=no answers_file=/root/answers
	install_software
}

cures() {
	local cure path
	! part on_cure || fault "no package is missing"
	cure=$(sed -n 's|^fail: missing packages: nginx / as root: ./install.sh ||p' "$place/said")
	[ "$cure" = 'packages production --answers=/root/answers' ] || fault "the cure is '$cure': $(cat "$place/said")"
	told 2 '/nowhere cannot be read' packages production --answers=/nowhere
	told 2 'unknown: brewing' packages brewing
	told 2 'unknown: --answers=/nowhere' packages demo --answers=/nowhere
	path=$(sed -n 's/^PATH=//p; /^[*0-9]/q' httpd-conf/cron/qiao.in)
	[[ :$path: == *:/usr/sbin:* && :$path: == *:/usr/bin:* ]] || fault "cron looks into '$path'"
	tell "a cure that is told is one that is taken; cron finds the server's programs"
}

if [ "${1-}" = --part ]; then
	shift
	run_part "$@"
	exit
fi
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
database_versions
database_restarts
database_limits
foreign_folder
labels
accounts
sockets
logs
tables
files_of_answers
kept_answers
cures
echo "1..$count"
