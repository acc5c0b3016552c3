/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a reader said about a text, in a form that a table of cases can hold:

       "4:12 E030 [q1]; 7:3 W057 [norm]"

   place, code, and the very characters that are marked, so that a wrong place
   cannot go unseen. */

#ifndef TESTS_UNIT_SAID_H
#define TESTS_UNIT_SAID_H

#include "base/buf.h"
#include "base/diag.h"

/* Adds all problems of 'diag'; their places lie in 'text'. */
void said_add(struct buf *said, const struct diag *diag, const char *text);

/* 'text' with the first 'from' replaced by 'to', in the arena; fails the test
   when 'from' is not there.  NULL for 'from': the text as it is. */
const char *said_patch(struct arena *arena, const char *text, const char *from,
                       const char *to);

/* The number of a message: 30 for E030. */
int said_number(enum message message);

#endif
