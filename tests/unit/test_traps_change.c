/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The known ways to go wrong with norms, errors and change, each with the
   number that is right.  Named and numbered as in the project's page on
   scoring. */
#include "unit.h"
#include "scoring.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "reference.h"
#include "change/partner_difference.h"
#include "score/judge.h"
#include "change/verdict.h"

#define ONE_ITEM(range, direction, parts)                                      \
    "<range id='p' " range "><low>l</low><high>h</high></range>"               \
    "<section id='s' responses='p'><item id='a'><text>a</text></item>"         \
    "</section><scale id='x' method='sum' items='a' min-answered='all'"        \
    " direction='" direction "'><title>X</title>" parts "</scale>"
#define JT(sd, r)                                                              \
    "<norm id='n' mean='20' sd='" sd "' n='99' source='s'/>"                   \
    "<reliability id='r' kind='retest' value='" r "' n='99' days='14'"         \
    " source='s'/><change method='jacobson-truax' norm='n' reliability='r'/>"

static struct score
full(double value)
{
    return (struct score){.value = value,
                          .answered = 1,
                          .items = 1,
                          .has_range = true,
                          .low = value,
                          .high = value};
}

static struct verdict
judged(struct scoring *s, double before, double after)
{
    const struct scale *scale = &s->instrument->scales[0];
    struct score first = full(before);
    struct score later = full(after);
    return verdict_of(s->instrument, scale, change_rule_find(scale, NULL),
                      &first, NULL, &later);
}

static struct change_result
change_of(const char *body, double before, double after)
{
    struct scoring *s = scoring_open(body);
    struct change_result change = judged(s, before, after).change;
    /* What is asked of it afterwards are numbers only. */
    scoring_close(s);
    assert_int_equal(change.why, CHANGE_JUDGED);
    return change;
}

static void
test_trap_17_one_item_has_no_error(void **state)
{
    struct scoring *s = scoring_open(
        ONE_ITEM("min='0' max='40' step='1'", "higher-worse",
                 "<norm id='n' mean='20' sd='8' n='99' source='s'/>"));
    const struct scale *scale = &s->instrument->scales[0];
    struct norm_choice choice = norm_choose(scale, &person_unknown);
    struct score score = full(20);
    struct precision precision = precision_of(scale, NULL, &choice, &score);
    (void)state;
    assert_int_equal(precision.why, PRECISION_NO_RELIABILITY);
    assert_true(precision.sem == 0 && precision.low == 0);
    scoring_close(s);
}

static void
test_trap_18_error_of_a_difference(void **state)
{
    struct reference *r = reference_open("traps");
    struct change_result change = change_of(
        ONE_ITEM("min='0' max='40' step='1'", "higher-worse", JT("8", "0.8")),
        30, 20);
    (void)state;
    reference_expect(r, "trap,rci_inputs,,rci_sd8_r80", change.index);
    reference_expect(r, "trap,rci_inputs,,sdiff_sd8_r80", change.error);
    assert_true(change.sign == 1);
    reference_close(r, 2);
}

/* Each figure of the sample decides; the result names where it came from. */
static void
test_trap_19_whose_sd_which_reliability(void **state)
{
    static const struct {
        const char *sd;
        const char *r;
        const char *key;
    } cases[] = {{"5", "0.8", "sd5_r80"},
                 {"5", "0.9", "sd5_r90"},
                 {"8", "0.9", "sd8_r90"}};
    struct reference *reference = reference_open("traps");
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf body = {0};
        char key[64];
        buf_addf(&body,
                 ONE_ITEM("min='0' max='40' step='1'", "higher-worse",
                          JT("%s", "%s")),
                 cases[i].sd, cases[i].r);
        struct scoring *s = scoring_open(buf_text(&body));
        struct verdict verdict = judged(s, 30, 20);
        snprintf(key, sizeof(key), "trap,rci_inputs,,rci_%s", cases[i].key);
        reference_expect(reference, key, verdict.change.index);
        assert_string_equal(verdict.change.basis.norm->id, "n");
        assert_int_equal(verdict.change.basis.reliability->kind,
                         RELIABILITY_RETEST);
        assert_false(verdict.is_alpha_only);
        buf_clear(&body);
        scoring_close(s);
    }
    reference_close(reference, 3);
}

