#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# bench_report.sh: milliseconds of CPU for a page with three charts: one cold
# report beside what a user would draw it with instead, where that is installed
# (the best of ROUNDS, default 10); each of CLIENTS (default 200) of one run, its
# processes that draw and all; and many in one process beside cairo alone.
set -eu
: "${ROUNDS:=10}" "${CLIENTS:=200}" "${BUILD_FOLDER:=.}" "${SOURCE_FOLDER:=.}"
export SOURCE_FOLDER
scratch=$(mktemp -d "${TMPDIR:-/tmp}/attune-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT INT TERM

# cold NAME COMMAND...
cold() {
    name=$1
    shift
    round=0
    while [ "$round" -lt "$ROUNDS" ]; do
        "$BUILD_FOLDER/tests/bench/measure" "$@" 2>>"$scratch/said"
        round=$((round + 1))
    done | LC_ALL=C sort -n -k 3 | awk -v name="$name" -v file="$scratch/page.pdf" '
        NR == 1 { ms = 1000 * $3 }
        END {
            ("wc -c <" file) | getline bytes
            printf "%-34s %9.2f ms %9d bytes\n", name, ms, bytes
        }'
}

# rows N: twelve sessions of each of N clients.
rows() {
    awk -v n="$1" 'BEGIN {
        print "client,session,date,n1,n2,n3,n4,n5,n7,t1,t2,t3,t4,t5,t7," \
              "a1,a2,a3,a4,a5,a6"
        for (client = 1; client <= n; client++)
            for (session = 1; session <= 12; session++) {
                printf "c%04d,%d,2025-01-%02d", client, session, 2 * session
                for (item = 1; item <= 18; item++)
                    printf ",%d", (client + session + item * session) % 5
                print ""
            }
    }'
}

rows 1 >"$scratch/answers.csv"
rows "$CLIENTS" >"$scratch/many.csv"
cat >"$scratch/page.gp" <<'END'
set terminal pdfcairo size 21cm,29.7cm font "Inter,8"
set output "page.pdf"
set datafile separator ","
set key off
set multiplot layout 3,1
do for [column = 4:6] { plot "answers.csv" using 2:column with linespoints }
END
cat >"$scratch/page.py" <<'END'
import csv
import matplotlib
matplotlib.use("pdf")
import matplotlib.pyplot as plt
rows = list(csv.DictReader(open("answers.csv")))
figure, axes = plt.subplots(3, 1, figsize=(8.27, 11.69))
for item, axis in zip(("n1", "t1", "a1"), axes):
    axis.plot([int(row["session"]) for row in rows],
              [int(row[item]) for row in rows], marker="o")
figure.savefig("page.pdf")
END

build=$(cd "$BUILD_FOLDER" && pwd)
BUILD_FOLDER=$build
SOURCE_FOLDER=$(cd "$SOURCE_FOLDER" && pwd)
cd "$scratch"
cold 'report, cold' "$build/attune" report --from answers.csv \
    -i regulation -o page.pdf
if command -v gnuplot >/dev/null; then
    cold 'gnuplot, three charts, cold' gnuplot page.gp
fi
if python3 -c 'import matplotlib' 2>/dev/null; then
    cold 'matplotlib, three charts, cold' python3 page.py
fi
"$build/tests/bench/measure" "$build/attune" report --from many.csv \
    -i regulation --all -o all 2>>"$scratch/said" |
    awk -v n="$CLIENTS" '{ printf "%-34s %9.2f ms\n",
        "report --all, each, all in all", 1000 * $3 / n }'
"$build/tests/bench/time_pages"
