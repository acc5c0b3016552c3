/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing and rounding start from the shortest decimal of a double, which
   whole-number arithmetic finds directly: Giulietti's Schubfach (2020). */
#include "base/num.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/exact.h"

enum { MAX_DIGITS = 20 };

/* +-0.d1 d2 ... dn * 10^point, without zeros at the end; n is 0 for zero. */
struct digits {
    char text[MAX_DIGITS];
    int n;
    int point;
    bool negative;
};

/* Sets the digits to units / 10^scale; units > 0. */
static void
set_units(struct digits *digits, uint64_t units, int scale)
{
    char backwards[MAX_DIGITS];
    int at = MAX_DIGITS;

    for (; units % 100000000 == 0; units /= 100000000)
        scale -= 8;
    for (; units % 10 == 0; units /= 10)
        scale--;
    for (; units; units /= 10)
        backwards[--at] = (char)('0' + units % 10);
    digits->n = MAX_DIGITS - at;
    digits->point = digits->n - scale;
    memcpy(digits->text, backwards + at, (size_t)digits->n);
}

/* ---- powers of ten ---- */

/* 5^0 to 5^27: those that 64 bits hold. */
static const uint64_t fives[] = {
    1,
    5,
    25,
    125,
    625,
    3125,
    15625,
    78125,
    390625,
    1953125,
    9765625,
    48828125,
    244140625,
    1220703125,
    6103515625,
    30517578125,
    152587890625,
    762939453125,
    3814697265625,
    19073486328125,
    95367431640625,
    476837158203125,
    2384185791015625,
    11920928955078125,
    59604644775390625,
    298023223876953125,
    1490116119384765625,
    7450580596923828125,
};
enum { MOST_FIVES = N_ELEMENTS(fives) - 1, N_LIMBS = 16 };

/* The first 128 bits of what the limbs hold, the lowest limb first, plus one
   for those that follow. */
static unsigned __int128
first_bits(const uint64_t *limbs)
{
    int top = N_LIMBS - 1;

    while (!limbs[top])
        top--;
    int shift = __builtin_clzll(limbs[top]);
    unsigned __int128 bits =
        (unsigned __int128)limbs[top] << 64 | limbs[top - 1];
    return (bits << shift | (limbs[top - 2] >> 1) >> (63 - shift)) + 1;
}

/* That of 10^k where 128 bits do not hold 5^k. */
static unsigned __int128
far_power(int k)
{
    uint64_t limbs[N_LIMBS] = {[2] = k > 0, [N_LIMBS - 1] = k < 0};

    for (int left = abs(k); left > 0; left -= MOST_FIVES) {
        uint64_t five = fives[left < MOST_FIVES ? left : MOST_FIVES];
        unsigned __int128 carry = 0;

        for (int i = 0; k > 0 && i < N_LIMBS; i++, carry >>= 64) {
            carry += (unsigned __int128)limbs[i] * five;
            limbs[i] = (uint64_t)carry;
        }
        for (int i = N_LIMBS - 1; k < 0 && i >= 0; i--, carry %= five) {
            carry = carry << 64 | limbs[i];
            limbs[i] = (uint64_t)(carry / five);
        }
    }
    return first_bits(limbs);
}

/* 10^k without its powers of two, as 128 bits of which the first is set: that
   is exact where 5^k fits in, else rounded up. */
static unsigned __int128
power_of_ten(int k)
{
    int low = k > MOST_FIVES ? MOST_FIVES : k;

    if (k < 0 || k > 2 * MOST_FIVES)
        return far_power(k);
    unsigned __int128 power = (unsigned __int128)fives[low] * fives[k - low];
    uint64_t high = (uint64_t)(power >> 64);
    return power << (high ? __builtin_clzll(high)
                          : 64 + __builtin_clzll((uint64_t)power));
}

/* ---- the shortest decimal ---- */

