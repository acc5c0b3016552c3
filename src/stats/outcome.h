/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clinical significance: cut-offs between two groups, and crossings of them.
   'direction' is 1 where higher is better, -1 where lower is. */
#ifndef ATTUNE_STATS_OUTCOME_H
#define ATTUNE_STATS_OUTCOME_H

#include <stdbool.h>
#include "base/mem.h"

struct outcome_groups {
    double clinical_mean;
    double clinical_sd;
    double functional_mean;
    double functional_sd;
};

/* Jacobson & Truax 1991, with d the direction: a = Mc + d 2 Sc, out of the
   clinical group; b = Mf - d 2 Sf, into the functional one, by its own sd; c =
   (Sc Mf + Sf Mc) / (Sc + Sf), nearer to the functional than to the clinical
   one, for groups that overlap. */
enum outcome_cut { OUTCOME_CUT_A, OUTCOME_CUT_B, OUTCOME_CUT_C };
double outcome_cutoff(enum outcome_cut cut, const struct outcome_groups *groups,
                      int direction);

/* The two groups' true scores (Hageman & Arrindell 1999): each sd less the
   error 'sem' of the clinical sample, √(S² - sem²).  False where an sd is no
   larger than that. */
bool outcome_true_groups(const struct outcome_groups *groups, double sem,
                         struct outcome_groups *out) MUST_USE;

/* Hageman & Arrindell's crossing, of true scores and with an error of its own:
   1 from strictly the worse side of 'cut' to where 'passing' (of
   rci_ha_passing()) is beyond 'critical' toward better, -1 from on the cut or
   better to where it is beyond toward worse, else 0.  R's clinicalsignificance
   leaves the latter out in one place and counts it in another; here outcomes
   are alike for every method. */
int outcome_crossing_ha(double before, double cut, double passing,
                        double critical, int direction);

#endif
