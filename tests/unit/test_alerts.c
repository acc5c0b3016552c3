/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alerts: they fire on their item's answers, whatever became of the scores;
   what cannot be judged says so, and what was left blank is listed. */
#include "unit.h"
#include "scoring.h"

#include <stdio.h>
#include <string.h>

#include "score/alerts.h"

#define ITEM(id, attributes, inside)                                           \
    "<item id='" id "'" attributes "><text>x</text>" inside "</item>"
#define ALERT(id, when) "<alert id='" id "' when='" when "'>Ask.</alert>"

static const char body[] =
    "<choices id='r'><choice value='0'>a</choice><choice value='1'>b</choice>"
    "<choice value='2'>c</choice></choices><section id='s' responses='r'>"
    /* clang-format off */
    ITEM("a", "", ALERT("open", "a ge 1"))
    ITEM("b", " private='yes'", ALERT("fear", "b ge 1"))
    ITEM("c", " relevant='b gt 0' private='yes'", ALERT("harm", "c ge 2 or b ge 2"))
    ITEM("d", " relevant='c gt 0'", ALERT("deep", "d ge 1"))
    ITEM("e", "", ALERT("both", "a ge 1 and x ge 3"))
    /* clang-format on */
    "</section><scale id='x' method='sum' items='a b' min-answered='all'"
    " not-applicable='counted' direction='higher-worse'><title>X</title>"
    "</scale>";

/* One letter an alert: '.' quiet, '!' fires, 'u' undecided; then the kinds of
   blanks that are listed. */
static const char *
alerts_text(struct scoring *s, size_t row)
{
    struct buf buf = {0};
    for (size_t i = 0; i < s->plan->n_alerts; i++)
        buf_add_char(&buf, ".!u"[alerts_get(s->scores, i, row).state]);
    for (size_t i = 0; i < s->plan->n_alerts; i++) {
        enum answer_kind kind = alerts_get(s->scores, i, row).unanswered;
        if (kind != ANSWERED)
            buf_addf(&buf, " %s:%s", s->plan->alerts[i].alert->id,
                     kind == ANSWER_BLANK    ? "blank"
                     : kind == ANSWER_BAD    ? "bad"
                     : kind == ANSWER_ABSENT ? "absent"
                                             : answer_kind_names[kind]);
    }
    const char *text = arena_text(s->arena, buf_str(&buf));
    buf_clear(&buf);
    return text;
}

static void
check_alerts(const char *cells, const char *want)
{
    struct scoring *s = scoring_open(body);
    scoring_row(s, cells);
    scoring_run(s);
    if (strcmp(alerts_text(s, 0), want) != 0)
        fail_msg("%s: '%s', not '%s'", cells, alerts_text(s, 0), want);
    scoring_close(s);
}

static void
test_states(void **state)
{
    static const struct {
        const char *cells;
        const char *want;
    } cases[] = {
        /* What does not apply leaves it open; a false part settles it. */
        {"0 0 . . 0", "..uu."},
        {"1 1 0 . 0", "!!.u."},
        {"1 2 2 1 0", "!!!!!"},
        /* Without a total: what rests on answers alone still fires. */
        {". 2 0 . 0", "u!!uu"},
        {"1 . 2 1 0", "!u!!u fear:blank"},
        /* A false part settles a condition. */
        {"0 . . 1 0", ".uu!. fear:blank harm:blank"},
        {"declined declined unclear . 0",
         "uuuuu fear:declined harm:unclear deep:blank"},
        {"9 9 2 1 0", "uuu!u fear:bad"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_alerts(cases[i].cells, cases[i].want);
}

static void
test_why_undecided(void **state)
{
    struct scoring *s = scoring_open(body);
    (void)state;
    scoring_row(s, ". 9 . . 0");
    scoring_run(s);
    assert_int_equal(alerts_get(s->scores, 0, 0).why, WHY_OPERAND);
    assert_int_equal(alerts_get(s->scores, 1, 0).why, WHY_BAD);
    s->batch->answers[0].is_absent = true;
    s->batch->answers[0].code[0] = code_of_kind(ANSWER_ABSENT);
    scoring_run(s);
    assert_int_equal(alerts_get(s->scores, 0, 0).state, ALERT_UNDECIDED);
    assert_int_equal(alerts_get(s->scores, 0, 0).why, WHY_NO_COLUMN);
    scoring_close(s);
}

static void
test_rows_that_are_not_scored(void **state)
{
    struct scoring *s = scoring_open(body);
    (void)state;
    for (int i = 0; i < 3; i++)
        scoring_row(s, "1 1 1 1 1");
    s->batch->state[0] = ROW_BROKEN;
    s->batch->state[1] = ROW_OTHER_EDITION;
    s->batch->state[2] = ROW_OTHER_INSTRUMENT;
    scoring_run(s);
    assert_string_equal(alerts_text(s, 0), "uuuuu");
    assert_string_equal(alerts_text(s, 1), "uuuuu");
    assert_string_equal(alerts_text(s, 2), ".....");
    assert_int_equal(alerts_get(s->scores, 0, 1).why, WHY_OTHER_EDITION);
    scoring_close(s);
}

/* An alert over one answer is looked up, one over more is worked out in each
   row: the same condition comes to the same, whatever stands there. */
static void
test_looked_up(void **state)
{
    static const char *const conditions[] = {
        "b ge 1",
        "b ge 1 and b le 1",
        "not(b ge 1)",
        "answered(b)",
        "coalesce(b, 2) ge 2",
        "selected(b, 1)",
        "if(answered(b), b eq 2, b ge 1)",
        "b div b eq 1",
        "3 - b ge 2 or b eq 2",
    };
    static const char *const cells[] = {
        "0",         "1",       "2",        "9",       "x",
        ".",         "skipped", "declined", "unknown", "not-applicable",
        "not-asked", "unclear",
    };
    (void)state;
    for (size_t c = 0; c < N_ELEMENTS(conditions); c++) {
        struct buf text = {0};
        buf_addf(&text,
                 "<choices id='r'><choice value='0'>a</choice><choice "
                 "value='1'>b</choice><choice value='2'>c</choice></choices>"
                 "<section id='s' responses='r'><item id='a'><text>x</text>"
                 "</item><item id='b'><text>x</text><alert id='one' "
                 "when='%s'>x</alert><alert id='more' when='(%s) or "
                 "(answered(a) and not(answered(a)))'>x</alert></item>"
                 "</section><scale id='x' method='sum' items='a' "
                 "min-answered='all' direction='higher-worse'><title>X</title>"
                 "</scale>",
                 conditions[c], conditions[c]);
        struct scoring *s = scoring_open(buf_text(&text));
        for (size_t i = 0; i < N_ELEMENTS(cells); i++) {
            char row[32];
            snprintf(row, sizeof row, "1 %s", cells[i]);
            scoring_row(s, row);
        }
        scoring_run(s);
        for (size_t i = 0; i < N_ELEMENTS(cells); i++) {
            struct alert_result one = alerts_get(s->scores, 0, i);
            struct alert_result more = alerts_get(s->scores, 1, i);
            if (one.state != more.state || one.why != more.why)
                fail_msg("%s of %s: %s, not %s", conditions[c], cells[i],
                         alert_states[one.state].text,
                         alert_states[more.state].text);
        }
        scoring_close(s);
        buf_clear(&text);
    }
}

UNIT_MAIN(cmocka_unit_test(test_looked_up), cmocka_unit_test(test_states),
          cmocka_unit_test(test_why_undecided),
          cmocka_unit_test(test_rows_that_are_not_scored))
