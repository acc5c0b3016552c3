/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two scores of one person on one scale differ by more than the error
   of measurement, by the rule that the scale declares, with every number that
   the judgement rests on.  Says what is; verdict.h says what to call it.

   Sample, sd and reliability are those that the rule names: retest where there
   is one.  They do not hang on the person, so that one norm holds for a whole
   series.  Each end has its own error where it is prorated.  What blanks could
   have made of either end is asked by verdict.h: as of forms filled up. */
#ifndef ATTUNE_CHANGE_CHANGE_H
#define ATTUNE_CHANGE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include "instrument/instrument.h"
#include "score/scores.h"

enum change_why {
    CHANGE_JUDGED,
    CHANGE_NO_DIRECTION,   /* neither end of the scale is the better one */
    CHANGE_UNVALIDATED,    /* the instrument carries no figures */
    CHANGE_NO_BASELINE,    /* no score to start from */
    CHANGE_BEFORE,         /* the session is before the one named as start */
    CHANGE_NO_SCORE,       /* no score at the later end */
    CHANGE_AT_START,       /* it is the score to start from */
    CHANGE_OTHER_EDITION,  /* the two ends are of two editions */
    CHANGE_NO_RELIABILITY, /* the scale has none, nor a rule of change */
    CHANGE_NONE_DECLARED,  /* it has one, and still no rule of change */
    CHANGE_NO_RULE,        /* the scale has not the one asked for */
    CHANGE_BLANKS,         /* a formula over a prorated scale */
    CHANGE_WEIGHTS,        /* a prorated scale whose items weigh unequally */
    CHANGE_FIGURES,        /* the rule's figures give no error above 0 */
    CHANGE_MEAN,           /* the rule knows no mean of several scores */
    N_CHANGE_WHYS
};
extern const char *const change_why_texts[]; /* English */

const char *change_method_word(enum change_method method); /* as in files */

/* The first rule, or the one with that id; NULL: none. */
const struct change *change_rule_find(const struct scale *scale,
                                      const char *id);

struct change_end {
    struct score score;
    double stretch; /* k / v of a prorated score, else 1; see stats/rci.h */
    double sem;     /* of this score; 0 where the method does not use it */
};

/* What a change rests on beside the two scores. */
struct change_basis {
    const struct change *rule;
    const struct norm *norm;      /* NULL for points */
    const struct norm *norm_post; /* NULL: the method needs none */
    const struct reliability *reliability;
    const struct reliability *reliability_post;
    /* The rule's, else the scale's first, as it holds for the person of both
       ends; NULL: none. */
    const struct cutoff_point *cutoff;
    const struct cutoff *cutoff_whole; /* whose point that is */
    bool has_cutoff_point;
    double cutoff_point;
    const struct mic *mic; /* the scale's first; NULL: none */
};

/* The share of later scores that the limits hold where nothing changes but by
   error: rci_share_within().  Not of points. */
double change_share_within(const struct change_basis *basis);

struct change_result {
    enum change_why why;
    const struct scale *scale;
    struct change_basis basis;
    struct change_end before;
    struct change_end after;
    bool has_difference; /* both ends have a score */
    double difference;   /* after - before */
    bool reaches_mic;    /* |difference| >= the mic, whichever way it went */
    /* From here on only where 'why' is CHANGE_JUDGED. */
    double expected; /* the later score without change */
    double error;    /* standard error of (after - expected); 0 for points */
    double index;    /* (after - expected) / error; 0 for points */
    double critical; /* that |index| must pass; of points: the points */
    double
        band_low; /* where the later score is no reliable change: both ends */
    double band_high; /* belong to it, but not for points */
    int sign;         /* 1 better, -1 worse, 0 neither beyond error */
    int crossing; /* of the cut-off: 1 to the better side, -1 to the worse */
    /* Hageman and Arrindell judge the crossing by true scores: the cut-off
       between them, and by how many errors the later one is past it. */
    bool has_true_cut;
    double true_cut;
    double passing;
    double room;        /* from the earlier score to the better end, points */
    bool has_room;      /* the better end would be a reliable change */
    bool is_alpha_only; /* the rule's reliability is no retest */
};

/* Judges a pair; either score may be missing.  'rule' may be NULL.  Higher and
   lower are told even where nothing can be judged. */
struct change_result change_judge(const struct instrument *instrument,
                                  const struct scale *scale,
                                  const struct change *rule,
                                  const struct score *before,
                                  const struct score *after);

/* The same of another pair, on what a pair was judged on already. */
struct change_result change_judge_on(const struct instrument *instrument,
                                     const struct scale *scale,
                                     const struct change_basis *basis,
                                     const struct score *before,
                                     const struct score *after);

#endif
