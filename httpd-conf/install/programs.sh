# programs.sh: Qiao's own programs and files: built, laid down one by one, checked, removed. Read by production.sh.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what install.sh and this share

# A package has brought everything but the sources.
is_package=no
[ -e "$home/Makefile.am" ] || is_package=yes

list_programs() {
	httpd-conf/areas.sh httpd-conf/prefixes "$areas" | awk '{ print $1 }'
}

build_programs() {
	build=${answer[build]}
	if [ -z "$build" ]; then
		build=$home/var/production
		mkdir -p var
		make_configure
		run "configure" configure_in var/production --prefix="${answer[prefix]}" --sysconfdir="${answer[sysconfdir]}" --localstatedir="${answer[localstatedir]}"
		run "build" make -C var/production -j"$(nproc)"
	fi
	grep -qF "${answer[sysconfdir]}/qiao/qiao.conf" "$build/qiao" ||
		fail "$build was configured for other folders" "./configure --prefix=${answer[prefix]} --sysconfdir=${answer[sysconfdir]} --localstatedir=${answer[localstatedir]}"
}

# changed_files STAGE: those that are not in their place with the same content.
changed_files() {
	(cd "$1" && find . -type f -exec sha256sum {} + | sort) >"$1.sums"
	(cd "$to/" && sed 's/^[^ ]*  //' "$1.sums" | xargs -d '\n' sha256sum 2>/dev/null | sort) >"$1.there"
	comm -23 "$1.sums" "$1.there" | sed 's/^[^ ]*  //'
	rm -f "$1.sums" "$1.there"
}

# lay_down STAGE: each file takes the place of its older self in one step, so that a program that is started meanwhile
# is either; what the older version had and this one has not goes.
lay_down() {
	local path
	(cd "$1" && find . -type d) | while read -r path; do
		mkdir -p "$to/$path"
	done
	changed_files "$1" | while read -r path; do
		cp --preserve=mode "$1/$path" "$to/$path.qiao-new"
		mv -f "$to/$path.qiao-new" "$to/$path"
	done
	(cd "$1" && find . -type f) | sed 's/^\.//' | sort >"$1.list"
	if [ -e "$to$data/files" ]; then
		comm -13 "$1.list" "$to$data/files" | while read -r path; do
			rm -f "$to$path"
		done
	fi
	mv "$1.list" "$to$data/files"
}

stage_and_lay_down() {
	local stage status=0
	stage=$(mktemp -d) || return 1
	{ make -C "$build" install DESTDIR="$stage" >/dev/null && lay_down "$stage"; } || status=1
	rm -rf "$stage"
	return "$status"
}

install_programs() {
	if [ "$is_package" = yes ]; then
		[ -x "$programs/admin" ] || fail "the programs are not in $programs" "answer prefix as the package has it, or install the package again"
		say "the programs came as a package"
		return 0
	fi
	build_programs
	run "install below $to${answer[prefix]}" stage_and_lay_down
}

# A line for each setting that was answered, in the place where qiao.conf.dist explains it.
write_conf() {
	local name value password=
	if [ -e "$conf" ]; then
		compare_conf
		return 0
	fi
	if [ -n "${answer[database_password_file]}" ]; then
		password=$(head -n 1 "${answer[database_password_file]}")
	elif [ "${answer[database]}" = local ]; then
		password=$(random_word)
	fi
	(
		umask 077
		cp "$to$etc/qiao.conf.dist" "$conf.new"
		settings_of_answers "$password" | while IFS='=' read -r name value; do
			[ -n "$value" ] || continue
			grep -qE "^(# )?$name =" "$conf.new" || { echo "$name is not in qiao.conf.dist" >&2; exit 1; }
			# The first mention is the place; the value may hold anything.
			NAME=$name VALUE=$value awk '
				!done && ($0 ~ "^(# )?" ENVIRON["NAME"] " =") { print ENVIRON["NAME"] " = " ENVIRON["VALUE"]; done = 1; next }
				{ print }' "$conf.new" >"$conf.newer"
			mv "$conf.newer" "$conf.new"
		done
	) || fail "$conf cannot be written" "look at the message above"
	mv "$conf.new" "$conf"
	say "$conf was made from qiao.conf.dist"
}

settings_of_answers() {
	local name hosts=${answer[database_hosts]}
	if [ -n "$hosts" ]; then
		echo "database_hosts=$hosts"
		echo "database_port=${answer[database_port]}"
	else
		echo "database_socket=$(database_socket)"
	fi
	for name in database_name database_user owner_user company currency workers; do
		echo "$name=${answer[$name]}"
	done
	echo "database_password=$1"
	[ -z "${answer[owner_password_file]}" ] || echo "owner_password=$(head -n 1 "${answer[owner_password_file]}")"
	echo "base_url=$base_url"
	echo "areas=$(list_programs | paste -s -d , -)"
	echo "data_dir=$data"
	echo "program_dir=$programs"
	echo "state_dir=$state"
}

# What an administrator wrote stands; only the areas follow --areas=, which was said just now.
compare_conf() {
	local name value now
	say "$conf is there and stays as it is"
	if [ "$areas_given" = yes ]; then
		set_setting "$conf" areas "$(list_programs | paste -s -d , -)"
	fi
	settings_of_answers "" | while IFS='=' read -r name value; do
		now=$(setting "$conf" "$name")
		if [ -n "$value" ] && [ -n "$now" ] && [ "$now" != "$value" ]; then
			say "  $name: there \"$now\", in the answers \"$value\": change it there if that is meant"
		fi
	done
}

set_permissions() {
	chown "root:$(program_group)" "$conf"
	chmod 640 "$conf"
	chown "$(program_account):$(web_group)" "$state"
	chmod 750 "$state"
}

# Each under the account it will have: unknown settings, broken templates, files out of reach show here.
check_programs() {
	local program status=0
	for program in $(list_programs); do
		QIAO_CONF=$conf runuser -u "$(program_account)" -- "$programs/$program" --check || status=1
	done
	return "$status"
}

check_permissions() {
	local mode
	mode=$(stat -c '%a' "$conf")
	case $mode in
	640 | 600 | 440 | 400) say "$conf is not readable by everybody (mode $mode)" ;;
	*) fail "$conf has mode $mode, and holds a password" "chmod 640 $conf, or run step 3 again" ;;
	esac
}

remove_programs() {
	local path
	if [ "$is_package" = yes ]; then
		echo "The programs belong to a package: remove it with apt or dnf."
		return 0
	fi
	[ -e "$data/files" ] || return 0
	while read -r path; do
		case $path in "$etc/"*) ;; *) rm -f "$path" ;; esac
	done <"$data/files"
	rm -f "$data/files"
	find "$data" "$programs" -depth -type d -empty -delete 2>/dev/null || true
}
