#!/bin/sh
# galera.sh start DIR [COUNT | standby]: a private cluster of COUNT (3) MariaDB nodes on ports of 127.0.0.1, in DIR/node1,
#   DIR/node2 ..., configured by httpd-conf/galera/node.cnf.in; standby: a primary and its standby on plain replication
#   instead, by replication.cnf.in. Makes the schema `qiao`, the accounts and, when there is none, DIR/qiao.conf that lists
#   all nodes. A cluster that was stopped starts again with its data.
# galera.sh join DIR N: starts node N again; waits until it is a synced member, or answers.
# galera.sh stop DIR [N]: ends them, or one. galera.sh kill DIR [N]: as if the power had failed. galera.sh pid DIR N: its process.
# galera.sh sql DIR N [ARGS]: the client on node N, as the owner. galera.sh state DIR N: its word for what it does.
#
# The nodes run as the account of the web server when we are root: a whole copy (SST) fails as root.
# From the environment: QIAO_DATA (data_dir for a new qiao.conf: the source tree), QIAO_PORT (the first of 40 ports; a free one).
set -u
harness=$(cd -P "$(dirname "$0")" && pwd)
# shellcheck source=tests/harness/lib.sh
. "$harness/lib.sh"

PATH=$PATH:/usr/sbin:/usr/libexec
usage="usage: galera.sh start DIR [COUNT|standby] | join|pid|state DIR N | stop|kill DIR [N] | sql DIR N [ARGS]"

client() {
	client_node=$1
	shift
	mariadb --no-defaults --socket="$dir/node$client_node/mariadb.sock" --user="$(id -un)" --default-character-set=utf8mb4 --connect-timeout=3 "$@"
}

# Ports of a node: clients, group, missed writes (IST), whole copy (SST).
port_of() {
	echo $((first + $1 + $2))
}

library() {
	for galera in /usr/lib/galera/libgalera_smm.so /usr/lib64/galera-4/libgalera_smm.so /usr/lib64/galera/libgalera_smm.so; do
		[ ! -e "$galera" ] || { echo "$galera"; return; }
	done
	die "Galera is missing (apt galera-4, dnf galera)"
}

galera_names() {
	CLUSTER_MEMBERS=
	for other in $(seq "$count"); do
		CLUSTER_MEMBERS=${CLUSTER_MEMBERS:+$CLUSTER_MEMBERS,}127.0.0.1:$(port_of "$other" 10)
	done
	GALERA_LIBRARY=$(library)
	CLUSTER_NAME=qiao-$first
	NODE_ADDRESS=127.0.0.1
	SST_METHOD=rsync
	SST_LINES="wsrep_sst_receive_address = 127.0.0.1:$(port_of "$1" 30)"
	RING_BYTES=128M
	# Nodes on one machine differ by their ports.
	PROVIDER_OPTIONS="gmcast.listen_addr=tcp://127.0.0.1:$(port_of "$1" 10); ist.recv_addr=127.0.0.1:$(port_of "$1" 20)"
	export CLUSTER_MEMBERS GALERA_LIBRARY CLUSTER_NAME NODE_ADDRESS SST_METHOD SST_LINES RING_BYTES PROVIDER_OPTIONS
}

# The product's own file, and what any private server needs.
write_settings() {
	node=$dir/node$1
	NODE_NAME=node$1
	BIND_ADDRESS=127.0.0.1
	SERVER_ID=$1
	SEMI_SYNC=ON
	export NODE_NAME BIND_ADDRESS SERVER_ID SEMI_SYNC
	[ "$kind" = standby ] || galera_names "$1"
	template=node.cnf.in
	[ "$kind" = galera ] || template=replication.cnf.in
	{
		"$harness/../../httpd-conf/fill.sh" "$harness/../../httpd-conf/galera/$template" || die "httpd-conf/galera/$template cannot be filled"
		cat <<-END
			datadir = $node/data
			tmpdir = $node/tmp
			socket = $node/mariadb.sock
			pid_file = $node/mariadb.pid
			log_error = $node/mariadb.log
			port = $(port_of "$1" 0)
			skip_name_resolve
			sql_mode = STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE,NO_ZERO_IN_DATE
			innodb_buffer_pool_size = 64M
			innodb_log_file_size = 64M
			innodb_lock_wait_timeout = 5
			lock_wait_timeout = 10
			performance_schema = OFF
			max_connections = 200
			max_allowed_packet = 64M
			log_bin = changes
			log_slave_updates = ON
			server_id = $1
		END
	} >"$node/my.cnf"
}

