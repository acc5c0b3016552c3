/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data of a progress chart on its frame (plot.h).  Lines and marks are
   drawn first and told to the labels, which then find their places: the words
   for the ends, the first and the latest value, the cut-off, the phases, and
   what other values have room. */
#include "chart/progress.h"

#include <math.h>

#include "chart/palette.h"
#include "chart/plot.h"
#include "chart/ticks.h"

#define DENSE_PT 2.5    /* points nearer than this are a line alone */
#define MARK_SHARE 0.32 /* of the room between points, for a radius */
#define SMALLEST_MARK_PT 1.0
#define HALO_FROM_PT 1.6 /* a smaller mark's halo would cut the line */
#define RING_PT 2.3      /* from a mark to its ring, of the largest mark */
#define CROSS_PT 1.9     /* half a gap's cross */
#define CROSS_UP_PT 5.5  /* its middle above the axis */
#define SESSION_GAP_PT 4.0
#define SESSION_DOWN_PT 10.5
#define CALENDAR_DOWN_PT 20.5
#define PHASE_SHARE 0.4 /* of the width, at most, for a phase's name */
#define ROW_PT 10.0     /* from one phase's name to the next below */
#define DIGIT 0.72      /* the height of a figure, in sizes */

enum {
    PHASE_ROWS = 6,
    NEAR_SPOTS = 8, /* at which a value is surely its point's */
    VALUE_ROWS = 4, /* for the first and the latest, where all these are held */
    MAX_VALUE_SPOTS = NEAR_SPOTS + 6 * VALUE_ROWS
};

struct picture {
    struct plot plot;
    double mark_pt; /* radius */
    bool is_dense;
    bool *is_named; /* sessions that have their label on the axis */
    size_t first;   /* scored point; SIZE_MAX: none */
    size_t latest;
};

static bool
is_scored(const struct progress_chart *chart, size_t idx)
{
    return chart->points[idx].state == POINT_SCORED;
}

