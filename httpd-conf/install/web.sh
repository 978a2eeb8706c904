# web.sh: Qiao in the web server that is there: one file, and a virtual host of its own or a line in one that exists.
# Read by production.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what install.sh and this share

web_group() {
	id -gn "$(web_account)"
}

web_service() {
	if [ "$server" = nginx ]; then
		echo nginx
	elif [ "$(family)" = dnf ]; then
		echo httpd
	else
		echo apache2
	fi
}

web_check() {
	case $(web_service) in
	nginx) nginx -t ;;
	*) apachectl configtest ;;
	esac
}

web_is_up() {
	local file
	if has_systemd; then
		systemctl is-active --quiet "$(web_service)"
		return
	fi
	for file in "/run/$(web_service).pid" "/run/$(web_service)/$(web_service).pid"; do
		[ ! -s "$file" ] || ! kill -0 "$(cat "$file")" 2>/dev/null || return 0
	done
	return 1
}

web_reload() {
	if has_systemd; then
		systemctl reload "$(web_service)"
	elif [ "$(web_service)" = nginx ]; then
		nginx -s reload
	else
		apachectl graceful
	fi
}

web_start() {
	if has_systemd; then
		systemctl enable --now "$(web_service)"
	elif [ "$(web_service)" = nginx ]; then
		nginx
	else
		apachectl start
	fi
}

