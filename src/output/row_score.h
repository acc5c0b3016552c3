/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One score of one row with everything that is told of it beside its value:
   where it stands among others, how exact it is, how it changed.  What the
   sinks print; put together only where somebody asks for details. */
#ifndef ATTUNE_OUTPUT_ROW_SCORE_H
#define ATTUNE_OUTPUT_ROW_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include "score/norm.h"
#include "score/precision.h"
#include "score/scores.h"
#include "output/sink.h"

struct row_score {
    const struct scale *scale;
    struct score score;
    struct standing standing; /* nothing known: no norms */
    struct precision precision;
    const struct row_change *change; /* NULL: nothing was judged */
};

/* Whether standing and precision can ever say anything of the scale. */
bool row_score_has_norms(const struct scale *scale);

/* Whether answered and items say anything: not of a row that was not scored
   at all. */
bool row_score_has_counts(const struct row_score *told);

/* The score of a row; 'options' say which norm and whether details. */
struct row_score row_score_get(const struct sink_options *options,
                               const struct scored *scored, size_t scale_idx,
                               size_t row);

#endif
