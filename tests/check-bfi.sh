#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Scores 2,800 real respondents with the program under test and compares, as
# TAP, with what R's psych made of them: tests/data/bfi/README.md says how.
# Every score may differ by 1e-9, missing equals missing; n, sum, mean and
# standard deviation over all respondents by 1e-9 of their size.
#
# Run by make check; by hand: BUILD_FOLDER=build tests/check-bfi.sh, or with a
# file of scores that another program made as its argument.
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"
data=$source_folder/tests/data/bfi

if [ $# -gt 0 ]; then
    scores=$1
else
    scores=$work/scores.csv
    "$attune" score --details -i "$data/bfi.xml" \
        -o "$scores" "$data/bfi.csv" >"$work/said" 2>&1
    status=$?
    [ $status != 0 ] || : >"$work/said"
    told $status "2,800 rows are scored"
fi
[ -r "$scores" ] || : >"$work/none.csv"
[ -r "$scores" ] || scores=$work/none.csv

# The columns that are nobody's items, in the order of the data.
passed_through() {
    "${AWK:-awk}" -F, '
        NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c }
        { print $at["id"], $at["gender"], $at["education"], $at["age"] }' "$1"
}
passed_through "$data/bfi.csv" >"$work/before"
passed_through "$scores" >"$work/after"
diff "$work/before" "$work/after" >"$work/said" 2>&1
told $? "id, gender, education and age pass through"

# compare VARIANT: each expected cell of the variant, joined by id.  What R
# calls n_missing is five less the number that was answered.
compare() {
    "${AWK:-awk}" -F, -v variant="$1" '
        function fail(text) {
            if (++n_wrong <= 10)
                print text
        }
        BEGIN { n_scales = split("agree conscientious extraversion " \
                                 "neuroticism openness", scale, " ") }
        FNR == 1 {
            n_files++
            split("", at)
            for (c = 1; c <= NF; c++)
                at[$c] = c
            for (s = 1; s <= n_scales; s++) {
                name = scale[s] "-" variant
                gsub(/_/, "-", name)
                if (n_files == 1)
                    name = scale[s] "." variant
                else if (variant == "n_missing")
                    name = scale[s] "-mean-none.answered"
                if (!(name in at))
                    fail("no column " name " in " FILENAME)
                column[s] = at[name]
            }
            id = at["id"]
            next
        }
        n_files == 1 {
            for (s = 1; s <= n_scales; s++)
                want[$id, s] = $column[s]
            n_wanted++
            next
        }
        ($id, 1) in want {
            n_found++
            for (s = 1; s <= n_scales; s++) {
                got = $column[s]
                if (variant == "n_missing")
                    got = 5 - got
                if ((got == "") != (want[$id, s] == "")) {
                    fail("id " $id ", " scale[s] ": missing in one")
                    continue
                }
                if (got == "") {
                    n_missing++
                    continue
                }
                gap = got - want[$id, s]
                gap = gap < 0 ? -gap : gap
                largest = gap > largest ? gap : largest
                if (!(gap <= 1e-9))
                    fail("id " $id ", " scale[s] ": differs by " gap)
                n_compared++
            }
        }
        END {
            if (n_found != n_wanted)
                fail(n_found + 0 " of " n_wanted " rows found")
            printf "%d numbers and %d missing ones, largest difference %.3g\n",
                n_compared, n_missing, largest
            exit n_wrong > 0 || n_compared == 0
        }' "$data/bfi_scores.csv" "$scores" >"$work/said" 2>&1
}

