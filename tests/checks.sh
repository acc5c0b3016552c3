# SPDX-License-Identifier: GPL-3.0-or-later
# What the checks in shell have in common; they read it in at their head.  Sets
# source_folder, build_folder, attune and work: a folder of the check's own,
# which is gone when it ends.  No setting of whoever runs it counts.

source_folder=$(cd "${SOURCE_FOLDER:-.}" && pwd)
build_folder=$(cd "${BUILD_FOLDER:-.}" && pwd)
attune=$build_folder/attune
work=${0##*/check-}
mkdir -p "$build_folder/tests/scratch"
work=$(mktemp -d "$build_folder/tests/scratch/${work%.sh}.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
export HOME="$work/home" LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1767225600
export ATTUNE_INSTRUMENTS="$source_folder/instruments"
export ATTUNE_REPORTS="$source_folder/reports"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME
unset ATTUNE_CASEBOOK ATTUNE_PLAIN
n_tests=0
n_failed=0

# verdict STATUS NAME [FILE]: one test, passed when STATUS is 0; else shows the
# head of FILE, $work/said where none is named.
verdict() {
    n_tests=$((n_tests + 1))
    if [ "$1" = 0 ]; then
        echo "ok $n_tests - $2"
    else
        n_failed=$((n_failed + 1))
        echo "not ok $n_tests - $2"
        sed 's/^/#   /; 20q' "${3:-$work/said}"
    fi
}

# told STATUS NAME: the same, but of one that passes shows what was said, too.
told() {
    verdict "$@"
    [ "$1" != 0 ] || sed 's/^/#   /; 12q' "$work/said"
}

# skipped NAME WHY
skipped() {
    n_tests=$((n_tests + 1))
    echo "ok $n_tests - $1 # SKIP $2"
}

# wrong WORDS: notes what was found, and what the program said, $work/err.
wrong() {
    echo "$1"
    [ ! -e "$work/err" ] || sed 's/^/    /; 3q' "$work/err"
} >>"$work/wrong"

# judged NAME: one test, passed when nothing was found wrong since the last one.
judged() {
    [ ! -s "$work/wrong" ]
    verdict $? "$1" "$work/wrong"
    : >"$work/wrong"
}

# finish: the last of a check.
finish() {
    echo "1..$n_tests"
    [ $n_failed = 0 ]
}
