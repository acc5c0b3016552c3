/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which norm fits a person, and where scores stand in it. */
#include "unit.h"
#include "scoring.h"

#include <math.h>

#include "reference.h"
#include "score/norm.h"
#include "output/norm_tally.h"

#define SCALE(attributes, parts)                                               \
    "<scale id='x' items='a..e' " attributes                                   \
    " direction='higher-worse'><title>X</title>" parts "</scale>"
#define MEAN "method='mean' min-answered='3'"
#define NORM(id, mean, sd, whom)                                               \
    "<norm id='" id "' mean='" mean "' sd='" sd "' n='9' source='s' " whom "/" \
    ">"

static const char norms[] = SCALE(
    MEAN, NORM("old", "2", "1", "sex='f' age-from='60' age-to='86'")
              NORM("women", "2.1", "1", "sex='f' age-from='18' age-to='59'")
                  NORM("german", "2.2", "1", "lang='de' sex='m'")
                      NORM("clinic", "2.3", "1", "group='clinic'")
                          NORM("young", "2.4", "1", "age-to='17'"));

static struct person
person(int sex, int age, const char *lang, const char *group)
{
    return (struct person){sex, age, str_from(lang), str_from(group),
                           str_from(NULL)};
}

static void
test_first_that_fits(void **state)
{
    static const struct {
        int sex;
        int age;
        const char *lang;
        const char *group;
        const char *want;
    } cases[] = {
        {'f', 60, "", "", "old"},
        {'f', 86, "", "", "old"},
        {'f', 59, "", "", "women"},
        {'f', 18, "", "", "women"},
        {'f', 17, "", "", "young"},
        {'f', 87, "", "", NULL},
        {'f', -1, "", "", NULL},
        {0, 40, "", "", NULL},
        {'m', 40, "", "", NULL},
        {'m', 40, "de", "", "german"},
        {'m', 40, "DE-at", "", "german"},
        {'m', 40, "deu", "", NULL},
        {'m', 40, "d", "", NULL},
        {0, -1, "de", "", NULL},
        {0, -1, "", "clinic", "clinic"},
        {'m', 9, "de", "clinic", "german"},
        {0, -1, "", "Clinic", NULL},
        {'x', 0, "", "", "young"},
        {0, -1, "", "", NULL},
    };
    struct scoring *s = scoring_open_five(norms);
    const struct scale *scale = &s->instrument->scales[0];
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct person who =
            person(cases[i].sex, cases[i].age, cases[i].lang, cases[i].group);
        struct norm_choice choice = norm_choose(scale, &who);
        const char *got = choice.norm ? choice.norm->id : NULL;
        if (!got != !cases[i].want || (got && strcmp(got, cases[i].want)))
            fail_msg("case %zu: '%s'", i, got ? got : "none");
        assert_int_equal(choice.why, got ? NORM_CHOSEN : NORM_NONE_FITS);
        assert_true(choice.fits == (got != NULL) && !choice.is_asked_for);
    }
    struct norm_choice choice = norm_choose(scale, &person_unknown);
    assert_int_equal(choice.why, NORM_NONE_FITS);
    scoring_close(s);
}

static void
test_asked_for(void **state)
{
    struct scoring *s = scoring_open_five(norms);
    const struct scale *scale = &s->instrument->scales[0];
    struct person who = person('m', 40, "de", "");
    (void)state;
    who.norm = str_from("old");
    struct norm_choice choice = norm_choose(scale, &who);
    assert_string_equal(choice.norm->id, "old");
    assert_true(choice.is_asked_for && !choice.fits);
    who.norm = str_from("german");
    choice = norm_choose(scale, &who);
    assert_true(choice.is_asked_for && choice.fits);
    who.norm = str_from("other");
    choice = norm_choose(scale, &who);
    assert_int_equal(choice.why, NORM_NOT_OF_SCALE);
    assert_null(choice.norm);
    scoring_close(s);
    s = scoring_open_five(SCALE(MEAN, ""));
    choice = norm_choose(&s->instrument->scales[0], &who);
    assert_int_equal(choice.why, NORM_NONE_DECLARED);
    scoring_close(s);
}

/* z against what R says; the mean and sd are in the middle of the scale. */
static void
test_by_formula(void **state)
{
    static const struct {
        const char *column;
        enum norm_score metric;
    } metrics[] = {{"t_score", NORM_T},
                   {"percentile", NORM_PERCENTILE},
                   {"stanine_linear", NORM_STANINE},
                   {"sten_linear", NORM_STEN}};
    struct scoring *s =
        scoring_open_five(SCALE(MEAN, NORM("n", "2", "0.5", "")));
    const struct scale *scale = &s->instrument->scales[0];
    struct norm_choice choice = norm_choose(scale, &person_unknown);
    struct reference *r = reference_open("norm_scores");
    (void)state;
    for (size_t row = 0; row < reference_n_rows(r); row++) {
        double z;
        assert_true(reference_number(r, row, "z", &z));
        struct score score = {.value = 2 + z * 0.5, .why = WHY_SCORED};
        struct standing standing = norm_standing(scale, &choice, &score);
        assert_true(standing.has_z && fabs(standing.z - z) < 1e-12);
        for (size_t i = 0; i < N_ELEMENTS(metrics); i++)
            reference_expect_cell(r, row, metrics[i].column,
                                  standing.scores[metrics[i].metric].value);
    }
    reference_close(r, 4 * reference_n_rows(r));
    scoring_close(s);
}

