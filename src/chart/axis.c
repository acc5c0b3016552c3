/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pure geometry of the two axes. */
#include "chart/axis.h"

#include <math.h>

#include "base/date.h"
#include "base/vec.h"

enum {
    FEW_DAYS = 45, /* a time so short has dates, not months */
    MONTHS_A_YEAR = 12
};

#define GAP_PT 5.0    /* between names of the calendar */
#define INDENT_PT 2.5 /* of a name from the rule before it */

double
axis_at(const struct axis *axis, double value)
{
    double share =
        axis->lo < axis->hi ? (value - axis->lo) / (axis->hi - axis->lo) : 0.5;

    return axis->from_pt + (axis->to_pt - axis->from_pt) * share;
}

void
axis_times(const struct timeline *timeline, double *times)
{
    const int32_t *days = timeline->days;

    for (size_t i = 0, end; i < timeline->n; i = end) {
        end = i + 1;
        while (end < timeline->n && days[end] == days[i])
            end++;
        for (size_t k = i; k < end; k++)
            times[k] = timeline->is_in_order
                           ? (double)k
                           : days[i] + (double)(k - i) / (double)(end - i);
    }
}

static bool
is_step(size_t idx, size_t step)
{
    return idx == 0 || (step < 5 ? idx % step == 0 : (idx + 1) % step == 0);
}

/* Shows what the step gives and the last, which drives out what stands too
   near to it; false when others collide. */
static bool
try_step(const double *xs, const double *widths, size_t n, double gap_pt,
         size_t step, bool *is_shown)
{
    size_t last = n - 1;
    double room_end = xs[last] - widths[last] / 2 - gap_pt;
    double end = -INFINITY;

    for (size_t i = 0; i < last; i++) {
        is_shown[i] =
            is_step(i, step) && (i == 0 || xs[i] + widths[i] / 2 <= room_end);
        if (!is_shown[i])
            continue;
        if (xs[i] - widths[i] / 2 < end)
            return false;
        end = xs[i] + widths[i] / 2 + gap_pt;
    }
    is_shown[last] = last == 0 || end - gap_pt <= room_end;
    return true;
}

size_t
axis_thin(const double *xs, const double *widths, size_t n, double gap_pt,
          bool *is_shown)
{
    static const size_t round_steps[] = {1, 2, 3, 4, 5, 10, 20, 25, 50};
    size_t step = 1;

    if (n == 0)
        return step;
    for (size_t i = 0;; i++) {
        size_t n_round = N_ELEMENTS(round_steps);

        step = i < n_round ? round_steps[i] : (i - n_round + 1) * (size_t)100;
        if (try_step(xs, widths, n, gap_pt, step, is_shown) || step > n)
            return step;
    }
}

struct builder {
    const struct calendar_wish *wish;
    const struct measure *measure;
    struct arena *arena;
    struct calendar_mark_list VEC(struct calendar_mark) marks;
    struct buf buf;
};

static double
width_of(const struct builder *builder, const char *text)
{
    return measure_width_pt(builder->measure, builder->wish->font, text);
}

static const char *
short_date(struct builder *builder, int32_t days)
{
    buf_empty(&builder->buf);
    words_add_short_date(&builder->buf, builder->wish->language, days);
    return arena_text(builder->arena, buf_str(&builder->buf));
}

/* The dates of those days that have room, each under its first session. */
static void
add_dates(struct builder *builder)
{
    const struct calendar_wish *wish = builder->wish;
    double *xs = ARENA_ARRAY(builder->arena, wish->n, double);
    double *widths = ARENA_ARRAY(builder->arena, wish->n, double);
    bool *is_shown = ARENA_ARRAY(builder->arena, wish->n, bool);
    const char **texts = ARENA_ARRAY(builder->arena, wish->n, const char *);
    size_t n = 0;

    for (size_t i = 0; i < wish->n; i++) {
        if (i > 0 && wish->days[i] == wish->days[i - 1])
            continue;
        texts[n] = short_date(builder, wish->days[i]);
        widths[n] = width_of(builder, texts[n]);
        xs[n] = fmin(fmax(wish->xs[i], wish->left_pt + widths[n] / 2),
                     wish->right_pt - widths[n] / 2);
        n++;
    }
    axis_thin(xs, widths, n, GAP_PT, is_shown);
    for (size_t i = 0; i < n; i++)
        if (is_shown[i])
            *vec_add(builder->arena, &builder->marks) =
                (struct calendar_mark){.at_pt = xs[i],
                                       .left_pt = xs[i] - widths[i] / 2,
                                       .text = texts[i]};
}

