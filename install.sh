#!/usr/bin/env bash
# install.sh: Qiao on this machine in six steps, and its tests. "./install.sh help" says what it can do.
#
# Nothing that already runs here is used or changed: the demo and the tests have a database server and a web server
# of their own, with all their files under var/.
set -Eeu

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$home"
# shellcheck source=tests/harness/lib.sh
. tests/harness/lib.sh
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C.UTF-8

usage() {
	cat <<'END'
usage: ./install.sh COMMAND

  demo [--server=apache|apache-proxy|nginx|cgi] [--areas=A,B] [--port=N] [--customers=N] [--no-install]
              everything on this machine, with believable data, on a loopback port; run it again at any time
  demo stop   ends what the demo started; its data stays in var/demo
  htaccess WEB_ROOT [--private=DIR] [--areas=A,B] [--no-install]
              fills the document root of a host that allows nothing but .htaccess; run it again after an update
  production [--answers=FILE] [--server=apache|apache-proxy|nginx] [--areas=A,B] [--unattended] [--step=NAME]
              on a machine that serves people, as root: packages, programs, MariaDB, the web server that is there;
              answers are explained in httpd-conf/install/answers.dist. Each step can be repeated, and run alone:
              prepare_environment install_software configure_parameters integrate_systems test_deployment go_live
  uninstall [--answers=FILE]
              takes programs and settings of the web server away; data, configuration and backups stay
  check       builds with all warnings and sanitizers and runs every test
  packages [demo|check|production [--answers=FILE]]
              installs the packages that needs, and nothing else (as root)
  help        this text

  --server=   web server to run the programs in; apache (with mod_fcgid) if not given; apache-proxy has them on
              sockets instead; cgi starts a program for each click, as hosts without FastCGI do
  --unattended   asks nothing
  --areas=    the areas to deploy, with commas between; all if not given (they are in httpd-conf/prefixes)
  --private=  folder outside of WEB_ROOT for settings, templates and the command; WEB_ROOT/../qiao if not given
  --port=     8080 if not given, or the next free one
  --customers=   2000 if not given; the first run decides
  --no-install   names missing packages instead of installing them

It ends with 0 when all is done, 2 when what was asked or answered cannot be (nothing was touched then), 3 to 8 when one
of the six steps failed (1 to 6), 130 when it was interrupted, and 1 otherwise.
END
}

# --- what has to be there ----------------------------------------------------

# One row per package: its name for apt and for dnf (- where that family has or needs none), what it is for, and the
# command that makes it unnecessary, if there is one.
package_table() {
	cat <<'END'
gcc                    gcc                        build   -
libc6-dev              glibc-devel                build   -
make                   make                       build   -
autoconf               autoconf                   build   -
automake               automake                   build   -
pkg-config             pkgconf-pkg-config         build   pkg-config
libfcgi-dev            fcgi-devel                 build   -
libmariadb-dev         mariadb-connector-c-devel  build   -
libpcre2-dev           pcre2-devel                build   -
libsodium-dev          libsodium-devel            build   -
libssl-dev             openssl-devel              build   -
libicu-dev             libicu-devel               build   -
libcurl4-openssl-dev   libcurl-devel              build   -
mariadb-server-core    mariadb-server             run     mariadbd
mariadb-server         mariadb-server             database -
mariadb-client-core    mariadb                    run     mariadb
mariadb-client         mariadb                    run     mariadb-binlog
mariadb-backup         mariadb-backup             run     mariadb-backup
zstd                   zstd                       run     zstd
tar                    tar                        run     tar
curl                   curl                       run     curl
-                      glibc-gconv-extra          run     -
apache2-bin            httpd                      apache  -
apache2                httpd                      httpd   -
-                      mod_ssl                    tls     -
-                      policycoreutils-python-utils selinux semanage
libapache2-mod-fcgid   mod_fcgid                  fcgid   -
nginx                  nginx                      nginx   nginx
openssl                openssl                    test    openssl
libcmocka-dev          libcmocka-devel            test    -
libjansson-dev         jansson-devel              test    -
-                      libasan                    test    -
-                      libubsan                   test    -
clang                  clang                      test    clang
libclang-rt-dev        compiler-rt                test    -
shellcheck             ShellCheck                 test    shellcheck
gcovr                  gcovr                      test    gcovr
w3m                    w3m                        test    w3m
tmux                   tmux                       test    tmux
chromium               chromium                   test    chromium
nodejs                 nodejs                     test    node
npm                    npm                        test    npm
wrk                    -                          test    wrk
prometheus             prometheus                 test    promtool
debhelper              -                          test    dh
dpkg-dev               -                          test    dpkg-buildpackage
rpm                    rpm-build                  test    rpmbuild
haproxy                haproxy                    test    haproxy
galera-4               galera                     test    -
mariadb-server         mariadb-server-galera      test    wsrep_sst_rsync
rsync                  rsync                      test    rsync
mariadb-client         mariadb                    test    mariadb-binlog
ansible-core           ansible-core               test    ansible-playbook
END
}

