# SPDX-License-Identifier: GPL-3.0-or-later
# thirty-six.xml by hand, for awk.
BEGIN {
    FS = OFS = ","
    split("9 11 20 22 26 27 28 29 30 31 33 34 35 36", list, " ")
    for (i in list)
        is_reversed[list[i]] = 1
}
NR == 1 { print "client,date,first,second"; next }
{ print $1, $2, mean(1, 18), mean(19, 36) }
function mean(from, to,    i, sum, n, cell) {
    for (i = from; i <= to; i++) {
        cell = $(i + 2)
        if (cell != "") {
            n++
            sum += (i in is_reversed) ? 8 - cell : cell
        }
    }
    return n >= 14 ? sprintf("%.4f", sum / n) : ""
}
