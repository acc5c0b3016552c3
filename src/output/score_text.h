/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as digits, fast: a run prints the same few values many times over,
   and finding their digits costs more than looking them up. */
#ifndef ATTUNE_OUTPUT_SCORE_TEXT_H
#define ATTUNE_OUTPUT_SCORE_TEXT_H

#include <stdint.h>
#include "base/buf.h"
#include "instrument/instrument.h"

enum {
    SCORE_TEXT_SIZE = 22,
    SCORE_TEXT_BITS = 12,
    SCORE_TEXT_SLOTS = 1 << SCORE_TEXT_BITS
};

/* The digits printed last; a zeroed struct is empty.  Of one thread. */
struct score_text {
    struct {
        uint64_t bits; /* of the number */
        uint8_t way;   /* it was printed in; 0: none yet */
        uint8_t len;
        char digits[SCORE_TEXT_SIZE];
    } slots[SCORE_TEXT_SLOTS];
};

/* Adds the shortest digits that read back to the same double; or with so many
   decimals, rounded half up on the shortest decimal. */
void score_text_add(struct score_text *memo, struct buf *out, double value);
void score_text_add_fixed(struct score_text *memo, struct buf *out,
                          double value, int decimals);

/* Adds the value with the scale's decimals, rounded as the scale says, else
   half up on the shortest decimal.  'memo' may be NULL. */
void score_text_add_rounded(struct score_text *memo, struct buf *out,
                            const struct scale *scale, double value);

#endif
