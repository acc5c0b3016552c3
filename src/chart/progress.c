/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data of a progress chart on its frame (plot.h).  Lines and marks are told
   to the labels first; then words find their places, rules are drawn around
   them, and data and words over all. */
#include "chart/progress.h"

#include <math.h>
#include "chart/palette.h"
#include "chart/plot.h"

#define MARK_SHARE 0.32 /* of the room between sessions, for a radius */
#define SMALLEST_MARK_PT 1.0
#define HALO_FROM_PT 1.6 /* a smaller mark's halo would cut the line */
#define RING 1.9         /* the radius of a ring, in that of its mark */
#define CROSS_PT 1.9     /* half a gap's cross */
#define CROSS_GAP_PT 1.0 /* to the next */
#define CROSS_AIR_PT 8.0
#define STROKE_UP_PT 2.0  /* half a gap's stroke, where a line is dense, */
#define STROKE_AIR_PT 1.5 /* and the air beside it */
#define PALE_DOT_PT 0.5
#define CROSS_UP_PT 5.5 /* its middle above the axis */
#define APART_PT 14.0   /* of sparse marks from the ends */
#define RINGS_PT 13.0   /* between sessions, for a ring each */

/* The data as it lies on its frame. */
struct picture {
    struct plot plot;
    struct plot_line line;
    bool *is_marked;
    double mark_pt; /* the radius of marks */
    bool is_dense;  /* a running median lies over all */
    bool is_sparse; /* not every point has a mark */
};

/* How far a point's mark reaches. */
static double
reach_pt(const struct picture *picture, size_t idx)
{
    return picture->plot.chart->points[idx].concern == CONCERN_NONE
               ? picture->mark_pt
               : RING * picture->mark_pt;
}

static bool
has_rings(const struct progress_chart *chart)
{
    for (size_t i = 0; i < chart->n_points; i++)
        if (chart->points[i].concern != CONCERN_NONE)
            return true;
    return false;
}

/* Marks shrink where sessions are near to each other, on the whole; rings would
   make a chain there. */
static void
size_marks(struct picture *picture)
{
    const struct plot *plot = &picture->plot;
    size_t n = plot->chart->n_points;
    double each_pt =
        n > 1 ? (plot->times.to_pt - plot->times.from_pt) / (double)(n - 1)
              : INFINITY;

    picture->mark_pt = fmin(plot->style->mark_pt,
                            fmax(SMALLEST_MARK_PT, MARK_SHARE * each_pt));
    if (picture->is_dense)
        picture->mark_pt = 0.8 * plot->style->mark_pt;
    picture->is_sparse =
        picture->is_dense || (each_pt < RINGS_PT && has_rings(plot->chart));
}

/* Whether a value is beyond the cut-off: 1, -1, or 0 where there is none. */
static int
side_of(const struct progress_chart *chart, double value)
{
    if (!chart->has_cutoff)
        return 0;
    return value < chart->cutoff ? -1 : 1;
}

/* Whether the course has come to the other side of the cut-off than '*side', or
   to the first; of a dense line its score must be there too. */
static bool
changes_side(const struct picture *picture, size_t idx, int *side)
{
    const struct progress_chart *chart = picture->plot.chart;
    double value = chart->points[idx].value;
    int before = *side;
    int now =
        side_of(chart, picture->is_dense ? picture->line.medians[idx] : value);

    if (now == before || (before && side_of(chart, value) != now))
        return false;
    *side = now;
    return before != 0;
}

static bool
is_apart(const struct picture *picture, size_t a, size_t b)
{
    return fabs(picture->line.places[a].x - picture->line.places[b].x)
           >= APART_PT;
}

/* All points; or where these are too near to each other the first, the latest,
   and where the side of the cut-off has changed. */
static void
choose_marks(struct picture *picture)
{
    const struct progress_chart *chart = picture->plot.chart;
    const struct plot_line *line = &picture->line;
    int side = 0;

    picture->is_marked =
        ARENA_ARRAY(picture->plot.drawing->arena, chart->n_points, bool);
    for (size_t i = 0; i < chart->n_points; i++)
        if (plot_line_is_scored(line, i))
            picture->is_marked[i] = !picture->is_sparse || i == line->first
                                    || i == line->latest
                                    || (changes_side(picture, i, &side)
                                        && is_apart(picture, i, line->first)
                                        && is_apart(picture, i, line->latest));
}

/* ---- telling the labels ---- */

static struct box
box_around(struct point middle, double across, double up)
{
    return (struct box){middle.x - across, middle.y - up, middle.x + across,
                        middle.y + up};
}

static struct point
cross_at(const struct picture *picture, size_t idx)
{
    return (struct point){picture->line.places[idx].x,
                          picture->plot.area.bottom - CROSS_UP_PT};
}

/* The air around a cross is wide, since a word close by would read as what it
   means. */
static struct box
gap_box(const struct picture *picture, size_t idx)
{
    return picture->is_dense
               ? box_around(cross_at(picture, idx), STROKE_AIR_PT, STROKE_UP_PT)
               : box_around(cross_at(picture, idx), CROSS_AIR_PT, CROSS_PT);
}

static void
tell_labels(struct picture *picture)
{
    const struct progress_chart *chart = picture->plot.chart;
    struct labels *labels = &picture->plot.labels;

    for (size_t i = 0; i < chart->n_points; i++) {
        double reach = reach_pt(picture, i);

        if (!plot_line_is_scored(&picture->line, i))
            labels_take(labels, gap_box(picture, i));
        if (picture->is_marked[i])
            labels_mark(labels,
                        box_around(picture->line.places[i], reach, reach));
    }
    plot_line_tell(&picture->line, labels);
}

