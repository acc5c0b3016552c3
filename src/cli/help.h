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

void completion_add_bash(struct buf *out);
void completion_add_zsh(struct buf *out);
void completion_add_fish(struct buf *out);

/* "0  done" and so on: what the program ends with. */
struct exit_meaning {
    enum exit_status status;
    const char *meaning;
};
extern const struct exit_meaning exit_meanings[]; /* ends with NULL */

#endif
