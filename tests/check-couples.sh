#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Puts couples whose scores R has seen through attune score --couples and
# compares, as TAP: the rows that are written, with R's numbers computed anew
# from them by the formulas; and the summary, as exactly as it is printed.
# tests/data/reference/README.md says where the numbers are from.
#
# Run by make check; by hand: BUILD_FOLDER=build tests/check-couples.sh.
set -u

. "${SOURCE_FOLDER:-.}/tests/checks.sh"
data=$source_folder/tests/data/reference

# The score is the one item, on a range that holds all of them.
cat >"$work/one.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<instrument xmlns="urn:attune:instrument:1" id="one" edition="1" xml:lang="en"
    status="unvalidated">
  <title>One</title>
  <about><author>the attune authors</author><licence spdx="CC0-1.0"/></about>
  <range id="r" min="0" max="60" step="1"><low>low</low><high>high</high></range>
  <section id="s" responses="r"><item id="q"><text>Q</text></item></section>
  <scale id="x" method="sum" items="q" min-answered="all" direction="neither">
    <title>X</title>
  </scale>
</instrument>
XML

# compare NAME FILE: a row for each partner, b's before a's, and scores them.
compare() {
    "${AWK:-awk}" -F, '
        NR == 1 { print "couple,client,session,date,q"; next }
        { printf "k%s,p2,1,2026-01-09,%s\nk%s,p1,1,2026-01-02,%s\n",
              $1, $3, $1, $2 }' "$2" >"$work/$1.csv"
    "$attune" score -i "$work/one.xml" --couples \
        -o "$work/$1.out" "$work/$1.csv" >"$work/$1.err" 2>&1
    status=$?
    cp "$work/$1.err" "$work/said"
    told $status "couples of $1 are put together"
}

# From the rows: n, r, double-entry ICC, ICC(1,1), mean of b - a and its limits.
statistics() {
    "${AWK:-awk}" -F, '
        NR == 1 {
            for (c = 1; c <= NF; c++)
                at[$c] = c
            next
        }
        {
            n++
            a[n] = $at["a"]; b[n] = $at["b"]
            if ($at["gap"] != b[n] - a[n])
                print "gap of couple " $1 " is not b less a"
            sum_a += a[n]; sum_b += b[n]
        }
        END {
            mean_a = sum_a / n; mean_b = sum_b / n
            mean = (mean_a + mean_b) / 2
            for (i = 1; i <= n; i++) {
                ab += (a[i] - mean_a) * (b[i] - mean_b)
                aa += (a[i] - mean_a) ^ 2
                bb += (b[i] - mean_b) ^ 2
                both += 2 * (a[i] - mean) * (b[i] - mean)
                all += (a[i] - mean) ^ 2 + (b[i] - mean) ^ 2
                between += 2 * ((a[i] + b[i]) / 2 - mean) ^ 2
                within += (a[i] - b[i]) ^ 2 / 2
                gaps += (b[i] - a[i] - mean_b + mean_a) ^ 2
            }
            msb = between / (n - 1)
            msw = within / n
            sd = sqrt(gaps / (n - 1))
            printf "n %d\n", n
            printf "r %.12g\n", ab / sqrt(aa * bb)
            printf "double %.12g\n", both / all
            printf "icc %.12g\n", (msb - msw) / (msb + msw)
            printf "gap %.12g\n", mean_b - mean_a
            printf "low %.12g\n", mean_b - mean_a - 1.96 * sd
            printf "high %.12g\n", mean_b - mean_a + 1.96 * sd
        }' "$work/$1.out" >"$work/$1.numbers"
}

# The numbers of the summary, by the same names.
summary() {
    sed -n 's/^  x \([0-9]*\) couples, ICC(1,1) \([-0-9.]*\) (95 % [-0-9.]* to [-0-9.]*), double-entry ICC \([-0-9.]*\), r \([-0-9.]*\), mean gap (b less a) \([-0-9.]*\), limits of agreement \([-0-9.]*\) to \([-0-9.]*\)$/n \1\
icc \2\
double \3\
r \4\
gap \5\
low \6\
high \7/p' "$work/$1.err" >"$work/$1.summary"
}

# agree WANT GOT: each number of WANT stands in GOT, to half of the last digit
# that is printed there or, of 12 digits, to 1e-9.
agree() {
    "${AWK:-awk}" '
        NR == FNR { want[$1] = $2; n++; next }
        $1 in want {
            digits = index($2, ".") ? length($2) - index($2, ".") : 0
            exact = digits > 6 ? 1e-9 : 0.5000001 * 10 ^ -digits
            gap = $2 - want[$1]
            gap = gap < 0 ? -gap : gap
            found++
            if (!(gap <= exact)) {
                print $1 ": " $2 " for " want[$1]
                wrong++
            }
        }
        END {
            printf "%d of %d numbers found\n", found, n
            exit wrong > 0 || found != n || n == 0
        }' "$1" "$2" >"$work/said" 2>&1
}

# R's differences are a less b.
"${AWK:-awk}" -F, '
    $1 == "icc" && $2 == "couples" && $3 == "ICC1" && $4 == "icc" { print "icc", $5 }
    $1 == "dyad" && $4 == "pearson" { print "r", $5 }
    $1 == "dyad" && $4 == "pairwise_double_entry_icc" { print "double", $5 }
    $1 == "dyad" && $4 == "mean_diff" { print "gap", -$5 }
    $1 == "dyad" && $4 == "loa_lower" { printf "high %.12g\n", -$5 }
    $1 == "dyad" && $4 == "loa_upper" { printf "low %.12g\n", -$5 }
    END { print "n", 60 }' OFMT=%.12g "$data/icc_dyads.csv" >"$work/R"

compare synthetic "$data/couples_synthetic.csv"
statistics synthetic
agree "$work/R" "$work/synthetic.numbers"
told $? "60 couples: the rows give R's numbers"
summary synthetic
agree "$work/R" "$work/synthetic.summary"
told $? "60 couples: the summary prints R's numbers"

# Two of the four judges, as if the targets were couples.
compare judges "$data/shrout_fleiss_1979.csv"
statistics judges
summary judges
agree "$work/judges.numbers" "$work/judges.summary"
told $? "two judges of Shrout and Fleiss: the summary follows from the rows"

finish
