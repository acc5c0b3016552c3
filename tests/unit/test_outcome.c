/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cut-offs between two groups, and crossings. */
#include "unit.h"

#include <stdio.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/outcome.h"

static void
test_cutoffs(void **state)
{
    static const struct {
        const char *name;
        struct outcome_groups groups;
        int direction;
    } cases[] = {
        {"jt1991", {40, 7.5, 60, 7.5}, 1},
        {"jt_unequal", {40, 7.5, 60, 5}, 1},
        {"lower_is_better", {25, 6, 8, 5}, -1},
    };
    struct reference *reference = reference_open("change");
    char key[60];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        for (enum outcome_cut cut = OUTCOME_CUT_A; cut <= OUTCOME_CUT_C;
             cut++) {
            snprintf(key, sizeof key, "change,%s,,cut_%c", cases[i].name,
                     "abc"[cut]);
            reference_expect(
                reference, key,
                outcome_cutoff(cut, &cases[i].groups, cases[i].direction));
        }
    }
    reference_close(reference, 9);
}

static void
test_true_groups_need_true_variance(void **state)
{
    struct outcome_groups groups = {25, 6, 8, 3};
    struct outcome_groups out = groups;

    (void)state;
    assert_false(outcome_true_groups(&groups, 3, &out));
    assert_true(out.clinical_sd == 6);
    assert_true(outcome_true_groups(&groups, 1.8, &out));
    assert_true(reference_close_to(2.4, out.functional_sd));
    assert_true(out.functional_mean == 8);
}

static void
test_crossing_of_true_scores(void **state)
{
    static const struct {
        double before;
        double passing;
        int want;
    } cases[] = {
        {10, 1.7, 1},   {10, 1.65, 0},  {10, -1.7, 0},  {15, 1.7, 0},
        {15, -1.7, -1}, {20, -1.7, -1}, {20, -1.65, 0},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        assert_int_equal(
            outcome_crossing_ha(cases[i].before, 15, cases[i].passing, 1.65, 1),
            cases[i].want);
        assert_int_equal(outcome_crossing_ha(-cases[i].before, -15,
                                             -cases[i].passing, 1.65, -1),
                         cases[i].want);
    }
}

static void
test_trap_22_cutoff_with_the_wrong_sd(void **state)
{
    static const struct outcome_groups groups = {25, 6, 8, 5};
    static const struct outcome_groups swapped = {25, 5, 8, 6};
    struct reference *reference = reference_open("traps");

    (void)state;
    reference_expect(reference, "trap,cutoff_b,,with_functional_sd",
                     outcome_cutoff(OUTCOME_CUT_B, &groups, -1));
    reference_expect(reference, "trap,cutoff_b,,with_clinical_sd",
                     outcome_cutoff(OUTCOME_CUT_B, &swapped, -1));
    reference_expect(reference, "trap,cutoff_c,,right",
                     outcome_cutoff(OUTCOME_CUT_C, &groups, -1));
    reference_expect(reference, "trap,cutoff_c,,swapped_weights",
                     outcome_cutoff(OUTCOME_CUT_C, &swapped, -1));
    reference_close(reference, 4);
}

UNIT_MAIN(cmocka_unit_test(test_cutoffs),
          cmocka_unit_test(test_true_groups_need_true_variance),
          cmocka_unit_test(test_crossing_of_true_scores),
          cmocka_unit_test(test_trap_22_cutoff_with_the_wrong_sd))
