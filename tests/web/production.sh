#!/usr/bin/env bash
# production.sh: "install.sh production" on a copy of this machine that nobody sees (an overlay of /, with processes and
#   network of its own): under each web server twice in a row, refusals, what an administrator changed, a virtual host
#   that exists, uninstall; then the path of dnf with stand-ins that record what they are told.
# production.sh --long FOLDER: the same on a Debian 12 that debootstrap makes in FOLDER, built there from the sources.
#   It takes the packages from where this machine's apt takes them.
# production.sh --inside BUILD SERVER...: the part that runs in there.
set -u
here=$(cd -P "$(dirname "$0")" && pwd)
source=$(cd -P "$here/../.." && pwd)
# shellcheck source=tests/harness/lib.sh
. "$source/tests/harness/lib.sh"
cd "$source" || exit 1

skip_all() {
	echo "1..0 # SKIP $*"
	exit 0
}

# --- outside: a root of its own ---------------------------------------------------

mounted() {
	mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/run" && mount -t tmpfs tmpfs "$root/tmp" &&
		chmod 1777 "$root/tmp" && mkdir -p "$root/run/lock" "$root$source" "$root$build" &&
		mount --bind "$source" "$root$source" && mount -o remount,bind,ro "$root$source" &&
		{ [ -e "$root$build/qiao" ] || { mount --bind "$build" "$root$build" && mount -o remount,bind,ro "$root$build"; }; }
}

overlay() {
	mount -t tmpfs -o size=4g tmpfs "$place" && mkdir "$place/upper" "$place/work" "$place/root" &&
		mount -t overlay overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" "$place/root"
}

# A Debian 12 with nothing on it, and this machine's way to packages.
fresh_debian() {
	local mirror
	mirror=$(grep -hE '^(deb|URIs:) ' /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
		grep -oE 'https?://[^ ]+' | grep -v security | head -n 1)
	if [ ! -e "$place/root/etc/debian_version" ]; then
		debootstrap --variant=minbase --include=openssl bookworm "$place/root" "$mirror" >"$place/debootstrap.log" 2>&1 || return 1
	fi
	cp -R /etc/apt/. "$place/root/etc/apt/"
	cp /etc/resolv.conf /etc/hosts "$place/root/etc/"
	mkdir -p "$place/root/etc/ssl"
	cp -R /etc/ssl/certs "$place/root/etc/ssl/"
}

# The first run of step 2 needs the network for packages; nothing later does.
outside() {
	local root=$place/root password servers="apache nginx"
	if [ "$mode" = long ]; then
		mkdir -p "$place/root"
		fresh_debian || skip_all "debootstrap failed: see $place/debootstrap.log"
		mkdir -p "$root/usr/src/qiao"
		git -C "$source" ls-files -z | xargs -0 -I{} cp --parents {} "$root/usr/src/qiao" 2>/dev/null ||
			(cd "$source" && tar -cf - --exclude=./var --exclude=node_modules .) | tar -xf - -C "$root/usr/src/qiao"
		build=
		servers="apache nginx apache-proxy"
		mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/run" && mkdir -p "$root/run/lock"
		inside_source=/usr/src/qiao
	else
		if ! overlay || ! mounted; then
			skip_all "an overlay of / cannot be mounted here"
		fi
		inside_source=$source
	fi
	password=$(random_word)
	echo "$password" >"$root/root/admin-password"
	chmod 600 "$root/root/admin-password"
	chroot "$root" "$inside_source/tests/web/production.sh" --prepare "$build" >"$root/root/prepare.log" 2>&1 || {
		tail -n 15 "$root/root/prepare.log" | sed 's/^/# /'
		skip_all "the packages production needs cannot be installed here"
	}
	# shellcheck disable=SC2016,SC2086
	unshare --mount --net --pid --fork --kill-child sh -c '
		ip link set lo up
		mount -t proc proc "$1/proc"
		shift
		exec chroot "$@"' sh "$root" "$root" "$inside_source/tests/web/production.sh" --inside "$build" $servers
}

