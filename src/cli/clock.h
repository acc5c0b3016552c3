/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What time it is, as text in the local zone and as a clock that only goes
   forward.  With SOURCE_DATE_EPOCH time stands still, in UTC. */
#ifndef ATTUNE_CLI_CLOCK_H
#define ATTUNE_CLI_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "cli/context.h"

/* 2026-03-31T10:05:00; a date and a time are parts of it. */
const char *clock_text(const struct context *context, struct arena *arena);

/* The day, as date.h counts them; and whether one is to come yet wherever on
   earth it was, which nobody knows while time stands still. */
int32_t clock_today(const struct context *context);
bool clock_is_ahead(const struct context *context, int32_t days);

/* In seconds since 1970. */
int64_t clock_epoch(const struct context *context);

/* Stands still while the process is stopped, as far as that was watched. */
int64_t clock_ms(const struct context *context);

/* Of a clock that always goes: for measuring how long something takes. */
double clock_seconds(void);

/* From now on SIGTSTP still does what it did, and the time until the process is
   continued is spent on no question.  Nothing changes where it is ignored. */
void clock_watch_stops(void);
/* SIGTSTP does again what it did before. */
void clock_unwatch_stops(void);

#endif
