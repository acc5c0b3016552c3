/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days are counted in eras of 400 years, after which the calendar repeats,
   from a year that begins in March, so that a leap day is the last of it. */
#include "base/date.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

enum {
    DAYS_ERA = 146097,         /* days in 400 years */
    DAYS_BEFORE_1970 = 719468, /* from 0000-03-01 to 1970-01-01 */
};

static int
days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && leap);
}

static inline bool
is_day(struct civil date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1
           && date.month <= 12 && date.day >= 1
           && (date.day <= 28
               || date.day <= days_in_month(date.year, date.month));
}

static inline int32_t
days_of(struct civil date)
{
    static const int16_t before[] = {/* days from March on */
                                     306, 337, 0,   31,  61,  92,
                                     122, 153, 184, 214, 245, 275};
    unsigned year = (unsigned)(date.year - (date.month <= 2));
    unsigned century = year / 100;

    return (int32_t)(365 * year + year / 4 - century + century / 4)
           + before[date.month - 1] + date.day - 1 - DAYS_BEFORE_1970;
}

/* ---- reading ---- */

/* The two digits of the year, the month and the day of YY-MM-DD; false where
   that does not stand there.  All bytes are taken as one number: less what is
   wanted they are digits, and 0. */
static inline bool
read_parts(const char *at, struct civil *parts)
{
    static const uint64_t wanted = UINT64_C(0x30302d30302d3030);
    static const uint64_t beyond = UINT64_C(0x76767f76767f7676);
    static const uint64_t highest = UINT64_C(0x8080808080808080);
    uint64_t bytes;

    memcpy(&bytes, at, sizeof bytes);
    bytes = le64toh(bytes) ^ wanted;
    uint64_t pairs = 10 * bytes + (bytes >> 8);
    *parts = (struct civil){(int)(pairs & 0xff), (int)(pairs >> 24 & 0xff),
                            (int)(pairs >> 48 & 0xff)};
    return !((bytes | (bytes + beyond)) & highest);
}

/* The number of two digits; where one is none, so far below zero that nothing
   made of it is in its bounds. */
static int
two_digits(const char *at)
{
    unsigned tens = (unsigned)(at[0] - '0');
    unsigned ones = (unsigned)(at[1] - '0');

    return tens > 9 || ones > 9 ? -100000 : (int)(10 * tens + ones);
}

bool
date_read(struct str text, int32_t *days)
{
    struct civil date;

    if (text.len != 10 || !read_parts(text.bytes + 2, &date))
        return false;
    date.year += 100 * two_digits(text.bytes);
    if (!is_day(date))
        return false;
    *days = days_of(date);
    return true;
}

bool
time_read(struct str text, int32_t *seconds)
{
    const char *at = text.bytes;

    if ((text.len != 5 && text.len != 8) || at[2] != ':'
        || (text.len == 8 && at[5] != ':'))
        return false;
    int hour = two_digits(at);
    int minute = two_digits(at + 3);
    int second = text.len == 8 ? two_digits(at + 6) : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0
        || second > 59)
        return false;
    *seconds = (hour * 60 + minute) * 60 + second;
    return true;
}

/* ---- times behind days ---- */

/* Digits, 'most' at most; false where there is none. */
static bool
take_number(struct str *rest, size_t most, int *number)
{
    size_t n = 0;

    *number = 0;
    for (; n < most && n < rest->len && str_is_digit(rest->bytes[n]); n++)
        *number = 10 * *number + (rest->bytes[n] - '0');
    *rest = str_skip(*rest, n);
    return n > 0;
}

static bool
take_char(struct str *rest, const char *any)
{
    if (!rest->len || !strchr(any, rest->bytes[0]) || !rest->bytes[0])
        return false;
    *rest = str_skip(*rest, 1);
    return true;
}

/* A part of a second counts for nothing. */
static void
pass_fraction(struct str *rest)
{
    if (rest->len < 2 || !strchr(".,", rest->bytes[0])
        || !str_is_digit(rest->bytes[1]))
        return;
    do
        *rest = str_skip(*rest, 1);
    while (rest->len && str_is_digit(rest->bytes[0]));
}

/* No clock is further from UTC (XML Schema has the same limits). */
static bool
is_offset(int hours, int minutes)
{
    return minutes <= 59 && hours * 60 + minutes <= 14 * 60;
}

