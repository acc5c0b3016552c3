/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes signals; see stop.h. */
#include "cli/stop.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>
#include "base/mem.h"
#include "fill/rescue.h"

/* A file-level variable, because a signal handler is given nothing. */
static volatile sig_atomic_t signal_number;

/* What begins to wait just after a signal came is not interrupted by it: an
   alarm does that, once a second until the command has ended. */
static void
on_alarm(int number)
{
    (void)number;
    alarm(1);
}

static void
on_signal(int number)
{
    signal_number = number;
    alarm(1);
}

static const int fatal_signals[] = {SIGSEGV, SIGBUS,  SIGABRT,   SIGFPE,
                                    SIGILL,  SIGSYS,  SIGXCPU,   SIGTRAP,
                                    SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF};

static void
on_fatal(int number)
{
    rescue_now();
    raise(number);
}

void
stop_rescue(void)
{
    struct sigaction fatal = {.sa_handler = on_fatal,
                              .sa_flags = (int)SA_RESETHAND};

    for (size_t i = 0; i < N_ELEMENTS(fatal_signals); i++)
        sigaction(fatal_signals[i], &fatal, NULL);
}

void
stop_watch(bool keyboard_is_dead)
{
    struct sigaction note = {.sa_handler = on_signal};
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    sigaction(SIGALRM, &(struct sigaction){.sa_handler = on_alarm}, NULL);
    sigaction(SIGPIPE, &ignore, NULL); /* a write fails instead */
    sigaction(SIGXFSZ, &ignore, NULL);
    sigaction(SIGHUP, &note, NULL);
    sigaction(SIGTERM, &note, NULL);
    sigaction(SIGINT, keyboard_is_dead ? &ignore : &note, NULL);
    sigaction(SIGQUIT, keyboard_is_dead ? &ignore : &note, NULL);
    if (keyboard_is_dead)
        sigaction(SIGTSTP, &ignore, NULL);
    stop_rescue();
}

int
stop_signal(void)
{
    return signal_number;
}
