/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables of commands and options make: help for people, the man page
   in mdoc, completions for shells. */
#ifndef ATTUNE_CLI_HELP_H
#define ATTUNE_CLI_HELP_H

#include "base/buf.h"
#include "base/diag.h"
#include "cli/command.h"

void help_add(struct buf *out);
void help_add_command(struct buf *out, const struct command *command);

/* Adds that there is no such command, with the nearest one. */
void help_unknown_command(const char *name, struct diag *diag);

void manual_add(struct buf *out);

/* The shells by their names; the first is none.  Ends with NULL. */
extern const char *const completion_shells[];
/* The script for one of the others. */
void completion_add(int shell, struct buf *out);

/* What a completion has the program itself look up.  Values of options are
   offered by what they are called (option_entry.value, in lower case), codes
   by the option's name. */
enum offer {
    OFFER_NONE,
    OFFER_INSTRUMENT,
    OFFER_LANGUAGE,
    OFFER_KIND, /* of page */
    OFFER_CLIENT,
    OFFER_COUPLE,
    OFFER_OPERAND /* FILE or FOLDER stands for those of the shell */
};
extern const char *const offer_names[]; /* ends with NULL */
enum offer offer_find(struct str name); /* in capitals, too */

/* A line for each value, made fit for a terminal; codes are those in the files
   and folders among the words that were typed, operands what may stand behind
   a command and what was typed to it. */
void offers_add(struct context *context, enum offer what,
                const struct text_list *words, struct buf *out);

/* "0  done" and so on: what the program ends with. */
struct exit_meaning {
    enum exit_status status;
    const char *meaning;
};
extern const struct exit_meaning exit_meanings[]; /* ends with NULL */

#endif