family() {
	if command -v apt-get >/dev/null; then
		echo apt
	elif command -v dnf >/dev/null; then
		echo dnf
	else
		echo none
	fi
}

is_installed() {
	case $(family) in
	apt) [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
	dnf) rpm -q --whatprovides "$1" >/dev/null 2>&1 ;;
	esac
}

# missing PURPOSE...: the packages that are needed for these and not there.
missing() {
	local apt dnf purpose unless name
	package_table | while read -r apt dnf purpose unless; do
		case " $* " in *" $purpose "*) ;; *) continue ;; esac
		name=$apt
		[ "$(family)" = apt ] || name=$dnf
		[ "$name" != - ] || continue
		if [ "$unless" != - ] && command -v "$unless" >/dev/null; then
			continue
		fi
		is_installed "$name" || echo "$name"
	done
}

guard=/usr/sbin/policy-rc.d
guard_is_ours=no

# Debian starts a service when its package arrives; this file tells it not to. One that is there already is somebody's
# decision and stays as it is.
guard_up() {
	[ ! -e "$guard" ] || return 0
	guard_is_ours=yes
	printf '#!/bin/sh\n# Put here by install.sh of Qiao while it installs packages.\nexit 101\n' >"$guard"
	chmod 755 "$guard"
}

guard_down() {
	[ "$guard_is_ours" = no ] || rm -f "$guard"
	guard_is_ours=no
}

apt_packages() {
	export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
	local options="-y -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 --no-install-recommends --no-upgrade"
	# shellcheck disable=SC2086
	if ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 && apt-get install $options "$@"; then
		return 0
	fi
	apt-get update -q
	# shellcheck disable=SC2086
	apt-get install $options "$@"
}

dnf_packages() {
	rpm -q epel-release >/dev/null 2>&1 || dnf -y install epel-release
	dnf -y config-manager --set-enabled crb ||
		{ dnf -y install 'dnf-command(config-manager)' && dnf -y config-manager --set-enabled crb; }
	is_installed mariadb-server || dnf -y module enable mariadb:10.11
	dnf -y install --setopt=install_weak_deps=False "$@"
}

# What a package did to services beyond arriving is taken back: servers would start with the machine, and mod_fcgid
# would be switched on in an Apache that serves something else.
leave_services_alone() {
	local name service
	for name in "$@"; do
		case $name in nginx | haproxy | mariadb-server) service=${name%-server} ;; *) service= ;; esac
		if [ -n "$service" ] && command -v update-rc.d >/dev/null; then
			invoke-rc.d "$service" stop || true
			update-rc.d "$service" disable || true
		fi
		if [ "$name" = libapache2-mod-fcgid ] && [ -e /etc/apache2/mods-enabled/fcgid.load ] && command -v a2dismod >/dev/null; then
			a2dismod -q fcgid || true
		fi
	done
}

install_packages() {
	is_installing=yes
	case $(family) in
	apt)
		guard_up
		run "install $# packages with apt" apt_packages "$@"
		run "leave services as they were" leave_services_alone "$@"
		guard_down
		;;
	dnf) run "install $# packages with dnf" dnf_packages "$@" ;;
	esac
	is_installing=no
}

# need_packages GOAL PURPOSE...: installs what is missing, or says how.
need_packages() {
	local goal=$1 list
	shift
	if [ "$(family)" = none ]; then
		say "neither apt nor dnf is here: taking for granted what README.md lists"
		return 0
	fi
	mapfile -t list < <(missing "$@")
	if [ "${#list[@]}" -eq 0 ]; then
		say "all packages are here"
	elif is_root && [ "$may_install" = yes ]; then
		say "missing: ${list[*]}"
		install_packages "${list[@]}"
	else
		fail "missing packages: ${list[*]}" "as root: ./install.sh packages $goal"
	fi
}

