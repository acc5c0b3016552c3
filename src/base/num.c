/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing and rounding start from the shortest decimal of a double.  Most
   scores are whole numbers, have few decimals, or are means with 16 or 17
   digits; both kinds have a way of their own, in exact whole-number
   arithmetic.  The rare rest asks the C library. */
#include "base/num.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DIGITS = 20 };

/* Exact: a double holds the powers of ten up to 22. */
static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* +-0.d1 d2 ... dn * 10^point, without zeros at the end; n is 0 for zero. */
struct digits {
    char text[MAX_DIGITS];
    int n;
    int point;
    bool negative;
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Sets the digits to units / 10^scale. */
static void
set_units(struct digits *digits, uint64_t units, int scale)
{
    char backwards[MAX_DIGITS];
    int n = 0;

    while (units && units % 10 == 0) {
        units /= 10;
        scale--;
    }
    for (; units; units /= 10)
        backwards[n++] = (char)('0' + units % 10);
    for (int i = 0; i < n; i++)
        digits->text[i] = backwards[n - 1 - i];
    digits->n = n;
    digits->point = n ? n - scale : 0;
}

/* Whether a number below 10^12 has up to three decimals. */
static bool
is_plain(double number, int64_t *thousandths)
{
    if (fabs(number) >= 1e12)
        return false;
    *thousandths = llrint(number * 1000.0);
    /* One division of exact numbers is rounded correctly, so this is what
       reading the decimal gives; and no two decimals of up to 15 digits are
       the same double, so none is shorter. */
    return (double)*thousandths / 1000.0 == number;
}

static bool
find_plain(struct digits *digits, double number)
{
    int64_t thousandths;

    if (!is_plain(number, &thousandths))
        return false;
    set_units(digits, (uint64_t)thousandths, 3);
    return true;
}

/* The multiple of 'unit' that is nearest to scaled / 2^shift, when it is no
   farther than reach / 2^shift; else 0. */
static uint64_t
nearest_multiple(unsigned __int128 scaled, int shift, uint64_t unit,
                 unsigned __int128 reach)
{
    uint64_t below = (uint64_t)(scaled >> shift) / unit * unit;
    unsigned __int128 down = scaled - ((unsigned __int128)below << shift);
    unsigned __int128 up = ((unsigned __int128)unit << shift) - down;

    if (down <= up)
        return down <= reach ? below : 0;
    return up <= reach ? below + unit : 0;
}

/* The whole power of ten at or below a number of 1e-6 to 2^52. */
static int
decimal_exponent(double number, int binary_exponent)
{
    static const double tens[] = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1,
                                  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                                  1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16};
    /* 1233 / 4096 is log10(2); the quotient is rounded down. */
    int exponent = ((binary_exponent - 1) * 1233) >> 12;

    return number >= tens[exponent + 1 + 6] ? exponent + 1 : exponent;
}

/* Numbers of 1e-6 to 2^52.  With number = m / 2^s, the exact 2m * 10^k fits in
   128 bits when k makes the whole part of m * 10^k / 2^s one of 17 digits.
   Every decimal no farther than half a step of m is read as the same double
   (at just half, when m is even), and 17 digits are always near enough. */
static bool
find_exactly(struct digits *digits, double number)
{
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(number, &exponent), 53);
    unsigned __int128 power;
    uint64_t units = 0;
    int k;

    /* Below a power of two the doubles lie closer together. */
    if (number < 1e-6 || exponent > 52 || mantissa == UINT64_C(1) << 52)
        return false;
    k = 16 - decimal_exponent(number, exponent);
    power = (unsigned __int128)powers[k];
    for (uint64_t unit = 100; unit && !units; unit /= 10)
        units = nearest_multiple(2 * mantissa * power, 54 - exponent, unit,
                                 power - (mantissa & 1));
    set_units(digits, units, k);
    return true;
}

/* All others.  printf and strtod agree about the radix of the locale, which
   is passed over here. */
static void
find_with_library(struct digits *digits, double number)
{
    char text[64];
    const char *at = text;
    /* Below the normal doubles fewer than 15 digits may tell them apart. */
    int precision = number < DBL_MIN ? 0 : 14;

    do
        snprintf(text, sizeof text, "%.*e", precision, number);
    while (++precision < 17 && strtod(text, NULL) != number);
    digits->n = 0;
    for (; *at != 'e'; at++) {
        if (is_digit(*at))
            digits->text[digits->n++] = *at;
    }
    digits->point = (int)strtol(at + 1, NULL, 10) + 1;
    while (digits->text[digits->n - 1] == '0')
        digits->n--;
}

static void
find_digits(struct digits *digits, double number)
{
    double size = fabs(number);

    assert(isfinite(number));
    digits->negative = number < 0;
    if (!find_plain(digits, size) && !find_exactly(digits, size))
        find_with_library(digits, size);
}

