/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems as people see them, on standard error. */
#ifndef ATTUNE_CLI_PRINT_H
#define ATTUNE_CLI_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/diag.h"
#include "cli/context.h"

/* Adds one problem as text:

       being-heard.xml:31:12: error: item id used twice: 'q4' [E014]
           31 |   <item id="q4">
              |            ^~
           hint: ... */
void print_problem(struct buf *out, const struct diagnostic *problem,
                   const struct print_options *options);

/* Prints the context's problems that were not printed yet to standard error.
   Those that are left when a command has run are printed by main(). */
void print_problems(struct context *context);

/* Prints text for people to standard error, and empties it. */
void print_said(struct buf *text);

/* A count for people: "2,800". */
void print_add_count(struct buf *out, size_t count);
/* A sentence with counts: "# [row was|rows were] read" makes "1 row was read"
   and "2,800 rows were read".  Each '#' is the next count, by which the words
   in brackets behind it are chosen. */
#define PRINT_ADD_COUNTS(out, words, ...)                                      \
    print_add_counts(out, words, (const size_t[]){__VA_ARGS__})
void print_add_counts(struct buf *out, const char *words, const size_t *counts);

/* Prints to standard output at once; does nothing once that has failed. */
void print_out(struct context *context, struct str text);

/* Prints rows that hold texts as they stand, for a program: spelt out like
   what goes to a file_writer where that is a terminal. */
void print_rows(struct context *context, struct str rows);

#endif
