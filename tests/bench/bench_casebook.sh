#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# bench_casebook.sh: a practice of 500 clients with 40 sessions each, in the
# casebook: how large it is, and what commands take behind the unlock, in the
# prompt of 'attune casebook open'.
set -eu
: "${BUILD_FOLDER:=.}"
attune=$(cd "$BUILD_FOLDER" && pwd)/attune
type_keys=$(cd "$BUILD_FOLDER" && pwd)/tests/bench/type_keys
measure=$(cd "$BUILD_FOLDER" && pwd)/tests/bench/measure
source_folder=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/attune-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT INT TERM
cd "$scratch"
export ATTUNE_CASEBOOK=casebook XDG_STATE_HOME="$scratch/state" HOME="$scratch" \
    ATTUNE_INSTRUMENTS="$source_folder/instruments" \
    ATTUNE_REPORTS="$source_folder/reports"
n_clients=${CASEBOOK_CLIENTS:-500}
n_times=10

sed -n 's/.*<item id="\([^"]*\)".*/\1/p' \
    "$ATTUNE_INSTRUMENTS/communication.xml" >items
edition=$(sed -n 's/.* edition="\([0-9]*\)".*/\1/p' \
    "$ATTUNE_INSTRUMENTS/communication.xml" | head -n 1)
awk -v n="$n_clients" -v edition="$edition" '
    { items[++k] = $0; header = header "," $0 }
    END {
        srand(1)
        print "client,session,date,instrument,edition" header
        for (c = 1; c <= n; c++)
            for (s = 0; s < 40; s++) {
                row = sprintf("c%03d,%d,2025-%02d-%02d,communication,%s", c,
                    s + 1, 1 + int(s / 4), 1 + 7 * (s % 4), edition)
                for (i = 1; i <= k; i++) row = row "," int(5 * rand())
                print row
            }
    }' items >answers.csv
echo 'five words at random' >passphrase
"$attune" casebook init --passphrase-file passphrase --recovery-file code \
    >/dev/null 2>&1
"$measure" "$attune" import answers.csv --passphrase-file passphrase \
    2>/dev/null |
    awk -v n="$n_clients" '{
        printf "import of %d new clients: %.1f s of CPU, %d KiB at most\n",
            n, $3, $2 }'

# of LINE: milliseconds of CPU that it takes in the prompt, all else taken off.
of() {
    : >lines
    i=0
    while [ $i -lt $n_times ]; do
        echo "$1" >>lines
        i=$((i + 1))
    done
    without=$("$measure" "$attune" casebook open --passphrase-file passphrase \
        </dev/null 2>/dev/null | awk '{ print $3 }')
    "$measure" "$attune" casebook open --passphrase-file passphrase \
        <lines 2>/dev/null |
        awk -v without="$without" -v n="$n_times" -v line="$1" '
            { printf "%-40s %8.1f ms of CPU\n", line, ($3 - without) / n * 1000 }'
}

# What is sealed of each session, padded to 256 bytes, is all that must be there.
n_rows=$((n_clients * 40))
size=$(($(wc -c <casebook/vault) + $(wc -c <casebook/keys)))
echo "$n_clients clients, $n_rows sessions: $size bytes," \
    "$((size / n_rows)) a session"
answers=$(wc -c <answers.csv)
echo "of each the answers, sealed and padded: 296;" \
    "$((answers / n_rows)) in the file"
of help
of 'client list'
of 'report --client c250 -o /dev/null'
of 'explain --client c250 --session 40'
of today

# All records of all clients are opened with their keys, and nothing else is
# done with them.
n_records=$("$attune" casebook verify --deep --passphrase-file passphrase \
    2>/dev/null | awk '{ gsub(",", ""); print $1 }')
of 'casebook verify --deep' | awk -v n="$n_records" '
    { printf "10,000 records opened: %.1f ms of CPU\n", $(NF - 3) / n * 10000 }'

# The form, into a file and into the inbox: a key's light is shown when the
# answer is on the disk.
sed -e 's/status="skeleton"/status="unvalidated"/' \
    -e 's|<choice value="\(.\)"/>|<choice value="\1">Answer \1</choice>|' \
    -e 's|number="\(.*\)"/>|number="\1"><text>Question \1</text></item>|' \
    "$source_folder/tests/bench/thirty-six.xml" >thirty-six.xml
TERM=xterm "$type_keys" . env XDG_STATE_HOME="$XDG_STATE_HOME" \
    "$attune" fill ./thirty-six.xml --client c250
