# database.sh: MariaDB on this machine: its settings, the schema and the account of the programs. Read by production.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what install.sh and this share

database_socket() {
	if [ -n "${answer[database_socket]}" ]; then
		echo "${answer[database_socket]}"
	elif [ "$(family)" = dnf ]; then
		echo /var/lib/mysql/mysql.sock
	else
		echo /run/mysqld/mysqld.sock
	fi
}

database_settings_file() {
	if [ -d /etc/mysql/mariadb.conf.d ]; then
		echo /etc/mysql/mariadb.conf.d/60-qiao.cnf
	else
		echo /etc/my.cnf.d/qiao.cnf
	fi
}

# As the owner of everything, whom a local MariaDB knows by the system account.
root_sql() {
	mariadb --no-defaults --user=root --socket="$(database_socket)" --default-character-set=utf8mb4 -N -B "$@"
}

# As the owner of the tables, wherever they are.
owner_sql() {
	local hosts
	hosts=$(setting "$conf" database_hosts)
	{
		printf '[client]\nuser=%s\n' "$(setting "$conf" owner_user)"
		printf 'password="%s"\n' "$(setting "$conf" owner_password)"
		if [ -n "$hosts" ]; then
			printf 'host=%s\nport=%s\n' "${hosts%%[, ]*}" "$(setting "$conf" database_port)"
		else
			printf 'socket=%s\n' "$(setting "$conf" database_socket)"
		fi
	} | mariadb --defaults-file=/dev/stdin --default-character-set=utf8mb4 -N -B "$(setting "$conf" database_name)" -e "$1"
}

is_database_up() {
	root_sql -e 'SELECT 1' >/dev/null 2>&1
}

# The first that has innodb_snapshot_isolation.
needed_version=10.11.8

# Nothing when no server answers.
server_says() {
	root_sql -e "SELECT $1" 2>/dev/null || true
}

# The version of the server that answers, or of the one that is installed.
server_version() {
	local version program=mariadbd
	version=$(server_says 'VERSION()')
	command -v mariadbd >/dev/null || program=/usr/libexec/mariadbd
	[ -n "$version" ] || version=$("$program" --version 2>/dev/null | sed -n 's/.* Ver \([^ ]*\).*/\1/p')
	echo "$version"
}

# The owner of the tables, of a server that is given.
owner_says() {
	owner_sql "SELECT $1" 2>/dev/null || true
}

# check_version VERSION ASK: an older server does not know our settings, and with them it would not start: everything in it
# would be down. The first releases of some later series do not know them either, which only the server can tell.
check_version() {
	local cure="install MariaDB $needed_version or newer; the server and its settings were not touched"
	[ -n "$1" ] || return 0
	printf '%s\n' "$needed_version" "${1%%-*}" | sort -C -V || fail "MariaDB is $1: Qiao needs $needed_version or newer" "$cure"
	[ -z "$("$2" 1)" ] || [ -n "$("$2" '@@innodb_snapshot_isolation')" ] ||
		fail "MariaDB is $1: it does not know innodb_snapshot_isolation, which Qiao needs" "$cure"
}

# greater OURS THEIRS: of two numbers, which may end in K, M or G.
greater() {
	if [ "$(numfmt --from=iec "$1")" -ge "$(numfmt --from=iec "${2:-0}")" ]; then
		echo "$1"
	else
		echo "$2"
	fi
}

# standing NAME: the value before ours. Once our file is there, it is asked of that: the server rounds what it was given.
standing() {
	if [ -e "$(database_settings_file)" ]; then
		setting "$(database_settings_file)" "$1"
	else
		server_says "@@GLOBAL.$1"
	fi
}

# A server may have a binary log already: another name for it would cut its standbys off.
binlog_lines() {
	local file
	file=$(database_settings_file)
	if [ -e "$file" ]; then
		grep -q '^log_bin = ' "$file" || return 0
	elif [ "$(server_says '@@log_bin')" = 1 ]; then
		return 0
	fi
	printf '%s\n' 'log_bin = qiao-binlog' 'binlog_expire_logs_seconds = 1209600' 'max_binlog_size = 128M'
}

# Others may live in this server: none of its limits is lowered.
fill_server_settings() {
	local count
	count=$(list_programs | wc -l)
	BUFFER_POOL=$(greater "${answer[buffer_pool]}" "$(standing innodb_buffer_pool_size)")
	LOG_FILE=$(greater 128M "$(standing innodb_log_file_size)")
	PACKET=$(greater 64M "$(standing max_allowed_packet)")
	CONNECTIONS=$(greater $((answer[workers] * 2 * count + 50)) "$(standing max_connections)")
	WORKERS=${answer[workers]} PROGRAM_COUNT=$count BINLOG_LINES=$(binlog_lines)
	export BUFFER_POOL LOG_FILE PACKET CONNECTIONS WORKERS PROGRAM_COUNT BINLOG_LINES
	httpd-conf/fill.sh httpd-conf/mariadb/qiao.cnf.in
}

