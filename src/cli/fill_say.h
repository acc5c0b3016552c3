/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said on standard error before and after a form, in the words of the
   person it is for. */
#ifndef ATTUNE_CLI_FILL_SAY_H
#define ATTUNE_CLI_FILL_SAY_H

#include "base/words.h"

/* A line; 'text' takes the place of {1} (NULL: there is none), shown so that it
   cannot speak to the terminal. */
void fill_say(enum language language, enum word word, const char *text);

/* The same below a line that was begun: a question that nobody answered. */
void fill_say_below(enum language language, enum word word, const char *text);

/* A text of somebody's own, made harmless. */
void fill_say_text(const char *text);

#endif
