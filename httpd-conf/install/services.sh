# services.sh: what runs in the background: services, the programs' sockets, firewall and labels. Where there is no
# systemd (in a container, a chroot) services are started directly. Read by production.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what install.sh and this share

sockets=/run/qiao
logs=/var/log/qiao
rotation=/etc/logrotate.d/qiao
units=/etc/systemd/system
cron_file=/etc/cron.d/qiao
timers='qiao-probe qiao-sample qiao-backup qiao-security'

has_systemd() {
	[ -d /run/systemd/system ]
}

# mod_fcgid opens sockets of its own; every other web server meets the programs on theirs.
has_sockets() {
	[ "$server" != apache ]
}

service_start() {
	if has_systemd; then
		systemctl enable --now "$1"
	elif [ -x "/etc/init.d/$1" ]; then
		"/etc/init.d/$1" start
	else
		fail "there is neither systemd nor /etc/init.d/$1" "start $1 by hand and run this step again"
	fi
}

service_restart() {
	if has_systemd; then
		systemctl restart "$1"
	else
		"/etc/init.d/$1" restart
	fi
}

fill_units() {
	SOCKET_DIR=$sockets PROGRAM_ACCOUNT=$(program_account) WEB_GROUP=$(web_group) CONF=$conf PROGRAMS_DIR=$programs STATE_DIR=$state
	WORKERS=$(setting "$conf" workers)
	WORKERS=${WORKERS:-8}
	QIAO=${answer[prefix]}/bin/qiao OWNER_CONF=$conf DATA_DIR=$data LOG_DIR=$logs
	export SOCKET_DIR PROGRAM_ACCOUNT WEB_GROUP CONF PROGRAMS_DIR STATE_DIR WORKERS QIAO OWNER_CONF DATA_DIR LOG_DIR
	httpd-conf/fill.sh "httpd-conf/$1.in"
}

# Units that changed are noted in files, because the programs start in another step, perhaps of another run.
put_units() {
	local unit changed=no
	if ! has_systemd; then
		say "there is no systemd here: the programs are started directly, and not again after a restart"
		return 0
	fi
	for unit in qiao@.socket qiao@.service; do
		[ "$(fill_units "systemd/$unit" | put_file "$units/$unit")" = same ] && continue
		changed=yes
		: >"$etc/restart-${unit#qiao@.}"
	done
	[ "$changed" = no ] || run "tell systemd of the units" systemctl daemon-reload
}

