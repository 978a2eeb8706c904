#!/bin/sh
# demo.sh: demonstration data is the same for the same seed, hangs together, and has a history that `qiao fsck` accepts.
# "The same" is a checksum over all versions of all versioned tables with their moments, and over the changes without
# their request ids; sessions, passwords and migrations are left out. Each check is seen to fail once.
source=$(cd "${QIAO_SOURCE:-$(dirname "$0")/../..}" && pwd) || exit 1
build=$(cd "${QIAO_BUILD:-$source}" && pwd) || exit 1
qiao=$build/qiao
PATH=$PATH:/usr/sbin:/usr/libexec
LC_ALL=C.UTF-8
export LC_ALL

command -v mariadbd >/dev/null || {
	echo "1..0 # SKIP there is no mariadbd (apt mariadb-server-core, dnf mariadb-server)"
	exit 0
}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/qiao-db-XXXXXX") || exit 1
trap '"$source/tests/harness/mariadb.sh" stop "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

count=0
failed=0
tell() { # STATUS TEXT: 0 is well
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		failed=$((failed + 1))
		echo "not ok $count - $2"
		sed 's/^/# /' "$scratch/output"
	fi
}

sql() {
	"$source/tests/harness/mariadb.sh" sql "$scratch" --batch --skip-column-names "$@"
}

make_empty() {
	sql -e 'DROP DATABASE qiao; CREATE DATABASE qiao CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci' &&
		"$qiao" migrate &&
		echo 'a long password here' | "$qiao" user add --login=admin --name=Admin --role=administrator
}

# make SEED: an empty installation with the data of that seed.
make_data() {
	make_empty && "$qiao" demo-data --customers=150 --seed="$1" --until=2026-11-02
}

