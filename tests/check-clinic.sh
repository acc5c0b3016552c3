#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Scores 60 made-up clients over five sessions with --change and compares, as
# TAP, with what R made of the first and the last session of the 58 who have
# both (tests/data/reference/README.md): six indices of reliable change to 1e-9
# of their size or of 1, verdicts and categories exactly.  Then the same of 1,200
# copies of the clients, so that they lie across the borders of what is read at
# once, with one and with four threads.
#
# Run by make check; by hand: BUILD_FOLDER=build tests/check-clinic.sh.
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"
data=$source_folder/tests/data/reference

# rows COPIES: a row a session; the copies have names of their own.
rows() {
    "${AWK:-awk}" -F, -v copies="$1" '
        NR > 1 { line[++n] = $0 }
        END {
            print "client,session,score"
            for (k = 1; k <= copies; k++)
                for (i = 1; i <= n; i++) {
                    split(line[i], cell, ",")
                    for (s = 0; s < 5; s++) {
                        score = cell[3 + s] == "NA" ? "" : cell[3 + s]
                        print k "-" cell[1] "," s "," score
                    }
                }
        }' "$data/clinic_synthetic.csv"
}

# score ARGUMENTS...
score() {
    "$attune" score -q -i "$data/clinic.xml" --change "$@" \
        >>"$work/said" 2>&1
}

# compare SCORES: each last session of those that R judged.
compare() {
    "${AWK:-awk}" -F, '
        function fail(text) {
            if (++n_wrong <= 10)
                print text
        }
        function check_index(m, got, wanted, gap, size) {
            size = wanted < 0 ? -wanted : wanted
            gap = got - wanted
            gap = (gap < 0 ? -gap : gap) / (size > 1 ? size : 1)
            largest = gap > largest ? gap : largest
            if (got == "" || !(gap <= 1e-9))
                fail($1 ", " m ": " got " for " wanted)
            n_compared++
        }
        BEGIN {
            n_methods = split("jt gln hll en nk ha", method, " ")
            word["recovered"] = word["improved"] = "better"
            word["deteriorated"] = word["harmed"] = "worse"
            word["unchanged"] = "no-change"
        }
        FNR == 1 {
            n_files++
            split("", at)
            for (c = 1; c <= NF; c++)
                at[$c] = c
            next
        }
        n_files == 1 {
            for (m = 1; m <= n_methods; m++) {
                upper = toupper(method[m])
                rci[$1, m] = $at["rci_" upper]
                class[$1, m] = $at["class_" upper]
            }
            anchor[$1] = $at["class_anchor7"]
            change[$1] = $at["post"] - $at["pre"]
            next
        }
        $2 == 4 {
            client = $1
            sub(/^[0-9]*-/, "", client)
            if (!(client in change))
                next
            n_found++
            for (m = 1; m <= n_methods; m++) {
                name = method[m]
                check_index(name, $at[name ".rci"], rci[client, m])
                if ($at[name ".change"] != change[client])
                    fail($1 ", " name ": changed by " $at[name ".change"])
                if ($at[name ".baseline"] != "0")
                    fail($1 ", " name ": not from the first session")
                # R judges Hageman and Arrindell one-sided, at 1.65.
                if (name != "ha" &&
                    $at[name ".verdict"] != word[class[client, m]])
                    fail($1 ", " name ": " $at[name ".verdict"] " for " \
                         class[client, m])
            }
            if ($at["anchor7.verdict"] != word[anchor[client]])
                fail($1 ", anchor7: " $at["anchor7.verdict"])
        }
        END {
            printf "%d clients, %d indices, largest difference %.3g\n",
                n_found, n_compared, largest
            exit n_wrong > 0 || n_found == 0 || n_found % 58
        }' "$data/clinic_change.csv" "$1" >"$work/said" 2>&1
}

# The categories are in the document.
compare_categories() {
    "${AWK:-awk}" '
        FNR == 1 { n_files++ }
        n_files == 1 {
            n = split($0, cell, ",")
            for (c = 1; c <= n; c++)
                if (FNR == 1)
                    at[cell[c]] = c
                else if (FNR > 1)
                    want[cell[1], c] = cell[c]
            if (FNR > 1)
                wanted[cell[1]] = 1
            next
        }
        /"session":"4"/ {
            match($0, /"client":"1-c[0-9]*"/)
            client = substr($0, RSTART + 12, 3)
            if (!(client in wanted))
                next
            n_scores = split($0, score, /"scale":"/)
            for (i = 2; i <= n_scores; i++) {
                scale = score[i]
                sub(/".*/, "", scale)
                column = at["class_" toupper(scale)]
                if (!column || scale == "ha")
                    continue
                match(score[i], /"category":"?[a-z]*/)
                category = substr(score[i], RSTART + 11, RLENGTH - 11)
                sub(/^"/, "", category)
                n_compared++
                if (category != want[client, column]) {
                    print client ", " scale ": " category " for " \
                        want[client, column]
                    n_wrong++
                }
            }
        }
        END {
            printf "%d categories\n", n_compared
            exit n_wrong > 0 || n_compared != 58 * 5
        }' "$data/clinic_change.csv" "$1" >"$work/said" 2>&1
}

: >"$work/said"
rows 1 >"$work/one.csv"
score -o "$work/one.out" "$work/one.csv"
told $? "60 clients are judged"
compare "$work/one.out"
told $? "indices and verdicts equal R's"

: >"$work/said"
score --format json -o "$work/one.json" "$work/one.csv"
told $? "60 clients are judged into a document"
compare_categories "$work/one.json"
told $? "categories equal R's"

: >"$work/said"
rows 200 >"$work/many.csv"
score -j1 -o "$work/many.out" "$work/many.csv"
told $? "12,000 clients are judged"
compare "$work/many.out"
told $? "and each as if it were alone"
: >"$work/said"
score -j4 -o "$work/four.out" "$work/many.csv" &&
    cmp "$work/many.out" "$work/four.out" >>"$work/said" 2>&1
told $? "four threads write the same bytes"

finish
