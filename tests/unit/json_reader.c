/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads JSON by its grammar; see json_reader.h. */
#include "json_reader.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { LIMIT_DEPTH = 100, LIMIT_KEYS = 1000 };

struct reader {
    struct str text;
    size_t pos;
    int depth;
};

static bool read_value(struct reader *reader);

static int
peek(const struct reader *reader)
{
    return reader->pos < reader->text.len
               ? (unsigned char)reader->text.bytes[reader->pos]
               : -1;
}

static bool
take(struct reader *reader, int c)
{
    if (peek(reader) != c)
        return false;
    reader->pos++;
    return true;
}

static void
skip_space(struct reader *reader)
{
    while (take(reader, ' ') || take(reader, '\n') || take(reader, '\t')
           || take(reader, '\r'))
        ;
}

static size_t
take_digits(struct reader *reader)
{
    size_t n = 0;

    for (; peek(reader) >= '0' && peek(reader) <= '9'; n++)
        reader->pos++;
    return n;
}

static bool
read_number(struct reader *reader)
{
    take(reader, '-');
    if (!take(reader, '0') && !take_digits(reader))
        return false;
    if (take(reader, '.') && !take_digits(reader))
        return false;
    if (take(reader, 'e') || take(reader, 'E')) {
        if (!take(reader, '+'))
            take(reader, '-');
        return take_digits(reader) > 0;
    }
    return true;
}

static bool
read_hex(struct reader *reader, unsigned *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        int c = peek(reader);
        if (c >= 'A' && c <= 'F')
            c += 'a' - 'A';
        const char *at = c > 0 ? strchr(digits, c) : NULL;
        if (!at)
            return false;
        *unit = *unit * 16 + (unsigned)(at - digits);
        reader->pos++;
    }
    return true;
}

/* Halves of a pair stand together or not at all. */
static bool
read_escape(struct reader *reader)
{
    static const char short_ones[] = "\"\\/bfnrt";
    unsigned unit;
    int c = peek(reader);

    reader->pos++;
    if (c > 0 && strchr(short_ones, c))
        return true;
    if (c != 'u' || !read_hex(reader, &unit))
        return false;
    if (unit >= 0xdc00 && unit <= 0xdfff)
        return false;
    if (unit < 0xd800 || unit > 0xdbff)
        return true;
    return take(reader, '\\') && take(reader, 'u') && read_hex(reader, &unit)
           && unit >= 0xdc00 && unit <= 0xdfff;
}

static bool
read_string(struct reader *reader)
{
    size_t start = reader->pos;

    if (!take(reader, '"'))
        return false;
    while (!take(reader, '"')) {
        int c = peek(reader);
        if (c < 0x20)
            return false;
        reader->pos++;
        if (c == '\\' && !read_escape(reader))
            return false;
    }
    struct str all = {reader->text.bytes + start, reader->pos - start};
    return utf8_valid_len(all) == all.len;
}

static bool
read_word(struct reader *reader, const char *word)
{
    for (; *word; word++)
        if (!take(reader, *word))
            return false;
    return true;
}

static bool
read_array(struct reader *reader)
{
    take(reader, '[');
    skip_space(reader);
    if (take(reader, ']'))
        return true;
    do {
        if (!read_value(reader))
            return false;
    } while (take(reader, ','));
    return take(reader, ']');
}

static bool
read_key(struct reader *reader, struct str *key)
{
    size_t start;

    skip_space(reader);
    start = reader->pos;
    if (!read_string(reader))
        return false;
    *key = (struct str){reader->text.bytes + start, reader->pos - start};
    skip_space(reader);
    return take(reader, ':');
}

static bool
is_new(const struct str *keys, size_t n, struct str key)
{
    for (size_t i = 0; i < n; i++)
        if (str_equal(keys[i], key))
            return false;
    return n < LIMIT_KEYS;
}

static bool
read_object(struct reader *reader)
{
    struct str keys[LIMIT_KEYS];
    size_t n = 0;

    take(reader, '{');
    skip_space(reader);
    if (take(reader, '}'))
        return true;
    do {
        if (!read_key(reader, &keys[n]) || !is_new(keys, n, keys[n]))
            return false;
        n++;
        if (!read_value(reader))
            return false;
    } while (take(reader, ','));
    return take(reader, '}');
}

static bool
read_bare(struct reader *reader)
{
    switch (peek(reader)) {
    case '{':
        return read_object(reader);
    case '[':
        return read_array(reader);
    case '"':
        return read_string(reader);
    case 't':
        return read_word(reader, "true");
    case 'f':
        return read_word(reader, "false");
    case 'n':
        return read_word(reader, "null");
    default:
        return read_number(reader);
    }
}

static bool
read_value(struct reader *reader)
{
    if (++reader->depth > LIMIT_DEPTH)
        return false;
    skip_space(reader);
    if (!read_bare(reader))
        return false;
    skip_space(reader);
    reader->depth--;
    return true;
}

bool
json_is_valid(struct str text, size_t *offset)
{
    struct reader reader = {.text = text};
    bool ok = read_value(&reader) && reader.pos == text.len;

    *offset = reader.pos;
    return ok;
}

/* ---- finding ---- */

/* The value where the reader stands, without the white space around it. */
static struct str
value_here(struct reader *reader)
{
    size_t start;

    skip_space(reader);
    start = reader->pos;
    if (!read_bare(reader))
        return (struct str){NULL, 0};
    return (struct str){reader->text.bytes + start, reader->pos - start};
}

static struct str
member_of(struct str object, struct str name)
{
    struct reader reader = {.text = object};
    struct str key;

    take(&reader, '{');
    while (read_key(&reader, &key)) {
        struct str value = value_here(&reader);
        if (key.len == name.len + 2
            && memcmp(key.bytes + 1, name.bytes, name.len) == 0)
            return value;
        skip_space(&reader);
        if (!take(&reader, ','))
            break;
    }
    return (struct str){NULL, 0};
}

static struct str
element_of(struct str array, struct str position)
{
    struct reader reader = {.text = array};
    long wanted = strtol(position.bytes, NULL, 10);

    take(&reader, '[');
    for (long i = 0;; i++) {
        struct str value = value_here(&reader);
        if (i == wanted || !value.len)
            return value;
        skip_space(&reader);
        if (!take(&reader, ','))
            return (struct str){NULL, 0};
    }
}

struct str
json_at(struct str text, const char *path)
{
    struct reader reader = {.text = text};
    struct str here = value_here(&reader);

    while (*path && here.len) {
        struct str step = {path, strcspn(path, ".")};
        here = here.bytes[0] == '{'   ? member_of(here, step)
               : here.bytes[0] == '[' ? element_of(here, step)
                                      : (struct str){NULL, 0};
        path += step.len + (path[step.len] == '.');
    }
    return here;
}
