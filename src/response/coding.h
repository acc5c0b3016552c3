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
#include "response/tally.h"

/* Of each instrument that is read. */
struct coding;

struct coding *codings_new(const struct response_options *options,
                           struct arena *arena) MUST_USE;

/* Looks through a batch of each; before it is scored, which writes into it. */
void codings_add(struct coding *codings, struct batch *const *batches,
                 size_t n);

/* Adds what 'from' has seen. */
void codings_join(struct coding *codings, const struct coding *from, size_t n);

/* Shows all counts, seen codes in one for several (tally.h). */
void codings_walk(struct coding *codings, size_t n,
                  const struct count_walk *walk);

/* How many cells of an item were read by the words of a choice. */
size_t codings_labels(const struct coding *codings, size_t instrument_idx,
                      size_t item_idx);

/* Warns of answers that are likely coded from one more than the instrument
   says, judged over all items of a response scale together: no cell holds the
   lowest code, and some lie one beyond the highest, or there are at least 16
   with the code above the lowest that are half of all, or 50.  Draws out of
   real answers fell under it less than once in a thousand times.  Warns too of
   a single item without the lowest code, of one answer in every row, where
   there are answers enough to wonder, and of codes told with --missing whose
   kind occurs in none.  'hides_private': of one private item nothing is told.
 */
void codings_warn(const struct coding *codings,
                  const struct response_options *options, bool hides_private,
                  struct diag *diag);

#endif
