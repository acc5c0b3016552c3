/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of a progress chart.  Margins are measured, so that nothing is cut
   off whatever the language and the numbers. */
#include "chart/plot.h"

#include <math.h>

#include "chart/palette.h"
#include "chart/ticks.h"

#define HEAD_PT 19.0  /* from the title's baseline to the data */
#define FOOT_PT 24.0  /* for the names of sessions and the calendar */
#define LEFT_PT 16.0  /* at least, for the ticks' numbers */
#define INSET_PT 10.0 /* at least, from the edge to the first point */
#define TICK_GAP_PT 5.0
#define TICK_EACH_PT 24.0 /* no two hairlines nearer */
#define LARGE_PT 320.0    /* a chart so wide is a large one */
#define BAND_SHARE 0.22   /* of the width, at most, for the bands' names */
#define BESIDE_GAP_PT 14.0
#define WORD_STEP_PT 9.0 /* by which a word for an end moves along */
#define CAP 0.36         /* half the height of a figure, in sizes */

enum { MAX_TITLE_LINES = 2, MAX_SPOTS = 96 };

static const struct plot_style large_style = {
    .title = {.size_pt = 11.5, .weight = WEIGHT_SEMIBOLD},
    .text = {.size_pt = 7.5},
    .note = {.size_pt = 7.5, .weight = WEIGHT_MEDIUM},
    .value = {.size_pt = 8},
    .end_value = {.size_pt = 8, .weight = WEIGHT_SEMIBOLD},
    .mark_pt = 2.7,
    .line_pt = 1.6,
    .prints_all = true,
};

static const struct plot_style small_style = {
    .title = {.size_pt = 10, .weight = WEIGHT_SEMIBOLD},
    .text = {.size_pt = 7.5},
    .note = {.size_pt = 7.5, .weight = WEIGHT_MEDIUM},
    .value = {.size_pt = 7.5},
    .end_value = {.size_pt = 7.5, .weight = WEIGHT_SEMIBOLD},
    .mark_pt = 2.2,
    .line_pt = 1.5,
};

const char *
plot_number(const struct plot *plot, double number, int decimals)
{
    struct buf buf = {0};
    const char *text;

    words_add_number(&buf, plot->chart->language, number, decimals);
    text = arena_text(plot->drawing->arena, buf_str(&buf));
    buf_clear(&buf);
    return text;
}

static double
width_of(const struct plot *plot, struct font font, const char *text)
{
    return measure_width_pt(plot->labels.measure, font, text);
}

/* The edge at which the language begins a line (or ends it). */
static struct spot
edge_spot(const struct plot *plot, bool is_end, double baseline)
{
    bool is_right = language_is_rtl(plot->chart->language) != is_end;

    return (struct spot){{is_right ? plot->drawing->width_pt : 0, baseline},
                         is_right ? SIDE_RIGHT : SIDE_LEFT};
}

