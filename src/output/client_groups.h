/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that come in pieces, put together by client: within a piece by the
   thread that works on it, over the borders of pieces by the one that writes
   them in order.  So memory is bounded by a piece and by the largest client,
   but for 16 bytes for each client, by which one that comes again is known. */
#ifndef ATTUNE_OUTPUT_CLIENT_GROUPS_H
#define ATTUNE_OUTPUT_CLIENT_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/diag.h"
#include "response/batch.h"
#include "output/client_rows.h"
#include "output/sink.h"

enum { CLIENT_LIMIT_ROWS = 10000 };

struct client_printing {
    const struct client_rows_setup *setup;
    const struct sink_class *class;
    const void *sink;
};

/* ---- within a piece ---- */

/* A warning, and where the rows of its client begin (rows->offset). */
struct client_warning {
    const struct diagnostic *told;
    size_t offset;
};

struct client_groups;

/* Borrows 'printing'. */
struct client_groups *
client_groups_new(const struct client_printing *printing) MUST_USE;
void client_groups_free(struct client_groups *groups); /* NULL is allowed */

void client_groups_empty(struct client_groups *groups); /* for the next piece */
void client_groups_take(struct client_groups *groups, const struct rows *rows,
                        const struct scored *scored);

/* Where the first and the last client of the piece begin (rows->offset); false
   when there is none. */
bool client_groups_ends(const struct client_groups *groups, size_t *first,
                        size_t *last);
/* And their places: said before the joiner takes the piece. */
void client_groups_place(struct client_groups *groups, struct place first,
                         struct place last);

/* The warnings of clients that begin and end within the piece. */
const struct client_warning *
client_groups_warnings(const struct client_groups *groups, size_t *n);

/* ---- over pieces ---- */

/* What is wrong with the order of the rows. */
struct client_fault {
    enum message message;
    size_t offset; /* of the row in the piece */
};

struct client_joiner;

struct client_joiner *
client_joiner_new(const struct client_printing *printing) MUST_USE;
void client_joiner_free(struct client_joiner *joiner); /* NULL is allowed */

/* Takes the next piece, out of which it moves what may go on in another, and
   prints all that is complete.  False, and '*fault'
   set, when a client's rows do not stand together or are too many. */
bool client_joiner_take(struct client_joiner *joiner,
                        struct client_groups *groups, struct buf *out,
                        struct diag *diag, struct client_fault *fault) MUST_USE;

/* Prints the last client. */
void client_joiner_end(struct client_joiner *joiner, struct buf *out,
                       struct diag *diag);

#endif
