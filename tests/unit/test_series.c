/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions in order, given twice, undated, of others. */
#include "unit.h"
#include "scoring.h"

#include <string.h>

#include "base/date.h"
#include "base/num.h"
#include "change/series.h"

struct visit {
    const char *client;
    const char *session;
    const char *date;
    const char *cells;
};

static const char scales[] =
    "<scale id='x' method='sum' items='a..e' min-answered='all'"
    " direction='neither'><title>X</title></scale>";

static struct history *
build(struct scoring *s, const struct visit *visits, size_t n)
{
    struct str *client = ARENA_ARRAY(s->arena, n, struct str);
    struct str *session = ARENA_ARRAY(s->arena, n, struct str);
    s->rows.number[FACT_DATE] = ARENA_ARRAY(s->arena, n, int32_t);
    for (size_t i = 0; i < n; i++) {
        client[i] = str_from(visits[i].client);
        session[i] = str_from(visits[i].session);
        s->rows.number[FACT_DATE][i] = DATE_NONE;
        if (visits[i].date
            && !date_read(str_from(visits[i].date),
                          &s->rows.number[FACT_DATE][i]))
            fail_msg("no date: %s", visits[i].date);
        scoring_row(s, visits[i].cells);
    }
    s->rows.text[FACT_CLIENT] = client;
    s->rows.text[FACT_SESSION] = session;
    scoring_run(s);
    struct history_builder *builder =
        history_builder_new(s->instrument, "c1", ROWS_ASKED, s->arena);
    for (size_t i = 0; i < n; i++)
        history_builder_add(builder, s->batch, i, s->scores);
    return history_builder_finish(builder, s->diag);
}

/* "label:row ..." of a history. */
static void
check_order(const struct history *history, const char *want)
{
    struct buf buf = {0};
    for (size_t i = 0; i < history->n_sessions; i++)
        buf_addf(&buf, "%s%s:%zu", i ? " " : "", history->sessions[i].label,
                 history->sessions[i].row);
    assert_string_equal(buf_text(&buf), want);
    buf_clear(&buf);
}

static size_t
count_messages(const struct diag *diag, enum message message)
{
    size_t n = 0;
    for (size_t i = 0; i < diag_total(diag); i++)
        n += diag_get(diag, i)->message == message;
    return n;
}

static void
test_order(void **state)
{
    static const struct visit visits[] = {
        {"c1", "10", "2026-03-01", "1 1 1 1 1"},
        {"c1", "9", "2026-02-22", "1 1 1 1 ."},
        {"c2", "1", "2026-01-01", "4 4 4 4 4"}, /* somebody else */
        {"c1", "2", "2026-02-01", "2 2 2 2 2"},
        {"c1", "11", NULL, "3 3 3 3 3"},
        {"c1", "1", "2026-02-01", "0 0 0 0 0"},
        {"c1", "8", "2026-02-15", ". . . . ."}, /* not given */
        {"c1", "7", "2026-02-15", ". . declined . ."},
    };
    struct scoring *s = scoring_open_five(scales);
    (void)state;
    struct history *history = build(s, visits, N_ELEMENTS(visits));
    check_order(history, "1:5 2:3 7:7 9:1 10:0 11:4");
    assert_string_equal(history->client, "c1");
    assert_int_equal(count_messages(s->diag, MSG_SESSION_ORDER), 0);
    assert_int_equal(count_messages(s->diag, MSG_SESSION_UNDATED), 0);
    assert_false(history_is_unsure(history));
    struct series series = series_of(history, 0);
    assert_int_equal(series.n_scored, 4);
    assert_int_equal(series.first, 0);
    assert_int_equal(series.latest, 5);
    assert_true(series_score(&series, 1)->value == 10);
    assert_int_equal(series_score(&series, 3)->why, WHY_TOO_FEW);
    scoring_close(s);
}

