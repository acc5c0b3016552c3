/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/exact.h"

#include <assert.h>
#include <math.h>

const double exact_tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                             1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                             1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

int64_t
exact_power(int exponent)
{
    assert(exponent >= 0 && exponent <= 18);
    return (int64_t)exact_tens[exponent];
}

__int128
exact_gcd(__int128 a, __int128 b)
{
    while (b) {
        __int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

bool
exact_times(__int128 *product, __int128 factor)
{
    const __int128 most = (__int128)1 << 119;
    return !__builtin_mul_overflow(*product, factor, product)
           && *product <= most && *product >= -most;
}

/* Long division in binary: two bits more than a double has, the last of which
   also stands for all that follow, so that the conversion rounds rightly. */
static double
divide_long(unsigned __int128 num, unsigned __int128 den)
{
    unsigned __int128 bits = num / den;
    unsigned __int128 rest = num % den;
    int exponent = 0;
    /* Most of it in one step, where it has room. */
    if (!(den >> 66) && !(bits >> 60)) {
        rest <<= 60;
        bits = bits << 60 | rest / den;
        rest %= den;
        exponent = -60;
    }
    for (; !(bits >> 54); exponent--) {
        rest <<= 1;
        bits = bits << 1 | (rest >= den);
        rest -= rest >= den ? den : 0;
    }
    for (; bits >> 55; exponent++) {
        rest |= bits & 1;
        bits >>= 1;
    }
    return ldexp((double)(uint64_t)(bits | (rest != 0)), exponent);
}

double
exact_quotient(__int128 num, __int128 den)
{
    const __int128 most = (__int128)1 << 53;
    assert(den > 0);
    if (num == 0 || (num <= most && num >= -most && den <= most))
        return (double)num / (double)den;
    return num < 0
               ? -divide_long((unsigned __int128)-num, (unsigned __int128)den)
               : divide_long((unsigned __int128)num, (unsigned __int128)den);
}
