/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals that ask a command to end in good order: a terminal to be given
   back, a last word to be said. */
#ifndef ATTUNE_CLI_STOP_H
#define ATTUNE_CLI_STOP_H

#include <stdbool.h>

/* From now on SIGHUP, SIGTERM, SIGINT and SIGQUIT are noted, and interrupt what
   waits; a pipe that nobody reads any more is an error of writing, and what
   ends the process at once gives the terminal back before it does.
   With 'keyboard_is_dead' Ctrl-C, Ctrl-Z and Ctrl-\ do nothing. */
void stop_watch(bool keyboard_is_dead);

/* The signal that came; 0: none. */
int stop_signal(void);

#endif
