#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, the frame that the other tests stand in: in-each-locale and
# golden must notice what goes wrong, or every test could pass unseen.
set -u

tests=$(cd "${SOURCE_FOLDER:-.}/tests" && pwd)
BUILD_FOLDER=$(cd "${BUILD_FOLDER:-.}" && pwd)
mkdir -p "$BUILD_FOLDER/tests/scratch"
work=$(mktemp -d "$BUILD_FOLDER/tests/scratch/frame.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
n_tests=0
n_failed=0

# found NAME PATTERN: one test, passed when $work/said has the line.
found() {
    n_tests=$((n_tests + 1))
    if grep -qE "$2" "$work/said"; then
        echo "ok $n_tests - $1"
    else
        n_failed=$((n_failed + 1))
        echo "not ok $n_tests - $1"
        sed "s|^|#   |" "$work/said"
    fi
}

# in_locale SCRIPT: what in-each-locale makes of a test, in one locale.
in_locale() {
    ATTUNE_TEST_LOCALES=C.UTF-8 sh "$tests/in-each-locale" sh -c "$1" \
        >"$work/said" 2>&1
}

in_locale 'echo 1..2; echo ok 1 - a; echo ok 2 - b'
found "a test that passes is passed" '^ok 2 - \[C.UTF-8\] b$'
in_locale 'echo 1..2; echo ok 1 - a; echo not ok 2 - b'
found "a test that fails is failed" '^not ok 2 - \[C.UTF-8\] b$'
in_locale 'echo 1..2; echo ok 1 - a; kill -SEGV $$'
found "a crash is a failure" '^not ok 2 .*planned 2 tests, ran 1'
in_locale 'echo 1..1; echo ok 1 - a; exit 99'
found "a status that no test explains is a failure" '^not ok 2 .*status 99'
in_locale 'true'
found "a test that says nothing is a failure" '^not ok 1 '
in_locale 'echo "Bail out! no"'
found "a test that gives up is a failure" '^not ok 1 .*no'

# A house of its own for golden, with a shell for the program.
mkdir -p "$work/house/tests/cases/topic/case"
ln -s "$(command -v sh)" "$work/house/attune"
case=$work/house/tests/cases/topic/case

# golden_says CMD: what golden makes of the case with this cmd.
golden_says() {
    echo "$1" >"$case/cmd"
    SOURCE_FOLDER=$work/house BUILD_FOLDER=$work/house LC_ALL=C.UTF-8 \
        sh "$tests/golden" topic >"$work/said" 2>&1
}

echo hello >"$case/out"
golden_says 'attune -c "echo hello"'
found "a case that prints what it should passes" '^ok 1 - topic/case'
golden_says 'attune -c "echo hallo"'
found "another output is a failure, shown as a difference" '^# +\+hallo'
golden_says 'attune -c "echo hello; echo oh >&2"'
found "an unexpected message is a failure" '^# +\+oh'
golden_says 'attune -c "echo hello; exit 1"'
found "an unexpected status is a failure" '^# +\+1'
echo text >"$case/want.file"
golden_says 'attune -c "echo hello"'
found "a file that is not written is a failure" "^# .*'file' was not written"
golden_says 'attune -c "echo hello; echo other >file"'
found "a file that holds something else is a failure" '^# +\+other'
golden_says 'attune -c "echo hello; echo text >file"'
found "a file that holds what it should passes" '^ok 1'
rm "$case/want.file"
golden_says 'case $HOME in */tests/scratch/*) echo hello ;; esac'
found "a case has a home of its own" '^ok 1'
rm "$case/cmd"
SOURCE_FOLDER=$work/house BUILD_FOLDER=$work/house \
    sh "$tests/golden" topic >"$work/said" 2>&1
found "a case without a command is a failure" '^not ok 1'

echo "1..$n_tests"
[ $n_failed = 0 ]
