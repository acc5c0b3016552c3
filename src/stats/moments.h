/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean, standard deviation and median of an array. */
#ifndef ATTUNE_STATS_MOMENTS_H
#define ATTUNE_STATS_MOMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/mem.h"

/* The squares are of deviations from the mean, so that large values with a
   small spread lose no digits. */
struct moments {
    size_t n;
    double mean;
    double squares; /* sum of the squared deviations */
};

/* 'values' has n > 0 finite numbers. */
struct moments moments_of(const double *values, size_t n);

/* Sample standard deviation, with n - 1, as all published norms have it.
   False below two values. */
bool moments_sd(const struct moments *moments, double *sd) MUST_USE;

/* A range in parts, RANGE_PARTS at most, that hold equally many of the values
   that there are: 'n_steps' equal steps lie from 'lo' to 'hi', and each value
   is the middle of one as wide; 0: it is not known, and all parts are equal.
   The last part may be the narrowest. */
enum { RANGE_PARTS = 12 };
struct range_parts {
    double from;
    double to;
    double width;
    size_t n;
};
struct range_parts range_parts_of(double lo, double hi, size_t n_steps);
/* Where the part of that number begins; of 'n', where the last ends. */
double range_part_from(const struct range_parts *parts, size_t part);
/* In which part a value lies: the first or the last where it lies beyond; on
   the border of two in the upper one, however it was rounded. */
size_t range_part_at(const struct range_parts *parts, double value);

/* Puts finite numbers in ascending order. */
void quantile_sort(double *values, size_t n);

/* Of n > 0 sorted values; of two in the middle their mean. */
double quantile_median(const double *sorted, size_t n);

/* The mean of values of which those of one cluster are not independent, such
   as two partners', and its interval: the error is that of the clusters' sums
   about the mean (Liang & Zeger 1986, times G / (G - 1)), held against
   Student's t with G - 1 degrees of freedom (Cameron & Miller 2015). */
struct clustered_mean {
    size_t n;
    size_t n_clusters; /* G */
    double mean;
    bool has_interval; /* from two clusters on */
    double low;
    double high;
};

/* 'clusters' says of each of the n > 0 values which of 'n_clusters' it is of,
   from 0; 'level' is the share that the interval holds, such as 0.95. */
struct clustered_mean clustered_mean_of(const double *values,
                                        const size_t *clusters, size_t n,
                                        size_t n_clusters, double level,
                                        struct arena *arena);

#endif
