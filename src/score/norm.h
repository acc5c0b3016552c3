/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which norm fits a person, and where a score stands in it.

   Of norms with mean and sd the first that fits in document order is chosen,
   and of the tables for each metric likewise.  A fact that the norm asks for
   and that is not known never matches, and there is no nearest norm.  A norm
   asked for by its id is used whether or not it fits, alone, and it is said.

   A metric is read from its table where one fits, else computed from mean and
   sd.  By formula from the score unrounded; tables see it rounded as the scale
   says, their rows are half-open, and below the first row there is nothing. */
#ifndef ATTUNE_SCORE_NORM_H
#define ATTUNE_SCORE_NORM_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "instrument/instrument.h"
#include "response/batch.h"
#include "score/scores.h"

/* What is known of the person behind a row, as far as norms ask for it. */
struct person {
    int sex;          /* 'f' 'm' 'x'; 0: not known */
    int32_t age;      /* whole years; -1: not known */
    struct str lang;  /* empty: not known */
    struct str group; /* empty: not known */
    struct str norm;  /* the norm or table that was asked for; empty: none */
};

/* Of whom nothing is known. */
extern const struct person person_unknown;

/* Borrows from the rows; 'norm' is their own column's.  A norm that the command
   line asks for is put in its place by the caller. */
struct person person_of_row(const struct rows *rows, size_t row);

/* The same with its texts copied. */
struct person person_keep(const struct person *person, struct arena *arena);

enum { N_NORM_SCORES = NORM_STEN + 1 };

enum norm_why {
    NORM_CHOSEN,
    NORM_NONE_DECLARED, /* the scale has none */
    NORM_NONE_FITS,     /* none is for this person, as far as is known */
    NORM_NOT_OF_SCALE,  /* the scale has others than the one asked for */
    N_NORM_WHYS
};
extern const char *const norm_why_texts[]; /* for people, English */

struct norm_choice {
    enum norm_why why;
    bool is_asked_for; /* by its id, not by whom it fits */
    bool fits;         /* false where one asked for is not for this person */
    const struct norm *norm;                        /* NULL: none */
    const struct norm_table *tables[N_NORM_SCORES]; /* NULL: none */
};

struct norm_choice norm_choose(const struct scale *scale,
                               const struct person *person);

/* Whether a norm or table is for this person. */
bool norm_fits(const struct fits *fits, const struct person *person);

/* Which of the bands and cut-offs of a scale are for this person: their bits.
 */
uint64_t norm_fitting(const struct scale *scale, const struct person *person);

struct standing_score {
    bool is_known;
    double value;                   /* not rounded; stanine and sten whole */
    const struct norm_table *table; /* that it was read from; NULL: formula */
};

struct standing {
    struct norm_choice choice;
    bool has_z;
    double z;
    struct standing_score scores[N_NORM_SCORES]; /* by enum norm_score */
};

/* Nothing is known where there is no score. */
struct standing norm_standing(const struct scale *scale,
                              const struct norm_choice *choice,
                              const struct score *score);

/* The ids that the standing rests on, each once, as the scale holds them.
   Returns how many. */
enum { N_NORM_IDS = 1 + N_NORM_SCORES };
size_t norm_ids(const struct standing *standing, const char *ids[N_NORM_IDS]);

/* The same, parted by blanks: what the column .norm holds.  Adds nothing where
   it rests on none. */
void norm_add_ids(const struct standing *standing, struct buf *out);

#endif
