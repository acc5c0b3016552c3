#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, that scoring a file in shards comes to the same as scoring it
# in one run: random files (quotes, line ends in cells, CRLF, BOM, blank lines,
# broken rows, bad values, sessions given twice, no last line end) in random
# numbers of shards; the parts one behind the other, what 'attune merge' writes
# and says, its status and its manifest are all those of the one run.
#
# check-shards.sh [SEED [N]]: N files from SEED on.
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"
first=${1:-1}
n=${2:-16}
cd "$work" || exit 1

# make_answers SEED: rows of two questionnaires, of whatever kind.
make_answers() {
    awk -v seed="$1" '
    function any(n) { return int(rand() * n) }
    function text(   n, i, s) {
        if (any(3)) return "x" any(1000)
        n = any(6)
        s = wide && any(2) ? pad : ""
        for (i = 0; i < n; i++)
            s = s substr("a,;\"\n\r=-", any(8) + 1, 1)
        gsub(/"/, "\"\"", s)
        return "\"" s "\""
    }
    function answer() {
        if (any(20) == 0) return text()
        if (any(10) == 0) return ""
        return any(has_low ? 5 : 4) + !has_low
    }
    BEGIN {
        srand(seed)
        n_rows = any(4) ? any(40) : any(4000)
        eol = any(2) ? "\n" : "\r\n"
        bad = any(3)
        has_low = any(3)
        wide = any(3) == 0
        pad = "widely"
        while (length(pad) < 500) pad = pad " and " pad
        n_items = split("e1 e2 e3 e4 e5 e6 h1 h2 h3 h4 h5 h6 s1 s2 s3 s4 s5", ids, " ")
        if (any(3) == 0) printf "\xef\xbb\xbf"
        if (any(4) == 0) printf "%s", eol
        printf "client,note,date,session,instrument"
        for (i = 1; i <= n_items; i++) printf ",communication.%s", ids[i]
        printf any(2) ? ",\"odd\nname\"%s" : ",odd%s", eol
        for (row = 1; row <= n_rows; row++) {
            printf "%s%d,", any(9) ? "c" : "C", any(n_rows / 2 + 1)
            printf "%s,", text()
            printf "%s,", any(5) ? "2026-01-" (10 + any(15)) : ""
            printf "%s,", any(5) ? any(3) : ""
            printf "%s", any(12) ? "communication" : "regulation"
            for (i = 1; i <= n_items; i++)
                printf ",%s", bad ? answer() : any(5)
            printf any(30) || !bad ? ",%s" : ",%s,too,many", text()
            if (row < n_rows || any(2)) printf "%s", eol
            if (any(25) == 0) printf "%s", eol
        }
    }'
}

# same WHAT ONE OTHER
same() {
    cmp -s "$2" "$3" && return
    echo "$1 differs:"
    diff "$2" "$3" | head -5
}

try() {
    make_answers "$1" >answers.csv
    n_shards=$(awk -v seed="$1" 'BEGIN { srand(seed + 7); print int(rand() * (rand() < .2 ? 40 : 6)) + 1 }')
    # shellcheck disable=SC2046 # words are wanted
    set -- -i communication $(awk -v seed="$1" 'BEGIN {
        srand(seed + 9)
        if (rand() < .5) print "-i regulation --long"
        if (rand() < .3) print "--details --round"
        if (rand() < .3) print "--show-values"
        if (rand() < .3) print "--format tsv"
        if (rand() < .3) print "-j 1"
        if (rand() < .3) print "--missing -9=skipped"
    }')
    rm -f whole* part* merged*
    "$attune" score "$@" answers.csv -o whole.csv --manifest whole.json 2>whole.err
    whole=$?
    shard=1
    parts=
    while [ $shard -le "$n_shards" ]; do
        "$attune" score "$@" --shard $shard/"$n_shards" answers.csv \
            -o part-$shard.csv 2>part.err
        status=$?
        if [ $status -gt 1 ]; then
            [ $whole -gt 1 ] || { echo "shard $shard ends with $status"; cat part.err; }
            return
        fi
        cat part-$shard.csv >>parts.csv
        parts="part-$shard.csv $parts"
        shard=$((shard + 1))
    done
    same "what the parts are" whole.csv parts.csv
    # shellcheck disable=SC2086 # words are wanted
    "$attune" merge $parts -o merged.csv --manifest merged.json 2>merged.err
    merged=$?
    [ $merged = $whole ] || echo "one run ends with $whole, merge with $merged"
    same "what is merged" whole.csv merged.csv
    same "what is said" whole.err merged.err
    sed -i 's/merged\.\(csv\|json\)/whole.\1/; /"threads"/d' whole.json merged.json
    same "the manifest" whole.json merged.json
}

echo "1..$n"
failed=0
for seed in $(seq "$first" $((first + n - 1))); do
    try "$seed" >wrong 2>&1
    if [ -s wrong ]; then
        echo "not ok $((seed - first + 1)) - seed $seed"
        sed 's/^/#   /; 20q' wrong
        failed=1
    else
        echo "ok $((seed - first + 1)) - seed $seed"
    fi
done
exit $failed
