#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, that each of the 39 known ways to score wrongly (the traps of
# the project's page on scoring) has a test that is run and bears its number: a
# unit test test_trap_NN_..., or a golden case trap-NN-....  Two are of figures
# that no command gives, and can be fallen into nowhere.
#
# Run by make check; by hand: SOURCE_FOLDER=. tests/check-traps.sh
set -u

cd "${SOURCE_FOLDER:-.}" || exit 1
n_traps=39
# Percentile ranks within a sample; the types of skewness.
nowhere='27 31'
n_failed=0

# Every test that is run, by its name: what is only defined does not count.
names=$(
    sed -n 's|^unit_tests += \(.*\)|\1.c|p' tests/tests.mk | xargs cat |
        tr -d ' \n' | grep -o 'cmocka_unit_test(test_trap_[0-9a-z_]*)' |
        sed 's/.*(//; s/)//'
    for case in tests/cases/*/trap-*/cmd; do
        case=${case%/cmd}
        echo "${case##*/}"
    done
)

echo "1..$((n_traps + 1))"
for trap in $(seq 1 $n_traps); do
    number=$(printf '%02d' "$trap")
    found=$(echo "$names" |
        grep -c -e "^test_trap_${number}_" -e "^trap-$number-")
    if [ "$found" = 0 ] && echo "$nowhere" | grep -qw "$trap"; then
        echo "ok $trap - trap $number # SKIP no command gives such a figure"
    elif [ "$found" -gt 0 ]; then
        echo "ok $trap - trap $number has $found tests"
    else
        n_failed=$((n_failed + 1))
        echo "not ok $trap - trap $number has a test"
    fi
done

# A number that is none of them would be a slip that hides a gap.
last=$((n_traps + 1))
strange=$(echo "$names" | sed 's/^test_trap_//; s/^trap-//' |
    grep -v '^\(0[1-9]\|[12][0-9]\|3[0-9]\)[-_]')
if [ -z "$strange" ]; then
    echo "ok $last - every trap test has a number of two digits, 01 to $n_traps"
else
    n_failed=$((n_failed + 1))
    echo "not ok $last - every trap test has a number of two digits"
    echo "$strange" | sed 's/^/#   /'
fi
[ $n_failed = 0 ]
