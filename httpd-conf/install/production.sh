# production.sh: the six steps for a machine that serves people. Each can be repeated, and run alone (--step=NAME).
# Read by install.sh, which has the words of the steps. Ends with 0, or with
#   2  what was asked or answered cannot be: nothing was touched     6  step 4, integrate systems
#   3  step 1, prepare environment                                   7  step 5, test deployment
#   4  step 2, install software                                      8  step 6, go live
#   5  step 3, configure parameters                                130  interrupted: run it again to go on
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # what install.sh and this share

# shellcheck source=httpd-conf/install/answers.sh
. httpd-conf/install/answers.sh
# shellcheck source=httpd-conf/install/programs.sh
. httpd-conf/install/programs.sh
# shellcheck source=httpd-conf/install/database.sh
. httpd-conf/install/database.sh
# shellcheck source=httpd-conf/install/services.sh
. httpd-conf/install/services.sh
# shellcheck source=httpd-conf/install/web.sh
. httpd-conf/install/web.sh

is_unattended=no
only_step=
server_given=no
areas_given=no
# Programs, settings and data are written below $DESTDIR, for whoever makes a package or an image; what needs a machine
# that runs is left out then.
to=${DESTDIR-}

# places: where everything is, from the answers.
places() {
	etc=${answer[sysconfdir]}/qiao
	conf=$to$etc/qiao.conf
	state=${answer[localstatedir]}/lib/qiao
	data=${answer[prefix]}/share/qiao
	programs=${answer[prefix]}/libexec/qiao
	server=${answer[server]}
	areas=${answer[areas]}
	is_tls=no
	[ -z "${answer[tls_certificate]}" ] || is_tls=yes
	base_url=http://${answer[server_name]}
	[ "${answer[http_port]}" = 80 ] || base_url=$base_url:${answer[http_port]}
	if [ "$is_tls" = yes ]; then
		base_url=https://${answer[server_name]}
		[ "${answer[https_port]}" = 443 ] || base_url=$base_url:${answer[https_port]}
	fi
}

qiao() {
	"${answer[prefix]}/bin/qiao" "$@" --config="$conf"
}

# The account and its group that the programs run under.
program_account() {
	if [ "$server" = apache ]; then
		web_account
	else
		echo "${answer[program_account]}"
	fi
}

program_group() {
	id -gn "$(program_account)"
}

# put_file TARGET: standard input, there; says "same" when it was there already, "new" otherwise.
put_file() {
	mkdir -p "$(dirname "$to$1")"
	cat >"$to$1.qiao-new"
	if cmp -s "$to$1.qiao-new" "$to$1"; then
		rm "$to$1.qiao-new"
		echo same
	else
		chmod 644 "$to$1.qiao-new"
		mv "$to$1.qiao-new" "$to$1"
		echo new
	fi
}

# note KIND WHAT: for take_away and drop_former.
note() {
	echo "$*" >>"$etc/installed.new"
}

make_account() {
	local account=${answer[program_account]}
	if ! id -u "$account" >/dev/null 2>&1; then
		run "make the system account $account" useradd --system --user-group --no-create-home --home-dir "$state" --shell /usr/sbin/nologin "$account"
	fi
}

# 1
prepare_environment() {
	local free
	[ "$(uname -s)" = Linux ] || fail "this is not Linux" "use Debian 12, CentOS Stream 9, or one of their families"
	is_root || fail "this needs root" "sudo ./install.sh production"
	[ "$(family)" != none ] || fail "neither apt nor dnf is here" "use Debian 12, CentOS Stream 9, or one of their families"
	free=$(df -Pm "$home" | awk 'NR == 2 { print $4 }')
	[ "$free" -ge 1000 ] || fail "only $free MB are free where $home is" "make room: 1,000 MB are needed"
	[ -n "$to" ] || [ "${answer[database]}" = given ] || check_version "$(server_version)" server_says
	mkdir -p "$to$etc" "$to$state"
	[ -n "$to" ] || make_account
	answers_keep
	say "$(family), $(nproc) processors, $free MB free; answers are kept in $kept_answers, the log in $log"
}

# 2
install_software() {
	# shellcheck disable=SC2046
	need_packages "production${answers_file:+ --answers=$answers_file}" $(production_packages)
	install_programs
}

