#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# bench.sh: how fast and how large, on data that is always the same; README.md
# says how to read it.  Of each run the least of ROUNDS (default 3), which are
# taken in turn, so that whatever else the machine does hits all alike.
#   ROWS         rows of the plain file (default 4,000,000)
#   HARD_ROWS    of the hard one (default ROWS / 20)
#   MAP_ROWS     of files that are read by a map (default ROWS / 4)
#   PIPE_ROWS    that come through a pipe (default ROWS)
#   BENCH_PEERS  a folder with node_modules: nodejs-polars, @duckdb/node-api
set -eu
: "${ROWS:=4000000}" "${ROUNDS:=3}" "${BUILD_FOLDER:=.}" "${BENCH_PEERS:=}"
: "${HARD_ROWS:=$((ROWS / 20))}" "${MAP_ROWS:=$((ROWS / 4))}"
: "${PIPE_ROWS:=$ROWS}"
export BENCH_PEERS
folder=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/attune-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT INT TERM
BUILD_FOLDER=$(cd "$BUILD_FOLDER" && pwd)
attune=$BUILD_FOLDER/attune
measure=$BUILD_FOLDER/tests/bench/measure
make_rows=$BUILD_FOLDER/tests/bench/make_rows

# of FILE: what the next runs read.
of() {
    bytes=$(wc -c <"$1")
}

# run NAME COMMAND...: one round of it.
run() {
    name=$1
    shift
    printf '%s|%s ' "$name" "$bytes" >>"$scratch/rounds"
    "$measure" "$@" >>"$scratch/rounds" 2>>"$scratch/said"
}

# table FILE: what the rounds came to.  The first run is what others are
# measured by.
table() {
    of "$1"
    printf '\n%s: %d MB\n%-34s %7s %7s %8s %8s %9s\n' "$1" \
        $((bytes / 1000000)) run 'wall s' 'CPU s' 'MB/CPU s' 'x CPU' 'peak KiB'
    awk '
        { name = substr($0, 1, index($0, "|") - 1)
          split(substr($0, index($0, "|") + 1), got, " ") }
        !(name in cpu) { order[++n] = name; cpu[name] = wall[name] = 1e9 }
        { bytes[name] = got[1] }
        got[2] < wall[name] { wall[name] = got[2] }
        got[3] > peak[name] { peak[name] = got[3] }
        got[4] < cpu[name] { cpu[name] = got[4] }
        END { for (i = 1; i <= n; i++) {
            name = order[i]
            printf "%-34s %7.3f %7.3f %8.0f %8.2f %9d\n", name, wall[name],
                cpu[name], bytes[name] / 1e6 / cpu[name],
                cpu[name] / cpu[order[1]], peak[name] } }' "$scratch/rounds"
    : >"$scratch/rounds"
}

# score NAME INSTRUMENT OPTION...
score() {
    name=$1
    instrument=$2
    shift 2
    run "$name" "$attune" score -q -i "$folder/$instrument.xml" "$@"
}

# Whether two files of scores say the same, to the last of four decimals.
agree() {
    paste -d , "$1" "$2" | awk -F , -v who="$3" '
        NR > 1 && ($1 != $5 || far($3, $7) || far($4, $8)) { n++ }
        END { if (n) print who " differs in " n " rows" }
        function far(a, b) {
            return (a == "") != (b == "") || (a - b) ^ 2 > 0.00011 ^ 2
        }'
}

has_peer() {
    command -v node >/dev/null && [ -d "$BENCH_PEERS/node_modules/$1" ]
}

