#!/bin/sh
# mariadb.sh start DIR: a private MariaDB server whose data, log and socket are in DIR, without a network port.
#   Makes the schema `qiao`, the account of the web programs and, when there is none, DIR/qiao.conf.
# mariadb.sh stop DIR: ends it. mariadb.sh kill DIR: as if the power had failed.
# mariadb.sh sql DIR [ARGS]: the client, as the owner.
#
# From the environment: QIAO_BUFFER_POOL (128M), QIAO_FLUSH (innodb_flush_log_at_trx_commit: 1, what Qiao demands;
# 2 for tests that measure nothing about it), QIAO_DATA (data_dir for a new qiao.conf: the source tree), QIAO_BINLOG (1: with
# a binary log in DIR/binlog, as backups want it).
set -u
harness=$(cd -P "$(dirname "$0")" && pwd)
# shellcheck source=tests/harness/lib.sh
. "$harness/lib.sh"

PATH=$PATH:/usr/sbin:/usr/libexec

client() {
	mariadb --defaults-file="$dir/my.cnf" --socket="$dir/mariadb.sock" --user="$(id -un)" --default-character-set=utf8mb4 "$@"
}

binlog_lines() {
	if [ "${QIAO_BINLOG:-0}" = 1 ]; then
		mkdir -p "$dir/binlog"
		printf '%s = %s\n' log_bin "$dir/binlog/binlog" binlog_format ROW sync_binlog 1 server_id 1 expire_logs_days 14
	else
		echo skip_log_bin
	fi
}

write_settings() {
	cat >"$dir/my.cnf" <<-END
		[mariadbd]
		datadir = $dir/data
		socket = $dir/mariadb.sock
		pid_file = $dir/mariadb.pid
		log_error = $dir/log/mariadb.log
		tmpdir = $dir/tmp
		skip_networking
		skip_name_resolve
		$(binlog_lines)
		character_set_server = utf8mb4
		collation_server = utf8mb4_uca1400_ai_ci
		sql_mode = STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE,NO_ZERO_IN_DATE
		default_storage_engine = InnoDB
		innodb_flush_log_at_trx_commit = ${QIAO_FLUSH:-1}
		innodb_snapshot_isolation = ON
		innodb_buffer_pool_size = ${QIAO_BUFFER_POOL:-128M}
		innodb_log_file_size = 128M
		innodb_lock_wait_timeout = 5
		lock_wait_timeout = 10
		secure_timestamp = NO
		system_versioning_alter_history = KEEP
		performance_schema = OFF
		max_connections = 200
		max_allowed_packet = 64M
		[client]
		default_character_set = utf8mb4
	END
}

write_qiao_conf() {
	umask 027
	cat >"$dir/qiao.conf" <<-END
		# Made by mariadb.sh for the private server in this folder; qiao.conf.dist explains each setting.
		# The owner is known to MariaDB by its system account, so no password of it stands here.
		database_socket = $dir/mariadb.sock
		database_name = qiao
		database_user = qiao
		database_password = $(random_word)
		owner_user = $(id -un)
		data_dir = ${QIAO_DATA:-$(cd -P "$harness/../.." && pwd)}
		state_dir = $dir/state
		base_url = http://127.0.0.1
	END
	umask 022
	is_root && chgrp "$(id -gn "$(web_account)")" "$dir/qiao.conf"
	return 0
}

# The one folder that the programs write to.
make_state() {
	mkdir -p "$dir/state"
	is_root && chown "$(web_account)" "$dir/state"
	[ -n "$(setting "$dir/qiao.conf" state_dir)" ] || echo "state_dir = $dir/state" >>"$dir/qiao.conf"
}

make_accounts() {
	password=$(setting "$dir/qiao.conf" database_password)
	client <<-END
		CREATE DATABASE IF NOT EXISTS qiao CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci;
		CREATE USER IF NOT EXISTS qiao@localhost;
		ALTER USER qiao@localhost IDENTIFIED BY '$password';
		GRANT SELECT, INSERT, UPDATE, DELETE ON qiao.* TO qiao@localhost;
	END
}

start() {
	command -v mariadbd >/dev/null || die "mariadbd is missing (apt mariadb-server-core, dnf mariadb-server)"
	check_length "$dir"
	chmod a+x "$dir"
	# A folder of its own: a server that starts removes all temporary tables it finds, whoever's they are.
	mkdir -p "$dir/log" "$dir/tmp"
	write_settings
	[ -e "$dir/qiao.conf" ] || write_qiao_conf
	make_state
	if is_ours "$dir/mariadb.pid" "$dir/my.cnf" && client -e 'SELECT 1' >/dev/null 2>&1; then
		return 0
	fi
	if [ ! -e "$dir/data/made" ]; then
		rm -rf "$dir/data"
		mariadb-install-db --no-defaults --datadir="$dir/data" --tmpdir="$dir/tmp" --user="$(id -un)" --force --skip-test-db --skip-name-resolve \
			--auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
			>"$dir/log/mariadb-install.log" 2>&1 || die "mariadb-install-db failed: see $dir/log/mariadb-install.log"
		: >"$dir/data/made"
	fi
	rm -f "$dir/mariadb.pid"
	setsid mariadbd --defaults-file="$dir/my.cnf" --user="$(id -un)" </dev/null >>"$dir/log/mariadb.log" 2>&1 &
	wait_for 60 client -e 'SELECT 1' || die "MariaDB does not start: see $dir/log/mariadb.log"
	make_accounts || die "MariaDB refuses the accounts: see above"
}

[ $# -ge 2 ] || die "usage: mariadb.sh start|stop|kill|sql DIR"
act=$1
dir=$(folder "$2") || exit 1
shift 2
case $act in
start) start ;;
stop) stop_ours "$dir/mariadb.pid" "$dir/my.cnf" ;;
kill) stop_ours "$dir/mariadb.pid" "$dir/my.cnf" KILL ;;
sql) client qiao "$@" ;;
*) die "usage: mariadb.sh start|stop|kill|sql DIR" ;;
esac