#define ROW(from, value) "<row from='" from "' value='" value "'/>"

/* Tables see 4.5 as 5; formulas see 4.5; what a table does not give comes from
   the norm. */
static void
test_by_table(void **state)
{
    static const struct {
        double value;
        double t;
    } cases[] = {{0, 31}, {0.4, 31},   {4.49, 31}, {4.5, 48},
                 {5, 48}, {9.5, 70.5}, {9.4, 48},  {20, 70.5}};
    struct scoring *s = scoring_open_five(SCALE(
        "method='sum' min-answered='3' round='half-up'",
        NORM("n", "10", "5",
             "") "<norm-table id='tt' gives='t' n='9' "
                 "source='s'>" ROW("0", "31") ROW("5", "48")
                     ROW("10", "70.5") "</norm-table><norm-table id='m' "
                                       "gives='sten' sex='m' n='9' "
                                       "source='s'>" ROW("0", "1")
                                           ROW("5", "9") "</norm-table>"));
    const struct scale *scale = &s->instrument->scales[0];
    struct norm_choice choice = norm_choose(scale, &person_unknown);
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct score score = {.value = cases[i].value, .why = WHY_SCORED};
        struct standing at = norm_standing(scale, &choice, &score);
        assert_string_equal(at.scores[NORM_T].table->id, "tt");
        if (at.scores[NORM_T].value != cases[i].t)
            fail_msg("T of %g", cases[i].value);
        assert_true(fabs(at.z - (cases[i].value - 10) / 5) < 1e-12);
        assert_null(at.scores[NORM_STEN].table);
    }
    struct score score = {.value = -1, .why = WHY_SCORED};
    assert_false(norm_standing(scale, &choice, &score).scores[NORM_T].is_known);
    score = (struct score){.value = 4.5, .why = WHY_SCORED};
    struct person man = person('m', -1, "", "");
    choice = norm_choose(scale, &man);
    struct standing standing = norm_standing(scale, &choice, &score);
    assert_true(standing.scores[NORM_STEN].value == 9);
    struct buf ids = {0};
    norm_add_ids(&standing, &ids);
    assert_string_equal(buf_text(&ids), "n tt m");
    buf_clear(&ids);
    man.norm = str_from("m");
    choice = norm_choose(scale, &man);
    standing = norm_standing(scale, &choice, &score);
    assert_true(!standing.has_z && !standing.scores[NORM_T].is_known);
    norm_add_ids(&standing, &ids);
    assert_string_equal(buf_text(&ids), "m");
    buf_clear(&ids);
    score.why = WHY_TOO_FEW;
    assert_false(
        norm_standing(scale, &choice, &score).scores[NORM_STEN].is_known);
    scoring_close(s);
}

/* A man, a woman without a score, and a man: both men are compared with the
   norm for all and with the table for men. */
static void
test_tally(void **state)
{
    static const size_t want[] = {2, 0, 2};
    struct scoring *s = scoring_open_five(SCALE(
        "method='sum' min-answered='3' round='half-up'",
        NORM("n", "2", "1", "")
            NORM("never", "2", "1",
                 "sex='x'") "<norm-table id='m' gives='sten' sex='m' n='9' "
                            "source='table'>" ROW("0", "1") "</norm-table>"));
    int32_t sexes[] = {'m', 'f', 'm'};
    struct sink_options options = {.with_details = true};
    struct norm_tally *tally = norm_tally_new(s->instrument, s->arena);
    (void)state;
    scoring_row(s, "1 2 3 4 0");
    scoring_row(s, "1 2 . . .");
    scoring_row(s, "1 1 1 1 1");
    s->rows.number[FACT_SEX] = sexes;
    scoring_run(s);
    const struct scored scored = {.batch = s->batch, .scores = s->scores};
    norm_tally_add(tally, &options, &scored, 3);
    assert_int_equal(tally->n, N_ELEMENTS(want));
    for (size_t i = 0; i < N_ELEMENTS(want); i++)
        assert_int_equal(counter_get(&tally->items[i].n_rows), want[i]);
    assert_string_equal(tally->items[2].id, "m");
    assert_string_equal(tally->items[2].source, "table");
    /* One asked for is used for all, and without details none is. */
    options.norm = "never";
    norm_tally_add(tally, &options, &scored, 3);
    options.with_details = false;
    norm_tally_add(tally, &options, &scored, 3);
    assert_int_equal(counter_get(&tally->items[0].n_rows), 2);
    assert_int_equal(counter_get(&tally->items[1].n_rows), 2);
    scoring_close(s);
}

UNIT_MAIN(cmocka_unit_test(test_first_that_fits),
          cmocka_unit_test(test_asked_for), cmocka_unit_test(test_by_formula),
          cmocka_unit_test(test_by_table), cmocka_unit_test(test_tally))