write_qiao_conf() {
	umask 027
	hosts=
	for each in $(seq "$count"); do
		hosts=${hosts:+$hosts, }127.0.0.1:$(port_of "$each" 0)
	done
	cat >"$dir/qiao.conf" <<-END
		# Made by galera.sh for the private cluster in this folder; qiao.conf.dist explains each setting.
		database_hosts = $hosts
		database_name = qiao
		database_user = qiao
		database_password = $(random_word)
		owner_user = qiao_owner
		owner_password = $(random_word)
		data_dir = ${QIAO_DATA:-$(cd -P "$harness/../.." && pwd)}
		base_url = http://127.0.0.1
	END
	umask 022
	is_root && chgrp "$(id -gn "$(web_account)")" "$dir/qiao.conf"
	return 0
}

make_accounts() {
	client 1 <<-END
		CREATE DATABASE IF NOT EXISTS qiao CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci;
		CREATE USER IF NOT EXISTS qiao@'127.0.0.1' IDENTIFIED BY '$(setting "$dir/qiao.conf" database_password)';
		GRANT SELECT, INSERT, UPDATE, DELETE ON qiao.* TO qiao@'127.0.0.1';
		CREATE USER IF NOT EXISTS qiao_owner@'127.0.0.1' IDENTIFIED BY '$(setting "$dir/qiao.conf" owner_password)';
		GRANT ALL ON qiao.* TO qiao_owner@'127.0.0.1';
		CREATE USER IF NOT EXISTS qiao_check@'127.0.0.1';
	END
}

# The nodes of Galera copy the first one; a standby begins with nothing, and is told everything.
make_data() {
	[ ! -e "$dir/node$1/data/made" ] || return 0
	as_web mariadb-install-db --no-defaults --datadir="$dir/node$1/data" --tmpdir="$dir/node$1/tmp" --force --skip-test-db --skip-name-resolve \
		--auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
		>"$dir/node$1/install.log" 2>&1 || die "mariadb-install-db failed: $(grep -iE "error|fatal" "$dir/node$1/install.log" | head -n 5)"
	as_web touch "$dir/node$1/data/made"
}

state() {
	client "$1" -N -B -e "SELECT COALESCE((SELECT variable_value FROM information_schema.global_status
		WHERE variable_name = 'wsrep_local_state_comment'), IF(@@read_only, 'Standby', 'Primary'))" 2>/dev/null
}

is_ready() {
	case $(state "$1") in
	Synced) [ "$kind" = galera ] ;;
	Standby | Primary) [ "$kind" = standby ] ;;
	*) return 1 ;;
	esac
}

# run_node N [OPTION]: a node that was killed first finds how far it had come.
run_node() {
	node=$dir/node$1
	! is_ours "$node/mariadb.pid" "$node/my.cnf" || return 0
	rm -f "$node/mariadb.pid"
	position=
	if [ -e "$node/data/grastate.dat" ]; then
		as_web mariadbd --defaults-file="$node/my.cnf" --wsrep-recover --log-error="$node/data/recover.log" >/dev/null 2>&1 </dev/null
		position=$(sed -n 's/.*WSREP: Recovered position: *//p' "$node/data/recover.log" | tail -n 1)
		as_web rm -f "$node/data/recover.log"
	fi
	number=$1
	shift
	(
		cd /
		if is_root; then
			exec setsid setpriv --reuid="$(web_account)" --regid="$(id -gn "$(web_account)")" --init-groups \
				mariadbd --defaults-file="$node/my.cnf" ${position:+--wsrep_start_position="$position"} "$@"
		fi
		exec setsid mariadbd --defaults-file="$node/my.cnf" ${position:+--wsrep_start_position="$position"} "$@"
	) </dev/null >>"$node/mariadb.log" 2>&1 &
	echo $! >"$node/started"
	wait_for "${patience_s:-60}" is_ready "$number" || die "node $number is not ready: $(tail -n 3 "$node/mariadb.log")"
}

