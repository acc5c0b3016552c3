#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# check-kills.sh [N]: kills commands on a casebook N times (default: a few), each
# at another instant, and checks, as TAP, that it opens every time, that nothing
# is lost of what was acknowledged, and that what was not is there whole or not
# at all.  By hand: BUILD_FOLDER=build tests/check-kills.sh 2000
set -u

n=${1:-14}
source_folder=$(cd "${SOURCE_FOLDER:-.}" && pwd)
build_folder=$(cd "${BUILD_FOLDER:-.}" && pwd)
mkdir -p "$build_folder/tests/scratch"
work=$(mktemp -d "$build_folder/tests/scratch/kills.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export TEST_DATA="$source_folder/tests/data" ATTUNE_CASEBOOK=casebook \
    ATTUNE_INSTRUMENTS="$source_folder/instruments" HOME="$work" \
    XDG_STATE_HOME="$work/state" LC_ALL=C.UTF-8
"$source_folder/tests/a-casebook" || exit 1
cp "$source_folder/tests/cases/casebook/import-again/pair.xml" .
attune=$build_folder/attune
with="--passphrase-file casebook/passphrase"
n_failed=0
n_killed=0

verdict() {
    [ "$1" = 0 ] || {
        n_failed=$((n_failed + 1))
        printf 'not '
    }
    echo "ok $2 - $3"
}

# killed COMMAND...: as far as it comes in so many milliseconds; true when it
# ended by itself and well.
killed() {
    timeout -s KILL "0.$(printf '%03d' "$((i * 37 % most))")" "$@" >out 2>err
    status=$?
    [ $status != 137 ] || n_killed=$((n_killed + 1))
    [ $status = 0 ]
}

# How long a command takes here, so that instants are spread over all of it.
begun=$(date +%s%N)
"$attune" casebook status $with >/dev/null 2>&1
most=$((($(date +%s%N) - begun) / 1000000 * 3 / 2 + 5))
[ $most -lt 900 ] || most=900

: >clients
echo "reason=x" >reason
n_sessions=2 # that are known to be there
i=0
while [ $i -lt "$n" ]; do
    i=$((i + 1))
    case $((i % 7)) in
    0) killed "$attune" client add "k$i" $with </dev/null && echo "k$i" >>clients ;;
    1) printf '%s\n' '' 0 3 1 '' >keys
       killed "$attune" fill ./pair.xml --client c01 --session "$i" --lines <keys &&
           n_sessions=$((n_sessions + 1)) ;;
    2) printf 'client,session,instrument,q1,q2\nc01,i%s,pair,0,3\nc01,j%s,pair,0,3\n' \
           $i $i >two.csv
       killed "$attune" import -i ./pair.xml two.csv $with &&
           n_sessions=$((n_sessions + 2)) ;;
    3) killed "$attune" client erase "k$((i - 10))" $with <reason
       # Whoever was being erased may be gone, or not.
       sed -i "/^k$((i - 10))\$/d" clients ;;
    4) killed "$attune" casebook status $with ;;
    5) killed "$attune" note c01 $with <reason ;;
    6) rm -f copy
       killed "$attune" casebook backup copy $with ;;
    esac
    # A process that was killed may be dying still.
    "$attune" client list $with >list 2>said || {
        sleep 2
        "$attune" client list $with >list 2>said
    } || {
        n_failed=$((n_failed + 1))
        sed "s/^/# kill $i: /" said
        break
    }
    cut -d, -f 1 list >codes
    lost=$(grep -vxFf codes clients)
    there=$(awk -F, 'NR > 1 { n += $3 } END { print n }' list)
    if [ -n "$lost" ] || [ "$there" -lt $n_sessions ]; then
        echo "# kill $i: lost: $lost; sessions $there of $n_sessions"
        n_failed=$((n_failed + 1))
    fi
    # One import is whole or not there.
    n_sessions=$there
done
verdict $n_failed 1 "opened, and nothing acknowledged was lost: $n runs, $n_killed killed"
"$attune" export csv -i ./pair.xml --with-private -o answers $with >/dev/null 2>&1
[ "$(grep -c ',i[0-9]*,' answers/pair.csv)" = "$(grep -c ',j[0-9]*,' answers/pair.csv)" ]
verdict $? 2 "what is written together is there together"
"$attune" casebook verify --deep $with >/dev/null 2>&1
verdict $? 3 "every record opens"
echo "1..3"
[ $n_failed = 0 ]
