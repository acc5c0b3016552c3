/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A square plot with one range on both axes, and what lies on each of them. */
#include "chart/scatter.h"

#include <math.h>

#include "chart/axis.h"
#include "chart/labels.h"
#include "chart/palette.h"
#include "chart/ticks.h"

#define TITLE_PT 9.0
#define TEXT_PT 6.5
#define LEFT_PT 24.0
#define BELOW_PT 24.0
#define BELOW_TITLE_PT 9.0
#define LINE 1.2    /* the height of a line of the title, in sizes */
#define MARK_PT 1.3 /* of one client, were there one alone */
#define TICK_EACH_PT 30.0
#define ABOVE_AXIS_PT 4.0 /* what the axis that goes up is */

enum { MAX_TITLE_LINES = 2 };

struct square {
    const struct scatter *scatter;
    struct drawing *drawing;
    struct axis across;
    struct axis up;
};

static struct point
place(const struct square *square, double first, double latest)
{
    const struct scatter *scatter = square->scatter;

    return (struct point){
        axis_at(&square->across, fmin(fmax(first, scatter->lo), scatter->hi)),
        axis_at(&square->up, fmin(fmax(latest, scatter->lo), scatter->hi))};
}

/* The band around the diagonal, cut off where the range ends. */
static void
draw_band(const struct square *square)
{
    double lo = square->scatter->lo;
    double hi = square->scatter->hi;
    double limit = fmin(square->scatter->limit, hi - lo);
    const struct point corners[] = {
        place(square, lo, lo),         place(square, lo, lo + limit),
        place(square, hi - limit, hi), place(square, hi, hi),
        place(square, hi, hi - limit), place(square, lo + limit, lo)};

    drawing_area(square->drawing, corners, N_ELEMENTS(corners), COLOR_ZONE);
}

static void
draw_cutoff(const struct square *square)
{
    const struct scatter *scatter = square->scatter;
    struct stroke dashes = {COLOR_WARN, 0.9, 3.5, 2.5};

    drawing_line(square->drawing, place(square, scatter->lo, scatter->cutoff),
                 place(square, scatter->hi, scatter->cutoff), dashes);
    drawing_line(square->drawing, place(square, scatter->cutoff, scatter->lo),
                 place(square, scatter->cutoff, scatter->hi), dashes);
}

static void
draw_marks(const struct square *square)
{
    const struct scatter *scatter = square->scatter;

    for (size_t i = 0; i < scatter->n_marks; i++) {
        const struct scatter_mark *mark = &scatter->marks[i];

        drawing_circle(square->drawing,
                       place(square, mark->first, mark->latest),
                       MARK_PT * sqrt((double)mark->n), COLOR_ACCENT,
                       (struct stroke){COLOR_PAPER, 0.5, 0, 0});
    }
}

static void
write_number(const struct square *square, double number, int decimals,
             struct point at, enum align align)
{
    struct buf buf SCOPED(buf_clear) = {0};

    words_add_number(&buf, square->scatter->language, number, decimals);
    drawing_text(square->drawing, at,
                 arena_text(square->drawing->arena, buf_str(&buf)),
                 (struct font){.size_pt = TEXT_PT}, COLOR_SOFT, align);
}

