/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data of a progress chart on its frame (plot.h).  Lines and marks are
   drawn first and told to the labels; then the words (callouts.h) find their
   places. */
#include "chart/progress.h"

#include <math.h>

#include "chart/callouts.h"
#include "chart/palette.h"

#define DENSE_PT 2.5    /* points nearer than this are a line alone */
#define MARK_SHARE 0.32 /* of the room between points, for a radius */
#define SMALLEST_MARK_PT 1.0
#define HALO_FROM_PT 1.6 /* a smaller mark's halo would cut the line */
#define RING_PT 2.3      /* from a mark to its ring, of the largest mark */
#define CROSS_PT 1.9     /* half a gap's cross */
#define CROSS_AIR_PT 8.0
#define CROSS_UP_PT 5.5 /* its middle above the axis */

static bool
is_scored(const struct progress_chart *chart, size_t idx)
{
    return chart->points[idx].state == POINT_SCORED;
}

/* Whether a line joins the point to the one before it. */
static bool
is_joined(const struct progress_chart *chart, size_t idx)
{
    return idx > 0 && idx < chart->n_points && is_scored(chart, idx)
           && is_scored(chart, idx - 1) && !chart->points[idx].breaks_before;
}

static bool
has_mark(const struct picture *picture, size_t idx)
{
    const struct progress_chart *chart = picture->plot.chart;

    return is_scored(chart, idx)
           && (!picture->is_dense || idx == picture->first
               || idx == picture->latest
               || (picture->plot.style->prints_all && picture->is_named[idx])
               || (!is_joined(chart, idx) && !is_joined(chart, idx + 1)));
}

static double
ring_pt(const struct picture *picture)
{
    return picture->mark_pt
           + RING_PT * picture->mark_pt / picture->plot.style->mark_pt;
}

static struct box
box_around(struct point middle, double radius)
{
    return (struct box){middle.x - radius, middle.y - radius, middle.x + radius,
                        middle.y + radius};
}

static void
find_ends(struct picture *picture)
{
    const struct progress_chart *chart = picture->plot.chart;

    picture->first = picture->latest = SIZE_MAX;
    for (size_t i = 0; i < chart->n_points; i++) {
        if (!is_scored(chart, i))
            continue;
        if (picture->first == SIZE_MAX)
            picture->first = i;
        picture->latest = i;
    }
}

/* Marks shrink where points are near to each other, on the whole. */
static void
size_marks(struct picture *picture)
{
    const struct plot *plot = &picture->plot;
    size_t n = plot->chart->n_points;
    double each_pt =
        n > 1 ? (plot->times.to_pt - plot->times.from_pt) / (double)(n - 1)
              : INFINITY;

    picture->is_dense = each_pt < DENSE_PT;
    picture->mark_pt = fmin(plot->style->mark_pt,
                            fmax(SMALLEST_MARK_PT, MARK_SHARE * each_pt));
    if (picture->is_dense)
        picture->mark_pt = 0.75 * plot->style->mark_pt;
}

/* Draws the line of the points from 'begin' to 'end', which are all joined. */
static void
draw_run(struct picture *picture, size_t begin, size_t end)
{
    struct plot *plot = &picture->plot;
    size_t n = end - begin;
    struct point *points = ARENA_ARRAY(plot->drawing->arena, n, struct point);

    for (size_t i = 0; i < n; i++) {
        points[i] = picture->places[begin + i];
        if (i > 0)
            labels_line(&plot->labels, points[i - 1], points[i]);
    }
    if (n > 1)
        drawing_lines(plot->drawing, points, n,
                      (struct stroke){
                          COLOR_ACCENT,
                          picture->is_dense ? 1 : plot->style->line_pt, 0, 0});
}

static void
draw_runs(struct picture *picture)
{
    const struct progress_chart *chart = picture->plot.chart;

    for (size_t i = 0; i < chart->n_points;) {
        size_t end = i + 1;

        while (is_joined(chart, end))
            end++;
        if (is_scored(chart, i))
            draw_run(picture, i, end);
        i = end;
    }
}

/* A session without a score: a cross on the axis. */
static void
draw_gap(struct plot *plot, double x)
{
    struct stroke stroke = {COLOR_SOFT, 0.9, 0, 0};
    double y = plot->area.bottom - CROSS_UP_PT;
    double r = CROSS_PT;

    drawing_line(plot->drawing, (struct point){x - r, y - r},
                 (struct point){x + r, y + r}, stroke);
    drawing_line(plot->drawing, (struct point){x - r, y + r},
                 (struct point){x + r, y - r}, stroke);
    /* Wide, since a word close by would read as what the cross means. */
    labels_take(&plot->labels,
                (struct box){x - CROSS_AIR_PT, y - r, x + CROSS_AIR_PT, y + r});
}

/* A dot with a white halo; hollow when prorated; in a ring of concern. */
static void
draw_mark(struct picture *picture, size_t idx)
{
    struct plot *plot = &picture->plot;
    const struct progress_point *point = &plot->chart->points[idx];
    struct point at = picture->places[idx];
    double r = picture->mark_pt;
    double bold = 0.45 * r;
    double halo = r < HALO_FROM_PT ? 0 : 0.3 * r;

    if (point->is_concern)
        drawing_circle(plot->drawing, at, ring_pt(picture), NO_FILL,
                       (struct stroke){COLOR_ACCENT, 0.35 * r, 0, 0});
    if (point->is_prorated)
        drawing_circle(plot->drawing, at, r - bold / 4, COLOR_PAPER,
                       (struct stroke){COLOR_ACCENT, bold, 0, 0});
    else
        drawing_circle(plot->drawing, at, r, COLOR_ACCENT,
                       (struct stroke){COLOR_PAPER, halo, 0, 0});
    labels_mark(&plot->labels, box_around(at, picture->reaches_pt[idx]));
}

static void
draw_marks(struct picture *picture)
{
    struct plot *plot = &picture->plot;

    for (size_t i = 0; i < plot->chart->n_points; i++)
        if (!is_scored(plot->chart, i))
            draw_gap(plot, plot->xs[i]);
        else if (has_mark(picture, i))
            draw_mark(picture, i);
}

/* Where each point stands, and how far its mark reaches. */
static void
set_places(struct picture *picture)
{
    const struct plot *plot = &picture->plot;
    size_t n = plot->chart->n_points;

    picture->places = ARENA_ARRAY(plot->drawing->arena, n, struct point);
    picture->reaches_pt = ARENA_ARRAY(plot->drawing->arena, n, double);
    for (size_t i = 0; i < n; i++) {
        const struct progress_point *point = &plot->chart->points[i];

        picture->places[i] =
            (struct point){plot->xs[i], axis_at(&plot->values, point->value)};
        picture->reaches_pt[i] =
            point->is_concern ? ring_pt(picture) : picture->mark_pt;
    }
}

struct drawing *
progress_draw(const struct progress_chart *chart, double width_pt,
              double height_pt, const struct measure *measure,
              struct arena *arena)
{
    struct drawing *drawing = drawing_new(width_pt, height_pt, arena);
    struct picture picture = {0};

    plot_begin(&picture.plot, chart, drawing, measure);
    find_ends(&picture);
    size_marks(&picture);
    set_places(&picture);
    callouts_thin(&picture);
    plot_draw_lines(&picture.plot);
    draw_runs(&picture);
    draw_marks(&picture);
    plot_name_ends(&picture.plot);
    callouts_write(&picture);
    drawing_end(drawing); /* of the figure that plot_begin() began */
    return drawing;
}
