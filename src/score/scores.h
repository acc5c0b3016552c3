/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scoring gives: for each scale and row a value and a why.  A score is
   never a bare NaN. */
#ifndef ATTUNE_SCORE_SCORES_H
#define ATTUNE_SCORE_SCORES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "score/care.h"

struct alert_column;
struct branches;
struct class_column;
struct plan;

enum why {
#define WHY(NAME, word, text) WHY_##NAME,
#include "score/why.def"
    N_WHYS
};
const char *why_word(enum why why); /* as in files */
const char *why_text(enum why why); /* for people */

enum beyond { BEYOND_UNKNOWN = -1, BEYOND_NO = 0, BEYOND_YES = 1 };

/* Of so many members at most is it told which are blank. */
enum { SCORE_MARKED_BLANKS = 64 };

/* One score. */
struct score {
    double value; /* 0 unless why is WHY_SCORED */
    enum why why;
    /* Of an estimate (instrument/calibration.h), else 0: its own standard
       error, and the least and the most that it could be had every blank been
       answered. */
    double error;
    double error_least;
    double error_most;
    int answered; /* of the items that apply */
    int items;    /* that apply */
    bool prorated;
    /* What the blanks could still have made it: the lowest and the highest
       score of this respondent had every blank been answered.  has_range is
       false where that cannot be said (a bad value, a broken row). */
    bool has_range;
    double low;
    double high;
    /* Even then it stands in for items that do not apply: for so many at least
       and at most, as gates may open and close.  Of a formula, more than none
       where what it rests on does. */
    int out_least;
    int out_most;
    bool may_lack; /* there might be no score then */
    /* Of a combined scale, bit i: its member i is blank; 0
       where items may still be left out. */
    uint64_t blanks;
    /* What the blanks make of it, where the ends do not tell and somebody asked
       (filler.h); NULL: the ends say all that is known. */
    const struct branches *branches;
    /* Of a mean of several scores: of how many, and the variance of its error
       where that of one full score is 1; NaN: not known; infinite: nor is it
       where all blanks are filled. */
    size_t n_meant;
    double mean_stretch;
    uint64_t fitting;   /* which bands and cut-offs are for the person */
    int band;           /* position among the scale's bands; -1: none */
    enum beyond beyond; /* the first cut-off of the scale */
};

/* The scores of a batch, as columns. */
struct score_column {
    double *value;
    uint8_t *why; /* enum why */
    uint16_t *answered;
    uint16_t *items;
    uint8_t *prorated;
    double *noise; /* of a formula's value, see base/near.h: for what rests on
                      it in the same run; NULL for others, which have none */
    double *error; /* of an estimate; NULL for others, and so are these two */
    double *error_least; /* of details only */
    double *error_most;
    /* Of details only, else NULL: */
    uint8_t *has_range;
    double *low;
    double *high;
    uint16_t *out_least;
    uint16_t *out_most;
    uint8_t *may_lack;
    uint64_t *blanks;
    const struct branches **branches; /* NULL until a filler puts them */
    uint64_t *fitting;
    int16_t *band;
    int8_t *beyond;
};

struct scores {
    size_t n_rows;
    size_t n_scales;
    struct score_column *columns; /* one for each scale, internal ones too */
    size_t n_classes;
    struct class_column *classes; /* see classes.h */
    size_t n_alerts;              /* 0 without details */
    struct alert_column *alerts;  /* see alerts.h */
    bool with_details;
    double *signs; /* of care, as care_run() puts them; NULL: nobody asked */
};

/* Room for BATCH_ROWS rows. */
struct scores *scores_new(const struct plan *plan, bool with_details,
                          struct arena *arena) MUST_USE;

/* NaN: it cannot be said, or nobody asked. */
static inline double
scores_sign(const struct scores *scores, enum care_sign sign, size_t row)
{
    return scores->signs ? scores->signs[(size_t)sign * BATCH_ROWS + row]
                         : (double)NAN;
}

struct score scores_get(const struct scores *scores, size_t scale_idx,
                        size_t row);

#endif