/* Z, +02:00, -0330, +02 */
static bool
is_zone(struct str text)
{
    int hours, minutes = 0;

    if (take_char(&text, "Zz"))
        return !text.len;
    if (!take_char(&text, "+-") || text.len < 2
        || !take_number(&text, 2, &hours))
        return false;
    take_char(&text, ":");
    return (!text.len || (text.len == 2 && take_number(&text, 2, &minutes)))
           && !text.len && is_offset(hours, minutes);
}

bool
date_time_read(struct str text, int32_t *days, int32_t *seconds)
{
    size_t len = 5;
    int32_t day;

    if (text.len < 16 || !date_read((struct str){text.bytes, 10}, &day))
        return false;
    struct str rest = str_skip(text, 10);
    if (!take_char(&rest, "T t"))
        return false;
    if (rest.len >= 8 && rest.bytes[5] == ':')
        len = 8;
    if (rest.len < len || !time_read((struct str){rest.bytes, len}, seconds))
        return false;
    rest = str_skip(rest, len);
    if (len == 8)
        pass_fraction(&rest);
    take_char(&rest, " ");
    if (rest.len && !is_zone(rest))
        return false;
    *days = day;
    return true;
}

/* ---- patterns ---- */

bool
date_pattern_is(struct str pattern)
{
    static const char letters[] = "YMDHmspz";
    size_t counts[sizeof letters] = {0};

    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.bytes[i];
        const char *letter = c ? strchr(letters, c) : NULL;

        if (letter && ++counts[letter - letters] > 1)
            return false;
        if (!letter && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            && c != 'T')
            return false;
    }
    return counts[0] && counts[1] && counts[2] && counts[3] >= counts[4]
           && counts[4] >= counts[5] && counts[3] >= counts[6]
           && counts[3] >= counts[7];
}

/* What a pattern found: of each letter its number. */
struct found {
    int year, month, day, hour, minute, second;
    bool has_time;
    bool is_halved; /* AM or PM is said */
    bool is_after_noon;
};

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "EST", "GMT+1", "GMT+5:30": the day is the one that is written there. */
static bool
take_zone(struct str *rest)
{
    struct str before = *rest;
    int hours, minutes = 0;

    while (rest->len && is_letter(rest->bytes[0]))
        *rest = str_skip(*rest, 1);
    if (rest->len == before.len)
        return false;
    if (!take_char(rest, "+-"))
        return true;
    before = *rest;
    if (!take_number(rest, 4, &hours))
        return false;
    if (before.len - rest->len > 2) {
        minutes = hours % 100;
        hours /= 100;
    } else if (take_char(rest, ":") && !take_number(rest, 2, &minutes)) {
        return false;
    }
    return is_offset(hours, minutes);
}

static bool
take_letter(char letter, struct str *rest, struct found *found)
{
    struct str before = *rest;

    switch (letter) {
    case 'Y': /* two digits do not say which century */
        return take_number(rest, 4, &found->year)
               && before.len - rest->len == 4;
    case 'M':
        return take_number(rest, 2, &found->month);
    case 'D':
        return take_number(rest, 2, &found->day);
    case 'H':
        found->has_time = true;
        return take_number(rest, 2, &found->hour);
    case 'm':
        return take_number(rest, 2, &found->minute);
    case 's':
        if (!take_number(rest, 2, &found->second))
            return false;
        pass_fraction(rest);
        return true;
    case 'p':
        found->is_halved = true;
        found->is_after_noon = before.len && strchr("Pp", before.bytes[0]);
        return take_char(rest, "AaPp") && take_char(rest, "Mm");
    case 'z':
        return take_zone(rest);
    default:
        return take_char(rest, (char[]){letter, '\0'});
    }
}

static bool
time_of(const struct found *found, int32_t *seconds)
{
    int hour = found->hour;

    *seconds = TIME_NONE;
    if (!found->has_time)
        return true;
    if (found->is_halved && (hour < 1 || hour > 12))
        return false;
    if (found->is_halved)
        hour = hour % 12 + 12 * found->is_after_noon;
    if (hour > 23 || found->minute > 59 || found->second > 59)
        return false;
    *seconds = (hour * 60 + found->minute) * 60 + found->second;
    return true;
}

bool
date_pattern_read(struct str pattern, struct str text, int32_t *days,
                  int32_t *seconds)
{
    struct found found = {0};

    for (size_t i = 0; i < pattern.len; i++)
        if (!take_letter(pattern.bytes[i], &text, &found))
            return false;
    struct civil date = {found.year, found.month, found.day};
    if (text.len || !is_day(date) || !time_of(&found, seconds))
        return false;
    *days = days_of(date);
    return true;
}

