/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The judge of equal, above and rounded. */
#include "unit.h"

#include <math.h>
#include "base/near.h"

static struct near
of(double number)
{
    return near_of(number);
}

static struct near
sum(double a, double b)
{
    return near_add(of(a), of(b));
}

static void
test_sides(void **state)
{
    (void)state;
    assert_true(0.1 + 0.2 != 0.3);
    assert_int_equal(near_side(sum(0.1, 0.2), of(0.3)), 0);
    assert_int_equal(near_side(sum(0.1, 0.2), of(0.300000000000001)), -1);
    assert_int_equal(near_side(sum(0.1, 0.2), of(0.299999999999999)), 1);
    /* Seven times 0.3 is 2.1, and 2.1 thirds are 0.7. */
    assert_int_equal(near_side(near_multiply(of(7), of(0.3)), of(2.1)), 0);
    assert_int_equal(near_side(near_divide(of(2.1), of(3)), of(0.7)), 0);
    /* Noise stays as large as what it came from. */
    struct near left = near_subtract(near_add(of(1e6), of(0.1)), of(1e6));
    assert_true(left.number != 0.1);
    assert_int_equal(near_side(left, of(0.1)), 0);
    assert_int_equal(near_side(left, of(0.1001)), -1);
}

/* Numbers of 15 digits that differ in the last. */
static void
test_decimals_differ(void **state)
{
    uint64_t seed = 1;
    (void)state;
    for (int i = 0; i < 100000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
        struct decimal a = {(int64_t)(seed % 999999999999998), i % 16};
        struct decimal b = {a.units + 1, a.scale};
        double low = decimal_value(a);
        double high = decimal_value(b);
        assert_int_equal(near_side(of(low), of(high)), -1);
        assert_int_equal(near_side(of(-low), of(-high)), 1);
        assert_int_equal(near_side(of(low), of(low)), 0);
    }
}

static void
test_zero(void **state)
{
    (void)state;
    struct near none = near_subtract(sum(0.1, 0.2), of(0.3));
    assert_true(none.number == 0 && none.noise == 0);
    assert_true(isnan(near_divide(of(1), none).number));
    assert_true(isnan(near_modulo(of(1), none).number));
    assert_true(near_modulo(of(0.3), of(0.1)).number == 0);
    assert_true(near_modulo(of(-0.3), of(0.1)).number == 0);
    assert_true(near_modulo(of(5), of(3)).number == 2);
    assert_true(near_modulo(of(-5), of(3)).number == -2);
    assert_int_equal(near_side(near_modulo(of(0.7), of(0.2)), of(0.1)), 0);
    /* Whole numbers have no noise at all. */
    assert_true(near_modulo(of(999999999999999), of(7)).number
                == 999999999999999 % 7);
    assert_true(near_subtract(of(0x1p53), of(0x1p53 - 1)).number == 1);
    assert_true(near_add(of(1e-300), of(0)).number == 1e-300);
    assert_true(isinf(near_multiply(of(1e300), of(1e300)).number));
}

static void
test_rounded(void **state)
{
    static const struct {
        struct {
            double a;
            double b;
        } of; /* a quotient */
        int decimals;
        double half_up;
    } cases[] = {
        {{262.5, 3}, 0, 88},   {{8.1, 3}, 1, 2.7},    {{0.3, 2}, 1, 0.2},
        {{1.005, 1}, 2, 1.01}, {{-1.5, 1}, 0, -1},    {{-0.45, 3}, 1, -0.1},
        {{0.45, 3}, 1, 0.2},   {{2.675, 1}, 2, 2.68}, {{1, 3}, 2, 0.33},
        {{0.15, 0.1}, 0, 2},   {{0.25, 0.1}, 0, 3},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct near quotient =
            near_divide(of(cases[i].of.a), of(cases[i].of.b));
        struct near got = near_round(quotient, cases[i].decimals);
        if (got.number != cases[i].half_up)
            fail_msg("case %zu: %.17g", i, got.number);
    }
    /* 7 * 0.15 is 1.05, less in doubles. */
    struct near half = near_subtract(near_multiply(of(7), of(0.15)), of(1));
    assert_true(near_round(half, 1).number == 0.1);
}

static void
test_settled(void **state)
{
    (void)state;
    assert_true(near_settled(sum(0.1, 0.2)).number == 0.3);
    assert_true(near_settled(near_divide(of(1), of(3))).number == 1.0 / 3);
    struct near left = near_subtract(near_add(of(1e6), of(0.1)), of(1e6));
    assert_true(near_settled(left).number == 0.1);
    assert_true(near_settled(of(0.123456789012345)).number
                == 0.123456789012345);
    /* The rest of a long division, as near to 0.00004579431 by chance. */
    struct near rest = {4.57943100004e-5, 5e-14};
    assert_true(near_settled(rest).number == rest.number);
    struct near few = {0.25 + 1e-14, 5e-14};
    assert_true(near_settled(few).number == 0.25);
    assert_true(near_settled(of(-7)).number == -7
                && near_settled(of(0)).number == 0);
}

UNIT_MAIN(cmocka_unit_test(test_sides), cmocka_unit_test(test_decimals_differ),
          cmocka_unit_test(test_zero), cmocka_unit_test(test_rounded),
          cmocka_unit_test(test_settled))
