/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the ends and steps of a range into words; see range_words.h. */
#include "fill/range_words.h"

#include "base/num.h"

void
range_words_add(struct buf *buf, enum language language,
                const struct response *range)
{
    const struct decimal values[] = {range->min, range->max, range->step};
    struct buf numbers[N_ELEMENTS(values)] = {{0}};
    struct str texts[N_ELEMENTS(values)];
    enum word word = WORD_FILL_NEED_NUMBER;

    if (range->step.units
        && !(range->step.units == 1 && range->step.scale == 0))
        word = WORD_FILL_NEED_STEP;
    else if (range->step.units)
        word = WORD_FILL_NEED_WHOLE;
    for (size_t i = 0; i < N_ELEMENTS(values); i++) {
        num_add(&numbers[i], decimal_value(values[i]));
        texts[i] = buf_str(&numbers[i]);
    }
    words_add(buf, language, word, texts, N_ELEMENTS(values));
    for (size_t i = 0; i < N_ELEMENTS(values); i++)
        buf_clear(&numbers[i]);
}

static void
add_end(struct buf *buf, enum language language, struct decimal end,
        const char *words)
{
    if (!words)
        return;
    if (buf->len)
        buf_add_text(buf, word_in(language, WORD_LIST_COMMA));
    num_add(buf, decimal_value(end));
    buf_addf(buf, " %s", words);
}

void
range_words_add_ends(struct buf *buf, enum language language,
                     const struct response *range)
{
    add_end(buf, language, range->min, range->low);
    add_end(buf, language, range->max, range->high);
    if (range->unit)
        buf_addf(buf, "%s(%s)", buf->len ? " " : "", range->unit);
}
