/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person over sessions: a line through the scores, what needs no line, and
   the overlap of two phases.  Time is in any unit (days, weeks), not the number
   of the session: a slope is in points per unit.  Each function says how many
   scores it needs, and returns false, its output untouched, below that. */
#ifndef ATTUNE_STATS_TREND_H
#define ATTUNE_STATS_TREND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/mem.h"
#include "stats/sem.h"

enum {
    TREND_MIN_LINE = 2,
    TREND_MIN_LINE_ERROR = 3,
    TREND_MIN_SLOPES = 2,
    TREND_MIN_KENDALL = 2,
    TREND_MIN_PHASE = 3, /* scores in either phase */
};

/* ---- a line by least squares ---- */

struct line {
    size_t n;
    double intercept;    /* the score at time 0 */
    double slope;        /* points per unit of time */
    double time_squares; /* sum of the squared deviations from the mean */
    double residual_sd;  /* with n - 2; 0 for n = 2 */
};

/* Needs TREND_MIN_LINE scores at two times or more. */
bool line_fit(const double *times, const double *scores, size_t n,
              struct line *out) MUST_USE;

/* The interval of the slope, with n - 2 degrees of freedom; errors are taken as
   independent, which scores in close sessions are not quite.  Needs
   TREND_MIN_LINE_ERROR scores; 0 < level < 1. */
bool line_slope_of(const struct line *line, double level,
                   struct interval *out) MUST_USE;

/* ---- ranks: what differs by less than a billionth is equal ---- */

/* Theil 1950 and Sen 1968: the median slope over all pairs of scores, pairs at
   one time left out; one odd score does not move it much.  Needs
   TREND_MIN_SLOPES scores at two times or more. */
bool trend_theil_sen(const double *times, const double *scores, size_t n,
                     double *slope) MUST_USE;

/* Mann 1945, Kendall 1975: do later scores tend to be higher?  Ties of scores,
   and of times, are counted in the variance. */
struct mann_kendall {
    size_t n;
    size_t n_pairs;  /* n (n - 1) / 2 */
    int64_t s;       /* pairs that rise less pairs that fall */
    double variance; /* of s */
    /* (s ∓ 1) / √variance, the step of 1 being a correction for continuity, and
       how often that much comes by chance.  The normal approximation is good
       from about eight scores; with less than four nothing can be below 0.05.
       0 and 1 where s is 0. */
    double z;
    double p; /* two-sided */
};

/* Needs TREND_MIN_KENDALL scores. */
bool mann_kendall_of(const double *times, const double *scores, size_t n,
                     struct mann_kendall *out) MUST_USE;

/* ---- two phases ---- */

/* A baseline A before a phase B: every score of B set against every score of
   A.  All but nap_toward() are positive where scores rise, whether that is
   better or not. */
struct phases {
    size_t pairs_ab; /* n_a n_b */
    int64_t s_ab; /* pairs in which B is higher less those where it is lower */
    int64_t s_a;  /* trend within A: later less earlier, as mann_kendall.s */
};

/* 'a' and 'b' in the order of time; needs TREND_MIN_PHASE scores in each. */
bool phases_compare(const double *a, size_t n_a, const double *b, size_t n_b,
                    struct phases *out) MUST_USE;

/* Nonoverlap of all pairs (Parker & Vannest 2009): the share in which B is
   better, ties half; 'direction' is 1 where higher is better and -1 where lower
   is. */
double nap_toward(const struct phases *phases, int direction);

/* Tau-U with the trend of the baseline taken off (Parker, Vannest, Davis &
   Sauber 2011): (S_AB - S_A) / pairs_ab, which may leave [-1, 1].  The
   literature and its programs divide by other numbers of pairs too, so a page
   that prints it must say by which. */
double tau_u_over_ab(const struct phases *phases);

#endif
