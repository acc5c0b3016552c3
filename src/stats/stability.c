/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control charts, and scores that lean on the one before; see stability.h. */
#include "stats/stability.h"

#include <assert.h>
#include <math.h>
#include "stats/moments.h"
#include "stats/quantile.h"

bool
xmr_of(const double *scores, size_t n, struct xmr *out)
{
    size_t n_ranges = n - 1;
    struct xmr xmr = {0};
    double *ranges;

    if (n < STABILITY_MIN_XMR)
        return false;
    ranges = mem_array(n_ranges, sizeof *ranges);
    for (size_t i = 0; i < n_ranges; i++)
        ranges[i] = fabs(scores[i + 1] - scores[i]);
    quantile_sort(ranges, n_ranges);
    xmr.centre = moments_of(scores, n).mean;
    xmr.mean_range = moments_of(ranges, n_ranges).mean;
    xmr.median_range = quantile_median(ranges, n_ranges);
    mem_free(ranges);
    xmr.sigma = xmr.mean_range / XMR_D2;
    xmr.range_limit = XMR_RANGE_LIMIT * xmr.mean_range;
    xmr.by_mean = interval_around(xmr.centre, xmr.mean_range, XMR_BY_MEAN);
    xmr.by_median =
        interval_around(xmr.centre, xmr.median_range, XMR_BY_MEDIAN);
    *out = xmr;
    return true;
}

double
ewma_next(double previous, double score, double share)
{
    assert(share > 0 && share <= 1);
    return share * score + (1 - share) * previous;
}

double
ewma_error_in_the_end(double sd, double share)
{
    assert(sd >= 0 && share > 0 && share <= 1);
    return sd * sqrt(share / (2 - share));
}

double
ewma_error(double sd, double share, size_t n)
{
    double known = 1 - pow(1 - share, 2 * (double)n);

    assert(n > 0);
    return ewma_error_in_the_end(sd, share) * sqrt(known);
}

struct cusum
cusum_next(struct cusum before, double score, double target, double slack)
{
    double above = score - target;

    assert(slack >= 0);
    return (struct cusum){fmax(0, before.high + above - slack),
                          fmax(0, before.low - above - slack)};
}

bool
lag_correlation(const double *scores, size_t n, double *r)
{
    struct moments moments;
    double products = 0;

    if (n < STABILITY_MIN_LAG)
        return false;
    moments = moments_of(scores, n);
    if (!(moments.squares > 0))
        return false;
    for (size_t i = 1; i < n; i++)
        products += (scores[i] - moments.mean) * (scores[i - 1] - moments.mean);
    *r = products / moments.squares;
    return true;
}

bool
line_durbin_watson(const struct line *line, const double *times,
                   const double *scores, double *d)
{
    double steps = 0;
    double squares = 0;
    double before = 0;

    if (line->n < STABILITY_MIN_LAG || !(line->residual_sd > 0))
        return false;
    for (size_t i = 0; i < line->n; i++) {
        double left = scores[i] - line->intercept - line->slope * times[i];

        if (i > 0)
            steps += (left - before) * (left - before);
        squares += left * left;
        before = left;
    }
    *d = steps / squares;
    return true;
}
