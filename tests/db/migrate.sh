#!/bin/sh
# migrate.sh: migrations run once and are frozen; `qiao` says by words and exit status what went well and what did not.
source=$(cd "${QIAO_SOURCE:-$(dirname "$0")/../..}" && pwd) || exit 1
build=$(cd "${QIAO_BUILD:-$source}" && pwd) || exit 1
qiao=$build/qiao
PATH=$PATH:/usr/sbin:/usr/libexec
LC_ALL=C.UTF-8
export LC_ALL

command -v mariadbd >/dev/null || {
	echo "1..0 # SKIP there is no mariadbd (apt mariadb-server-core, dnf mariadb-server)"
	exit 0
}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/qiao-db-XXXXXX") || exit 1
trap '"$source/tests/harness/mariadb.sh" stop "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

count=0
failed=0
tell() { # STATUS TEXT: 0 is well
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		failed=$((failed + 1))
		echo "not ok $count - $2"
		sed 's/^/# /' "$scratch/output"
	fi
}

# expect TEXT STATUS PATTERN COMMAND...: the command ends so and says so; its standard input is this function's.
expect() {
	text=$1 status=$2 pattern=$3
	shift 3
	"$@" >"$scratch/output" 2>&1
	got=$?
	[ "$got" -eq "$status" ] && grep -qE -- "$pattern" "$scratch/output"
	right=$?
	[ "$right" -eq 0 ] || echo "# exit status $got, expected $status and \"$pattern\""
	tell "$right" "$text"
}

sql() {
	"$source/tests/harness/mariadb.sh" sql "$scratch" --batch --skip-column-names "$@"
}

# Every column, key and row of a migration there is, in a few lines.
picture() {
	sql -e "SELECT MD5(GROUP_CONCAT(TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_COMMENT ORDER BY TABLE_NAME, ORDINAL_POSITION))
		FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'qiao'; SELECT * FROM migration; CHECKSUM TABLE role, role_right, region, industry, source, clock, catalogue" \
		--init-command='SET SESSION group_concat_max_len = 10000000'
}

mkdir "$scratch/data_dir"
cp -R "$source/sql" "$scratch/data_dir/sql"
for folder in templates htdocs httpd-conf po; do
	ln -s "$source/$folder" "$scratch/data_dir/$folder"
done
QIAO_DATA=$scratch/data_dir QIAO_FLUSH=1 "$source/tests/harness/mariadb.sh" start "$scratch" >&2 || {
	echo "Bail out! the private MariaDB does not start"
	exit 1
}
QIAO_CONF=$scratch/qiao.conf
export QIAO_CONF
files=$(find "$source/sql" -maxdepth 1 -name '*.sql' ! -name '0000_*' | wc -l)

expect "no subcommand: usage" 2 '^usage: qiao' "$qiao"
expect "an unknown subcommand" 2 'no subcommand "fly"' "$qiao" fly
expect "help" 0 '^usage: qiao' "$qiao" help

sed "s|^database_socket.*|database_socket = $scratch/nobody.sock|" "$scratch/qiao.conf" >"$scratch/nobody.conf"
expect "doctor without a database" 1 'FAIL  the database answers' "$qiao" doctor --config="$scratch/nobody.conf"
expect "migrate without a database" 1 'qiao: ' "$qiao" migrate --config="$scratch/nobody.conf"

expect "the first migrate makes everything" 0 '^The schema is up to date' "$qiao" migrate
[ "$(grep -c '^  0' "$scratch/output")" -eq "$files" ]
tell $? "it names each of the $files files"
picture >"$scratch/before"
expect "the second migrate" 0 '^The schema is up to date' "$qiao" migrate
! grep -q '^  0' "$scratch/output" && picture | cmp -s - "$scratch/before"
tell $? "it runs no file again and changes nothing"

echo '-- afterthought' >>"$scratch/data_dir/sql/0001_ground.sql"
expect "a file changed after it was run is refused" 1 '0001_ground.sql is not the file that was run here before' "$qiao" migrate
picture | cmp -s - "$scratch/before"
tell $? "and nothing was changed"
cp "$source/sql/0001_ground.sql" "$scratch/data_dir/sql/"

