/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as digits, fast: a batch holds the same few values many times over,
   and finding the shortest digits of a double costs more than looking them
   up. */
#ifndef ATTUNE_OUTPUT_SCORE_TEXT_H
#define ATTUNE_OUTPUT_SCORE_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "instrument/instrument.h"

enum { SCORE_TEXT_SIZE = 32, SCORE_TEXT_SLOTS = 256 };

/* The digits printed last; a zeroed struct is empty.  Of one thread, and of
   one way of rounding. */
struct score_text {
    uint64_t bits[SCORE_TEXT_SLOTS];
    uint8_t len[SCORE_TEXT_SLOTS]; /* 0: empty */
    char text[SCORE_TEXT_SLOTS][SCORE_TEXT_SIZE];
};

/* Adds the shortest digits that read back to the same double. */
void score_text_add(struct score_text *memo, struct buf *out, double value);

/* Adds the value with the scale's decimals, rounded as the scale says, else
   half up on the shortest decimal. */
void score_text_add_rounded(struct buf *out, const struct scale *scale,
                            double value);

#endif