static void
place_value(struct picture *picture, size_t idx)
{
    plot_place_value(
        &picture->plot,
        &(struct plot_value){
            .at = picture->line.places[idx],
            .reach_pt = reach_pt(picture, idx) + 3,
            .value = picture->plot.chart->points[idx].value,
            .decimals = picture->plot.chart->points[idx].decimals,
            .color = COLOR_INK,
            .is_end = idx == picture->line.first || idx == picture->line.latest,
            .is_latest = idx == picture->line.latest,
        });
}

static void
place_end_values(struct picture *picture)
{
    const struct plot_line *line = &picture->line;

    if (line->first == SIZE_MAX)
        return;
    place_value(picture, line->first);
    if (line->latest != line->first)
        place_value(picture, line->latest);
}

static void
place_values(struct picture *picture)
{
    const struct plot *plot = &picture->plot;

    if (!plot->style->is_large)
        return;
    for (size_t i = 0; i < plot->chart->n_points; i++)
        if (picture->is_marked[i]
            && (picture->is_dense || plot->is_named[plot->chart->points[i].at])
            && i != picture->line.first && i != picture->line.latest)
            place_value(picture, i);
}

/* ---- drawing ---- */

/* Draws the points from 'begin' to 'end', which are all joined; of a dense line
   pale, as running medians lie over them. */
static void
draw_run(struct picture *picture, size_t begin, size_t end)
{
    struct plot *plot = &picture->plot;
    const struct point *raw = picture->line.places + begin;
    bool is_dense = picture->is_dense;
    uint32_t color = is_dense ? COLOR_PALE : COLOR_ACCENT;
    double line_pt = is_dense ? 0.8 : plot->style->line_pt;

    if (end - begin > 1)
        drawing_lines(plot->drawing, raw, end - begin,
                      (struct stroke){color, line_pt, 0, 0});
    else if (!picture->is_marked[begin])
        drawing_circle(plot->drawing, raw[0],
                       is_dense ? PALE_DOT_PT : SMALLEST_MARK_PT, color,
                       (struct stroke){0});
}

void
progress_cross(struct drawing *drawing, struct point at)
{
    struct stroke stroke = {COLOR_SOFT, 0.9, 0, 0};
    double r = CROSS_PT;

    drawing_line(drawing, (struct point){at.x - r, at.y - r},
                 (struct point){at.x + r, at.y + r}, stroke);
    drawing_line(drawing, (struct point){at.x - r, at.y + r},
                 (struct point){at.x + r, at.y - r}, stroke);
}

void
progress_mark(struct drawing *drawing, struct point at, double radius_pt,
              const struct progress_point *point)
{
    double bold = 0.45 * radius_pt;
    double halo = radius_pt < HALO_FROM_PT ? 0 : 0.3 * radius_pt;
    struct stroke ring = {COLOR_WARN, fmax(0.7, 0.38 * radius_pt), 0, 0};

    if (point->concern == CONCERN_NEAR)
        ring.dash_pt = ring.gap_pt = 1.2;
    if (point->concern != CONCERN_NONE)
        drawing_circle(drawing, at, RING * radius_pt, COLOR_PAPER, ring);
    if (point->is_prorated)
        drawing_circle(drawing, at, radius_pt - bold / 4, COLOR_PAPER,
                       (struct stroke){COLOR_ACCENT, bold, 0, 0});
    else
        drawing_circle(drawing, at, radius_pt, COLOR_ACCENT,
                       (struct stroke){COLOR_PAPER, halo, 0, 0});
}

static void
draw_marks(const struct picture *picture)
{
    const struct progress_chart *chart = picture->plot.chart;

    for (size_t i = 0; i < chart->n_points; i++)
        if (picture->is_marked[i])
            progress_mark(picture->plot.drawing, picture->line.places[i],
                          picture->mark_pt, &chart->points[i]);
}

void
progress_stroke(struct drawing *drawing, struct point at)
{
    drawing_line(drawing, (struct point){at.x, at.y - STROKE_UP_PT},
                 (struct point){at.x, at.y + STROKE_UP_PT},
                 (struct stroke){COLOR_SOFT, 0.4, 0, 0});
}

/* One cross stands for several that would touch; where a line is dense they
   would make a chain, and each is a fine stroke. */
static void
draw_gaps(const struct picture *picture)
{
    struct drawing *drawing = picture->plot.drawing;
    double free_from = 0;

    for (size_t i = 0; i < picture->plot.chart->n_points; i++) {
        struct point at = cross_at(picture, i);

        if (plot_line_is_scored(&picture->line, i))
            continue;
        if (picture->is_dense) {
            progress_stroke(drawing, at);
        } else if (at.x - CROSS_PT >= free_from) {
            progress_cross(drawing, at);
            free_from = at.x + CROSS_PT + CROSS_GAP_PT;
        }
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
    picture.is_dense = progress_is_dense(chart->points, chart->n_points);
    size_marks(&picture);
    picture.line = plot_line_of(
        &picture.plot, &(struct progress_line){chart->points, chart->n_points},
        picture.is_dense);
    choose_marks(&picture);
    tell_labels(&picture);
    place_end_values(&picture);
    plot_place_words(&picture.plot);
    place_values(&picture);
    plot_draw_frame(&picture.plot);
    for (size_t from = 0, end = 0; plot_line_next(&picture.line, &from, &end);)
        draw_run(&picture, from, end);
    if (picture.is_dense)
        plot_line_draw_medians(
            &picture.line, drawing,
            (struct stroke){COLOR_ACCENT, picture.plot.style->line_pt, 0, 0});
    draw_gaps(&picture);
    draw_marks(&picture);
    labels_draw(&picture.plot.labels);
    drawing_end(drawing); /* of the figure that plot_begin() began */
    if (chart->need)
        *chart->need = picture.plot.need;
    return drawing;
}