echo "CREATE TABLE later (id INT NOT NULL PRIMARY KEY COMMENT 'a number') COMMENT 'for a test'; INSERT INTO later VALUES (1);" >"$scratch/data_dir/sql/0998_later.sql"
expect "a new file is run" 0 '^  0998_later.sql' "$qiao" migrate
[ "$(sql -e 'SELECT COUNT(*) FROM later')" = 1 ]
tell $? "and did what it says"
echo "INSERT INTO later VALUES (2); CREATE TABEL mistyped (id INT);" >"$scratch/data_dir/sql/0999_broken.sql"
expect "a file that cannot be resumed is said before anything of it is run" 1 '0999_broken.sql, statement 2: ' "$qiao" migrate
[ "$(sql -e 'SELECT COUNT(*) FROM later')" = 1 ]
tell $? "and nothing was"
echo "INSERT INTO later VALUES (2); CREATE TABLE mistyped (id INTT);" >"$scratch/data_dir/sql/0999_broken.sql"
expect "a broken file is said" 1 "Unknown data type: 'INTT'" "$qiao" migrate
[ "$(sql -e "SELECT COUNT(*) FROM migration WHERE name = '0999_broken.sql'")" = 0 ]
tell $? "and is not counted as run"
echo "INSERT INTO later VALUES (3); CREATE TABLE mistyped (id INT);" >"$scratch/data_dir/sql/0999_broken.sql"
expect "the part that was run may not be another" 1 'statement 1 of 0999_broken.sql was run here in another form' "$qiao" migrate
echo "INSERT INTO later VALUES (2); CREATE TABLE mistyped (id INT);" >"$scratch/data_dir/sql/0999_broken.sql"
expect "the part that was not may be corrected" 0 '^  0999_broken.sql' "$qiao" migrate
[ "$(sql -e 'SELECT COUNT(*) FROM later')" = 2 ]
tell $? "and what was run is not run again"
rm "$scratch/data_dir/sql/0999_broken.sql"
expect "without it all is well again" 0 'up to date' "$qiao" migrate

for password in 'too short' 'a long password here' 'another long password'; do
	echo "$password" >"$scratch/$(echo "$password" | tr ' ' _)"
done

mkdir "$scratch/empty"
sed "s|^data_dir.*|data_dir = $scratch/empty|" "$scratch/qiao.conf" >"$scratch/empty.conf"
expect "no migrations at all" 1 'there are no migrations in' "$qiao" migrate --config="$scratch/empty.conf"

expect "doctor misses the administrator" 1 'FAIL  an administrator can sign in' "$qiao" doctor
expect "user add without options: usage" 2 '^usage: qiao user add' "$qiao" user add </dev/null
expect "a short password" 1 'at least 12 characters' "$qiao" user add --login=admin --name=Admin --role=administrator <"$scratch/too_short"
expect "no password at all" 1 'at least 12 characters' "$qiao" user add --login=admin --name=Admin --role=administrator </dev/null
expect "an unknown role" 1 'role_id: ' "$qiao" user add --login=admin --name=Admin --role=emperor <"$scratch/a_long_password_here"
expect "a sign-in name with capitals" 1 'login: ' "$qiao" user add --login='Not Good' --name=Admin --role=administrator <"$scratch/a_long_password_here"
[ "$(sql -e 'SELECT (SELECT COUNT(*) FROM user) + (SELECT COUNT(*) FROM change_record) + (SELECT COUNT(*) FROM user_secret)')" = 0 ]
tell $? "none of these wrote anything"
expect "the first administrator" 0 'User admin can sign in' "$qiao" user add --login=admin --name=Admin --role=administrator <"$scratch/a_long_password_here"
expect "the same name twice" 1 'login: Another record already has this' "$qiao" user add --login=admin --name=Admin --role=administrator <"$scratch/a_long_password_here"
sql -e 'SELECT password_hash FROM user_secret' >"$scratch/output"
grep -q '^.argon2id.v=19.m=' "$scratch/output" && [ "$(wc -l <"$scratch/output")" -eq 1 ]
tell $? "the password is kept as Argon2id"
expect "a new password" 0 'password of admin is set' "$qiao" user password --login=admin <"$scratch/another_long_password"
sql -e 'SELECT password_hash FROM user_secret' | cmp -s - "$scratch/output"
[ $? -eq 1 ]
tell $? "is another hash"
expect "a password for nobody" 1 'there is no user "nobody"' "$qiao" user password --login=nobody <"$scratch/another_long_password"
expect "doctor finds all well" 0 '^All well' "$qiao" doctor
! grep -q FAIL "$scratch/output"
tell $? "line by line"
chmod o+r "$scratch/qiao.conf"
expect "a configuration everybody can read" 1 'FAIL  the configuration is not readable by everybody' "$qiao" doctor
chmod o-r "$scratch/qiao.conf"
sql -e 'SET GLOBAL innodb_flush_log_at_trx_commit = 2'
expect "a setting that loses data" 1 'FAIL  innodb_flush_log_at_trx_commit' "$qiao" doctor
sql -e 'SET GLOBAL innodb_flush_log_at_trx_commit = 1'

expect "fsck finds all well" 0 '^All well' "$qiao" fsck
sql -e "INSERT INTO customer (name, created_at) VALUES ('by hand', '2026-01-01')"
expect "fsck sees a record made behind its back" 1 'Something is wrong' "$qiao" fsck

echo "1..$count"
[ "$failed" -eq 0 ]