# 3
configure_parameters() {
	[ -n "$to" ] || [ "${answer[database]}" = given ] || start_database
	write_conf
	[ -z "$to" ] || return 0
	[ "${answer[database]}" = local ] || check_version "$(owner_says 'VERSION()')" owner_says
	[ "${answer[database]}" = given ] || run "make the schema ${answer[database_name]} and the account ${answer[database_user]}" make_schema
	set_permissions
	run "the settings and templates can be read by $(program_account)" check_programs
}

# Tables that are in use grow by "qiao upgrade": it looks before, compares afterwards, and takes nothing away yet.
bring_tables_up() {
	local there
	there=$(owner_sql "SHOW TABLES LIKE 'migration'") ||
		fail "the schema $(setting "$conf" database_name) cannot be read" "check the settings database_* and owner_* in $conf"
	if [ -n "$there" ]; then
		run "bring the tables up to date, in use as they are" qiao upgrade
	else
		run "make the tables" qiao migrate
	fi
}

# 4
integrate_systems() {
	[ -z "$to" ] || { say "left out: \$DESTDIR is no machine that runs"; return 0; }
	bring_tables_up
	make_administrator
	if has_sockets; then
		put_units
	else
		drop_units
	fi
	put_logs
	put_timers
	put_site
	label_files
}

# 5
test_deployment() {
	[ -z "$to" ] || { say "left out: \$DESTDIR is no machine that runs"; return 0; }
	run "qiao doctor" qiao doctor
	check_permissions
	run "each program starts under $(program_account)" check_programs
	run "the settings of the web server are sound" web_check
	if web_is_up && [ ! -e "$etc/reload" ]; then
		run "the site answers" site_answers
		run "a record goes through the web server and back" through_web
	else
		say "the site itself is asked when it is live (step 6)"
	fi
}

# 6
go_live() {
	[ -z "$to" ] || { say "left out: \$DESTDIR is no machine that runs"; return 0; }
	! has_sockets || renew_programs
	web_go_live
	start_timers
	open_firewall
	run "the site answers" wait_for 20 site_answers
	cat <<-END

		Qiao is live at      $base_url
		settings             $conf
		command              ${answer[prefix]}/bin/qiao help
	END
	[ -z "$new_password" ] || cat <<-END
		sign in as           ${answer[admin_login]}
		with the password    $new_password   (shown this once: change it after signing in)
	END
	run "a record goes through the web server and back" through_web
}

production_packages() {
	[ "$is_package" = yes ] || [ -n "${answer[build]}" ] || echo build
	echo run
	[ "${answer[database]}" = given ] || echo database
	case $server in
	apache) echo httpd fcgid ;;
	apache-proxy) echo httpd ;;
	nginx) echo nginx ;;
	esac
	[ "$is_tls" = no ] || echo tls
	! has_selinux || echo selinux
}

production() {
	# Whatever root's is: folders that are made here are for the web server's account, too.
	umask 022
	answers_load
	if ! is_root && [ -z "$to" ]; then
		failure_status=3
		fail "this needs root" "sudo ./install.sh production"
	fi
	mkdir -p "$to${answer[localstatedir]}/log"
	log=$to${answer[localstatedir]}/log/qiao-install.log
	(umask 077 && : >"$log")
	exec 9>"$log.lock"
	flock -n 9 || fail "another install.sh is at work" "wait until it has ended"
	[ -z "${answer[web_account]}" ] || QIAO_WEB_ACCOUNT=${answer[web_account]}
	six_steps "$only_step"
}

# take_away: lines of notes on standard input: what they say was put goes.
take_away() {
	local kind path
	while read -r kind path; do
		case $kind in
		line) take_line "$path" ;;
		site) take_site "$path" ;;
		file) rm -f "$path" ;;
		esac
	done
}

# First that, then programs and data files; what people made stays.
uninstall() {
	answers_load
	is_root || fail "this needs root" "sudo ./install.sh uninstall"
	log=/dev/null
	drop_timers
	drop_units
	if [ -e "$etc/installed" ]; then
		take_away <"$etc/installed"
		rm -f "$etc/installed" "$etc/reload" "$etc/restart-socket" "$etc/restart-service"
		rmdir "$etc/web" 2>/dev/null || true
		reload_all
	fi
	remove_programs
	cat <<-END
		What was put into the web server is gone, and so are the programs that were built here. What stays:
		  data           the schema "${answer[database_name]}" in MariaDB
		  configuration  $etc, $kept_answers, and $(database_settings_file)
		  files          $state (and backups in it or where they were made to), and logs in $logs
		  account        ${answer[program_account]}
	END
}
