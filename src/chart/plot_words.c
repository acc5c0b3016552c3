/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a progress chart's frame; see plot.h. */
#include "chart/plot.h"

#include <math.h>
#include <string.h>

#include "chart/palette.h"

#define WORD_STEP_PT 9.0 /* by which a word for an end moves along */
#define BESIDE_STEP_PT 3.0
#define CAP 0.36 /* half the height of a figure, in sizes */
#define SESSION_GAP_PT 4.0
#define SESSION_DOWN_PT 12.0 /* from the axis, on which a ring may lie */
#define CALENDAR_DOWN_PT 21.5
#define PRACTICES_DOWN_PT 8.0 /* below the foot of the axis */

enum {
    MAX_SPOTS = 96,
    ZONE_LINES = 3,
    BESIDE_SPOTS = 41,
    PRACTICE_LINES = 2,
    END_LINES = 2
};

/* Beside the plot at a height, or as near to it as there is room; returns the
   height at which it stands. */
static double
put_beside(struct plot *plot, const char *text, struct font font,
           uint32_t color, double y)
{
    double left = plot->area.right + PLOT_BESIDE_PT;
    struct label label = {text, font, color};
    struct spot spots[BESIDE_SPOTS];

    label.text =
        labels_fit(plot->labels.measure, font, text,
                   plot->drawing->width_pt - left, plot->drawing->arena);
    for (int i = 0; i < BESIDE_SPOTS; i++) {
        double shift = BESIDE_STEP_PT * ((i + 1) / 2) * (i % 2 ? 1 : -1);

        spots[i] =
            (struct spot){{left, y + CAP * font.size_pt + shift}, SIDE_LEFT};
    }
    if (!labels_put(&plot->labels, &label, spots, BESIDE_SPOTS, NEED_MUST))
        return y;
    size_t last = plot->labels.placed.n - 1;
    return plot->labels.placed.items[last].spot.at.y - CAP * font.size_pt;
}

static void
name_bands(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;

    for (size_t i = 0; i < chart->n_bands; i++) {
        double from = decimal_value(chart->bands[i].from);
        double to = i + 1 < chart->n_bands
                        ? decimal_value(chart->bands[i + 1].from)
                        : chart->hi;

        if (chart->bands[i].label && to > chart->lo && from < chart->hi)
            (void)put_beside(
                plot, chart->bands[i].label, plot->style->text, COLOR_SOFT,
                (plot_clipped_y(plot, from) + plot_clipped_y(plot, to)) / 2);
    }
}

/* The middle of words, at least so far from the cut-off's: on their side of it,
   on the other where that alone has room, and beyond the plot where neither
   has. */
static double
beside_cutoff(double cut, double middle, double apart, double highest,
              double lowest)
{
    double own = middle < cut ? cut - apart : cut + apart;
    double other = 2 * cut - own;

    if (fabs(middle - cut) >= apart)
        return middle;
    return (own < highest || own > lowest) && other >= highest
                   && other <= lowest
               ? other
               : own;
}

/* In some lines beside the zone's middle; where the cut-off's words stand, at
   the height 'cut', above or below them. */
static void
name_zone(struct plot *plot, double cut)
{
    const struct progress_chart *chart = plot->chart;
    double left = plot->area.right + PLOT_BESIDE_PT;
    struct label label = {word_in(chart->language, chart->is_zone_of_start
                                                       ? WORD_ZONE_OF_START
                                                       : WORD_ZONE),
                          plot->style->text, COLOR_SOFT};
    const char *lines[ZONE_LINES];
    size_t n = labels_wrap(&plot->labels, &label,
                           plot->drawing->width_pt - left, lines, ZONE_LINES);
    double step = PLOT_LINE * label.font.size_pt;
    double height = step * (double)n;
    double middle = (plot_clipped_y(plot, chart->zone_low)
                     + plot_clipped_y(plot, chart->zone_high))
                    / 2;

    double highest = plot->area.top + height / 2;
    double lowest = plot->area.bottom - height / 2;

    middle = fmin(fmax(middle, highest), lowest);
    if (plot_has_cutoff(plot))
        middle = beside_cutoff(cut, middle, (height + step) / 2 + 1, highest,
                               lowest);
    for (size_t i = 0; i < n; i++) {
        label.text = lines[i];
        labels_write(&plot->labels, &label,
                     (struct spot){{left, middle - height / 2 + step * (double)i
                                              + label.font.size_pt},
                                   SIDE_LEFT});
    }
}

