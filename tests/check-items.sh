#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Answers with and without a fault that was put in, as TAP: what 'attune items'
# and the summary of 'attune score' say of keys and columns that look wrong.
# Twenty sets without a fault must pass in silence, and each fault be found in
# all of its sets.
#
# Run by make check; by hand: BUILD_FOLDER=build tests/check-items.sh
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"

# Sets SET.csv of 300 people each.  A model: the items' ids, the ends of the
# choices, and of each item the trait that it measures, below 0 where it is
# worded the other way round.  People's traits correlate with 0.3, the items with
# their trait between 0.55 and 0.8; 2 in 100 answers are blank.
"${AWK:-awk}" -v folder="$work" '
    function uniform() {
        state = (state * 16807) % 2147483647
        return state / 2147483647
    }
    function normal() {
        return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform())
    }
    function model(name, id, low, high, keys, n, i) {
        n = split(keys, key, " ")
        size[name] = n
        ends[name] = low " " high
        for (i = 1; i <= n; i++) {
            trait_of[name, i] = key[i]
            id_of[name, i] = id i
        }
    }
    function write_set(name, fault, seed, file, n, i, row, line, end, common,
                       trait, answer, value, load, swap) {
        state = seed * 7919 + 17
        for (i = 0; i < 20; i++)
            uniform()
        file = folder "/" name "." fault "." seed ".csv"
        split(ends[name], end, " ")
        n = size[name]
        line = "client"
        for (i = 1; i <= n; i++)
            line = line "," id_of[name, i]
        print line >file
        for (row = 1; row <= 300; row++) {
            common = normal()
            for (i = 1; i <= 5; i++)
                trait[i] = sqrt(0.3) * common + sqrt(0.7) * normal()
            for (i = 1; i <= n; i++) {
                load = 0.55 + 0.25 * ((i * 7) % 10) / 10
                value = trait_of[name, i]
                value = value < 0 ? -trait[-value] : trait[value]
                value = load * value + sqrt(1 - load * load) * normal()
                value = (end[1] + end[2]) / 2 + value * (end[2] - end[1]) / 4
                value = int(value + 0.5)
                answer[i] = value < end[1] ? end[1] : value > end[2] ? end[2] : value
            }
            for (i = 1; i <= n; i++)
                if ((fault == "turned" && trait_of[name, i] < 0) \
                    || (fault == "one-turned" && i == 1))
                    answer[i] = end[1] + end[2] - answer[i]
            if (fault == "exchanged") {
                swap = answer[1]
                answer[1] = answer[2]
                answer[2] = swap
            }
            if (fault == "copied")
                answer[5] = answer[3]
            if (fault == "one-answer")
                answer[4] = 3
            line = "p" row
            for (i = 1; i <= n; i++) {
                value = answer[i] + (fault == "off-by-one")
                line = line "," (uniform() < 0.02 && fault != "copied" ? "" : value)
            }
            print line >file
        }
        close(file)
    }
    BEGIN {
        model("thirty-six", "q", 1, 7,
            "1 1 1 1 1 1 1 1 -1 1 -1 1 1 1 1 1 1 1 " \
            "2 -2 2 -2 2 2 2 -2 -2 -2 -2 -2 -2 2 -2 -2 -2 -2")
        model("panas", "i", 1, 5, "1 2 1 2 1 2 2 2 1 1 2 1 2 1 2 1 1 2 1 2")
        model("erq", "i", 1, 7, "1 2 1 2 1 2 1 1 2 1")
        model("phq-9", "i", 0, 3, "1 1 1 1 1 1 1 1 1")
        model("mini-ipip", "i", 1, 5,
            "1 2 3 4 5 -1 -2 -3 -4 -5 1 2 3 4 -5 -1 -2 -3 -4 -5")
        for (seed = 1; seed <= 4; seed++) {
            for (name in size)
                write_set(name, "none", seed)
            write_set("thirty-six", "turned", seed)
            write_set("mini-ipip", "turned", seed)
            write_set("mini-ipip", "one-turned", seed)
            write_set("phq-9", "one-turned", seed)
            write_set("panas", "exchanged", seed)
            write_set("panas", "copied", seed)
            write_set("erq", "one-answer", seed)
            write_set("phq-9", "off-by-one", seed)
        }
    }' </dev/null || exit 1

# say COMMAND MODEL FAULT SEED: what it says of the set, in $work/said.
say() {
    instrument=$2
    [ "$2" != thirty-six ] || instrument=$source_folder/tests/bench/$2.xml
    "$attune" "$1" -i "$instrument" "$work/$2.$3.$4.csv" \
        -o "$work/out" >"$work/said" 2>&1
}

for model in thirty-six panas erq phq-9 mini-ipip; do
    for seed in 1 2 3 4; do
        say items $model none $seed && [ ! -s "$work/said" ]
        verdict $? "nothing is wrong with $model, set $seed"
    done
done
say score thirty-six none 1
! grep -q 'warning' "$work/said"
verdict $? "score says nothing of a set without a fault"

# found MODEL FAULT CODE WORDS...: in each set the code, and each of the words.
found() {
    model=$1 fault=$2 code=$3
    shift 3
    for command in items score; do
        for seed in 1 2 3 4; do
            say $command $model $fault $seed
            status=0
            grep -q "\[$code\]" "$work/said" || status=1
            for words; do
                grep -q -e "$words" "$work/said" || status=1
            done
            verdict $status "$command finds $fault in $model, set $seed"
        done
    done
}
found thirty-six turned W272 \
    "q9, q11 of 'first': r -.*\[W272\]" \
    "they are the items that are reversed here" \
    "q19, q21, q23, q24, q25, q32 of 'second'" \
    "all others are reversed here: were their answers turned already"
found mini-ipip turned W272 "i6, i16 of 'extraversion'" \
    "reversed here: were their answers turned already"
found mini-ipip one-turned W272 "keys: i1 of 'extraversion': r -" \
    "not reversed here"
found phq-9 one-turned W272 "keys: i1 of 'total': r -"
found panas exchanged W273 "own: i1 of 'positive': r " \
    "own: i2 of 'negative': r " "were two columns exchanged"
found panas copied W274 "i3 and i5: 300 answers" "was one column copied"
found erq one-answer W118 "'i4'"
found phq-9 off-by-one W117

finish
