/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact fractions for tests: arithmetic on paper.  What no longer fits 126 bits
   is not known, nor is what rests on it. */
#ifndef TESTS_UNIT_RATIONAL_H
#define TESTS_UNIT_RATIONAL_H

#include <stdbool.h>

/* num / den in lowest terms, den > 0; 0 / 0: not known. */
struct rational {
    __int128 num;
    __int128 den;
};

struct rational rational_of(__int128 num, __int128 den);
bool rational_known(struct rational a);
struct rational rational_add(struct rational a, struct rational b);
struct rational rational_subtract(struct rational a, struct rational b);
struct rational rational_multiply(struct rational a, struct rational b);
struct rational rational_divide(struct rational a, struct rational b);
/* The rest of a / b, with the sign of a. */
struct rational rational_modulo(struct rational a, struct rational b);
/* To so many decimals, half up. */
struct rational rational_round(struct rational a, int decimals);
/* < 0, 0, > 0; both known, and so is their difference. */
int rational_compare(struct rational a, struct rational b);

/* Whether it is a decimal of up to 'most' digits, and then the double nearest
   to it. */
bool rational_is_short(struct rational a, int most, double *number);

#endif
