/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 'attune casebook open': one passphrase for an evening.  Between two commands
   nothing is held but the casebook's key, in locked memory; each command runs
   in a process of its own, which opens the casebook with it. */
#ifndef ATTUNE_CLI_SHELL_H
#define ATTUNE_CLI_SHELL_H

#include "cli/unlocking.h"

/* What commands of an open casebook inherit. */
struct shell_key {
    const char *folder;
    const char *by;
    struct secret *key; /* NULL: it is locked */
};

/* Waits for something typed on standard input, a terminal.  False: for too long
   nobody did, or the machine slept. */
bool shell_await(void);

/* Takes commands from standard input until it ends, with the casebook that was
   opened, which is closed at once.  False after adding an error. */
bool shell_run(struct context *context, const struct unlock_args *args,
               struct casebook *casebook) MUST_USE;

#endif
