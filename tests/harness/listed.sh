#!/bin/sh
# Every source, test and script is in Makefile.am: what is not listed is neither built nor run.
cd "${QIAO_SOURCE:-$(dirname "$0")/../..}" || exit 1

failed=0
count=0
files=$(find cgi-bin -name '*.[ch]'
	find tests -name node_modules -prune -o -name '*_test.c' -print -o -name '*_fuzz.c' -print -o -name '*_test.mjs' -print
	find tests/lint tests/db tests/web tests/fault -name node_modules -prune -o -name '*.sh' -perm -u+x -print)
for file in $files; do
	count=$((count + 1))
	if ! grep -qE "(^|[[:space:]])${file%.c}(\.c)?([[:space:]]|\$)" Makefile.am; then
		echo "# not in Makefile.am: $file"
		failed=$((failed + 1))
	fi
done
# The programs are those that httpd-conf/prefixes mounts.
mounted=$(awk '!/^[ \t]*(#|$)/ { print $1 }' httpd-conf/prefixes | sort | tr '\n' ' ')
built=$(sed -n 's/^pkglibexec_PROGRAMS = //p' Makefile.am | tr ' ' '\n' | sort | tr '\n' ' ')
echo "1..2"
if [ "$failed" -eq 0 ] && [ "$count" -gt 0 ]; then
	echo "ok 1 - all $count files are in Makefile.am"
else
	echo "not ok 1 - $failed of $count files are not in Makefile.am"
fi
if [ "$mounted" = "$built" ]; then
	echo "ok 2 - what is built is what is mounted"
else
	echo "# built: $built; mounted: $mounted"
	echo "not ok 2 - what is built is what is mounted"
fi
