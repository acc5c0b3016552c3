/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days and times of day of the proleptic Gregorian calendar, without zones. */
#ifndef ATTUNE_BASE_DATE_H
#define ATTUNE_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"

/* Days since 1970-01-01; DATE_NONE where there is none. */
#define DATE_NONE INT32_MIN
/* Seconds since midnight; TIME_NONE where there is none. */
#define TIME_NONE INT32_MIN

struct civil {
    int year;  /* 1 .. 9999 */
    int month; /* 1 .. 12 */
    int day;   /* 1 .. 31 */
};

/* Reads YYYY-MM-DD, nothing around it; false for a day that never was. */
bool date_read(struct str text, int32_t *days) MUST_USE;

/* Reads HH:MM or HH:MM:SS. */
bool time_read(struct str text, int32_t *seconds) MUST_USE;

/* Reads YYYY-MM-DD, T or a blank, and a time, perhaps with a part of a second
   and a zone: the day and the time as they are written. */
bool date_time_read(struct str text, int32_t *days, int32_t *seconds) MUST_USE;

/* A pattern of days and times, such as "D.M.Y H:m": Y (four digits), M and D,
   perhaps H, m, s, p (AM or PM) and z (a zone such as EST or GMT+1: the day and
   the time are those that are written), each once; all else but letters stands
   for itself. */
bool date_pattern_is(struct str pattern) MUST_USE;
/* Reads a text by its pattern; '*seconds' is TIME_NONE where it has no H. */
bool date_pattern_read(struct str pattern, struct str text, int32_t *days,
                       int32_t *seconds) MUST_USE;
/* Adds what would help where a text is no date: the patterns by which it could
   be read. */
void date_add_hint(struct str text, struct buf *hint);

/* Adds YYYY-MM-DD; nothing for DATE_NONE. */
void date_add(struct buf *out, int32_t days);

/* Adds HH:MM:SS, with more digits from 100 hours on. */
void time_add(struct buf *out, int64_t seconds);

struct civil date_civil(int32_t days);
int32_t date_days(struct civil date);

#endif
