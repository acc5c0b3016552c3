#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Opens tests/data/casebook, as TAP, with a reader that was written from
# src/casebook/FORMAT.md alone: what the format says is what the program wrote.
# test_casebook opens the same casebook with the program's own code.  The
# reader opens one that the program makes, too.
set -u

tests=${SOURCE_FOLDER:-.}/tests
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
echo "1..5"
[ $n_failed = 0 ]
