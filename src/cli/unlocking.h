/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a command comes to an open casebook: where it is, and the passphrase,
   which is never an argument nor in the environment.  Its table of options has
   those of unlock_options.def. */
#ifndef ATTUNE_CLI_UNLOCKING_H
#define ATTUNE_CLI_UNLOCKING_H

#include "base/vec.h"
#include "casebook/casebook.h"
#include "cli/context.h"
#include "cli/option.h"
#include "exchange/amendments.h"

struct unlock_args {
    const char *folder;
    const char *file;
    const char *fd;
    const char *command;
    const char *by;
    bool accepts_older;
};

/* Whether a client or a couple can be called so, in a casebook and in a file of
   answers that may come into one.  False after adding an error. */
bool unlocking_check_code(struct context *context, const char *code) MUST_USE;

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

/* Whether a command that was given no file reads the casebook: one was named,
   or its passphrase, or one is there and nothing comes from standard input. */
bool unlocking_is_meant(const struct context *context,
                        const struct unlock_args *args);

/* The casebook that a form goes into where no file is named: 'folder', one that
   the environment names, or the one that is there; NULL: none. */
const char *unlocking_for_fill(const struct context *context,
                               const char *folder);

/* What a casebook gives to commands that read files. */
struct unlocked_file {
    const char *path;      /* in memory: the sessions of a questionnaire */
    struct str instrument; /* its id */
    const size_t *records; /* of each row: the index of its session's */
    size_t n_rows;
    const struct str *editions; /* that rows are of, each once */
    size_t n_editions;
};
struct unlocked {
    struct VEC(struct unlocked_file) files;
    struct amendment_list amendments; /* what was corrected in them */
    const char *consents;      /* in memory: to pages for two, as of today */
    struct casebook *casebook; /* NULL: closed */
};

/* Opens the casebook, unless 'out' has it open, and takes all that out of it;
   it stays open.  Of a client (NULL: all) only these sessions and the
   partner's, where nobody else can be of one couple with the two.  False after
   adding an error. */
bool unlocking_files(struct context *context, const struct unlock_args *args,
                     const char *client, struct unlocked *out) MUST_USE;

#endif
