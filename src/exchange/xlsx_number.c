/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Number formats of spreadsheets, as far as they change what a number says:
   ECMA-376 part 1, 18.8.30 and .31. */
#include "exchange/xlsx_file.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include "base/date.h"
#include "exchange/held_table.h"

enum {
    DAY = 24 * 60 * 60,
    FIRST_DAY_THAT_WAS_NOT = 60, /* 1900-02-29 */
};
static const double days_end = 2958466; /* 10000-01-01 */

/* ---- formats ---- */

/* What stands in a code, up to its first ';'. */
struct parts {
    bool has_day;  /* d, y */
    bool has_hour; /* h, s */
    bool has_month_or_minute;
    bool has_elapsed; /* [h] */
    bool has_percent;
    bool has_other; /* not a 0 */
    int n_zeros;
};

/* Behind what stands in brackets: an elapsed time, a colour, a language. */
static size_t
skip_brackets(struct str code, size_t at, struct parts *parts)
{
    const char *end = memchr(code.bytes + at, ']', code.len - at);
    char first = at + 1 < code.len ? code.bytes[at + 1] | 0x20 : 0;
    size_t n = end ? (size_t)(end - code.bytes) - at - 1 : 0;
    bool is_elapsed = first == 'h' || first == 'm' || first == 's';

    for (size_t i = 1; i <= n; i++)
        is_elapsed &= (code.bytes[at + i] | 0x20) == first;
    parts->has_elapsed |= n && is_elapsed;
    return end ? at + n + 1 : code.len;
}

static size_t
skip_quoted(struct str code, size_t at)
{
    const char *end = memchr(code.bytes + at + 1, '"', code.len - at - 1);

    return end ? (size_t)(end - code.bytes) : code.len;
}

static size_t
read_part(struct str code, size_t at, struct parts *parts)
{
    static const char am_pm[] = "am/pm";
    char c = code.bytes[at];

    parts->has_other |= c != '0';
    parts->n_zeros += c == '0';
    if (c == '[')
        return skip_brackets(code, at, parts);
    if (c == '"')
        return skip_quoted(code, at);
    if (c == '\\' || c == '_' || c == '*')
        return at + 1;
    if (at + 5 <= code.len
        && str_equal_nocase((struct str){code.bytes + at, 5}, str_from(am_pm)))
        return at + 4;
    switch (c | 0x20) {
    case 'd':
    case 'y':
        parts->has_day = true;
        break;
    case 'h':
    case 's':
        parts->has_hour = true;
        break;
    case 'm':
        parts->has_month_or_minute = true;
        break;
    case '%':
        parts->has_percent = true;
        break;
    default:
        break;
    }
    return at;
}

struct xlsx_format
xlsx_format_read(struct str code)
{
    struct parts parts = {0};

    if (str_equal_nocase(code, STR("General")))
        return (struct xlsx_format){XLSX_PLAIN, 0};
    for (size_t at = 0; at < code.len && code.bytes[at] != ';'; at++)
        at = read_part(code, at, &parts);
    bool is_zeros = !parts.has_other && parts.n_zeros > 1 && parts.n_zeros < 16;
    parts.has_day |= parts.has_month_or_minute && !parts.has_hour;
    return (struct xlsx_format){parts.has_elapsed ? XLSX_ELAPSED
                                : parts.has_day && parts.has_hour
                                    ? XLSX_DATE_TIME
                                : parts.has_day     ? XLSX_DATE
                                : parts.has_hour    ? XLSX_TIME
                                : parts.has_percent ? XLSX_PERCENT
                                : is_zeros          ? XLSX_ZEROS
                                                    : XLSX_PLAIN,
                                parts.n_zeros};
}

/* Those of East Asia (27 to 36, 50 to 58) are dates of their calendars. */
struct xlsx_format
xlsx_format_known(int32_t id)
{
    static const struct {
        int32_t first;
        int32_t last;
        enum xlsx_form form;
    } known[] = {
        {9, 10, XLSX_PERCENT},    {14, 17, XLSX_DATE}, {18, 21, XLSX_TIME},
        {22, 22, XLSX_DATE_TIME}, {27, 31, XLSX_DATE}, {32, 35, XLSX_TIME},
        {36, 36, XLSX_DATE},      {45, 45, XLSX_TIME}, {46, 46, XLSX_ELAPSED},
        {47, 47, XLSX_TIME},      {50, 58, XLSX_DATE},
    };

    for (size_t i = 0; i < N_ELEMENTS(known); i++)
        if (id >= known[i].first && id <= known[i].last)
            return (struct xlsx_format){known[i].form, 0};
    return (struct xlsx_format){XLSX_PLAIN, 0};
}

/* ---- numbers ---- */

/* The days of 1900 count a 29th of February that was none. */
static void
add_day(struct buf *out, int32_t day, bool is_1904)
{
    if (is_1904)
        date_add(out, date_days((struct civil){1904, 1, 1}) + day);
    else if (day == 0)
        buf_add_text(out, "1900-01-00");
    else if (day == FIRST_DAY_THAT_WAS_NOT)
        buf_add_text(out, "1900-02-29");
    else
        date_add(out, date_days((struct civil){1899, 12, 31}) + day
                          - (day > FIRST_DAY_THAT_WAS_NOT));
}

static void
add_moment(struct buf *out, double number, enum xlsx_form form, bool is_1904)
{
    int64_t seconds = llround(number * DAY);

    if (form == XLSX_DATE || form == XLSX_DATE_TIME)
        add_day(out, (int32_t)(seconds / DAY), is_1904);
    if (form == XLSX_DATE_TIME)
        buf_add_char(out, ' ');
    if (form != XLSX_DATE)
        time_add(out, form == XLSX_ELAPSED ? seconds : seconds % DAY);
}

void
xlsx_number_add(struct buf *out, double number, struct xlsx_format format,
                bool is_1904)
{
    double day_limit = is_1904 ? days_end - 1462 : days_end;

    if (fabs(number) > DBL_MAX / 1000)
        format.form = XLSX_PLAIN; /* no per cent of it is a number */
    switch (format.form) {
    case XLSX_PLAIN:
        break;
    case XLSX_DATE:
    case XLSX_TIME:
    case XLSX_DATE_TIME:
    case XLSX_ELAPSED:
        if (number < 0 || number * DAY + 0.5 >= day_limit * DAY)
            break;
        add_moment(out, number, format.form, is_1904);
        return;
    case XLSX_PERCENT:
        held_add_number(out, number * 100, 0);
        buf_add_char(out, '%');
        return;
    case XLSX_ZEROS:
        held_add_number(out, number, format.n_digits);
        return;
    }
    held_add_number(out, number, 0);
}
