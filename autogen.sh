#!/bin/sh
# Makes ./configure from a git checkout. A release tarball has it already.
set -e
cd "$(dirname "$0")"
exec autoreconf -i
