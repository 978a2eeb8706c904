#!/bin/sh
# units.sh: the units of systemd are sound, and as closed as they are meant to be; looked at offline, on files filled as
# install.sh fills them. A program takes the socket systemd opened.
source=$(cd -P "${QIAO_SOURCE:-$(dirname "$0")/../..}" && pwd)
build=$(cd -P "${QIAO_BUILD:-.}" && pwd)
# systemd calls 2.5 "OK" and a service without any measure 9.6.
most=1.5
if ! command -v systemd-analyze >/dev/null; then
	echo "1..0 # SKIP systemd-analyze is missing"
	exit 0
fi
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
count=0

tell() {
	count=$((count + 1))
	if [ -z "$2" ]; then
		echo "ok $count - $1"
	else
		echo "$2" | sed 's/^/# /'
		echo "not ok $count - $1"
	fi
}

exposure() {
	SYSTEMD_UNIT_PATH="$1:" systemd-analyze security --offline=true --no-pager "$1/qiao@.service" 2>/dev/null |
		sed -n 's/.*exposure level.*: \([0-9.]*\) .*/\1/p'
}

is_above() {
	awk -v found="$1" -v most="$most" 'BEGIN { exit !(found == "" || found + 0 > most) }'
}

cp "$build/admin" "$place/customers"
SOCKET_DIR=/run/qiao PROGRAM_ACCOUNT=daemon WEB_GROUP=daemon CONF=/etc/qiao/qiao.conf PROGRAMS_DIR=$place STATE_DIR=/var/lib/qiao WORKERS=4
export SOCKET_DIR PROGRAM_ACCOUNT WEB_GROUP CONF PROGRAMS_DIR STATE_DIR WORKERS
for unit in qiao@.socket qiao@.service; do
	"$source/httpd-conf/fill.sh" "$source/httpd-conf/systemd/$unit.in" >"$place/$unit" || exit 1
done
said=$(SYSTEMD_UNIT_PATH="$place:" systemd-analyze verify "$place/qiao@customers.service" "$place/qiao@customers.socket" 2>&1) && said=
tell "systemd finds nothing wrong with the units" "$said"
# fits UNIT: the documented log_file can be written, and other programs' processes are seen.
fits() {
	grep -q '^ProtectSystem=strict$' "$1" && grep -qx 'LogsDirectory=qiao' "$1" && ! grep -q '^ProtectProc=' "$1" &&
		grep -q '^# log_file = /var/log/qiao/' "$source/qiao.conf.dist"
}
said=
fits "$place/qiao@.service" || said="look at LogsDirectory and ProtectProc in it"
tell "a program may write to the log's folder and sees the others' workers" "$said"
said=
{ cat "$place/qiao@.service"; echo ProtectProc=invisible; } >"$place/blind"
! fits "$place/blind" || said="it is not"
tell "control: a unit that hides them is noticed" "$said"
sed 's/^ExecStart=/ExecStrat=/' "$place/qiao@.service" >"$place/broken@.service"
said=$(SYSTEMD_UNIT_PATH="$place:" systemd-analyze verify "$place/broken@customers.service" 2>&1) && said=
[ -n "$said" ] && said= || said="a unit without ExecStart was found sound"
tell "control: a broken unit is noticed" "$said"
QIAO=/bin/true OWNER_CONF=/etc/qiao/qiao.conf DATA_DIR=/usr/share/qiao
export QIAO OWNER_CONF DATA_DIR
for timer in qiao-probe qiao-sample qiao-backup qiao-security; do
	for ending in service timer; do
		"$source/httpd-conf/fill.sh" "$source/httpd-conf/systemd/$timer.$ending.in" >"$place/$timer.$ending" || exit 1
	done
	said=$(SYSTEMD_UNIT_PATH="$place:" systemd-analyze verify "$place/$timer.service" "$place/$timer.timer" 2>&1) && said=
	tell "systemd finds nothing wrong with $timer" "$said"
done
found=$(exposure "$place")
said=
is_above "$found" && said="the exposure is $found"
tell "the service is exposed by at most $most of 10 (it is $found)" "$said"
mkdir "$place/open"
grep -vE '^(Protect|Restrict|System|Capab|NoNew|Private)' "$place/qiao@.service" >"$place/open/qiao@.service"
cp "$place/qiao@.socket" "$place/open/"
said=
is_above "$(exposure "$place/open")" || said="it is not"
tell "control: one without its measures is above that" "$said"
echo "1..$count"
