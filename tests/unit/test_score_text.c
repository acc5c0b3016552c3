/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digits of scores that are remembered: always those of the number, and of two
   that share a slot both. */
#include "unit.h"

#include <math.h>
#include "base/num.h"
#include "output/score_text.h"

static struct score_text memo;

static size_t
slot_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return score_text_slot(bits,
                           score_text_way(SCORE_TEXT_ALL_DIGITS, ROUND_NONE));
}

/* Each as num_add() has it, remembered or not. */
static void
check_printed(double value)
{
    struct buf got = {0};
    struct buf want = {0};

    score_text_add(&memo, &got, value);
    num_add(&want, value);
    assert_string_equal(buf_text(&got), buf_text(&want));
    buf_clear(&got);
    buf_clear(&want);
}

static bool
is_remembered(double value)
{
    char digits[SCORE_TEXT_SIZE];

    return score_text_recall(&memo, value,
                             score_text_way(SCORE_TEXT_ALL_DIGITS, ROUND_NONE),
                             digits);
}

/* Two numbers that come in turn are each printed once. */
static void
test_two_of_one_slot(void **state)
{
    static const double one = 0.5;
    double other = 1;

    (void)state;
    while (slot_of(other) != slot_of(one))
        other += 0.5;
    memset(&memo, 0, sizeof memo);
    check_printed(one);
    check_printed(other);
    assert_true(is_remembered(one));
    assert_true(is_remembered(other));
    check_printed(one);
    check_printed(other);
}

/* Also where thousands fight for the slots, in every way of printing. */
static void
test_digits_are_the_numbers(void **state)
{
    (void)state;
    memset(&memo, 0, sizeof memo);
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 20000; i++) {
            double value = sqrt(i) * (i % 2 ? 1 : -1);
            struct buf got = {0};
            struct buf want = {0};

            check_printed(value);
            score_text_add_fixed(&memo, &got, value, i % 4);
            num_add_fixed(&want, value, i % 4);
            assert_string_equal(buf_text(&got), buf_text(&want));
            buf_clear(&got);
            buf_clear(&want);
        }
}

UNIT_MAIN(cmocka_unit_test(test_two_of_one_slot),
          cmocka_unit_test(test_digits_are_the_numbers))