# What mod_fcgid started ends when it is idle, and newer ones come; the server itself need not notice.
renew_fcgid() {
	local process
	for process in /proc/[0-9]*; do
		case $(readlink "$process/exe" 2>/dev/null) in
		"$programs"/*) kill -TERM "${process#/proc/}" 2>/dev/null || true; sleep 0.2 ;;
		esac
	done
}

web_go_live() {
	if ! web_is_up; then
		run "start $(web_service)" web_start
	elif [ -e "$etc/reload" ]; then
		run "tell $(web_service) of its new settings" web_reload
	elif ! has_sockets; then
		run "put newer programs in the place of those that run" renew_fcgid
	fi
	rm -f "$etc/reload"
}

# Asked as a browser on this machine would, whatever its resolver thinks of the name.
site_address() {
	echo "${answer[listen_address]:-127.0.0.1}"
}

site_answers() {
	local path
	for path in /health /signin; do
		[ "$(curl -s -k -o /dev/null -m 20 -w '%{http_code}' --connect-to "::$(site_address):" "$base_url$path")" = 200 ] || return 1
	done
}

through_web() {
	qiao doctor --deployment "--at=$(site_address)"
}

# put_web TARGET: standard input there; the web server is told of it when the site goes live.
put_web() {
	note file "$1"
	[ "$(put_file "$1")" = same ] || : >"$etc/reload"
}

web_environment() {
	local upload
	upload=$(setting "$conf" upload_max_bytes)
	PROGRAMS_DIR=$programs DATA_DIR=$data CONF=$conf STATE_DIR=$state SOCKET_DIR=$sockets HANDLER=fcgid-script
	SITE_CONF=$etc/web/site.conf FASTCGI_CONF=$etc/web/fastcgi.conf
	BODY_MAX_BYTES=$((${upload:-67108864} + 1048576))
	WORKERS=$(setting "$conf" workers)
	WORKERS=${WORKERS:-8}
	SERVER_NAME=${answer[server_name]} HTTP_PORT=${answer[http_port]} HTTPS_PORT=${answer[https_port]} BASE_URL=$base_url
	ADDRESS=${answer[listen_address]:-*} TLS_CERTIFICATE=${answer[tls_certificate]} TLS_KEY=${answer[tls_key]}
	LISTEN_HTTP=$(listen_nginx "$HTTP_PORT") LISTEN_HTTPS=$(listen_nginx "$HTTPS_PORT" " ssl http2") LISTEN_LINES=
	[ "$server" = nginx ] || LISTEN_LINES=$(listen_apache)
	export PROGRAMS_DIR DATA_DIR CONF STATE_DIR SOCKET_DIR HANDLER SITE_CONF FASTCGI_CONF BODY_MAX_BYTES WORKERS SERVER_NAME \
		HTTP_PORT HTTPS_PORT BASE_URL ADDRESS TLS_CERTIFICATE TLS_KEY LISTEN_HTTP LISTEN_HTTPS LISTEN_LINES
}

listen_nginx() {
	if [ -n "${answer[listen_address]}" ]; then
		echo "listen ${answer[listen_address]}:$1${2-};"
	else
		echo "listen $1${2-};"
		[ ! -s /proc/net/if_inet6 ] || printf '\tlisten [::]:%s%s;\n' "$1" "${2-}"
	fi
}

apache_folder() {
	if [ -d /etc/apache2 ]; then
		echo /etc/apache2
	else
		echo /etc/httpd
	fi
}

# A line for each port that nobody listens at yet.
listen_apache() {
	local port address=${answer[listen_address]}
	for port in "${answer[http_port]}" $([ "$is_tls" = no ] || echo "${answer[https_port]}"); do
		grep -rhsiE --include='*.conf' --exclude=qiao.conf "^[[:space:]]*Listen[[:space:]]+([^[:space:]]*:)?$port([[:space:]]|\$)" "$(apache_folder)" >/dev/null ||
			echo "Listen ${address:+$address:}$port"
	done
}

# Web servers that run and have, or had, the site.
reload_all() {
	local now=$server
	for server in apache nginx; do
		! web_is_up || web_reload >>"$log" 2>&1
	done
	server=$now
}

# What an earlier run put and this one did not goes: another web server, another virtual host.
drop_former() {
	local former
	former=$(grep -vxF -f "$etc/installed.new" "$etc/installed" 2>/dev/null || true)
	mv "$etc/installed.new" "$etc/installed"
	[ -n "$former" ] || return 0
	take_away <<<"$former"
	reload_all
}

put_site() {
	local table=$etc/web/prefixes kind=vhost.conf.in
	[ "$is_tls" = no ] || kind=vhost-tls.conf.in
	mkdir -p "$etc/web"
	web_environment
	rm -f "$etc/installed.new"
	httpd-conf/areas.sh httpd-conf/prefixes "$(setting "$conf" areas)" >"$table"
	note file "$table"
	case $server in
	nginx)
		httpd-conf/fill.sh httpd-conf/nginx/fastcgi.conf.in "$table" | put_web "$etc/web/fastcgi.conf"
		httpd-conf/fill.sh httpd-conf/nginx/site.conf.in "$table" | put_web "$etc/web/site.conf"
		;;
	*)
		{
			httpd-conf/fill.sh httpd-conf/apache/site.conf.in "$table"
			httpd-conf/fill.sh "httpd-conf/apache/$(apache_programs).conf.in" "$table"
		} | put_web "$etc/web/site.conf"
		enable_modules
		;;
	esac
	if [ -n "${answer[virtual_host]}" ]; then
		put_line "${answer[virtual_host]}"
	elif [ "$server" = nginx ]; then
		httpd-conf/fill.sh "httpd-conf/nginx/$kind" "$table" | put_web /etc/nginx/conf.d/qiao.conf
	elif [ -d /etc/apache2/sites-available ]; then
		httpd-conf/fill.sh "httpd-conf/apache/$kind" "$table" | put_web /etc/apache2/sites-available/qiao.conf
		note site qiao
		a2ensite -q qiao >>"$log"
	else
		httpd-conf/fill.sh "httpd-conf/apache/$kind" "$table" | put_web /etc/httpd/conf.d/qiao.conf
	fi
	drop_former
	say "the site is in $etc/web/site.conf"
}

apache_programs() {
	if has_sockets; then
		echo proxy
	else
		echo fcgid
	fi
}

enable_modules() {
	local modules="alias deflate env filter headers setenvif"
	command -v a2enmod >/dev/null || return 0
	if has_sockets; then
		modules="$modules proxy proxy_fcgi"
	else
		modules="$modules fcgid"
	fi
	[ "$is_tls" = no ] || modules="$modules ssl"
	# shellcheck disable=SC2086
	a2enmod -q $modules >>"$log"
}

take_site() {
	! command -v a2dissite >/dev/null || a2dissite -q "$1" >/dev/null 2>&1 || true
}

# The line that leads to Qiao from a virtual host that exists.
our_line() {
	if [ "$server" = nginx ]; then
		echo "include \"$etc/web/site.conf\";"
	else
		echo "Include \"$etc/web/site.conf\""
	fi
}

# put_line FILE: before the end of each virtual host in it that has our name. Taken out again when the server refuses it.
put_line() {
	local what=apache problem
	[ "$server" != nginx ] || what=nginx
	LINE=$(our_line) NAME=${answer[server_name]} awk -f "httpd-conf/$what/put_line.awk" "$1" >"$1.qiao-new"
	note line "$1"
	if cmp -s "$1" "$1.qiao-new"; then
		rm "$1.qiao-new"
		return 0
	fi
	# Its owner and mode stay.
	cat "$1.qiao-new" >"$1"
	rm "$1.qiao-new"
	: >"$etc/reload"
	if ! problem=$(web_check 2>&1); then
		take_line "$1"
		fail "$1 does not bear the line $(our_line): $(echo "$problem" | head -n 2)" "make room for it there; the file is as it was"
	fi
}

take_line() {
	[ -e "$1" ] || return 0
	FILE=$etc/web/site.conf awk '
		{ text = $0; gsub(/^[ \t]+|[ \t\r]+$/, "", text) }
		text != "Include \"" ENVIRON["FILE"] "\"" && text != "include \"" ENVIRON["FILE"] "\";"' "$1" >"$1.qiao-new"
	cat "$1.qiao-new" >"$1"
	rm "$1.qiao-new"
}
