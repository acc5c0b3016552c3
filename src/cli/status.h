/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program ends with.  When several things went wrong, the gravest
   wins: usage, then failures, then what is not valid, then the data. */
#ifndef ATTUNE_CLI_STATUS_H
#define ATTUNE_CLI_STATUS_H

#include "base/diag.h"

enum exit_status {
    EXIT_DONE = 0,    /* warnings, too few answered: no problem */
    EXIT_DATA = 1,    /* done, but some of the data had problems */
    EXIT_USAGE = 2,   /* an option, an operand, an unknown client */
    EXIT_FAILED = 3,  /* a file, a device; a data file refused as a whole */
    EXIT_INVALID = 4, /* an instrument or a template is not valid */
    EXIT_STOPPED = 130
};

/* What an error amounts to by itself; a warning to nothing. */
enum exit_status status_of(enum message message);

enum exit_status status_graver(enum exit_status a, enum exit_status b);

/* The gravest that the errors in 'diag' amount to. */
enum exit_status status_of_problems(const struct diag *diag);

#endif
