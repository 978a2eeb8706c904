#!/bin/sh
# w3m.sh: a text browser suffices: sign in, list, search, new, edit, remove, typed into w3m in a terminal.
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
		screen capture-pane -p 2>/dev/null | sed '/^[[:space:]]*$/d; s/^/# /' | head -n 45
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
	keys Enter
	sleep 0.2
	keys C-u
	keys -l -- "$2"
	keys Enter
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

screen new-session -d -x 200 -y 130 "w3m -cookie -o accept_language=en -o use_mouse=0 -o confirm_qq=0 -o ignorecase_search=0 '$url/customers'"
shows 'Password'
say $? "the sign-in page"
write_into 'Sign-in name' admin
write_into 'Password' 'a long password here'
press 'Sign in'
shows 'New customer'
say $? "sign-in leads to the list"

address /customers/new
shows 'Save'
write_into 'Name \*' 'Walrus and Miller Ltd'
press 'Save'
shows 'It is new here'
say $? "a new customer is entered"
id=$(sql "SELECT id FROM customer WHERE name = 'Walrus and Miller Ltd'")
[ -n "$id" ]
say $? "and stored"

address '/search'
shows 'Search'
address "/search?q=walrus"
shows 'Walrus and Miller Ltd'
say $? "searching finds it"
press 'Walrus and Miller Ltd'
shows 'Entered'
say $? "from there to the record"

address "/customers/$id/edit"
shows 'Save changes'
write_into 'E-mail' 'walrus@example.com'
press 'Save changes'
shows 'walrus@example.com'
say $? "an edit is shown"
[ "$(sql "SELECT email FROM customer WHERE id = $id")" = walrus@example.com ]
say $? "and stored"

address "/customers/$id/edit"
shows 'Save changes'
write_into 'E-mail' 'no address'
press 'Save changes'
shows 'Error:'
say $? "a mistake is explained"
[ "$(sql "SELECT email FROM customer WHERE id = $id")" = walrus@example.com ]
say $? "and changes nothing"

address "/customers/$id/remove"
shows 'It can be restored later'
press 'Remove'
shows 'Removed.'
say $? "removing is told"
[ -z "$(sql "SELECT id FROM customer WHERE id = $id")" ]
say $? "and done"
address /customers/removed
shows 'Walrus and Miller Ltd'
press 'Restore'
shows 'Restored'
say $? "restoring too"
# walk AREA PATH TABLE FIELD LABEL TEXT: the list, a new record, its page, an edit and its removal, in another area.
walk() {
	address "$2"
	shows "$2"
	press 'New'
	shows 'Save'
	say $? "$1: from the list to a new record"
	write_into "$5" "$6 heron"
	press 'Save'
	shows "$6 heron"
	id=$(sql "SELECT id FROM $3 WHERE $4 = '$6 heron'")
	[ -n "$id" ]
	say $? "$1: a new record is shown and stored"
	address "$2/$id/edit"
	shows 'Save changes'
	write_into "$5" "$6 stork"
	press 'Save changes'
	shows "$6 stork"
	[ "$(sql "SELECT $4 FROM $3 WHERE id = $id")" = "$6 stork" ]
	say $? "$1: an edit is shown and stored"
	address "$2?sort=-id"
	shows "$6 stork"
	say $? "$1: the list has it"
	address "$2/$id/remove"
	shows 'It can be restored later'
	press 'Remove'
	shows 'Removed.'
	[ -z "$(sql "SELECT id FROM $3 WHERE id = $id")" ]
	say $? "$1: it is removed"
}

walk communications /tasks task title 'Task \*' 'Call the'
walk sales /leads lead name 'Name \*' 'Mr'
walk service /request-categories request_category name 'Name \*' 'About a'
walk marketing /campaigns campaign name 'Name \*' 'Spring with the'
walk admin /teams team name 'Name \*' 'Team'
[ "$(sql "SELECT COUNT(*) FROM change_record WHERE action = 'remove' AND entity = 'customer'")" = 1 ]
say $? "and nothing else was removed"
echo "1..$count"
exit "$told"
