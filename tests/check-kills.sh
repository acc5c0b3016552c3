#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Kills commands on a casebook, and such as add rows to a file, ATTUNE_KILLS times
# (default: a few), each at another instant, and checks, as TAP, that it opens
# every time, that nothing is lost of what was acknowledged, and that what was
# not is there whole or not at all.
#
# Run by make check, and by make check-kills, 2,000 times.  By hand:
# BUILD_FOLDER=build ATTUNE_KILLS=100 tests/check-kills.sh
set -u

n=${ATTUNE_KILLS:-18}
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

# killed COMMAND...: as far as it comes in so many milliseconds, which are 'most';
# true when it ended by itself and well.
killed() {
    timeout -s KILL "0.$(printf '%03d' "$((i * 37 % most))")" "$@" >out 2>err
    status=$?
    [ $status != 137 ] || n_killed=$((n_killed + 1))
    [ $status = 0 ]
}

# longest COMMAND...: about how long it takes here, in milliseconds, so that
# instants are spread over all of it.
longest() {
    begun=$(date +%s%N)
    "$@" >/dev/null 2>&1
    took=$((($(date +%s%N) - begun) / 1000000 * 3 / 2 + 5))
    [ $took -lt 900 ] && echo $took || echo 900
}

# into CLIENT OPTION: as a command to be killed, with $keys typed in.
into() {
    killed "$attune" fill ./pair.xml "$2" --client "$1" --into rows.csv <keys &&
        echo "$1" >>rows
}
long=$(longest "$attune" casebook status $with)
printf '%s\n' '' 0 3 1 '' >keys
short=$(longest "$attune" fill ./pair.xml --lines --client first --into rows.csv <keys)

: >clients
echo first >rows
echo "reason=x" >reason
n_sessions=2 # that are known to be there
i=0
while [ $i -lt "$n" ]; do
    i=$((i + 1))
    most=$long
    case $((i % 9)) in
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
    7) printf '%s\n' '' 0 3 1 '' >keys; most=$short; into "p$i" --lines ;;
    8) printf '%s\n' 1 0 3 0 3 1 >keys; most=$short; into "p$i" --clerk ;;
    esac
    [ $most = "$long" ] || continue
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
# A last row that was torn is set aside by whoever adds the next one.
printf '%s\n' '' 0 3 1 '' >keys
"$attune" fill ./pair.xml --lines --client last --into rows.csv <keys >out 2>err &&
    echo last >>rows
"${AWK:-awk}" -F, '
    FNR == NR { is_said[$1] = 1; next }
    FNR == 1 { n_cells = NF; next }
    NF != n_cells || $11 != 0 || $12 != 3 { print "# torn: " $0 }
    { n[$1]++; is_said[$1] = is_said[$1] }
    END {
        for (client in is_said)
            if (is_said[client] ? n[client] != 1 : n[client] > 1)
                print "# " client ": " n[client] + 0 " rows"
    }' rows rows.csv >said
cat said
[ ! -s said ] && grep -qx last rows
verdict $? 4 "each row that was acknowledged is in its file, once and whole"
echo "1..4"
[ $n_failed = 0 ]