# summarise VARIANT: over all respondents, in two passes for the sake of sd.
summarise() {
    "${AWK:-awk}" -F, -v variant="$1" '
        function check(s, stat, got, wanted, gap) {
            if (!((s, stat) in want)) {
                print "no " stat " of " s " is expected"
                n_wrong++
                return
            }
            wanted = want[s, stat]
            gap = (got - wanted) / wanted
            gap = gap < 0 ? -gap : gap
            largest = gap > largest ? gap : largest
            if (!(gap <= 1e-9)) {
                print s ", " stat ": " got " for " wanted
                n_wrong++
            }
            n_compared++
        }
        FNR == 1 { n_files++ }
        n_files == 1 {
            if (split($4, name, ":") == 2 && name[1] == variant) {
                want[$2, name[2]] = $5
                wanted_scale[$2] = 1
            }
            next
        }
        FNR == 1 {
            for (c = 1; c <= NF; c++)
                at[$c] = c
            for (s in wanted_scale) {
                name_of = s "-" variant
                gsub(/_/, "-", name_of)
                column[s] = at[name_of]
            }
            next
        }
        {
            for (s in column)
                if (column[s] && $column[s] != "") {
                    value[s, ++n[s]] = $column[s]
                    sum[s] += $column[s]
                }
        }
        END {
            for (s in wanted_scale) {
                if (!n[s]) {
                    print "no score of " s
                    n_wrong++
                    continue
                }
                mean = sum[s] / n[s]
                squares = 0
                for (i = 1; i <= n[s]; i++)
                    squares += (value[s, i] - mean) * (value[s, i] - mean)
                check(s, "n", n[s])
                check(s, "sum", sum[s])
                check(s, "mean", mean)
                check(s, "sd", sqrt(squares / (n[s] - 1)))
            }
            printf "%d numbers, largest difference %.3g of their size\n",
                n_compared, largest
            exit n_wrong > 0 || n_compared != 20
        }' "$data/bfi_scores_summary.csv" "$scores" >"$work/said" 2>&1
}

for variant in mean_none total_complete prorated_half mean_80; do
    compare $variant
    told $? "$variant equals R's, person by person"
    summarise $variant
    told $? "$variant equals R's, summed up"
done
compare n_missing
told $? "n_missing equals R's, person by person"

# Signs of care, person by person, with R's.
"$attune" score --quality -i "$data/bfi.xml" -o "$work/care.csv" \
    "$data/bfi.csv" >"$work/said" 2>&1
"${AWK:-awk}" -F, '
    function check(name, got, want, gap) {
        gap = got - want
        gap = gap < 0 ? -gap : gap
        largest = gap > largest ? gap : largest
        if (!(gap <= 1e-10) || (got == "") != (want == "")) {
            print name " of " $1 ": " got " for " want
            n_wrong++
        }
        n_compared++
    }
    FNR == NR { run[$1] = $2; irv[$1] = $3; halves[$1] = $4; next }
    FNR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
    $1 in run {
        check("run", $at["quality.longest-run"], run[$1])
        check("spread", 5 * $at["quality.spread"], irv[$1])
        check("even-odd", $at["quality.even-odd"], halves[$1])
    }
    END {
        printf "%d numbers, largest difference %.3g\n", n_compared, largest
        exit n_wrong > 0 || n_compared != 1500
    }' "$data/bfi_care.csv" "$work/care.csv" >"$work/said" 2>&1
told $? "longest runs, spreads and halves are R's"

# Figures of the items: one name of ours, one of R's, of each of five scales (the
# mean and, where it is told of totals, the total) and, behind a colon, of each
# of five items.  Those that a search finds within 1e-6, all others within 1e-9
# of their size.  The skew is R's of N1, which is here a scale of one item.
"${AWK:-awk}" '
    /<scale/ && !n++ {
        print "<scale id=\"one\" method=\"sum\" items=\"n1\" direction=" \
            "\"neither\" min-answered=\"all\"><title>N1</title></scale>"
    }
    { print }' "$data/bfi.xml" >"$work/bfi.xml"
"$attune" items --format csv -j 1 -i "$work/bfi.xml" \
    "$data/bfi.csv" -o "$work/items.csv" >"$work/said" 2>&1 &&
    "$attune" items --format csv -j 4 -i "$work/bfi.xml" \
        "$data/bfi.csv" -o "$work/items4.csv" >>"$work/said" 2>&1 &&
    cmp "$work/items.csv" "$work/items4.csv" >>"$work/said" 2>&1