# Where log_file of qiao.conf may be. SELinux lets programs that Apache starts add to a log, but not make one.
put_logs() {
	local log_file
	log_file=$(setting "$conf" log_file)
	mkdir -p "$logs"
	case $log_file in
	"$logs"/*) [ -e "$log_file" ] || (umask 027 && mkdir -p "$(dirname "$log_file")" && : >"$log_file") ;;
	esac
	chown -Rh "$(program_account):$(program_group)" "$logs"
	chmod 750 "$logs"
	fill_units logrotate/qiao | put_file "$rotation" >/dev/null
}

# Probes, samples, backups and the look at security, by timers of systemd or by cron.
put_timers() {
	local timer ending changed=no
	if ! has_systemd; then
		mkdir -p "$(dirname "$cron_file")"
		fill_units cron/qiao | put_file "$cron_file" >/dev/null
		say "there is no systemd here: $cron_file has what is to be run each minute, for cron"
		return 0
	fi
	for timer in $timers; do
		for ending in service timer; do
			[ "$(fill_units "systemd/$timer.$ending" | put_file "$units/$timer.$ending")" = same ] || changed=yes
		done
	done
	[ "$changed" = no ] || run "tell systemd of the timers" systemctl daemon-reload
}

start_timers() {
	local timer
	has_systemd || return 0
	for timer in $timers; do
		run "start $timer.timer" systemctl enable --now "$timer.timer"
	done
}

drop_timers() {
	local timer
	rm -f "$cron_file" "$rotation"
	for timer in $timers; do
		[ -e "$units/$timer.timer" ] || continue
		! has_systemd || systemctl disable --now "$timer.timer" >>"$log" 2>&1 || true
		rm -f "$units/$timer.timer" "$units/$timer.service"
	done
	! has_systemd || systemctl daemon-reload
}

# For an Apache that starts the programs itself, and before everything goes.
drop_units() {
	local program
	for program in $(list_programs); do
		if has_systemd && [ -e "$units/qiao@.socket" ]; then
			systemctl disable --now "qiao@$program.socket" "qiao@$program.service" >>"$log" 2>&1 || true
		fi
		stop_ours "$sockets/$program.pid" "--listen=$sockets/$program.sock"
	done
	[ -e "$units/qiao@.socket" ] || return 0
	rm -f "$units/qiao@.socket" "$units/qiao@.service"
	! has_systemd || systemctl daemon-reload
}

start_unit() {
	systemctl enable --now "qiao@$1.socket"
	# A socket keeps the group it was opened with, and is opened anew only while its program is away.
	if [ -e "$etc/restart-socket" ]; then
		systemctl stop "qiao@$1.service"
		systemctl restart "qiao@$1.socket"
	fi
	if [ -e "$etc/restart-service" ]; then
		systemctl restart "qiao@$1.service"
	else
		systemctl reload-or-restart "qiao@$1.service"
	fi
}

# As the unit does it: the group of the web server may connect, nobody else.
start_program() {
	local account
	account=$(program_account)
	if is_ours "$sockets/$1.pid" "--listen=$sockets/$1.sock"; then
		kill -HUP "$(cat "$sockets/$1.pid")"
		return 0
	fi
	(
		export QIAO_CONF=$conf
		umask 007
		cd /
		exec setsid setpriv --reuid="$account" --regid="$(web_group)" --groups="$(id -g "$account")" \
			"$programs/$1" "--listen=$sockets/$1.sock" "--workers=$(setting "$conf" workers)"
	) </dev/null >>"$log" 2>&1 9>&- &
	echo $! >"$sockets/$1.pid"
	wait_for 10 test -S "$sockets/$1.sock"
}

start_all() {
	local program
	for program in $(list_programs); do
		if has_systemd; then
			start_unit "$program" || return 1
		else
			start_program "$program" || return 1
		fi
	done
}

renew_programs() {
	if ! has_systemd; then
		mkdir -p "$sockets"
		chown "$(program_account):$(web_group)" "$sockets"
		chmod 750 "$sockets"
	fi
	run "start the programs, or put newer ones in their place" start_all
	rm -f "$etc/restart-socket" "$etc/restart-service"
}

open_firewall() {
	local port
	[ "${answer[firewall]}" = yes ] && command -v firewall-cmd >/dev/null && firewall-cmd --state >/dev/null 2>&1 || return 0
	for port in "${answer[http_port]}" $([ "$is_tls" = no ] || echo "${answer[https_port]}"); do
		case $port in
		80) set -- --add-service=http ;;
		443) set -- --add-service=https ;;
		*) set -- "--add-port=$port/tcp" ;;
		esac
		run "open port $port in firewalld" firewall-cmd --permanent "$@"
	done
	run "tell firewalld" firewall-cmd --reload
}

has_selinux() {
	command -v selinuxenabled >/dev/null && selinuxenabled
}

label() {
	semanage fcontext -a -t "$1" "$2(/.*)?" 2>/dev/null || semanage fcontext -m -t "$1" "$2(/.*)?"
}

# The policy knows /run by its other name, and refuses rules for this one.
label_all() {
	if has_sockets; then
		label httpd_exec_t "$programs"
		label httpd_var_run_t "/var$sockets"
		[ ! -e "$sockets" ] || restorecon -R "$sockets"
	else
		label httpd_sys_script_exec_t "$programs"
	fi
	label httpd_sys_content_t "$data"
	label httpd_sys_content_t "$etc"
	label httpd_sys_rw_content_t "$state"
	label httpd_log_t "$logs"
	restorecon -R "$programs" "$data" "$etc" "$state" "$logs"
	[ -z "${answer[database_hosts]}" ] || setsebool -P httpd_can_network_connect_db on
}

label_files() {
	! has_selinux || run "label the files for SELinux" label_all
}
