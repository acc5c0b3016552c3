/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of a progress chart.  Margins are measured, so that nothing is cut
   off whatever the language and the numbers. */
#include "chart/plot.h"

#include <math.h>

#include "chart/palette.h"

#define LEFT_PT 20.0      /* at least, for the ticks' numbers */
#define INSET_PT 10.0     /* at least, from the edge to the first point */
#define TICK_EACH_PT 30.0 /* no two hairlines nearer */
#define LARGE_PT 320.0    /* a chart so wide is a large one */
#define BESIDE_SHARE 0.2  /* of the width, at most, for words at the right */
#define BESIDE_GAP_PT 14.0
#define HATCH_PT 4.0 /* the width of the worse side's edge */
#define HATCH_STEP_PT 3.5
#define PRACTICE_PT 16.5 /* a row, */
#define BRIEF_PT 11.5    /* and where it has one line of words */
#define PRACTICES_HEAD_PT 12.0
#define PHASE_EACH_PT 9.0 /* between their rules, at least */
#define BAR_GAP_PT 2.5    /* above a bar, at least */
#define BAR_HALF_PT 3.6
#define BAR_SHARE 0.35 /* of the room between sessions, for half a bar */
#define BAR_LEAST_PT 0.6

enum { MAX_TITLE_LINES = 4 };

static const struct plot_style large_style = {
    .title = {.size_pt = 12, .weight = WEIGHT_SEMIBOLD},
    .text = {.size_pt = 7.5},
    .note = {.size_pt = 7.5, .weight = WEIGHT_SEMIBOLD},
    .value = {.size_pt = 8},
    .end_value = {.size_pt = 8, .weight = WEIGHT_SEMIBOLD},
    .mark_pt = 2.6,
    .line_pt = 1.7,
    .title_gap_pt = 9,
    .foot_pt = 24,
    .is_large = true,
};

static const struct plot_style small_style = {
    .title = {.size_pt = 8.5, .weight = WEIGHT_SEMIBOLD},
    .text = {.size_pt = 6.5},
    .note = {.size_pt = 6.5, .weight = WEIGHT_SEMIBOLD},
    .value = {.size_pt = 7},
    .end_value = {.size_pt = 7, .weight = WEIGHT_SEMIBOLD},
    .mark_pt = 1.9,
    .line_pt = 1.3,
    .title_gap_pt = 9,
    .foot_pt = 12,
};

const char *
plot_number(const struct plot *plot, double number, int decimals)
{
    struct buf buf = {0};

    words_add_number(&buf, plot->chart->language, number, decimals);
    return arena_take(plot->drawing->arena, &buf);
}

double
plot_text_pt(const struct plot *plot, struct font font, const char *text)
{
    return measure_width_pt(plot->labels.measure, font, text);
}

/* ---- the title ---- */

/* The edge at which the language begins a line (or ends it). */
struct spot
plot_edge(const struct plot *plot, bool is_end, double baseline)
{
    bool is_right = language_is_rtl(plot->chart->language) != is_end;

    return (struct spot){{is_right ? plot->drawing->width_pt : 0, baseline},
                         is_right ? SIDE_RIGHT : SIDE_LEFT};
}

/* What a text beside the title takes of its line; it may be NULL. */
static double
width_beside(const struct plot *plot, const char *text)
{
    return text ? plot_text_pt(plot, plot->style->text, text) + BESIDE_GAP_PT
                : 0;
}

/* Writes the title, in several lines where it must be, and returns the last
   baseline. */
static double
write_title(struct plot *plot)
{
    const struct plot_style *style = plot->style;
    struct label title = {plot->chart->title, style->title, COLOR_INK};
    const char *lines[MAX_TITLE_LINES];
    double y = style->title.size_pt;
    size_t n = labels_wrap(&plot->labels, &title, plot->drawing->width_pt,
                           lines, MAX_TITLE_LINES);

    for (size_t i = 0; i < n; i++) {
        title.text = lines[i];
        y = style->title.size_pt * (1 + PLOT_LINE * (double)i);
        labels_write(&plot->labels, &title, plot_edge(plot, false, y));
    }
    return y;
}

/* Writes what belongs to the title; NULL for nothing. */
static void
write_beside(struct plot *plot, const char *text, struct spot spot)
{
    struct label label = {text, plot->style->text, COLOR_SOFT};

    if (!text)
        return;
    label.text = labels_fit(plot->labels.measure, plot->style->text, text,
                            plot->drawing->width_pt, plot->drawing->arena);
    labels_write(&plot->labels, &label, spot);
}

