/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The round numbers at which a range is ruled. */
#ifndef ATTUNE_CHART_TICKS_H
#define ATTUNE_CHART_TICKS_H

#include <stddef.h>

enum { MAX_TICKS = 12 };

struct ticks {
    double values[MAX_TICKS]; /* ascending; the first is lo, the last hi */
    size_t n;
    int decimals; /* with which all of them are printed */
};

/* At most 'n_max' (2 or more) ticks from 'lo' to 'hi', which both are among
   them, since a chart shows the whole range.  Steps are 1, 2, 2.5 or 5 times a
   power of ten, in short ranges 3 and 4 too; where no such step meets both
   ends, round numbers between them. */
struct ticks ticks_of(double lo, double hi, size_t n_max);

/* With how many decimals, at most 4, the number is said exactly. */
int ticks_decimals(double number);

#endif
