/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems as people see them, on standard error. */
#ifndef ATTUNE_CLI_PRINT_H
#define ATTUNE_CLI_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/diag.h"
#include "cli/context.h"
#include "cli/status.h"

struct print_options {
    bool shows_values;  /* --show-values: what a cell of a data file holds */
    size_t limit;       /* how many are printed, and what failed; 0: all */
    bool shows_notes;   /* what is no problem, but worth a look: check's only */
    bool names_nothing; /* of instruments and data: for eyes that must not see
                           which private items there are */
    bool is_plain;      /* no excerpt with a mark under it */
};

/* Adds one problem as text:

       being-heard.xml:31:12: error: item id used twice: 'q4' [E014]
           31 |   <item id="q4">
              |            ^~
           hint: ... */
void print_problem(struct buf *out, const struct diagnostic *problem,
                   const struct print_options *options);

/* Prints the problems from number 'first' on to standard error. */
void print_problems(const struct diag *diag, size_t first,
                    const struct print_options *options);

/* Prints to standard output at once; does nothing once that has failed. */
void print_out(struct context *context, struct str text);

/* Prints rows that hold texts as they stand, for a program: spelt out like
   what goes to a file_writer where that is a terminal. */
void print_rows(struct context *context, struct str rows);

/* What a command that would end with 'status' ends with: says so where
   standard output could not be written to, which is a failure. */
enum exit_status print_out_end(const struct context *context,
                               enum exit_status status);

#endif
