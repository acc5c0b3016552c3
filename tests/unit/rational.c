/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"
#include "rational.h"

static const struct rational unknown = {0, 0};

static __int128
gcd(__int128 a, __int128 b)
{
    while (b) {
        __int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

bool
rational_known(struct rational a)
{
    return a.den != 0;
}

struct rational
rational_of(__int128 num, __int128 den)
{
    const __int128 most = (__int128)1 << 126;
    if (den == 0 || num > most || num < -most || den > most || den < -most)
        return unknown;
    __int128 common = gcd(num, den);
    if (den < 0)
        common = -common;
    return (struct rational){num / common, den / common};
}

struct rational
rational_multiply(struct rational a, struct rational b)
{
    __int128 num;
    __int128 den;
    if (!a.den || !b.den || __builtin_mul_overflow(a.num, b.num, &num)
        || __builtin_mul_overflow(a.den, b.den, &den))
        return unknown;
    return rational_of(num, den);
}

struct rational
rational_divide(struct rational a, struct rational b)
{
    return rational_multiply(a, rational_of(b.den, b.num));
}

struct rational
rational_add(struct rational a, struct rational b)
{
    __int128 left;
    __int128 right;
    __int128 num;
    __int128 den;
    if (!a.den || !b.den || __builtin_mul_overflow(a.num, b.den, &left)
        || __builtin_mul_overflow(b.num, a.den, &right)
        || __builtin_add_overflow(left, right, &num)
        || __builtin_mul_overflow(a.den, b.den, &den))
        return unknown;
    return rational_of(num, den);
}

struct rational
rational_subtract(struct rational a, struct rational b)
{
    b.num = -b.num;
    return rational_add(a, b);
}

struct rational
rational_modulo(struct rational a, struct rational b)
{
    struct rational quotient = rational_divide(a, b);
    if (!quotient.den)
        return unknown;
    struct rational whole = {quotient.num / quotient.den, 1};
    return rational_subtract(a, rational_multiply(whole, b));
}

struct rational
rational_round(struct rational a, int decimals)
{
    __int128 unit = 1;
    while (decimals-- > 0)
        unit *= 10;
    struct rational up = rational_add(
        rational_multiply(a, rational_of(unit, 1)), rational_of(1, 2));
    if (!up.den)
        return unknown;
    __int128 whole = up.num / up.den;
    return rational_of(up.num % up.den < 0 ? whole - 1 : whole, unit);
}

int
rational_compare(struct rational a, struct rational b)
{
    __int128 num = rational_subtract(a, b).num;
    return (num > 0) - (num < 0);
}

bool
rational_is_short(struct rational a, int most, double *number)
{
    double unit = 1;
    __int128 size = a.num < 0 ? -a.num : a.num;
    if (!a.den)
        return false;
    for (int i = 0; i <= 15 && size % a.den; i++) {
        if (size > (__int128)1 << 100)
            return false;
        size *= 10;
        unit *= 10;
    }
    if (size % a.den)
        return false;
    size /= a.den;
    double whole = (double)size;
    for (; size && size % 10 == 0; size /= 10)
        ;
    for (int i = 0; i < most; i++)
        size /= 10;
    *number = (a.num < 0 ? -whole : whole) / unit;
    return size == 0;
}