/* Ten items: the limit in means is a tenth of the limit in totals. */
static void
test_trap_20_mean_and_total_metric(void **state)
{
    struct reference *r = reference_open("traps");
    struct change_result means =
        change_of(ONE_ITEM("min='0' max='4' step='0.1'", "higher-worse",
                           "<norm id='n' mean='2' sd='0.72' n='99'"
                           " source='s'/><reliability id='r' kind='alpha'"
                           " value='0.9' n='99' source='s'/>"
                           "<change method='jacobson-truax' norm='n'"
                           " reliability='r'/>"),
                  3, 2);
    struct change_result totals = change_of(
        ONE_ITEM("min='0' max='40' step='1'", "higher-worse", JT("7.2", "0.9")),
        30, 20);
    (void)state;
    reference_expect(r, "trap,metric,,rc95_mean_metric_r90",
                     means.band_high - 3);
    reference_expect(r, "trap,metric,,rc95_total_metric_r90",
                     totals.band_high - 30);
    reference_close(r, 2);
}

/* 9 points are within the limit of 9.297, 10 beyond; 9 is not "the limit". */
static void
test_trap_21_boundary_of_reliable_change(void **state)
{
    static const char body[] = ONE_ITEM("min='0' max='100' step='1'",
                                        "higher-better", JT("7.5", "0.8"));
    struct reference *r = reference_open("traps");
    struct change_result nine = change_of(body, 40, 49);
    struct change_result ten = change_of(body, 40, 50);
    (void)state;
    reference_expect(r, "trap,rci_boundary,,rci_of_9", nine.index);
    reference_expect(r, "trap,rci_boundary,,rci_of_10", ten.index);
    reference_expect(r, "trap,rci_boundary,,threshold_points_7.5_80",
                     ten.band_high - 40);
    assert_true(nine.sign == 0 && ten.sign == 1);
    reference_close(r, 3);
    /* An index that is 1.96 but for noise is on the limit: no change. */
    nine = change_of(ONE_ITEM("min='0' max='4' step='0.01'", "higher-better",
                              "<norm id='n' mean='2' sd='1' n='9'"
                              " source='s'/><reliability id='r' kind='alpha'"
                              " value='0.5' n='9' source='s'/>"
                              "<change method='jacobson-truax' norm='n'"
                              " reliability='r'/>"),
                     1.1, 3.06);
    assert_int_equal(nine.sign, 0);
    /* Points count themselves, in decimal: 0.7 - 0.1 is 0.6. */
    ten = change_of(ONE_ITEM("min='0' max='4' step='0.1'", "higher-better",
                             "<change method='points' at='0.6' source='s'/>"),
                    0.1, 0.7);
    assert_int_equal(ten.sign, 1);
    ten = change_of(ONE_ITEM("min='0' max='4' step='0.1'", "higher-better",
                             "<change method='points' at='0.6' source='s'/>"),
                    0.7, 0.1);
    assert_int_equal(ten.sign, -1);
}

/* a, b and c of two samples, lower is better. */
static void
test_trap_22_cutoff_with_the_wrong_sd(void **state)
{
    static const char *const keys[] = {
        NULL, "trap,cutoff_b,,with_functional_sd", "trap,cutoff_c,,right"};
    struct reference *r = reference_open("traps");
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct buf body = {0};
        buf_addf(&body,
                 ONE_ITEM("min='0' max='60' step='1'", "higher-worse",
                          "<cutoff id='c' method='%c' clinical='ill'"
                          " functional='well'/>"
                          "<norm id='ill' mean='25' sd='6' n='9' source='s'/>"
                          "<norm id='well' mean='8' sd='5' n='9' source='s'/>"
                          "<change method='points' at='6' source='s'/>"),
                 'a' + i);
        struct scoring *s = scoring_open(buf_text(&body));
        double point = judged(s, 30, 20).change.basis.cutoff_point;
        if (keys[i])
            reference_expect(r, keys[i], point);
        else
            assert_true(point == 13);
        buf_clear(&body);
        scoring_close(s);
    }
    reference_close(r, 2);
}

