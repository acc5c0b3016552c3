/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time on paper: true distances, thinned names, the calendar. */
#include "unit.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "chart/axis.h"
#include "measure_fixed.h"

static bool
near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void
test_axis_is_linear(void **state)
{
    struct axis axis = {0, 4, 380, 212};
    struct axis point = {3, 3, 10, 20};

    (void)state;
    assert_true(near(axis_at(&axis, 0), 380));
    assert_true(near(axis_at(&axis, 2.5), 275));
    assert_true(near(axis_at(&axis, 4), 212));
    assert_true(near(axis_at(&point, 3), 15));
}

static void
test_sessions_of_a_day_share_it(void **state)
{
    const int32_t days[] = {5, 7, 7, 7, 9};
    const double want[] = {5, 7, 7 + 1.0 / 3, 7 + 2.0 / 3, 9};
    double times[N_ELEMENTS(days)];
    struct timeline timeline = {.days = days, .n = N_ELEMENTS(days)};

    (void)state;
    axis_times(&timeline, times);
    for (size_t i = 0; i < N_ELEMENTS(days); i++)
        assert_true(near(times[i], want[i]));
    timeline.is_in_order = true;
    axis_times(&timeline, times);
    for (size_t i = 0; i < N_ELEMENTS(days); i++)
        assert_true(near(times[i], (double)i));
}

/* Which of n labels as wide as that, one point apart, are shown: "1 5 10". */
static const char *
thinned(size_t n, double width, struct buf *buf)
{
    double xs[500];
    double widths[500];
    bool is_shown[500];

    for (size_t i = 0; i < n; i++) {
        xs[i] = (double)i;
        widths[i] = width;
    }
    axis_thin(xs, widths, n, 0.5, is_shown);
    buf_empty(buf);
    for (size_t i = 0; i < n; i++)
        if (is_shown[i])
            buf_addf(buf, "%s%zu", buf->len ? " " : "", i + 1);
    return buf_text(buf);
}

static void
test_names_thin_out_by_rule(void **state)
{
    struct buf buf = {0};

    (void)state;
    assert_string_equal(thinned(1, 9, &buf), "1");
    assert_string_equal(thinned(2, 9, &buf), "1");
    assert_string_equal(thinned(5, 0.5, &buf), "1 2 3 4 5");
    assert_string_equal(thinned(9, 1.5, &buf), "1 3 5 7 9");
    assert_string_equal(thinned(9, 3.5, &buf), "1 5 9");
    assert_string_equal(thinned(10, 1.5, &buf), "1 3 5 7 10");
    assert_string_equal(thinned(12, 3.5, &buf), "1 5 12");
    assert_string_equal(thinned(20, 3.5, &buf), "1 5 9 13 20");
    assert_string_equal(thinned(21, 4.4, &buf), "1 10 21");
    assert_string_equal(thinned(60, 8, &buf), "1 10 20 30 40 50 60");
    assert_string_equal(thinned(500, 45, &buf),
                        "1 50 100 150 200 250 300 350 400 450 500");
    assert_string_equal(thinned(500, 400, &buf), "1 500");
    buf_clear(&buf);
}

/* The calendar of sessions, a day in each of the texts, on a paper so wide:
   "left:name", a bar before names that a rule parts off. */
static const char *
calendar_text(const int32_t *days, size_t n, double width_pt,
              enum language language, struct buf *buf)
{
    struct arena *arena = arena_new();
    double *xs = ARENA_ARRAY(arena, n, double);
    struct calendar_wish wish = {
        .days = days,
        .xs = xs,
        .n = n,
        .time = {days[0], days[n - 1], 10, width_pt - 10},
        .right_pt = width_pt,
        .font = {.size_pt = 7.5},
        .language = language,
    };
    struct calendar calendar;
    double end = -1;

    for (size_t i = 0; i < n; i++)
        xs[i] = axis_at(&wish.time, days[i]);
    calendar = axis_calendar(&wish, &measure_fixed, arena);
    buf_empty(buf);
    for (size_t i = 0; i < calendar.n; i++) {
        const struct calendar_mark *mark = &calendar.marks[i];

        assert_true(mark->left_pt > end);
        end = mark->left_pt
              + measure_width_pt(&measure_fixed, wish.font, mark->text);
        assert_true(end <= width_pt);
        buf_addf(buf, "%s%s%s", buf->len ? " " : "",
                 mark->is_boundary ? "|" : "", mark->text);
    }
    arena_free(arena);
    return buf_text(buf);
}

static int32_t
day(const char *text)
{
    int32_t days = 0;

    assert_true(date_read(str_from(text), &days));
    return days;
}

static void
test_calendar(void **state)
{
    static const struct {
        const char *first;
        const char *last;
        double width_pt;
        enum language language;
        const char *want;
    } cases[] = {
        {"2026-05-05", "2026-05-05", 200, LANG_EN, "5 May"},
        {"2026-05-05", "2026-05-07", 200, LANG_EN, "5 May 7 May"},
        {"2026-05-05", "2026-06-10", 200, LANG_DE, "5. Mai 10. Juni"},
        {"2026-05-05", "2026-09-14", 400, LANG_EN, "5 May |Jun |Jul |Aug |Sep"},
        {"2026-11-10", "2027-02-20", 400, LANG_EN, "10 Nov |Dec |2027 |Feb"},
        {"2026-05-31", "2026-09-14", 200, LANG_EN, "|Jun |Jul |Aug |Sep"},
        {"2026-05-05", "2027-10-14", 200, LANG_EN,
         "2026 |Jul |Oct |2027 |Apr |Jul"},
        {"2026-02-05", "2026-10-14", 120, LANG_EN, "Feb |Mar |May |Jul |Sep"},
        {"2016-05-05", "2026-05-05", 400, LANG_EN,
         "2016 |2017 |2018 |2019 |2020 |2021 |2022 |2023 |2024 |2025 |2026"},
        {"2016-05-05", "2026-05-05", 100, LANG_EN, "2016 |2020"},
    };
    struct buf buf = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        int32_t days[] = {day(cases[i].first), day(cases[i].last)};
        size_t n = days[0] == days[1] ? 1 : 2;

        assert_string_equal(
            calendar_text(days, n, cases[i].width_pt, cases[i].language, &buf),
            cases[i].want);
    }
    buf_clear(&buf);
}

/* Every span from two days to forty years, on narrow and wide paper: names
   never touch (calendar_text() asserts it) and there is always one. */
static void
test_calendar_of_every_span(void **state)
{
    struct buf buf = {0};

    (void)state;
    for (int32_t span = 1; span < 15000; span += 1 + span / 40)
        for (double width = 80; width <= 500; width += 105)
            for (enum language language = 0; language < N_LANGUAGES;
                 language++) {
                int32_t days[] = {20578 - span % 97, 20578 + span};

                assert_true(*calendar_text(days, 2, width, language, &buf)
                            != '\0');
            }
    buf_clear(&buf);
}

UNIT_MAIN(cmocka_unit_test(test_axis_is_linear),
          cmocka_unit_test(test_sessions_of_a_day_share_it),
          cmocka_unit_test(test_names_thin_out_by_rule),
          cmocka_unit_test(test_calendar),
          cmocka_unit_test(test_calendar_of_every_span))