/* Below the title, on one line where they have the room: the direction, and at
   its end the subtitle; else that below, in several lines where it must be.
   Returns the last baseline. */
static double
write_below(struct plot *plot, double y)
{
    const struct progress_chart *chart = plot->chart;
    struct label subtitle = {chart->subtitle, plot->style->text, COLOR_SOFT};
    const char *lines[MAX_TITLE_LINES];
    size_t n = 0;
    double step_pt = 1.35 * plot->style->text.size_pt;
    bool is_one_line = width_beside(plot, chart->direction)
                           + width_beside(plot, chart->subtitle)
                       <= plot->drawing->width_pt;

    if (chart->direction)
        y += step_pt;
    write_beside(plot, chart->direction, plot_edge(plot, false, y));
    if (is_one_line && chart->direction) {
        write_beside(plot, chart->subtitle, plot_edge(plot, true, y));
        return y;
    }
    if (chart->subtitle)
        n = labels_wrap(&plot->labels, &subtitle, plot->drawing->width_pt,
                        lines, MAX_TITLE_LINES);
    for (size_t i = 0; i < n; i++) {
        y += step_pt;
        write_beside(plot, lines[i], plot_edge(plot, false, y));
    }
    return y;
}

/* The title; behind it, where there is the room, the subtitle, and at the end
   of its line the direction.  Returns the last baseline. */
static double
write_head(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    double title_pt = plot_text_pt(plot, plot->style->title, chart->title);
    double wanted_pt = title_pt + width_beside(plot, chart->direction)
                       + width_beside(plot, chart->subtitle);
    double y = write_title(plot);

    if (!plot->style->is_large || wanted_pt > plot->drawing->width_pt)
        return write_below(plot, y);
    write_beside(plot, chart->direction, plot_edge(plot, true, y));
    struct spot spot = plot_edge(plot, false, y);
    spot.at.x += (title_pt + BESIDE_GAP_PT)
                 * (language_is_rtl(chart->language) ? -1 : 1);
    write_beside(plot, chart->subtitle, spot);
    return y;
}

/* ---- setting out ---- */

/* "cut-off 2.5"; of a small chart the number alone. */
const char *
plot_cutoff_text(const struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    const char *number =
        plot_number(plot, chart->cutoff, ticks_decimals(chart->cutoff));
    struct buf buf SCOPED(buf_clear) = {0};

    if (!plot->style->is_large)
        return number;
    WORDS_ADD(&buf, chart->language, WORD_CUTOFF_AT, str_from(number));
    return arena_text(plot->drawing->arena, buf_str(&buf));
}

bool
plot_has_cutoff(const struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;

    return chart->has_cutoff && chart->cutoff >= chart->lo
           && chart->cutoff <= chart->hi;
}

bool
plot_has_zone(const struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;

    return chart->has_zone && chart->zone_low < chart->hi
           && chart->zone_high > chart->lo;
}

/* The room for the words at the right, the hatched edge included. */
static double
beside_pt(const struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    double most = BESIDE_SHARE * plot->drawing->width_pt;
    double widest = 0;

    if (plot_has_cutoff(plot))
        widest = plot_text_pt(plot, plot->style->note, plot_cutoff_text(plot));
    if (plot->style->is_large) {
        for (size_t i = 0; i < chart->n_bands; i++)
            if (chart->bands[i].label)
                widest = fmax(widest, plot_text_pt(plot, plot->style->text,
                                                   chart->bands[i].label));
        if (plot_has_zone(plot) || chart->practices.n
            || chart->n_points >= PROGRESS_DENSE)
            widest = most;
    }
    return widest > 0 ? fmin(widest, most) + PLOT_BESIDE_PT : 0;
}

/* So that the widest value has room: over an end, where half of it does, or,
   where two lines begin, beside the first of them. */
static double
inset_pt(const struct plot *plot, bool is_beside)
{
    const struct progress_chart *chart = plot->chart;
    double widest =
        fmax(plot_text_pt(plot, plot->style->end_value,
                          plot_number(plot, chart->lo, chart->decimals)),
             plot_text_pt(plot, plot->style->end_value,
                          plot_number(plot, chart->hi, chart->decimals)));

    return fmax(INSET_PT, is_beside ? widest + INSET_PT - 2 : widest / 2 + 2);
}

