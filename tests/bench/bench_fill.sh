#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# bench_fill.sh: how long a person waits for the full screen, seen from outside
# of it.  Where answers lie decides: TMPDIR should be on a real disk.
set -eu
: "${BUILD_FOLDER:=.}"
folder=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/attune-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT INT TERM

sed -e 's/status="skeleton"/status="unvalidated"/' \
    -e 's|<choice value="\(.\)"/>|<choice value="\1">Answer \1</choice>|' \
    -e 's|number="\(.*\)"/>|number="\1"><text>Question \1</text></item>|' \
    "$folder/thirty-six.xml" >"$scratch/thirty-six.xml"
TERM=xterm HOME=$scratch "$BUILD_FOLDER/tests/bench/type_keys" "$scratch" \
    "$BUILD_FOLDER/attune" fill "$scratch/thirty-six.xml" -o "$scratch/row.csv"
