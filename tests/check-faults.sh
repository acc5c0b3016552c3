#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, what commands do when a call of the system or memory fails
# them, one at a time: they end with 3 (4: an instrument could not be read) and
# say why, or do all that they do without; a form whose screen or keyboard fails
# says that all is kept.  Nothing half-written is left.
#
# Run by make check-faults, at 300 points of each command and fault.
# By hand: BUILD_FOLDER=build FAULTS=5 tests/check-faults.sh
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"
n_each=${FAULTS:-1} # points of a command and a fault
n_points=0

cd "$work" || exit 1
if [ "${SANITIZERS:-no}" != no ] ||
    ! ${CC:-cc} -shared -fPIC -o fail.so \
        "$source_folder/tests/faults/fail_at.c" -ldl 2>err; then
    echo "1..0 # SKIP no fault can be preloaded here"
    exit 0
fi
mkdir home out given
sed -n '1p; /^c01,/p' "$source_folder/instruments/samples/practice.csv" \
    >given/c01.csv
cp "$source_folder/instruments/communication.xml" given/
printf '%s\n' '' '' 1 1 '' >given/keys
printf '%s\n' gate=0 'reason: typed wrong' >given/correction
cp "$source_folder"/tests/data/correct/diary.* given/
{
    echo client,couple,session,communication.e1
    echo "c1,k1,1,2"
    echo "c2,k1,1,3"
} >given/couples.csv
cat >given/mood.xml <<'END'
<instrument xmlns="urn:attune:instrument:1" id="mood" edition="1"
            xml:lang="en" status="unvalidated">
  <title>Mood</title>
  <about>
    <author>the attune authors</author>
    <licence spdx="CC0-1.0"/>
    <citation>Made up for this test.</citation>
    <minutes>1</minutes>
  </about>
  <choices id="how"><choice value="0">Low</choice><choice value="1">High</choice></choices>
  <section id="now" responses="how">
    <instruction>Think of today.</instruction>
    <item id="m1"><text>How are you?</text></item>
  </section>
  <scale id="mood" method="sum" items="m1" min-answered="1"
         direction="higher-better"><title>Mood</title></scale>
</instrument>
END
cp -R "$source_folder/tests/data/casebook" given/casebook
chmod 700 given/casebook && chmod 600 given/casebook/*
cp given/casebook/passphrase given/word

# What is run, in a folder that is new each time; behind '<' what it reads, and
# behind '#' what of it is the same each time, where it is not all.
cat >ways <<'END'
score -q -i communication c01.csv -o out.csv --manifest out.json
score -q -i communication --details --change c01.csv
score -q -i communication --couples couples.csv -o out.csv
export sav -q -i communication c01.csv -o out.sav
alerts --format json c01.csv
explain -i communication --client c01 --session 4 c01.csv
report -i communication --client c01 --from c01.csv -o out.pdf
check communication.xml
list
form communication.xml -o out.svg --format svg
fill ./mood.xml --lines --client c01 --into out.csv <keys #answers
correct -i diary.xml diary.csv --client c01 <correction #diary.csv
casebook status --casebook casebook --passphrase-file word #result
casebook backup copy --casebook casebook --passphrase-file word #result
END

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

# same_as_without: what is there is what a run without a fault leaves.
same_as_without() {
    [ "$same" != answers ] || cut -d, -f1,5-7,10,11,13 now/out.csv >now/answers
    diff -r "good/$same" "now/$same" >differences 2>&1
}

judge() {
    left=$(find now home -name '.*.attune-*')
    [ -z "$left" ] || wrong "$arguments: $1: left $left"
    case $status in
    "$good_status") same_as_without || grep -q 'W144' err ||
        wrong "$arguments: $1: status $status, but: $(sed 2q differences)" ;;
    1) grep -q 'All that was answered is kept' err ||
        wrong "$arguments: $1: status $status" ;;
    [34]) grep -q '^attune: error: \|: error: ' err ||
        wrong "$arguments: $1: says nothing" ;;
    *) wrong "$arguments: $1: status $status" ;;
    esac
}

# points N: up to n_each of the numbers from 1 to N, the same each time, and
# others for each command and fault.
n_asked=0
points() {
    "${AWK:-awk}" -v n="$1" -v wanted="$n_each" -v turn="$n_asked" 'BEGIN {
        if (wanted > n) wanted = n
        shift = turn * 0.618034 - int(turn * 0.618034)
        for (i = 0; i < wanted; i++) print int((i + shift) * n / wanted) + 1 }'
}

while IFS= read -r way; do
    arguments=${way%% [<#]*}
    input=/dev/null
    same=.
    case $way in *#*) same=${way##*#} ;; esac
    case $way in *'<'*) input=${way##*<} input=${input%% *} ;; esac
    run "count 0"
    same_as_without
    good_status=$status
    [ "$status" -le 1 ] || wrong "$arguments: status $status without a fault"
    rm -rf good
    mv now good
    read -r n_calls n_blocks <count
    [ "$n_calls" -gt 3 ] && [ "$n_blocks" -gt 20 ] ||
        wrong "$arguments: $n_calls calls, $n_blocks blocks"
    for fault in EIO ENOSPC EINTR short memory; do
        n=$n_calls
        [ $fault != memory ] || n=$n_blocks
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
