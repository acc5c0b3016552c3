/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text.  Everything here must hold in every locale. */
/* For strtod_l(), the second opinion about what a printed number says. */
#define _GNU_SOURCE
#include "unit.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"

/* The same numbers every time. */
static uint64_t
next_random(uint64_t *seed)
{
    uint64_t x = *seed += UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static void
test_shortest(void **state)
{
    static const struct {
        double number;
        const char *want;
    } cases[] = {
        {0, "0"},
        {-0.0, "0"},
        {3, "3"},
        {-3, "-3"},
        {2.5, "2.5"},
        {9, "9"},
        {10, "10"},
        {99, "99"},
        {100, "100"},
        {99.5, "99.5"},
        {100.25, "100.25"},
        {0.1, "0.1"},
        {-0.5, "-0.5"},
        {11.0 / 3, "3.6666666666666665"},
        {1.0 / 3, "0.3333333333333333"},
        {2.0 / 3, "0.6666666666666666"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1e-4, "0.0001"},
        {1e-5, "0.00001"},
        {1.5e-5, "0.000015"},
        {9.999999e-6, "9.999999e-6"},
        {1e-6, "1e-6"},
        {1.5e-6, "1.5e-6"},
        {999999999999999.0, "999999999999999"},
        {999999999999999.9, "999999999999999.9"},
        {1e12, "1000000000000"},
        {123456789012345.0, "123456789012345"},
        {1e15, "1e15"},
        {1e21, "1e21"},
        {1e22, "1e22"},
        {1e23, "1e23"},
        {-1.25e300, "-1.25e300"},
        {DBL_MAX, "1.7976931348623157e308"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {5e-324, "5e-324"},
        {9007199254740993.0, "9.007199254740992e15"},
        {0.0009765625, "0.0009765625"},
        {0.5, "0.5"},
        {4503599627370496.5, "4.503599627370496e15"},
        {4503599627370495.5, "4.5035996273704955e15"},
        {67.000000000000014, "67.00000000000001"},
        {9.5367431640625e-7, "9.5367431640625e-7"},
    };
    struct buf buf = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        buf_empty(&buf);
        num_add(&buf, cases[i].number);
        if (strcmp(buf_text(&buf), cases[i].want))
            fail_msg("'%s', not '%s'", buf_text(&buf), cases[i].want);
    }
    buf_clear(&buf);
}

/* What the C library prints with the fewest digits that are read back. */
static int
shortest_precision(double number, locale_t c_locale)
{
    char text[40];

    for (int precision = 15; precision < 17; precision++) {
        locale_t before = uselocale(c_locale);

        snprintf(text, sizeof text, "%.*g", precision, number);
        uselocale(before);
        if (strtod_l(text, NULL, c_locale) == number)
            return precision;
    }
    return 17;
}

static int
count_digits(const char *text)
{
    int n = 0;
    bool leading = true;

    for (; *text && *text != 'e'; text++) {
        leading = leading && !(*text >= '1' && *text <= '9');
        n += !leading && *text >= '0' && *text <= '9';
    }
    return n;
}

static double
random_double(uint64_t *seed, int kind)
{
    uint64_t bits = next_random(seed);
    double number;

    switch (kind) {
    case 0: /* any bits at all */
        memcpy(&number, &bits, sizeof number);
        return isfinite(number) ? number : 0.1;
    case 1: /* a mean */
        return (double)(int64_t)(bits % 20001 - 10000)
               / (double)(1 + (bits >> 32) % 60);
    case 2: /* few decimals */
        return (double)(bits % 10000000000) / 1000;
    case 3: /* near a power of two, where doubles change their distance */
        number = ldexp(1.0, (int)(bits % 80) - 22);
        return nextafter(number, (bits >> 40) % 2 ? 0 : INFINITY);
    default: /* what scores are: of every size from 1e-7 to 1e16 */
        return ldexp((double)(bits >> 11), (int)(bits % 77) - 76);
    }
}

static void
test_random_read_back(void **state)
{
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    struct buf buf = {0};
    uint64_t seed = 1;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        double number = random_double(&seed, i % 5);
        char *end;

        buf_empty(&buf);
        num_add(&buf, number);
        if (strtod_l(buf_text(&buf), &end, c_locale) != number || *end)
            fail_msg("%a is printed as '%s'", number, buf_text(&buf));
        if (fabs(number) < 1e15
            && count_digits(buf.bytes) > shortest_precision(number, c_locale))
            fail_msg("%a is printed too long: '%s'", number, buf_text(&buf));
    }
    buf_clear(&buf);
    freelocale(c_locale);
}

