/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The time that Ctrl-Z stopped this process, which nobody spent on a
   question. */
#ifndef ATTUNE_CLI_SUSPENDED_H
#define ATTUNE_CLI_SUSPENDED_H

#include <stdint.h>

/* From now on SIGTSTP still does what it did, and the time until the process
   is continued is counted.  Nothing changes where it is ignored. */
void suspended_watch(void);
/* SIGTSTP does again what it did before suspended_watch(). */
void suspended_unwatch(void);

/* All the time counted so far. */
int64_t suspended_ms(void);

#endif