/* Whether leaving out all digits from 'keep' on moves away from zero. */
static bool
rounds_up(const struct digits *digits, int keep, enum rounding rounding)
{
    if (keep < 0)
        return false;
    if (digits->text[keep] != '5' || digits->n > keep + 1)
        return digits->text[keep] >= '5';
    if (rounding == ROUND_HALF_UP)
        return !digits->negative;
    return keep > 0 && (digits->text[keep - 1] - '0') % 2;
}

/* True when there was something to round. */
static bool
round_digits(struct digits *digits, int decimals, enum rounding rounding)
{
    int keep = digits->point + decimals;
    bool up;

    if (keep >= digits->n)
        return false;
    up = rounds_up(digits, keep, rounding);
    digits->n = keep > 0 ? keep : 0;
    while (digits->n && digits->text[digits->n - 1] == (up ? '9' : '0'))
        digits->n--;
    if (up && digits->n) {
        digits->text[digits->n - 1]++;
    } else if (up) {
        digits->text[digits->n++] = '1';
        digits->point++;
    } else if (!digits->n) {
        *digits = (struct digits){.n = 0};
    }
    return true;
}

static double
digits_value(const struct digits *digits)
{
    char text[MAX_DIGITS + 16];
    int scale = digits->n - digits->point;
    double size = 0;

    if (digits->n <= 15 && scale >= 0 && scale <= 22) {
        for (int i = 0; i < digits->n; i++)
            size = size * 10 + (digits->text[i] - '0');
        size /= powers[scale];
    } else {
        /* Without a radix, so in every locale. */
        snprintf(text, sizeof text, "%.*se%d", digits->n, digits->text, -scale);
        size = strtod(text, NULL);
    }
    return digits->negative ? -size : size;
}

static char
digit_at(const struct digits *digits, int idx)
{
    return idx >= 0 && idx < digits->n ? digits->text[idx] : '0';
}

static void
add_positional(struct buf *buf, const struct digits *digits, int decimals)
{
    int n_whole = digits->point > 0 ? digits->point : 1;
    int first = digits->point > 0 ? 0 : digits->point - 1;

    buf_reserve(buf, (size_t)n_whole + (size_t)decimals + 2);
    if (digits->negative)
        buf_add_char(buf, '-');
    for (int i = 0; i < n_whole; i++)
        buf_add_char(buf, digit_at(digits, first + i));
    if (decimals)
        buf_add_char(buf, '.');
    for (int i = 0; i < decimals; i++)
        buf_add_char(buf, digit_at(digits, digits->point + i));
}

static void
add_scientific(struct buf *buf, const struct digits *digits)
{
    struct digits mantissa = *digits;

    mantissa.point = 1;
    add_positional(buf, &mantissa, digits->n - 1);
    buf_addf(buf, "e%d", digits->point - 1);
}

/* Most scores of single scales; a few times faster than the general way. */
static bool
add_small_whole(struct buf *buf, double number)
{
    int whole;

    if (!(number >= 0 && number < 100))
        return false;
    whole = (int)number;
    if (whole != number)
        return false;
    if (whole >= 10)
        buf_add_char(buf, (char)('0' + whole / 10));
    buf_add_char(buf, (char)('0' + whole % 10));
    return true;
}

void
num_add(struct buf *buf, double number)
{
    struct digits digits;

    if (add_small_whole(buf, number))
        return;
    find_digits(&digits, number);
    if (digits.n && (digits.point < -4 || digits.point > 15))
        add_scientific(buf, &digits);
    else
        add_positional(buf, &digits,
                       digits.n > digits.point ? digits.n - digits.point : 0);
}

void
num_add_fixed(struct buf *buf, double number, int decimals)
{
    struct digits digits;

    assert(decimals >= 0);
    find_digits(&digits, number);
    round_digits(&digits, decimals, ROUND_HALF_UP);
    add_positional(buf, &digits, decimals);
}

double
num_round(double number, int decimals, enum rounding rounding)
{
    struct digits digits;

    assert(decimals >= 0);
    if (rounding == ROUND_NONE)
        return number;
    find_digits(&digits, number);
    return round_digits(&digits, decimals, rounding) ? digits_value(&digits)
                                                     : number;
}

__int128
num_units(double number, int decimals)
{
    struct digits digits;
    double units = number * powers[decimals];
    int64_t thousandths;
    __int128 all = 0;

    /* Both roundings together move it by less than a half. */
    if (fabs(units) < 0x1p51)
        return llrint(units);
    if (decimals >= 3 && is_plain(number, &thousandths))
        return (__int128)thousandths * (int64_t)powers[decimals - 3];
    find_digits(&digits, number);
    round_digits(&digits, decimals, ROUND_HALF_UP);
    for (int i = 0; i < digits.point + decimals; i++)
        all = all * 10 + (digit_at(&digits, i) - '0');
    return digits.negative ? -all : all;
}
