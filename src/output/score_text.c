/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing of scores; see score_text.h. */
#include "output/score_text.h"

#include <string.h>
#include "base/num.h"

/* A way of printing: all digits, or so many decimals. */
enum { ALL_DIGITS = -1 };

static uint8_t
way_of(int decimals, enum rounding rounding)
{
    return (uint8_t)(2 * (decimals + 2) + (rounding == ROUND_HALF_EVEN));
}

static void
print(struct buf *out, double value, int decimals, enum rounding rounding)
{
    if (decimals == ALL_DIGITS) {
        num_add(out, value);
        return;
    }
    if (rounding == ROUND_HALF_EVEN)
        value = num_round(value, decimals, ROUND_HALF_EVEN);
    num_add_fixed(out, value, decimals);
}

static void
add(struct score_text *memo, struct buf *out, double value, int decimals,
    enum rounding rounding)
{
    uint8_t way = way_of(decimals, rounding);
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    /* The first bits of the product rest on all bits of the number. */
    size_t slot =
        (bits + way) * UINT64_C(0x9E3779B97F4A7C15) >> (64 - SCORE_TEXT_BITS);
    if (memo->slots[slot].bits == bits && memo->slots[slot].way == way) {
        buf_reserve(out, SCORE_TEXT_SIZE);
        memcpy(out->bytes + out->len, memo->slots[slot].digits,
               SCORE_TEXT_SIZE);
        out->len += memo->slots[slot].len;
        return;
    }
    size_t before = out->len;
    print(out, value, decimals, rounding);
    size_t len = out->len - before;
    if (len > SCORE_TEXT_SIZE)
        return;
    memo->slots[slot].bits = bits;
    memo->slots[slot].way = way;
    memo->slots[slot].len = (uint8_t)len;
    memcpy(memo->slots[slot].digits, out->bytes + before, len);
}

void
score_text_add(struct score_text *memo, struct buf *out, double value)
{
    add(memo, out, value, ALL_DIGITS, ROUND_NONE);
}

void
score_text_add_fixed(struct score_text *memo, struct buf *out, double value,
                     int decimals)
{
    add(memo, out, value, decimals, ROUND_HALF_UP);
}

void
score_text_add_rounded(struct score_text *memo, struct buf *out,
                       const struct scale *scale, double value)
{
    if (memo)
        add(memo, out, value, scale->decimals, scale->round);
    else
        print(out, value, scale->decimals, scale->round);
}