status=$?
[ $status != 0 ] || : >"$work/said"
told $status "one and four threads tell the same of the items"
"${AWK:-awk}" -F, '
    BEGIN {
        n_names = split("n=pairwise:n alpha-pairwise=pairwise:alpha_raw " \
            "alpha-listwise=listwise:alpha_raw n-listwise=listwise:n " \
            "alpha-low=pairwise:feldt_lower95 omega=pairwise:omega_total_1f_ml " \
            "alpha-high=pairwise:feldt_upper95 lambda-2=pairwise:lambda2 " \
            "lambda-6=pairwise:lambda6_C " \
            "split-half=split:odd_even:spearman_brown " \
            "total.mean=pairwise:mean_total_complete " \
            "total.sd=pairwise:sd_total_complete " \
            "total.sem=pairwise:sem_total total.error=pairwise:sdiff_total " \
            "mean=pairwise:mean sd=pairwise:sd item-rest=pairwise:r_drop " \
            "answers=pairwise:n_item " \
            "alpha-without=pairwise:alpha_raw_if_dropped " \
            "skew=skew_type2 n-scored=n mean=mean sd=sd_n1", pairs, " ")
        for (i = 1; i <= n_names; i++) {
            split(pairs[i], pair, "=")
            ours[pair[2]] = pair[1]
        }
    }
    FNR == 1 { n_files++ }
    n_files == 1 {
        if (sub(/-total-complete$/, "", $2))
            $4 = "total." $4
        sub(/-mean-none$/, "", $2)
        got[$2, $3, $4] = $5
        if ($4 == "missing")
            got[$2, $3, "answers"] = 2800 * (1 - $5)
        if ($4 == "total.reliable-change")
            got[$2, $3, "total.error"] = $5 / 1.959963984540054
        next
    }
    ($1 == "bfi" || $1 == "describe" && $2 == "n1") && ($4 in ours) {
        key = ($2 == "n1" ? "one" : $2) SUBSEP tolower($3) SUBSEP ours[$4]
        gap = got[key] == "" ? 1 : (got[key] - $5) / $5
        gap = gap < 0 ? -gap : gap
        largest = $4 !~ /omega/ && gap > largest ? gap : largest
        if (!(gap <= ($4 ~ /omega/ ? 1e-6 : 1e-9))) {
            print $2, $3, $4 ": " got[key] " for " $5
            n_wrong++
        }
        n_compared++
    }
    END {
        printf "%d numbers, largest difference %.3g of their size\n",
            n_compared, largest
        exit n_wrong > 0 || n_compared != 5 * (14 + 5 * 5) + 4
    }' "$work/items.csv" "$source_folder/tests/data/reference/reliability.csv" \
    "$source_folder/tests/data/reference/descriptives.csv" >"$work/said" 2>&1
told $? "figures of scales and items equal R's"

# Estimates from calibrated items, within 1e-6 (R's parameters have 12 digits).
"$attune" score -q --details --keep named --keep id \
    -i "$source_folder/tests/cases/items/estimated/worry.xml" \
    -o "$work/theta.csv" "$data/bfi.csv" >"$work/said" 2>&1
"${AWK:-awk}" -F, '
    function check(name, got, want, gap) {
        gap = got - want
        gap = gap < 0 ? -gap : gap
        largest = gap > largest ? gap : largest
        if (!(gap <= 1e-6) || got == "") {
            print name " of " $1 ": " got " for " want
            n_wrong++
        }
        n_compared++
    }
    FNR == 1 { n_files++; for (c = 1; c <= NF; c++) at[$c] = c; next }
    n_files == 1 { eap[$1] = $at["eap"]; sd[$1] = $at["eap_sd"]; next }
    $at["id"] in eap {
        if ($at["theta.answered"] < 3) # one, who has no score here
            next
        check("theta", $at["theta"], eap[$at["id"]])
        check("error", $at["theta.sem"], sd[$at["id"]])
    }
    END {
        printf "%d numbers, largest difference %.3g\n", n_compared, largest
        exit n_wrong > 0 || n_compared != 2 * 181
    }' "$source_folder/tests/data/reference/irt_persons.csv" \
    "$work/theta.csv" >>"$work/said" 2>&1
told $? "estimates and their errors equal R's, person by person"

finish
