/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of points on the frame of a chart (plot.h), and the running medians of
   a dense one. */
#include "chart/plot.h"

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

/* Of each scored point the median of the scores around it, as far as they are
   of one measure. */
static double *
medians_of(const struct progress_line *line, size_t reach, struct arena *arena)
{
    size_t n = line->n_points;
    double *scratch = ARENA_ARRAY(arena, n, double);
    double *medians = ARENA_ARRAY(arena, n, double);

    for (size_t i = 0; i < n; i++)
        if (line->points[i].state == POINT_SCORED)
            medians[i] = running_median(line, i, reach, scratch);
    return medians;
}

/* ---- on the frame ---- */

static struct point *
places_of(const struct plot *plot, const struct progress_line *data,
          const double *medians)
{
    struct point *places =
        ARENA_ARRAY(plot->drawing->arena, data->n_points, struct point);

    for (size_t i = 0; i < data->n_points; i++)
        places[i] = (struct point){
            plot->xs[data->points[i].at],
            axis_at(&plot->values,
                    medians ? medians[i] : data->points[i].value)};
    return places;
}

struct plot_line
plot_line_of(const struct plot *plot, const struct progress_line *data,
             bool is_dense)
{
    struct plot_line line = {
        .data = *data,
        .places = places_of(plot, data, NULL),
        .first = SIZE_MAX,
        .latest = SIZE_MAX,
    };

    if (is_dense) {
        line.reach = data->n_points / WINDOWS > LEAST_REACH
                         ? data->n_points / WINDOWS
                         : LEAST_REACH;
        line.medians = medians_of(data, line.reach, plot->drawing->arena);
        line.median_places = places_of(plot, data, line.medians);
    }
    for (size_t i = 0; i < data->n_points; i++) {
        if (!plot_line_is_scored(&line, i))
            continue;
        if (line.first == SIZE_MAX)
            line.first = i;
        line.latest = i;
    }
    return line;
}

bool
plot_line_is_scored(const struct plot_line *line, size_t idx)
{
    return line->data.points[idx].state == POINT_SCORED;
}

bool
plot_line_next(const struct plot_line *line, size_t *from, size_t *end)
{
    size_t n = line->data.n_points;

    *from = *end;
    while (*from < n && !plot_line_is_scored(line, *from))
        ++*from;
    *end = *from + 1;
    while (*end < n && plot_line_is_scored(line, *end)
           && !line->data.points[*end].breaks_before)
        ++*end;
    return *from < n;
}

bool
plot_line_next_medians(const struct plot_line *line, size_t *from, size_t *end)
{
    size_t n = line->data.n_points;
    size_t n_gaps = 0;

    if (!plot_line_next(line, from, end))
        return false;
    for (size_t i = *end;
         i < n && n_gaps <= line->reach && !line->data.points[i].breaks_before;
         i++) {
        bool is_scored = plot_line_is_scored(line, i);

        n_gaps = is_scored ? 0 : n_gaps + 1;
        if (is_scored)
            *end = i + 1;
    }
    return true;
}

/* Those of a stretch, without what lies between them. */
static size_t
medians_between(const struct plot_line *line, size_t from, size_t end,
                struct point *places)
{
    size_t n = 0;

    for (size_t i = from; i < end; i++)
        if (plot_line_is_scored(line, i))
            places[n++] = line->median_places[i];
    return n;
}

void
plot_line_draw_medians(const struct plot_line *line, struct drawing *drawing,
                       struct stroke stroke)
{
    struct point *places =
        ARENA_ARRAY(drawing->arena, line->data.n_points, struct point);

    for (size_t from = 0, end = 0; plot_line_next_medians(line, &from, &end);) {
        size_t n = medians_between(line, from, end, places);

        if (n > 1)
            drawing_lines(drawing, places, n, stroke);
    }
}

static void
tell_medians(const struct plot_line *line, struct labels *labels)
{
    for (size_t from = 0, end = 0; plot_line_next_medians(line, &from, &end);) {
        size_t last = from;

        for (size_t i = from + 1; i < end; i++) {
            if (!plot_line_is_scored(line, i))
                continue;
            labels_line(labels, line->median_places[last],
                        line->median_places[i]);
            last = i;
        }
    }
}

/* A point alone is a line without length. */
void
plot_line_tell(const struct plot_line *line, struct labels *labels)
{
    for (size_t from = 0, end = 0; plot_line_next(line, &from, &end);) {
        if (end - from == 1)
            labels_line(labels, line->places[from], line->places[from]);
        for (size_t i = from + 1; i < end; i++)
            labels_line(labels, line->places[i - 1], line->places[i]);
    }
    if (line->medians)
        tell_medians(line, labels);
}