static void
test_rounding(void **state)
{
    static const struct {
        double number;
        int decimals;
        double half_up;
        double half_even;
        const char *fixed;
    } cases[] = {
        {2.675, 2, 2.68, 2.68, "2.68"},
        {0.285, 2, 0.29, 0.28, "0.29"},
        {1.005, 2, 1.01, 1, "1.01"},
        {10.5, 0, 11, 10, "11"},
        {11.5, 0, 12, 12, "12"},
        {-0.5, 0, 0, 0, "0"},
        {-1.5, 0, -1, -2, "-1"},
        {-2.5, 0, -2, -2, "-2"},
        {-2.51, 0, -3, -3, "-3"},
        {-0.4, 0, 0, 0, "0"},
        {0.5, 0, 1, 0, "1"},
        {0.5000001, 0, 1, 1, "1"},
        {0.05, 0, 0, 0, "0"},
        {0.95, 1, 1, 1, "1.0"},
        {0.05, 1, 0.1, 0, "0.1"},
        {0.15, 1, 0.2, 0.2, "0.2"},
        {-0.05, 1, 0, 0, "0.0"},
        {-0.051, 1, -0.1, -0.1, "-0.1"},
        {99.95, 1, 100, 100, "100.0"},
        {999.6, 0, 1000, 1000, "1000"},
        {3, 2, 3, 3, "3.00"},
        {0, 3, 0, 0, "0.000"},
        {-0.0, 1, 0, 0, "0.0"},
        {1e-300, 5, 0, 0, "0.00000"},
        {-1e-300, 2, 0, 0, "0.00"},
        {1e-7, 7, 1e-7, 1e-7, "0.0000001"},
        {11.0 / 3, 2, 3.67, 3.67, "3.67"},
        {11.0 / 3, 0, 4, 4, "4"},
        {11.0 / 3, 15, 3.666666666666667, 3.666666666666666,
         "3.666666666666667"},
        {1e22, 0, 1e22, 1e22, "10000000000000000000000"},
        {1.5e15, 1, 1.5e15, 1.5e15, "1500000000000000.0"},
        {20.125, 2, 20.13, 20.12, "20.13"},
        {49.999999999999996, 1, 50, 50, "50.0"},
    };
    struct buf buf = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        double number = cases[i].number;
        int decimals = cases[i].decimals;
        double up = num_round(number, decimals, ROUND_HALF_UP);
        double even = num_round(number, decimals, ROUND_HALF_EVEN);

        buf_empty(&buf);
        num_add_fixed(&buf, number, decimals);
        if (up != cases[i].half_up || even != cases[i].half_even
            || strcmp(buf_text(&buf), cases[i].fixed))
            fail_msg("case %zu: %a, %a, '%s', not '%s'", i, up, even,
                     buf_text(&buf), cases[i].fixed);
        assert_true(num_round(number, decimals, ROUND_NONE) == number);
    }
    assert_false(signbit(num_round(-0.4, 0, ROUND_HALF_UP)));
    num_add_fixed(&buf, DBL_MAX, 3);
    buf_clear(&buf);
}

