/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scored rows by client: those that stand together are kept, with their scores
   and without their answers, until the last of them has come, so that each can
   be judged against the client's baseline and then be printed as if it had
   just been scored.  Within a chunk the thread that works on it does that, over
   the borders of chunks the one that writes them in order; so memory is bounded
   by a chunk and by the largest client.

   A broken row does not say whose it is and goes with those around it; a row
   without a code stands alone.  That a client comes again is found elsewhere
   (response/visits.h). */
#ifndef ATTUNE_OUTPUT_CLIENT_GROUPS_H
#define ATTUNE_OUTPUT_CLIENT_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/diag.h"
#include "change/verdict.h"
#include "output/sink.h"
#include "score/plan.h"

enum { CLIENT_LIMIT_ROWS = 10000 };

struct client_groups_setup {
    const struct plan *const *plans;
    size_t n_plans;
    struct verdict_options verdict;
    bool with_private; /* a row with nothing but private answers is a session */
    const struct sink *sink;
};

/* ---- within a chunk ---- */

struct client_groups;

/* Borrows the setup. */
struct client_groups *
client_groups_new(const struct client_groups_setup *setup) MUST_USE;
void client_groups_free(struct client_groups *groups); /* NULL is allowed */

/* Takes the rows of a batch of 'chunk'; 'scored' has one entry for each plan,
   with details.  Of clients that begin and end within the chunk, warnings are
   told to it. */
void client_groups_take(struct client_groups *groups, struct chunk *chunk,
                        const struct rows *rows, const struct scored *scored);

/* ---- over chunks ---- */

struct client_joiner;

struct client_joiner *
client_joiner_new(const struct client_groups_setup *setup) MUST_USE;
void client_joiner_free(struct client_joiner *joiner); /* NULL is allowed */

/* Takes what came of the next chunk, of which places can still be asked, and
   leaves the groups empty: keeps what may go on in another chunk, and prints
   all that is complete.  False, after adding an error, when there are too many
   rows of one client. */
bool client_joiner_take(struct client_joiner *joiner,
                        struct client_groups *groups, struct chunk *chunk,
                        struct buf *out, struct diag *diag) MUST_USE;

/* Prints the last client. */
void client_joiner_end(struct client_joiner *joiner, struct buf *out,
                       struct diag *diag);

#endif
