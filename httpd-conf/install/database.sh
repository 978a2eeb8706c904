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

start_database() {
	local change=same count
	if [ "${answer[server_settings]}" = yes ]; then
		count=$(list_programs | wc -l)
		BUFFER_POOL=${answer[buffer_pool]} WORKERS=${answer[workers]} PROGRAM_COUNT=$count \
			CONNECTIONS=$((answer[workers] * 2 * count + 50))
		export BUFFER_POOL WORKERS PROGRAM_COUNT CONNECTIONS
		change=$(httpd-conf/fill.sh httpd-conf/mariadb/qiao.cnf.in | put_file "$(database_settings_file)")
		[ "$change" = same ] || say "settings of MariaDB: $(database_settings_file)"
	fi
	if ! is_database_up; then
		run "start MariaDB" service_start mariadb
	elif [ "$change" = new ]; then
		run "restart MariaDB with its new settings" service_restart mariadb
	fi
	wait_for 60 is_database_up ||
		fail "MariaDB does not answer at $(database_socket)" "look at its log, or answer database_socket; the account root must be known by unix_socket"
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
