/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole numbers of 128 bits. */
#include "unit.h"

#include <math.h>
#include "base/exact.h"

static uint64_t
next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return *seed >> 9;
}

static __int128
size_of(__int128 number)
{
    return number < 0 ? -number : number;
}

/* Twice the distance of num / den from mantissa * 2^-shift, over den. */
static __int128
distance(int64_t num, int64_t den, int64_t mantissa, int shift)
{
    return 2 * size_of(((__int128)num << shift) - (__int128)mantissa * den);
}

/* No double is nearer, and of two that are as near it is the even one. */
static void
check_nearest(int64_t num, int64_t den)
{
    int exponent;
    double quotient = exact_quotient(num, den);
    int64_t mantissa = (int64_t)ldexp(frexp(quotient, &exponent), 53);
    __int128 off = distance(num, den, mantissa, 53 - exponent);
    if (off < den || (off == den && mantissa % 2 == 0))
        return;
    fail_msg("%lld / %lld is not %a", (long long)num, (long long)den, quotient);
}

static void
test_quotient(void **state)
{
    uint64_t seed = 1;
    (void)state;
    for (int i = 0; i < 100000; i++) {
        int64_t num = (int64_t)next_random(&seed) >> i % 20;
        int64_t den = ((int64_t)next_random(&seed) >> i % 23) + 1;
        check_nearest(num, den);
        check_nearest(num, num / 3 + 1);
    }
    /* Half a step of the last place, below and above. */
    for (int64_t odd = 1; odd < 8; odd += 2)
        check_nearest((INT64_C(1) << 53) + odd, 2);
    assert_true(exact_quotient(0, 7) == 0);
    assert_true(exact_quotient(0, (__int128)1 << 100) == 0);
    assert_true(exact_quotient(-3, 4) == -0.75);
    const __int128 large = (__int128)1 << 100;
    assert_true(exact_quotient(large * 3, large * 4) == 0.75);
    assert_true(exact_quotient(-large, 3) == ldexp(-1.0 / 3, 100));
    assert_true(exact_quotient(large, 1) == 0x1p100);
    assert_true(exact_quotient(1, large) == 0x1p-100);
    /* The bits behind the half decide, however far behind. */
    assert_true(exact_quotient(large + ((__int128)1 << 47), 1) == 0x1p100);
    assert_true(exact_quotient(large + ((__int128)1 << 47) + 1, 1)
                == 0x1.0000000000001p100);
}

static void
test_whole(void **state)
{
    __int128 product = 3;
    (void)state;
    assert_true(exact_power(0) == 1 && exact_power(3) == 1000);
    assert_true(exact_power(18) == INT64_C(1000000000000000000));
    assert_true(exact_gcd(12, 18) == 6 && exact_gcd(-12, 18) == 6);
    assert_true(exact_gcd(0, 5) == 5 && exact_gcd(5, 0) == 5);
    assert_true(exact_times(&product, -7) && product == -21);
    product = (__int128)1 << 60;
    assert_true(exact_times(&product, (__int128)1 << 59));
    assert_false(exact_times(&product, 2));
    product = -((__int128)1 << 100);
    assert_false(exact_times(&product, (__int128)1 << 100));
}

UNIT_MAIN(cmocka_unit_test(test_quotient), cmocka_unit_test(test_whole))
