# answers.sh: what an administrator decides about a deployment: read from a file, checked, kept. Read by install.sh.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # what install.sh and this share

declare -A answer=() answer_line=()
answers_file=
# Here whatever sysconfdir is: the next run has to find them before it knows it.
kept_answers=${DESTDIR-}/etc/qiao/answers

# answers.dist is the table: every name with its default.
answer_defaults() {
	local name value
	while IFS='=' read -r name value; do
		name=${name#\# }
		answer[${name% }]=${value# }
	done < <(grep -E '^# [a-z_]+ =( .*)?$' httpd-conf/install/answers.dist | grep -v '^# name = value')
}

# answer_wants NAME VALUE: prints what the value must be; nothing when it is that.
answer_wants() {
	[ -n "$2" ] || return 0
	case $1 in
	server) [[ $2 =~ ^(apache|apache-proxy|nginx)$ ]] || echo "apache, apache-proxy or nginx" ;;
	database) [[ $2 =~ ^(local|given)$ ]] || echo "local or given" ;;
	firewall | server_settings) [[ $2 =~ ^(yes|no)$ ]] || echo "yes or no" ;;
	*_port) is_number "$2" 65535 || echo "a number from 1 to 65535" ;;
	workers) is_number "$2" 64 || echo "a number from 1 to 64" ;;
	server_name) [[ $2 =~ ^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$ ]] || echo "a name like crm.example.org" ;;
	listen_address) [[ $2 =~ ^[0-9.]+$ || $2 =~ ^\[[0-9a-fA-F:.]+\]$ ]] || echo "an address like 192.0.2.1 or [2001:db8::1]" ;;
	areas) httpd-conf/areas.sh httpd-conf/prefixes "$2" >/dev/null 2>&1 || echo "areas of httpd-conf/prefixes with commas between" ;;
	currency) [[ $2 =~ ^[A-Z]{3}$ ]] || echo "three capital letters, like CNY" ;;
	buffer_pool) [[ $2 =~ ^[1-9][0-9]*[MG]$ ]] || echo "a number with M or G, like 256M" ;;
	database_name | database_user | owner_user | program_account | web_account)
		[[ $2 =~ ^[A-Za-z_][A-Za-z0-9_-]{0,31}$ ]] || echo "letters, digits, _ and -" ;;
	admin_login) [[ $2 =~ ^[A-Za-z0-9._@-]{1,60}$ ]] || echo "letters, digits, . _ @ and -" ;;
	virtual_host | tls_* | *_file) [[ $2 == /* && $2 != *[\"\'\\]* ]] || echo "the path of a file, which begins with /, without quotes and \\" ;;
	prefix | sysconfdir | localstatedir | database_socket) [[ $2 =~ ^/[A-Za-z0-9._/-]*$ ]] || echo "a path that begins with /, of letters, digits, . _ and -" ;;
	company | admin_name | database_hosts) [[ $2 != *[\"\\\`\$]* ]] || echo 'without " \ ` and $' ;;
	esac
}

# answers_read FILE: refuses what does not exist or cannot be, with the line.
answers_read() {
	local line number=0 name value wanted
	[ -r "$1" ] || fail "$1 cannot be read" "name a file of answers with --answers="
	while IFS= read -r line || [ -n "$line" ]; do
		number=$((number + 1))
		line=${line%$'\r'}
		[[ $line =~ ^[[:space:]]*(#|$) ]] && continue
		[[ $line =~ ^[[:space:]]*([^=[:space:]]+)[[:space:]]*=[[:space:]]*(.*[^[:space:]])?[[:space:]]*$ ]] ||
			fail "$1:$number: not 'name = value'" "look in httpd-conf/install/answers.dist"
		name=${BASH_REMATCH[1]}
		value=${BASH_REMATCH[2]-}
		[ -n "${answer[$name]+there}" ] ||
			fail "$1:$number: there is no answer '$name'" "httpd-conf/install/answers.dist has all of them"
		wanted=$(answer_wants "$name" "$value")
		[ -z "$wanted" ] || fail "$1:$number: $name must be $wanted" "correct that line; nothing was touched"
		answer[$name]=$value
		answer_line[$name]=$1:$number
	done <"$1"
}

# will_run STEP: alone, or with all the others.
will_run() {
	[ -z "$only_step" ] || [ "$only_step" = "$1" ]
}

# need_files NAME...: those that are answered are there.
need_files() {
	local name
	for name in "$@"; do
		[ -z "${answer[$name]}" ] || [ -f "${answer[$name]}" ] ||
			fail "${answer_line[$name]-}: $name must be a file that is there, not ${answer[$name]}" "correct that line; nothing was touched"
	done
}

# Only what is read this time: a password for the first time is gone later, and so may be what Qiao was built in.
answers_are_there() {
	if will_run install_software && [ -n "${answer[build]}" ] && [ ! -x "${answer[build]}/qiao" ]; then
		fail "${answer_line[build]-}: build must be a folder in which Qiao was built" "correct that line; nothing was touched"
	fi
	! will_run integrate_systems || need_files tls_certificate tls_key virtual_host
	[ ! -e "$conf" ] || return 0
	! will_run configure_parameters || need_files database_password_file owner_password_file
	! will_run integrate_systems || need_files admin_password_file
}

# What fits alone but not together.
answers_agree() {
	if [ -n "${answer[tls_certificate]}" ] && [ -z "${answer[tls_key]}" ]; then
		fail "tls_certificate is answered, tls_key is not" "name both, or neither; nothing was touched"
	fi
	if [ "${answer[database]}" = given ] && [ -z "${answer[database_password_file]}" ] && [ ! -e "$conf" ]; then
		fail "for a database that is given, its password is needed" "answer database_password_file; nothing was touched"
	fi
	if will_run integrate_systems && [ -n "${answer[virtual_host]}" ] && ! grep -q "${answer[server_name]//./\\.}" "${answer[virtual_host]}"; then
		fail "${answer[virtual_host]} has no virtual host with the name ${answer[server_name]}" "answer server_name as it stands there; nothing was touched"
	fi
}

# ask NAME QUESTION: what was not answered in a file is asked, where somebody sits there to answer.
ask() {
	local reply wanted
	if [ "$is_unattended" = yes ] || [ ! -t 0 ] || [ -n "$answers_file" ]; then
		return 0
	fi
	while :; do
		read -r -p "    $2 [${answer[$1]}] " reply || return 0
		[ -n "$reply" ] || return 0
		wanted=$(answer_wants "$1" "$reply")
		[ -n "$wanted" ] || break
		say "it must be $wanted"
	done
	answer[$1]=$reply
}

answers_load() {
	failure_status=2
	answer_defaults
	if [ -z "$answers_file" ] && [ -r "$kept_answers" ]; then
		answers_file=$kept_answers
	fi
	[ -z "$answers_file" ] || answers_read "$answers_file"
	[ "$server_given" = no ] || answer[server]=$server
	[ "$areas_given" = no ] || answer[areas]=$areas
	check_areas
	[ -n "${answer[server_name]}" ] || answer[server_name]=$(hostname -f 2>/dev/null || hostname)
	ask server_name "Name that people type"
	ask server "Web server (apache, apache-proxy, nginx)"
	ask admin_login "Sign-in name of the first administrator"
	places
	# To take it away, or to name its packages, no file is read.
	if [ "$command" = production ]; then
		answers_are_there
		answers_agree
	fi
	failure_status=1
}

answers_keep() {
	local name
	mkdir -p "$(dirname "$kept_answers")"
	{
		echo "# What was answered to install.sh of Qiao; httpd-conf/install/answers.dist explains it."
		for name in $(printf '%s\n' "${!answer[@]}" | sort); do
			[ -z "${answer[$name]}" ] || echo "$name = ${answer[$name]}"
		done
	} >"$kept_answers.new"
	mv "$kept_answers.new" "$kept_answers"
}
