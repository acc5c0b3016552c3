/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of many clients on each scale, and of whom nothing can be said:
   each client once, by the first and the latest score.  Nobody is told of
   alone: COHORT_LEAST people and more, or the number is hidden. */
#ifndef ATTUNE_REPORT_COHORT_H
#define ATTUNE_REPORT_COHORT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "change/verdict.h"
#include "chart/scatter.h"
#include "stats/few.h"
#include "stats/moments.h"

struct report_data;
struct study;
struct template;

enum { COHORT_LEAST = FEW_LEAST, COHORT_QUARTERS = 4, COHORT_FEW_VALUES = 4 };

/* Who is in, and why the others are not. */
enum cohort_part {
    COHORT_IN,        /* two scores or more */
    COHORT_ONE_SCORE, /* of what two were needed for */
    COHORT_NO_SCORE,  /* answered, too little of it */
    COHORT_NOT_GIVEN,
    N_COHORT_PARTS
};

/* The quartiles as Hyndman and Fan's seventh, which R and spreadsheets have. */
struct cohort_end {
    struct moments moments;
    double sd;
    double quartiles[3];
};

struct cohort_scale {
    const struct instrument *instrument;
    const struct scale *scale;
    size_t parts[N_COHORT_PARTS];
    size_t n; /* of those that are in */
    size_t categories[N_CATEGORIES];
    size_t n_judged;
    /* Only where COHORT_LEAST are in: */
    const struct scatter_mark *marks; /* each of COHORT_LEAST and more */
    size_t n_marks;
    const struct scatter_stretch *first; /* each of nobody, or of COHORT_LEAST
                                            and more */
    size_t n_first;
    const struct scatter_stretch *latest;
    size_t n_latest;
    bool tells_few;       /* see cohort_tells_few; or the mean of one of which
                             that is true would follow: its scores are hidden */
    bool tells_quartiles; /* COHORT_LEAST stand in each quarter: of fewer they
                             would be scores of single people */
    struct cohort_end first_end;
    struct cohort_end latest_end;
    struct clustered_mean change; /* latest less first; a couple is a cluster */
    bool has_limit; /* one holds for all: what a change must be beyond */
    double limit;
    bool has_cutoff;
    double cutoff;
};

struct cohort {
    size_t n_clients;
    size_t n_most;    /* that are in on any scale */
    bool hides_total; /* on some scale a few are not in, as many as all are more
                         than those that are */
    const struct cohort_scale *scales; /* those that anybody has a score on; the
                                          primary ones first */
    size_t n_scales;
    const struct study *studies; /* the data's */
    size_t n_studies;
};

/* Of data->members; scales that others may see. */
struct cohort cohort_of(const struct report_data *data,
                        const struct template *template, struct arena *arena);

/* Puts COHORT_LEAST clients and more together into marks of COHORT_LEAST and
   more each, those with alike scores; the order of the clients does not
   matter. */
struct scatter_mark *cohort_marks(const double *first, const double *latest,
                                  size_t n, size_t *n_marks,
                                  struct arena *arena) MUST_USE;

/* Whether mean, SD, quartiles and mean change would tell of 1 to
   COHORT_LEAST - 1 people: as many have the same first score, latest score,
   change or pair of scores, of which there are COHORT_FEW_VALUES or fewer.  How
   many people have each of three values follows from n, mean and SD, which are
   three equations; of four, where a quartile is the fourth. */
bool cohort_tells_few(const double *first, const double *latest, size_t n,
                      struct arena *arena) MUST_USE;

/* How COHORT_LEAST values and more are spread over the parts of a range:
   stretches of it, wider where fewer are, in none of which there are 1 to
   COHORT_LEAST - 1 people.  'counts' is how many lie in each part. */
struct scatter_stretch *cohort_stretches(const struct range_parts *parts,
                                         const size_t *counts,
                                         size_t *n_stretches,
                                         struct arena *arena) MUST_USE;

#endif
