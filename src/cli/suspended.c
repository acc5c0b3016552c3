/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts the time between stop and continue; see suspended.h. */
#include "cli/suspended.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* File-level variables, because a signal handler is given nothing. */
static volatile int64_t total_ms;
static struct sigaction before; /* what SIGTSTP did */
static bool is_watching;

static int64_t
clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

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
    int64_t from_ms = clock_ms();

    if (before.sa_handler == SIG_DFL)
        stop_here(number);
    else
        before.sa_handler(number);
    total_ms += clock_ms() - from_ms;
}

void
suspended_watch(void)
{
    struct sigaction watch;

    if (is_watching || sigaction(SIGTSTP, NULL, &before)
        || before.sa_handler == SIG_IGN)
        return;
    watch = before;
    watch.sa_handler = on_stop;
    if (before.sa_handler == SIG_DFL)
        watch.sa_flags = SA_RESTART;
    is_watching = sigaction(SIGTSTP, &watch, NULL) == 0;
}

void
suspended_unwatch(void)
{
    if (is_watching)
        sigaction(SIGTSTP, &before, NULL);
    is_watching = false;
}

int64_t
suspended_ms(void)
{
    return total_ms;
}
