#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Opens tests/data/casebook, as TAP, with a reader that was written from
# src/casebook/FORMAT.md alone: what the format says is what the program wrote.
# test_casebook opens the same casebook with the program's own code.  The
# reader opens one that the program makes, too.  Then it looks for names and
# words where a program leaves what it knew.
set -u

tests=$(cd "${SOURCE_FOLDER:-.}/tests" && pwd)
for python in python3 /usr/bin/python3; do
    "$python" -c 'import nacl.pwhash' 2>/dev/null && break
    python=
done
if [ -z "$python" ]; then
    echo "1..0 # SKIP python3-nacl is not there"
    exit 0
fi
n_failed=0
build_folder=$(cd "${BUILD_FOLDER:-.}" && pwd)
mkdir -p "$build_folder/tests/scratch"
work=$(mktemp -d "$build_folder/tests/scratch/casebook.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT

# verdict STATUS NUMBER NAME: one test, passed when STATUS is 0.
verdict() {
    if [ "$1" = 0 ]; then
        echo "ok $2 - $3"
    else
        n_failed=$((n_failed + 1))
        echo "not ok $2 - $3"
        echo "$said" | sed 's/^/#   /'
    fi
}

# read_it FOLDER PASSPHRASE: the records, as the reader finds them.
read_it() {
    LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 "$python" \
        "$tests/casebook_reader.py" "$1" "$2" 2>&1
}

# check NUMBER NAME PASSPHRASE: the reader prints the records.
check() {
    said=$(read_it "$tests/data/casebook" "$3")
    [ "$said" = "$(cat "$tests/data/casebook/records")" ]
    verdict $? "$1" "$2"
}
check 1 "the passphrase opens it" "correct horse battery staple"
check 2 "the recovery code opens it" ABCDEFGHJKMNPQRSTVWXYZ0123

# One that 'init' makes: what a passphrase costs is never little.
echo 'five words at random' >"$work/passphrase"
said=$(cd "$work" && XDG_STATE_HOME="$work/state" ATTUNE_CASEBOOK=casebook \
    "$build_folder/attune" casebook init --passphrase-file passphrase \
    --recovery-file recovery 2>&1)
verdict $? 3 "init makes one"
said=$(read_it "$work/casebook" "five words at random")
[ "$(echo "$said" | grep -c 'what=init')" = 1 ]
verdict $? 4 "the reader opens it"
said=$("$python" -c 'import struct, sys
passes, memory = struct.unpack_from("<II", open(sys.argv[1], "rb").read(), 152)
print(passes, memory)
sys.exit(passes < 3 or memory < 256 * 1024)' "$work/casebook/keys")
verdict $? 5 "a passphrase costs three passes over 256 MiB, or more"

# ---- what lies in the clear: nothing, in files, in the memory of a program that
# waits with its casebook open, or in what the system tells of it

mkdir "$work/practice" "$work/practice/tmp"
mv "$work/passphrase" "$work/word"
cd "$work/practice" || exit 1
export HOME="$PWD" TMPDIR="$PWD/tmp" XDG_STATE_HOME="$PWD/state" LC_ALL=C.UTF-8 \
    ATTUNE_CASEBOOK=casebook TEST_DATA="$tests/data" \
    ATTUNE_INSTRUMENTS="$tests/../instruments" \
    ATTUNE_REPORTS="$tests/../reports"
"$tests/a-casebook" && mv casebook/passphrase "$work/word"
attune=$build_folder/attune
pair=$tests/cases/casebook/resume/pair.xml
with="--passphrase-file $work/word"
{
    echo name=CanaryName | "$attune" client add CanaryCode $with
    echo CanaryNote | "$attune" note CanaryCode $with
    printf '%s\n' '' 0 3 1 '' | "$attune" fill "$pair" --client CanaryCode
    echo CanaryCode |
        "$attune" report session -i "$pair" --client - -o page.pdf $with
} >"$work/out" 2>&1
said=$(find . -type f ! -name page.pdf -exec \
    grep -aioE 'canary(code|name|note)|correct horse' {} + | sort | uniq -c
    pdfinfo page.pdf 2>/dev/null | grep -i canary)
[ -s page.pdf ] || said=$(cat "$work/out")
[ -z "$said" ]
verdict $? 6 "no file has a name, a note, a code or the passphrase"

# Sanitizers lock no memory, and have terabytes of it.
if [ "${SANITIZERS:-no}" != no ]; then
    echo "1..6"
    [ $n_failed = 0 ]
    exit
fi
mkfifo "$work/lines"
"$attune" casebook open --passphrase-command "cat $work/word" \
    <"$work/lines" >"$work/open" 2>&1 &
pid=$!
exec 3>"$work/lines"
echo 'client list --with-names' >&3
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    grep -q CanaryName "$work/open" && break
    sleep 0.5
done
sleep 0.2
said=$(grep -aic 'correct horse' "/proc/$pid/environ" "/proc/$pid/cmdline"
    grep -E '^VmLck:' "/proc/$pid/status"
    grep 'core file' "/proc/$pid/limits")
echo "$said" | grep -q 'environ:0' && echo "$said" | grep -q 'cmdline:0' &&
    echo "$said" | grep -Eq 'VmLck:[[:space:]]*[1-9]' &&
    echo "$said" | grep -Eq 'core file size +0 +0'
verdict $? 7 "the key is locked in memory, no core is left, nobody is told"
said=$("$python" - "$pid" <<'END'
import re, sys
words = [b"correct horse", b"CanaryName", b"CanaryNote", b"CanaryCode"]
is_read = False # its environment is there, or nothing was looked into
try:
    maps = list(open("/proc/%s/maps" % sys.argv[1]))
except OSError:
    maps = []
for line in maps:
    place = re.match("([0-9a-f]+)-([0-9a-f]+) rw", line)
    if not place:
        continue
    begin, end = (int(text, 16) for text in place.groups())
    try:
        memory = open("/proc/%s/mem" % sys.argv[1], "rb", 0)
        memory.seek(begin)
        found = memory.read(end - begin)
    except OSError:
        continue
    is_read = is_read or b"ATTUNE_CASEBOOK=" in found
    print(*(word for word in words if word in found), end="")
print("" if is_read else "unread")
END
)
name="what waits has no passphrase, name, note or code in its memory"
if [ "$said" = unread ]; then
    echo "ok 8 - $name # SKIP it cannot be looked into"
else
    grep -q CanaryName "$work/open" || said=$(cat "$work/open")
    [ -z "$said" ]
    verdict $? 8 "$name"
fi
exec 3>&-
wait "$pid"
echo "1..8"
[ $n_failed = 0 ]
