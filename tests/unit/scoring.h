/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An instrument, rows of answers and their scores, in few words: for the
   tests of src/score/.

       struct scoring *s = scoring_open("<choices …/> … <scale …/>");
       scoring_row(s, "3 1 . declined");
       scoring_run(s);
       scoring_get(s, "heard", 0).value */
#ifndef TESTS_UNIT_SCORING_H
#define TESTS_UNIT_SCORING_H

#include "base/arena.h"
#include "base/diag.h"
#include "instrument/instrument.h"
#include "response/batch.h"
#include "score/kernel.h"
#include "score/plan.h"
#include "score/scores.h"

struct scoring {
    struct arena *arena;
    struct diag *diag;
    const struct instrument *instrument;
    const struct plan *plan;
    struct kernel *kernel;
    struct rows rows;
    struct batch *batch;
    struct scores *scores; /* with details */
};

/* Choices "r" 0 to 4, ranges "any" 0 to 10 without a grid and "line" 0 to 100
   by 1, and a section "s" with five items a to e on "r". */
extern const char scoring_five[];

/* Reads an instrument "t" out of what stands between title and the end; the
   test fails with what was said when it is refused. */
struct scoring *scoring_open(const char *body);
struct scoring *scoring_open_five(const char *scales);
/* An instrument of the shelves, by its path below instruments/. */
struct scoring *scoring_open_shelf(const char *name);
void scoring_close(struct scoring *scoring);

/* Adds a row: a cell for each item, parted by blanks, '.' for an empty one and
   '+' between several choices.  Returns its number. */
size_t scoring_row(struct scoring *scoring, const char *cells);

void scoring_run(struct scoring *scoring);

struct score scoring_get(const struct scoring *scoring, const char *scale,
                         size_t row);

/* One row, run, and one of its scores. */
struct score scoring_one(struct scoring *scoring, const char *cells,
                         const char *scale);

/* What has that id; NULL: nothing. */
const struct item *instrument_item(const struct instrument *instrument,
                                   const char *id);
const struct scale *instrument_scale(const struct instrument *instrument,
                                     const char *id);

#endif
