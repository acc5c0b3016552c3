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

enum { THE_DAY = 20543 }; /* 2026-03-31, likewise */

static void
test_date_time_read(void **state)
{
    static const struct {
        const char *text;
        int32_t want; /* seconds; TIME_NONE: refused */
    } cases[] = {
        {"2026-03-31T14:30", 52200},
        {"2026-03-31 14:30:15", 52215},
        {"2026-03-31t14:30:15.25Z", 52215},
        {"2026-03-31T14:30:15,5z", 52215},
        {"2026-03-31T14:30+02:00", 52200},
        {"2026-03-31T14:30 -0330", 52200},
        {"2026-03-31T14:30:00+02", 52200},
        {"2026-03-31T14:30+14:00", 52200},
        {"2026-03-31T14:30-1159", 52200},
        {"2026-03-31T14:30+14:01", TIME_NONE},
        {"2026-03-31T14:30+25:00", TIME_NONE},
        {"2026-03-31T14:30-15", TIME_NONE},
        {"2026-03-31T14:30+02:60", TIME_NONE},
        {"2026-03-31T14:30+", TIME_NONE},
        {"2026-03-31T14:30+2", TIME_NONE},
        {"2026-03-31T14:30+xx", TIME_NONE},
        {"2026-03-31T14:30+02:5", TIME_NONE},
        {"2026-03-31T14:30+02:5x", TIME_NONE},
        {"2026-03-31T14:30+02:xx", TIME_NONE},
        {"2026-03-31T14:30 UTC", TIME_NONE},
        {"2026-03-31T14:30Zulu", TIME_NONE},
        {"2026-03-31T14:30:1", TIME_NONE},
        {"2026-03-31T14:30:15.", TIME_NONE},
        {"2026-03-31T14:30:15.x", TIME_NONE},
        {"2026-03-31T24:30", TIME_NONE},
        {"2026-03-31T14.30", TIME_NONE},
        {"2026-03-31x14:30", TIME_NONE},
        {"2026-02-30T14:30", TIME_NONE},
        {"2026-03-31T14:3", TIME_NONE},
        {"2026-03-31", TIME_NONE},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        int32_t days = DATE_NONE;
        int32_t got = TIME_NONE;
        bool ok = date_time_read(str_from(cases[i].text), &days, &got);

        if (ok != (cases[i].want != TIME_NONE)
            || (ok && (days != THE_DAY || got != cases[i].want)))
            fail_msg("'%s': %d, %d", cases[i].text, days, got);
    }
}

static void
test_pattern_is(void **state)
{
    static const char *const good[] = {"Y-M-D", "D.M.Y H:m", "M/D/Y H:m:sp",
                                       "YMDTHms", "H:m p z, D M Y"};
    static const char *const bad[] = {
        "",        "D.M",     "Y-M",     "Y-D",     "Y-M-D m", "Y-M-D H:s",
        "Y-M-D p", "Y-M-D z", "Y-M-D Y", "Y-M-D h", "Y-M-D W", "Y-Mon-D"};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(good); i++)
        if (!date_pattern_is(str_from(good[i])))
            fail_msg("'%s' is none", good[i]);
    for (size_t i = 0; i < N_ELEMENTS(bad); i++)
        if (date_pattern_is(str_from(bad[i])))
            fail_msg("'%s' is one", bad[i]);
    assert_true(date_pattern_is((struct str){"Y\0M-D", 5}));
}