/* From the left on, as near to it as the data allows: the lines, of which the
   first may stand at either height. */
static bool
put_end(struct plot *plot, const struct label *label, const char *const *lines,
        size_t n, double first, double next)
{
    struct spot spots[MAX_SPOTS];
    double room = plot->area.right - plot->area.left - 6;
    double widest = 0;
    size_t n_spots = 0;

    for (size_t i = 0; i < n; i++)
        widest = fmax(widest, plot_text_pt(plot, label->font, lines[i]));
    for (double shift = 0; shift <= room - widest && n_spots + 2 <= MAX_SPOTS;
         shift += WORD_STEP_PT) {
        double x = plot->area.left + 3 + shift;

        spots[n_spots++] = (struct spot){{x, first}, SIDE_LEFT};
        spots[n_spots++] = (struct spot){{x, next}, SIDE_LEFT};
    }
    return labels_put_lines(&plot->labels, label, lines, n,
                            PLOT_LINE * label->font.size_pt, spots, n_spots);
}

/* On one line, at 'first' or 'next', beside the plot where the data leaves no
   room, or in two lines; and nowhere rather than as its first letters.  Returns
   whether it stands. */
static bool
name_end(struct plot *plot, const char *text, double first, double next)
{
    struct label label = {text, plot->style->text, COLOR_SOFT};
    double step = PLOT_LINE * label.font.size_pt;
    double up = next < first ? step : 0; /* the last line stands at the foot */
    const char *lines[END_LINES + 1];

    if (!text || put_end(plot, &label, &text, 1, first, next))
        return true;
    if (plot_text_pt(plot, label.font, text)
        <= plot->drawing->width_pt - plot->area.right - PLOT_BESIDE_PT) {
        (void)put_beside(plot, text, label.font, COLOR_SOFT, first);
        return true;
    }
    size_t n = labels_wrap(&plot->labels, &label,
                           (plot->area.right - plot->area.left) * 0.8, lines,
                           END_LINES + 1);
    return n == END_LINES
           && put_end(plot, &label, lines, n, first - up, next - up);
}

/* "0 unheard"; NULL where there is no word. */
static const char *
end_text(const struct plot *plot, double end, const char *word)
{
    return word
               ? arena_printf(plot->drawing->arena, "%s %s",
                              plot_number(plot, end, ticks_decimals(end)), word)
               : NULL;
}

/* Adds the lines of a text; it may be NULL. */
static size_t
wrap_below(const struct plot *plot, const char *text, const char **lines)
{
    struct label label = {text, plot->style->text, COLOR_SOFT};

    return text ? labels_wrap(&plot->labels, &label, plot->drawing->width_pt,
                              lines, END_LINES)
                : 0;
}

/* The words for the ends as they stand below a small chart, on one line or on
   lines of their own; returns how many, 0 where there are no words. */
static size_t
ends_below(const struct plot *plot, const char *lines[2 * END_LINES])
{
    const struct progress_chart *chart = plot->chart;
    const char *low = end_text(plot, chart->lo, chart->low);
    const char *high = end_text(plot, chart->hi, chart->high);

    if (low && high) {
        const char *both =
            arena_printf(plot->drawing->arena, "%s · %s", low, high);

        if (plot_text_pt(plot, plot->style->text, both)
            <= plot->drawing->width_pt)
            return wrap_below(plot, both, lines);
    }
    size_t n = wrap_below(plot, low, lines);
    return n + wrap_below(plot, high, lines + n);
}

