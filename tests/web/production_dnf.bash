# production_dnf.bash: the path of dnf, on a copy of this machine without apt, with stand-ins that write down what they are
# told: dnf, rpm, systemctl, semanage, restorecon, firewall-cmd. The web server's folders are as CentOS has them.
# Read by production.sh, inside.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what production.sh and this share

# stand_in NAME [STATUS]: writes its arguments down, and ends with that.
stand_in() {
	rm -f "/usr/bin/$1" "/usr/sbin/$1"
	printf '#!/bin/sh\necho "%s $*" >>/root/calls\nexit %s\n' "$1" "${2-0}" >"/usr/bin/$1"
	chmod 755 "/usr/bin/$1"
}

become_dnf() {
	local name
	rm -f /usr/bin/apt-get /usr/bin/dpkg-query /usr/sbin/a2enmod /usr/sbin/a2ensite /usr/sbin/a2dissite /usr/bin/semanage /usr/sbin/semanage
	for name in dnf restorecon selinuxenabled firewall-cmd systemctl setsebool; do
		stand_in "$name"
	done
	# No package is there, and no service runs yet.
	stand_in rpm 1
	mkdir -p /run/systemd/system /etc/httpd/conf.d /etc/my.cnf.d /var/lib/mysql
	rm -rf /etc/apache2 /etc/mysql/mariadb.conf.d
	id -u apache >/dev/null 2>&1 || useradd --system --user-group apache
	: >/root/calls
}

# The real server, at the place of its socket there.
database_of_dnf() {
	printf 'database_socket = /run/mysqld/mysqld.sock\nweb_account = apache\ntls_certificate = /root/tls.pem\ntls_key = /root/tls.pem\n' >>/root/answers-apache
	: >/root/tls.pem
	pidof -s mariadbd >/dev/null || { mariadbd-safe --user=mysql >/dev/null 2>&1 & }
	wait_for 30 sql 'SELECT 1'
}

expected_calls() {
	cat <<'END'
dnf -y install epel-release
dnf -y config-manager --set-enabled crb
dnf -y module enable mariadb:10.11
dnf -y install --setopt=install_weak_deps=False mariadb-server httpd mod_ssl policycoreutils-python-utils mod_fcgid
END
}

expected_acts() {
	printf '%s\n' "semanage fcontext -a -t httpd_sys_script_exec_t $prefix/libexec/qiao(/.*)?" \
		"semanage fcontext -a -t httpd_sys_content_t $prefix/share/qiao(/.*)?" \
		"semanage fcontext -a -t httpd_sys_content_t $etc(/.*)?" \
		"semanage fcontext -a -t httpd_sys_rw_content_t ${prefix%/usr}/var/lib/qiao(/.*)?" \
		"semanage fcontext -a -t httpd_log_t /var/log/qiao(/.*)?" \
		"restorecon -R $prefix/libexec/qiao $prefix/share/qiao $etc ${prefix%/usr}/var/lib/qiao /var/log/qiao" \
		"firewall-cmd --state" "firewall-cmd --permanent --add-service=http" "firewall-cmd --permanent --add-service=https" "firewall-cmd --reload"
}

on_dnf() {
	become_dnf
	answers_for apache
	database_of_dnf
	sed -i '/^--no-install/d' /root/answers-apache
	./install.sh production --answers=/root/answers-apache --unattended --step=prepare_environment >/root/out 2>&1 || fault "step 1: $(tail -n 3 /root/out)"
	./install.sh production --answers=/root/answers-apache --unattended --step=install_software >/root/out 2>&1 || fault "step 2: $(tail -n 3 /root/out)"
	grep '^dnf' /root/calls >/root/told
	# What another package of this machine makes unnecessary (curl, the client) differs; the rest does not.
	sed -i 's/ glibc-gconv-extra//; s/ \(mariadb\|curl\)\( \|$\)/\2/g' /root/told
	diff <(expected_calls) /root/told >/root/difference || fault "$(cat /root/difference)"
	tell "dnf: repositories, the module of MariaDB, then packages, in this order"
	stand_in semanage
	for step in configure_parameters integrate_systems; do
		./install.sh production --answers=/root/answers-apache --unattended --no-install "--step=$step" >/root/out 2>&1 || fault "$step: $(tail -n 3 /root/out)"
	done
	# The site cannot answer here: there is no httpd; the firewall comes before that.
	./install.sh production --answers=/root/answers-apache --unattended --no-install --step=go_live >/root/out 2>&1
	[ $? = 8 ] || fault "step 6 does not see that nothing answers"
	diff <(expected_acts) <(grep -E '^(semanage|restorecon|firewall-cmd)' /root/calls) >/root/difference || fault "$(cat /root/difference)"
	[ -e /etc/my.cnf.d/qiao.cnf ] || fault "/etc/my.cnf.d/qiao.cnf is not there"
	grep -q 'SSLEngine on' /etc/httpd/conf.d/qiao.conf || fault "/etc/httpd/conf.d/qiao.conf is not there, or without TLS"
	grep -q '^systemctl .*httpd' /root/calls || fault "httpd is not told: $(grep systemctl /root/calls)"
	tell "dnf: labels for SELinux, firewalld, and files where CentOS has them"
}
