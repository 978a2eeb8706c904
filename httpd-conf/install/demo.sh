# demo.sh: the six steps for a demo: everything on this machine, private, below var/demo. Read by install.sh.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # what install.sh and this share

demo=$home/var/demo
port=
customers=2000

demo_is_up() {
	is_ours "$demo/run/web.pid" "$demo/run/server.conf" && [ -s "$demo/url" ] && [ "$(cat "$demo/server" 2>/dev/null)" = "$server $areas" ]
}

# The web server's account must be able to walk to var/demo. Below a closed home (root's, often) it cannot, so the files
# then live under /var/lib, and var/demo leads there.
prepare_environment() {
	local free place
	[ "$(uname -s)" = Linux ] || fail "this is not Linux" "use Debian 12, CentOS Stream 9, or one of their families"
	free=$(df -Pm "$home" | awk 'NR == 2 { print $4 }')
	[ "$free" -ge 1500 ] || fail "only $free MB are free where $home is" "make room: 1,500 MB are needed"
	mkdir -p var
	if [ ! -e "$demo" ] && is_root && ! as_web test -x "$home"; then
		place=/var/lib/qiao-demo-$(echo "$home" | cksum | cut -d ' ' -f 1)
		mkdir -p "$place"
		ln -s "$place" "$demo"
		say "$(web_account) cannot enter $home, so the demo's files are in $place"
	fi
	demo=$(folder "$demo")
	check_length "$demo"
	log=$demo/install.log
	: >"$log"
	say "$(family), $(nproc) processors, $free MB free; log: $log"
}

install_software() {
	# shellcheck disable=SC2046
	need_packages demo build run $(server_packages)
	make_configure
	run "configure" configure_in var/build --prefix="$demo/root"
	run "build" make -C var/build -j"$(nproc)"
	run "install into var/demo/root" make -C var/build install INSTALL="$(command -v install) -C"
	chmod a+x var "$demo" 2>/dev/null || true
}

qiao() {
	"$demo/root/bin/qiao" "$@" --config="$demo/qiao.conf"
}

configure_parameters() {
	# Demo data that was cut short cannot be told from data somebody made: begin again.
	if [ -e "$demo/done/data-begun" ] && [ ! -e "$demo/done/data" ]; then
		say "the last run was cut short while it made data: making a new database"
		tests/harness/site.sh stop "$demo"
		tests/harness/mariadb.sh stop "$demo"
		rm -rf "$demo/data" "$demo/state" "$demo/qiao.conf"
	fi
	[ -e "$demo/data/made" ] || rm -rf "$demo/done"
	mkdir -p "$demo/done"
	QIAO_DATA=$demo/root/share/qiao QIAO_BUFFER_POOL=512M run "start a private MariaDB" tests/harness/mariadb.sh start "$demo"
	# So that the page of the log has something to read.
	[ -n "$(setting "$demo/qiao.conf" log_file)" ] || echo "log_file = $demo/state/qiao.log" >>"$demo/qiao.conf"

	QIAO_USER='admin'
	# Kept beside the mark that the user was added, so that a lost var/demo/env comes back with the right one.
	[ -s "$demo/done/password" ] || (umask 077 && random_word >"$demo/done/password")
	QIAO_PASSWORD=$(cat "$demo/done/password")
	choose_port
	write_env
}

choose_port() {
	local now=
	[ ! -s "$demo/url" ] || now=$(sed 's/.*://' "$demo/url")
	if demo_is_up && { [ -z "$port" ] || [ "$port" = "$now" ]; }; then
		port=$now
		return 0
	fi
	if [ -n "$port" ] && [ "$port" != "$now" ] && is_listening "$port"; then
		fail "port $port is taken" "choose another with --port="
	fi
	[ ! -d "$demo/run" ] || run "stop what is left of the web server" tests/harness/site.sh stop "$demo"
	if [ -z "$port" ]; then
		[ ! -r "$demo/env" ] || now=$(setting "$demo/env" URL | sed 's/.*://')
		port=$(free_port "${now:-8080}")
	fi
}

write_env() {
	(
		umask 077
		printf 'URL=http://127.0.0.1:%s\nQIAO_USER=%s\nQIAO_PASSWORD=%s\n' "$port" "$QIAO_USER" "$QIAO_PASSWORD" >"$demo/env.new"
		mv "$demo/env.new" "$demo/env"
	)
}

add_user() {
	printf '%s\n' "$QIAO_PASSWORD" | qiao user add --login="$QIAO_USER" --name=Administrator --role=administrator
}

integrate_systems() {
	run "bring the schema up to date" qiao migrate
	if [ ! -e "$demo/done/user" ]; then
		run "add the user $QIAO_USER" add_user
		: >"$demo/done/user"
	fi
	if [ ! -e "$demo/done/data" ]; then
		: >"$demo/done/data-begun"
		run "make data: $customers customers and two years of their history" qiao demo-data --customers="$customers"
		: >"$demo/done/data"
	fi
	if demo_is_up && [ "$(cat "$demo/url")" = "http://127.0.0.1:$port" ] && [ -z "$(find "$demo/root" -newer "$demo/server" -print -quit)" ]; then
		say "$server runs already"
	else
		echo "$server $areas" >"$demo/server"
		QIAO_AREAS=$areas QIAO_PROGRAMS=$demo/root/libexec/qiao QIAO_DATA=$demo/root/share/qiao \
			run "start $server on port $port" tests/harness/site.sh start "$demo" "$server" "$port"
	fi
}

answers() {
	[ "$(curl -s -o /dev/null -m 20 -w '%{http_code}' "http://127.0.0.1:$port$1")" = 200 ]
}

test_deployment() {
	run "qiao doctor, through the web server too" qiao doctor --deployment
	# What the pages of availability and security begin with; a check that fails there is for the reader.
	run "a first probe" qiao probe
	qiao doctor --security --record >>"$log" 2>&1 || true
	run "the admin program answers" answers /health
	run "the sign-in page shows" answers /signin
}

go_live() {
	cat <<-END

		Qiao is running at   http://127.0.0.1:$port
		sign in as           $QIAO_USER
		with the password    $QIAO_PASSWORD

		($((SECONDS - began)) s; also in var/demo/env. "./install.sh demo stop" ends it.)
	END
}

demo_start() {
	check_areas
	one_at_a_time
	six_steps
}

demo_stop() {
	one_at_a_time
	if [ ! -d "$demo" ]; then
		echo "There is no demo here."
		return 0
	fi
	demo=$(folder "$demo")
	tests/harness/site.sh stop "$demo"
	tests/harness/mariadb.sh stop "$demo"
	echo "The demo has ended; its data stays in var/demo."
}
