/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text, the same in every locale.  NaN and infinity are refused at
   the door.  Where the standards of questionnaires count in decimal (grids,
   shares, rounding), so do we: struct decimal and struct ratio are exact. */
#ifndef ATTUNE_BASE_NUM_H
#define ATTUNE_BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* units / 10^scale, with |units| < 10^15 and 0 <= scale <= 15, so that it is
   exact and its double is the nearest one. */
struct decimal {
    int64_t units;
    int scale;
};

/* num / den, den > 0. */
struct ratio {
    int64_t num;
    int64_t den;
};

enum rounding {
    ROUND_NONE,
    ROUND_HALF_UP,
    ROUND_HALF_EVEN,
    ROUND_UP, /* toward +infinity */
    ROUND_DOWN
};
extern const char *const rounding_texts[]; /* "half up", English */

/* Reads -?digits[.digits], nothing around it, at most 15 significant digits.
   Zeros at the end of the decimals do not count, so that equal numbers are
   equal structs.  False and '*out' untouched otherwise. */
bool decimal_read(struct str text, struct decimal *out) MUST_USE;
double decimal_value(struct decimal number);
/* The same number as units / 10^scale, for a scale from its own to 15. */
__int128 decimal_units(struct decimal number, int scale);
int decimal_compare(struct decimal a, struct decimal b); /* < 0, 0, > 0 */

/* Whether 'number' is min + i * step for a whole i >= 0; i goes to '*index'
   (may be NULL).  'step' is not zero.  Judged in decimal: 0.3 is on the grid of
   0.1. */
bool decimal_on_grid(struct decimal number, struct decimal min,
                     struct decimal step, int64_t *index);

/* "all" is not a ratio; "3", "4/5" and "80%" are 3/1, 4/5 and 80/100.
   Whole numbers only, not reduced; false for a denominator of 0. */
bool ratio_read(struct str text, struct ratio *out) MUST_USE;

/* Reads a number as programs write a double (1.5E-2); false where it is not
   finite, or no such number. */
bool num_read(struct str text, double *out) MUST_USE;

/* The double nearest to the number's first so many digits (17 at most): with 15
   0.30000000000000004 is 0.3.  'number' is finite. */
double num_cut(double number, int n_digits);

/* Reads digits only; false above INT32_MAX. */
bool whole_read(struct str text, int32_t *out) MUST_USE;

/* The shortest digits that read back to the same double; no exponent for
   1e-5 <= |x| < 1e15, else as in 1.5e-6 and 1e15; -0 is printed as 0.
   'number' is finite. */
void num_add(struct buf *buf, double number);

/* As a text of the arena. */
const char *num_text(double number, struct arena *arena) MUST_USE;

/* With so many digits after the point as below; -1: as above. */
void num_add_shown(struct buf *buf, double number, int decimals);

/* With exactly 'decimals' digits after the point, the shortest decimal of the
   double rounded half up (toward +infinity); -0 is printed as 0. */
void num_add_fixed(struct buf *buf, double number, int decimals);

/* A number that was read from a decimal, as units / 10^decimals, exactly; any
   other is rounded half up.  |number| < 10^15, decimals <= 15. */
__int128 num_units(double number, int decimals);

/* Rounds the shortest decimal of the double, so 2.675 to two places is 2.68
   half up.  Half up means toward +infinity.  Never -0 when it rounds. */
double num_round(double number, int decimals, enum rounding rounding);

#endif
