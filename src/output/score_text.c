/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing of scores; see score_text.h. */
#include "output/score_text.h"

#include "base/num.h"

static void
print(struct buf *out, double value, int decimals, enum rounding rounding)
{
    if (decimals == SCORE_TEXT_ALL_DIGITS) {
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
    uint8_t way = score_text_way(decimals, rounding);
    buf_reserve(out, SCORE_TEXT_SIZE);
    char *end = score_text_recall(memo, value, way, out->bytes + out->len);
    if (end) {
        out->len = (size_t)(end - out->bytes);
        return;
    }
    size_t before = out->len;
    print(out, value, decimals, rounding);
    size_t len = out->len - before;
    if (len > SCORE_TEXT_SIZE)
        return;
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    size_t slot = score_text_slot(bits, way);
    if (memo->slots[slot].way)
        memo->slots[slot ^ 1] = memo->slots[slot];
    memo->slots[slot].bits = bits;
    memo->slots[slot].way = way;
    memo->slots[slot].len = (uint8_t)len;
    memcpy(memo->slots[slot].digits, out->bytes + before, len);
}

void
score_text_add(struct score_text *memo, struct buf *out, double value)
{
    add(memo, out, value, SCORE_TEXT_ALL_DIGITS, ROUND_NONE);
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
