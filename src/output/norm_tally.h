/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many scores were compared with each norm of an instrument: what their
   column .norm says, counted. */
#ifndef ATTUNE_OUTPUT_NORM_TALLY_H
#define ATTUNE_OUTPUT_NORM_TALLY_H

#include <stddef.h>
#include "base/arena.h"
#include "base/counter.h"
#include "output/sink.h"

struct norm_count {
    size_t scale_idx;
    const char *id; /* the very one of the norm, or table */
    const char *source;
    struct counter n_rows;
};

/* By scale: norms, then norm tables, in document order.  None of an internal
   scale, which is never told. */
struct norm_tally {
    struct norm_count *items;
    size_t n;
};

/* In the arena. */
struct norm_tally *norm_tally_new(const struct instrument *instrument,
                                  struct arena *arena) MUST_USE;

/* Counts rows; 'options' say whether details are told, without which nothing
   is compared, and which norm.  Several threads may add at once. */
void norm_tally_add(struct norm_tally *tally,
                    const struct sink_options *options,
                    const struct scored *scored, size_t n_rows);

#endif
