#!/bin/sh
# story.sh: a day's work typed into w3m: a lead, a call, a customer, a quote, an order, money, a complaint, its answer, a rating.
# shellcheck source=tests/web/w3m_lib.sh
. "$(dirname "$0")/w3m_lib.sh"

# is SQL VALUE NAME: what the tables hold.
is() {
	found=$(sql "$1")
	[ "$found" = "$2" ]
	result=$?
	[ "$result" -eq 0 ] || echo "# $found, not $2"
	say "$result" "$3"
}

open_at /leads/new
shows 'Save'
write_into 'Name \*' 'Ann Avocet'
write_into 'Company' 'Avocet and Daughters'
write_into 'Budget' 5000
press 'Save'
shows 'Convert'
lead=$(sql "SELECT id FROM lead WHERE name = 'Ann Avocet'")
is "SELECT CONCAT(company, ' ', budget, ' ', status) FROM lead WHERE id = $lead" 'Avocet and Daughters 5000.00 new' "a lead is entered"

today=$(sql "SELECT DATE(CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+08:00'))")
before 'Save entry' 4
write_text 'They would like two of them'
before 'Save entry' 2
write 'Send the offer'
before 'Save entry' 1
write "$today"
press 'Save entry'
shows 'They would like two of them'
say $? "the call is shown on its page"
is "SELECT CONCAT(channel, ' ', content, ' ', next_on) FROM communication WHERE lead_id = $lead" "call They would like two of them $today" "and stored"
is "SELECT title FROM task WHERE lead_id = $lead" 'Send the offer' "with the next step as a task"

address "/leads/$lead/convert"
shows 'Enter as an opportunity'
press 'Convert'
shows 'C-'
say $? "the conversion leads to the customer"
customer=$(sql "SELECT customer_id FROM lead WHERE id = $lead")
deal=$(sql "SELECT opportunity_id FROM lead WHERE id = $lead")
is "SELECT CONCAT(c.name, ', ', n.name, ', ', o.amount) FROM customer c JOIN contact n ON n.customer_id = c.id JOIN opportunity o ON o.customer_id = c.id
	WHERE c.id = '$customer' AND o.id = '$deal'" 'Avocet and Daughters, Ann Avocet, 5000.00' "with contact and deal"

address "/opportunities/$deal"
shows 'New quote'
press 'New quote'
shows 'Unit price'
write_into 'Description' 'A brass sextant'
write_into 'Quantity \*' 2
write_into 'Unit price' 100.05
press 'Save'
shows '200.10'
say $? "a quote adds up"
press 'Mark as sent'
shows 'Sent'
press 'Accepted'
shows 'Make order'
press 'Make order'
shows 'Record payment'
order=$(sql "SELECT id FROM sales_order WHERE opportunity_id = $deal")
is "SELECT CONCAT(o.amount, ' ', o.status, ' ', q.status) FROM sales_order o JOIN quote q ON q.id = o.quote_id WHERE o.id = '$order'" '200.10 draft accepted' "and becomes an order"
press 'Confirm'
shows 'Mark as shipped'
say $? "which is confirmed"

write_into 'Amount CNY' 50.05
press 'Record payment'
shows '150.05'
say $? "a part of it is paid"
press 'Record payment'
turns=0
while [ "$(sql "SELECT COUNT(*) FROM payment WHERE order_id = '$order'")" != 2 ] && [ "$turns" -lt 50 ]; do
	turns=$((turns + 1))
	sleep 0.1
done
is "SELECT CONCAT(SUM(amount), ' ', COUNT(*)) FROM payment WHERE order_id = '$order'" '200.10 2' "then the rest"

address "/requests/new?customer_id=$customer"
shows 'In their words'
onto 'In their words'
keys Tab
write_text 'The needle sticks'
press 'Save'
shows 'Answer the customer'
request=$(sql "SELECT id FROM request WHERE customer_id = $customer")
is "SELECT CONCAT(content, ' ', state) FROM request WHERE id = '$request'" 'The needle sticks unhandled' "a request is entered"
before 'Send' 2
write_text 'We send another one'
press 'Send'
shows 'We send another one'
say $? "the answer is shown"
is "SELECT CONCAT(kind, ' ', body) FROM request_comment WHERE request_id = $request" 'reply We send another one' "and stored"
press 'Set to'
shows 'Save rating'
say $? "it is handled"
before '4 · satisfied' 1
keys Enter
before 'Save rating' 1
write_text 'Quick enough'
press 'Save rating'
shows '4 / 5'
say $? "the rating is shown"
is "SELECT CONCAT(state, ' ', satisfaction, ' ', satisfaction_note) FROM request WHERE id = $request" 'handled 4 Quick enough' "and stored"

address "/customers/$customer?as_of=2020-01-01"
shows '404'
say $? "long ago the customer was not there"
address "/customers/$customer"
shows 'The needle sticks'
say $? "control: now it is, with its request"
echo "1..$count"
exit "$told"