static struct point
place_of(const struct picture *picture, size_t idx)
{
    const struct plot *plot = &picture->plot;

    return (struct point){
        plot->xs[idx], axis_at(&plot->values, plot->chart->points[idx].value)};
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

/* To the outer edge of all that is drawn at the point. */
static double
outer_pt(const struct picture *picture, size_t idx)
{
    return picture->plot.chart->points[idx].is_concern ? ring_pt(picture)
                                                       : picture->mark_pt;
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

/* The sessions' labels as they stand on the axis, and which are printed. */
struct names {
    const char **texts;
    double *xs;
};

static struct names
name_sessions(struct picture *picture)
{
    const struct plot *plot = &picture->plot;
    struct arena *arena = plot->drawing->arena;
    size_t n = plot->chart->n_points;
    struct names names = {ARENA_ARRAY(arena, n, const char *),
                          ARENA_ARRAY(arena, n, double)};
    double *widths = ARENA_ARRAY(arena, n, double);
    double widest = plot->drawing->width_pt / 4;

    picture->is_named = ARENA_ARRAY(arena, n, bool);
    for (size_t i = 0; i < n; i++) {
        names.texts[i] =
            labels_fit(plot->labels.measure, plot->style->note,
                       plot->chart->points[i].session, widest, arena);
        widths[i] = measure_width_pt(plot->labels.measure, plot->style->note,
                                     names.texts[i]);
        names.xs[i] = fmin(fmax(plot->xs[i], widths[i] / 2),
                           plot->drawing->width_pt - widths[i] / 2);
    }
    axis_thin(names.xs, widths, n, SESSION_GAP_PT, picture->is_named);
    return names;
}

static void
draw_sessions(struct picture *picture, const struct names *names)
{
    struct plot *plot = &picture->plot;
    struct stroke stroke = {COLOR_SOFT, 0.7, 0, 0};
    double base = plot->area.bottom;

    for (size_t i = 0; i < plot->chart->n_points; i++) {
        struct label label = {names->texts[i], plot->style->note, COLOR_INK};
        struct spot spot = {{names->xs[i], base + SESSION_DOWN_PT},
                            SIDE_MIDDLE};

        if (picture->is_named[i] || !picture->is_dense)
            drawing_line(plot->drawing, (struct point){plot->xs[i], base},
                         (struct point){plot->xs[i], base + 2.5}, stroke);
        if (picture->is_named[i])
            labels_write(&plot->labels, &label, spot);
    }
}

static void
draw_calendar(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    struct arena *arena = plot->drawing->arena;
    int32_t *days = ARENA_ARRAY(arena, chart->n_points, int32_t);
    struct calendar_wish wish = {.days = days,
                                 .xs = plot->xs,
                                 .n = chart->n_points,
                                 .time = plot->times,
                                 .left_pt = plot->area.left,
                                 .right_pt = plot->drawing->width_pt,
                                 .font = plot->style->text,
                                 .language = chart->language};
    struct stroke rule = {COLOR_RULE, 0.7, 0, 0};
    double y = plot->area.bottom + CALENDAR_DOWN_PT;
    struct calendar calendar;

    for (size_t i = 0; i < chart->n_points; i++)
        days[i] = chart->points[i].date_days;
    calendar = axis_calendar(&wish, plot->labels.measure, arena);
    for (size_t i = 0; i < calendar.n; i++) {
        const struct calendar_mark *mark = &calendar.marks[i];
        struct label label = {mark->text, wish.font, COLOR_SOFT};

        if (mark->is_boundary)
            drawing_line(plot->drawing, (struct point){mark->at_pt, y - 6},
                         (struct point){mark->at_pt, y + 1}, rule);
        if (*mark->text)
            labels_write(&plot->labels, &label,
                         (struct spot){{mark->left_pt, y}, SIDE_LEFT});
    }
}

static void
draw_cutoff(struct plot *plot)
{
    double y = axis_at(&plot->values, plot->chart->cutoff);
    struct point from = {plot->area.left, y};
    struct point to = {plot->area.right, y};

    drawing_line(plot->drawing, from, to,
                 (struct stroke){COLOR_WARN, 0.9, 3.5, 2.5});
    labels_line(&plot->labels, from, to);
}

static bool
has_cutoff(const struct progress_chart *chart)
{
    return chart->has_cutoff && chart->cutoff >= chart->lo
           && chart->cutoff <= chart->hi;
}

static void
name_cutoff(struct plot *plot)
{
    static const double shares[] = {0, 1, 0.25, 0.5, 0.75};
    const struct progress_chart *chart = plot->chart;
    struct label label = {NULL, plot->style->note, COLOR_WARN};
    struct spot spots[2 * N_ELEMENTS(shares)];
    double y = axis_at(&plot->values, chart->cutoff);
    double below = y + 3 + DIGIT * label.font.size_pt;
    struct str number = str_from(
        plot_number(plot, chart->cutoff, ticks_decimals(chart->cutoff)));
    struct buf buf = {0};
    double room;

    words_add(&buf, chart->language, WORD_CUTOFF_AT, &number, 1);
    label.text = arena_text(plot->drawing->arena, buf_str(&buf));
    buf_clear(&buf);
    room = plot->area.right - plot->area.left - 8
           - measure_width_pt(plot->labels.measure, label.font, label.text);
    for (size_t i = 0; i < N_ELEMENTS(shares); i++) {
        double x = plot->area.left + 4 + shares[i] * room;

        spots[2 * i] = (struct spot){{x, y - 3}, SIDE_LEFT};
        spots[2 * i + 1] = (struct spot){{x, below}, SIDE_LEFT};
    }
    (void)labels_put(&plot->labels, &label, spots, N_ELEMENTS(spots),
                     NEED_MUST);
}

/* Whether the phase begins while the sessions last; where, goes to '*x'. */
static bool
phase_x(const struct plot *plot, const struct progress_phase *phase, double *x)
{
    double day = phase->date_days;

    if (plot->chart->n_points == 0 || day < floor(plot->times.lo)
        || day > plot->times.hi)
        return false;
    *x = axis_at(&plot->times, fmax(day, plot->times.lo));
    return true;
}

static void
draw_phases(struct plot *plot)
{
    for (size_t i = 0; i < plot->chart->n_phases; i++) {
        struct point top = {.y = plot->area.top - 2};
        struct point bottom = {.y = plot->area.bottom};

        if (!phase_x(plot, &plot->chart->phases[i], &top.x))
            continue;
        bottom.x = top.x;
        drawing_line(plot->drawing, top, bottom,
                     (struct stroke){COLOR_SOFT, 0.7, 1, 2});
        labels_line(&plot->labels, top, bottom);
    }
}

static void
name_phases(struct plot *plot)
{
    for (size_t i = 0; i < plot->chart->n_phases; i++) {
        const struct progress_phase *phase = &plot->chart->phases[i];
        struct label label = {NULL, plot->style->note, COLOR_INK};
        struct spot spots[2 * PHASE_ROWS];
        double x;

        if (!phase->label || !phase_x(plot, phase, &x))
            continue;
        label.text =
            labels_fit(plot->labels.measure, label.font, phase->label,
                       PHASE_SHARE * (plot->area.right - plot->area.left),
                       plot->drawing->arena);
        for (size_t row = 0; row < PHASE_ROWS; row++) {
            double y = plot->area.top + 9 + ROW_PT * (double)row;

            spots[2 * row] = (struct spot){{x + 3, y}, SIDE_LEFT};
            spots[2 * row + 1] = (struct spot){{x - 3, y}, SIDE_RIGHT};
        }
        (void)labels_put(&plot->labels, &label, spots, N_ELEMENTS(spots),
                         NEED_MUST);
    }
}

/* Draws the line of the points from 'begin' to 'end', which are all joined. */
static void
draw_run(struct picture *picture, size_t begin, size_t end)
{
    struct plot *plot = &picture->plot;
    size_t n = end - begin;
    struct point *points = ARENA_ARRAY(plot->drawing->arena, n, struct point);

    for (size_t i = 0; i < n; i++) {
        points[i] = place_of(picture, begin + i);
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
    labels_take(&plot->labels, box_around((struct point){x, y}, r));
}

/* A dot with a white halo; hollow when prorated; in a ring of concern. */
static void
draw_mark(struct picture *picture, size_t idx)
{
    struct plot *plot = &picture->plot;
    const struct progress_point *point = &plot->chart->points[idx];
    struct point at = place_of(picture, idx);
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
    labels_mark(&plot->labels, box_around(at, outer_pt(picture, idx)));
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

/* The places around a point at which its value may stand, the best first:
   above it, below it, at its corners and sides, then in rows farther off. */
static size_t
value_spots(struct point at, double radius, double size_pt,
            struct spot spots[MAX_VALUE_SPOTS])
{
    double up = at.y - radius;
    double down = at.y + radius + DIGIT * size_pt;
    double level = at.y + DIGIT / 2 * size_pt;
    const struct spot near_spots[NEAR_SPOTS] = {
        {{at.x, up}, SIDE_MIDDLE},
        {{at.x, down}, SIDE_MIDDLE},
        {{at.x + 1, up + 1}, SIDE_LEFT},
        {{at.x - 1, up + 1}, SIDE_RIGHT},
        {{at.x + 1, down - 1}, SIDE_LEFT},
        {{at.x - 1, down - 1}, SIDE_RIGHT},
        {{at.x + radius, level}, SIDE_LEFT},
        {{at.x - radius, level}, SIDE_RIGHT},
    };
    size_t n = 0;

    for (size_t i = 0; i < NEAR_SPOTS; i++)
        spots[n++] = near_spots[i];
    for (int row = 1; row <= VALUE_ROWS; row++)
        for (enum side side = SIDE_LEFT; side <= SIDE_RIGHT; side++) {
            double off = row * size_pt;

            spots[n++] = (struct spot){{at.x, up - off}, side};
            spots[n++] = (struct spot){{at.x, down + off}, side};
        }
    return n;
}

static void
name_value(struct picture *picture, size_t idx)
{
    struct plot *plot = &picture->plot;
    bool is_end = idx == picture->first || idx == picture->latest;
    struct font font = is_end ? plot->style->end_value : plot->style->value;
    struct label label = {plot_number(plot, plot->chart->points[idx].value,
                                      plot->chart->decimals),
                          font, COLOR_INK};
    struct spot spots[MAX_VALUE_SPOTS];
    size_t n = value_spots(place_of(picture, idx), outer_pt(picture, idx) + 3,
                           font.size_pt, spots);

    (void)labels_put(&plot->labels, &label, spots, is_end ? n : NEAR_SPOTS,
                     is_end ? NEED_MUST : NEED_CLEAR);
}

static void
name_values(struct picture *picture)
{
    const struct plot *plot = &picture->plot;

    if (!plot->style->prints_all)
        return;
    for (size_t i = 0; i < plot->chart->n_points; i++)
        if (is_scored(plot->chart, i) && picture->is_named[i]
            && i != picture->first && i != picture->latest)
            name_value(picture, i);
}

static void
name_end_values(struct picture *picture)
{
    if (picture->first == SIZE_MAX)
        return;
    name_value(picture, picture->first);
    if (picture->latest != picture->first)
        name_value(picture, picture->latest);
}

struct drawing *
progress_draw(const struct progress_chart *chart, double width_pt,
              double height_pt, const struct measure *measure,
              struct arena *arena)
{
    struct drawing *drawing = drawing_new(width_pt, height_pt, arena);
    struct picture picture = {0};
    struct plot *plot = &picture.plot;
    struct names names;

    plot_begin(plot, chart, drawing, measure);
    find_ends(&picture);
    size_marks(&picture);
    names = name_sessions(&picture);
    if (has_cutoff(chart))
        draw_cutoff(plot);
    draw_phases(plot);
    draw_runs(&picture);
    draw_marks(&picture);
    plot_name_ends(plot);
    name_end_values(&picture);
    if (has_cutoff(chart))
        name_cutoff(plot);
    name_phases(plot);
    name_values(&picture);
    draw_sessions(&picture, &names);
    draw_calendar(plot);
    drawing_end(drawing); /* of the figure that plot_begin() began */
    return drawing;
}