static void
set_times(struct plot *plot)
{
    const struct timeline *timeline = plot->chart->timeline;
    bool is_for_two = !plot->chart->points; /* partners.c */
    size_t n = timeline->n;

    plot->xs = ARENA_ARRAY(plot->drawing->arena, n, double);
    axis_times(timeline, plot->xs);
    plot->times =
        (struct axis){.lo = n ? plot->xs[0] : 0,
                      .hi = n ? plot->xs[n - 1] : 0,
                      .from_pt = plot->area.left + inset_pt(plot, is_for_two),
                      .to_pt = plot->area.right - inset_pt(plot, false)};
    for (size_t i = 0; i < n; i++)
        plot->xs[i] = axis_at(&plot->times, plot->xs[i]);
}

static void
name_ticks(struct plot *plot, double height_pt)
{
    const struct progress_chart *chart = plot->chart;

    plot->ticks = ticks_of(chart->lo, chart->hi,
                           (size_t)fmax(2, height_pt / TICK_EACH_PT + 1));
    for (size_t i = 0; i < plot->ticks.n; i++)
        plot->tick_texts[i] =
            plot_number(plot, plot->ticks.values[i], plot->ticks.decimals);
}

static double
ticks_pt(const struct plot *plot)
{
    double widest = 0;

    for (size_t i = 0; i < plot->ticks.n; i++)
        widest = fmax(
            widest, plot_text_pt(plot, plot->style->text, plot->tick_texts[i]));
    return fmax(LEFT_PT, widest + PLOT_TICK_GAP_PT);
}

static double
practice_pt(const struct progress_practices *practices)
{
    return practices->is_brief ? BRIEF_PT : PRACTICE_PT;
}

static double
practices_pt(const struct progress_practices *practices)
{
    return practices->n ? PRACTICES_HEAD_PT
                              + practice_pt(practices) * (double)practices->n
                        : 0;
}

static void
set_area(struct plot *plot, double title_baseline)
{
    const struct progress_chart *chart = plot->chart;
    bool has_ribbon = plot->style->is_large && chart->n_phases;
    double top = title_baseline + plot->style->title_gap_pt
                 + (has_ribbon ? PLOT_RIBBON_PT : 0);
    double below =
        plot->style->foot_pt + PROGRESS_END_LINE_PT * (double)chart->end_lines
        + (plot->style->is_large ? practices_pt(&chart->practices) : 0);

    if (chart->plot_pt > 0)
        plot->drawing->height_pt = top + chart->plot_pt + below;
    double bottom = fmax(top + TICK_EACH_PT, plot->drawing->height_pt - below);
    name_ticks(plot, bottom - top);
    plot->area = (struct box){
        .left = ticks_pt(plot),
        .top = top,
        .right = plot->drawing->width_pt - beside_pt(plot),
        .bottom = bottom,
    };
    plot->values = (struct axis){chart->lo, chart->hi, bottom, top};
    plot->labels.inside = (struct box){
        0, has_ribbon ? top - PLOT_RIBBON_UP_PT + 1 : title_baseline,
        plot->drawing->width_pt, bottom};
}

/* A value's height, within the range. */
double
plot_clipped_y(const struct plot *plot, double value)
{
    return axis_at(&plot->values,
                   fmin(fmax(value, plot->chart->lo), plot->chart->hi));
}

/* The labels know its edges, which are lines to a reader. */
static void
fill_zone(struct plot *plot)
{
    double top = plot_clipped_y(plot, plot->chart->zone_high);
    double bottom = plot_clipped_y(plot, plot->chart->zone_low);
    double left = plot->area.left;
    double right = plot->area.right;

    if (!plot_has_zone(plot))
        return;
    drawing_rect(plot->drawing, (struct point){left, top}, right - left,
                 bottom - top, COLOR_ZONE);
    if (top > plot->area.top)
        labels_line(&plot->labels, (struct point){left, top},
                    (struct point){right, top});
    if (bottom < plot->area.bottom)
        labels_line(&plot->labels, (struct point){left, bottom},
                    (struct point){right, bottom});
}

/* ---- phases ---- */

