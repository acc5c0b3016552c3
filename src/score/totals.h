/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted of rows while they go by: problems, how often each score
   came out and why not, alerts, the codes that occur.  What was counted of
   parts of the rows joins to what is counted of all, in the order of the rows;
   and every count has a name, by which it can be written down. */
#ifndef ATTUNE_SCORE_TOTALS_H
#define ATTUNE_SCORE_TOTALS_H

#include <stddef.h>
#include "base/arena.h"
#include "response/coding.h"
#include "response/tally.h"
#include "score/alerts.h"
#include "score/plan.h"
#include "score/scores.h"

/* How often each why came up: one for each scale of an instrument.  Too few is
   not counted among the whys where nothing of the scale was answered: most
   often, it was not given in that session. */
enum { NOTHING_ANSWERED = N_WHYS, N_WHY_COUNTS };
typedef size_t why_counts[N_WHY_COUNTS];

/* "scored", "nothing-answered", or why_word(). */
const char *why_count_word(int why);

struct totals {
    const struct plan *const *plans;
    size_t n_plans;
    struct response_tally tally;
    struct other_texts texts;
    why_counts **counts;    /* for each instrument and scale */
    notice_counts *notices; /* for each instrument */
    struct coding *codings;
};

/* Counts from 0, in the arena; 'options' are those of reading, 'plans' those of
   their instruments. */
struct totals totals_new(const struct response_options *options,
                         const struct plan *const *plans, struct arena *arena);

/* Counts what stands in batches of one and the same rows, one for each plan;
   before they are scored. */
void totals_add_codes(struct totals *totals, struct batch *const *batches);
/* And when they are. */
void totals_add_scores(struct totals *totals, size_t idx,
                       const struct batch *batch, const struct scores *scores);

/* Adds what was counted of rows that come behind. */
void totals_join(struct totals *totals, const struct totals *from);

/* Shows each count with its name, which no other has; always in one order. */
void totals_walk(struct totals *totals, const struct count_walk *walk);

#endif
