/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clinical significance: cut-offs between two groups, and crossings. */
#include "stats/outcome.h"

#include <assert.h>
#include <math.h>
#include "stats/rci.h"

double
outcome_cutoff(enum outcome_cut cut, const struct outcome_groups *groups,
               int direction)
{
    double clinical_sd = groups->clinical_sd;
    double functional_sd = groups->functional_sd;

    assert(direction == 1 || direction == -1);
    switch (cut) {
    case OUTCOME_CUT_A:
        return groups->clinical_mean + direction * 2 * clinical_sd;
    case OUTCOME_CUT_B:
        return groups->functional_mean - direction * 2 * functional_sd;
    case OUTCOME_CUT_C:
        break;
    }
    return (clinical_sd * groups->functional_mean
            + functional_sd * groups->clinical_mean)
           / (clinical_sd + functional_sd);
}

bool
outcome_true_groups(const struct outcome_groups *groups, double sem,
                    struct outcome_groups *out)
{
    double error = sem * sem;
    double clinical = groups->clinical_sd * groups->clinical_sd - error;
    double functional = groups->functional_sd * groups->functional_sd - error;

    if (!(clinical > 0 && functional > 0))
        return false;
    *out = *groups;
    out->clinical_sd = sqrt(clinical);
    out->functional_sd = sqrt(functional);
    return true;
}

int
outcome_crossing_ha(double before, double cut, double passing, double critical,
                    int direction)
{
    int from_clinical = direction * before < direction * cut ? 1 : -1;

    return rci_sign(passing, critical, direction) == from_clinical
               ? from_clinical
               : 0;
}
