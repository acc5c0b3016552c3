/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one judge of equal, above and rounded for numbers that binary arithmetic
   may have moved off the number on paper: 0.1 + 0.2 is 0.3.

   A number carries its noise, the most that it can be off.  What was read is
   off by half a unit in its last place, and a whole number not at all; each
   operation hands on the noise of what it was given and adds half a unit of
   its own.  Two numbers are equal when they lie no farther apart than their
   noise; numbers of up to 15 digits that are not the same are never equal.  So
   a verdict is the one of arithmetic on paper, unless on paper too the two are
   as near as that without being the same. */
#ifndef ATTUNE_BASE_NEAR_H
#define ATTUNE_BASE_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include "base/num.h"

struct near {
    double number;
    double noise; /* not below 0 */
};

/* A number that stands for a decimal of up to 15 digits, or is the double
   nearest to what it stands for. */
struct near near_of(double number);

/* The outcome of a calculation whose noise is no longer known: a whole number
   has none, all others 64 units in the last place. */
struct near near_outcome(double number);

/* < 0, 0, > 0 as 'a' lies below, on or above 'b'. */
int near_side(struct near a, struct near b);

/* What is judged zero is 0.  The numbers may be infinite or NaN where that of
   doubles is; a division by what is zero is NaN. */
struct near near_add(struct near a, struct near b);
struct near near_subtract(struct near a, struct near b);
struct near near_multiply(struct near a, struct near b);
struct near near_divide(struct near a, struct near b);
/* With the sign of 'a'; 0.3 mod 0.1 is 0. */
struct near near_modulo(struct near a, struct near b);

/* Where there is no such number, as of the root of what lies below 0, it is
   NaN or infinite.  0 to the power of 0 is 1, and an exponent that is judged
   whole is whole. */
struct near near_sqrt(struct near a);
struct near near_ln(struct near a);
struct near near_exp(struct near a);
struct near near_power(struct near a, struct near b);

/* The middle one of n, at least 1, or the mean of the two in the middle. */
struct near near_median(const struct near *numbers, size_t n);

/* Half up; what lies on a half counts as the half. */
struct near near_round(struct near a, int decimals);

/* The decimal of up to 9 digits that it may be on paper, else itself. */
struct near near_settled(struct near a);

#endif
