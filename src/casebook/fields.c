/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes and reads fields; see fields.h. */
#include "casebook/fields.h"

#include <inttypes.h>
#include <string.h>

void
put_u32(struct buf *out, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        buf_add_char(out, (char)(number >> 8 * i & 0xff));
}

void
put_u64(struct buf *out, uint64_t number)
{
    put_u32(out, (uint32_t)number);
    put_u32(out, (uint32_t)(number >> 32));
}

uint32_t
get_u32(const void *bytes)
{
    const uint8_t *at = bytes;

    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16
           | (uint32_t)at[3] << 24;
}

uint64_t
get_u64(const void *bytes)
{
    return get_u32(bytes) | (uint64_t)get_u32((const char *)bytes + 4) << 32;
}

void
fields_put(struct arena *arena, struct fields *fields, struct str name,
           struct str text)
{
    *vec_add(arena, fields) = (struct record_field){name, text};
}

void
fields_set(struct arena *arena, struct fields *fields, struct str name,
           struct str text)
{
    for (size_t i = 0; i < fields->n; i++)
        if (str_equal(fields->items[i].name, name)) {
            fields->items[i].text = text;
            return;
        }
    fields_put(arena, fields, name, text);
}

struct str
fields_get(const struct fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->n; i++)
        if (str_is(fields->items[i].name, name))
            return fields->items[i].text;
    return STR("");
}

uint64_t
fields_number(const struct fields *fields, const char *name)
{
    struct str text = fields_get(fields, name);
    uint64_t number = 0;

    for (size_t i = 0; i < text.len && i < 18; i++) {
        if (!str_is_digit(text.bytes[i]))
            return 0;
        number = number * 10 + (uint64_t)(text.bytes[i] - '0');
    }
    return text.len <= 18 ? number : 0;
}

static void
add_text(struct buf *out, struct str text)
{
    put_u32(out, (uint32_t)text.len);
    buf_add(out, text);
}

void
fields_add(struct buf *out, const struct fields *fields)
{
    for (size_t i = 0; i < fields->n; i++) {
        add_text(out, fields->items[i].name);
        add_text(out, fields->items[i].text);
    }
}

static bool
take_text(struct str *rest, struct str *text)
{
    if (rest->len < 4)
        return false;
    size_t len = get_u32(rest->bytes);
    if (rest->len - 4 < len)
        return false;
    *text = (struct str){rest->bytes + 4, len};
    *rest = str_skip(*rest, 4 + len);
    return true;
}

bool
fields_read(struct str bytes, struct arena *arena, struct fields *fields)
{
    struct record_field field;

    while (bytes.len) {
        if (!take_text(&bytes, &field.name) || !take_text(&bytes, &field.text))
            return false;
        *vec_add(arena, fields) = field;
    }
    return true;
}

/* ---- numbers and bytes as texts ---- */

struct str
hex_of(const void *bytes, size_t size, struct arena *arena)
{
    const uint8_t *at = bytes;
    struct buf hex = {0};

    for (size_t i = 0; i < size; i++)
        buf_addf(&hex, "%02x", at[i]);
    return str_from(arena_take(arena, &hex));
}

static int
digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
hex_read(struct str hex, void *bytes, size_t size)
{
    uint8_t *at = bytes;

    if (hex.len != 2 * size)
        return false;
    for (size_t i = 0; i < size; i++) {
        int high = digit_of(hex.bytes[2 * i]);
        int low = digit_of(hex.bytes[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        at[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

struct str
digits_of(uint64_t number, struct arena *arena)
{
    return str_from(arena_printf(arena, "%" PRIu64, number));
}
