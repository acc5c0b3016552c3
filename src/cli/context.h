/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command is given beside its options: where to look, how to speak,
   and what day it is.  The environment is read here and nowhere else. */
#ifndef ATTUNE_CLI_CONTEXT_H
#define ATTUNE_CLI_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "instrument/library.h"

enum { N_FOLDERS = 4 };

struct context {
    struct arena *arena; /* lives as long as the run */
    struct diag *diag;
    /* Searched in order; the last is NULL or unused. */
    const char *instrument_folders[N_FOLDERS];
    size_t n_instrument_folders;
    const char *report_folders[N_FOLDERS];
    size_t n_report_folders;
    const char *config_folder; /* the user's own; NULL: none known */
    const char *state_folder;  /* for what is not done; NULL: none known */
    bool terminal_is_dumb;     /* or not known */
    int width_cells;           /* $COLUMNS; 0: not said */
    bool is_plain;             /* no redraw, no box or arrow characters */
    bool shows_progress;       /* stderr is a terminal that can redraw */
    bool err_is_terminal;
    bool has_epoch; /* SOURCE_DATE_EPOCH */
    int64_t epoch_s;
    int out_error; /* errno of the first failure to print; 0: none */
};

void context_init(struct context *context);
void context_clear(struct context *context);

/* The instruments' shelves; 'folder' (of --instruments, or NULL) goes first. */
struct library *context_library(struct context *context,
                                const char *folder) MUST_USE;

/* The path of reports/KIND.xml, or 'kind' itself when it is a path.  NULL
   after adding a problem. */
const char *context_report_path(struct context *context, const char *folder,
                                const char *kind) MUST_USE;

#endif
