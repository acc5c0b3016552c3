#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, what instruments/ holds: every questionnaire, the whole
# example of its README, and that the sample practice scores as its README
# tells it.
#
# Run by make check; by hand: BUILD_FOLDER=build tests/check-shelf.sh
set -u

shelf=${SOURCE_FOLDER:-.}/instruments
build_folder=${BUILD_FOLDER:-.}
mkdir -p "$build_folder/tests/scratch"
work=$(mktemp -d "$build_folder/tests/scratch/shelf.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
n_tests=0
n_failed=0

# verdict STATUS NAME: one test, passed when STATUS is 0; else shows the head
# of $work/said.
verdict() {
    n_tests=$((n_tests + 1))
    if [ "$1" = 0 ]; then
        echo "ok $n_tests - $2"
    else
        n_failed=$((n_failed + 1))
        echo "not ok $n_tests - $2"
        sed 's/^/#   /; 20q' "$work/said"
    fi
}

for file in "$shelf"/*.xml "$shelf"/published/*.xml; do
    "$build_folder/attune" check "$file" >"$work/said" 2>&1
    verdict $? "${file##*/} is right"
done

tutorial=$(cd "${SOURCE_FOLDER:-.}" && pwd)/tests/tutorial-files
readme=$(cd "$shelf" && pwd)/README.md
(cd "$work" && "$tutorial" "$readme")
for file in "$work"/*.xml; do
    "$build_folder/attune" check "$file" >"$work/said" 2>&1 &&
        grep -q 'no problems' "$work/said"
    verdict $? "the tutorial's ${file##*/} is right"
done

# Each expected number is told apart from its neighbour.
for file in evenings three-moods; do
    for line in $(sed -n '/<expect scale=.* value="[0-9]/=' "$work/$file.xml"); do
        sed "${line}s/ value=\"[0-9]*/&1/" "$work/$file.xml" >"$work/wrong.xml"
        "$build_folder/attune" check "$work/wrong.xml" >"$work/said" 2>&1
        [ $? = 4 ] || echo "line $line of $file.xml" >>"$work/unseen"
    done
done
cp "$work/unseen" "$work/said" 2>/dev/null
[ ! -e "$work/unseen" ]
verdict $? "and with any of its numbers wrong it is not"

# Every questionnaire that the sample has columns of.
instruments=$(head -n 1 "$shelf/samples/practice.csv" | tr ',' '\n' |
    sed -n "s|^\([a-z0-9-]*\)\..*|-i \1|p" | sort -u)
ATTUNE_INSTRUMENTS=$shelf "$build_folder/attune" score --with-private $instruments -o "$work/scores.csv" \
    "$shelf/samples/practice.csv" >"$work/said" 2>&1
verdict $? "the sample practice is scored"
[ -e "$work/scores.csv" ] || : >"$work/scores.csv"

# What the README's tables tell: client, scale, "FIRST to LATEST"; a dash is no
# score.
"${AWK:-awk}" -F ' *[|] *' '
    !/^[|]/ { split("", scale) }
    $2 == "client" { for (c = 3; c < NF; c++) scale[c] = $c }
    $2 ~ /^c[0-9]/ && scale[3] != "sessions" {
        for (c = 3; c < NF; c++)
            if ($c != "-")
                print $2, scale[c], $c
    }' "$shelf/samples/README.md" | sort >"$work/told"

# The same from the scores.  A note may hold a comma: count from the end.
"${AWK:-awk}" -F, '
    NR == 1 {
        for (c = 1; c <= NF; c++)
            if (split($c, name, ".") == 2)
                from_end[name[2]] = NF - c
        next
    }
    {
        for (scale in from_end) {
            score = $(NF - from_end[scale])
            if (score == "")
                continue
            key = $1 " " scale
            if (!(key in first))
                first[key] = score
            latest[key] = score
            n[key]++
        }
    }
    END {
        for (key in first)
            if (n[key] > 1)
                printf "%s %.2f to %.2f\n", key, first[key], latest[key]
            else
                printf "%s %.2f (only one)\n", key, first[key]
    }' "$work/scores.csv" | sort >"$work/scored"
[ -s "$work/told" ] && diff "$work/told" "$work/scored" >"$work/said"
verdict $? "first and latest scores are as the samples' README tells"

echo "1..$n_tests"
[ $n_failed = 0 ]
