/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the norm figures and the verdict of a worked example are; examples.c
   compares them with what is expected. */
#ifndef ATTUNE_PROOF_EXAMPLE_NORM_H
#define ATTUNE_PROOF_EXAMPLE_NORM_H

#include <stdbool.h>
#include "base/buf.h"
#include "instrument/instrument.h"
#include "score/norm.h"
#include "score/scores.h"
#include "change/verdict.h"

/* The T or percentile of the example's person.  Adds to 'working', on one line,
   how it comes about: "norm women: z = (3 - 2.71) / 0.82"; or why there is
   none, and then is false. */
bool example_figure(const struct scale *scale, const struct example *example,
                    enum norm_score metric, const struct score *score,
                    double *figure, struct buf *working);

/* The verdict by the scale's first rule, and how: "1 before, 3 now: (3 -
   1.0000) / 0.5178 = 3.8624, limit 1.9600".  'before' is NULL where there is
   none. */
enum verdict_kind example_verdict(const struct instrument *instrument,
                                  const struct scale *scale,
                                  const struct score *before,
                                  const struct score *after,
                                  struct buf *working);

#endif
