/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each method of making a score is, as methods.def tells it.  A score is
   made of terms: each answered item brings one in, and they are joined.  What
   scores, checks or explains a scale asks here, never which method it is. */
#ifndef ATTUNE_INSTRUMENT_METHOD_H
#define ATTUNE_INSTRUMENT_METHOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/words.h"
#include "instrument/instrument.h"

/* What becomes of the terms: X(NAME, adds, neutral, merge), see struct join. */
#define METHOD_JOINS(X)                                                        \
    X(SUM, true, 0, sum_of)                                                    \
    X(LEAST, false, 1, lesser_of)                                              \
    X(GREATEST, false, -1, greater_of)                                         \
    X(MIDDLE, false, 0, NULL)   /* of two in the middle their mean */          \
    X(ESTIMATE, false, 0, NULL) /* by a calibration */                         \
    X(FORMULA, false, 0, NULL)  /* it says so itself */

enum method_join {
#define X(NAME, adds, neutral, merge) JOIN_##NAME,
    METHOD_JOINS(X)
#undef X
};

struct join {
    bool adds;   /* they are added as whole numbers: see units.h */
    int neutral; /* what brings nothing in lies above all (1), below all (-1),
                    or is 0 */
    double (*merge)(double so_far, double term); /* NULL: of all at once */
};

/* What an answered item brings in, after reversal. */
enum method_term {
    TERM_WEIGHED, /* its score times its weight */
    TERM_SHARE,   /* its place in its range, in percent, times its weight */
    TERM_TRUTH,   /* 1 if it satisfies 'count-if', else 0 */
    TERM_SCORE,   /* its score */
    TERM_OPERAND  /* its score before reversal, to a formula */
};

/* What stands in for items that were not answered. */
enum method_blanks {
    BLANKS_AVERAGE,  /* the average of the others: divided by their weights */
    BLANKS_PRORATED, /* the same in a sum: times all over answered */
    BLANKS_NOTHING
};

struct method {
    const char *word; /* in files */
    enum method_join join;
    enum method_term term;
    enum method_blanks blanks;
    int32_t decimals; /* shown where the file does not say */
    const char *text; /* "mean of the answered items" */
    const char *of;   /* "mean of": before the items, in explanations */
    enum word page;   /* of a report: "mean of {1} items" */
    enum word page_of_one;
    enum word client; /* "The score is the average of these numbers." */
};

extern const struct method scale_methods[]; /* N_SCALE_METHODS */

const struct method *method_of(const struct scale *scale);

const struct join *method_join_of(const struct scale *scale);

/* What stands in for blanks: of the method, or what the scale says. */
enum method_blanks method_blanks(const struct scale *scale);

/* Whether the score is made of items, not by a formula. */
bool method_has_items(const struct scale *scale);

/* Whether the answered items stand in for the others. */
bool method_fills_blanks(const struct scale *scale);

/* Whether they can do so only where all have one range and one weight: the file
   does not say how others would. */
bool method_needs_alike(const struct scale *scale);

/* Whether items may be weighed. */
bool method_weighs(const struct method *method);

/* How many answers a scale needs when 'n_applicable' of its items apply.
   Shares are compared as ratios.  A whole number asks for no more items than
   apply; what cannot be prorated asks for all. */
size_t method_needed(const struct scale *scale, size_t n_applicable);

#endif