/* floor(log10(2^q)), of a power of two floor(log10(3/4 * 2^q)), and
   floor(log2(10^k)), for all exponents of doubles. */
static int
floor_log10(int q, bool is_power_of_two)
{
    return (q * 1262611 - (is_power_of_two ? 524031 : 0)) >> 22;
}

static int
floor_log2(int k)
{
    return (k * 1741647) >> 19;
}

/* power * number / 2^128, the last bit set where that is no whole number. */
static uint64_t
round_to_odd(unsigned __int128 power, uint64_t number)
{
    unsigned __int128 low = (unsigned __int128)(uint64_t)power * number;
    unsigned __int128 all =
        (unsigned __int128)(uint64_t)(power >> 64) * number + (low >> 64);

    return (uint64_t)(all >> 64) | ((uint64_t)all > 1);
}

/* The bounds of what is read as a double, and the double: four times their
   multiples of 10^k, so that the half between two multiples is whole. */
struct stretch {
    uint64_t low;
    uint64_t middle;
    uint64_t high;
};

/* Which neighbouring multiple of 'unit' is read as the double: the nearer one
   where both are, and where neither need be if 'is_sure'.  0: not one. */
static inline uint64_t
nearest_multiple(const struct stretch *stretch, uint64_t unit, bool is_sure)
{
    uint64_t below = stretch->middle / 4 / unit * unit;
    uint64_t above = below + unit;
    uint64_t half = 2 * (below + above);
    bool has_below = stretch->low <= 4 * below;
    bool has_above = 4 * above <= stretch->high;

    if (has_below != has_above)
        return has_below ? below : above;
    if (!is_sure)
        return 0;
    return stretch->middle < half || (stretch->middle == half && !(below & 1))
               ? below
               : above;
}

/* The decimal with the fewest digits that is read as 'size', and of these the
   nearest.  'size' is above 0. */
static void
find_shortest(struct digits *digits, double size)
{
    uint64_t bits;
    memcpy(&bits, &size, sizeof bits);
    uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    int exponent = (int)(bits >> 52);
    uint64_t c = exponent ? fraction | UINT64_C(1) << 52 : fraction;
    int q = (exponent ? exponent : 1) - 1075;
    /* Below a power of two the doubles lie closer together. */
    bool is_power = !fraction && exponent > 1;
    int k = floor_log10(q, is_power);
    int shift = q + floor_log2(-k) + 1;
    unsigned __int128 power = power_of_ten(-k);
    /* The bounds are read as the double themselves when that is even. */
    uint64_t out = c & 1;
    uint64_t below = 4 * c - (is_power ? 1 : 2);
    const struct stretch stretch = {
        .low = round_to_odd(power, below << shift) + out,
        .middle = round_to_odd(power, 4 * c << shift),
        .high = round_to_odd(power, (4 * c + 2) << shift) - out,
    };
    uint64_t units = nearest_multiple(&stretch, 10, false);

    if (!units)
        units = nearest_multiple(&stretch, 1, true);
    set_units(digits, units, -k);
}

static void
find_digits(struct digits *digits, double number)
{
    assert(isfinite(number));
    *digits = (struct digits){.negative = number < 0};
    if (number != 0)
        find_shortest(digits, fabs(number));
}

const char *const rounding_texts[] = {
    [ROUND_NONE] = "not at all",     [ROUND_HALF_UP] = "half up",
    [ROUND_HALF_EVEN] = "half even", [ROUND_UP] = "up",
    [ROUND_DOWN] = "down",
};