start() {
	count=${1:-3}
	kind=galera
	[ "$count" != standby ] || { kind=standby; count=2; }
	command -v mariadbd >/dev/null || die "mariadbd is missing (apt mariadb-server-core, dnf mariadb-server)"
	check_length "$dir"
	chmod a+x "$dir"
	if [ ! -e "$dir/cluster" ]; then
		first=${QIAO_PORT:-$(free_port $((20000 + $$ % 300 * 40)))}
		echo "$first $count $kind" >"$dir/cluster"
	fi
	read -r first count kind <"$dir/cluster"
	if [ "$kind" = galera ]; then
		command -v wsrep_sst_rsync >/dev/null || die "wsrep_sst_rsync is missing (apt mariadb-server, dnf mariadb-server-galera)"
		command -v rsync >/dev/null || die "rsync is missing"
	fi
	for number in $(seq "$count"); do
		mkdir -p "$dir/node$number/data" "$dir/node$number/tmp"
		chmod 755 "$dir/node$number"
		write_settings "$number"
		touch "$dir/node$number/mariadb.log"
		is_root && chown -R "$(web_account)" "$dir/node$number"
	done
	[ -e "$dir/qiao.conf" ] || write_qiao_conf
	make_data 1
	"start_$kind"
}

# All were stopped, or none has run yet: the first one begins, and it was the last to stop.
start_galera() {
	if ! any_runs; then
		[ ! -e "$dir/node1/data/grastate.dat" ] || sed -i 's/^safe_to_bootstrap: .*/safe_to_bootstrap: 1/' "$dir/node1/data/grastate.dat"
		run_node 1 --wsrep-new-cluster
		make_accounts || die "the first node refuses the accounts: see above"
	fi
	for number in $(seq "$count"); do
		run_node "$number"
	done
}

start_standby() {
	make_data 2
	run_node 1
	run_node 2
	# Until there is a standby, nobody waits for one.
	client 1 -e 'SET GLOBAL rpl_semi_sync_master_enabled = OFF; SET GLOBAL read_only = OFF' || die "the primary refuses: see above"
	make_accounts || die "the primary refuses the accounts: see above"
	client 1 -e "CREATE USER IF NOT EXISTS qiao_standby@'127.0.0.1' IDENTIFIED BY '$(setting "$dir/qiao.conf" owner_password)';
		GRANT REPLICATION SLAVE ON *.* TO qiao_standby@'127.0.0.1'" || die "the primary refuses the standby's account: see above"
	client 2 -e "CHANGE MASTER TO master_host = '127.0.0.1', master_port = $(port_of 1 0), master_user = 'qiao_standby',
		master_password = '$(setting "$dir/qiao.conf" owner_password)', master_use_gtid = slave_pos, master_connect_retry = 1; START SLAVE" ||
		die "the standby refuses: see above"
	client 1 -e 'SET GLOBAL rpl_semi_sync_master_enabled = ON'
}

any_runs() {
	for any in $(seq "$count"); do
		! is_ours "$dir/node$any/mariadb.pid" "$dir/node$any/my.cnf" || return 0
	done
	return 1
}

stop() {
	for number in ${1:-$(seq "$count" -1 1)}; do
		stop_ours "$dir/node$number/mariadb.pid" "$dir/node$number/my.cnf"
	done
}

[ $# -ge 2 ] || die "$usage"
act=$1
dir=$(folder "$2") || exit 1
shift 2
if [ "$act" != start ]; then
	[ -r "$dir/cluster" ] || die "no cluster in $dir"
	read -r first count kind <"$dir/cluster"
fi
case $act in
start) start "$@" ;;
join) run_node "$1" ;;
stop) stop "$@" ;;
kill)
	for number in ${1:-$(seq "$count")}; do
		stop_ours "$dir/node$number/mariadb.pid" "$dir/node$number/my.cnf" KILL
	done
	;;
pid) cat "$dir/node$1/mariadb.pid" ;;
state) state "$1" ;;
sql) number=$1; shift; client "$number" qiao "$@" ;;
*) die "$usage" ;;
esac
