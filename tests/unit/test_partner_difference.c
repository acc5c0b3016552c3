/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gap between two partners. */
#include "unit.h"
#include "scoring.h"

#include <math.h>

#include "base/date.h"
#include "change/partner_difference.h"

/* Own norms: SEM 4 · √0.25 = 2 for her, 6 · √0.25 = 3 for him. */
static const char body[] =
    "<range id='p' min='0' max='40' step='1'><low>l</low><high>h</high>"
    "</range><section id='s' responses='p'><item id='a'><text>a</text></item>"
    "</section><scale id='x' method='sum' items='a' min-answered='all'"
    " direction='higher-better'><title>X</title>"
    "<norm id='w' mean='20' sd='4' n='9' sex='f' source='s'/>"
    "<norm id='m' mean='20' sd='6' n='9' sex='m' source='s'/>"
    "<reliability id='r' kind='alpha' value='0.75' n='9' source='s'/></scale>";

struct partner {
    double value; /* -1: no score */
    int sex;
    int date; /* days; -1: none */
    int edition;
    double low;
    double high;
};

static struct series
series_for(struct scoring *s, const struct partner *partner)
{
    struct score *score = ARENA_NEW(s->arena, struct score);
    struct session *session = ARENA_NEW(s->arena, struct session);
    struct history *history = ARENA_NEW(s->arena, struct history);
    *score = (struct score){.value = partner->value,
                            .answered = 1,
                            .items = 1,
                            .has_range = partner->high > 0,
                            .low = partner->low,
                            .high = partner->high};
    if (partner->value < 0)
        *score = (struct score){.why = WHY_TOO_FEW};
    *session = (struct session){
        .label = "1",
        .lang = "",
        .date_days = partner->date < 0 ? DATE_NONE : partner->date,
        .edition = partner->edition,
        .person = {.sex = partner->sex, .age = -1},
        .scores = score,
    };
    *history = (struct history){s->instrument, "c", session, 1, NULL};
    return series_of(history, 0);
}

static void
test_words(void **state)
{
    static const struct {
        struct partner a;
        struct partner b;
        const char *want;
    } cases[] = {
        /* 1.96 · √(4 + 9) = 7.07 */
        {{20, 'f', 100, 1, 0, 0},
         {27, 'm', 107, 1, 0, 0},
         "no difference beyond measurement error"},
        {{20, 'f', 100, 1, 0, 0},
         {28, 'm', 100, 0, 0, 0},
         "experienced differently"},
        {{28, 'f', 107, 1, 0, 0},
         {20, 'm', 100, 1, 0, 0},
         "experienced differently"},
        /* 1.96 · √(4 + 4) = 5.54 */
        {{20, 'f', 100, 1, 0, 0},
         {26, 'f', 100, 1, 0, 0},
         "experienced differently"},
        {{20, 'f', 100, 1, 0, 0},
         {28, 'm', 100, 1, 24, 30},
         "depends on the blanks"},
        {{20, 'f', 100, 1, 0, 0},
         {28, 'm', 100, 1, 5, 35},
         "depends on the blanks"},
        {{20, 'f', 100, 1, 0, 0},
         {22, 'm', 100, 1, 20, 24},
         "no difference beyond measurement error"},
        {{20, 'f', 100, 1, 0, 0},
         {28, 'm', 108, 1, 0, 0},
         "not judged: more than 7 days apart"},
        {{20, 'f', -1, 1, 0, 0},
         {28, 'm', 108, 1, 0, 0},
         "not judged: a date is missing"},
        {{20, 'f', 100, 1, 0, 0},
         {28, 'm', 100, 2, 0, 0},
         "not judged: the two are of different editions"},
        {{-1, 'f', 100, 1, 0, 0},
         {28, 'm', 100, 1, 0, 0},
         "not judged: there is no score"},
        {{20, 'f', 100, 1, 0, 0},
         {28, 0, 100, 1, 0, 0},
         "not judged: no standard deviation is known"},
    };
    struct scoring *s = scoring_open(body);
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct series a = series_for(s, &cases[i].a);
        struct series b = series_for(s, &cases[i].b);
        struct partner_difference between =
            partner_difference_at(&a, a.latest, &b, b.latest, NULL);
        struct buf buf = {0};
        partner_difference_add_text(&between, LANG_EN, &buf);
        assert_string_equal(buf_text(&buf), cases[i].want);
        buf_clear(&buf);
    }
    scoring_close(s);
}

/* Which is which is the caller's; the difference only turns its sign. */
static void
test_numbers(void **state)
{
    static const struct partner her = {20, 'f', 100, 1, 0, 0};
    static const struct partner him = {25, 'm', 100, 1, 0, 0};
    struct scoring *s = scoring_open(body);
    struct series a = series_for(s, &her);
    struct series b = series_for(s, &him);
    struct partner_difference between =
        partner_difference_at(&a, a.latest, &b, b.latest, NULL);
    struct partner_difference turned =
        partner_difference_at(&b, b.latest, &a, a.latest, NULL);
    (void)state;
    assert_true(between.difference == 5 && turned.difference == -5);
    assert_true(between.precision_a.sem == 2 && between.precision_b.sem == 3);
    assert_true(fabs(between.error - sqrt(13)) < 1e-12);
    assert_true(turned.error == between.error);
    scoring_close(s);
}

UNIT_MAIN(cmocka_unit_test(test_words), cmocka_unit_test(test_numbers))
