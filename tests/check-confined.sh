#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, what somebody can do who takes a command over through a file
# that it reads: of another's files, the network, programs and processes,
# nothing.
#
# Run by make check; by hand: BUILD_FOLDER=build tests/check-confined.sh
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"

by=$("$attune" --version | sed -n 's/^confined by: //p')
case $by:${SANITIZERS:-no} in
*Landlock*seccomp*:no) ;;
*)
    echo "1..0 # SKIP this build, or this kernel, confines by: $by"
    exit 0
    ;;
esac

cd "$work" || exit 1
mkdir home in out
echo secret >home/secret
${CC:-cc} -shared -fPIC -o payload.so "$source_folder/tests/faults/payload.c" &&
    ${CC:-cc} -DALONE -o payload "$source_folder/tests/faults/payload.c" ||
    exit 1

# What can be done at all where this runs; a container may refuse some of it.
./payload 2>can
for deed in read list change truncate make make-folder link rename \
    open-rights sockets run trace look-into-others signal-others; do
    grep -qx "payload: can $deed" can || wrong "not even alone: $deed"
done
judged "all of it can be done alone"

sed -n '1p; /^c01,/p' "$source_folder/instruments/samples/practice.csv" \
    >in/answers.trigger.csv
cp "$source_folder/instruments/communication.xml" in/communication.xml
ln in/communication.xml in/communication.trigger.xml
printf '%s\n' client,communication.e1 c1,1 >in/plain.csv

# confined ARGUMENT...: the payload runs, and can do nothing.
confined() {
    LD_PRELOAD=$work/payload.so "$attune" "$@" >result 2>err </dev/null
    grep -q '^payload: there' err || wrong "$*: the payload was not there"
    sed -n 's/^payload: can/can/p' err | sed "s|^|$*: |" >>wrong
    [ "$(cat home/secret)" = secret ] || wrong "$*: the secret is gone"
}

a=in/answers.trigger.csv
confined score -i communication "$a"
confined score -i communication --decimal . "$a"
confined score -i communication -o out/scores.csv --manifest out/m.json "$a"
confined score -i communication --format json -o out/scores.json "$a"
confined score -i communication --shard 1/1 -o out/part.csv "$a"
confined merge out/part.csv -o out/merged.csv
confined export sav -i communication -o out/scores.sav "$a"
confined alerts -i communication "$a"
confined items -i communication --format pdf -o out/items.pdf "$a"
confined explain -i communication --client c01 --session 4 "$a"
confined report -i communication --client c01 -o out/c01.pdf --from "$a"
confined report session -i communication --client c01 -o out/s.txt \
    --format text --from "$a"
judged "of a command that reads answers"
confined check in/communication.trigger.xml
confined show in/communication.trigger.xml
confined form in/communication.trigger.xml -o out/form.pdf
confined fill in/communication.trigger.xml --lines --into out/answers.csv
confined score -i in/communication.trigger.xml in/plain.csv
judged "of a command that reads a questionnaire"

# put ARGUMENT...: where an output goes, what lies there can be read no more.
put() {
    LD_PRELOAD=$work/payload.so "$attune" "$@" >result 2>err </dev/null
    grep -q '^payload: there' err || wrong "$*: the payload was not there"
    ! grep -qx 'payload: can read' err || wrong "$*: can read"
    echo secret >home/secret
}
put score -i communication -o scores.csv "$a"
put report -i communication --client c01 -o home/c01.pdf --from "$a"
put report -i communication --client c01 --from "$a"
put report -i communication --all -o home/pages --from "$a"
put new wording in/communication.trigger.xml fr
put form in/communication.trigger.xml
: >home/rows.csv
put fill in/communication.trigger.xml --lines --into home/rows.csv
judged "nothing that lies where the output goes is read"
cp "$source_folder"/tests/data/casebook/* out
chmod 700 out && chmod 600 out/*
confined casebook verify --casebook out --passphrase-file "$a"
judged "where a casebook is read, nothing beside it"

finish
