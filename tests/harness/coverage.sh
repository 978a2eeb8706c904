#!/bin/sh
# coverage.sh BUILD_TREE TEST...: how much of each room these tests run through, as text: lines covered in per cent. The
# build tree (made with --coverage) stays for the next time; its figures begin anew. The report of every file: BUILD_TREE/coverage.txt.
set -eu
source=$(cd -P "$(dirname "$0")/../.." && pwd)
tree=$1
shift
command -v gcovr >/dev/null || { echo "coverage: gcovr is missing (apt gcovr, dnf gcovr)" >&2; exit 1; }
mkdir -p "$tree"
tree=$(cd -P "$tree" && pwd)
cd "$tree"
[ -e config.status ] || "$source/configure" --quiet CFLAGS='-g -O1 --coverage' >configure.txt 2>&1 || { tail -n 5 configure.txt >&2; exit 1; }
find . \( -name '*.gcda' -o -name '*conftest*' \) -exec rm -f {} +
status=0
make --silent -j"$(nproc)" check TESTS="$*" >check.txt 2>&1 || status=1
grep -E '^# (TOTAL|PASS|FAIL|ERROR):' check.txt | tr '\n' ' ' | sed 's/# //g' || true
echo
gcovr --root "$source" --filter "$source/cgi-bin/" --csv coverage.csv --txt coverage.txt . >gcovr.txt 2>&1 || { tail -n 5 gcovr.txt >&2; exit 1; }
awk -F , '
	NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
	{
		count = split($column["filename"], part, "/")
		room = part[2] == "lib" ? part[2] "/" part[3] : part[2]
		lines[room] += $column["line_total"]
		covered[room] += $column["line_covered"]
		all += $column["line_total"]
		all_covered += $column["line_covered"]
	}
	function row(name, lines, covered) {
		return sprintf("%-16s %7d %8d %6.1f %%", name, lines, covered, lines ? covered * 100 / lines : 0)
	}
	END {
		printf "%-16s %7s %8s %8s\n", "room", "lines", "covered", "share"
		for (room in lines)
			print row(room, lines[room], covered[room]) | "sort"
		close("sort")
		print row("all", all, all_covered)
	}' coverage.csv
exit $status