/* Months since the year 0. */
static int
month_of(int32_t days)
{
    struct civil civil = date_civil(days);

    return civil.year * MONTHS_A_YEAR + civil.month - 1;
}

static double
month_x(const struct builder *builder, int month)
{
    struct civil first = {.year = month / MONTHS_A_YEAR,
                          .month = month % MONTHS_A_YEAR + 1,
                          .day = 1};

    return axis_at(&builder->wish->time, date_days(first));
}

/* "Feb"; "2027" for the year's first month, and wherever the step is years. */
static const char *
month_name(struct builder *builder, int month, int step)
{
    buf_empty(&builder->buf);
    if (step % MONTHS_A_YEAR == 0 || month % MONTHS_A_YEAR == 0)
        words_add_number(&builder->buf, builder->wish->language,
                         month / MONTHS_A_YEAR, 0);
    else
        buf_add_text(
            &builder->buf,
            word_in(builder->wish->language,
                    (enum word)(WORD_SHORT_JANUARY + month % MONTHS_A_YEAR)));
    return arena_text(builder->arena, buf_str(&builder->buf));
}

/* The finest step, in months, whose names all have room: with no more than a
   year between them every stretch but the shortest month is that wide. */
static int
calendar_step(struct builder *builder, double month_pt)
{
    static const int month_steps[] = {1, 2, 3, 6};
    double widest = 0;
    int n_years = 1;

    for (int month = 0; month < MONTHS_A_YEAR; month++)
        widest = fmax(widest, width_of(builder, month_name(builder, month, 1)));
    widest += INDENT_PT + GAP_PT;
    for (size_t i = 0; i < N_ELEMENTS(month_steps); i++)
        if (month_steps[i] * month_pt >= widest)
            return month_steps[i];
    while (n_years * MONTHS_A_YEAR * month_pt < widest)
        n_years = n_years == 1 ? 2 : n_years == 2 ? 5 : n_years * 2;
    return n_years * MONTHS_A_YEAR;
}

/* What the time before the first boundary is called: by its year, where another
   one is named later. */
static const char *
first_name(struct builder *builder, int month, int last, int step)
{
    bool is_of_years = month / MONTHS_A_YEAR != last / MONTHS_A_YEAR;

    return step == 1
               ? short_date(builder, builder->wish->days[0])
               : month_name(builder, month, is_of_years ? MONTHS_A_YEAR : step);
}

/* A stretch too short for its name, at either end, goes without. */
static void
add_stretch(struct builder *builder, struct calendar_mark mark, double end_pt)
{
    if (mark.left_pt + width_of(builder, mark.text) + GAP_PT / 2 <= end_pt)
        *vec_add(builder->arena, &builder->marks) = mark;
}

/* Names of months or years, each at the rule where it begins. */
static void
add_stretches(struct builder *builder, int step)
{
    const struct calendar_wish *wish = builder->wish;
    int first = month_of(wish->days[0]);
    int last = month_of(wish->days[wish->n - 1]);
    int next = (first / step + 1) * step;

    add_stretch(
        builder,
        (struct calendar_mark){.at_pt = wish->left_pt,
                               .left_pt = wish->left_pt,
                               .text = first_name(builder, first, last, step)},
        next > last ? wish->right_pt : month_x(builder, next));
    for (; next <= last; next += step) {
        double at = month_x(builder, next);

        add_stretch(
            builder,
            (struct calendar_mark){.at_pt = at,
                                   .left_pt = at + INDENT_PT,
                                   .is_boundary = true,
                                   .text = month_name(builder, next, step)},
            next + step > last ? wish->right_pt
                               : month_x(builder, next + step));
    }
}

struct calendar
axis_calendar(const struct calendar_wish *wish, const struct measure *measure,
              struct arena *arena)
{
    struct builder builder = {.wish = wish, .measure = measure, .arena = arena};

    if (wish->n == 0)
        return (struct calendar){0};
    double span = (double)wish->days[wish->n - 1] - wish->days[0];
    if (span <= FEW_DAYS) {
        add_dates(&builder);
    } else {
        double day_pt = axis_at(&wish->time, wish->time.lo + 1)
                        - axis_at(&wish->time, wish->time.lo);

        /* February is the narrowest month. */
        add_stretches(&builder, calendar_step(&builder, 28 * day_pt));
    }
    buf_clear(&builder.buf);
    return (struct calendar){builder.marks.items, builder.marks.n};
}