/* What is rounded prints the same with any more decimals. */
static void
test_rounding_settles(void **state)
{
    struct buf once = {0};
    struct buf twice = {0};
    uint64_t seed = 7;

    (void)state;
    for (int i = 0; i < 50000; i++) {
        double number = random_double(&seed, 1 + i % 2);
        int decimals = i % 7;
        double rounded = num_round(number, decimals, ROUND_HALF_UP);

        buf_empty(&once);
        buf_empty(&twice);
        num_add_fixed(&once, number, decimals);
        num_add_fixed(&twice, rounded, decimals);
        if (strcmp(buf_text(&once), buf_text(&twice))
            || fabs(rounded - number) > 0.5000001 * pow(10, -decimals))
            fail_msg("%a to %d: '%s' and '%s'", number, decimals,
                     buf_text(&once), buf_text(&twice));
    }
    buf_clear(&once);
    buf_clear(&twice);
}

static void
test_decimal_read(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t units;
        int scale;
        double value;
    } cases[] = {
        {"0", true, 0, 0, 0},
        {"-0", true, 0, 0, 0},
        {"7", true, 7, 0, 7},
        {"-12.5", true, -125, 1, -12.5},
        {"0.1", true, 1, 1, 0.1},
        {"00012", true, 12, 0, 12},
        {"2.50", true, 25, 1, 2.5},
        {"3.000", true, 3, 0, 3},
        {"100", true, 100, 0, 100},
        {"0.00", true, 0, 0, 0},
        {"2.5000000000000000000000", true, 25, 1, 2.5},
        {"999999999999999", true, 999999999999999, 0, 999999999999999.0},
        {"0.000000000000001", true, 1, 15, 1e-15},
        {"123456.789012345", true, 123456789012345, 9, 123456.789012345},
        {"-99999999.9999999", true, -999999999999999, 7, -99999999.9999999},
        {"1000000000000000", false, 0, 0, 0},
        {"0.0000000000000001", false, 0, 0, 0},
        {"1234567890.123456", false, 0, 0, 0},
        {"99999999999999999999999999", false, 0, 0, 0},
        {"", false, 0, 0, 0},
        {"-", false, 0, 0, 0},
        {".", false, 0, 0, 0},
        {"5.", false, 0, 0, 0},
        {".5", false, 0, 0, 0},
        {"+5", false, 0, 0, 0},
        {"1e3", false, 0, 0, 0},
        {"1,5", false, 0, 0, 0},
        {" 1", false, 0, 0, 0},
        {"1 ", false, 0, 0, 0},
        {"1.5.0", false, 0, 0, 0},
        {"--1", false, 0, 0, 0},
        {"0x10", false, 0, 0, 0},
        {"nan", false, 0, 0, 0},
        {"inf", false, 0, 0, 0},
        {"1.x0", false, 0, 0, 0},
        {"1.-5", false, 0, 0, 0},
        {"\xd9\xa3", false, 0, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct decimal got = {77, 3};
        bool ok = decimal_read(str_from(cases[i].text), &got);

        if (ok != cases[i].ok)
            fail_msg("'%s': %d", cases[i].text, ok);
        if (ok
            && (got.units != cases[i].units || got.scale != cases[i].scale
                || decimal_value(got) != cases[i].value))
            fail_msg("'%s': %jd, %d", cases[i].text, (intmax_t)got.units,
                     got.scale);
        if (!ok && (got.units != 77 || got.scale != 3))
            fail_msg("'%s' is refused but written", cases[i].text);
    }
}

static struct decimal
decimal(const char *text)
{
    struct decimal number = {0};

    assert_true(decimal_read(str_from(text), &number));
    return number;
}

static void
test_decimal_compare(void **state)
{
    /* In order. */
    static const char *const cases[] = {"-999999999999999",
                                        "-1",
                                        "-0.000000000000001",
                                        "0",
                                        "0.000000000000001",
                                        "0.1",
                                        "0.10000000000001",
                                        "0.3",
                                        "2.675",
                                        "10",
                                        "999999999999998",
                                        "999999999999999"};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        for (size_t k = 0; k < N_ELEMENTS(cases); k++) {
            int order = decimal_compare(decimal(cases[i]), decimal(cases[k]));

            if ((order > 0) - (order < 0) != (i > k) - (i < k))
                fail_msg("%s and %s: %d", cases[i], cases[k], order);
        }
    }
    /* The same number, written at another scale. */
    assert_int_equal(
        decimal_compare((struct decimal){250, 2}, (struct decimal){25, 1}), 0);
}

