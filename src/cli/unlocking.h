/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a command comes to an open casebook: where it is, and the passphrase,
   which is never an argument nor in the environment.  Its table of options has
   those of unlock_options.def. */
#ifndef ATTUNE_CLI_UNLOCKING_H
#define ATTUNE_CLI_UNLOCKING_H

#include "casebook/casebook.h"
#include "cli/context.h"
#include "cli/option.h"

struct unlock_args {
    const char *folder;
    const char *file;
    const char *fd;
    const char *command;
    const char *by;
    bool accepts_older;
};

/* The folder of the casebook.  NULL after adding an error: nothing says where
   it is. */
const char *unlocking_folder(struct context *context,
                             const struct unlock_args *args) MUST_USE;

/* Where it is, who is there, and what time it is. */
bool unlocking_place(struct context *context, const struct unlock_args *args,
                     struct casebook_place *place) MUST_USE;

/* The passphrase from where the options say, else asked for with these words.
   NULL after adding an error. */
struct secret *unlocking_secret(struct context *context,
                                const struct unlock_args *args,
                                const char *words) MUST_USE;

/* Opens the casebook, and says on standard error what came in from the inbox.
   NULL after adding an error. */
struct casebook *unlocking_open(struct context *context,
                                const struct unlock_args *args) MUST_USE;

#endif
