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

/* Since when somebody is waited for at a terminal.  Whatever asks while a
   casebook is open looks every few seconds: an answer may be on the screen. */
struct vigil {
    int64_t begun;
    int64_t looked;
};
enum { VIGIL_LOOK_MS = 5000 };
struct vigil vigil_begin(void);
/* For too long nobody typed, or the machine slept. */
bool vigil_is_over(struct vigil *vigil);
/* Waits for something typed on a terminal.  False: nobody is there. */
bool vigil_await(int fd);

/* Takes commands from standard input until it ends, with the casebook that was
   opened, which is closed at once.  False after adding an error. */
bool shell_run(struct context *context, const struct unlock_args *args,
               struct casebook *casebook) MUST_USE;

#endif
