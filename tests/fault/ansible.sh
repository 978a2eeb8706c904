#!/bin/sh
# ansible.sh: the role is well-formed, writes what it says for a cluster, a second time changes nothing, and what it wrote is accepted by the servers it is for.
set -u
cd "${QIAO_SOURCE:-$(dirname "$0")/../..}" || exit 1
PATH=$PATH:/usr/sbin
if ! command -v ansible-playbook >/dev/null; then
	echo "1..0 # SKIP ansible-playbook is missing"
	exit 0
fi
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
export ANSIBLE_LOCAL_TEMP="$dir/local" ANSIBLE_REMOTE_TEMP="$dir/remote" ANSIBLE_NOCOLOR=1 ANSIBLE_RETRY_FILES_ENABLED=0 ANSIBLE_HOME="$dir/home"
export ANSIBLE_GATHERING=explicit ANSIBLE_PYTHON_INTERPRETER=auto_silent LC_ALL=C.UTF-8
count=0
say() {
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		sed 's/^/# /' "$dir/out" | cut -c 1-300 | tail -n 12
	fi
}

# This machine four times, each time as another one.
cat >"$dir/inventory.yml" <<END_OF_INVENTORY
all:
  vars: { ansible_connection: local, qiao_database_password: secret1, qiao_owner_password: secret2, qiao_sst_password: secret3, qiao_balances_database: true }
  children:
    qiao_web: { hosts: { web1: { qiao_root: $dir/web1, qiao_address: 127.0.0.1, qiao_server_name: crm.example.org, qiao_weight: 3 } } }
    qiao_database: { hosts: { db1: { qiao_root: $dir/db1, qiao_address: 127.0.0.11 }, db2: { qiao_root: $dir/db2, qiao_address: 127.0.0.12 } } }
    qiao_balancer: { hosts: { lb1: { qiao_root: $dir/lb1, qiao_bind: "127.0.0.1:8999", qiao_database_bind: "127.0.0.1:8998" } } }
END_OF_INVENTORY
play() {
	ansible-playbook -i "$dir/inventory.yml" httpd-conf/ansible/site.yml "$@" >"$dir/out" 2>&1
}

ansible-playbook --syntax-check -i httpd-conf/ansible/inventory.example.yml httpd-conf/ansible/site.yml >"$dir/out" 2>&1
say $? "the playbook and the example inventory are well-formed"
play --tags configuration
say $? "files are written for a web server, two databases and a balancer"
find "$dir"/web1 "$dir"/db1 "$dir"/db2 "$dir"/lb1 -type f >"$dir/out" 2>&1
[ "$(wc -l <"$dir/out")" -eq 7 ]
say $? "all seven of them"
{ grep -q '^server_name = crm.example.org$' "$dir/web1/etc/qiao/ansible/answers" &&
	grep -q '^database_hosts = 127.0.0.11, 127.0.0.12$' "$dir/web1/etc/qiao/ansible/answers" &&
	! grep -rq 'secret' "$dir/web1/etc/qiao/ansible/answers" && [ "$(stat -c %a "$dir/web1/etc/qiao/ansible/owner_password")" = 600 ]; } >"$dir/out" 2>&1
say $? "the answers name the databases in their order, and no password"
play --tags configuration && ! grep -E 'changed=[1-9]' "$dir/out"
say $? "a second time changes nothing"
play --tags configuration --limit web1 -e qiao_company=Other && grep -qE 'changed=[1-9]' "$dir/out"
say $? "control: an answer that differs is noticed"
# in_order FILE: the tasks of a database server that depend on each other come in this order.
in_order() {
	awk -v wanted='The series of MariaDB|Packages of a database server|The node.s file|Is the file in use.|Stop what the package started|Begin the cluster|Start the first|Schema and accounts, at the first node|Start the others' '
		BEGIN { count = split(wanted, name, "|"); next_one = 1 }
		/^- name: / && $0 ~ "^- name: " name[next_one] "$" { next_one++ }
		END { if (next_one <= count) print "missing, or too early: " name[next_one]; exit next_one <= count }' "$1" >"$dir/out"
}
tasks=httpd-conf/ansible/roles/qiao/tasks/database.yml
in_order "$tasks"
say $? "servers that their package started are stopped before the cluster begins, and nodes join when it can copy to them"
sed 's/^- name: Stop what the package started$/- name: Nothing/' "$tasks" >"$dir/tasks.yml"
! in_order "$dir/tasks.yml"
say $? "control: without that stop it is noticed"
[ "$(grep -c '^  become: ' httpd-conf/ansible/site.yml)" -eq "$(grep -c '^  hosts: ' httpd-conf/ansible/site.yml)" ] >"$dir/out" 2>&1
say $? "every play runs as root"
if command -v haproxy >/dev/null; then
	haproxy -c -q -f "$dir/lb1/etc/haproxy/haproxy.cfg" >"$dir/out" 2>&1 && haproxy -c -q -f "$dir/lb1/etc/haproxy/qiao-database.cfg" >>"$dir/out" 2>&1
	say $? "HAProxy accepts its two files"
	grep -q 'weight 3' "$dir/lb1/etc/haproxy/haproxy.cfg" && grep -q 'db2 127.0.0.12:3306 backup' "$dir/lb1/etc/haproxy/qiao-database.cfg"
	say $? "weights and backups are in them"
fi
echo "1..$count"
