/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of one client with their scores, kept until the last of them has
   come, so that each can be judged against the client's baseline and then be
   printed as if it had just been scored.  Answers are not kept.  Memory is
   used again for the next client. */
#ifndef ATTUNE_OUTPUT_CLIENT_ROWS_H
#define ATTUNE_OUTPUT_CLIENT_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/diag.h"
#include "response/batch.h"
#include "score/plan.h"
#include "output/sink.h"
#include "change/verdict.h"

struct client_rows;

struct client_rows_setup {
    const struct plan *const *plans;
    size_t n_plans;
    struct verdict_options verdict;
    bool with_private; /* a row with nothing but private answers is a session */
};

/* Borrows the setup. */
struct client_rows *
client_rows_new(const struct client_rows_setup *setup) MUST_USE;
void client_rows_free(struct client_rows *rows); /* NULL is allowed */
void client_rows_empty(struct client_rows *rows);

/* Where the rows begin, for warnings; not known until it is said. */
void client_rows_place(struct client_rows *rows, struct place place);

size_t client_rows_count(const struct client_rows *rows);

/* Whether a row, or all of 'next', goes on where these rows end: it is of the
   same client, or either is broken, so that it does not say whose it is. */
bool client_rows_takes(const struct client_rows *rows, const struct rows *from,
                       size_t row, const struct scored *scored);
bool client_rows_takes_all(const struct client_rows *rows,
                           const struct client_rows *next);

/* Copies a row; 'scored' has one entry for each plan, with details. */
void client_rows_add(struct client_rows *rows, const struct rows *from,
                     size_t row, const struct scored *scored);

/* Adds copies of all rows of 'from'. */
void client_rows_join(struct client_rows *rows, const struct client_rows *from);

/* Puts the sessions in order, judges them, and prints all rows in the order of
   their adding.  Warns, with their place, as history_builder_finish() does. */
void client_rows_print(struct client_rows *rows, const struct sink_class *class,
                       const void *sink, struct buf *out, struct diag *diag);

#endif
