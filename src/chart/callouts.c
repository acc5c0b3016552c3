/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In order of their weight: the first and the latest value, the cut-off, the
   phases, and what other values have room. */
#include "chart/callouts.h"

#include <math.h>

#include "chart/palette.h"
#include "chart/ticks.h"

#define SESSION_GAP_PT 4.0
#define SESSION_DOWN_PT 10.5 /* from the axis to the baseline */
#define CALENDAR_DOWN_PT 20.5
#define PHASE_SHARE 0.4   /* of the width, at most, for a phase's name */
#define ROW_PT 10.0       /* from one phase's name to the next below */
#define ZONE_STEP_PT 12.0 /* by which the zone's words move along */
#define DIGIT 0.72        /* the height of a figure, in sizes */

enum {
    MAX_ZONE_SPOTS = 96,
    PHASE_ROWS = 6,
    NEAR_SPOTS = 8, /* at which a value is surely its point's */
    VALUE_ROWS = 4, /* for the first and the latest, where all these are held */
    MAX_VALUE_SPOTS = NEAR_SPOTS + 6 * VALUE_ROWS
};

void
callouts_thin(struct picture *picture)
{
    const struct plot *plot = &picture->plot;
    struct arena *arena = plot->drawing->arena;
    size_t n = plot->chart->n_points;
    double *widths = ARENA_ARRAY(arena, n, double);
    double widest = plot->drawing->width_pt / 4;

    picture->names = ARENA_ARRAY(arena, n, const char *);
    picture->name_xs = ARENA_ARRAY(arena, n, double);
    picture->is_named = ARENA_ARRAY(arena, n, bool);
    for (size_t i = 0; i < n; i++) {
        picture->names[i] =
            labels_fit(plot->labels.measure, plot->style->note,
                       plot->chart->points[i].session, widest, arena);
        widths[i] = measure_width_pt(plot->labels.measure, plot->style->note,
                                     picture->names[i]);
        picture->name_xs[i] = fmin(fmax(plot->xs[i], widths[i] / 2),
                                   plot->drawing->width_pt - widths[i] / 2);
    }
    axis_thin(picture->name_xs, widths, n, SESSION_GAP_PT, picture->is_named);
}

static void
name_sessions(struct picture *picture)
{
    struct plot *plot = &picture->plot;
    struct stroke stroke = {COLOR_SOFT, 0.7, 0, 0};
    double base = plot->area.bottom;

    for (size_t i = 0; i < plot->chart->n_points; i++) {
        struct label label = {picture->names[i], plot->style->note, COLOR_INK};
        struct spot spot = {{picture->name_xs[i], base + SESSION_DOWN_PT},
                            SIDE_MIDDLE};

        if (picture->is_named[i] || !picture->is_dense)
            drawing_line(plot->drawing, (struct point){plot->xs[i], base},
                         (struct point){plot->xs[i], base + 2.5}, stroke);
        if (picture->is_named[i])
            labels_write(&plot->labels, &label, spot);
    }
}

static void
name_calendar(struct plot *plot)
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

/* In the grey itself: at the end of its upper edge or of its lower one, or as
   near to them as there is room, and no phase in the way; the page's foot says
   it in any case. */
static void
name_zone(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    struct label label = {word_in(chart->language, WORD_ZONE),
                          plot->style->text, COLOR_SOFT};
    double top = axis_at(&plot->values, fmin(chart->zone_high, chart->hi));
    double bottom = axis_at(&plot->values, fmax(chart->zone_low, chart->lo));
    struct spot spots[MAX_ZONE_SPOTS];
    double width;
    double x;
    size_t n = 0;

    label.font.is_italic = true;
    if (bottom - top < 1.6 * label.font.size_pt)
        return;
    width = measure_width_pt(plot->labels.measure, label.font, label.text);
    x = plot->area.right - 5 - width;
    for (; x > plot->area.left + 5 && n + 1 < MAX_ZONE_SPOTS;
         x -= ZONE_STEP_PT) {
        if (plot_meets_phase(plot, x, x + width))
            continue;
        spots[n++] =
            (struct spot){{x, top + 1.3 * label.font.size_pt}, SIDE_LEFT};
        spots[n++] = (struct spot){{x, bottom - 4}, SIDE_LEFT};
    }
    (void)labels_put(&plot->labels, &label, spots, n, NEED_CLEAR);
}

static void
name_phases(struct plot *plot)
{
    for (size_t i = 0; i < plot->chart->n_phases; i++) {
        const struct progress_phase *phase = &plot->chart->phases[i];
        struct label label = {NULL, plot->style->note, COLOR_INK};
        struct spot spots[2 * PHASE_ROWS];
        double x;

        if (!phase->label || !plot_phase_x(plot, phase, &x))
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
    size_t n = value_spots(picture->places[idx], picture->reaches_pt[idx] + 3,
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
        if (plot->chart->points[i].state == POINT_SCORED && picture->is_named[i]
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

void
callouts_write(struct picture *picture)
{
    struct plot *plot = &picture->plot;

    name_end_values(picture);
    if (plot_has_cutoff(plot))
        name_cutoff(plot);
    name_phases(plot);
    name_values(picture);
    if (plot->chart->has_zone)
        name_zone(plot);
    name_sessions(picture);
    name_calendar(plot);
}
