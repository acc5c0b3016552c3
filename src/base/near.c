/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/near.h"

#include <math.h>
#include "base/exact.h"

/* Half a unit in the last place of 1, and a little for the noise of noise. */
static const double half_unit = 0x1.01p-53;

enum { OUTCOME_UNITS = 64, SETTLED_DIGITS = 9 };

static bool
is_whole(double number)
{
    return fabs(number) <= 0x1p53 && number == nearbyint(number);
}

static struct near
near_with(double number, double noise)
{
    if (isfinite(number) && fabs(number) <= noise)
        return (struct near){0, 0};
    return (struct near){number, noise};
}

/* A result of doubles: exact where whole numbers give a whole one. */
static struct near
result(double number, double noise)
{
    if (noise == 0 && is_whole(number))
        return (struct near){number, 0};
    return near_with(number, noise + half_unit * fabs(number));
}

struct near
near_of(double number)
{
    return (struct near){number,
                         is_whole(number) ? 0 : half_unit * fabs(number)};
}

struct near
near_outcome(double number)
{
    struct near near = near_of(number);
    near.noise *= 2 * OUTCOME_UNITS;
    return near;
}

int
near_side(struct near a, struct near b)
{
    if (fabs(a.number - b.number) <= a.noise + b.noise)
        return 0;
    return a.number < b.number ? -1 : 1;
}

struct near
near_add(struct near a, struct near b)
{
    return result(a.number + b.number, a.noise + b.noise);
}

struct near
near_subtract(struct near a, struct near b)
{
    return result(a.number - b.number, a.noise + b.noise);
}

struct near
near_multiply(struct near a, struct near b)
{
    return result(a.number * b.number, fabs(a.number) * b.noise
                                           + fabs(b.number) * a.noise
                                           + a.noise * b.noise);
}

struct near
near_divide(struct near a, struct near b)
{
    double quotient = a.number / b.number;
    if (fabs(b.number) <= b.noise)
        return (struct near){NAN, 0};
    if (a.noise == 0 && b.noise == 0 && quotient * b.number == a.number
        && is_whole(quotient))
        return (struct near){quotient, 0};
    double noise =
        (a.noise + fabs(quotient) * b.noise) / (fabs(b.number) - b.noise);
    return near_with(quotient, noise + half_unit * fabs(quotient));
}

struct near
near_modulo(struct near a, struct near b)
{
    double size = fabs(b.number);
    if (size <= b.noise)
        return (struct near){NAN, 0};
    double rest = fmod(a.number, b.number);
    double noise = a.noise + fabs(trunc(a.number / b.number)) * b.noise;
    /* Beyond that the rest says nothing, but lies below 'b' all the same. */
    if (noise >= size / 4)
        return (struct near){rest, size};
    if (size - fabs(rest) <= noise + b.noise)
        return (struct near){0, 0};
    return near_with(rest, noise);
}

struct near
near_round(struct near a, int decimals)
{
    double half = num_round(a.number, decimals + 1, ROUND_HALF_UP);
    bool is_there = near_side(a, near_of(half)) == 0;
    return near_of(
        num_round(is_there ? half : a.number, decimals, ROUND_HALF_UP));
}

/* ---- functions that are no arithmetic ---- */

/* What the library gives may be a unit off. */
static struct near
transcendent(double number, double noise)
{
    return near_with(number, noise + 4 * half_unit * fabs(number));
}

struct near
near_sqrt(struct near a)
{
    if (fabs(a.number) <= a.noise || a.number == 0)
        return (struct near){0, 0};
    double root = sqrt(a.number);
    if (a.noise == 0 && root * root == a.number && is_whole(root))
        return (struct near){root, 0};
    return near_with(root, a.noise / root + half_unit * root);
}

struct near
near_ln(struct near a)
{
    if (a.number <= a.noise)
        return (struct near){NAN, 0};
    if (a.number == 1 && a.noise == 0)
        return (struct near){0, 0};
    return transcendent(log(a.number), a.noise / (a.number - a.noise));
}

struct near
near_exp(struct near a)
{
    if (a.number == 0)
        return (struct near){1, 0};
    double power = exp(a.number);
    return transcendent(power, power * expm1(a.noise));
}

struct near
near_power(struct near a, struct near b)
{
    double whole = nearbyint(b.number);
    if (fabs(b.number - whole) <= b.noise)
        b = (struct near){whole, 0};
    double power = pow(a.number, b.number);
    double size = fabs(a.number);
    if (a.number == 0 || b.number == 0
        || (a.noise == 0 && b.noise == 0 && b.number > 0 && is_whole(power)
            && is_whole(a.number)))
        return (struct near){power, 0};
    double off = size > a.noise ? a.noise / (size - a.noise) : (double)INFINITY;
    double of_log =
        (fabs(b.number) + b.noise) * off + fabs(log(size)) * b.noise;
    return transcendent(power, fabs(power) * expm1(of_log));
}

struct near
near_median(const struct near *numbers, size_t n)
{
    struct near middle[2] = {{0, 0}, {0, 0}};
    /* Few enough that none need be moved. */
    for (size_t i = 0; i < n; i++) {
        size_t n_below = 0;
        size_t n_upto = 0;
        for (size_t j = 0; j < n; j++) {
            n_below += numbers[j].number < numbers[i].number;
            n_upto += numbers[j].number <= numbers[i].number;
        }
        if (n_below <= (n - 1) / 2 && (n - 1) / 2 < n_upto)
            middle[0] = numbers[i];
        if (n_below <= n / 2 && n / 2 < n_upto)
            middle[1] = numbers[i];
    }
    return n % 2 ? middle[0]
                 : near_divide(near_add(middle[0], middle[1]), near_of(2));
}

/* The decimals that leave a number so many digits, or one more. */
static int
decimals_of(double size, int digits)
{
    int exponent;
    frexp(size, &exponent);
    return digits - 1 - (int)floor((exponent - 1) * 0.30103);
}

/* Of so few decimals that noise hits one by chance less than once in ten
   thousand times. */
struct near
near_settled(struct near a)
{
    int by_digits = decimals_of(a.number, SETTLED_DIGITS);
    int by_noise = decimals_of(a.noise, -5);
    int decimals = by_digits < by_noise ? by_digits : by_noise;
    if (a.noise == 0 || decimals < 0 || decimals > 15)
        return a;
    double unit = (double)exact_power(decimals);
    double units = nearbyint(a.number * unit);
    if (fabs(units) >= (double)exact_power(SETTLED_DIGITS) && unit > 1) {
        unit /= 10;
        units = nearbyint(a.number * unit);
    }
    /* The quotient of exact numbers is the double nearest to the decimal. */
    struct near decimal = near_of(units / unit);
    return near_side(a, decimal) == 0 ? decimal : a;
}