/* Behind those with a date, whatever their numbers are. */
static void
test_undated(void **state)
{
    static const struct visit visits[] = {
        {"c1", "1", "2026-01-05", "1 1 1 1 1"},
        {"c1", "2", NULL, "2 2 2 2 2"},
        {"c1", "4", NULL, "4 4 4 4 4"},
        {"c1", "3", "2026-01-19", "3 3 3 3 3"},
    };
    struct scoring *s = scoring_open_five(scales);
    (void)state;
    struct history *history = build(s, visits, N_ELEMENTS(visits));
    check_order(history, "1:0 3:3 2:1 4:2");
    assert_int_equal(count_messages(s->diag, MSG_SESSION_UNDATED), 1);
    assert_true(history_is_unsure(history));
    scoring_close(s);
}

static void
test_twice(void **state)
{
    static const struct visit visits[] = {
        {"c1", "4", "2026-03-01", "1 1 1 1 1"},
        {"c1", "5", "2026-03-08", "1 1 1 1 1"},
        {"c1", "4", "2026-03-01", "2 2 2 2 2"},
        {"c1", "4", "2026-03-15", "2 2 2 2 2"}, /* against its date */
    };
    struct scoring *s = scoring_open_five(scales);
    (void)state;
    struct history *history = build(s, visits, N_ELEMENTS(visits));
    check_order(history, "4a:0 4b:2 5:1 4:3");
    assert_int_equal(count_messages(s->diag, MSG_SESSION_ORDER), 1);
    scoring_close(s);
}

/* Without dates numbers behind the same letters decide, each among its own. */
static void
test_numbered(void **state)
{
    static const struct visit visits[] = {
        {"c1", "T10", NULL, "1 1 1 1 1"},
        {"c1", "before", NULL, "1 1 1 1 1"},
        {"c1", "Week 2", NULL, "1 1 1 1 1"},
        {"c1", "T1", NULL, "1 1 1 1 1"},
        {"c1", "T02", NULL, "1 1 1 1 1"},
        {"c1", "Week 1", NULL, "1 1 1 1 1"},
        {"c1", "2.10", NULL, "1 1 1 1 1"}, /* two numbers: of no kind */
        {"c1", "2.9", NULL, "1 1 1 1 1"},
        {"c1", "T9", "2026-03-01", "1 1 1 1 1"},
        {"c1", "T8", "2026-03-02", "1 1 1 1 1"}, /* dates come first */
        {"c1", "T2", NULL, "1 1 1 1 1"},
        {"c1", "7", NULL, "1 1 1 1 1"},
    };
    struct scoring *s = scoring_open_five(scales);
    (void)state;
    check_order(build(s, visits, N_ELEMENTS(visits)),
                "T9:8 T8:9 7:11 T1:3 before:1 Week 1:5 T02:4 T2:10 Week 2:2 "
                "2.10:6 2.9:7 T10:0");
    scoring_close(s);
}

static void
test_nothing(void **state)
{
    static const struct visit visits[] = {
        {"c1", "", NULL, ". . . . ."},
        {"c1", "", NULL, "1 . . . ."},
        {"c1", "", NULL, "77 . . . ."},
    };
    struct scoring *s = scoring_open_five(scales);
    (void)state;
    struct history *history = build(s, visits, 0);
    struct series series = series_of(history, 0);
    assert_int_equal(history->n_sessions, 0);
    assert_true(series.first == SIZE_MAX && series.latest == SIZE_MAX);
    scoring_close(s);
    /* Without names sessions are numbered; without scores there is no first. */
    s = scoring_open_five(scales);
    history = build(s, visits, N_ELEMENTS(visits));
    check_order(history, "1:1 2:2");
    series = series_of(history, 0);
    assert_int_equal(series.n_scored, 0);
    assert_true(series.first == SIZE_MAX);
    scoring_close(s);
}

UNIT_MAIN(cmocka_unit_test(test_order), cmocka_unit_test(test_undated),
          cmocka_unit_test(test_twice), cmocka_unit_test(test_numbered),
          cmocka_unit_test(test_nothing))
