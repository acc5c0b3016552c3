#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, on the raw bytes of an ext4 file system that holds a casebook
# and all else that the program writes: what was typed is nowhere in the clear,
# and neither the key of a client who was erased nor what was in the inbox is
# there behind it, not in what files have left, nor in the journal.
# Mounts an image, so it is run by hand: make check-erased, as root.
set -u

source_folder=$(cd "${SOURCE_FOLDER:-.}" && pwd)
build_folder=$(cd "${BUILD_FOLDER:-.}" && pwd)
PATH=$PATH:/sbin:/usr/sbin
work=$(mktemp -d "${TMPDIR:-/tmp}/attune-erased.XXXXXX") || exit 1
skip() {
    echo "1..0 # SKIP $1"
    exit 0
}
trap 'umount "$work/disk" 2>/dev/null; rm -rf "$work"' EXIT
python3 -c '' 2>/dev/null || skip "python3 is not there"
truncate -s 24M "$work/image" && mkfs.ext4 -q "$work/image" 2>/dev/null ||
    skip "mkfs.ext4 is not there"
mkdir "$work/disk"
mount -o loop "$work/image" "$work/disk" 2>/dev/null ||
    skip "an image cannot be mounted here"

attune=$build_folder/attune
mkdir -p "$work/disk/home/tmp"
cd "$work/disk/home" || exit 1
export TEST_DATA="$source_folder/tests/data" ATTUNE_CASEBOOK=casebook \
    ATTUNE_INSTRUMENTS="$source_folder/instruments" HOME="$PWD" \
    TMPDIR="$PWD/tmp" XDG_STATE_HOME="$PWD/state" LC_ALL=C.UTF-8 \
    ATTUNE_REPORTS="$source_folder/reports"
"$source_folder/tests/a-casebook" || exit 1
sed 's/<section id="s"/<free id="words" lines="3"\/>&/
    s/<item id="q1">/<item id="said" responses="words"><text>What?<\/text><\/item>&/' \
    "$source_folder/tests/cases/casebook/import-again/pair.xml" >"$work/pair.xml"
mv casebook/passphrase "$work/word"
with="--passphrase-file $work/word"

n_tests=0
n_failed=0
verdict() {
    n_tests=$((n_tests + 1))
    [ "$1" = 0 ] || {
        n_failed=$((n_failed + 1))
        printf 'not '
    }
    echo "ok $n_tests - $2"
}

# there FILE...: how often what each file holds stands in the image.
there() {
    sync -f "$work/disk"
    python3 -c 'import sys
image = open(sys.argv[1], "rb").read()
print(sum(image.count(open(f, "rb").read()) for f in sys.argv[2:]))' \
        "$work/image" "$@"
}
canaries() {
    sync -f "$work/disk"
    grep -aoiE 'canary(code|name|answer|note|reason)|correct horse' "$work/image" |
        sort | uniq -c
}

"$attune" casebook status $with >/dev/null 2>&1
echo 'name=CanaryName' | "$attune" client add CanaryCode $with 2>/dev/null
# The client is the third: its cell is number 15 + 3.
dd if=casebook/keys of="$work/cell" bs=128 skip=18 count=1 2>/dev/null
dd if="$work/cell" of="$work/key" bs=72 count=1 2>/dev/null
printf '%s\n' '' 'CanaryAnswer' / 0 3 1 '' |
    "$attune" fill "$work/pair.xml" --client CanaryCode --lines >/dev/null 2>&1
[ "$(wc -c <casebook/inbox)" -gt 1000 ] && cp casebook/inbox "$work/inbox"
# A sealed line is in the middle of it.
dd if="$work/inbox" of="$work/box" bs=1 skip=200 count=200 2>/dev/null
[ "$(there "$work/key")" -ge 1 ] && [ "$(there "$work/box")" -ge 1 ]
verdict $? "the key and the sealed answers are found while they are there"
echo 'CanaryNote' | "$attune" note CanaryCode $with >/dev/null 2>&1
"$attune" report -i "$work/pair.xml" --client CanaryCode -o "$work/page.pdf" $with >/dev/null 2>&1
"$attune" explain -i "$work/pair.xml" --client CanaryCode $with >"$work/explained" 2>/dev/null
[ "$(there "$work/box")" = 0 ]
verdict $? "what was in the inbox is nowhere once it is in the vault"
said=$(canaries)
[ -z "$said" ]
verdict $? "nothing that was typed is anywhere in the clear $said"
echo 'reason=CanaryReason' | "$attune" client erase CanaryCode $with >/dev/null 2>&1
verdict $? "the client is erased"
[ "$(there "$work/key")" = 0 ]
verdict $? "the key is nowhere"
cd / && umount "$work/disk"
[ "$(python3 -c 'import sys
print(open(sys.argv[1], "rb").read().count(open(sys.argv[2], "rb").read()))' \
    "$work/image" "$work/key")" = 0 ]
verdict $? "nor when the file system is at rest"
echo "1..$n_tests"
[ $n_failed = 0 ]
