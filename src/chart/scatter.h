/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First against latest scores of many clients (Jacobson & Truax 1991), some of
   them a mark: above the diagonal they are higher, and within the grey band by
   no more than error. */
#ifndef ATTUNE_CHART_SCATTER_H
#define ATTUNE_CHART_SCATTER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/words.h"
#include "chart/drawing.h"
#include "chart/measure.h"

/* Clients that are alike, where the means of their scores are. */
struct scatter_mark {
    double first; /* along the level axis */
    double latest;
    size_t n;
};

/* How many have a score from one point of the range up to another. */
struct scatter_stretch {
    double from;
    double to;
    size_t n;
};

/* What it shows; everything is borrowed. */
struct scatter {
    const char *title;
    const char *alt;      /* the chart in a sentence */
    bool are_titles_long; /* there is room for two lines, as another has them */
    const struct scatter_mark *marks;
    size_t n_marks;
    const struct scatter_stretch *first; /* of how scores are spread; they lie
                                            side by side */
    size_t n_first;
    const struct scatter_stretch *latest;
    size_t n_latest;
    double lo; /* the full attainable range */
    double hi;
    bool has_limit; /* what a change must be beyond */
    double limit;
    bool has_cutoff;
    double cutoff;
    enum language language;
};

/* Whether a title needs two lines there, so that those beside it are given as
   many. */
bool scatter_wraps(const char *title, double width_pt,
                   const struct measure *measure) MUST_USE;

/* Draws it into a drawing of that size; a mark's area is of how many it is. */
struct drawing *scatter_draw(const struct scatter *scatter, double width_pt,
                             double height_pt, const struct measure *measure,
                             struct arena *arena) MUST_USE;

/* Draws how the scores are spread instead: latest ones filled, first ones as a
   line where there are some, an area of as many people as are in it. */
struct drawing *scatter_draw_spread(const struct scatter *scatter,
                                    double width_pt, double height_pt,
                                    const struct measure *measure,
                                    struct arena *arena) MUST_USE;

#endif