static void
test_pattern_read(void **state)
{
    enum { NONE = -2 };
    static const struct {
        const char *pattern;
        const char *text;
        int32_t want; /* seconds, TIME_NONE: of none; NONE: refused */
    } cases[] = {
        {"D.M.Y", "31.3.2026", TIME_NONE},
        {"D.M.Y", "31.3.26", NONE},
        {"D.M.Y", "31.3.2026 ", NONE},
        {"D.M.Y", "31/3/2026", NONE},
        {"D.M.Y", "31.13.2026", NONE},
        {"D.M.Y", "x.3.2026", NONE},
        {"Y-M-D", "2026", NONE},
        {"M/D/Y H:mp", "3/31/2026 2:30PM", 52200},
        {"M/D/Y H:m p", "3/31/2026 12:30 am", 1800},
        {"M/D/Y H:m p", "3/31/2026 12:30 pM", 45000},
        {"M/D/Y H:m p", "3/31/2026 0:30 am", NONE},
        {"M/D/Y H:m p", "3/31/2026 13:30 pm", NONE},
        {"M/D/Y H:m p", "3/31/2026 1:30 ", NONE},
        {"M/D/Y H:m p", "3/31/2026 1:30 xm", NONE},
        {"M/D/Y H:m p", "3/31/2026 1:30 ax", NONE},
        {"Y-M-D H:m:s", "2026-03-31 14:30:15.25", 52215},
        {"Y-M-D H:m:s", "2026-03-31 14:30:", NONE},
        {"Y-M-D H:m:s", "2026-03-31 14:30:60", NONE},
        {"Y-M-D H:m", "2026-03-31 14:60", NONE},
        {"Y-M-D H:m", "2026-03-31 24:00", NONE},
        {"Y-M-D H:m z", "2026-03-31 14:30 EST", 52200},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT+1", 52200},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT-05:30", 52200},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT+1345", 52200},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT-0044", 52200},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT+0060", NONE},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT+25:00", NONE},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT+2500", NONE},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT+0260", NONE},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT+1:60", NONE},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT+", NONE},
        {"Y-M-D H:m z", "2026-03-31 14:30 GMT+1:", NONE},
        {"Y-M-D H:m z", "2026-03-31 14:30 +01", NONE},
        {"Y-M-D H:m z", "2026-03-31 14:30 ", NONE},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        int32_t days = DATE_NONE;
        int32_t got = NONE;
        bool ok = date_pattern_read(str_from(cases[i].pattern),
                                    str_from(cases[i].text), &days, &got);

        if (ok != (cases[i].want != NONE)
            || (ok && (days != THE_DAY || got != cases[i].want)))
            fail_msg("'%s' by '%s': %d, %d", cases[i].text, cases[i].pattern,
                     days, got);
    }
}

static void
test_hint(void **state)
{
    static const char a_date[] = "a date is written as 2026-03-31";
    static const char serial[] =
        "a spreadsheet's number of a day? show the column as dates before it "
        "is saved";
    static const char four[] = "a year has four digits";
    static const struct {
        const char *text;
        const char *want;
    } cases[] = {
        {"46112", serial},
        {"46112.6", serial},
        {"46112,6", serial},
        {"461126", a_date},
        {"26112", a_date},
        {"80000", a_date},
        {"4611x", a_date},
        {"31.3.26", four},
        {"31.3.2026", "--date-format 'D.M.Y' reads it"},
        {"3/4/2026", "--date-format 'D/M/Y' reads the day first, "
                     "--date-format 'M/D/Y' the month"},
        {"2026/3/31", "--date-format 'Y/M/D' reads it"},
        {"31.3/2026", a_date},
        {"31.3", a_date},
        {"31.", a_date},
        {"31", a_date},
        {"31 March 2026", a_date},
        {"3/31/2026 14:30", "--date-format 'M/D/Y H:m' reads it"},
        {"3/31/2026 14:30:15.5", "--date-format 'M/D/Y H:m:s' reads it"},
        {"3/31/2026 2:30PM", "--date-format 'M/D/Y H:mp' reads it"},
        {"3/31/2026 2:30 PM", "--date-format 'M/D/Y H:m p' reads it"},
        {"3/31/2026 2:30 PM EST", "--date-format 'M/D/Y H:m p z' reads it"},
        {"3/31/2026 14:30 GMT+1", "--date-format 'M/D/Y H:m z' reads it"},
        {"3/31/2026 14:30:", a_date},
        {"3/31/2026 14", a_date},
        {"3/31/2026 14:", a_date},
        {"3/31/2026 noon", a_date},
        {"3/31/2026 2:30 -x", a_date},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf hint SCOPED(buf_clear) = {0};

        date_add_hint(str_from(cases[i].text), &hint);
        if (strcmp(buf_text(&hint), cases[i].want) != 0)
            fail_msg("'%s': %s", cases[i].text, buf_text(&hint));
    }
}

UNIT_MAIN(cmocka_unit_test(test_every_day), cmocka_unit_test(test_date_read),
          cmocka_unit_test(test_time_read),
          cmocka_unit_test(test_date_time_read),
          cmocka_unit_test(test_pattern_is),
          cmocka_unit_test(test_pattern_read), cmocka_unit_test(test_hint))
