/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error of one score, and change beyond it. */
#include "unit.h"
#include "scoring.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "reference.h"
#include "change/change.h"
#include "score/precision.h"
#include "change/verdict.h"

static void
assert_near(double got, double want)
{
    if (!(fabs(got - want) <= 1e-9))
        fail_msg("%.17g is not %.17g", got, want);
}

/* As a person would read it. */
static void
assert_shown(double got, int decimals, const char *want)
{
    struct buf buf = {0};
    num_add_fixed(&buf, got, decimals);
    assert_string_equal(buf_text(&buf), want);
    buf_clear(&buf);
}

/* A score with every item answered. */
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

static const char heard[] =
    "<scale id='heard' method='mean' items='a b c' reversed='b'"
    " min-answered='2' direction='higher-better' decimals='2'>"
    "<title>Being heard</title>"
    "<cutoff id='functional' at='2.5' source='s'/>"
    "<norm id='women' mean='2.71' sd='0.82' n='412' sex='f' age-from='18'"
    " age-to='65' source='s'/>"
    "<norm id='all' mean='2.65' sd='0.84' n='830' source='s'/>"
    "<reliability id='consistency' kind='alpha' value='0.87' n='830'"
    " source='s'/>"
    "<reliability id='stability' kind='retest' value='0.81' n='96' days='14'"
    " source='s'/>"
    "<change method='jacobson-truax' norm='all' reliability='stability'"
    " cutoff='functional'/></scale>";

/* Every number that the explanation of this score shows. */
static void
test_one_score_explained(void **state)
{
    struct scoring *s = scoring_open_five(heard);
    const struct scale *scale = &s->instrument->scales[0];
    const struct change *rule = change_rule_find(scale, NULL);
    struct person woman = {.sex = 'f', .age = 40};
    struct score then = full(1.20);
    struct score now = scoring_one(s, "3 1 . . .", "heard");
    struct norm_choice choice = norm_choose(scale, &woman);
    struct standing standing = norm_standing(scale, &choice, &now);
    (void)state;
    assert_true(now.value == 3 && now.prorated);
    assert_shown(now.low, 2, "2.00");
    assert_shown(now.high, 2, "3.33");
    assert_string_equal(choice.norm->id, "women");
    assert_shown(standing.z, 2, "0.35");
    assert_shown(standing.scores[NORM_T].value, 0, "54");
    struct precision precision = precision_of(scale, rule, &choice, &now);
    assert_int_equal(precision.why, PRECISION_SAID);
    assert_string_equal(precision.norm->id, "all");
    assert_string_equal(precision.reliability->id, "consistency");
    assert_near(precision.sem_full, 0.84 * sqrt(0.13));
    assert_shown(precision.sem_full, 2, "0.30");
    assert_true(precision.n_items == 3 && precision.n_answered == 2);
    assert_shown(precision.sem, 2, "0.37");
    assert_shown(precision.low, 2, "2.27");
    assert_shown(precision.high, 2, "3.73");
    struct change_result change =
        change_judge(s->instrument, scale, rule, &then, &now);
    assert_int_equal(change.why, CHANGE_JUDGED);
    assert_shown(change.difference, 2, "1.80");
    assert_shown(change.before.sem, 2, "0.37");
    assert_shown(change.after.sem, 2, "0.45");
    assert_shown(change.index, 2, "3.11");
    assert_true(change.critical == 1.96 && change.sign == 1);
    assert_true(change.crossing == 1 && !change.is_alpha_only);
    /* Filled up, 0.80 is within the limit of 1.01 points, 2.13 beyond. */
    struct verdict verdict =
        verdict_of(s->instrument, scale, rule, &then, NULL, &now);
    assert_int_equal(verdict.standing.kind, VERDICT_BETTER);
    assert_int_equal(verdict.kind, VERDICT_DEPENDS);
    scoring_close(s);
}

