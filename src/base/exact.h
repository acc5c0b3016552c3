/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole numbers of up to 126 bits: exact as long as nothing overflows, which
   is asked beforehand or told. */
#ifndef ATTUNE_BASE_EXACT_H
#define ATTUNE_BASE_EXACT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/mem.h"

/* The powers of ten that a double holds exactly: 10^0 to 10^22. */
extern const double exact_tens[];

/* 10^exponent; 0 <= exponent <= 18. */
int64_t exact_power(int exponent);

/* The greatest common divisor, never below 0; of a and 0 it is |a|. */
__int128 exact_gcd(__int128 a, __int128 b);

/* Multiplies; false, and '*product' is not to be used, beyond 119 bits. */
bool exact_times(__int128 *product, __int128 factor) MUST_USE;

/* The double nearest to num / den, the even one of two: what one division of
   doubles gives wherever they hold both.  den > 0, both below 2^126. */
double exact_quotient(__int128 num, __int128 den);

#endif
