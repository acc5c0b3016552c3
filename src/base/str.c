/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing borrowed text, cutting it into words, and guessing what somebody
   meant who slipped. */
#include "base/str.h"

#include <stdint.h>

#include "base/mem.h"

static size_t
min_size(size_t a, size_t b)
{
    return a < b ? a : b;
}

bool
str_equal(struct str a, struct str b)
{
    return a.len == b.len && (!a.len || !memcmp(a.bytes, b.bytes, a.len));
}

bool
str_is(struct str text, const char *other)
{
    return str_equal(text, str_from(other));
}

bool
str_equal_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (str_lower(a.bytes[i]) != str_lower(b.bytes[i]))
            return false;
    }
    return true;
}

bool
str_starts(struct str text, const char *prefix)
{
    size_t len = strlen(prefix);

    return text.len >= len && (!len || !memcmp(text.bytes, prefix, len));
}

bool
str_ends(struct str text, const char *suffix)
{
    size_t len = strlen(suffix);

    return text.len >= len
           && (!len || !memcmp(text.bytes + text.len - len, suffix, len));
}

struct str
str_trim(struct str text)
{
    while (text.len && str_is_white(text.bytes[0])) {
        text.bytes++;
        text.len--;
    }
    while (text.len && str_is_white(text.bytes[text.len - 1]))
        text.len--;
    return text;
}

bool
str_next_word(struct str *rest, struct str *word)
{
    struct str text = str_trim(*rest);
    size_t len = 0;

    while (len < text.len && !str_is_white(text.bytes[len]))
        len++;
    if (!len)
        return false;
    *word = (struct str){text.bytes, len};
    *rest = str_skip(text, len);
    return true;
}

bool
str_cut(struct str text, const char *mark, struct str *before,
        struct str *behind)
{
    size_t len = strlen(mark);

    for (size_t i = 0; i + len <= text.len; i++) {
        if (memcmp(text.bytes + i, mark, len) != 0)
            continue;
        *before = (struct str){text.bytes, i};
        *behind = str_skip(text, i + len);
        return true;
    }
    return false;
}

bool
str_next_line(struct str *rest, struct str *line)
{
    if (!rest->len)
        return false;
    const char *newline = memchr(rest->bytes, '\n', rest->len);
    size_t len = newline ? (size_t)(newline - rest->bytes) : rest->len;
    size_t taken = newline ? len + 1 : len;

    *line = (struct str){rest->bytes, len};
    *rest = str_skip(*rest, taken);
    return true;
}

/* The cost of making a[..i] into b[..j], from the costs of the shorter ones:
   rows[0] belongs to i, rows[1] to i - 1, rows[2] to i - 2. */
static size_t
edit_cost(struct str a, struct str b, size_t i, size_t j, size_t *const *rows)
{
    char a_last = str_lower(a.bytes[i - 1]);
    char b_last = str_lower(b.bytes[j - 1]);
    size_t cost = rows[1][j - 1] + (a_last != b_last);

    cost = min_size(cost, rows[1][j] + 1);
    cost = min_size(cost, rows[0][j - 1] + 1);
    if (i > 1 && j > 1 && a_last == str_lower(b.bytes[j - 2])
        && b_last == str_lower(a.bytes[i - 2]))
        cost = min_size(cost, rows[2][j - 2] + 1);
    return cost;
}

/* Only the band of cells that can still be within the limit is worked out, so
   that two long texts cost no more than their length. */
static size_t
banded_distance(struct str a, struct str b, size_t limit, size_t *const *cells)
{
    size_t *rows[3] = {cells[0], cells[1], cells[2]};

    for (size_t j = 0; j <= b.len; j++) {
        rows[0][j] = min_size(j, limit + 1);
        rows[1][j] = rows[2][j] = limit + 1;
    }
    for (size_t i = 1; i <= a.len; i++) {
        size_t *oldest = rows[2];
        size_t first = i > limit ? i - limit : 1;
        size_t last = min_size(b.len, i + limit);

        rows[2] = rows[1];
        rows[1] = rows[0];
        rows[0] = oldest;
        rows[0][first - 1] = first == 1 ? min_size(i, limit + 1) : limit + 1;
        for (size_t j = first; j <= last; j++)
            rows[0][j] = min_size(edit_cost(a, b, i, j, rows), limit + 1);
        if (last < b.len)
            rows[0][last + 1] = limit + 1;
    }
    return rows[0][b.len];
}

size_t
str_distance(struct str a, struct str b, size_t limit)
{
    size_t longer = a.len > b.len ? a.len : b.len;
    size_t width = b.len + 1;

    limit = min_size(limit, longer);
    if (longer - min_size(a.len, b.len) > limit)
        return limit + 1;
    size_t *cells SCOPED(mem_drop) = mem_array(width, 3 * sizeof *cells);
    return banded_distance(
        a, b, limit,
        (size_t *const[]){cells, cells + width, cells + 2 * width});
}

static size_t
slips_allowed(size_t len)
{
    if (len <= 4)
        return 1;
    return len <= 8 ? 2 : 3;
}

/* Whether one begins with the other, and that says something. */
static bool
one_starts_other(struct str a, struct str b)
{
    size_t len = min_size(a.len, b.len);

    if (len < 3)
        return false;
    a.len = b.len = len;
    return str_equal_nocase(a, b);
}

const char *
str_nearest(struct str word, const char *const *names, size_t n)
{
    size_t least = slips_allowed(word.len) + 1;
    const char *nearest = NULL;
    const char *prefixed = NULL;

    for (size_t i = 0; i < n; i++) {
        struct str name = str_from(names[i]);

        if (!names[i])
            continue;
        size_t distance = str_distance(word, name, least - 1);
        /* A word of which no letter is kept resembles nothing. */
        if (distance < least && distance < word.len) {
            least = distance;
            nearest = names[i];
        }
        if (!prefixed && one_starts_other(word, name))
            prefixed = names[i];
        if (nearest && !least)
            break;
    }
    return nearest ? nearest : prefixed;
}
