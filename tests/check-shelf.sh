#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, what instruments/ holds: every questionnaire, the whole
# example of its README, and that the sample practice scores as its README
# tells it.
#
# Run by make check; by hand: BUILD_FOLDER=build tests/check-shelf.sh
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"
shelf=$source_folder/instruments

for file in "$shelf"/*.xml "$shelf"/published/*.xml; do
    "$attune" check "$file" >"$work/said" 2>&1
    verdict $? "${file##*/} is right"
done

(cd "$work" && "$source_folder/tests/tutorial-files" "$shelf/README.md")
for file in "$work"/*.xml; do
    "$attune" check "$file" >"$work/said" 2>&1 &&
        grep -q 'no problems' "$work/said"
    verdict $? "the tutorial's ${file##*/} is right"
done

# Each expected number is told apart from its neighbour.
for file in evenings three-moods; do
    for line in $(sed -n '/<expect scale=.* value="[0-9]/=' "$work/$file.xml"); do
        sed "${line}s/ value=\"[0-9]*/&1/" "$work/$file.xml" >"$work/wrong.xml"
        "$attune" check "$work/wrong.xml" >"$work/said" 2>&1
        [ $? = 4 ] || echo "line $line of $file.xml" >>"$work/unseen"
    done
done
cp "$work/unseen" "$work/said" 2>/dev/null
[ ! -e "$work/unseen" ]
verdict $? "and with any of its numbers wrong it is not"

# Every questionnaire that the sample has columns of.
instruments=$(head -n 1 "$shelf/samples/practice.csv" | tr ',' '\n' |
    sed -n "s|^\([a-z0-9-]*\)\..*|-i \1|p" | sort -u)
"$attune" score --with-private $instruments -o "$work/scores.csv" \
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

finish
