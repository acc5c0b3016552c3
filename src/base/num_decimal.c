/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimals, ratios and whole numbers as they stand in files; see num.h. */
#include "base/num.h"

#include <assert.h>
#include <string.h>
#include "base/exact.h"

enum { MAX_SCALE = 15 };

static const int64_t units_end = INT64_C(1000000000000000);

bool
decimal_read(struct str text, struct decimal *out)
{
    struct decimal number = {0};
    bool negative = text.len && text.bytes[0] == '-';
    size_t start = negative;
    size_t whole_end = start;
    size_t end = text.len;

    while (whole_end < text.len && str_is_digit(text.bytes[whole_end]))
        whole_end++;
    if (whole_end == start)
        return false;
    if (whole_end < text.len) {
        if (text.bytes[whole_end] != '.' || !str_is_digit(text.bytes[end - 1]))
            return false;
        while (text.bytes[end - 1] == '0')
            end--;
    }
    for (size_t i = start; i < end; i++) {
        if (i == whole_end)
            continue;
        if (!str_is_digit(text.bytes[i]))
            return false;
        number.units = number.units * 10 + (text.bytes[i] - '0');
        number.scale += i > whole_end;
        if (number.units >= units_end || number.scale > MAX_SCALE)
            return false;
    }
    if (negative)
        number.units = -number.units;
    *out = number;
    return true;
}

double
decimal_value(struct decimal number)
{
    assert(number.scale >= 0 && number.scale <= MAX_SCALE);
    return (double)number.units / exact_tens[number.scale];
}

__int128
decimal_units(struct decimal number, int scale)
{
    assert(number.scale >= 0 && scale <= MAX_SCALE && number.scale <= scale);
    return (__int128)number.units * exact_power(scale - number.scale);
}

static int
common_scale(struct decimal a, struct decimal b)
{
    return a.scale > b.scale ? a.scale : b.scale;
}

int
decimal_compare(struct decimal a, struct decimal b)
{
    int scale = common_scale(a, b);
    __int128 a_units = decimal_units(a, scale);
    __int128 b_units = decimal_units(b, scale);

    return (a_units > b_units) - (a_units < b_units);
}

bool
decimal_on_grid(struct decimal number, struct decimal min, struct decimal step,
                int64_t *index)
{
    int scale = common_scale(number, min);

    if (step.scale > scale)
        scale = step.scale;
    __int128 step_units = decimal_units(step, scale);
    assert(step_units != 0);
    __int128 distance =
        decimal_units(number, scale) - decimal_units(min, scale);
    if (distance % step_units || distance / step_units < 0
        || distance / step_units > INT64_MAX)
        return false;
    if (index)
        *index = (int64_t)(distance / step_units);
    return true;
}

bool
whole_read(struct str text, int32_t *out)
{
    int64_t number = 0;

    if (!text.len)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!str_is_digit(text.bytes[i]))
            return false;
        number = number * 10 + (text.bytes[i] - '0');
        if (number > INT32_MAX)
            return false;
    }
    *out = (int32_t)number;
    return true;
}

bool
ratio_read(struct str text, struct ratio *out)
{
    const char *slash = text.len ? memchr(text.bytes, '/', text.len) : NULL;
    struct str num_text = text;
    int32_t num;
    int32_t den = 1;

    if (slash) {
        num_text.len = (size_t)(slash - text.bytes);
        if (!whole_read((struct str){slash + 1, text.len - num_text.len - 1},
                        &den)
            || !den)
            return false;
    } else if (text.len && text.bytes[text.len - 1] == '%') {
        num_text.len--;
        den = 100;
    }
    if (!whole_read(num_text, &num))
        return false;
    *out = (struct ratio){num, den};
    return true;
}