static void
test_no_error_said(void **state)
{
    static const char start[] =
        "<scale id='x' method='mean' items='a b c' min-answered='2'"
        " direction='higher-better'><title>X</title>";
    static const struct {
        const char *parts;
        const char *cells;
        enum precision_why want;
    } cases[] = {
        {"", "1 1 1 . .", PRECISION_NO_RELIABILITY},
        {"<norm id='n' mean='2' sd='1' n='9' source='s'/>"
         "<reliability id='r' kind='retest' value='0.8' n='9' days='14'"
         " source='s'/>",
         "1 1 1 . .", PRECISION_NO_RELIABILITY},
        {"<norm id='n' mean='2' sd='1' n='9' sex='m' source='s'/>"
         "<reliability id='r' kind='omega' value='0.8' n='9' source='s'/>",
         "1 1 1 . .", PRECISION_NO_NORM},
        {"<norm id='n' mean='2' sd='1' n='9' source='s'/>"
         "<reliability id='r' kind='omega' value='0.8' n='9' source='s'/>",
         "1 . . . .", PRECISION_NO_SCORE},
        {"<norm id='n' mean='2' sd='1' n='9' source='s'/>"
         "<reliability id='r' kind='omega' value='0.8' n='9' source='s'/>",
         "1 1 1 . .", PRECISION_SAID},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf buf = {0};
        buf_addf(&buf, "%s%s</scale>", start, cases[i].parts);
        struct scoring *s = scoring_open_five(buf_text(&buf));
        const struct scale *scale = &s->instrument->scales[0];
        struct score score = scoring_one(s, cases[i].cells, "x");
        struct norm_choice choice = norm_choose(scale, &person_unknown);
        struct precision got = precision_of(scale, NULL, &choice, &score);
        if (got.why != cases[i].want)
            fail_msg("case %zu: %s", i, precision_why_texts[got.why]);
        buf_clear(&buf);
        scoring_close(s);
    }
}

/* Items that weigh unequally are not parallel: k / v says nothing of what they
   lack.  Filled up they are judged like any form. */
static void
test_unequal_weights(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='x' method='percent' items='a*2 b c' min-answered='1'"
        " direction='higher-better'><title>X</title>"
        "<norm id='n' mean='50' sd='10' n='9' source='s'/>"
        "<reliability id='r' kind='alpha' value='0.9' n='9' source='s'/>"
        "<change method='jacobson-truax' norm='n' reliability='r'/></scale>");
    const struct scale *scale = &s->instrument->scales[0];
    const struct change *rule = change_rule_find(scale, NULL);
    struct score none = full(0);
    struct score blank = scoring_one(s, "4 4 . . .", "x");
    struct norm_choice choice = norm_choose(scale, &person_unknown);
    struct precision precision = precision_of(scale, rule, &choice, &blank);
    (void)state;
    assert_int_equal(precision.why, PRECISION_WEIGHTS);
    struct verdict verdict =
        verdict_of(s->instrument, scale, rule, &none, NULL, &blank);
    assert_int_equal(verdict.change.why, CHANGE_WEIGHTS);
    assert_int_equal(verdict.standing.kind, VERDICT_UNJUDGED);
    assert_int_equal(verdict.kind, VERDICT_BETTER); /* 75 to 100 */
    blank = scoring_one(s, ". 0 0 . .", "x");
    verdict = verdict_of(s->instrument, scale, rule, &none, NULL, &blank);
    assert_int_equal(verdict.kind, VERDICT_DEPENDS); /* 0 to 50 */
    blank = scoring_one(s, "4 4 4 . .", "x");
    precision = precision_of(scale, rule, &choice, &blank);
    assert_int_equal(precision.why, PRECISION_SAID);
    assert_true(precision.is_cut && precision.high == 100);
    scoring_close(s);
}

/* ---- published and reference numbers ---- */

#define POINTS_SCALE(range, direction, parts)                                  \
    "<range id='p' " range "><low>l</low><high>h</high></range>"               \
    "<section id='s' responses='p'><item id='a'><text>a</text></item>"         \
    "</section><scale id='x' method='sum' items='a' min-answered='all'"        \
    " direction='" direction "'><title>X</title>" parts "</scale>"

/* The worked example of Jacobson & Truax 1991, from an instrument's file:
   M 40, S 7.5, r .80, 32.5 before and 47.5 after. */
static const char jt_1991[] = POINTS_SCALE(
    "min='0' max='100' step='0.5'", "higher-better",
    "<cutoff id='c' method='c' clinical='low' functional='well'/>"
    "<norm id='low' mean='40' sd='7.5' n='100' source='s'/>"
    "<norm id='well' mean='60' sd='7.5' n='100' source='s'/>"
    "<reliability id='r' kind='retest' value='0.8' n='50' days='14'"
    " source='s'/>"
    "<change id='strict' method='jacobson-truax' norm='low' reliability='r'/>"
    "<change id='lax' method='jacobson-truax' norm='low' reliability='r'"
    " level='0.9'/>");