static void
name_ends(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    double top = plot->area.top + plot->style->text.size_pt + 2;
    double bottom = plot->area.bottom - 3.5;
    double y = plot->area.bottom + plot->style->foot_pt;
    const char *lines[2 * END_LINES];

    plot->need.end_lines = ends_below(plot, lines);
    if (!chart->end_lines) {
        bool has_high = name_end(plot, chart->high, top, top + 9);

        plot->need.loses_end =
            !name_end(plot, chart->low, bottom, bottom - 9) || !has_high;
        return;
    }
    for (size_t i = 0; i < plot->need.end_lines; i++) {
        struct label label = {lines[i], plot->style->text, COLOR_SOFT};

        y += PROGRESS_END_LINE_PT;
        labels_write(&plot->labels, &label, plot_edge(plot, false, y - 2));
    }
}

static void
name_grid(struct plot *plot)
{
    struct label label = {NULL, plot->style->text, COLOR_SOFT};

    for (size_t i = 0; i < plot->ticks.n; i++) {
        struct spot spot = {{plot->area.left - PLOT_TICK_GAP_PT,
                             axis_at(&plot->values, plot->ticks.values[i])
                                 + CAP * label.font.size_pt},
                            SIDE_RIGHT};

        label.text = plot->tick_texts[i];
        labels_write(&plot->labels, &label, spot);
    }
}

/* Sessions on the axis: those that have room, and none that is wider than a
   quarter of the chart. */
static void
name_sessions(struct plot *plot)
{
    const struct timeline *timeline = plot->chart->timeline;
    struct arena *arena = plot->drawing->arena;
    struct font font = plot->style->note;
    size_t n = timeline->n;
    const char **names = ARENA_ARRAY(arena, n, const char *);
    double *widths = ARENA_ARRAY(arena, n, double);
    double *xs = ARENA_ARRAY(arena, n, double);

    plot->is_named = ARENA_ARRAY(arena, n, bool);
    for (size_t i = 0; i < n; i++) {
        names[i] = labels_fit(plot->labels.measure, font, timeline->labels[i],
                              plot->drawing->width_pt / 4, arena);
        widths[i] = plot_text_pt(plot, font, names[i]);
        xs[i] = fmin(fmax(plot->xs[i], widths[i] / 2),
                     plot->drawing->width_pt - widths[i] / 2);
    }
    axis_thin(xs, widths, n, SESSION_GAP_PT, plot->is_named);
    for (size_t i = 0; i < n; i++) {
        struct label label = {names[i], font, COLOR_INK};
        double down = plot->style->is_large ? SESSION_DOWN_PT : 9;

        if (plot->is_named[i])
            labels_write(
                &plot->labels, &label,
                (struct spot){{xs[i], plot->area.bottom + down}, SIDE_MIDDLE});
    }
}