static void
test_on_grid(void **state)
{
    static const struct {
        const char *number;
        const char *min;
        const char *step;
        bool on;
        int64_t index;
    } cases[] = {
        {"0.3", "0", "0.1", true, 3},
        {"0.35", "0", "0.1", false, 0},
        {"1", "1", "1", true, 0},
        {"0", "1", "1", false, 0},
        {"5", "1", "2", true, 2},
        {"4", "1", "2", false, 0},
        {"-1.5", "-2", "0.25", true, 2},
        {"100", "0", "0.5", true, 200},
        {"2.5", "0", "1", false, 0},
        {"999999999999999", "0", "0.001", true, 999999999999999000},
        /* More steps than can be counted. */
        {"999999999999999", "0", "0.000000000000001", false, 0},
        {"0.7", "0.1", "0.2", true, 3},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        int64_t index = -7;
        bool on =
            decimal_on_grid(decimal(cases[i].number), decimal(cases[i].min),
                            decimal(cases[i].step), &index);

        if (on != cases[i].on || index != (on ? cases[i].index : -7))
            fail_msg("%s on %s + i * %s: %d, %jd", cases[i].number,
                     cases[i].min, cases[i].step, on, (intmax_t)index);
    }
    assert_true(
        decimal_on_grid(decimal("2"), decimal("0"), decimal("1"), NULL));
}

static void
test_ratio_read(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        int64_t num;
        int64_t den;
    } cases[] = {
        {"3", true, 3, 1},      {"4/5", true, 4, 5},
        {"80%", true, 80, 100}, {"0", true, 0, 1},
        {"0/3", true, 0, 3},    {"all", false, 0, 0},
        {"", false, 0, 0},      {"%", false, 0, 0},
        {"/", false, 0, 0},     {"4/", false, 0, 0},
        {"/5", false, 0, 0},    {"4/0", false, 0, 0},
        {"4/5%", false, 0, 0},  {"-1", false, 0, 0},
        {"1/2/3", false, 0, 0}, {"0.8", false, 0, 0},
        {"4 / 5", false, 0, 0}, {"3000000000", false, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct ratio got = {0, 0};
        bool ok = ratio_read(str_from(cases[i].text), &got);

        if (ok != cases[i].ok || got.num != cases[i].num
            || got.den != cases[i].den)
            fail_msg("'%s': %d, %jd/%jd", cases[i].text, ok, (intmax_t)got.num,
                     (intmax_t)got.den);
    }
}

static void
test_whole_read(void **state)
{
    static const struct {
        const char *text;
        int32_t want; /* -1: refused */
    } cases[] = {
        {"0", 0},
        {"007", 7},
        {"2147483647", INT32_MAX},
        {"2147483648", -1},
        {"99999999999999999999", -1},
        {"", -1},
        {"-1", -1},
        {"1.0", -1},
        {" 1", -1},
        {"1x", -1},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        int32_t got = -1;
        bool ok = whole_read(str_from(cases[i].text), &got);

        if (got != cases[i].want || ok != (got >= 0))
            fail_msg("'%s': %d", cases[i].text, got);
    }
}

UNIT_MAIN(cmocka_unit_test(test_shortest),
          cmocka_unit_test(test_random_read_back),
          cmocka_unit_test(test_rounding),
          cmocka_unit_test(test_rounding_settles),
          cmocka_unit_test(test_decimal_read),
          cmocka_unit_test(test_decimal_compare),
          cmocka_unit_test(test_on_grid), cmocka_unit_test(test_ratio_read),
          cmocka_unit_test(test_whole_read))
