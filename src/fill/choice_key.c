/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes and reads typed numbers; see choice_key.h. */
#include "fill/choice_key.h"

#include <assert.h>
#include <inttypes.h>

/* With all its digits, however small it is. */
struct choice_key
choice_key_of(struct decimal number)
{
    struct choice_key key;
    struct buf text = {0};
    int64_t power = 1;
    int64_t units = number.units < 0 ? -number.units : number.units;

    for (int i = 0; i < number.scale; i++)
        power *= 10;
    buf_addf(&text, "%s%" PRId64, number.units < 0 ? "-" : "", units / power);
    if (number.scale)
        buf_addf(&text, ".%0*" PRId64, number.scale, units % power);
    assert(text.len < sizeof key.text);
    memcpy(key.text, buf_text(&text), text.len + 1);
    buf_clear(&text);
    return key;
}

bool
choice_key_read(struct str typed, struct decimal *out)
{
    struct buf plain = {0};
    bool is_negative = typed.len && *typed.bytes == '-';

    if (is_negative)
        buf_add_char(&plain, '-');
    if (typed.len > (size_t)is_negative + 1
        && strchr(".,", typed.bytes[is_negative]))
        buf_add_char(&plain, '0');
    for (size_t i = is_negative; i < typed.len; i++)
        buf_add_char(&plain, typed.bytes[i] == ',' ? '.' : typed.bytes[i]);
    if (plain.len
        && memchr(plain.bytes, '.', plain.len) == plain.bytes + plain.len - 1)
        plain.len--;
    bool ok = decimal_read(buf_str(&plain), out);
    buf_clear(&plain);
    return ok;
}