static void
test_jacobson_truax_1991(void **state)
{
    struct scoring *s = scoring_open(jt_1991);
    const struct scale *scale = &s->instrument->scales[0];
    struct reference *r = reference_open("change");
    scoring_row(s, "32.5");
    scoring_row(s, "47.5");
    scoring_run(s);
    struct score before = scoring_get(s, "x", 0);
    struct score after = scoring_get(s, "x", 1);
    struct change_result change = change_judge(
        s->instrument, scale, change_rule_find(scale, NULL), &before, &after);
    (void)state;
    reference_expect(r, "change,jt1991,,sem", change.before.sem);
    reference_expect(r, "change,jt1991,,sdiff", change.error);
    reference_expect(r, "change,jt1991,,rc", change.index);
    reference_expect(r, "change,jt1991,,cut_c", change.basis.cutoff_point);
    reference_expect(r, "change,jt1991,,min_change_95",
                     change.band_high - before.value);
    change = change_judge(s->instrument, scale, change_rule_find(scale, "lax"),
                          &before, &after);
    reference_expect(r, "change,jt1991,,min_change_90",
                     change.band_high - before.value);
    assert_null(change_rule_find(scale, "lux"));
    reference_close(r, 6);
    scoring_close(s);
}

/* CORE-10: 4.7 (4.8) in the population, 19.7 (7.7) in care: c = 10.46, so 11
   or more is on the clinical side. */
static void
test_core_10_cutoff(void **state)
{
    struct scoring *s = scoring_open(POINTS_SCALE(
        "min='0' max='40' step='1'", "higher-worse",
        "<cutoff id='c' method='c' clinical='care' functional='all'/>"
        "<norm id='all' mean='4.7' sd='4.8' n='535' source='s'/>"
        "<norm id='care' mean='19.7' sd='7.7' n='1835' source='s'/>"
        "<change method='points' at='6' source='s'/>"));
    const struct scale *scale = &s->instrument->scales[0];
    const struct change *rule = change_rule_find(scale, NULL);
    struct score before = full(17);
    struct score after = full(11);
    struct change_result change =
        change_judge(s->instrument, scale, rule, &before, &after);
    (void)state;
    assert_near(change.basis.cutoff_point, 10.46);
    assert_true(change.sign == 1 && change.crossing == 0); /* 6 counts */
    after = full(10);
    change = change_judge(s->instrument, scale, rule, &before, &after);
    assert_true(change.sign == 1 && change.crossing == 1);
    after = full(12);
    change = change_judge(s->instrument, scale, rule, &before, &after);
    assert_true(change.sign == 0 && change.crossing == 0);
    scoring_close(s);
}

/* 60 clients with a score from 0 to 60, lower is better; categories and
   indices of each method as R has them. */
static const char clinic[] = POINTS_SCALE(
    "min='0' max='60' step='1'", "higher-worse",
    "<cutoff id='c' method='c' clinical='pre' functional='well'/>"
    "<norm id='pre' mean='31.724137931' sd='9.37296055655' n='58' source='s'/>"
    "<norm id='post' mean='25.724137931' sd='12.6321687703' n='58'"
    " source='s'/>"
    "<norm id='well' mean='12' sd='6' n='100' source='s'/>"
    "<reliability id='r' kind='retest' value='0.85' n='50' days='14'"
    " source='s'/>"
    "<reliability id='rr' kind='alpha' value='0.8' n='50' source='s'/>"
    "<change id='jt' method='jacobson-truax' norm='pre' reliability='r'/>"
    "<change id='gln' method='gln' norm='pre' reliability='r'/>"
    "<change id='hll' method='hll' norm='pre' norm-post='post'"
    " reliability='r'/>"
    "<change id='en' method='en' norm='pre' reliability='r'/>"
    "<change id='nk' method='nk' norm='pre' reliability='r'"
    " reliability-post='rr'/>"
    "<change id='ha' method='ha' norm='pre' norm-post='post' reliability='r'"
    " r12='0.37674380718'/>");

struct tally {
    int n[N_CATEGORIES];
};

static struct tally
categories_of(struct scoring *s, struct reference *r, const char *rule_id,
              const char *method)
{
    const struct scale *scale = &s->instrument->scales[0];
    const struct change *rule = change_rule_find(scale, rule_id);
    char rci_column[16];
    char class_column[16];
    struct tally tally = {0};
    snprintf(rci_column, sizeof(rci_column), "rci_%s", method);
    snprintf(class_column, sizeof(class_column), "class_%s", method);
    for (size_t row = 0; row < reference_n_rows(r); row++) {
        double pre = 0;
        double post = 0;
        double rci = 0;
        if (!reference_number(r, row, "pre", &pre)
            || !reference_number(r, row, "post", &post)
            || !reference_number(r, row, rci_column, &rci))
            fail_msg("row %zu is not whole", row);
        struct score before = full(pre);
        struct score after = full(post);
        struct verdict verdict =
            verdict_of(s->instrument, scale, rule, &before, NULL, &after);
        /* The means and sds above have 12 digits. */
        if (fabs(verdict.change.index - rci) > 1e-8)
            fail_msg("%s of row %zu: %.12g", method, row, verdict.change.index);
        if (strcmp(category_word(verdict.category),
                   reference_text(r, row, class_column))
            != 0)
            fail_msg("%s of row %zu: %s", method, row,
                     category_word(verdict.category));
        tally.n[verdict.category]++;
    }
    return tally;
}

