# w3m_lib.sh: what the tests in w3m share: a site of their own, a terminal, what is typed into it and seen in it. Sourced from beside it.
# shellcheck shell=sh disable=SC2034
set -u
source=${QIAO_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
harness=$source/tests/harness
for tool in w3m tmux mariadbd; do
	if ! PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null; then
		echo "1..0 # SKIP $tool is missing"
		exit 0
	fi
done
server=apache
PATH=$PATH:/usr/sbin command -v apache2 >/dev/null || PATH=$PATH:/usr/sbin command -v httpd >/dev/null || server=nginx

dir=$(mktemp -d "${TMPDIR:-/tmp}/qiao-w3m-XXXXXX") || exit 1
QIAO_CONF=$dir/qiao.conf
QIAO_DATA=$source
QIAO_PROGRAMS=${QIAO_PROGRAMS:-${QIAO_BUILD:-.}}
QIAO_FLUSH=2
HOME=$dir
LC_ALL=C.UTF-8
export QIAO_CONF QIAO_DATA QIAO_PROGRAMS QIAO_FLUSH HOME LC_ALL

screen() {
	tmux -S "$dir/tmux" "$@"
}

# shellcheck disable=SC2317
finish() {
	screen kill-server 2>/dev/null
	"$harness/site.sh" stop "$dir" >/dev/null 2>&1
	"$harness/mariadb.sh" kill "$dir" >/dev/null 2>&1
	rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP PIPE

count=0
told=0
say() {
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		screen capture-pane -p 2>/dev/null | sed '/^[[:space:]]*$/d; s/^/# /' | tail -n 60
		told=1
	fi
}

# shows TEXT: the page in w3m holds it within ten seconds.
shows() {
	turns=0
	while ! screen capture-pane -p | grep -qF -- "$1"; do
		turns=$((turns + 1))
		[ "$turns" -lt 100 ] || return 1
		sleep 0.1
	done
}

keys() {
	screen send-keys "$@"
	sleep 0.15
}

# onto TEXT: the cursor goes to the next place that says so, from the top.
onto() {
	keys g
	keys /
	keys -l -- "$1"
	keys Enter
}

# write_into LABEL TEXT: into the field behind the label.
write_into() {
	onto "$1"
	keys Tab
	write "$2"
}

# before TEXT PLACES: the cursor goes to the last place that says so, and that many fields back.
before() {
	keys G
	keys \?
	keys -l -- "$1"
	keys Enter
	places=$2
	while [ "$places" -gt 0 ]; do
		keys Escape Tab
		places=$((places - 1))
	done
}

# write TEXT: into the field that the cursor is on.
write() {
	keys Enter
	sleep 0.2
	keys C-u
	keys -l -- "$1"
	keys Enter
}

# write_text TEXT: into the textarea that the cursor is on.
write_text() {
	echo "$1" >"$dir/words"
	keys Enter
	sleep 0.3
}

# press TEXT: the last link or button that says so.
press() {
	keys G
	keys \?
	keys -l -- "$1"
	keys Enter
	keys Enter
}

address() {
	keys U
	keys C-u
	keys -l -- "$url$1"
	keys Enter
}

sql() {
	"$harness/mariadb.sh" sql "$dir" -N -B -e "$1"
}

make_site() {
	"$harness/mariadb.sh" start "$dir" >/dev/null 2>&1 || return 1
	"$QIAO_PROGRAMS/qiao" migrate >/dev/null || return 1
	echo 'a long password here' | "$QIAO_PROGRAMS/qiao" user add --login=admin --name=Admin --role=administrator >/dev/null || return 1
	"$QIAO_PROGRAMS/qiao" demo-data --customers=20 >/dev/null || return 1
	"$harness/site.sh" start "$dir" "$server" 0 >/dev/null
}

if ! make_site; then
	echo "Bail out! the site does not start"
	exit 1
fi
url=$(cat "$dir/url")

# open_at PATH: w3m in a terminal, signed in as the administrator; what is typed into a textarea comes from write_text.
open_at() {
	# shellcheck disable=SC2016
	printf '#!/bin/sh\ncp "%s/words" "$1"\n' "$dir" >"$dir/editor"
	chmod +x "$dir/editor"
	screen new-session -d -x 200 -y 400 "w3m -cookie -o accept_language=en -o use_mouse=0 -o confirm_qq=0 -o ignorecase_search=0 -o editor='$dir/editor' '$url$1'"
	shows 'Password'
	say $? "the sign-in page"
	write_into 'Sign-in name' admin
	write_into 'Password' 'a long password here'
	press 'Sign in'
}