# --- progress and failure ----------------------------------------------------

log=/dev/null
child=
said_why=no
failure_status=1
is_checking=no
is_installing=no
began=$SECONDS

say() {
	printf '    %s\n' "$*"
}

# fail WHAT CURE: ends with both.
fail() {
	said_why=yes
	printf '\n%s: %s\n' "install.sh" "$1" >&2
	[ $# -lt 2 ] || printf '  cure: %s\n' "$2" >&2
	exit "$failure_status"
}

# run WHAT COMMAND...: output goes to the log; a dot every two seconds, the seconds at the end.
run() {
	local what=$1 start=$SECONDS turns=0
	shift
	printf '    %s ' "$what"
	printf '\n== %s\n' "$what" >>"$log"
	# A process group of its own, so that it can be ended whole; without the lock, which a server would keep.
	set -m
	"$@" </dev/null >>"$log" 2>&1 9>&- &
	child=$!
	set +m
	while kill -0 "$child" 2>/dev/null; do
		sleep 0.1
		turns=$((turns + 1))
		[ $((turns % 20)) -ne 0 ] || printf '.'
	done
	if wait "$child"; then
		child=
		printf ' %d s\n' $((SECONDS - start))
		return 0
	fi
	child=
	printf ' failed\n\n' >&2
	tail -n 20 "$log" >&2
	fail "\"$what\" failed" "see above, and the whole log in $log"
}

on_exit() {
	local status=$?
	guard_down
	if [ "$status" -ne 0 ] && [ "$said_why" = no ]; then
		printf '\ninstall.sh: stopped with status %d; the log is %s\n' "$status" "$log" >&2
	fi
	[ "$is_checking" = no ] || echo "0 passed, 1 failed, 0 skipped"
}

# A package manager is let finish: half an installation is worse than a minute's wait.
on_interrupt() {
	trap '' INT TERM
	said_why=yes
	if [ "$is_installing" = yes ]; then
		printf '\ninstall.sh: interrupted; waiting for the package manager to finish\n' >&2
		wait "$child" || true
	elif [ -n "$child" ]; then
		kill -- "-$child" 2>/dev/null || true
	fi
	printf '\ninstall.sh: interrupted; run it again to go on\n' >&2
	exit 130
}
trap on_exit EXIT
trap on_interrupt INT TERM

one_at_a_time() {
	mkdir -p var || fail "this folder cannot be written to" "run it as the owner of $home"
	exec 9>var/lock
	flock -n 9 || fail "another install.sh is at work in this folder" "wait until it has ended"
}

# --- building ----------------------------------------------------------------

make_configure() {
	local file
	for file in configure.ac Makefile.am m4/qiao.m4 autogen.sh httpd-conf/prefixes; do
		if [ ! -x configure ] || [ ! -e Makefile.in ] || [ "$file" -nt Makefile.in ]; then
			run "make ./configure" ./autogen.sh
			return
		fi
	done
}

# configure_in FOLDER OPTIONS...: unless it was done there with the same options and the same ./configure.
configure_in() {
	local folder=$1
	shift
	mkdir -p "$folder"
	if [ -e "$folder/Makefile" ] && [ ! configure -nt "$folder/config.status" ] && [ "$(cat "$folder/options" 2>/dev/null)" = "$*" ]; then
		return 0
	fi
	(cd "$folder" && "$home/configure" --quiet "$@")
	echo "$*" >"$folder/options"
}

# --- the six steps -----------------------------------------------------------

# Names of the functions, as people know them. The file of the deployment (demo.sh, production.sh) has the functions.
step_table() {
	cat <<'END'
prepare_environment   Prepare environment   准备环境
install_software      Install software      安装软件
configure_parameters  Configure parameters  配置参数
integrate_systems     Integrate systems     集成系统
test_deployment       Test deployment       测试部署
go_live               Go live               上线部署
END
}

# six_steps [NAME]: all in turn, or that one alone; one that fails ends with its number and two as the status.
six_steps() {
	local number=0 name words
	while read -r name words <&3; do
		number=$((number + 1))
		[ -z "${1-}" ] || [ "$1" = "$name" ] || continue
		failure_status=$((number + 2))
		printf '%s/6  %s\n' "$number" "$words"
		printf '\n==== %s %s\n' "$number" "$words" >>"$log"
		"$name" 3<&-
	done 3< <(step_table | tr -s ' ')
	failure_status=1
}

server=apache
areas=
may_install=yes

# What the server needs, as the package table calls it.
server_packages() {
	case $server in
	apache) echo apache fcgid ;;
	apache-proxy | cgi) echo apache ;;
	nginx) echo nginx ;;
	esac
}