/* The cut-off's own operator says on which side a score on it is, and the
   categories go by it. */
static void
test_trap_23_change_to_exactly_the_cut(void **state)
{
    static const char *const includes[] = {"yes", "no"};
    static const struct {
        double before;
        double after;
        enum verdict_category want[2]; /* by 'includes' */
    } cases[] = {
        {30, 20, {CATEGORY_IMPROVED, CATEGORY_RECOVERED}},
        {30, 19, {CATEGORY_RECOVERED, CATEGORY_RECOVERED}},
        {20, 10, {CATEGORY_RECOVERED, CATEGORY_IMPROVED}},
        {10, 20, {CATEGORY_HARMED, CATEGORY_DETERIORATED}},
        {20, 30, {CATEGORY_DETERIORATED, CATEGORY_HARMED}},
        {21, 20, {CATEGORY_UNCHANGED, CATEGORY_UNCHANGED}},
    };
    (void)state;
    for (size_t d = 0; d < 2; d++) {
        struct buf body = {0};
        buf_addf(&body,
                 ONE_ITEM("min='0' max='40' step='1'", "higher-worse",
                          "<cutoff id='c' at='20' include='%s' source='s'/>"
                          "<change method='points' at='6' source='s'/>"),
                 includes[d]);
        struct scoring *s = scoring_open(buf_text(&body));
        for (size_t i = 0; i < N_ELEMENTS(cases); i++)
            if (judged(s, cases[i].before, cases[i].after).category
                != cases[i].want[d])
                fail_msg("include %s, case %zu", includes[d], i);
        buf_clear(&body);
        scoring_close(s);
    }
}

/* The same two scores on a scale of either direction. */
static void
test_trap_24_direction_of_change(void **state)
{
    static const char *const directions[] = {"higher-better", "higher-worse"};
    static const enum verdict_kind want[] = {VERDICT_BETTER, VERDICT_WORSE};
    (void)state;
    for (size_t d = 0; d < 2; d++) {
        struct buf body = {0};
        buf_addf(&body,
                 ONE_ITEM("min='0' max='40' step='1'", "%s",
                          "<cutoff id='c' at='20' source='s'/>" JT("8", "0.8")),
                 directions[d]);
        struct scoring *s = scoring_open(buf_text(&body));
        struct verdict up = judged(s, 10, 30);
        struct verdict down = judged(s, 30, 10);
        assert_int_equal(up.kind, want[d]);
        assert_int_equal(down.kind, want[1 - d]);
        assert_int_equal(up.cut, d == 0 ? CUT_PASSED : CUT_FALLEN);
        assert_int_equal(down.cut, d == 0 ? CUT_FALLEN : CUT_PASSED);
        assert_true(up.change.index > 0 && down.change.index < 0);
        buf_clear(&body);
        scoring_close(s);
    }
}

/* Who starts at 3 of 27 cannot get better by 6. */
static void
test_trap_25_no_room_is_no_failure(void **state)
{
    struct scoring *s =
        scoring_open(ONE_ITEM("min='0' max='27' step='1'", "higher-worse",
                              "<change method='points' at='6' source='s'/>"));
    (void)state;
    assert_int_equal(judged(s, 3, 0).kind, VERDICT_NO_ROOM);
    assert_int_equal(judged(s, 3, 4).kind, VERDICT_NO_ROOM);
    assert_int_equal(judged(s, 3, 9).kind, VERDICT_WORSE);
    assert_int_equal(judged(s, 6, 1).kind, VERDICT_NO_CHANGE);
    assert_int_equal(judged(s, 6, 0).kind, VERDICT_BETTER);
    assert_int_equal(judged(s, 3, 0).category, CATEGORY_UNCHANGED);
    scoring_close(s);
}

