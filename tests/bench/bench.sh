#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# bench.sh: how fast and how large, on data that is always the same.  Prints a
# table of seconds, megabytes of input a second and peak memory; every figure
# is the best of ROUNDS runs (default 3).  ROWS says how many rows (default
# 4,000,000).  Compare figures of one run only: machines differ and drift.
set -eu
: "${ROWS:=4000000}" "${ROUNDS:=3}" "${BUILD_FOLDER:=.}"
folder=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/attune-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT INT TERM

"$BUILD_FOLDER/tests/bench/make_rows" "$ROWS" >"$scratch/rows.csv"
bytes=$(wc -c <"$scratch/rows.csv")
echo "input: $ROWS rows, $bytes bytes"
printf '%-34s %9s %9s %12s\n' run seconds MB/s 'peak KiB'

# best NAME COMMAND...: the fastest of some runs.
best() {
    name=$1
    shift
    round=0
    : >"$scratch/rounds"
    while [ "$round" -lt "$ROUNDS" ]; do
        "$BUILD_FOLDER/tests/bench/measure" "$@" >>"$scratch/rounds"
        round=$((round + 1))
    done
    LC_ALL=C sort -n "$scratch/rounds" | awk -v name="$name" -v bytes="$bytes" \
        'NR == 1 { seconds = $1 } $2 > peak { peak = $2 }
         END { printf "%-34s %9.2f %9.0f %12d\n", name, seconds,
               bytes / 1e6 / seconds, peak }'
}

score() {
    best "$1" "$BUILD_FOLDER/attune" score -q -i "$folder/thirty-six.xml" \
        --round -j "$2" "$scratch/rows.csv" -o "$3"
}

best 'wc -l (reading alone)' wc -l "$scratch/rows.csv"
score 'score, 1 thread, to a file' 1 "$scratch/scores.csv"
score 'score, 2 threads, to a file' 2 "$scratch/scores.csv"
score 'score, 1 thread, thrown away' 1 /dev/null
