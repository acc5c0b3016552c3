/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days and times of day. */
#include "unit.h"

#include <stdio.h>

#include "base/date.h"

static bool
is_leap(int year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

/* Walks through all of the calendar with a calendar of its own. */
static void
test_every_day(void **state)
{
    static const int lengths[] = {0,  31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    int32_t days = -719162; /* 0001-01-01 */

    (void)state;
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            int n_days = lengths[month] + (month == 2 && is_leap(year));

            for (int day = 1; day <= n_days; day++, days++) {
                struct civil date = date_civil(days);

                if (date.year != year || date.month != month || date.day != day
                    || date_days(date) != days)
                    fail_msg("%d: %d-%d-%d", days, date.year, date.month,
                             date.day);
            }
        }
    }
    assert_int_equal(days, 2932897); /* 10000-01-01 */
}

static void
test_date_read(void **state)
{
    static const struct {
        const char *text;
        int32_t want; /* DATE_NONE: refused */
    } cases[] = {
        /* From 'date -u -d DAY +%s', divided by 86400. */
        {"1970-01-01", 0},          {"1969-12-31", -1},
        {"2000-02-29", 11016},      {"2026-06-04", 20608},
        {"1900-03-01", -25508},     {"0001-01-01", -719162},
        {"9999-12-31", 2932896},    {"1900-02-29", DATE_NONE},
        {"2100-02-29", DATE_NONE},  {"2023-02-29", DATE_NONE},
        {"2023-04-31", DATE_NONE},  {"0000-01-01", DATE_NONE},
        {"2023-00-10", DATE_NONE},  {"2023-13-10", DATE_NONE},
        {"2023-01-00", DATE_NONE},  {"2023-01-32", DATE_NONE},
        {"2023-1-05", DATE_NONE},   {"2023-01-5", DATE_NONE},
        {"23-01-05", DATE_NONE},    {"2023/01/05", DATE_NONE},
        {"2023-01-05 ", DATE_NONE}, {" 2023-01-05", DATE_NONE},
        {"2023-01-0x", DATE_NONE},  {"+023-01-05", DATE_NONE},
        {"12023-01-05", DATE_NONE}, {"", DATE_NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t got = DATE_NONE;
        bool ok = date_read(str_from(cases[i].text), &got);

        if (got != cases[i].want || ok != (got != DATE_NONE))
            fail_msg("'%s': %d", cases[i].text, got);
    }
}

static void
test_time_read(void **state)
{
    static const struct {
        const char *text;
        int32_t want; /* TIME_NONE: refused */
    } cases[] = {
        {"00:00", 0},          {"00:00:00", 0},         {"12:34", 45240},
        {"12:34:56", 45296},   {"23:59:59", 86399},     {"24:00", TIME_NONE},
        {"23:60", TIME_NONE},  {"23:59:60", TIME_NONE}, {"1:30", TIME_NONE},
        {"12.34", TIME_NONE},  {"12:34:5", TIME_NONE},  {"12:34-56", TIME_NONE},
        {"12:34:", TIME_NONE}, {"-1:00", TIME_NONE},    {"", TIME_NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t got = TIME_NONE;
        bool ok = time_read(str_from(cases[i].text), &got);

        if (got != cases[i].want || ok != (got != TIME_NONE))
            fail_msg("'%s': %d", cases[i].text, got);
    }
}

UNIT_MAIN(cmocka_unit_test(test_every_day), cmocka_unit_test(test_date_read),
          cmocka_unit_test(test_time_read))
