/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as digits, fast: a run prints the same few values many times over,
   and finding their digits costs more than looking them up. */
#ifndef ATTUNE_OUTPUT_SCORE_TEXT_H
#define ATTUNE_OUTPUT_SCORE_TEXT_H

#include <stdint.h>
#include <string.h>
#include "base/buf.h"
#include "instrument/instrument.h"

enum {
    SCORE_TEXT_SIZE = 22,
    SCORE_TEXT_BITS = 12,
    SCORE_TEXT_SLOTS = 1 << SCORE_TEXT_BITS
};

struct printed_score {
    uint64_t bits; /* of the number */
    uint8_t way;   /* it was printed in; 0: none yet */
    uint8_t len;
    char digits[SCORE_TEXT_SIZE];
};

/* The digits printed last; a zeroed struct is empty.  A number lies in its slot
   or, where another came there since, in that beside it: few that come again
   and again would drive each other out.  Of one thread. */
struct score_text {
    struct printed_score slots[SCORE_TEXT_SLOTS];
};

/* How scales are printed: with all digits, or as score_text_add_rounded()
   says. */
enum { SCORE_TEXT_ALL_DIGITS = -1 };

static inline uint8_t
score_text_way(int decimals, enum rounding rounding)
{
    return (uint8_t)(2 * (decimals + 2) + (rounding == ROUND_HALF_EVEN));
}

static inline size_t
score_text_slot(uint64_t bits, uint8_t way)
{
    /* The first bits of the product rest on all bits of the number. */
    return (bits + way) * UINT64_C(0x9E3779B97F4A7C15)
           >> (64 - SCORE_TEXT_BITS);
}

/* Puts what is remembered to 'to', which has SCORE_TEXT_SIZE bytes, and returns
   where it ends; NULL where it is not. */
static inline char *
score_text_recall(const struct score_text *memo, double value, uint8_t way,
                  char *to)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    size_t slot = score_text_slot(bits, way);
    const struct printed_score *printed = &memo->slots[slot];
    if (printed->bits != bits || printed->way != way) {
        printed = &memo->slots[slot ^ 1];
        if (printed->bits != bits || printed->way != way)
            return NULL;
    }
    memcpy(to, printed->digits, SCORE_TEXT_SIZE);
    return to + printed->len;
}

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
