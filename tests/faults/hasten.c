/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded before the C library: clocks that count since the machine began run a
   hundred times as fast, so that nobody has been there for long. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

enum { TIMES = 100 };

int
clock_gettime(clockid_t clock, struct timespec *now)
{
    static int (*next)(clockid_t, struct timespec *);

    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "clock_gettime");
    int status = next(clock, now);
    if (status == 0 && (clock == CLOCK_BOOTTIME || clock == CLOCK_MONOTONIC))
        now->tv_sec *= TIMES;
    return status;
}
