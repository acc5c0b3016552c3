/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line through scores by least squares; the first part of trend.h. */
#include "stats/trend.h"

#include <math.h>
#include "stats/moments.h"
#include "stats/normal.h"

static double
residual_squares(const struct line *line, const double *times,
                 const double *scores)
{
    double squares = 0;

    for (size_t i = 0; i < line->n; i++) {
        double left = scores[i] - line->intercept - line->slope * times[i];

        squares += left * left;
    }
    return squares;
}

bool
line_fit(const double *times, const double *scores, size_t n, struct line *out)
{
    struct moments of_times;
    struct moments of_scores;
    struct line line = {.n = n};
    double products = 0;
    double left;

    if (n < TREND_MIN_LINE)
        return false;
    of_times = moments_of(times, n);
    of_scores = moments_of(scores, n);
    if (!(of_times.squares > 0))
        return false;
    for (size_t i = 0; i < n; i++)
        products += (times[i] - of_times.mean) * (scores[i] - of_scores.mean);
    line.time_mean = of_times.mean;
    line.time_squares = of_times.squares;
    line.slope = products / of_times.squares;
    line.intercept = of_scores.mean - line.slope * of_times.mean;
    left = residual_squares(&line, times, scores);
    if (n > 2)
        line.residual_sd = sqrt(left / (double)(n - 2));
    if (of_scores.squares > 0)
        line.r2 = 1 - left / of_scores.squares;
    *out = line;
    return true;
}

bool
line_slope_of(const struct line *line, double level, struct line_slope *out)
{
    double df = (double)line->n - 2;
    struct line_slope slope = {0};
    double reach;

    if (line->n < TREND_MIN_LINE_ERROR)
        return false;
    slope.error = line->residual_sd / sqrt(line->time_squares);
    reach = t_critical(level, df) * slope.error;
    slope.low = line->slope - reach;
    slope.high = line->slope + reach;
    slope.tested = slope.error > 0;
    if (slope.tested) {
        slope.t = line->slope / slope.error;
        slope.p = t_two_sided(slope.t, df);
    }
    *out = slope;
    return true;
}
