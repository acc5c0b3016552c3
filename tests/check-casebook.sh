#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Opens tests/data/casebook, as TAP, with a reader that was written from
# src/casebook/FORMAT.md alone: what the format says is what the program wrote.
# test_casebook opens the same casebook with the program's own code.
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

# check NUMBER NAME PASSPHRASE: the reader prints the records.
check() {
    if said=$(LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 "$python" \
        "$tests/casebook_reader.py" "$tests/data/casebook" "$3" 2>&1) &&
        [ "$said" = "$(cat "$tests/data/casebook/records")" ]; then
        echo "ok $1 - $2"
    else
        n_failed=$((n_failed + 1))
        echo "not ok $1 - $2"
        echo "$said" | sed 's/^/#   /'
    fi
}
check 1 "the passphrase opens it" "correct horse battery staple"
check 2 "the recovery code opens it" ABCDEFGHJKMNPQRSTVWXYZ0123
echo "1..2"
[ $n_failed = 0 ]
