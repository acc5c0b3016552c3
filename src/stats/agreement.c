/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An intraclass correlation by analysis of variance, the form in which it may
   be negative.  A mixed model cannot give that, and differs there. */
#include "stats/agreement.h"

#include <assert.h>
#include <math.h>
#include "stats/moments.h"
#include "stats/normal.h"

/* F over its own quantiles. */
static void
set_interval(struct icc *icc, double f, double n, double k, double level)
{
    double tail = (1 - level) / 2;
    double low = f / f_upper_quantile(tail, n - 1, n * (k - 1));
    double high = f * f_upper_quantile(tail, n * (k - 1), n - 1);

    icc->tested = isfinite(low) && isfinite(high);
    if (icc->tested) {
        icc->low = (low - 1) / (low + k - 1);
        icc->high = (high - 1) / (high + k - 1);
    }
}

bool
icc_compute(const double *ratings, size_t n_targets, size_t n_raters,
            double level, struct icc *out)
{
    double n = (double)n_targets;
    double k = (double)n_raters;
    double between = 0;
    double within = 0;
    struct icc icc = {0};

    assert(level > 0 && level < 1);
    if (n_targets < 2 || n_raters < 2)
        return false;
    double mean = moments_of(ratings, n_targets * n_raters).mean;
    for (size_t i = 0; i < n_targets; i++) {
        struct moments one = moments_of(ratings + i * n_raters, n_raters);
        between += k * (one.mean - mean) * (one.mean - mean) / (n - 1);
        within += one.squares / (n * (k - 1));
    }
    if (!(between > 0 || within > 0))
        return false;
    icc.known = between + (k - 1) * within > 0;
    if (icc.known)
        icc.value = (between - within) / (between + (k - 1) * within);
    if (within > 0)
        set_interval(&icc, between / within, n, k, level);
    *out = icc;
    return true;
}
