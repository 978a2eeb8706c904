#!/bin/sh
# Every shell script is without a finding of shellcheck.
cd "${QIAO_SOURCE:-$(dirname "$0")/../..}" || exit 1
if ! command -v shellcheck >/dev/null; then
	echo "1..0 # SKIP shellcheck is missing (apt shellcheck, dnf ShellCheck)"
	exit 0
fi
count=0
for script in install.sh autogen.sh .ci/run httpd-conf/*.sh httpd-conf/install/*.sh httpd-conf/nagios/check_qiao tests/harness/run_c tests/harness/summary tests/*/*.sh; do
	[ -e "$script" ] || continue
	count=$((count + 1))
	if findings=$(shellcheck -x -P . "$script"); then
		echo "ok $count - $script"
	else
		echo "$findings" | sed 's/^/# /'
		echo "not ok $count - $script"
	fi
done
echo "1..$count"
