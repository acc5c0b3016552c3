/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fixed measure, reckoned by hand: at a size of 10, a character is 5.5
   wide, a line 12.5 high, its baseline 9.5 below its top. */
#include "unit.h"

#include <math.h>

#include "measure_fixed.h"

static void
assert_near(double got, double want, double limit)
{
    assert_true(fabs(got - want) <= limit);
}

static const struct font ten = {10, WEIGHT_REGULAR, 0};

static void
test_width_counts_characters(void **state)
{
    struct font spaced = {10, WEIGHT_SEMIBOLD, 1};

    (void)state;
    assert_near(measure_width_pt(&measure_fixed, ten, ""), 0, 1e-9);
    assert_near(measure_width_pt(&measure_fixed, ten, "über"), 22, 1e-9);
    assert_near(measure_width_pt(&measure_fixed, spaced, "ab"), 13, 1e-9);
    assert_near(measure_ascent_pt(&measure_fixed, ten), 9.5, 1e-9);
}

static void
test_paragraphs_break_at_blanks(void **state)
{
    static const struct {
        const char *text;
        double width_pt;
        double n_lines;
    } cases[] = {
        {"", 100, 1},
        {"one", 100, 1},
        {"aa bb cc", 44, 1},   /* 8 characters: just fits */
        {"aa bb cc", 43.9, 2}, /* "aa bb", "cc" */
        {"aa bb cc", 11, 3},
        {"unbreakable aa", 11, 2}, /* a word is never broken */
        {"aa\nbb", 100, 2},
        {"aa\n\nbb", 100, 3},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_near(measure_height_pt(&measure_fixed, ten, cases[i].text,
                                      cases[i].width_pt),
                    12.5 * cases[i].n_lines, 1e-9);
}

UNIT_MAIN(cmocka_unit_test(test_width_counts_characters),
          cmocka_unit_test(test_paragraphs_break_at_blanks))
