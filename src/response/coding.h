/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which codes occur in the answers at all: by that, data that was coded in
   another way than the instrument says can be told.  Asks each batch only for
   the codes that no batch before had, so that it costs next to nothing. */
#ifndef ATTUNE_RESPONSE_CODING_H
#define ATTUNE_RESPONSE_CODING_H

#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "response/batch.h"
#include "response/bind.h"

struct coding;

struct coding *coding_new(const struct instrument *instrument,
                          struct arena *arena) MUST_USE;

/* Looks through a batch; before it is scored, which writes into it. */
void coding_add(struct coding *coding, const struct batch *batch);

/* Adds what 'from' has seen. */
void coding_join(struct coding *coding, const struct coding *from);

/* Warns of answers that are likely coded from one more than the instrument
   says, judged over all items of a response scale together: no cell holds the
   lowest code, and some lie one beyond the highest, or there are at least 16
   with the code above the lowest that are half of all, or 50.  Draws out of
   real answers fell under it less than once in a thousand times.  Warns too of
   a single item without the lowest code, and of one answer in every row, where
   there are answers enough to wonder.  'is_several': items are named with
   their instrument. */
void coding_warn(const struct coding *coding, bool is_several,
                 struct diag *diag);

/* One for each instrument of the options. */
struct coding **codings_new(const struct response_options *options,
                            struct arena *arena) MUST_USE;
void codings_add(struct coding *const *codings, struct batch *const *batches,
                 size_t n);

/* All of them, and codes told with --missing whose kind occurs in none. */
void codings_warn(struct coding *const *codings,
                  const struct response_options *options, struct diag *diag);

#endif