check_areas() {
	httpd-conf/areas.sh httpd-conf/prefixes "$areas" >/dev/null || fail "--areas=$areas cannot be" "choose among those areas, with commas between"
}

# --- a shared host -----------------------------------------------------------

web_root=
private=

# The programs know the place of their settings from the time they were built: a host's suexec hides it from them.
lay_out_site() {
	local conf=$private/etc/qiao/qiao.conf
	run "configure" configure_in var/htaccess --prefix="$private"
	run "build" make -C var/htaccess -j"$(nproc)"
	run "install into $private" make -C var/htaccess install INSTALL="$(command -v install) -C"
	if [ ! -e "$conf" ]; then
		(umask 077 && cp "$conf.dist" "$conf")
		is_new=yes
	fi
	mkdir -p "$private/share/qiao"
	httpd-conf/areas.sh httpd-conf/prefixes "$areas" >"$private/share/qiao/prefixes"
	set_setting "$conf" areas "$(awk '{ print $1 }' "$private/share/qiao/prefixes" | paste -s -d , -)"
	STATE_DIR=$(setting "$conf" state_dir)
	STATE_DIR=${STATE_DIR:-$private/var/lib/qiao}
	mkdir -p "$STATE_DIR"
	PROGRAMS_DIR=$private/libexec/qiao DATA_DIR=$private/share/qiao CONF=$conf
	BODY_MAX_BYTES=$(setting "$conf" upload_max_bytes)
	BODY_MAX_BYTES=$((${BODY_MAX_BYTES:-67108864} + 1048576))
	export PROGRAMS_DIR DATA_DIR CONF STATE_DIR BODY_MAX_BYTES
	run "fill $web_root" httpd-conf/htaccess.sh "$web_root" "$private/share/qiao/prefixes"
}