/* 11 of 6 items: 33.527, and not the 33.488 of a mean rounded to 1.83. */
static void
test_trap_28_t_from_a_rounded_mean(void **state)
{
    static const char *const rounds[] = {"", "round='half-up'"};
    struct reference *r = reference_open("traps");
    double t[2];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct buf body = {0};
        buf_addf(&body,
                 "<range id='p' min='1' max='5' step='1'><low>l</low>"
                 "<high>h</high></range><section id='s' responses='p'>"
                 "<item id='a'><text>a</text></item><item id='b'><text>b"
                 "</text></item><item id='c'><text>c</text></item>"
                 "<item id='d'><text>d</text></item><item id='e'><text>e"
                 "</text></item><item id='f'><text>f</text></item></section>"
                 "<scale id='x' method='mean' items='a..f' min-answered='all'"
                 " %s direction='higher-better'><title>X</title>"
                 "<norm id='n' mean='3.25' sd='0.86' n='9' source='s'/>"
                 "</scale>",
                 rounds[i]);
        struct scoring *s = scoring_open(buf_text(&body));
        const struct scale *scale = &s->instrument->scales[0];
        struct score score = scoring_one(s, "1 2 2 2 2 2", "x");
        struct norm_choice choice = norm_choose(scale, &person_unknown);
        struct standing standing = norm_standing(scale, &choice, &score);
        t[i] = standing.scores[NORM_T].value;
        buf_clear(&body);
        scoring_close(s);
    }
    reference_expect(r, "trap,t_rounding,,unrounded", t[0]);
    assert_true(t[1] == t[0]);
    reference_close(r, 1);
}

/* A man's and a woman's T for one score; nobody gets the nearest norm. */
static void
test_trap_29_norms_by_sex_and_age(void **state)
{
    static const struct {
        struct person person;
        const char *key; /* NULL: no norm */
    } cases[] = {
        {{.sex = 'm', .age = 30}, "trap,t_sex,,male"},
        {{.sex = 'f', .age = 86}, "trap,t_sex,,female"},
        {{.sex = 'f', .age = 87}, NULL},
        {{.sex = 'f', .age = -1}, NULL},
        {{.sex = 0, .age = 30}, NULL},
        {{.sex = 'x', .age = 30}, NULL},
    };
    struct scoring *s = scoring_open(ONE_ITEM(
        "min='1' max='5' step='0.1'", "higher-worse",
        "<norm id='men' mean='2.31' sd='0.89' n='9' sex='m' source='s'/>"
        "<norm id='women' mean='2.62' sd='1.01' n='9' sex='f' age-from='18'"
        " age-to='86' source='s'/>"));
    const struct scale *scale = &s->instrument->scales[0];
    struct reference *r = reference_open("traps");
    struct score score = full(3);
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct norm_choice choice = norm_choose(scale, &cases[i].person);
        struct standing standing = norm_standing(scale, &choice, &score);
        if (cases[i].key)
            reference_expect(r, cases[i].key, standing.scores[NORM_T].value);
        else
            assert_true(choice.why == NORM_NONE_FITS && !standing.has_z
                        && !standing.scores[NORM_T].is_known);
    }
    reference_close(r, 2);
    scoring_close(s);
}

/* ---- series ---- */

/* Sessions a week apart of somebody who has a birthday after the first. */
static struct series
series_for(struct scoring *s, const double *values, size_t n)
{
    struct session *sessions = ARENA_ARRAY(s->arena, n, struct session);
    struct history *history = ARENA_NEW(s->arena, struct history);
    for (size_t i = 0; i < n; i++) {
        struct score *score = ARENA_NEW(s->arena, struct score);
        *score = full(values[i]);
        sessions[i] = (struct session){
            .label = "",
            .lang = "",
            .date_days = (int32_t)(100 + 7 * i),
            .person = {.sex = 'f', .age = i ? 40 : 39},
            .scores = score,
        };
    }
    *history = (struct history){s->instrument, "c", sessions, n, NULL};
    return series_of(history, 0);
}

