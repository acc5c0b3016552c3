/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First against latest scores of many clients (Jacobson & Truax 1991): above
   the diagonal they are higher, and within the grey band by no more than
   error. */
#ifndef ATTUNE_CHART_SCATTER_H
#define ATTUNE_CHART_SCATTER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/words.h"
#include "chart/drawing.h"
#include "chart/measure.h"

/* What it shows; everything is borrowed. */
struct scatter {
    const char *title;
    const char *alt;     /* the chart in a sentence */
    const double *first; /* along the level axis */
    const double *latest;
    size_t n;
    double lo; /* the full attainable range */
    double hi;
    bool has_limit; /* what a change must be beyond */
    double limit;
    bool has_cutoff;
    double cutoff;
    enum language language;
};

/* Draws it into a drawing of that size.  Where several clients have the same
   two scores, their mark is the larger. */
struct drawing *scatter_draw(const struct scatter *scatter, double width_pt,
                             double height_pt, const struct measure *measure,
                             struct arena *arena) MUST_USE;

#endif
