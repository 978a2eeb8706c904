#!/bin/sh
# manual.sh [ROOT]: the manual says the same in both languages, leads nowhere that is not there, and names only
# commands that exist.
# shellcheck source=tests/lint/tap.sh
. "$(dirname "$0")/tap.sh"

manual=htdocs/manual
[ -d "$manual" ] || skip "no manual"

# The skeleton of a page: its elements in order, without the text between them.
skeleton() {
	tr '\n' ' ' <"$1" | sed 's/<nav.*<\/nav>//' | grep -oE '<(/?(h[123]|p|ul|ol|li|dl|dt|dd|pre|table|thead|tbody|tr|th|td)\b|code|strong)' | tr -d '\n'
}

# mentioned WORD: every subcommand that the manual names after it, with the page before it.
mentioned() {
	grep -roE "(<code>|<pre>|^|sudo )(\./)?$1 [a-z-]+" "$manual" --include='*.html' | sed -E "s/^([^:]*):.*$1 ([a-z-]+)\$/\1 \2/" | sort -u
}

for page in "$manual"/en/*.html; do
	name=${page##*/}
	if [ ! -e "$manual/zh-CN/$name" ]; then
		echo "$page: there is no $manual/zh-CN/$name"
	elif [ "$(skeleton "$page")" != "$(skeleton "$manual/zh-CN/$name")" ]; then
		echo "$page: $manual/zh-CN/$name is built in another way: a part is missing in one of them"
	fi
done | check "every page of the manual stands in both languages, part for part"
for page in "$manual"/zh-CN/*.html; do
	[ -e "$manual/en/${page##*/}" ] || echo "$page: there is no $manual/en/${page##*/}"
done | check "no page stands in Chinese alone"
for page in "$manual"/*/*.html; do
	grep -oE '(href|src)="[^"]*"' "$page" | sed 's/^[a-z]*="//; s/"$//' | while read -r target; do
		case $target in
		\#*) grep -q "id=\"${target#\#}\"" "$page" || echo "$page: nothing at $target" ;;
		http://* | https://* | mailto:* | /*) ;;
		*) [ -e "${page%/*}/${target%%#*}" ] || echo "$page: leads to $target, which is not there" ;;
		esac
	done
done | check "every link within the manual leads somewhere"
{
	mentioned qiao | while read -r page command; do
		[ "$command" = help ] || grep -q "{ \"$command\", command_" cgi-bin/qiao/main.c 2>/dev/null || echo "$page: there is no qiao $command"
	done
	mentioned install.sh | while read -r page command; do
		grep -qE "^(  )?$command( |\)|\||\$)" install.sh 2>/dev/null || echo "$page: there is no install.sh $command"
	done
} | check "the manual names only commands that exist"
finish
