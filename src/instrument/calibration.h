/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scale whose score is estimated by item response theory (stats/irt.h) from
   items that its file brings calibrated: theta, or T = 50 + 10 theta.

   An item's answers are the ranks of its scores after reversal, so that choices
   of one score are one answer. */
#ifndef ATTUNE_INSTRUMENT_CALIBRATION_H
#define ATTUNE_INSTRUMENT_CALIBRATION_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "instrument/instrument.h"
#include "stats/irt.h"

enum {
    CALIBRATION_POINTS =
        61, /* of the quadrature, where the file does not say */
    CALIBRATION_LEAST_POINTS = 15,
    CALIBRATION_MOST_POINTS = 201,
    /* A quadrature gives about as many digits of an estimate as that: it is
       told rounded to them, the same on every processor. */
    CALIBRATION_DECIMALS = 10
};

extern const char *const calibration_models[]; /* by irt_model, English */

/* Adds how it makes an estimate, in English: the model, the prior, the points.
 */
void calibration_add(const struct calibration *calibration, struct buf *out);

/* The points of its quadrature, and the prior at them. */
struct irt_grid calibration_grid(const struct calibration *calibration,
                                 struct arena *arena) MUST_USE;

/* What each sum of answers to all its items leaves to be estimated, from 0 on,
   as calibration_told() has it; '*n' of them, in the arena.  NULL where that
   would be too much work. */
const struct irt_estimate *calibration_sums(const struct scale *scale,
                                            size_t *n,
                                            struct arena *arena) MUST_USE;

/* An estimate and its error in the metric of the scale, rounded to
   CALIBRATION_DECIMALS. */
struct irt_estimate calibration_told(const struct calibration *calibration,
                                     struct irt_estimate estimate);

/* The answer that a score of a member after reversal is. */
size_t calibration_answer(const struct calibration *calibration,
                          size_t member_idx, double keyed);

/* No answers to the first 'n_items' of its items leave an estimate of theta a
   smaller error. */
double calibration_least_error(const struct calibration *calibration,
                               size_t n_items);

/* The end of the scale: the score of a form whose answers are all the lowest,
   or all the highest, and outward to a whole T or a tenth of theta, since an
   end stands on axes and bands begin there. */
double calibration_end(const struct scale *scale, bool highest,
                       struct arena *arena);

#endif
