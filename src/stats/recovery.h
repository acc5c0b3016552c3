/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The course that a service's clients take, by a mixed model that somebody else
   has fitted to many of them: where a new client may be expected, and how far
   one client's line departs from it (Finch, Lambert & Schaalje 2001; Speer &
   Greenbaum 1995; Laird & Ware 1982).  This is arithmetic only; without the
   coefficients of a large sample like the client there is nothing to draw.

   Time is what the model was fitted to, 0 at the intake: sessions, weeks, or
   recovery_log_time() of them. */
#ifndef ATTUNE_STATS_RECOVERY_H
#define ATTUNE_STATS_RECOVERY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"

/* score = intercept + slope time + (this client's own intercept and slope) +
   error of one score. */
struct recovery_model {
    double intercept;
    double slope;
    double tau00;  /* variance of the clients' intercepts */
    double tau01;  /* covariance of intercepts and slopes */
    double tau11;  /* variance of slopes; 0 where all share one */
    double sigma2; /* variance of a score around the client's line */
};

/* Whether the variances can be: sigma2 > 0, none below 0, tau01² <= tau00
   tau11, all finite.  All that follows needs it. */
bool recovery_is_sound(const struct recovery_model *model);

/* ln(sessions + 1), sessions counted from 0: much changes early, little late.
 */
double recovery_log_time(double sessions);

/* A score yet to come: the band that a share of clients stays within is
   interval_around(mean, sd, normal_critical(share)). */
struct expected_score {
    double mean;
    double sd;
};

/* Of a client of whom nothing is known: intercept + slope time, and √(tau00 +
   2 time tau01 + time² tau11 + sigma2). */
struct expected_score recovery_expect(const struct recovery_model *model,
                                      double time);

/* Of a client whose score at time 0 is known, for a later time > 0: with
   V and mu of recovery_expect(), C = tau00 + time tau01, mu_t + C / V_0 (intake
   - mu_0) and √(V_t - C² / V_0). */
struct expected_score recovery_expect_from(const struct recovery_model *model,
                                           double intake, double time);

/* What one client's scores say of his or her own line, drawn to the model's
   the more the less they say (empirical Bayes). */
struct recovery_own {
    double intercept; /* departure from the model's */
    double slope;
    double intercept_sd; /* given the scores; the model is taken as known */
    double slope_sd;     /* 0 where tau11 is */
};

/* The index of Speer & Greenbaum is slope / slope_sd.  With n = 0 the
   departures are 0 and the sds the model's. */
struct recovery_own recovery_own_of(const struct recovery_model *model,
                                    const double *times, const double *scores,
                                    size_t n);

#endif
