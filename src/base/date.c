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
    int hour;
    int minute;
    int second;

    if ((text.len != 5 && text.len != 8) || at[2] != ':'
        || (text.len == 8 && at[5] != ':'))
        return false;
    hour = two_digits(at);
    minute = two_digits(at + 3);
    second = text.len == 8 ? two_digits(at + 6) : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0
        || second > 59)
        return false;
    *seconds = (hour * 60 + minute) * 60 + second;
    return true;
}

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