/* Where the phase ends: half way to the next one's first session. */
double
plot_phase_end(const struct plot *plot, size_t idx)
{
    const struct progress_phase *phases = plot->chart->phases;

    return idx + 1 < plot->chart->n_phases
               ? (plot->xs[phases[idx].to] + plot->xs[phases[idx + 1].from]) / 2
               : plot->area.right;
}

double
plot_phase_begin(const struct plot *plot, size_t idx)
{
    return idx ? plot_phase_end(plot, idx - 1) : plot->area.left;
}

/* Whether each name has room over its own stretch. */
static bool
phases_fit(const struct plot *plot)
{
    for (size_t i = 0; i < plot->chart->n_phases; i++) {
        const char *name = plot->chart->phases[i].label;

        if (name
            && plot_text_pt(plot, plot->style->note, name) + 8
                   > plot_phase_end(plot, i) - plot_phase_begin(plot, i))
            return false;
    }
    return true;
}

/* Nearer ones would be a wall. */
static bool
has_phase_rules(const struct plot *plot)
{
    return plot->area.right - plot->area.left
           >= PHASE_EACH_PT * (double)plot->chart->n_phases;
}

/* No word stands on the cut-off nor on the hatched edge, and words had better
   not part phases, nor the grid. */
static void
tell_rules(struct plot *plot)
{
    double left = plot->area.left;
    double right = plot->area.right;
    double y = axis_at(&plot->values, plot->chart->cutoff);

    if (plot_has_cutoff(plot)) {
        labels_dashed(&plot->labels, (struct point){left, y},
                      (struct point){right, y});
        labels_take(&plot->labels,
                    (struct box){right + 1, plot->area.top,
                                 right + 1 + HATCH_PT, plot->area.bottom});
    }
    for (size_t i = 0; i < plot->ticks.n; i++) {
        y = axis_at(&plot->values, plot->ticks.values[i]);
        labels_faint(&plot->labels, (struct point){left, y},
                     (struct point){right, y});
    }
    for (size_t i = 1; has_phase_rules(plot) && i < plot->chart->n_phases;
         i++) {
        double x = plot_phase_begin(plot, i);

        labels_faint(&plot->labels, (struct point){x, plot->area.top},
                     (struct point){x, plot->area.bottom});
    }
}

static void
draw_phases(struct plot *plot)
{
    double y = plot->area.top - PLOT_RIBBON_UP_PT;
    struct stroke bracket = {COLOR_SOFT, 0.8, 0, 0};
    struct stroke dots = {COLOR_SOFT, 0.7, 1, 2};

    for (size_t i = 0; i < plot->chart->n_phases; i++) {
        double begin = plot_phase_begin(plot, i);
        double end = plot_phase_end(plot, i);

        if (plot->style->is_large && end - begin > 3)
            drawing_line(plot->drawing, (struct point){begin + 1.5, y},
                         (struct point){end - 1.5, y}, bracket);
        if (i && has_phase_rules(plot))
            labels_rule(&plot->labels,
                        (struct point){begin, plot->area.top - 2},
                        (struct point){begin, plot->area.bottom}, dots);
    }
}

/* ---- practices ---- */

double
plot_practice_y(const struct plot *plot, size_t idx)
{
    return plot->area.bottom + plot->style->foot_pt + PRACTICES_HEAD_PT
           + practice_pt(&plot->chart->practices) * (double)(idx + 1) - 2;
}

/* Half the width of a bar: narrower where sessions are near to each other. */
static double
bar_half_pt(const struct plot *plot)
{
    size_t n = plot->chart->timeline->n;
    double each_pt =
        n > 1 ? (plot->times.to_pt - plot->times.from_pt) / (double)(n - 1)
              : INFINITY;

    return fmin(BAR_HALF_PT, fmax(BAR_LEAST_PT, BAR_SHARE * each_pt));
}

/* A bar where something was done, a flat one where it was not, and nothing
   where it is not known. */
static void
draw_practice(struct plot *plot, size_t idx)
{
    const struct progress_practices *practices = &plot->chart->practices;
    const double *values = practices->items[idx].values;
    double y = plot_practice_y(plot, idx);
    double half = bar_half_pt(plot);

    for (size_t i = 0; i < plot->chart->timeline->n; i++) {
        double height =
            (practice_pt(practices) - BAR_GAP_PT) * values[i] / practices->most;

        if (!isnan(values[i]))
            drawing_rect(
                plot->drawing,
                (struct point){plot->xs[i] - half, y - fmax(height, 0.7)},
                2 * half, fmax(height, 0.7),
                values[i] > 0 ? COLOR_PRACTICE : COLOR_SOFT);
    }
    drawing_line(plot->drawing, (struct point){plot->area.left, y + 0.6},
                 (struct point){plot->area.right, y + 0.6},
                 (struct stroke){COLOR_RULE, 0.5, 0, 0});
}

