#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, that 'attune correct' changes all of a row or nothing of it,
# whatever ends it: killed before and within every change of a file, each time
# what is left is what stood there or what was to come, whoever reads it is told
# where it is the first and was written down, and the next correction makes it.
#
# Run by make check; by hand: BUILD_FOLDER=build tests/check-correct.sh
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"
cd "$work" || exit 1

# Sanitizers have a heap of their own.
if [ "${SANITIZERS:-no}" != no ] ||
    ! ${CC:-cc} -shared -fPIC -o kill.so \
        "$source_folder/tests/faults/kill_at.c" -ldl 2>err; then
    echo "1..0 # SKIP nothing can be preloaded"
    exit 0
fi

n_killed=0
n_pending=0
wrong() {
    echo "$point: $*" >>wrong
}

# correct FOLDER LINE ARGUMENT...: that line, and why.
correct() {
    folder=$1
    line=$2
    shift 2
    printf '%s\n' "$line" 'reason: typed wrong' |
        "$@" "$attune" correct -i "$source_folder/tests/data/correct/diary.xml" \
            "$folder/diary.csv" --client c01
}

original=$source_folder/tests/data/correct/diary.csv
for folder in first both second; do
    mkdir $folder
    cp "$original" $folder/diary.csv
done
point='no kill'
KILL_COUNT=$work/count correct first gate=0 \
    env LD_PRELOAD="$work/kill.so" 2>err || wrong "$(cat err)"
n=$(cat count)
[ "$n" -gt 8 ] || wrong "files were changed $n times"
correct both gate=0 env 2>err && correct both mood=2 env 2>err ||
    wrong "$(cat err)"
correct second mood=2 env 2>err || wrong "$(cat err)"

# What was killed has left a whole file, and the next makes what was begun.
judge() {
    n_killed=$((n_killed + 1))
    begun=no
    if cmp -s killed/diary.csv "$original"; then
        "$attune" score -i "$source_folder/tests/data/correct/diary.xml" \
            killed/diary.csv >out 2>err
        grep -q W294 err && begun=yes
        "$attune" explain -i "$source_folder/tests/data/correct/diary.xml" \
            killed/diary.csv --client c01 >out 2>err
        grep -q W294 err || [ $begun = no ] || wrong "explain does not say it"
    else
        cmp -s killed/diary.csv first/diary.csv || wrong "a file is torn"
        begun=made
    fi
    correct killed mood=2 env 2>err || wrong "$(cat err)"
    case $begun in
    yes) grep -q W293 err || wrong "not told that it was made" ;;
    *) ! grep -q W293 err || wrong "told that what was made was made" ;;
    esac
    wanted=both
    [ $begun != no ] || wanted=second
    [ $begun != yes ] || n_pending=$((n_pending + 1))
    cmp -s killed/diary.csv $wanted/diary.csv || wrong "not the $wanted file"
    cmp -s killed/diary.csv.changes $wanted/diary.csv.changes ||
        wrong "not what $wanted has changed"
    left=$(find killed -name '.*' -type f)
    [ -z "$left" ] || wrong "left behind: $left"
}

at=1
while [ "$at" -le "$n" ]; do
    for how in before within; do
        point="$how $at"
        rm -rf killed
        mkdir killed
        cp "$original" killed/diary.csv
        correct killed gate=0 \
            env LD_PRELOAD="$work/kill.so" KILL="$point" 2>err && continue
        judge
    done
    at=$((at + 1))
done
point=kills
[ $n_killed -gt "$n" ] || wrong "$n_killed of them"
[ $n_pending -gt 0 ] || wrong "none left a correction that was begun"
judged "whatever ends a correction, all of it or nothing is there"
finish