static void
test_clinic_categories(void **state)
{
    static const struct {
        const char *rule;
        const char *method; /* as R's columns have it */
        int recovered, improved, unchanged, deteriorated, harmed;
    } methods[] = {
        {"jt", "JT", 15, 8, 29, 5, 1},   {"gln", "GLN", 15, 8, 29, 6, 0},
        {"hll", "HLL", 10, 2, 36, 8, 2}, {"en", "EN", 16, 14, 21, 6, 1},
        {"nk", "NK", 15, 8, 29, 6, 0},   {"ha", "HA", 6, 20, 26, 6, 0},
    };
    struct scoring *s = scoring_open(clinic);
    struct reference *r = reference_open("clinic_change");
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(methods); i++) {
        struct tally got =
            categories_of(s, r, methods[i].rule, methods[i].method);
        if (got.n[CATEGORY_RECOVERED] != methods[i].recovered
            || got.n[CATEGORY_IMPROVED] != methods[i].improved
            || got.n[CATEGORY_UNCHANGED] != methods[i].unchanged
            || got.n[CATEGORY_DETERIORATED] != methods[i].deteriorated
            || got.n[CATEGORY_HARMED] != methods[i].harmed)
            fail_msg("%s counts otherwise", methods[i].method);
    }
    reference_close(r, 0);
    scoring_close(s);
}

/* ---- what cannot be judged, and both directions ---- */

static void
test_cannot_be_judged(void **state)
{
    static const char start[] =
        "<scale id='x' method='mean' items='a b c' min-answered='2'";
    static const struct {
        const char *parts;
        const char *before;
        const char *after;
        enum change_why want;
    } cases[] = {
        {" direction='higher-better'><title>X</title>", "1 1 1 . .",
         "2 2 2 . .", CHANGE_NO_RELIABILITY},
        {" direction='neither'><title>X</title>", "1 1 1 . .", "2 2 2 . .",
         CHANGE_NO_DIRECTION},
        {" direction='higher-better'><title>X</title>"
         "<change method='points' at='1' source='s'/>",
         "1 . . . .", "2 2 2 . .", CHANGE_NO_BASELINE},
        {" direction='higher-better'><title>X</title>"
         "<change method='points' at='1' source='s'/>",
         "1 1 1 . .", "2 . . . .", CHANGE_NO_SCORE},
        {" direction='higher-better'><title>X</title>"
         "<change method='points' at='1' source='s'/>",
         "1 1 1 . .", "2 2 2 . .", CHANGE_JUDGED},
        /* A negative true variance of the differences. */
        {" direction='higher-better'><title>X</title>"
         "<norm id='n' mean='2' sd='1' n='9' source='s'/>"
         "<reliability id='r' kind='alpha' value='0.5' n='9' source='s'/>"
         "<change method='ha' norm='n' norm-post='n' reliability='r'"
         " r12='0.9'/>",
         "1 1 1 . .", "2 2 2 . .", CHANGE_FIGURES},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf buf = {0};
        buf_addf(&buf, "%s%s</scale>", start, cases[i].parts);
        struct scoring *s = scoring_open_five(buf_text(&buf));
        const struct scale *scale = &s->instrument->scales[0];
        struct score before = scoring_one(s, cases[i].before, "x");
        struct score after = scoring_one(s, cases[i].after, "x");
        struct change_result got =
            change_judge(s->instrument, scale, change_rule_find(scale, NULL),
                         &before, &after);
        if (got.why != cases[i].want)
            fail_msg("case %zu: %s", i, change_why_texts[got.why]);
        buf_clear(&buf);
        scoring_close(s);
    }
}

