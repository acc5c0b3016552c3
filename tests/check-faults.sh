#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, what commands do when a call of the system or memory fails
# them, one at a time: they end with 3 (4: an instrument could not be read) and
# say why, or do all that they do without.  Nothing half-written is left, and
# what is done all the same is not told as if it were not.
#
# Run by make check-faults, at 300 points of each command and fault.
# By hand: BUILD_FOLDER=build FAULTS=5 WAYS='^casebook' tests/check-faults.sh
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"
. "$source_folder/tests/ways.sh"
export XDG_STATE_HOME="$work/now/state"
n_points=0

cd "$work" || exit 1
if [ "${SANITIZERS:-no}" != no ] ||
    ! ${CC:-cc} -shared -fPIC -o fail.so \
        "$source_folder/tests/faults/fail_at.c" -ldl 2>err; then
    echo "1..0 # SKIP no fault can be preloaded here"
    exit 0
fi
mkdir home now
cd now && give
cd .. && mv now given
ways | grep -e "${WAYS:-}" >ways

# run FAULT: $arguments in a new 'now'; leaves $status, err, and in now/ all
# else.
run() {
    rm -rf now home
    cp -Rp given now
    mkdir home
    (
        cd now || exit 9
        FAIL=$1 FAIL_COUNT=$work/count LD_PRELOAD=$work/fail.so \
            "$attune" $arguments <$input >result 2>../err
    )
    status=$?
}

# asked FILE: puts there what the casebook in 'now' says of itself, by the
# passphrase that opens it, but for its being opened.
asked() {
    folder=casebook
    [ ! -e now/again ] || folder=again
    for word in word new-word none; do
        with="--casebook $folder --passphrase-file $word"
        (cd now && "$attune" client list $with 2>../said) >"$1" && break
    done
    echo "$word" >>"$1"
    [ $word != none ] || sed 3q said >>"$1"
    (
        cd now && "$attune" casebook log $with | cut -d, -f 3- | grep -v '^unlock\|^read\|^unfinished\|^definition'
        "$attune" casebook verify --deep $with || echo "it does not verify"
    ) 2>/dev/null | grep -v '^[0-9]* records are as they were' >>"$1"
}

# same_as_without: what is there is what a run without a fault leaves.
same_as_without() {
    case $same in
    kept) asked now.asked && diff good.asked now.asked >differences ;;
    answers)
        cut -d, -f 1,5-7,10,11,13 now/out.csv >now/answers 2>/dev/null
        diff good/answers now/answers >differences 2>&1 ;;
    *) diff -r "good/$same" "now/$same" >differences 2>&1 ;;
    esac
}

# whole_or_not: likewise, or it is as it was before.
whole_or_not() {
    [ "$same" != kept ] || same_as_without || cmp -s before.asked now.asked
}

# none_is_half: what is there of the files that it was to write is whole.
none_is_half() {
    [ "$same" != . ] || ! diff -rq good now |
        grep -v '^Only in good\|/result differ$' >differences
}

# is_done: in spite of what it ended with, what others will find is changed.
is_done() {
    case $same in
    kept) same_as_without && ! cmp -s before.asked now.asked ;;
    answers) same_as_without ;;
    *) return 1 ;;
    esac
}
says_done='stays so: \|is put down\|still does\|opens the casebook\|is erased\|recorded in\|done all the same'

judge() {
    left=$(find now home -name '.*.attune-*')
    [ -z "$left" ] || wrong "$arguments: $1: left $left"
    case $status in
    "$good_status") same_as_without || grep -q 'W144' err ||
        { grep -q 'W249' err && cmp -s before.asked now.asked; } ||
        wrong "$arguments: $1: status $status, but: $(sed 2q differences)" ;;
    [34]) grep -q '^attune: error: \|: error: ' err ||
        wrong "$arguments: $1: says nothing" ;;
    *) wrong "$arguments: $1: status $status" ;;
    esac
    [ $status = "$good_status" ] || whole_or_not ||
        wrong "$arguments: $1: status $status, and: $(diff before.asked now.asked | sed 4q)"
    none_is_half || wrong "$arguments: $1: left $(sed 2q differences)"
    [ $status = "$good_status" ] || ! is_done || grep -q "$says_done" err ||
        wrong "$arguments: $1: status $status, though it is done"
}

# points N: up to n_each (points of a command and a fault) of the numbers from 1
# to N, the same each time, and others for each command and fault.
n_asked=0
points() {
    "${AWK:-awk}" -v n="$1" -v wanted="$n_each" -v turn="$n_asked" 'BEGIN {
        if (wanted > n) wanted = n
        shift = turn * 0.618034 - int(turn * 0.618034)
        for (i = 0; i < wanted; i++) print int((i + shift) * n / wanted) + 1 }'
}

cp -Rp given now
asked before.asked
while IFS= read -r way; do
    parse "$way"
    # A new passphrase takes a second, and whoever tries it.
    case $way in
    *new-passphrase*) n_each=$((${FAULTS:-1} / 20 + 1)) ;;
    *) n_each=${FAULTS:-1} ;;
    esac
    run "count 0"
    good_status=$status
    [ "$status" -le 1 ] || wrong "$arguments: status $status without a fault"
    [ "$same" != kept ] || asked good.asked
    [ "$same" != answers ] || cut -d, -f 1,5-7,10,11,13 now/out.csv >now/answers
    rm -rf good
    mv now good
    read -r n_calls n_looks n_blocks <count
    [ "$n_calls" -gt 0 ] && [ "$n_blocks" -gt 0 ] ||
        wrong "$arguments: $n_calls calls, $n_blocks blocks"
    for fault in EIO ENOSPC EINTR short look memory; do
        case $fault in
        look) n=$n_looks ;;
        memory) n=$n_blocks ;;
        *) n=$n_calls ;;
        esac
        n_asked=$((n_asked + 1))
        for at in $(points "$n"); do
            n_points=$((n_points + 1))
            run "$fault $at"
            judge "$fault $at of $n"
        done
    done
    judged "$arguments"
done <ways

echo "# $n_points points"
finish
