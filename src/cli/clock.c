/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks the clocks; see clock.h. */
#include "cli/clock.h"

#include <time.h>
#include "cli/suspended.h"

const char *
clock_text(const struct context *context, struct arena *arena)
{
    time_t now = context->has_epoch ? (time_t)context->epoch_s : time(NULL);
    struct tm parts = {0};

    if (context->has_epoch)
        gmtime_r(&now, &parts);
    else
        localtime_r(&now, &parts);
    return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d",
                        parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                        parts.tm_hour, parts.tm_min, parts.tm_sec);
}

int64_t
clock_ms(const struct context *context)
{
    struct timespec now;

    if (context->has_epoch)
        return 0;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 - suspended_ms();
}
