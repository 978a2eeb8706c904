#!/bin/sh
# htaccess.sh WEB_ROOT [PREFIXES]: lays out the document root of a host that allows nothing but .htaccess: that file,
# the programs as programs/NAME.cgi, what browsers fetch (static, manual, errors, robots.txt). Settings, templates and the
# rest stay where they are, outside of it. Run it again after an update.
#
# From the environment: PROGRAMS_DIR, DATA_DIR (of these files), CONF (the settings), STATE_DIR, BODY_MAX_BYTES.
set -eu
here=$(cd -P "$(dirname "$0")" && pwd)
prefixes=${2:-$here/prefixes}
mark='# Qiao in a folder that is the whole of a site'

mkdir -p "$1"
cd -P "$1"
if [ -s .htaccess ] && ! head -n 1 .htaccess | grep -q "^$mark"; then
	echo "$(pwd)/.htaccess is somebody else's: move it away, or choose another folder" >&2
	exit 1
fi
if [ ! -s .htaccess ]; then
	# Nothing here is ours yet, and what has our names would be replaced.
	for name in programs static manual errors robots.txt; do
		if [ -e "$name" ] || [ -L "$name" ]; then
			echo "$(pwd)/$name is somebody else's: move it away, or choose another folder; nothing was touched" >&2
			exit 1
		fi
	done
fi
"$here/fill.sh" "$here/apache/htaccess.in" "$prefixes" >.htaccess.new
# From now on the folder is ours, so that a run that is cut short can be run again.
[ -s .htaccess ] || echo "$mark: being laid out" >.htaccess
rm -rf programs.new
mkdir programs.new
mkdir -p static errors
"$here/areas.sh" "$prefixes" | while read -r program rest; do
	cp "$PROGRAMS_DIR/$program" "programs.new/$program.cgi"
done
chmod 755 programs.new programs.new/*.cgi static errors
cp -R "$DATA_DIR/htdocs/." static/
cp "$DATA_DIR/httpd-conf/errors/"*.html errors/
mv static/robots.txt robots.txt
rm -rf manual
mv static/manual manual
chmod -R a+rX static manual errors robots.txt
rm -rf programs
mv programs.new programs
chmod 644 .htaccess.new
mv .htaccess.new .htaccess
