/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for a secret on the terminal of whoever started the program, wherever
   its standard streams lead; nothing of it is shown. */
#ifndef ATTUNE_CLI_PROMPT_H
#define ATTUNE_CLI_PROMPT_H

#include <stdbool.h>
#include "base/diag.h"
#include "casebook/sealing.h"
#include "cli/context.h"

/* What is typed behind the words, without the Enter.  NULL after adding an
   error: there is no terminal, or nothing was typed.  'is_watched': for too
   long neither (shell.h). */
struct secret *prompt_secret(const char *words, bool is_watched,
                             struct diag *diag) MUST_USE;
/* Says on standard error what is asked for on standard input, and again when a
   shell goes on with the program, until prompt_end().  The words live as long.
   */
void prompt_say(const char *words);
void prompt_end(void);

/* Shows a line there.  False after adding an error. */
bool prompt_show(struct str line, struct diag *diag) MUST_USE;

/* Empties the screen there, and what can be scrolled back to, as far as it can
   be; where there is no terminal nothing happens. */
void prompt_blank(const struct context *context);
/* Likewise when a signal ends the program, until rescue_release(); of the
   terminal that commands are read from. */
void prompt_blank_at_end(const struct context *context);

#endif
