/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text.  Everything here must hold in every locale. */
#include "unit.h"

#include <float.h>
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

/* ---- the slow twin ---- */

enum { ALL_DIGITS = 780 }; /* no double has more */

/* d.ddd * 10^exponent. */
struct spelled {
    char digits[ALL_DIGITS + 1];
    int n;
    int exponent;
};

static bool
is_read_as(const struct spelled *spelled, double number)
{
    char text[ALL_DIGITS + 16];

    snprintf(text, sizeof text, "%.*se%d", spelled->n, spelled->digits,
             spelled->exponent - spelled->n + 1);
    return strtod(text, NULL) == number;
}

/* All digits of a number, as the C library has them. */
static void
spell(struct spelled *spelled, double number)
{
    char text[ALL_DIGITS + 32];
    char *at = text;

    snprintf(text, sizeof text, "%.*e", ALL_DIGITS - 1, number);
    for (spelled->n = 0; *at != 'e'; at++)
        if (*at >= '0' && *at <= '9')
            spelled->digits[spelled->n++] = *at;
    spelled->exponent = (int)strtol(at + 1, NULL, 10);
}

/* One more in the last place. */
static void
step_up(struct spelled *spelled)
{
    int at = spelled->n - 1;

    while (at >= 0 && spelled->digits[at] == '9')
        spelled->digits[at--] = '0';
    if (at >= 0) {
        spelled->digits[at]++;
        return;
    }
    spelled->digits[0] = '1';
    spelled->exponent++;
}

/* < 0, 0, > 0 as what follows the first 'n' digits is less than half a unit
   of the last of them, just that, or more. */
static int
side_of_half(const struct spelled *all, int n)
{
    if (all->digits[n] != '5')
        return all->digits[n] < '5' ? -1 : 1;
    for (int i = n + 1; i < all->n; i++)
        if (all->digits[i] != '0')
            return 1;
    return 0;
}

/* Tries each number of digits, those below and those above. */
static struct spelled
find_slowly(double number)
{
    struct spelled all;

    spell(&all, number);
    for (int n = 1;; n++) {
        struct spelled below = {.n = n, .exponent = all.exponent};
        memcpy(below.digits, all.digits, (size_t)n);
        struct spelled above = below;
        step_up(&above);
        bool has_below = is_read_as(&below, number);
        bool has_above = is_read_as(&above, number);
        int side = side_of_half(&all, n);

        if (has_below && has_above)
            has_below = side < 0 || (side == 0 && below.digits[n - 1] % 2 == 0);
        if (has_below || has_above)
            return has_below ? below : above;
    }
}

/* The same from what was printed. */
static struct spelled
read_printed(const char *text)
{
    struct spelled read = {.exponent = -1};
    bool has_point = false;

    for (; *text && *text != 'e'; text++) {
        has_point |= *text == '.';
        if (*text == '.')
            continue;
        if (read.n || *text != '0')
            read.digits[read.n++] = *text;
        read.exponent += has_point ? (read.n ? 0 : -1) : read.n > 0;
    }
    while (read.n > 1 && read.digits[read.n - 1] == '0')
        read.n--;
    if (*text)
        read.exponent += (int)strtol(text + 1, NULL, 10);
    return read;
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
    case 4: /* near a power of ten */
        number = pow(10, (int)(bits % 600) - 300);
        return nextafter(number, (bits >> 40) % 2 ? 0 : INFINITY);
    case 5: /* a power of two, of every size */
        return ldexp(1.0, (int)(bits % 2098) - 1074);
    case 6: /* whole and large: halves between two decimals are met */
        return (double)(bits >> 11) / 8;
    default: /* what scores are: of every size from 1e-7 to 1e16 */
        return ldexp((double)(bits >> 11), (int)(bits % 77) - 76);
    }
}

static void
test_shortest_by_trying(void **state)
{
    struct buf buf = {0};
    uint64_t seed = 1;

    (void)state;
    for (int i = 0; i < 80000; i++) {
        double number = fabs(random_double(&seed, i % 8));

        if (number == 0)
            continue;
        buf_empty(&buf);
        num_add(&buf, number);
        struct spelled want = find_slowly(number);
        struct spelled got = read_printed(buf_text(&buf));
        if (got.n != want.n || got.exponent != want.exponent
            || memcmp(got.digits, want.digits, (size_t)got.n))
            fail_msg("%a is printed as '%s', not %.*s e %d", number,
                     buf_text(&buf), want.n, want.digits, want.exponent);
    }
    buf_clear(&buf);
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

/* Toward +infinity and away from it, on the shortest decimal. */
static void
test_rounding_up_and_down(void **state)
{
    static const struct {
        double number;
        int decimals;
        double up;
        double down;
    } cases[] = {
        {10, 0, 10, 10},          {10.5, 0, 11, 10},    {10.000001, 0, 11, 10},
        {-10.5, 0, -10, -11},     {0.004, 0, 1, 0},     {0.004, 1, 0.1, 0},
        {-0.004, 2, 0, -0.01},    {0.0004, 2, 0.01, 0}, {9.99, 1, 10, 9.9},
        {99.5, 0, 100, 99},       {2.25, 1, 2.3, 2.2},  {11.0 / 3, 0, 4, 3},
        {0.1 + 0.2, 1, 0.4, 0.3}, {0.3, 1, 0.3, 0.3},   {1e22, 0, 1e22, 1e22},
        {7.5, 0, 8, 7},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        double number = cases[i].number;
        double up = num_round(number, cases[i].decimals, ROUND_UP);
        double down = num_round(number, cases[i].decimals, ROUND_DOWN);

        if (up != cases[i].up || down != cases[i].down)
            fail_msg("case %zu: %a, %a", i, up, down);
    }
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
          cmocka_unit_test(test_shortest_by_trying),
          cmocka_unit_test(test_rounding),
          cmocka_unit_test(test_rounding_up_and_down),
          cmocka_unit_test(test_rounding_settles),
          cmocka_unit_test(test_decimal_read),
          cmocka_unit_test(test_decimal_compare),
          cmocka_unit_test(test_on_grid), cmocka_unit_test(test_ratio_read),
          cmocka_unit_test(test_whole_read))