/* ---- rules ---- */

static void
draw_grid(struct plot *plot)
{
    struct stroke hairline = {COLOR_HAIRLINE, 0.8, 0, 0};

    for (size_t i = 0; i < plot->ticks.n; i++) {
        double value = plot->ticks.values[i];
        double y = axis_at(&plot->values, value);

        hairline.color = plot_has_zone(plot) && value >= plot->chart->zone_low
                                 && value <= plot->chart->zone_high
                             ? COLOR_PAPER
                             : COLOR_HAIRLINE;
        if (y < plot->area.bottom)
            labels_rule(&plot->labels, (struct point){plot->area.left, y},
                        (struct point){plot->area.right, y}, hairline);
    }
}

/* The edge of the plot on the worse side of the cut-off. */
static void
draw_hatch(struct plot *plot)
{
    double cut = axis_at(&plot->values, plot->chart->cutoff);
    bool is_below = plot->chart->better == HIGHER_BETTER;
    double top = is_below ? cut : plot->area.top;
    double bottom = is_below ? plot->area.bottom : cut;
    double left = plot->area.right + 0.5;
    struct stroke stroke = {COLOR_WARN, 0.6, 0, 0};

    for (double y = top + HATCH_PT; y <= bottom; y += HATCH_STEP_PT)
        drawing_line(plot->drawing, (struct point){left, y},
                     (struct point){left + HATCH_PT, y - HATCH_PT}, stroke);
}

static void
draw_cutoff(struct plot *plot)
{
    double y = axis_at(&plot->values, plot->chart->cutoff);

    labels_rule(&plot->labels, (struct point){plot->area.left, y},
                (struct point){plot->area.right, y},
                (struct stroke){COLOR_WARN, 0.9, 3.5, 2.5});
    if (plot->chart->better != DIRECTION_NEITHER)
        draw_hatch(plot);
}

void
plot_begin(struct plot *plot, const struct progress_chart *chart,
           struct drawing *drawing, const struct measure *measure)
{
    *plot = (struct plot){
        .chart = chart,
        .style = drawing->width_pt < LARGE_PT ? &small_style : &large_style,
        .drawing = drawing,
        .labels = {.drawing = drawing,
                   .measure = measure,
                   .language = chart->language},
    };
    drawing_begin(drawing, ROLE_HEADING, NULL, chart->title);
    drawing_link(drawing, chart->place, chart->link);
    double baseline = write_head(plot);
    plot->need.head_pt = baseline;
    baseline = fmax(baseline, chart->head_pt);
    labels_draw(&plot->labels);
    plot->labels.placed.n = 0;
    drawing_end(drawing);
    set_area(plot, baseline);
    set_times(plot);
    if (plot->style->is_large && chart->n_phases && !phases_fit(plot)) {
        set_area(plot, baseline
                           + PLOT_LINE * plot->style->text.size_pt
                                 * (double)plot_tell_phases(plot));
        set_times(plot);
    }
    drawing_begin(drawing, ROLE_FIGURE, chart->alt, NULL);
    fill_zone(plot);
    tell_rules(plot);
    plot_place_ticks(plot);
}

void
plot_draw_frame(struct plot *plot)
{
    struct stroke axis = {COLOR_SOFT, 0.7, 0, 0};
    double base = plot->area.bottom;

    draw_grid(plot);
    if (plot_has_cutoff(plot))
        draw_cutoff(plot);
    draw_phases(plot);
    drawing_line(plot->drawing, (struct point){plot->area.left, base},
                 (struct point){plot->area.right, base}, axis);
    for (size_t i = 0; i < plot->chart->timeline->n; i++)
        if (plot->is_named[i]
            || plot->chart->timeline->n < (size_t)PROGRESS_DENSE)
            drawing_line(plot->drawing, (struct point){plot->xs[i], base},
                         (struct point){plot->xs[i], base + 2.5}, axis);
    if (plot->style->is_large)
        for (size_t i = 0; i < plot->chart->practices.n; i++)
            draw_practice(plot, i);
}
