/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One score on the full range of its scale: with its own error, beside the
   people of a norm and the cut-off. */
#ifndef ATTUNE_CHART_PROFILE_H
#define ATTUNE_CHART_PROFILE_H

#include "chart/measure.h"
#include "chart/progress.h"

/* What a row of a profile shows; everything is borrowed. */
struct profile {
    double lo; /* the full attainable range */
    double hi;
    const char *low; /* what stands at its ends */
    const char *high;
    bool ends_part; /* 'high' stands below 'low'; see profile_parts */
    struct progress_point point; /* of which 'at' does not count */
    bool has_error;
    double error_low; /* within the range */
    double error_high;
    bool has_norm;
    double norm_low; /* may reach beyond the range */
    double norm_high;
    const char *cutoff_text; /* above it; NULL: there is none */
    double cutoff;
    enum language language;
};

/* Whether the words of both ends have no room beside each other. */
bool profile_parts(const struct profile *profile, double width_pt,
                   const struct measure *measure) MUST_USE;

/* How high its drawing is, and where the range's line lies in it. */
double profile_height_pt(const struct profile *profile);
double profile_line_pt(const struct profile *profile);

/* A point without a score has no mark.  No line crosses a word. */
struct drawing *profile_draw(const struct profile *profile, double width_pt,
                             const struct measure *measure,
                             struct arena *arena) MUST_USE;

/* The people of a norm: an open box around 'middle'. */
void profile_norm(struct drawing *drawing, struct point middle, double width_pt,
                  double height_pt);

/* The error of a score, from one end to the other. */
void profile_error(struct drawing *drawing, struct point from, double to);

#endif