# each ROUND: the plain file by everybody.
plain_round() {
    score 'score' thirty-six --round -j 1 rows.csv -o scores.csv
    score 'score, 2 threads' thirty-six --round -j 2 rows.csv -o scores.csv
    ATTUNE_VECTOR=baseline
    export ATTUNE_VECTOR
    score 'score, plain way' thirty-six --round -j 1 rows.csv -o scores.csv
    unset ATTUNE_VECTOR
    score 'score, thrown away' thirty-six --round -j 1 rows.csv -o /dev/null
    for which in first all; do
        run "items, rows: $which" "$attune" items -j 1 --rows $which \
            --format csv -i "$folder/thirty-six.xml" rows.csv -o items.csv
    done
    run 'wc -l' wc -l rows.csv
    for threads in 1 2; do
        export POLARS_MAX_THREADS=$threads
        if has_peer nodejs-polars; then
            run "Polars, threads: $threads" node "$folder/peers/polars.cjs" \
                rows.csv polars.csv
        fi
        if has_peer @duckdb/node-api; then
            run "DuckDB, threads: $threads" node "$folder/peers/duckdb.mjs" \
                rows.csv duckdb.csv $threads
        fi
    done
    if [ "$1" = 1 ] && command -v mawk >/dev/null; then
        run 'mawk' sh -c "mawk -f '$folder/peers/score.awk' rows.csv >mawk.csv"
    fi
}

hard_round() {
    score 'passed through' five-scales -j 1 hard.csv -o scores.csv
    score '--details' five-scales -j 1 --details hard.csv -o scores.csv
    of some.csv
    score '--details --long, of plain rows' five-scales -j 1 --details --long \
        some.csv -o long.csv
    score 'the same with --change' five-scales -j 1 --details --long \
        --change some.csv -o long.csv
    score 'JSON, of plain rows' five-scales -j 1 --format json some.csv \
        -o scores.json
}

# The same answers, the last three by a map.
map_round() {
    score 'no map' thirty-six -j 1 plain.csv -o scores.csv
    score 'codes' thirty-six -j 1 --map codes.map plain.csv -o scores.csv
    of words.csv
    score 'words' thirty-six -j 1 --map words.map words.csv -o scores.csv
    of times.csv
    score 'four time points a row' thirty-six -j 1 --map times.map times.csv \
        -o scores.csv
}

# A run by its number of rounds, and their table.
rounds() {
    round=1
    while [ "$round" -le "$ROUNDS" ]; do
        of "$2"
        "$1" $round
        round=$((round + 1))
    done
    table "$2"
}

cd "$scratch"
"$make_rows" "$ROWS" >rows.csv
"$make_rows" "$HARD_ROWS" hard >hard.csv
"$make_rows" "$HARD_ROWS" >some.csv
"$make_rows" 10 >ten.csv
"$make_rows" 11000 >one.csv
"$make_rows" "$MAP_ROWS" >plain.csv
"$make_rows" "$MAP_ROWS" words >words.csv
"$make_rows" "$MAP_ROWS" times >times.csv
printf 'item,column,from,to\n' | tee codes.map words.map >times.map
seq 7 | sed 's/.*/*,,&,&/' >>codes.map
printf '*,,%s\n' never,1 rarely,2 seldom,3 'at times,4' often,5 mostly,6 \
    always,7 >>words.map
printf '%s,,\n' q#,q#_@ date,date_@ session,@ >>times.map
rounds plain_round rows.csv
for peer in polars duckdb mawk; do
    if [ -f $peer.csv ]; then agree scores.csv $peer.csv $peer; fi
done
rounds hard_round hard.csv
rounds map_round plain.csv
of one.csv
score '1 MB' thirty-six one.csv -o scores.csv
run 'made and piped' sh -c "'$make_rows' $PIPE_ROWS | '$attune' score -q \
    -i '$folder/thirty-six.xml' - -o scores.csv"
score 'ten rows' thirty-six ten.csv -o scores.csv
run 'list' "$attune" list
run 'check' "$attune" check "$folder/thirty-six.xml"
table one.csv

printf '\nforms that ask only what they need\n'
"$BUILD_FOLDER/tests/unit/test_adaptive" | sed -n 's/^# \(.* asked, .*\)/\1/p'
