#!/bin/sh
# w3m.sh: a text browser suffices: sign in, list, search, new, edit, remove, typed into w3m in a terminal.
# shellcheck source=tests/web/w3m_lib.sh
. "$(dirname "$0")/w3m_lib.sh"

open_at /customers
shows 'New customer'
say $? "sign-in leads to the list"

address /customers/new
shows 'Save'
write_into 'Name \*' 'Walrus and Miller Ltd'
press 'Save'
shows 'It is new here'
say $? "a new customer is entered"
id=$(sql "SELECT id FROM customer WHERE name = 'Walrus and Miller Ltd'")
[ -n "$id" ]
say $? "and stored"

address '/search'
shows 'Search'
address "/search?q=walrus"
shows 'Walrus and Miller Ltd'
say $? "searching finds it"
press 'Walrus and Miller Ltd'
shows "C-$id"
say $? "from there to the record"

address "/customers/$id/edit"
shows 'Save changes'
write_into 'E-mail' 'walrus@example.com'
press 'Save changes'
shows 'walrus@example.com'
say $? "an edit is shown"
[ "$(sql "SELECT email FROM customer WHERE id = $id")" = walrus@example.com ]
say $? "and stored"

address "/customers/$id/edit"
shows 'Save changes'
write_into 'E-mail' 'no address'
press 'Save changes'
shows 'Error:'
say $? "a mistake is explained"
[ "$(sql "SELECT email FROM customer WHERE id = $id")" = walrus@example.com ]
say $? "and changes nothing"

address "/customers/$id/remove"
shows 'It can be restored later'
press 'Remove'
shows 'Removed.'
say $? "removing is told"
[ -z "$(sql "SELECT id FROM customer WHERE id = $id")" ]
say $? "and done"
address /customers/removed
shows 'Walrus and Miller Ltd'
press 'Restore'
shows 'Restored'
say $? "restoring too"
# walk AREA PATH TABLE FIELD LABEL TEXT: the list, a new record, its page, an edit and its removal, in another area.
walk() {
	address "$2/new"
	shows 'Save'
	say $? "$1: the form of a new record"
	write_into "$5" "$6 heron"
	press 'Save'
	shows "$6 heron"
	id=$(sql "SELECT id FROM $3 WHERE $4 = '$6 heron'")
	[ -n "$id" ]
	say $? "$1: a new record is shown and stored"
	address "$2/$id/edit"
	shows 'Save changes'
	write_into "$5" "$6 stork"
	press 'Save changes'
	shows "$6 stork"
	[ "$(sql "SELECT $4 FROM $3 WHERE id = $id")" = "$6 stork" ]
	say $? "$1: an edit is shown and stored"
	address "$2?sort=-id"
	shows "$6 stork"
	say $? "$1: the list has it"
	address "$2/$id/remove"
	shows 'It can be restored later'
	press 'Remove'
	shows 'Removed.'
	[ -z "$(sql "SELECT id FROM $3 WHERE id = $id")" ]
	say $? "$1: it is removed"
}

walk communications /tasks task title 'Task \*' 'Call the'
walk sales /leads lead name 'Name \*' 'Mr'
walk service /request-categories request_category name 'Name \*' 'About a'
walk marketing /campaigns campaign name 'Name \*' 'Spring with the'
walk admin /teams team name 'Name \*' 'Team'
[ "$(sql "SELECT COUNT(*) FROM change_record WHERE action = 'remove' AND entity = 'customer'")" = 1 ]
say $? "and nothing else was removed"
echo "1..$count"
exit "$told"