/* A formula over a prorated scale: nobody knows its error. */
static void
test_formula_over_blanks(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='m' method='mean' items='a b c' min-answered='2'"
        " direction='higher-better'><title>M</title></scale>"
        "<scale id='x' method='formula' formula='m * 10' min='0' max='40'"
        " direction='higher-better'><title>X</title>"
        "<norm id='n' mean='20' sd='8' n='9' source='s'/>"
        "<reliability id='r' kind='alpha' value='0.8' n='9' source='s'/>"
        "<change method='jacobson-truax' norm='n' reliability='r'/></scale>");
    const struct scale *scale = &s->instrument->scales[1];
    const struct change *rule = change_rule_find(scale, NULL);
    struct norm_choice choice = norm_choose(scale, &person_unknown);
    struct score before = scoring_one(s, "1 1 1 . .", "x");
    struct score after = scoring_one(s, "4 4 . . .", "x");
    (void)state;
    assert_int_equal(precision_of(scale, rule, &choice, &before).why,
                     PRECISION_SAID);
    assert_int_equal(precision_of(scale, rule, &choice, &after).why,
                     PRECISION_BLANKS);
    assert_int_equal(
        change_judge(s->instrument, scale, rule, &before, &after).why,
        CHANGE_BLANKS);
    scoring_close(s);
}

/* Every method on a scale and on its mirror image: the signs agree, though
   the numbers are turned round. */
static void
test_direction_both_ways(void **state)
{
    static const char *const directions[] = {"higher-better", "higher-worse"};
    static const char *const rules[] = {"jt", "gln", "hll", "en",
                                        "nk", "ha",  "p"};
    static const double pairs[][2] = {{10, 40}, {40, 10}, {30, 31}, {30, 29}};
    static const int want[][4] = {{1, -1, 0, 0}, {-1, 1, 0, 0}};
    (void)state;
    for (size_t d = 0; d < 2; d++) {
        struct buf buf = {0};
        buf_addf(&buf,
                 "<range id='p' min='0' max='60' step='1'><low>l</low>"
                 "<high>h</high></range><section id='s' responses='p'>"
                 "<item id='a'><text>a</text></item></section>"
                 "<scale id='x' method='sum' items='a' min-answered='all'"
                 " direction='%s'><title>X</title>"
                 "<cutoff id='c' at='30' source='s'/>"
                 "<norm id='n' mean='30' sd='9' n='58' source='s'/>"
                 "<norm id='q' mean='30' sd='9' n='58' source='s'/>"
                 "<reliability id='r' kind='retest' value='0.85' n='50'"
                 " days='14' source='s'/>",
                 directions[d]);
        buf_add_text(
            &buf,
            "<change id='jt' method='jacobson-truax' norm='n'"
            " reliability='r'/><change id='gln' method='gln' norm='n'"
            " reliability='r'/><change id='hll' method='hll' norm='n'"
            " norm-post='q' reliability='r'/><change id='en' method='en'"
            " norm='n' reliability='r'/><change id='nk' method='nk' norm='n'"
            " reliability='r' reliability-post='r'/><change id='ha'"
            " method='ha' norm='n' norm-post='q' reliability='r' r12='0.4'/>"
            "<change id='p' method='points' at='6' source='s'/>"
            "<mic value='5' source='s'/></scale>");
        struct scoring *s = scoring_open(buf_text(&buf));
        const struct scale *scale = &s->instrument->scales[0];
        for (size_t i = 0; i < N_ELEMENTS(rules); i++)
            for (size_t j = 0; j < N_ELEMENTS(pairs); j++) {
                struct score before = full(pairs[j][0]);
                struct score after = full(pairs[j][1]);
                struct change_result got = change_judge(
                    s->instrument, scale, change_rule_find(scale, rules[i]),
                    &before, &after);
                if (got.why != CHANGE_JUDGED || got.sign != want[d][j])
                    fail_msg("%s, %s, pair %zu: %d", directions[d], rules[i], j,
                             got.sign);
                if (j < 2)
                    assert_int_equal(got.crossing, want[d][j]);
                assert_true(got.reaches_mic == (j < 2));
                assert_near(got.room, d == 0 ? 60 - pairs[j][0] : pairs[j][0]);
            }
        buf_clear(&buf);
        scoring_close(s);
    }
}

UNIT_MAIN(cmocka_unit_test(test_unequal_weights),
          cmocka_unit_test(test_one_score_explained),
          cmocka_unit_test(test_no_error_said),
          cmocka_unit_test(test_jacobson_truax_1991),
          cmocka_unit_test(test_core_10_cutoff),
          cmocka_unit_test(test_clinic_categories),
          cmocka_unit_test(test_cannot_be_judged),
          cmocka_unit_test(test_formula_over_blanks),
          cmocka_unit_test(test_direction_both_ways))