htaccess() {
	local is_new=no
	check_areas
	one_at_a_time
	log=$home/var/htaccess.log
	: >"$log"
	web_root=$(folder "$web_root")
	private=$(folder "${private:-$web_root/../qiao}")
	case $private/ in "$web_root"/*) fail "$private lies in $web_root, where everybody can fetch it" "choose another folder with --private=" ;; esac
	case $web_root/ in "$home"/*) fail "$web_root lies in the sources" "choose the document root of the site" ;; esac
	need_packages demo build
	make_configure
	lay_out_site
	cat <<-END

		The site is in $web_root, everything else in $private.
		Settings: $private/etc/qiao/qiao.conf (readable for you alone: the programs must run under your account,
		as they do with suexec; if they run under the web server's, let its group read that file).
	END
	[ "$is_new" = no ] || cat <<-END
		Next: enter the database and base_url there, then
		  $private/bin/qiao migrate
		  $private/bin/qiao user add --login=NAME --name="FULL NAME" --role=administrator
	END
}

# --- the tests ---------------------------------------------------------------

browser_packages() {
	(cd tests/web && npm ci --no-audit --no-fund --ignore-scripts && touch node_modules)
}

# The same sources through the other compiler; a test like any other.
clang_check() {
	local what="1 - clang builds everything without a warning" result
	if ! command -v clang >/dev/null; then
		result="ok $what # SKIP clang is missing"
	elif { configure_in var/check-clang --enable-developer CC=clang &&
		make -C var/check-clang -j"$(nproc)" all && make -C var/check-clang -j"$(nproc)" check TESTS=; } >var/check/clang.log 2>&1; then
		result="ok $what"
	else
		result="not ok $what"
	fi
	echo "$result" >var/check/clang.tap
}

# The log of a test that failed, for whoever reads only this output.
show_failures() {
	local results
	find var/check -name '*.trs' | sort | while read -r results; do
		if grep -qE '^:test-result: (FAIL|XPASS|ERROR)' "$results"; then
			printf '\n---- %s\n' "${results%.trs}.log"
			grep -vE '^(ok|PASS)' "${results%.trs}.log" | tail -n 40
		fi
	done
	if grep -q '^not ok' var/check/clang.tap; then
		printf '\n---- var/check/clang.log\n'
		grep -E -A 3 '(error|warning): |^configure: error' var/check/clang.log | head -n 40
	fi
}

check() {
	local status=0
	is_checking=yes
	one_at_a_time
	mkdir -p var/check
	log=$home/var/check/install.log
	: >"$log"
	need_packages check build run apache fcgid nginx test
	if [ -e tests/web/package.json ] && [ ! tests/web/node_modules -nt tests/web/package-lock.json ]; then
		run "browser test packages (npm ci)" browser_packages
	fi
	make_configure
	run "configure with warnings as errors and sanitizers" configure_in var/check --enable-developer
	run "build" make -C var/check -j"$(nproc)" all
	run "build the tests" make -C var/check -j"$(nproc)" check TESTS=
	run "build with clang" clang_check
	say "run the tests"
	make -C var/check -j"${QIAO_CHECK_JOBS:-2}" check 9>&- 2>&1 | tee -a "$log" | grep -E '^(FAIL|ERROR|XPASS|SKIP):' || true
	show_failures
	printf '\n'
	make -s -C var/check --no-print-directory summary 2>/dev/null || status=1
	is_checking=no
	said_why=yes
	return "$status"
}

# --- the command line --------------------------------------------------------

bad_usage() {
	failure_status=2
	usage >&2
	fail "$1"
}

# is_number TEXT MOST: 1 to MOST
is_number() {
	case $1 in '' | *[!0-9]* | ??????????*) return 1 ;; esac
	[ "$1" -ge 1 ] && [ "$1" -le "$2" ]
}

command=${1:-help}
[ $# -eq 0 ] || shift
case $command in
demo)
	# shellcheck source=httpd-conf/install/demo.sh
	. httpd-conf/install/demo.sh
	act=demo_start
	for argument in "$@"; do
		value=${argument#*=}
		case $argument in
		stop) act=demo_stop ;;
		--server=apache | --server=apache-proxy | --server=nginx | --server=cgi) server=$value ;;
		--areas=?*) areas=$value ;;
		--port=*) is_number "$value" 65535 || bad_usage "not a port: $argument"; port=$value ;;
		--customers=*) is_number "$value" 100000000 || bad_usage "not a number: $argument"; customers=$value ;;
		--no-install) may_install=no ;;
		*) bad_usage "unknown: $argument" ;;
		esac
	done
	"$act"
	;;
production | uninstall)
	# shellcheck source=httpd-conf/install/production.sh
	. httpd-conf/install/production.sh
	for argument in "$@"; do
		value=${argument#*=}
		case $argument in
		--server=apache | --server=apache-proxy | --server=nginx) server=$value; server_given=yes ;;
		--areas=?*) areas=$value; areas_given=yes ;;
		--answers=?*) answers_file=$value ;;
		--step=?*)
			step_table | grep -q "^$value " || bad_usage "not a step: $value"
			only_step=$value
			;;
		--unattended) is_unattended=yes ;;
		--no-install) may_install=no ;;
		*) bad_usage "unknown: $argument" ;;
		esac
	done
	"$command"
	;;
htaccess)
	for argument in "$@"; do
		value=${argument#*=}
		case $argument in
		--private=?*) private=$value ;;
		--areas=?*) areas=$value ;;
		--no-install) may_install=no ;;
		-*) bad_usage "unknown: $argument" ;;
		*) [ -z "$web_root" ] || bad_usage "one folder only: $argument"; web_root=$argument ;;
		esac
	done
	[ -n "$web_root" ] || bad_usage "the document root is missing"
	htaccess
	;;
check)
	[ $# -eq 0 ] || bad_usage "unknown: $1"
	check
	;;
packages)
	goal=${1:-demo}
	[ $# -eq 0 ] || shift
	case $goal in
	demo) purposes="build run apache fcgid nginx" ;;
	check) purposes="build run apache fcgid nginx test" ;;
	production)
		# shellcheck source=httpd-conf/install/production.sh
		. httpd-conf/install/production.sh
		case ${1-} in --answers=?*) answers_file=${1#*=}; shift ;; esac
		is_unattended=yes
		answers_load
		# Which they are depends on the web server, on TLS, on where the database is.
		purposes=$(production_packages)
		;;
	*) bad_usage "unknown: $goal" ;;
	esac
	[ $# -eq 0 ] || bad_usage "unknown: $1"
	one_at_a_time
	log=$home/var/packages.log
	: >"$log"
	# shellcheck disable=SC2086
	need_packages "$goal" $purposes
	;;
help | -h | --help) usage ;;
*) bad_usage "unknown: $command" ;;
esac