/* ---- what a date may mean ---- */

/* Adds the pattern of the time that follows a day. */
static void
add_time_pattern(struct str rest, struct buf *out)
{
    int number;

    if (!take_char(&rest, " ") || !take_number(&rest, 2, &number)
        || !take_char(&rest, ":") || !take_number(&rest, 2, &number))
        return;
    buf_add_text(out, " H:m");
    if (take_char(&rest, ":") && take_number(&rest, 2, &number))
        buf_add_text(out, ":s");
    pass_fraction(&rest);
    struct str half = rest;
    bool has_blank = take_char(&half, " ");
    if (take_char(&half, "AaPp") && take_char(&half, "Mm")) {
        buf_add_text(out, has_blank ? " p" : "p");
        rest = half;
    }
    if (take_char(&rest, " "))
        buf_add_text(out, " z");
}

/* Three numbers parted by one sign; '*rest' is what follows, and '*is_short'
   where none of them has four digits. */
static bool
take_three(struct str *rest, char *sign, bool *is_short)
{
    size_t most = 0;

    for (int i = 0; i < 3; i++) {
        size_t len = rest->len;
        int number;

        if (!take_number(rest, 4, &number))
            return false;
        most = len - rest->len > most ? len - rest->len : most;
        if (i == 0)
            *sign = rest->len ? rest->bytes[0] : '\0';
        if (i < 2 && (!take_char(rest, "./-") || rest->bytes[-1] != *sign))
            return false;
    }
    *is_short = most < 4;
    return true;
}

/* The patterns by which 1/3/2026 could be read. */
static bool
add_readings(struct str text, struct buf *hint)
{
    static const char *const orders[] = {"YMD", "DMY", "MDY"};
    struct str rest = text;
    bool is_short = false;
    char sign;
    int n = 0;

    if (!take_three(&rest, &sign, &is_short))
        return false;
    for (size_t i = 0; i < N_ELEMENTS(orders); i++) {
        struct buf pattern SCOPED(buf_clear) = {0};
        int32_t days, seconds;

        buf_addf(&pattern, "%c%c%c%c%c", orders[i][0], sign, orders[i][1], sign,
                 orders[i][2]);
        add_time_pattern(rest, &pattern);
        if (!date_pattern_read(buf_str(&pattern), text, &days, &seconds))
            continue;
        buf_addf(hint, "%s--date-format '%s'",
                 n++ ? " reads the day first, " : "", buf_text(&pattern));
    }
    if (n)
        buf_add_text(hint, n == 1 ? " reads it" : " the month");
    else if (is_short)
        buf_add_text(hint, "a year has four digits");
    return n || is_short;
}

/* As spreadsheets count the days, from 1982 on. */
static bool
is_serial(struct str text)
{
    struct str rest = text;
    int number;

    return text.len >= 5 && text.bytes[0] >= '3' && text.bytes[0] <= '7'
           && take_number(&rest, 5, &number) && text.len - rest.len == 5
           && (!rest.len || rest.bytes[0] == '.' || rest.bytes[0] == ',');
}

void
date_add_hint(struct str text, struct buf *hint)
{
    if (is_serial(text))
        buf_add_text(hint, "a spreadsheet's number of a day? show the column "
                           "as dates before it is saved");
    else if (!add_readings(text, hint))
        buf_add_text(hint, "a date is written as 2026-03-31");
}

/* ---- out again ---- */

void
date_add(struct buf *out, int32_t days)
{
    if (days == DATE_NONE)
        return;
    struct civil date = date_civil(days);
    buf_addf(out, "%04d-%02d-%02d", date.year, date.month, date.day);
}

struct civil
date_civil(int32_t days)
{
    int since_start = days + DAYS_BEFORE_1970;
    int era = since_start / DAYS_ERA;
    int of_era = since_start % DAYS_ERA;
    int year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year =
        of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (5 * of_year + 2) / 153; /* 0: March */
    struct civil date = {
        .year = era * 400 + year_of_era + (month >= 10),
        .month = month < 10 ? month + 3 : month - 9,
        .day = of_year - (153 * month + 2) / 5 + 1,
    };

    assert(is_day(date));
    return date;
}

int32_t
date_days(struct civil date)
{
    assert(is_day(date));
    return days_of(date);
}

void
time_add(struct buf *out, int64_t seconds)
{
    buf_addf(out, "%02d:%02d:%02d", (int)(seconds / 3600),
             (int)(seconds / 60 % 60), (int)(seconds % 60));
}
