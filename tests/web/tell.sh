# tell.sh: promises told one by one, each with the faults that were noted for it. Read by the tests of the installation.
# shellcheck shell=bash

count=0
faults=

fault() {
	faults="$faults
# $*"
}

# tell NAME: the promise is kept when no fault was noted since the last.
tell() {
	count=$((count + 1))
	if [ -z "$faults" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1$faults"
	fi
	faults=
}