/* Numbers stand at the left and below in every language, as on all charts. */
static void
draw_axes(const struct square *square, const struct measure *measure)
{
    const struct scatter *scatter = square->scatter;
    struct stroke axis = {COLOR_SOFT, 0.7, 0, 0};
    struct font font = {.size_pt = TEXT_PT};
    bool is_rtl = language_is_rtl(scatter->language);
    double side = square->across.to_pt - square->across.from_pt;
    struct ticks ticks = ticks_of(scatter->lo, scatter->hi,
                                  (size_t)fmax(2, side / TICK_EACH_PT + 1));
    double bottom = square->up.from_pt;
    const char *first = word_in(scatter->language, WORD_FIRST);
    const char *latest = word_in(scatter->language, WORD_LATEST);

    drawing_line(square->drawing,
                 (struct point){square->across.from_pt, bottom},
                 (struct point){square->across.to_pt, bottom}, axis);
    drawing_line(
        square->drawing, (struct point){square->across.from_pt, bottom},
        (struct point){square->across.from_pt, square->up.to_pt}, axis);
    for (size_t i = 0; i < ticks.n; i++) {
        double at = axis_at(&square->across, ticks.values[i]);

        write_number(square, ticks.values[i], ticks.decimals,
                     (struct point){at, bottom + 9}, ALIGN_MIDDLE);
        write_number(square, ticks.values[i], ticks.decimals,
                     (struct point){square->across.from_pt - 4,
                                    axis_at(&square->up, ticks.values[i])
                                        + 0.36 * TEXT_PT},
                     is_rtl ? ALIGN_START : ALIGN_END);
    }
    drawing_text(
        square->drawing,
        (struct point){(square->across.from_pt + square->across.to_pt) / 2,
                       bottom + 19},
        first, font, COLOR_SOFT, ALIGN_MIDDLE);
    drawing_text(square->drawing,
                 (struct point){square->across.from_pt
                                    + measure_width_pt(measure, font, latest)
                                          * (is_rtl ? 1 : 0),
                                square->up.to_pt - ABOVE_AXIS_PT},
                 latest, font, COLOR_SOFT, ALIGN_START);
}

static const struct font title_font = {.size_pt = TITLE_PT,
                                       .weight = WEIGHT_SEMIBOLD};

bool
scatter_wraps(const char *title, double width_pt, const struct measure *measure)
{
    return measure_width_pt(measure, title_font, title) > width_pt;
}

/* Writes the title, in two lines where it must be; returns the last baseline
   that there may be. */
static double
write_title(const struct scatter *scatter, struct drawing *drawing,
            const struct measure *measure)
{
    struct label title = {scatter->title, title_font, COLOR_INK};
    const struct labels labels = {
        .drawing = drawing, .measure = measure, .language = scatter->language};
    const char *lines[MAX_TITLE_LINES];
    size_t n =
        labels_wrap(&labels, &title, drawing->width_pt, lines, MAX_TITLE_LINES);
    double x = language_is_rtl(scatter->language) ? drawing->width_pt : 0;

    drawing_begin(drawing, ROLE_HEADING, NULL, scatter->title);
    for (size_t i = 0; i < n; i++)
        drawing_text(drawing,
                     (struct point){x, TITLE_PT * (1 + LINE * (double)i)},
                     lines[i], title.font, title.color, ALIGN_START);
    drawing_end(drawing);
    return TITLE_PT * (scatter->are_titles_long || n > 1 ? 1 + LINE : 1);
}

struct drawing *
scatter_draw(const struct scatter *scatter, double width_pt, double height_pt,
             const struct measure *measure, struct arena *arena)
{
    struct drawing *drawing = drawing_new(width_pt, height_pt, arena);
    double above =
        write_title(scatter, drawing, measure) + BELOW_TITLE_PT + TEXT_PT;
    double side = fmin(width_pt - 2 * LEFT_PT, height_pt - above - BELOW_PT);
    struct square square = {
        .scatter = scatter,
        .drawing = drawing,
        .across = {scatter->lo, scatter->hi, LEFT_PT, LEFT_PT + side},
        .up = {scatter->lo, scatter->hi, above + side, above},
    };

    drawing_begin(drawing, ROLE_FIGURE, scatter->alt, NULL);
    if (scatter->has_limit)
        draw_band(&square);
    drawing_line(drawing, place(&square, scatter->lo, scatter->lo),
                 place(&square, scatter->hi, scatter->hi),
                 (struct stroke){COLOR_SOFT, 0.6, 0, 0});
    if (scatter->has_cutoff)
        draw_cutoff(&square);
    draw_axes(&square, measure);
    draw_marks(&square);
    drawing_end(drawing);
    return drawing;
}

/* ---- how scores are spread ---- */

static double
density_of(const struct scatter_stretch *stretch)
{
    return (double)stretch->n / (stretch->to - stretch->from);
}