/* What a text beside the title takes of its line; it may be NULL. */
static double
width_beside(const struct plot *plot, const char *text)
{
    return text ? width_of(plot, plot->style->text, text) + BESIDE_GAP_PT : 0;
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
        y = style->title.size_pt * (1 + 1.25 * (double)i);
        labels_write(&plot->labels, &title, edge_spot(plot, false, y));
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

/* Below a title that needs its line: the direction and, where there is room,
   the subtitle at the end of that line; returns the last baseline. */
static double
write_below(struct plot *plot, double y)
{
    const struct progress_chart *chart = plot->chart;
    double step_pt = 1.5 * plot->style->text.size_pt;
    double wanted_pt = width_beside(plot, chart->direction)
                       + width_beside(plot, chart->subtitle);
    bool is_one_line = chart->direction && chart->subtitle
                       && wanted_pt <= plot->drawing->width_pt;

    if (chart->direction)
        y += step_pt;
    write_beside(plot, chart->direction, edge_spot(plot, false, y));
    if (chart->subtitle && !is_one_line)
        y += step_pt;
    write_beside(plot, chart->subtitle, edge_spot(plot, is_one_line, y));
    return y;
}

/* The title, the direction at the end of its line, and the subtitle behind the
   title or, without moving the data down, below the direction. */
static double
draw_title(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    double title_pt = width_of(plot, plot->style->title, chart->title);
    double left_pt = plot->drawing->width_pt - title_pt
                     - width_beside(plot, chart->direction);
    struct spot spot;
    double y;

    drawing_begin(plot->drawing, ROLE_HEADING, NULL, chart->title);
    y = write_title(plot);
    drawing_end(plot->drawing);
    drawing_begin(plot->drawing, ROLE_FIGURE, chart->alt, NULL);
    if (left_pt < 0)
        return write_below(plot, y);
    write_beside(plot, chart->direction, edge_spot(plot, true, y));
    spot = edge_spot(plot, true, y + 1.5 * plot->style->text.size_pt);
    if (left_pt >= width_beside(plot, chart->subtitle)) {
        spot = edge_spot(plot, false, y);
        spot.at.x += (title_pt + BESIDE_GAP_PT)
                     * (language_is_rtl(chart->language) ? -1 : 1);
    }
    write_beside(plot, chart->subtitle, spot);
    return y;
}

static double
widest_band_pt(const struct plot *plot)
{
    double widest = 0;

    for (size_t i = 0; i < plot->chart->n_bands; i++)
        if (plot->chart->bands[i].label)
            widest = fmax(widest, width_of(plot, plot->style->text,
                                           plot->chart->bands[i].label));
    return fmin(widest, BAND_SHARE * plot->drawing->width_pt);
}

/* Half of the widest value, so that those above the ends stay inside. */
static double
inset_pt(const struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    double widest =
        fmax(width_of(plot, plot->style->end_value,
                      plot_number(plot, chart->lo, chart->decimals)),
             width_of(plot, plot->style->end_value,
                      plot_number(plot, chart->hi, chart->decimals)));

    return fmax(INSET_PT, widest / 2 + 2);
}

static void
set_times(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    struct arena *arena = plot->drawing->arena;
    int32_t *days = ARENA_ARRAY(arena, chart->n_points, int32_t);
    double inset = inset_pt(plot);

    plot->xs = ARENA_ARRAY(arena, chart->n_points, double);
    for (size_t i = 0; i < chart->n_points; i++)
        days[i] = chart->points[i].date_days;
    axis_times(days, chart->n_points, plot->xs);
    plot->times = (struct axis){.from_pt = plot->area.left + inset,
                                .to_pt = plot->area.right - inset};
    if (chart->n_points) {
        plot->times.lo = plot->xs[0];
        plot->times.hi = plot->xs[chart->n_points - 1];
    }
    for (size_t i = 0; i < chart->n_points; i++)
        plot->xs[i] = axis_at(&plot->times, plot->xs[i]);
}

static void
set_area(struct plot *plot, double title_baseline, double ticks_pt)
{
    double bands_pt = widest_band_pt(plot);
    double width = plot->drawing->width_pt;
    double height = plot->drawing->height_pt;
    double top = title_baseline + HEAD_PT;

    plot->area = (struct box){
        .left = fmax(LEFT_PT, ticks_pt + TICK_GAP_PT),
        .top = top,
        .right = width - (bands_pt > 0 ? bands_pt + TICK_GAP_PT + 1 : 0),
        .bottom = fmax(top + TICK_EACH_PT, height - FOOT_PT),
    };
    plot->values = (struct axis){plot->chart->lo, plot->chart->hi,
                                 plot->area.bottom, plot->area.top};
    plot->labels.inside =
        (struct box){0, title_baseline, width, plot->area.bottom};
}

/* A tint must not say that the worst scores are the best: sand lies at the
   worse end, whichever that is. */
static uint32_t
band_tint(const struct progress_chart *chart, size_t idx)
{
    if (chart->better == BETTER_NEITHER)
        return palette_neutral_tint(idx);
    return palette_tint(chart->better == BETTER_HIGH ? idx
                                                     : chart->n_bands - 1 - idx,
                        chart->n_bands);
}

/* Fills the whole width from one value to another, within the range. */
static void
fill_values(struct plot *plot, double from, double to, uint32_t fill)
{
    const struct progress_chart *chart = plot->chart;
    double top = axis_at(&plot->values, fmin(fmax(to, chart->lo), chart->hi));
    double bottom =
        axis_at(&plot->values, fmin(fmax(from, chart->lo), chart->hi));

    if (bottom > top)
        drawing_rect(plot->drawing, (struct point){plot->area.left, top},
                     plot->area.right - plot->area.left, bottom - top, fill);
}

static double
band_end(const struct progress_chart *chart, size_t idx)
{
    return idx + 1 < chart->n_bands ? chart->bands[idx + 1].from : chart->hi;
}

static void
draw_bands(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;

    for (size_t i = 0; i < chart->n_bands; i++)
        fill_values(plot, chart->bands[i].from, band_end(chart, i),
                    band_tint(chart, i));
}

/* Over the bands, each of which shines through. */
static void
draw_zone(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;

    if (!chart->has_zone)
        return;
    fill_values(plot, chart->zone_low, chart->zone_high,
                palette_zone(COLOR_PAPER));
    for (size_t i = 0; i < chart->n_bands; i++)
        fill_values(plot, fmax(chart->bands[i].from, chart->zone_low),
                    fmin(band_end(chart, i), chart->zone_high),
                    palette_zone(band_tint(chart, i)));
}

static bool
is_in_zone(const struct progress_chart *chart, double value)
{
    return chart->has_zone && value >= chart->zone_low
           && value <= chart->zone_high;
}

/* A band's name beside its middle, or a little off where bands are narrow. */
static void
name_band(struct plot *plot, size_t idx)
{
    static const double shifts[] = {0, 3, -3, 6, -6, 9, -9};
    const struct progress_chart *chart = plot->chart;
    const struct progress_band *band = &chart->bands[idx];
    double to = band_end(chart, idx);
    double middle = axis_at(
        &plot->values, (fmax(band->from, chart->lo) + fmin(to, chart->hi)) / 2);
    struct spot spots[N_ELEMENTS(shifts)];
    struct label label = {NULL, plot->style->text, COLOR_SOFT};

    if (!band->label || to <= chart->lo || band->from >= chart->hi)
        return;
    label.text = labels_fit(plot->labels.measure, label.font, band->label,
                            widest_band_pt(plot), plot->drawing->arena);
    for (size_t i = 0; i < N_ELEMENTS(shifts); i++)
        spots[i] =
            (struct spot){{plot->area.right + TICK_GAP_PT,
                           middle + CAP * label.font.size_pt + shifts[i]},
                          SIDE_LEFT};
    (void)labels_put(&plot->labels, &label, spots, N_ELEMENTS(spots),
                     NEED_MUST);
}

static void
draw_grid(struct plot *plot, const struct ticks *ticks,
          const char *const *texts)
{
    struct stroke hairline = {COLOR_HAIRLINE, 0.8, 0, 0};
    struct stroke base = {COLOR_SOFT, 0.7, 0, 0};
    struct label label = {NULL, plot->style->text, COLOR_SOFT};

    for (size_t i = 0; i < ticks->n; i++) {
        double y = axis_at(&plot->values, ticks->values[i]);
        struct spot spot = {{plot->area.left - TICK_GAP_PT,
                             y + CAP * plot->style->text.size_pt},
                            SIDE_RIGHT};

        hairline.color = plot->chart->n_bands > 0
                                 || is_in_zone(plot->chart, ticks->values[i])
                             ? COLOR_PAPER
                             : COLOR_HAIRLINE;
        if (y < plot->area.bottom)
            drawing_line(plot->drawing, (struct point){plot->area.left, y},
                         (struct point){plot->area.right, y}, hairline);
        label.text = texts[i];
        labels_write(&plot->labels, &label, spot);
    }
    drawing_line(plot->drawing,
                 (struct point){plot->area.left, plot->area.bottom},
                 (struct point){plot->area.right, plot->area.bottom}, base);
}

void
plot_begin(struct plot *plot, const struct progress_chart *chart,
           struct drawing *drawing, const struct measure *measure)
{
    struct ticks ticks;
    const char *texts[MAX_TICKS];
    double title_baseline;
    double widest = 0;

    *plot = (struct plot){
        .chart = chart,
        .style = drawing->width_pt < LARGE_PT ? &small_style : &large_style,
        .drawing = drawing,
        .labels = {.drawing = drawing,
                   .measure = measure,
                   .language = chart->language},
    };
    title_baseline = draw_title(plot);
    ticks = ticks_of(chart->lo, chart->hi,
                     (size_t)fmax(2, (drawing->height_pt - title_baseline
                                      - HEAD_PT - FOOT_PT)
                                             / TICK_EACH_PT
                                         + 1));
    for (size_t i = 0; i < ticks.n; i++) {
        texts[i] = plot_number(plot, ticks.values[i], ticks.decimals);
        widest = fmax(widest, width_of(plot, plot->style->text, texts[i]));
    }
    set_area(plot, title_baseline, widest);
    set_times(plot);
    draw_bands(plot);
    draw_zone(plot);
    draw_grid(plot, &ticks, texts);
    for (size_t i = 0; i < chart->n_bands; i++)
        name_band(plot, i);
}

bool
plot_meets_phase(const struct plot *plot, double left, double right)
{
    double x;

    for (size_t i = 0; i < plot->chart->n_phases; i++)
        if (plot_phase_x(plot, &plot->chart->phases[i], &x) && x > left - 2
            && x < right + 2)
            return true;
    return false;
}

/* Takes the spots at which a text so wide is struck through by a phase away,
   unless it is at all of them. */
static size_t
leave_phases(const struct plot *plot, struct spot *spots, size_t n,
             double width_pt)
{
    size_t n_free = 0;

    for (size_t i = 0; i < n; i++)
        if (!plot_meets_phase(plot, spots[i].at.x, spots[i].at.x + width_pt))
            spots[n_free++] = spots[i];
    return n_free ? n_free : n;
}

/* At the left, or as near to it as the data allows. */
static void
name_end(struct plot *plot, const char *text, const double *baselines,
         size_t n_baselines)
{
    struct label label = {text, plot->style->text, COLOR_SOFT};
    struct spot spots[MAX_SPOTS];
    double width;
    double room;
    size_t n = 0;

    label.text = labels_fit(plot->labels.measure, label.font, text,
                            (plot->area.right - plot->area.left) * 0.8,
                            plot->drawing->arena);
    width = width_of(plot, label.font, label.text);
    room = plot->area.right - plot->area.left - 6 - width;
    for (double shift = 0; shift <= room && n + n_baselines <= MAX_SPOTS;
         shift += WORD_STEP_PT)
        for (size_t row = 0; row < n_baselines; row++)
            spots[n++] = (struct spot){
                {plot->area.left + 3 + shift, baselines[row]}, SIDE_LEFT};
    if (text == plot->chart->low) /* the other stands above their lines */
        n = leave_phases(plot, spots, n, width);
    (void)labels_put(&plot->labels, &label, spots, n, NEED_MUST);
}

void
plot_name_ends(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    double bottom = plot->area.bottom - 3.5;

    if (chart->high)
        name_end(plot, arena_printf(plot->drawing->arena, "↑ %s", chart->high),
                 (double[]){plot->area.top - 4}, 1);
    if (chart->low)
        name_end(plot, chart->low, (double[]){bottom, bottom - 9}, 2);
}

bool
plot_has_cutoff(const struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;

    return chart->has_cutoff && chart->cutoff >= chart->lo
           && chart->cutoff <= chart->hi;
}

bool
plot_phase_x(const struct plot *plot, const struct progress_phase *phase,
             double *x)
{
    double day = phase->date_days;

    if (plot->chart->n_points == 0 || day < floor(plot->times.lo)
        || day > plot->times.hi)
        return false;
    *x = axis_at(&plot->times, fmax(day, plot->times.lo));
    return true;
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

static void
draw_phases(struct plot *plot)
{
    for (size_t i = 0; i < plot->chart->n_phases; i++) {
        struct point top = {.y = plot->area.top - 2};
        struct point bottom = {.y = plot->area.bottom};

        if (!plot_phase_x(plot, &plot->chart->phases[i], &top.x))
            continue;
        bottom.x = top.x;
        drawing_line(plot->drawing, top, bottom,
                     (struct stroke){COLOR_SOFT, 0.7, 1, 2});
        labels_line(&plot->labels, top, bottom);
    }
}

void
plot_draw_lines(struct plot *plot)
{
    if (plot_has_cutoff(plot))
        draw_cutoff(plot);
    draw_phases(plot);
}
