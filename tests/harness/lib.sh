# lib.sh: what mariadb.sh, site.sh and install.sh share; read with ". lib.sh".
# shellcheck shell=sh

die() {
	echo "${0##*/}: $*" >&2
	exit 1
}

# folder PATH: its absolute name without links; made when it is not there.
folder() {
	mkdir -p "$1" && (cd -P "$1" && pwd)
}

# Unix sockets below a folder have names of at most 107 bytes.
check_length() {
	[ "${#1}" -le 75 ] || die "the name of the folder $1 is too long for sockets (${#1} characters, at most 75): use a shorter one"
}

# is_ours PIDFILE WORD: the process runs, and its command line holds WORD, so a number that was given to another
# program meanwhile is not taken for ours.
is_ours() {
	[ -r "$1" ] || return 1
	read -r ours_pid <"$1" || return 1
	case $ours_pid in '' | *[!0-9]*) return 1 ;; esac
	{ tr '\0' ' ' <"/proc/$ours_pid/cmdline"; } 2>/dev/null | grep -qF -- "$2"
}

# stop_ours PIDFILE WORD [SIGNAL]: asks it to end, waits up to 15 s, then kills it.
stop_ours() {
	if is_ours "$1" "$2"; then
		read -r stop_pid <"$1"
		kill "-${3:-TERM}" "$stop_pid" 2>/dev/null
		stop_turns=0
		while is_ours "$1" "$2"; do
			[ "$stop_turns" -eq 150 ] && kill -KILL "$stop_pid" 2>/dev/null
			[ "$stop_turns" -lt 200 ] || die "process $stop_pid ($2) does not end"
			stop_turns=$((stop_turns + 1))
			sleep 0.1
		done
	fi
	rm -f "$1"
}

# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
	wait_turns=$(($1 * 10))
	shift
	while ! "$@" >/dev/null 2>&1; do
		wait_turns=$((wait_turns - 1))
		[ "$wait_turns" -gt 0 ] || return 1
		sleep 0.1
	done
}

is_root() {
	[ "$(id -u)" -eq 0 ]
}

# The account that web servers and programs run under when we are root; otherwise our own. Beside nginx there may be an
# account apache, too, which php-fpm brought.
web_account() {
	if ! is_root; then
		id -un
		return
	fi
	web_accounts="www-data apache nginx nobody"
	[ "${server-}" != nginx ] || web_accounts="www-data nginx apache nobody"
	for account in ${QIAO_WEB_ACCOUNT:-$web_accounts}; do
		if id -u "$account" >/dev/null 2>&1; then
			echo "$account"
			return
		fi
	done
	die "no account for the web server (looked for www-data, apache, nginx, nobody): set QIAO_WEB_ACCOUNT"
}

# as_web COMMAND...: runs it under that account.
as_web() {
	if is_root; then
		runuser -u "$(web_account)" -- "$@"
	else
		"$@"
	fi
}

# Letters and digits that nobody guesses: 20 of them, 119 bits.
random_word() {
	LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c 20
}

# is_listening PORT: something on this machine answers there.
is_listening() {
	listen_hex=$(printf ':%04X' "$1")
	cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$listen_hex" '$4 == "0A" && index($2, port) == length($2) - 4 { found = 1 } END { exit !found }'
}

# free_port FIRST: the first port from FIRST on that nobody listens on.
free_port() {
	port=$1
	while is_listening "$port"; do
		port=$((port + 1))
		[ "$port" -lt 65536 ] || die "no free port from $1 on"
	done
	echo "$port"
}

# setting FILE NAME: the value of a setting in a qiao.conf.
setting() {
	sed -n "s/^[[:space:]]*$2[[:space:]]*=[[:space:]]*//p" "$1" | sed 's/[[:space:]]*$//; s/^"\(.*\)"$/\1/' | head -n 1
}

# set_setting FILE NAME VALUE: in a qiao.conf, whether it is there already or not.
set_setting() {
	if grep -q "^$2 = " "$1"; then
		sed -i "s|^$2 = .*|$2 = $3|" "$1"
	else
		echo "$2 = $3" >>"$1"
	fi
}
