/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals that ask a command to end in good order: a terminal to be given
   back, a last word to be said. */
#ifndef ATTUNE_CLI_STOP_H
#define ATTUNE_CLI_STOP_H

#include <stdbool.h>

/* From now on SIGHUP, SIGTERM, SIGINT and SIGQUIT are noted, and interrupt what
   waits; a pipe that nobody reads any more is an error of writing; and
   stop_rescue().
   With 'keyboard_is_dead' Ctrl-C, Ctrl-Z and Ctrl-\ do nothing. */
void stop_watch(bool keyboard_is_dead);

/* From now on what ends the process at once, as a crash does, gives the
   terminal that is held back before it does; see rescue.h. */
void stop_rescue(void);

/* The signal that came; 0: none. */
int stop_signal(void);

#endif