static void
name_calendar(struct plot *plot)
{
    const struct timeline *timeline = plot->chart->timeline;
    struct calendar_wish wish = {.days = timeline->days,
                                 .xs = plot->xs,
                                 .n = timeline->n,
                                 .time = plot->times,
                                 .left_pt = plot->area.left,
                                 .right_pt = plot->drawing->width_pt,
                                 .font = plot->style->text,
                                 .language = plot->chart->language};
    struct stroke rule = {COLOR_RULE, 0.7, 0, 0};
    double y = plot->area.bottom + CALENDAR_DOWN_PT;
    struct calendar calendar =
        axis_calendar(&wish, plot->labels.measure, plot->drawing->arena);

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

/* ---- phases and practices ---- */

enum { N_LETTERS = 26 };

/* "Z" is followed by "AA", as columns of tables are. */
static void
add_letters(struct buf *buf, size_t letter)
{
    if (letter >= N_LETTERS)
        add_letters(buf, letter / N_LETTERS - 1);
    buf_add_char(buf, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[letter % N_LETTERS]);
}

/* A letter for each phase, one for all of a name; and "A getting started", what
   they stand for. */
static const char *
choose_letters(const struct plot *plot, size_t *letters)
{
    const struct progress_chart *chart = plot->chart;
    struct buf buf = {0};
    size_t n = 0;

    for (size_t i = 0; i < chart->n_phases; i++) {
        const char *name = chart->phases[i].label;
        size_t k = 0;

        if (!name)
            continue;
        while (!chart->phases[k].label
               || strcmp(chart->phases[k].label, name) != 0)
            k++;
        letters[i] = k < i ? letters[k] : n++;
        if (k < i)
            continue;
        buf_add_text(&buf, buf.len ? " · " : "");
        add_letters(&buf, letters[i]);
        buf_addf(&buf, "\u00a0%s", name);
    }
    return arena_take(plot->drawing->arena, &buf);
}

size_t
plot_tell_phases(struct plot *plot)
{
    struct arena *arena = plot->drawing->arena;
    size_t *letters = ARENA_ARRAY(arena, plot->chart->n_phases, size_t);
    struct label told = {choose_letters(plot, letters), plot->style->text,
                         COLOR_SOFT};

    plot->phase_letters = letters;
    plot->n_phase_lines =
        labels_wrap(&plot->labels, &told, plot->drawing->width_pt,
                    plot->phase_lines, PLOT_PHASE_LINES);
    return plot->n_phase_lines;
}

/* Phases that share one name over them, as they have no room for one each. */
struct phase_stretch {
    size_t from;
    size_t to; /* included */
    struct label label;
};

/* "B"; of several "B–D", or "BAC" where letters come again ("Z AA B"). */
static const char *
letters_of(const struct plot *plot, size_t from, size_t to)
{
    const size_t *letters = plot->phase_letters;
    const char *between = "";
    bool is_run = true;
    struct buf buf = {0};

    for (size_t i = from; i <= to; i++) {
        is_run &= letters[i] == letters[from] + (i - from);
        if (letters[i] >= N_LETTERS)
            between = " ";
    }
    for (size_t i = from; i <= to; i++) {
        if (is_run && i > from && i < to)
            continue;
        if (i > from)
            buf_add_text(&buf, is_run ? "–" : between);
        add_letters(&buf, letters[i]);
    }
    return arena_take(plot->drawing->arena, &buf);
}

static struct phase_stretch
stretch_of(const struct plot *plot, size_t from, size_t to)
{
    const char *name = plot->chart->phases[from].label;

    return (struct phase_stretch){
        from,
        to,
        {name && plot->phase_letters ? letters_of(plot, from, to) : name,
         plot->style->note, COLOR_INK}};
}

static bool
has_phase_room(const struct plot *plot, const struct phase_stretch *stretch)
{
    return plot_text_pt(plot, stretch->label.font, stretch->label.text)
           <= plot_phase_end(plot, stretch->to)
                  - plot_phase_begin(plot, stretch->from);
}

/* The phases from 'from' on that stand under one name: more than one where
   letters have no room, up to a phase without a name. */
static struct phase_stretch
next_stretch(const struct plot *plot, size_t from)
{
    const struct progress_phase *phases = plot->chart->phases;
    struct phase_stretch stretch = stretch_of(plot, from, from);
    size_t last = from;

    if (!plot->phase_letters || !stretch.label.text)
        return stretch;
    while (last + 1 < plot->chart->n_phases && phases[last + 1].label)
        last++;
    while (stretch.to < last && !has_phase_room(plot, &stretch))
        stretch = stretch_of(plot, from, stretch.to + 1);
    if (stretch.to == last)
        return stretch;
    struct phase_stretch rest = stretch_of(plot, stretch.to + 1, last);
    return has_phase_room(plot, &rest) ? stretch : stretch_of(plot, from, last);
}

/* Over its own stretch each, the first one too; or letters, and above all of
   them what these stand for. */
static void
name_phases(struct plot *plot)
{
    const struct progress_chart *chart = plot->chart;
    double y = plot->area.top - PLOT_RIBBON_UP_PT - 3.5;
    double line_pt = PLOT_LINE * plot->style->text.size_pt;
    double told_y = plot->area.top - PLOT_RIBBON_PT - 8
                    - line_pt * (double)plot->n_phase_lines;

    for (size_t i = 0; i < plot->n_phase_lines; i++) {
        struct label told = {plot->phase_lines[i], plot->style->text,
                             COLOR_SOFT};

        told_y += line_pt;
        labels_write(&plot->labels, &told, plot_edge(plot, false, told_y));
    }
    for (size_t i = 0; i < chart->n_phases;) {
        struct phase_stretch stretch = next_stretch(plot, i);
        if (stretch.label.text && has_phase_room(plot, &stretch))
            labels_write(&plot->labels, &stretch.label,
                         (struct spot){{(plot_phase_begin(plot, stretch.from)
                                         + plot_phase_end(plot, stretch.to))
                                            / 2,
                                        y},
                                       SIDE_MIDDLE});
        i = stretch.to + 1;
    }
}

/* In two lines, where practices are told in sentences. */
static void
name_practice(struct plot *plot, size_t idx)
{
    const struct progress_practices *practices = &plot->chart->practices;
    double left = plot->area.right + PLOT_BESIDE_PT;
    struct label label = {practices->items[idx].label,
                          {.size_pt = practices->is_brief ? 7 : 6},
                          COLOR_SOFT};
    const char *lines[PRACTICE_LINES];
    size_t n =
        labels_wrap(&plot->labels, &label, plot->drawing->width_pt - left,
                    lines, practices->is_brief ? 1 : PRACTICE_LINES);
    double step = 1.1 * label.font.size_pt;

    for (size_t i = 0; i < n; i++) {
        label.text = lines[i];
        labels_write(&plot->labels, &label,
                     (struct spot){{left, plot_practice_y(plot, idx)
                                              - step * (double)(n - 1 - i)},
                                   SIDE_LEFT});
    }
}

/* What they are counted in, and that they stand here for no more than to be
   looked at. */
static void
name_practices(struct plot *plot)
{
    const struct progress_practices *practices = &plot->chart->practices;
    struct label label = {word_in(plot->chart->language, WORD_SIDE_BY_SIDE),
                          {.size_pt = 6.5},
                          COLOR_SOFT};
    double y = plot->area.bottom + plot->style->foot_pt + PRACTICES_DOWN_PT;

    if (!practices->n)
        return;
    if (practices->title)
        label.text = arena_printf(plot->drawing->arena, "%s · %s",
                                  practices->title, label.text);
    labels_write(&plot->labels, &label,
                 (struct spot){{plot->area.left, y}, SIDE_LEFT});
    for (size_t i = 0; i < practices->n; i++)
        name_practice(plot, i);
}

/* ---- all ---- */

void
plot_place_ticks(struct plot *plot)
{
    name_grid(plot);
    name_sessions(plot);
}

void
plot_place_words(struct plot *plot)
{
    double cut = !plot_has_cutoff(plot)
                     ? 0
                     : put_beside(plot, plot_cutoff_text(plot),
                                  plot->style->note, COLOR_WARN,
                                  axis_at(&plot->values, plot->chart->cutoff));

    if (plot_has_zone(plot) && plot->style->is_large)
        name_zone(plot, cut);
    name_ends(plot);
    if (!plot->style->is_large)
        return;
    name_bands(plot);
    name_phases(plot);
    name_practices(plot);
    if (plot->chart->timeline->is_in_order) {
        struct label label = {word_in(plot->chart->language, WORD_IN_ORDER),
                              plot->style->text, COLOR_SOFT};

        labels_write(&plot->labels, &label,
                     (struct spot){{plot->area.left,
                                    plot->area.bottom + CALENDAR_DOWN_PT},
                                   SIDE_LEFT});
    } else {
        name_calendar(plot);
    }
}