# What was there before our new settings; an empty one: nothing was.
former_settings() {
	echo "$(database_settings_file).qiao-before"
}

put_server_settings() {
	local file former settings
	file=$(database_settings_file)
	former=$(former_settings)
	settings=$(fill_server_settings)
	[ "$settings" != "$(cat "$file" 2>/dev/null)" ] || return 0
	# One that is there is of a run that was cut short: it holds what last worked.
	if [ ! -e "$former" ]; then
		mkdir -p "$(dirname "$file")"
		cat "$file" >"$former" 2>/dev/null || true
	fi
	put_file "$file" <<<"$settings" >/dev/null
	say "settings of MariaDB: $file"
}

# A server that refuses our settings has its former ones back, so that nobody else is without a database for longer.
restart_database() {
	local file
	file=$(database_settings_file)
	if service_restart mariadb && wait_for 60 is_database_up; then
		rm -f "$(former_settings)"
		return 0
	fi
	if [ -s "$(former_settings)" ]; then
		cat "$(former_settings)" >"$file"
	else
		rm -f "$file"
	fi
	rm -f "$(former_settings)"
	if service_restart mariadb && wait_for 60 is_database_up; then
		echo "MariaDB did not start with the settings of Qiao. Its former ones are back, and it answers again."
	else
		echo "MariaDB did not start with the settings of Qiao, nor with its former ones, which are back."
	fi
	echo "Look for [ERROR] in its log, or answer server_settings = no and set what httpd-conf/mariadb/qiao.cnf.in has by hand."
	return 1
}

# As it is at first, so that what it has can be asked.
start_database() {
	check_version "$(server_version)" server_says
	if ! is_database_up; then
		run "start MariaDB" service_start mariadb
		wait_for 60 is_database_up ||
			fail "MariaDB does not answer at $(database_socket)" "look at its log, or answer database_socket; the account root must be known by unix_socket"
		check_version "$(server_version)" server_says
	fi
	[ "${answer[server_settings]}" = yes ] || return 0
	put_server_settings
	[ ! -e "$(former_settings)" ] || run "restart MariaDB with its new settings" restart_database
}

# The statements that qiao.conf.dist gives, and nothing else.
make_schema() {
	local name user password
	name=$(setting "$conf" database_name)
	user=$(setting "$conf" database_user)
	password=$(setting "$conf" database_password)
	password=${password//\\/\\\\}
	root_sql <<-END
		CREATE DATABASE IF NOT EXISTS \`$name\` CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci;
		CREATE USER IF NOT EXISTS \`$user\`@localhost;
		ALTER USER \`$user\`@localhost IDENTIFIED BY '${password//\'/\'\'}';
		GRANT SELECT, INSERT, UPDATE, DELETE ON \`$name\`.* TO \`$user\`@localhost;
	END
}

new_password=

# Only where nobody could sign in and change anything: an administrator who was renamed or disabled is a decision.
make_administrator() {
	local count password
	count=$(owner_sql "SELECT COUNT(*) FROM user u JOIN role r ON r.id = u.role_id WHERE r.code = 'administrator'") ||
		fail "the tables cannot be read" "check owner_user in $conf"
	if [ "$count" != 0 ]; then
		say "there is an administrator already"
		return 0
	fi
	if [ -n "${answer[admin_password_file]}" ]; then
		[ -r "${answer[admin_password_file]}" ] ||
			fail "there is no administrator, and ${answer[admin_password_file]} cannot be read" "put the password there, or answer no admin_password_file: a new one is thought up then"
		password=$(head -n 1 "${answer[admin_password_file]}")
	else
		password=$(random_word)
	fi
	printf '%s\n' "$password" | qiao user add --login="${answer[admin_login]}" --name="${answer[admin_name]}" --role=administrator >>"$log" 2>&1 ||
		fail "the first administrator cannot be made: $(tail -n 1 "$log")" "answer admin_login, admin_name or admin_password_file differently"
	say "made the administrator ${answer[admin_login]}"
	if [ -z "${answer[admin_password_file]}" ]; then
		new_password=$password
		[ "$only_step" != integrate_systems ] || say "with the password $new_password (shown this once: change it after signing in)"
	fi
}
