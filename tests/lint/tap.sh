# shellcheck shell=sh
# tap.sh: what the lints share: findings collected line by line, told as TAP. Read with `.`, after root is set.
# A lint is `name.sh [ROOT]`; ROOT is the tree it judges, by default the project the script lies in.

LC_ALL=C
export LC_ALL

lint_folder=$(cd "$(dirname "$0")" && pwd) || exit 1
root=$(cd "${1:-$lint_folder/../..}" && pwd) || exit 1
cd "$root" || exit 1

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
findings=$scratch/findings
tap_count=$scratch/count
: >"$tap_count"

# skip REASON: says aloud that there is nothing to judge, and ends.
skip() {
	echo "1..0 # SKIP $1"
	exit 0
}

# check TEXT < FINDINGS: one TAP line, with a remark for each finding that lint_folder/allowed does not name.
check() {
	echo >>"$tap_count"
	number=$(grep -c "" "$tap_count")
	awk -v lint="$(basename "$0" .sh)" -v allowed="$lint_folder/allowed" '
		BEGIN {
			while ((getline line < allowed) > 0)
				if (line !~ /^#/ && split(line, part, " ") >= 3 && part[1] == lint)
					permits[++count] = part[2] " " part[3]
		}
		{
			for (i = 1; i <= count; i++) {
				split(permits[i], part, " ")
				if (index($0, part[1] ":") == 1 && index($0, part[2]))
					next
			}
			print
		}' >"$findings"
	if [ -s "$findings" ]; then
		sed 's/^/# /' "$findings"
		echo "not ok $number - $1"
	else
		echo "ok $number - $1"
	fi
}

finish() {
	echo "1..$(grep -c "" "$tap_count")"
}

# c_files FOLDER...: the C sources and headers in those folders that exist.
c_files() {
	for folder in "$@"; do
		[ -d "$folder" ] && find "$folder" -name '*.[ch]'
	done | sort
}

# c_tokens < FILES: code, literals and includes, as c.awk tells them.
c_tokens() {
	xargs awk -f "$lint_folder/c.awk"
}