# Everything that is kept, in a few lines.
picture() {
	for table in $(sql -e "SELECT table_name FROM information_schema.tables WHERE table_schema = 'qiao' AND table_type = 'SYSTEM VERSIONED' ORDER BY 1"); do
		key=id
		case $table in search_text) key=entity,record_id ;; search_gram) key=entity,gram,record_id ;; esac
		echo "$table $(sql -e "SELECT *, row_start, row_end FROM \`$table\` FOR SYSTEM_TIME ALL ORDER BY $key, row_start" | cksum)"
	done
	echo "change $(sql -e "SELECT at, part_of, actor_id, route, kind, reason FROM \`change\` ORDER BY at" | cksum)"
	echo "change_record $(sql -e 'SELECT * FROM change_record ORDER BY at, entity, record_id' | cksum)"
}

# Ways in which records may contradict each other: name, tab, how often.
contradictions() {
	sql -e "
	SELECT 'order is not the sum of its lines', COUNT(*) FROM sales_order o WHERE o.amount <> (SELECT COALESCE(SUM(
		ROUND(l.quantity * l.unit_price * (100 - COALESCE(l.discount, 0)) / 100, 2)), 0) FROM sales_order_line l WHERE l.order_id = o.id);
	SELECT 'quote is not the sum of its lines', COUNT(*) FROM quote o WHERE o.amount <> (SELECT COALESCE(SUM(
		ROUND(l.quantity * l.unit_price * (100 - COALESCE(l.discount, 0)) / 100, 2)), 0) FROM quote_line l WHERE l.quote_id = o.id);
	SELECT 'paid before it was ordered', COUNT(*) FROM payment p JOIN sales_order o ON o.id = p.order_id WHERE p.paid_on < o.ordered_on
		OR p.created_at < o.created_at OR p.customer_id <> o.customer_id OR p.amount_currency <> o.currency;
	SELECT 'paid more than was ordered', COUNT(*) FROM sales_order o WHERE o.amount < (SELECT SUM(p.amount) FROM payment p WHERE p.order_id = o.id);
	SELECT 'converted lead without its records', COUNT(*) FROM lead l LEFT JOIN customer c ON c.id = l.customer_id LEFT JOIN contact p ON p.id = l.contact_id
		AND p.customer_id = c.id LEFT JOIN opportunity o ON o.id = l.opportunity_id AND o.customer_id = c.id WHERE l.status = 'converted'
		AND (c.id IS NULL OR p.id IS NULL OR o.id IS NULL OR c.created_at <> l.converted_at OR o.created_at <> l.converted_at OR l.created_at >= l.converted_at);
	SELECT 'something that is yet to happen', (SELECT COUNT(*) FROM \`change\` WHERE at >= '2026-11-02') + (SELECT COUNT(*) FROM request WHERE opened_at >= '2026-11-02')
		+ (SELECT COUNT(*) FROM payment WHERE paid_on >= '2026-11-02') + (SELECT COUNT(*) FROM communication WHERE happened_at >= '2026-11-02' AND outcome IS NOT NULL);
	SELECT 'stage and outcome differ', COUNT(*) FROM opportunity o JOIN stage s ON s.id = o.stage_id WHERE s.outcome <> o.outcome
		OR (o.outcome = 'open') <> (o.closed_on IS NULL) OR (o.outcome = 'lost') <> (o.lost_reason IS NOT NULL);
	SELECT 'state of a request differs', COUNT(*) FROM request r JOIN request_status s ON s.id = r.status_id WHERE s.state <> r.state
		OR (r.state = 'handled') <> (r.handled_at IS NOT NULL) OR r.answered_at < r.opened_at OR r.handled_at < r.answered_at;
	SELECT 'done task without its moment', COUNT(*) FROM task WHERE (status = 'done') <> (done_at IS NOT NULL);
	SELECT 'reference to nothing', (SELECT COUNT(*) FROM communication x LEFT JOIN opportunity o ON o.id = x.opportunity_id WHERE x.opportunity_id IS NOT NULL
			AND (o.id IS NULL OR o.customer_id <> x.customer_id OR o.created_at > x.created_at))
		+ (SELECT COUNT(*) FROM sales_order x LEFT JOIN quote q ON q.id = x.quote_id WHERE x.quote_id IS NOT NULL AND (q.id IS NULL OR q.customer_id <> x.customer_id))
		+ (SELECT COUNT(*) FROM task x LEFT JOIN customer c ON c.id = x.customer_id LEFT JOIN contact p ON p.id = x.contact_id WHERE c.id IS NULL
			OR x.contact_id IS NOT NULL AND (p.id IS NULL OR p.customer_id <> c.id))
		+ (SELECT COUNT(*) FROM request x LEFT JOIN customer c ON c.id = x.customer_id WHERE c.id IS NULL OR c.created_at > x.created_at);
	SELECT 'later record with a smaller number', COUNT(*) FROM (SELECT created_at, LAG(created_at) OVER (ORDER BY id) earlier FROM opportunity) v WHERE earlier > created_at;
	SELECT 'nothing to do for somebody', COUNT(*) FROM user u JOIN role r ON r.id = u.role_id WHERE r.code NOT IN ('administrator', 'viewer')
		AND NOT EXISTS (SELECT 1 FROM task t WHERE t.owner_id = u.id AND t.status = 'open' AND DATE(t.due_at) = '2026-11-02')" >"$scratch/found"
	[ -s "$scratch/found" ] && [ "$(wc -l <"$scratch/found")" -eq 12 ]
}

QIAO_DATA=$source QIAO_FLUSH=2 "$source/tests/harness/mariadb.sh" start "$scratch" >&2 || {
	echo "Bail out! the private MariaDB does not start"
	exit 1
}
QIAO_CONF=$scratch/qiao.conf
export QIAO_CONF

make_data 7 >"$scratch/output" 2>&1
tell $? "demonstration data is made"
picture >"$scratch/first"
"$qiao" fsck >"$scratch/output" 2>&1
tell $? "fsck finds all well"
contradictions 2>"$scratch/output"
tell $? "the questions can be asked"
awk -F '\t' '$2 != 0' "$scratch/found" >"$scratch/output"
[ ! -s "$scratch/output" ]
tell $? "no record contradicts another"

sql -e "SELECT CONCAT(t.name, ' ', t.n) FROM (SELECT 'opportunity' name, COUNT(*) n FROM opportunity UNION ALL SELECT 'lead', COUNT(*) FROM lead
	UNION ALL SELECT 'quote', COUNT(*) FROM quote UNION ALL SELECT 'sales_order', COUNT(*) FROM sales_order UNION ALL SELECT 'payment', COUNT(*) FROM payment
	UNION ALL SELECT 'target', COUNT(*) FROM target UNION ALL SELECT 'product', COUNT(*) FROM product UNION ALL SELECT 'request', COUNT(*) FROM request
	UNION ALL SELECT 'comment', COUNT(*) FROM request_comment UNION ALL SELECT 'communication', COUNT(*) FROM communication UNION ALL SELECT 'task', COUNT(*) FROM task
	UNION ALL SELECT 'campaign_member', COUNT(*) FROM campaign_member UNION ALL SELECT 'converted', COUNT(*) FROM lead WHERE status = 'converted'
	UNION ALL SELECT 'planned', COUNT(*) FROM communication WHERE happened_at >= '2026-11-02'
	UNION ALL SELECT 'reasons', COUNT(*) FROM \`change\` WHERE reason IS NOT NULL) t WHERE t.n < 5" >"$scratch/output"
[ ! -s "$scratch/output" ]
tell $? "every area has some"
moved=$(sql -e 'SELECT COUNT(*) FROM (SELECT id FROM opportunity FOR SYSTEM_TIME ALL GROUP BY id HAVING COUNT(DISTINCT stage_id) >= 3) v')
echo "$moved" >"$scratch/output"
[ "$moved" -gt 50 ]
tell $? "many opportunities went through three stages or more"

sql -e "UPDATE sales_order SET amount = amount + 0.01 LIMIT 1; UPDATE payment SET paid_on = '2024-01-01' LIMIT 1; UPDATE lead SET opportunity_id = NULL WHERE status = 'converted' LIMIT 1;
	UPDATE opportunity SET outcome = 'open' WHERE outcome = 'won' LIMIT 1; UPDATE task SET done_at = NULL WHERE status = 'done' LIMIT 1;
	UPDATE quote SET amount = amount - 1 LIMIT 1; UPDATE payment SET amount = amount * 2 LIMIT 1; UPDATE request SET state = 'unhandled' WHERE state = 'handled' LIMIT 1;
	INSERT INTO \`change\` (at, route, kind, request_id) VALUES ('2031-01-01', '/', 'form', 'x'); UPDATE task SET due_at = '2026-01-01' WHERE owner_id = (SELECT MIN(owner_id) FROM customer);
	UPDATE task t SET contact_id = (SELECT MAX(id) FROM contact) LIMIT 2; UPDATE opportunity SET created_at = '2020-01-01' WHERE id = 30" >"$scratch/output" 2>&1
contradictions 2>>"$scratch/output"
awk -F '\t' '$2 == 0' "$scratch/found" >>"$scratch/output"
[ ! -s "$scratch/output" ]
tell $? "each contradiction is seen when it is there"

"$qiao" demo-data --customers=1 >"$scratch/output" 2>&1
[ $? -eq 1 ] && grep -q 'into an empty installation only' "$scratch/output"
tell $? "an installation with records is left alone"
make_data 7 >"$scratch/output" 2>&1
tell $? "demonstration data is made again"
picture | diff "$scratch/first" - >"$scratch/output"
tell $? "the same seed gives the same data"
make_data 8 >"$scratch/output" 2>&1
picture | diff "$scratch/first" - >"$scratch/output"
[ "$(grep -c '^> \(customer\|opportunity\|sales_order_line\|communication\|request_comment\|campaign_member\|change\) ' "$scratch/output")" -eq 7 ]
tell $? "another seed gives other data"

make_empty >"$scratch/output" 2>&1
sql -e "INSERT INTO incident (title, service, began_at, found, created_at) VALUES ('no answer', 'sales', SYSDATE(6), 'automatic', SYSDATE(6))" >>"$scratch/output" 2>&1
"$qiao" demo-data --customers=1 >>"$scratch/output" 2>&1
[ $? -eq 1 ] && grep -q 'into an empty installation only' "$scratch/output" && [ "$(sql -e "SELECT COUNT(*) FROM incident WHERE row_start > SYSDATE(6) - INTERVAL 1 DAY")" = 1 ]
tell $? "an incident of an installation in use keeps it out, and its own moment"

echo "1..$count"
[ "$failed" -eq 0 ]