# --- inside: what is promised --------------------------------------------------------

# shellcheck source=tests/web/tell.sh
. "$here/tell.sh"

answers_for() {
	{
		printf 'server_name = crm.example.org\nserver = %s\ncompany = Brücke & Söhne 桥\nworkers = 2\nbuffer_pool = 64M\n' "$1"
		printf 'admin_login = ada\nadmin_password_file = /root/admin-password\n'
		[ -z "$build" ] || printf 'build = %s\nprefix = /usr/local\nsysconfdir = /usr/local/etc\nlocalstatedir = /usr/local/var\n' "$build"
	} >"/root/answers-$1"
}

# production SERVER STATUS [OPTION...]: it must end with that.
production() {
	local server=$1 wanted=$2 status
	shift 2
	./install.sh production "--answers=/root/answers-$server" --unattended --no-install "$@" >/root/out 2>&1
	status=$?
	[ "$status" = "$wanted" ] || fault "install.sh production $* ends with $status, not $wanted: $(tail -n 4 /root/out | tr '\n' ' ')"
}

sql() {
	mariadb --no-defaults --user=root --socket=/run/mysqld/mysqld.sock -N -B -e "$1"
}

ask() {
	curl -s -m 20 --resolve crm.example.org:80:127.0.0.1 --resolve crm.example.org:443:127.0.0.1 --cacert /root/tls.crt -b /root/jar -c /root/jar "$@"
}

status_of() {
	ask -o /dev/null -w '%{http_code}' "${scheme:-http}://crm.example.org$1"
}

# A person signs in with the password of the answers and opens a list.
signs_in() {
	local token url=${scheme:-http}://crm.example.org/signin
	rm -f /root/jar
	token=$(ask "$url" | sed -n 's/.* name="token" value="\([^"]*\)".*/\1/p' | head -n 1)
	[ "$(ask -D /root/head -o /dev/null -w '%{http_code}' --data-urlencode "token=$token" -d login=ada \
		--data-urlencode "password=$(cat /root/admin-password)" "$url")" = 303 ] || fault "signing in fails"
	[ "$(status_of /customers)" = 200 ] || fault "/customers answers $(status_of /customers)"
	[ "$(status_of /)" = 200 ] || fault "/ answers $(status_of /)"
}

# Everything a run could change: files outside of logs, accounts, records.
look() {
	find /etc "$etc" "$prefix/bin/qiao" "$prefix/libexec/qiao" "$prefix/share/qiao" -type f -printf '%p %m %u %g %T@\n' 2>/dev/null | grep -v '/etc/ld.so.cache' | sort -u
	sql "SELECT COUNT(*) FROM qiao.user; SELECT COUNT(*) FROM qiao.change; SHOW GRANTS FOR qiao@localhost" 2>/dev/null
	pidof -s mariadbd apache2 nginx
}

started_by() {
	find /proc/[0-9]* -maxdepth 0 -printf '%p %u\n' 2>/dev/null | while read -r process account; do
		case $(readlink "$process/exe") in "$prefix/libexec/qiao/"*) echo "$account" ;; esac
	done | sort -u | tr '\n' ' '
}

refusals() {
	look >/root/before
	for line in 'serfer_name = x' 'server = lighttpd' 'http_port = 0' 'areas = customers,nowhere' 'no value at all' 'tls_certificate = /nowhere.pem'; do
		{ cat /root/answers-apache; echo "$line"; } >/root/answers-broken
		production broken 2
		grep -q "answers-broken:[0-9]" /root/out || fault "\"$line\" is not told with its line: $(tail -n 2 /root/out)"
	done
	production apache 2 --step=make_coffee
	look >/root/after
	cmp -s /root/before /root/after || fault "something was touched: $(diff /root/before /root/after | head -n 3)"
	for path in "$etc" /etc/qiao; do
		[ ! -e "$path" ] || fault "$path was made"
	done
	tell "answers that cannot be are refused with their line, before anything is touched"
}

