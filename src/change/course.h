/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The course of one scale over all sessions, where a verdict (verdict.h) looks
   at two of them: which way the scores go, by how much a week, and how far a
   second phase lies from the first.  Says higher or lower; whether that is
   better is asked of a phase only.

   Only scores with a date count, since the time between sessions does; errors
   of measurement have no part in it. */
#ifndef ATTUNE_CHANGE_COURSE_H
#define ATTUNE_CHANGE_COURSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/words.h"
#include "change/series.h"
#include "stats/trend.h"

enum { COURSE_MIN_SCORES = 6 };
/* All pairs of scores are looked at: more than these are not one person's. */
enum { COURSE_MAX_SCORES = 1000 };

/* A trend is called one where it comes by chance less often than this. */
#define COURSE_LEVEL 0.05

enum course_way { COURSE_NO_WAY, COURSE_RISING, COURSE_FALLING };
const char *course_way_word(enum course_way way); /* as in files */

/* Why something is not said of a course. */
enum course_why {
    COURSE_SAID,
    COURSE_NO_DATES,       /* there are scores, but none has a date */
    COURSE_FEW_SCORES,     /* fewer than COURSE_MIN_SCORES have one */
    COURSE_FEW_FOR_LINE,   /* fewer than TREND_MIN_LINE_ERROR */
    COURSE_MANY_SCORES,    /* more than COURSE_MAX_SCORES */
    COURSE_ONE_DAY,        /* all are of one day: time stands still */
    COURSE_OTHER_EDITION,  /* scores of several editions */
    COURSE_OTHER_LANGUAGE, /* or languages: another measure */
    COURSE_NO_PHASES,      /* one phase, or more than two */
    COURSE_FEW_IN_PHASE,   /* fewer than TREND_MIN_PHASE scores in one */
    COURSE_NO_DIRECTION,   /* neither end of the scale is the better one */
    N_COURSE_WHYS
};
extern const char *const course_why_texts[]; /* English */

/* A line by least squares, for whoever explains a course. */
struct course_line {
    enum course_why why;
    double slope; /* points a week */
    double low;   /* its 95 % interval, t with n - 2 */
    double high;
};

/* Which way the scores go: the middle slope and the ranks must both say it. */
struct course_trend {
    enum course_why why;
    enum course_way way;
    double theil_sen; /* points a week */
    struct mann_kendall kendall;
};

/* Two phases that follow each other: what stands before the first name of a
   phase is a phase too. */
struct course_phases {
    enum course_why why;
    size_t n_phases;    /* that dated sessions name; what has none counts */
    const char *before; /* names; "" for what has none */
    const char *after;
    size_t n_before; /* scores */
    size_t n_after;
    struct phases phases;
    int64_t better_ab; /* pairs of the two phases in which the later is better
                          less those in which it is worse */
    int64_t better_a;  /* the same of the pairs within the first phase */
    double nap;        /* share of all pairs in which the later is better */
    double nap_pairs;  /* that many of phases.pairs_ab, ties half */
    double tau_u; /* tau_u_over_ab(), toward better: over n_before n_after */
};

struct course {
    const struct scale *scale;
    size_t n_scores;  /* with a date: what all of it rests on */
    size_t n_undated; /* scores that do not count */
    struct course_line line;
    struct course_trend trend;
    struct course_phases phases;
};

/* Names of phases are borrowed from the history; 'arena' is scratch. */
struct course course_of(const struct series *series, struct arena *arena);

/* "all 8 scores: rising"; "all 8 dated scores: rising" where others have no
   date.  Adds nothing and returns false where the trend is not said. */
bool course_add_text(const struct course *course, enum language language,
                     struct buf *out);

#endif