/* The birthday moves to another norm; change and gap keep the first one's. */
static void
test_trap_30_norm_changed_between_sessions(void **state)
{
    static const double values[] = {20, 20};
    struct scoring *s = scoring_open(
        ONE_ITEM("min='0' max='40' step='1'", "higher-worse",
                 "<norm id='young' mean='20' sd='8' n='9' age-to='39'"
                 " source='s'/>"
                 "<norm id='old' mean='10' sd='4' n='9' age-from='40'"
                 " source='s'/>"
                 "<reliability id='r' kind='alpha' value='0.75' n='9'"
                 " source='s'/>"
                 "<change method='jacobson-truax' norm='young'"
                 " reliability='r'/>"));
    struct series series = series_for(s, values, 2);
    struct verdict_options options = {NULL, NULL};
    struct verdict verdict = verdict_latest(&series, &options);
    struct partner_difference between = partner_difference_at(
        &series, series.latest, &series, series.latest, NULL);
    (void)state;
    assert_int_equal(verdict.kind, VERDICT_NO_CHANGE);
    assert_string_equal(verdict.change.basis.norm->id, "young");
    assert_string_equal(between.precision_a.norm->id, "young");
    assert_true(between.precision_a.sem == 4);
    scoring_close(s);
}

/* The best of many sessions is not what is judged. */
static void
test_trap_33_best_of_many_sessions(void **state)
{
    static const double values[] = {30, 10, 35, 2, 29};
    struct scoring *s = scoring_open(
        ONE_ITEM("min='0' max='40' step='1'", "higher-worse", JT("8", "0.8")));
    struct series series = series_for(s, values, 5);
    struct verdict_options options = {NULL, NULL};
    struct verdict verdict = verdict_latest(&series, &options);
    (void)state;
    assert_int_equal(verdict.kind, VERDICT_NO_CHANGE);
    assert_true(verdict.change.difference == -1);
    scoring_close(s);
}

/* b = a + 5: a gap of 5, never an average; which is which stays as given. */
static void
test_trap_34_partners_are_not_averaged(void **state)
{
    static const double one[] = {12};
    static const double other[] = {17};
    struct scoring *s =
        scoring_open(ONE_ITEM("min='0' max='40' step='1'", "higher-worse",
                              "<norm id='n' mean='10' sd='4' n='9'"
                              " source='s'/><reliability id='r' kind='alpha'"
                              " value='0.9' n='9' source='s'/>"));
    struct series a = series_for(s, one, 1);
    struct series b = series_for(s, other, 1);
    struct partner_difference between =
        partner_difference_at(&a, a.latest, &b, b.latest, NULL);
    (void)state;
    assert_true(between.why == PARTNERS_TESTED && between.difference == 5);
    assert_true(between.a->value == 12 && between.b->value == 17);
    assert_true(between.is_beyond_error); /* 1.96 · 4 · √0.2 = 3.51 */
    assert_true(
        partner_difference_at(&b, b.latest, &a, a.latest, NULL).difference
        == -5);
    scoring_close(s);
}

UNIT_MAIN(cmocka_unit_test(test_trap_17_one_item_has_no_error),
          cmocka_unit_test(test_trap_18_error_of_a_difference),
          cmocka_unit_test(test_trap_19_whose_sd_which_reliability),
          cmocka_unit_test(test_trap_20_mean_and_total_metric),
          cmocka_unit_test(test_trap_21_boundary_of_reliable_change),
          cmocka_unit_test(test_trap_22_cutoff_with_the_wrong_sd),
          cmocka_unit_test(test_trap_23_change_to_exactly_the_cut),
          cmocka_unit_test(test_trap_24_direction_of_change),
          cmocka_unit_test(test_trap_25_no_room_is_no_failure),
          cmocka_unit_test(test_trap_28_t_from_a_rounded_mean),
          cmocka_unit_test(test_trap_29_norms_by_sex_and_age),
          cmocka_unit_test(test_trap_30_norm_changed_between_sessions),
          cmocka_unit_test(test_trap_33_best_of_many_sessions),
          cmocka_unit_test(test_trap_34_partners_are_not_averaged))
