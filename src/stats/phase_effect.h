/* SPDX-License-Identifier: GPL-3.0-or-later */
/* More ways to say how far a phase B is from the baseline A before it, as
   published studies of single cases have them.  NAP and Tau-U, which use every
   pair of scores, are in trend.h and are to be preferred: PND hangs on one
   score of the baseline, PEM on its median alone, and what divides by the
   baseline's sd on a spread that few scores can tell. */
#ifndef ATTUNE_STATS_PHASE_EFFECT_H
#define ATTUNE_STATS_PHASE_EFFECT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"
#include "stats/sem.h"

/* Scores in the order of time, and when each was. */
struct phase {
    size_t n;
    const double *times;
    const double *scores;
};

/* Percentage of nonoverlapping data (Scruggs, Mastropieri & Casto 1987), as a
   share: how much of B is strictly beyond the best score of A.  'direction' is
   1 where higher is better and -1 where lower is; n > 0 in both phases. */
double pnd_toward(const struct phase *a, const struct phase *b, int direction);

/* Percentage exceeding the median (Ma 2006), as a share: how much of B is
   beyond the median of A, on it half.  As pnd_toward(). */
double pem_toward(const struct phase *a, const struct phase *b, int direction);

/* What needs no direction; positive where B is higher. */
struct phase_effect {
    bool has_smd; /* the baseline varies */
    double smd;   /* the means' difference in sds of the baseline (n - 1) */
    bool has_log_ratio; /* both means are above 0 */
    double log_ratio;   /* ln(mean of B / mean of A) */
    /* Mean of A ± 2 sd of A: two successive scores of B outside it are taken
       as a change (Gottman & Leiblum 1974). */
    struct interval band;
};

/* Needs two scores in A and one in B. */
bool phase_effect_of(const struct phase *a, const struct phase *b,
                     struct phase_effect *out) MUST_USE;

/* Tau of B against A once the trend of A, its median slope (trend_theil_sen()),
   is taken off both (Tarlow 2017), with the pairs of A and B as denominator, as
   'tau' of struct phases has it; Tarlow has tau-b against the number of the
   phase, and corrects only where the trend of A is significant.  What differs
   by less than 5e-10 points is tied.  Needs what phases_compare() needs, and
   two times in A. */
bool phase_corrected_tau(const struct phase *a, const struct phase *b,
                         double *tau) MUST_USE;

/* The variance of struct phases.s_ab if no scores were tied: n_a n_b (n + 1)
   / 3, as older tables have it. */
double phases_variance_untied(size_t n_a, size_t n_b);

#endif
