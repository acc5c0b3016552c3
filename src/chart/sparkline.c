/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A progress chart without words: on true time, the latest point marked. */
#include "chart/sparkline.h"

#include "chart/axis.h"
#include "chart/palette.h"

#define LATEST_PT 1.9 /* radius of the latest point, */
#define ALONE_PT 0.8  /* and of one that no line meets */
#define LINE_PT 1.0

static bool
is_joined(const struct progress_chart *chart, size_t idx)
{
    return idx > 0 && idx < chart->n_points
           && chart->points[idx].state == POINT_SCORED
           && chart->points[idx - 1].state == POINT_SCORED
           && !chart->points[idx].breaks_before;
}

/* Where each point stands; those without a score stand nowhere. */
static struct point *
places_of(const struct progress_chart *chart, double width_pt, double height_pt,
          struct arena *arena)
{
    size_t n = chart->n_points;
    int32_t *days = ARENA_ARRAY(arena, n, int32_t);
    double *times = ARENA_ARRAY(arena, n, double);
    struct point *places = ARENA_ARRAY(arena, n, struct point);
    struct axis x = {.from_pt = LATEST_PT, .to_pt = width_pt - LATEST_PT};
    struct axis y = {chart->lo, chart->hi, height_pt - LATEST_PT, LATEST_PT};

    for (size_t i = 0; i < n; i++)
        days[i] = chart->points[i].date_days;
    axis_times(days, n, times);
    x.lo = n ? times[0] : 0;
    x.hi = n ? times[n - 1] : 0;
    for (size_t i = 0; i < n; i++)
        places[i] = (struct point){axis_at(&x, times[i]),
                                   axis_at(&y, chart->points[i].value)};
    return places;
}

static void
draw_runs(struct drawing *drawing, const struct progress_chart *chart,
          const struct point *places)
{
    for (size_t i = 0; i < chart->n_points;) {
        size_t end = i + 1;

        while (is_joined(chart, end))
            end++;
        if (end - i > 1)
            drawing_lines(drawing, places + i, end - i,
                          (struct stroke){COLOR_SOFT, LINE_PT, 0, 0});
        else if (chart->points[i].state == POINT_SCORED)
            drawing_circle(drawing, places[i], ALONE_PT, COLOR_SOFT,
                           (struct stroke){0});
        i = end;
    }
}

struct drawing *
sparkline_draw(const struct progress_chart *chart, double width_pt,
               double height_pt, struct arena *arena)
{
    struct drawing *drawing = drawing_new(width_pt, height_pt, arena);
    const struct point *places = places_of(chart, width_pt, height_pt, arena);
    size_t latest = chart->n_points;

    draw_runs(drawing, chart, places);
    while (latest > 0 && chart->points[latest - 1].state != POINT_SCORED)
        latest--;
    if (latest > 0)
        drawing_circle(drawing, places[latest - 1], LATEST_PT, COLOR_ACCENT,
                       (struct stroke){COLOR_PAPER, 0.6, 0, 0});
    return drawing;
}
