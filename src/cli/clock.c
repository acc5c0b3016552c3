/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks the clocks; see clock.h. */
#include "cli/clock.h"

#include <signal.h>
#include <time.h>
#include "base/date.h"

static int64_t
monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the time between stop and continue ---- */

/* File-level variables, because a signal handler is given nothing. */
static volatile int64_t stopped_ms;
static struct sigaction before; /* what SIGTSTP did */
static bool is_watching;

/* Stops as if nobody watched; returns when the process is continued. */
static void
stop_here(int number)
{
    struct sigaction stop = {.sa_handler = SIG_DFL};
    struct sigaction watch;
    sigset_t mask;
    sigset_t mask_before;

    sigaction(number, &stop, &watch);
    raise(number);
    sigemptyset(&mask);
    sigaddset(&mask, number);
    sigprocmask(SIG_UNBLOCK, &mask, &mask_before);
    sigprocmask(SIG_SETMASK, &mask_before, NULL);
    sigaction(number, &watch, NULL);
}

static void
on_stop(int number)
{
    int64_t from_ms = monotonic_ms();

    if (before.sa_handler == SIG_DFL)
        stop_here(number);
    else
        before.sa_handler(number);
    stopped_ms += monotonic_ms() - from_ms;
}

void
clock_watch_stops(void)
{
    if (is_watching || sigaction(SIGTSTP, NULL, &before)
        || before.sa_handler == SIG_IGN)
        return;
    struct sigaction watch = before;
    watch.sa_handler = on_stop;
    if (before.sa_handler == SIG_DFL)
        watch.sa_flags = SA_RESTART;
    is_watching = sigaction(SIGTSTP, &watch, NULL) == 0;
}

void
clock_unwatch_stops(void)
{
    if (is_watching)
        sigaction(SIGTSTP, &before, NULL);
    is_watching = false;
}

/* ---- what time it is ---- */

int64_t
clock_epoch(const struct context *context)
{
    return context->has_epoch ? (int64_t)context->epoch_s : time(NULL);
}

const char *
clock_text(const struct context *context, struct arena *arena)
{
    time_t now = (time_t)clock_epoch(context);
    struct tm parts = {0};

    if (context->has_epoch)
        gmtime_r(&now, &parts);
    else
        localtime_r(&now, &parts);
    return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d",
                        parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                        parts.tm_hour, parts.tm_min, parts.tm_sec);
}

int32_t
clock_today(const struct context *context)
{
    enum { DATE_LEN = 10 };
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct str now = str_from(clock_text(context, scratch));
    int32_t days = DATE_NONE;

    now.len = now.len < DATE_LEN ? now.len : DATE_LEN;
    return date_read(now, &days) ? days : DATE_NONE;
}

bool
clock_is_ahead(const struct context *context, int32_t days)
{
    return !context->has_epoch && days > clock_today(context) + 1;
}

int64_t
clock_ms(const struct context *context)
{
    return context->has_epoch ? 0 : monotonic_ms() - stopped_ms;
}

double
clock_seconds(void)
{
    return (double)monotonic_ms() / 1000;
}
