/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of one scale over sessions: full range, cut-off, true time. */
#ifndef ATTUNE_CHART_PROGRESS_H
#define ATTUNE_CHART_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/words.h"
#include "chart/drawing.h"
#include "chart/measure.h"

enum point_state {
    POINT_SCORED,
    POINT_GAP,     /* a session without a score: a gap, never a joined line */
};

struct progress_point {
    int32_t date_days;
    const char *session; /* label on the axis */
    enum point_state state;
    double value;
    bool is_prorated;    /* hollow */
    bool is_concern;     /* past the cut-off on the worse side: a ring */
    bool breaks_before;  /* edition, language or norm changed: no line to it */
};

struct progress_band {
    double from;
    const char *label;
};

struct progress_phase {
    int32_t date_days;
    const char *label;
};

enum better_end { BETTER_HIGH, BETTER_LOW, BETTER_NEITHER };

/* What a progress chart shows; everything is borrowed. */
struct progress_chart {
    const char *title;
    const char *subtitle;  /* "all 8 scores: rising"; NULL: nothing */
    const char *direction; /* "higher is better"; NULL: nothing */
    const char *low;       /* words for the ends; NULL: none */
    const char *high;
    const char *alt;       /* the chart in a sentence */
    double lo;             /* the full attainable range */
    double hi;
    int decimals;
    bool has_cutoff;
    double cutoff;
    bool has_zone;         /* where change is not more than error; */
    double zone_low;       /* it may reach beyond the range */
    double zone_high;
    const struct progress_point *points; /* by date, all dated */
    size_t n_points;
    const struct progress_band *bands;   /* ascending; none: 0 */
    size_t n_bands;
    enum better_end better; /* which way the bands' tints go */
    const struct progress_phase *phases;
    size_t n_phases;
    enum language language;
};

/* Draws the chart, title line included, into a drawing of that size.  A large
   one prints all values, a small one the first and the latest and thins its
   labels; labels never overlap. */
struct drawing *progress_draw(const struct progress_chart *chart,
                              double width_pt, double height_pt,
                              const struct measure *measure,
                              struct arena *arena) MUST_USE;

#endif