under() {
	local server=$1 account=qiao wanted
	[ "$server" != apache ] || account=www-data
	answers_for "$server"
	production "$server" 0
	[ "$(find "$prefix/libexec/qiao" -type f | wc -l)" = "$(grep -c '^[a-z]' httpd-conf/prefixes)" ] || fault "not every program is there"
	signs_in
	tell "$server: six steps, and a person signs in"
	[ "$(stat -c '%a %U %G' "$etc/qiao.conf")" = "640 root $account" ] || fault "qiao.conf: $(stat -c '%a %U %G' "$etc/qiao.conf")"
	wanted="GRANT SELECT, INSERT, UPDATE, DELETE ON \`qiao\`.* TO \`qiao\`@\`localhost\`"
	[ "$(sql 'SHOW GRANTS FOR qiao@localhost' | grep -v '^GRANT USAGE')" = "$wanted" ] || fault "rights: $(sql 'SHOW GRANTS FOR qiao@localhost')"
	[ "$(started_by)" = "$account " ] || [ "$(started_by)" = "$account root " ] || fault "programs run under $(started_by), not $account"
	wanted=$(sql 'SELECT CONCAT_WS(" ", @@log_bin, @@sync_binlog, @@innodb_flush_log_at_trx_commit, @@binlog_format)')
	[ "$wanted" = "ON 1 1 ROW" ] || fault "MariaDB has $wanted"
	[ "$(stat -c '%a %U' /var/log/qiao)" = "750 $account" ] || fault "/var/log/qiao: $(stat -c '%a %U' /var/log/qiao)"
	grep -q "su $account $account" /etc/logrotate.d/qiao || fault "logs are not turned over: $(cat /etc/logrotate.d/qiao)"
	tell "$server: settings, rights and accounts are as they have to be"
	sed -i 's/^company = .*/company = Changed by hand/; s/^base_url = .*/&\n# a remark/' "$etc/qiao.conf"
	look >/root/before
	# The password for the first time has gone.
	mv /root/admin-password /root/admin-password.away
	production "$server" 0
	mv /root/admin-password.away /root/admin-password
	look >/root/after
	diff <(sed 's/ [0-9.]*$//' /root/before) <(sed 's/ [0-9.]*$//' /root/after) >/root/difference || fault "$(head -n 5 /root/difference | tr '\n' ' ')"
	grep -q '^company = Changed by hand' "$etc/qiao.conf" || fault "the administrator's change is gone"
	grep -q 'company: there "Changed by hand"' /root/out || fault "the difference is not told"
	[ "$(status_of /customers)" = 200 ] || fault "/customers answers $(status_of /customers)"
	tell "$server: a second time: it works as before, and what was changed by hand stays"
	chmod 644 "$etc/qiao.conf"
	production "$server" 7 --step=test_deployment
	production "$server" 0 --step=configure_parameters
	production "$server" 0 --step=test_deployment
	echo 'sesion_days = 3' >>"$etc/qiao.conf"
	production "$server" 7 --step=test_deployment
	grep -q "did you mean 'session_days'" /root/out || fault "the unknown setting is not told: $(tail -n 3 /root/out)"
	sed -i '/^sesion_days/d' "$etc/qiao.conf"
	tell "$server: step 5 alone sees an open settings file and an unknown setting; step 3 alone closes the file"
	"$prefix/bin/qiao" maintenance on "--config=$etc/qiao.conf" >/dev/null
	[ "$(status_of /customers)" = 503 ] || fault "with maintenance on: $(status_of /customers)"
	"$prefix/bin/qiao" maintenance off "--config=$etc/qiao.conf" >/dev/null
	[ "$(status_of /customers)" = 200 ] || fault "with maintenance off: $(status_of /customers)"
	tell "$server: maintenance is switched on and off"
}

vhost_apache() {
	printf '# mine\n<VirtualHost *:80>\n\tServerName other.example.org\n\tDocumentRoot /var/www\n</VirtualHost>\n'
	printf '<VirtualHost *:80>\n\t# the CRM\n\tServerName crm.example.org:80\n\tErrorLog /var/log/crm.log\n</VirtualHost>\n'
}

