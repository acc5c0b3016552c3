/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many scores were compared with each norm of an instrument: what their
   column .norm says, counted. */
#ifndef ATTUNE_OUTPUT_NORM_TALLY_H
#define ATTUNE_OUTPUT_NORM_TALLY_H

#include <stddef.h>
#include "base/arena.h"
#include "output/sink.h"

struct norm_tally; /* lives in its arena */

struct norm_tally *norm_tally_new(const struct instrument *instrument,
                                  struct arena *arena) MUST_USE;

/* Counts rows; 'options' say whether details are told, without which nothing
   is compared, and which norm.  Several threads may add at once. */
void norm_tally_add(struct norm_tally *tally,
                    const struct sink_options *options,
                    const struct scored *scored, size_t n_rows);

struct norm_count {
    const char *id;
    const char *source;
    size_t n_rows;
};

/* The norms of a scale, then its norm tables, in document order: how many
   there are, and one of them.  None of an internal scale, which is never
   told. */
size_t norm_tally_size(const struct norm_tally *tally, size_t scale_idx);
struct norm_count norm_tally_get(const struct norm_tally *tally,
                                 size_t scale_idx, size_t idx);

#endif