/* Whether leaving out all digits from 'keep' on moves away from zero. */
static bool
rounds_up(const struct digits *digits, int keep, enum rounding rounding)
{
    if (rounding == ROUND_UP || rounding == ROUND_DOWN)
        return digits->negative == (rounding == ROUND_DOWN);
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

    if (keep >= digits->n)
        return false;
    bool up = rounds_up(digits, keep, rounding);
    digits->n = keep > 0 ? keep : 0;
    while (digits->n && digits->text[digits->n - 1] == (up ? '9' : '0'))
        digits->n--;
    if (up && digits->n) {
        digits->text[digits->n - 1]++;
    } else if (up) {
        digits->text[digits->n++] = '1';
        digits->point = (keep < 0 ? -decimals : digits->point) + 1;
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
        size /= exact_tens[scale];
    } else {
        /* Without a radix, so in every locale. */
        snprintf(text, sizeof text, "%.*se%d", digits->n, digits->text, -scale);
        size = strtod(text, NULL);
    }
    return digits->negative ? -size : size;
}

/* Adds the digits from 'first' on, zeros where there are none. */
static void
add_digits(struct buf *buf, const struct digits *digits, int first, int n)
{
    int end = first + n;
    int last = end < digits->n ? end : digits->n;

    buf_reserve(buf, (size_t)n);
    for (; first < end && first < 0; first++)
        buf_add_char(buf, '0');
    if (first < last)
        buf_add(buf,
                (struct str){digits->text + first, (size_t)(last - first)});
    for (first = first < last ? last : first; first < end; first++)
        buf_add_char(buf, '0');
}

static void
add_positional(struct buf *buf, const struct digits *digits, int decimals)
{
    int point = digits->point;

    if (digits->negative)
        buf_add_char(buf, '-');
    add_digits(buf, digits, point > 0 ? 0 : point - 1, point > 0 ? point : 1);
    if (decimals)
        buf_add_char(buf, '.');
    add_digits(buf, digits, point, decimals);
}

/* Most scores of single scales; a few times faster than the general way. */
static bool
add_small_whole(struct buf *buf, double number)
{
    if (!(number >= 0 && number < 100))
        return false;
    int whole = (int)number;
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
    int exponent = digits.point - 1;
    bool is_scientific = digits.n && (exponent < -5 || exponent > 14);
    if (is_scientific)
        digits.point = 1;
    add_positional(buf, &digits,
                   digits.n > digits.point ? digits.n - digits.point : 0);
    if (is_scientific)
        buf_addf(buf, "e%d", exponent);
}

const char *
num_text(double number, struct arena *arena)
{
    struct buf digits = {0};

    num_add(&digits, number);
    return arena_take(arena, &digits);
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

void
num_add_shown(struct buf *buf, double number, int decimals)
{
    if (decimals < 0)
        num_add(buf, number);
    else
        num_add_fixed(buf, number, decimals);
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

bool
num_read(struct str text, double *out)
{
    char copy[64];
    char *end;
    size_t n_plain = 0;

    while (n_plain < text.len
           && (str_is_digit(text.bytes[n_plain])
               || memchr("+-.eE", text.bytes[n_plain], 5)))
        n_plain++;
    if (!text.len || text.len >= sizeof copy || n_plain < text.len)
        return false;
    memcpy(copy, text.bytes, text.len);
    copy[text.len] = '\0';
    double number = strtod(copy, &end);
    if (*end || end == copy || !isfinite(number))
        return false;
    *out = number;
    return true;
}

double
num_cut(double number, int n_digits)
{
    struct digits digits;

    find_digits(&digits, number);
    round_digits(&digits, n_digits - digits.point, ROUND_HALF_UP);
    return digits_value(&digits);
}

__int128
num_units(double number, int decimals)
{
    struct digits digits;
    double units = number * exact_tens[decimals];
    __int128 all = 0;

    /* Both roundings together move it by less than a half. */
    if (fabs(units) < 0x1p51)
        return llrint(units);
    find_digits(&digits, number);
    round_digits(&digits, decimals, ROUND_HALF_UP);
    for (int i = 0; i < digits.point + decimals; i++)
        all = all * 10 + (i < digits.n ? digits.text[i] - '0' : 0);
    return digits.negative ? -all : all;
}