vhost_nginx() {
	printf '# mine {\nserver {\n\tlisten 80;\n\tserver_name other.example.org;\n\tlocation / { return 204; }\n}\n'
	printf 'server {\n\tlisten 80;\n\tserver_name crm.example.org;\n\terror_log /var/log/crm.log;\n}\n'
}

existing_vhost() {
	local server=$1 file=/etc/apache2/sites-available/mine.conf changes
	[ "$server" != nginx ] || file=/etc/nginx/conf.d/mine.conf
	"vhost_${server%-proxy}" >"$file"
	cp "$file" /root/vhost
	[ "$server" = nginx ] || a2ensite -q mine >/dev/null
	echo "virtual_host = $file" >>"/root/answers-$server"
	production "$server" 0 --step=integrate_systems
	production "$server" 0 --step=go_live
	production "$server" 0 --step=integrate_systems
	changes=$(diff /root/vhost "$file" | grep '^[<>]')
	[[ $changes =~ ^\>\ .[Ii]nclude\ \"$etc/web/site.conf\"\;?$ ]] || fault "the file has changed otherwise: $changes"
	grep -A1 'log /var/log/crm\|Log /var/log/crm' "$file" | grep -q "$etc/web" || fault "the line is in the wrong place"
	[ -z "$(find /etc/apache2/sites-enabled /etc/nginx/conf.d -name qiao.conf)" ] || fault "the virtual host of Qiao's own is left"
	signs_in
	tell "$server: into a virtual host that exists: one line, in the right one; Qiao's own goes"
}

# over_tls SERVER: a virtual host of Qiao's own with a certificate; step 5 sends a record through it.
over_tls() {
	local server=$1 scheme=https head line step
	answers_for "$server"
	printf 'tls_certificate = /root/tls.crt\ntls_key = /root/tls.key\n' >>"/root/answers-$server"
	sed -i 's|^base_url = .*|base_url = https://crm.example.org|' "$etc/qiao.conf"
	for step in install_software integrate_systems go_live test_deployment; do
		production "$server" 0 "--step=$step"
	done
	grep -q 'a record goes through the web server and back.* s$' /root/out || fault "step 5 sends no record: $(tail -n 3 /root/out)"
	head=$(ask -o /dev/null -w '%{http_code} %{redirect_url}' http://crm.example.org/customers)
	[ "$head" = "301 https://crm.example.org/customers" ] || fault "http answers $head"
	signs_in
	for line in '^Strict-Transport-Security: max-age=31536000' '^Set-Cookie: __Host-qiao=.*; Secure'; do
		tr -d '\r' </root/head | grep -qi "$line" || fault "no \"$line\" in: $(tr '\r\n' '  ' </root/head)"
	done
	"$prefix/bin/qiao" doctor --deployment --at=127.0.0.1 "--config=$etc/qiao.conf" >/root/out || fault "doctor: $(grep FAIL /root/out)"
	grep -q '^pass  the TLS certificate' /root/out || fault "the certificate was not looked at: $(grep -i certificate /root/out)"
	! "$prefix/bin/qiao" doctor --deployment --at=127.0.0.1 --url=https://crm.example.org:444 "--config=$etc/qiao.conf" >/root/out ||
		fault "control: a server that is not there was found good"
	tell "$server: over TLS: http leads there, cookies and HSTS are as they have to be, a record goes through and back"
	sed -i 's|^base_url = .*|base_url = http://crm.example.org|' "$etc/qiao.conf"
}

uninstalled() {
	local server=$1 file=/etc/apache2/sites-available/mine.conf
	[ "$server" != nginx ] || file=/etc/nginx/conf.d/mine.conf
	"$prefix/bin/qiao" help >/dev/null || fault "the command was not there before"
	for _ in 1 2; do
		./install.sh uninstall "--answers=/root/answers-$server" >/root/out 2>&1 || fault "uninstall: $(tail -n 3 /root/out)"
	done
	for path in "$prefix/libexec/qiao" "$prefix/bin/qiao" "$prefix/share/qiao" /etc/logrotate.d/qiao; do
		[ ! -e "$path" ] || fault "$path is left"
	done
	[ -z "$(started_by)" ] || sleep 3
	[ -z "$(started_by)" ] || fault "programs run still under $(started_by)"
	grep -rqs "$etc/web" /etc/apache2/sites-enabled /etc/nginx/conf.d && fault "the web server still knows the site"
	[ "$(status_of /customers)" != 200 ] || fault "the site is still there"
	cmp -s /root/vhost "$file" || fault "the virtual host that existed is not as it was: $(diff /root/vhost "$file")"
	[ "$(sql "SELECT COUNT(*) FROM qiao.user WHERE login = 'ada'")" = 1 ] || fault "data is gone"
	[ -r "$etc/qiao.conf" ] || fault "the configuration is gone"
	grep -q "$etc" /root/out || fault "it does not say what stays"
	tell "$server: uninstall, twice, takes programs and fragments; data and settings stay, and it says where"
	[ "$server" = nginx ] || a2dissite -q mine >/dev/null
	rm -f "$file"
}

stop_server() {
	if [ "$1" = nginx ]; then
		nginx -s stop 2>/dev/null
	else
		apachectl stop >/dev/null 2>&1
	fi
	wait_for 10 not_listening || fault "$1 does not end"
}

not_listening() {
	! is_listening 80
}

places() {
	prefix=/usr
	etc=/etc/qiao
	if [ -n "$build" ]; then
		prefix=/usr/local
		etc=/usr/local/etc/qiao
	fi
}

inside() {
	places
	# Of many machines' root.
	umask 077
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=crm.example.org \
		-addext subjectAltName=DNS:crm.example.org -keyout /root/tls.key -out /root/tls.crt 2>/dev/null || fault "no certificate can be made"
	answers_for apache
	refusals
	for server in "$@"; do
		under "$server"
		over_tls "$server"
		answers_for "$server"
		existing_vhost "$server"
		uninstalled "$server"
		stop_server "$server"
	done
	# shellcheck source=tests/web/production_dnf.bash
	. tests/web/production_dnf.bash
	# It takes apt away: not from a root that is kept.
	[ -z "$build" ] || on_dnf
	echo "1..$count"
}

# --- which part ------------------------------------------------------------------------

case ${1-} in
--inside)
	build=$2
	shift 2
	inside "$@"
	;;
--prepare)
	build=$2
	for server in apache nginx; do
		answers_for "$server"
		./install.sh production "--answers=/root/answers-$server" --unattended --step=prepare_environment || exit 1
		./install.sh production "--answers=/root/answers-$server" --unattended --step=install_software || exit 1
	done
	# Only the packages are wanted now: programs come with the first real run.
	places
	rm -rf "$etc" /etc/qiao "$prefix/libexec/qiao" "$prefix/share/qiao" "$prefix/bin/qiao"
	;;
'' | --long)
	is_root || skip_all "only root can make a root of its own"
	mode=short
	build=${QIAO_BUILD:-}
	if [ "${1-}" = --long ]; then
		mode=long
		place=$(folder "${2:?a folder}")
		# Mounts must not outlive the test.
		exec unshare --mount --propagation private env QIAO_LONG_PLACE="$place" "$0" --mounted-long
	fi
	[ -x "$build/qiao" ] || skip_all "QIAO_BUILD has no programs"
	unshare --mount --propagation private true 2>/dev/null || skip_all "no mount namespace of our own"
	exec unshare --mount --propagation private "$0" --mounted
	;;
--mounted)
	mode=short
	build=$QIAO_BUILD
	place=$(mktemp -d)
	outside
	status=$?
	umount -l "$place" 2>/dev/null
	rmdir "$place" 2>/dev/null
	exit "$status"
	;;
--mounted-long)
	mode=long
	build=
	place=$QIAO_LONG_PLACE
	outside
	;;
*)
	echo "usage: production.sh [--long FOLDER]" >&2
	exit 2
	;;
esac
