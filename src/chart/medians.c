/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running medians of dense lines (progress.h). */
#include "chart/progress.h"

#include "stats/moments.h"

enum {
    LEAST_REACH = 2, /* scores on either side that a running median is of; */
    WINDOWS = 24     /* of many, a share of them */
};

bool
progress_is_dense(const struct progress_point *points, size_t n)
{
    size_t n_scored = 0;

    for (size_t i = 0; i < n; i++)
        n_scored += points[i].state == POINT_SCORED;
    return n_scored >= PROGRESS_DENSE;
}

/* Adds as many scores as that before or behind a point, as far as they are of
   one measure. */
static size_t
gather(const struct progress_line *line, size_t idx, bool is_behind,
       size_t most, double *scores)
{
    size_t n = 0;

    while (n < most && (is_behind ? idx + 1 < line->n_points : idx > 0)) {
        bool breaks = line->points[is_behind ? idx + 1 : idx].breaks_before;

        idx = is_behind ? idx + 1 : idx - 1;
        if (breaks)
            break;
        if (line->points[idx].state == POINT_SCORED)
            scores[n++] = line->points[idx].value;
    }
    return n;
}

/* The middle one of the scores around a point; 'scratch' holds as many as there
   are points. */
static double
running_median(const struct progress_line *line, size_t idx, size_t reach,
               double *scratch)
{
    size_t n = 1;

    scratch[0] = line->points[idx].value;
    n += gather(line, idx, false, reach, scratch + n);
    n += gather(line, idx, true, reach, scratch + n);
    quantile_sort(scratch, n);
    return n % 2 ? scratch[n / 2] : (scratch[n / 2 - 1] + scratch[n / 2]) / 2;
}

double *
progress_medians(const struct progress_point *points, size_t n,
                 struct arena *arena)
{
    const struct progress_line line = {points, n};
    size_t reach = n / WINDOWS > LEAST_REACH ? n / WINDOWS : LEAST_REACH;
    double *scratch = ARENA_ARRAY(arena, n, double);
    double *medians = ARENA_ARRAY(arena, n, double);

    for (size_t i = 0; i < n; i++)
        if (points[i].state == POINT_SCORED)
            medians[i] = running_median(&line, i, reach, scratch);
    return medians;
}