static double
densest(const struct scatter_stretch *stretches, size_t n)
{
    double most = 0;

    for (size_t i = 0; i < n; i++)
        most = fmax(most, density_of(&stretches[i]));
    return most;
}

static void
fill_stretches(const struct square *plot)
{
    const struct scatter *scatter = plot->scatter;

    for (size_t i = 0; i < scatter->n_latest; i++) {
        const struct scatter_stretch *stretch = &scatter->latest[i];
        double left = axis_at(&plot->across, stretch->from);
        double top = axis_at(&plot->up, density_of(stretch));

        if (stretch->n)
            drawing_rect(plot->drawing, (struct point){left + 0.3, top},
                         axis_at(&plot->across, stretch->to) - left - 0.6,
                         plot->up.from_pt - top, COLOR_PALE);
    }
}

static void
outline_stretches(const struct square *plot)
{
    const struct scatter *scatter = plot->scatter;
    size_t n = scatter->n_first;
    struct point *points =
        ARENA_ARRAY(plot->drawing->arena, 2 * n + 2, struct point);

    for (size_t i = 0; i < n; i++) {
        double y = axis_at(&plot->up, density_of(&scatter->first[i]));
        points[2 * i + 1] =
            (struct point){axis_at(&plot->across, scatter->first[i].from), y};
        points[2 * i + 2] =
            (struct point){axis_at(&plot->across, scatter->first[i].to), y};
    }
    points[0] = (struct point){plot->across.from_pt, plot->up.from_pt};
    points[2 * n + 1] = (struct point){plot->across.to_pt, plot->up.from_pt};
    drawing_lines(plot->drawing, points, 2 * n + 2,
                  (struct stroke){COLOR_INK, 0.9, 0, 0});
}

static void
draw_range(const struct square *plot)
{
    const struct scatter *scatter = plot->scatter;
    double bottom = plot->up.from_pt;
    double width = plot->across.to_pt - plot->across.from_pt;
    struct ticks ticks = ticks_of(scatter->lo, scatter->hi,
                                  (size_t)fmax(2, width / TICK_EACH_PT + 1));

    drawing_line(plot->drawing, (struct point){plot->across.from_pt, bottom},
                 (struct point){plot->across.to_pt, bottom},
                 (struct stroke){COLOR_SOFT, 0.7, 0, 0});
    for (size_t i = 0; i < ticks.n; i++)
        write_number(
            plot, ticks.values[i], ticks.decimals,
            (struct point){axis_at(&plot->across, ticks.values[i]), bottom + 9},
            ALIGN_MIDDLE);
}

struct drawing *
scatter_draw_spread(const struct scatter *scatter, double width_pt,
                    double height_pt, const struct measure *measure,
                    struct arena *arena)
{
    struct drawing *drawing = drawing_new(width_pt, height_pt, arena);
    double above = write_title(scatter, drawing, measure) + BELOW_TITLE_PT;
    double bottom = height_pt - BELOW_PT / 2;
    double most = fmax(densest(scatter->first, scatter->n_first),
                       densest(scatter->latest, scatter->n_latest));
    const struct scatter_stretch *all = scatter->latest;
    struct square plot = {
        .scatter = scatter,
        .drawing = drawing,
        .across = {all[0].from, all[scatter->n_latest - 1].to, LEFT_PT / 2,
                   width_pt - LEFT_PT / 2},
        .up = {0, most, bottom, above},
    };

    drawing_begin(drawing, ROLE_FIGURE, scatter->alt, NULL);
    fill_stretches(&plot);
    if (scatter->n_first)
        outline_stretches(&plot);
    if (scatter->has_cutoff) {
        double at = axis_at(&plot.across, scatter->cutoff);
        drawing_line(drawing, (struct point){at, bottom},
                     (struct point){at, above},
                     (struct stroke){COLOR_WARN, 0.9, 3.5, 2.5});
    }
    draw_range(&plot);
    drawing_end(drawing);
    return drawing;
}
