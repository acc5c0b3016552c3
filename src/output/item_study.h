/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the answers of many say of a questionnaire: figures of its scales and
   items (item_figures.def), out of sums (score/item_sums.h), and how they are
   told.  Nothing is told of fewer than ITEM_STUDY_LEAST people, nor which item
   few left out, or how: no share of some that are fewer, nor one by which a sum
   would tell it, nor a mean by which its number of answers would be known.  How
   many people a figure rests on is told, since without that it says nothing. */
#ifndef ATTUNE_OUTPUT_ITEM_STUDY_H
#define ATTUNE_OUTPUT_ITEM_STUDY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/words.h"
#include "score/item_sums.h"
#include "stats/few.h"
#include "stats/reliability.h"

/* Beside a mean and an sd of fewer than so many, the choices that nobody gave
   let the numbers of those who gave the others be worked out. */
enum { ITEM_STUDY_LEAST = FEW_LEAST, ITEM_STUDY_LEAST_UNUSED = 20 };

struct item_study {
    const struct item *item;
    const struct consistency_item *rests; /* NULL: not known */
    double n;
    double n_asked;
    double kinds[N_ANSWER_KINDS]; /* how many answered, left it blank ... */
    double n_missing;             /* of those who were asked */
    bool hides_missing;
    double mean;
    double sd;
    double step; /* the least between two scores that were given; at least 1 */
    bool has_choices;
    size_t n_unused;
    const struct choice **unused;
};

struct scale_study {
    const struct scale *scale;
    const char *why;    /* there is no figure of consistency; NULL: there is */
    enum word why_word; /* the same for a page */
    bool has_items;     /* it is a sum of items that are told of */
    struct consistency pairwise;
    struct consistency listwise;
    double whole_n;
    bool has_omega;
    double omega;
    bool has_half;
    struct split_half half;
    bool has_own_errors; /* each of its scores: there is no error of all */
    bool has_sem;
    double sem;
    double n_scored;
    bool has_mean;
    double mean;
    double sd;
    bool has_skew;
    double skew;
    double n_lowest;
    double n_highest;
    double n_cells; /* answers asked for */
    double n_missing;
    bool hides_missing;
    double kinds[N_ANSWER_KINDS];
    bool hides[N_ANSWER_KINDS]; /* how many of them are missing so */
    struct item_study *items;
    size_t n_items;
    /* With the scores of each scale before it that is told of. */
    const double *correlations; /* NaN: not known */
};

/* Of the people of one group, or of all. */
struct study {
    const char *group; /* NULL: all */
    const struct item_sums *sums;
    bool is_few; /* nothing else is told */
    const struct scale_study *scales;
    size_t n_scales;
};

struct study study_of(const struct item_sums *sums, const char *group,
                      struct arena *arena);

/* ---- telling (item_tell.c) ---- */

enum scale_figure {
#define SCALE_FIGURE(NAME, ...) SCALE_##NAME,
#include "output/item_figures.def"
    N_SCALE_FIGURES
};

enum item_figure {
#define ITEM_FIGURE(NAME, ...) ITEM_##NAME,
#include "output/item_figures.def"
    N_ITEM_FIGURES
};

/* One of them; of a share of people, none where they would be few. */
struct figure_told {
    const char *word;
    double value;    /* NaN: there is none, */
    const char *why; /* for this reason */
    bool is_cut;     /* to so many decimals, of which no more are shown */
    int decimals;
};

/* How many are shown where as many are wanted. */
int figure_decimals(const struct figure_told *told, int wanted);

void scale_study_tell(const struct scale_study *study,
                      struct figure_told told[N_SCALE_FIGURES]);
void item_study_tell(const struct item_study *study,
                     struct figure_told told[N_ITEM_FIGURES]);

/* Of a sign of care how many people have it, and what so many of 100 do not
   pass: where as many as that would be told of lie at either side. */
enum { N_SIGN_FIGURES = 6 };
extern const struct sign_figure {
    const char *word;
    int percent; /* 0: of how many */
} sign_figures[N_SIGN_FIGURES];

void study_tell_sign(const struct study *study, enum care_sign sign,
                     struct figure_told told[N_SIGN_FIGURES]);

struct study_list {
    const struct study *studies;
    size_t n;
    const char *by; /* the column that parts them; NULL: none */
    bool of_first;  /* rows: the first of each client */
    bool is_plain;
};

void study_add_text(const struct study_list *list, struct buf *out);
void study_add_csv(const struct study_list *list, struct buf *out);
void study_add_json(const struct study_list *list, struct buf *out);

/* ---- for the file of an instrument (item_norms.c) ---- */

enum { OWN_SAMPLE_LEAST = 100 }; /* people behind a norm or a reliability */

struct own_sample {
    const char *sample; /* who they were, in the author's words */
    int32_t latest_day; /* of their answers; DATE_NONE: not known */
    bool has_couples;
};

/* Adds <norm> and <reliability> of each scale, for an author to read and to
   paste, and says what there is not, and why; 'list' is of all people. */
void study_add_xml(const struct study_list *list, const struct own_sample *own,
                   struct buf *out);

#endif
