/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Medians: the middle one of the answers after reversal, or the mean of the
   two in the middle.  What has no answer takes no part.  combine.c counts the
   answers and says whether there are enough. */
#ifndef ATTUNE_SCORE_MIDDLE_H
#define ATTUNE_SCORE_MIDDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "score/plan.h"
#include "score/run.h"

struct middle; /* a scale, and room for the answers of one row */

struct middle *middle_new(const struct plan *plan, const struct op *op,
                          struct arena *arena) MUST_USE;

/* The median of what was answered in each row; of nothing it is 0. */
void middle_values(const struct run *run, struct middle *middle, double *out);

/* The least and the greatest that the blanks could make it.  'needed' says, by
   the number of items that apply, how many answers there have to be; where
   there can never be that many, both are 0. */
void middle_ranges(const struct run *run, struct middle *middle,
                   const uint16_t *needed, double *low, double *high);

#endif
