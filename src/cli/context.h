/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command is given beside its options: where to look, how to speak,
   and what day it is.  The environment is read here and nowhere else. */
#ifndef ATTUNE_CLI_CONTEXT_H
#define ATTUNE_CLI_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/confine.h"
#include "base/diag.h"
#include "instrument/library.h"
#include "response/vector.h"
#include "cli/meter.h"

enum { N_FOLDERS = 4 };

/* How problems are shown (cli/print.h). */
struct print_options {
    bool shows_values; /* --show-values: what a cell of a data file holds */
    size_t limit;      /* how many are printed, and what failed; 0: all */
    size_t whole_from; /* but in any case those in between, which are of all
                          rows: their places in the list of problems */
    size_t whole_to;
    bool shows_notes;   /* what is no problem, but worth a look: check's only */
    bool names_nothing; /* of instruments and data: for eyes that must not see
                           which private items there are */
    bool is_plain;      /* no excerpt with a mark under it */
};

struct shell_key;

struct context {
    struct arena *arena; /* lives as long as the run */
    const char *command; /* its name; NULL: none runs yet */
    struct diag *diag;
    struct print_options printing; /* of what is in it */
    size_t n_printed;
    /* Searched in order; the last is NULL or unused. */
    const char *instrument_folders[N_FOLDERS];
    size_t n_instrument_folders;
    const char *report_folders[N_FOLDERS];
    size_t n_report_folders;
    struct shell_key *shell; /* of an open casebook (cli/shell.h); NULL: none */
    /* Runs a command line, its first word the program's, as a process of its
       own would, with the shell of 'parent'; returns its exit status. */
    int (*again)(const struct context *parent, int argc, char **argv);
    const char *casebook_folder; /* NULL: none known */
    bool casebook_is_named;      /* $ATTUNE_CASEBOOK */
    const char *config_folder;   /* the user's own; NULL: none known */
    const char *state_folder;    /* for what is not done; NULL: none known */
    bool terminal_is_dumb;       /* or not known */
    int width_cells;             /* $COLUMNS; 0: not said */
    bool is_plain;               /* no redraw, no box or arrow characters */
    enum meter_way progress;     /* how it is told: on a terminal alone */
    bool err_is_terminal;
    enum vector vector; /* the widest there is, but for ATTUNE_VECTOR */
    bool has_epoch;     /* SOURCE_DATE_EPOCH */
    int64_t epoch_s;
    struct confine confine; /* what the command keeps */
    int in_error;           /* errno of the first failure to read what is typed;
                               0: none */
    int out_error;          /* likewise to print */
};

/* Then the shelves are the source tree's, and what is loaded lies beside it. */
bool context_runs_from_build_tree(void);

void context_init(struct context *context);
void context_clear(struct context *context);

/* The width that ATTUNE_VECTOR forces, where it is set.  False after adding an
   error: it names none. */
bool context_take_vector(struct context *context) MUST_USE;

/* Adds what is wrong with the command line, and what would help (NULL: nothing
   is said of it); always false. */
bool context_refuse(struct context *context, const char *hint, const char *fmt,
                    ...) PRINTF_LIKE(3, 4);

/* False after refusing a --baseline (NULL: none) whose range is written
   backwards. */
bool context_takes_baseline(struct context *context, const char *baseline);

/* The instruments' shelves; 'folder' (of --instruments, or NULL) goes first. */
struct library *context_library(struct context *context,
                                const char *folder) MUST_USE;

/* The path of reports/KIND.xml, or 'kind' itself when it is a path.  NULL
   after adding a problem. */
const char *context_report_path(struct context *context, const char *folder,
                                const char *kind) MUST_USE;

#endif
