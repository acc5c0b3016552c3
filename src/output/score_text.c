/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing of scores; see score_text.h. */
#include "output/score_text.h"

#include <math.h>
#include <string.h>
#include "base/num.h"

/* 0 .. 9999, without zeros in front. */
static void
add_small(struct buf *out, unsigned number)
{
    char digits[4];
    size_t n = 0;
    do {
        digits[sizeof(digits) - ++n] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    buf_add(out, (struct str){digits + sizeof(digits) - n, n});
}

void
score_text_add(struct score_text *memo, struct buf *out, double value)
{
    if (value >= 0 && value < 10000 && value == floor(value)) {
        add_small(out, (unsigned)value);
        return;
    }
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    size_t slot = (bits * UINT64_C(0x9E3779B97F4A7C15)) >> 56;
    if (memo->len[slot] && memo->bits[slot] == bits) {
        buf_add(out, (struct str){memo->text[slot], memo->len[slot]});
        return;
    }
    size_t before = out->len;
    num_add(out, value);
    size_t len = out->len - before;
    if (len > SCORE_TEXT_SIZE)
        return;
    memo->bits[slot] = bits;
    memo->len[slot] = (uint8_t)len;
    memcpy(memo->text[slot], out->bytes + before, len);
}

void
score_text_add_rounded(struct buf *out, const struct scale *scale, double value)
{
    if (scale->round == ROUND_HALF_EVEN)
        value = num_round(value, scale->decimals, ROUND_HALF_EVEN);
    num_add_fixed(out, value, scale->decimals);
}
