/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of one scale over sessions: full range, cut-off, true time, and
   what else happened on the same time. */
#ifndef ATTUNE_CHART_PROGRESS_H
#define ATTUNE_CHART_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/words.h"
#include "chart/axis.h"
#include "chart/drawing.h"
#include "chart/measure.h"
#include "instrument/instrument.h"

enum point_state {
    POINT_SCORED,
    POINT_GAP, /* answered without a score: a gap, never a joined line */
};

/* On the worse side of the cut-off: a ring. */
enum concern {
    CONCERN_NONE,
    CONCERN_NEAR, /* by no more than the score's own error: dotted */
    CONCERN_SURE
};

struct progress_point {
    size_t at; /* its session on the timeline */
    enum point_state state;
    double value;
    int decimals;     /* of it, where these are more than the chart's */
    bool is_prorated; /* hollow */
    enum concern concern;
    bool breaks_before; /* edition, language or norm changed: no line to it */
};

/* A stretch of sessions, both ends included. */
struct progress_phase {
    size_t from;
    size_t to;
    const char *label; /* NULL: none */
};

/* How often something was done: a bar at each session, NaN where it is not
   known. */
struct progress_practice {
    const char *label;
    const double *values;
};

struct progress_practices {
    const char *title; /* of all: "days a week" */
    const struct progress_practice *items;
    size_t n;
    double most;   /* the highest that a value can be */
    bool is_brief; /* labels are of one line each */
};

/* What a small chart needs for all its words. */
struct progress_need {
    double head_pt;   /* the baseline of its head */
    size_t end_lines; /* of the words for the ends, below the sessions, */
    bool loses_end;   /* as the plot has no room for one */
};

/* The height of a line of words for the ends. */
#define PROGRESS_END_LINE_PT 8.0

/* What a progress chart shows; everything is borrowed. */
struct progress_chart {
    const char *title;
    const char *subtitle;  /* "no clear trend"; NULL: nothing */
    const char *direction; /* "higher is better"; NULL: nothing */
    const char *low;       /* words for the ends; NULL: none */
    const char *high;
    double plot_pt;   /* where the data lies is so high, whatever the words
                         around it take; 0: what the drawing leaves */
    double head_pt;   /* the baseline of the head is no higher, */
    size_t end_lines; /* and these stand below the sessions in so many lines, as
                         plots beside each other are level; 0: in the plot */
    struct progress_need *need; /* that is told; NULL: nobody asks */
    const char *alt;            /* the chart in a sentence */
    unsigned place; /* of its title, and where that leads: drawing_link() */
    unsigned link;
    double lo; /* the full attainable range */
    double hi;
    int decimals;
    bool has_cutoff;
    double cutoff;
    enum direction better;
    bool is_zone_of_start; /* of another score than the first */
    bool has_zone;         /* where change is not more than error; */
    double zone_low;       /* it may reach beyond the range */
    double zone_high;
    const struct timeline *timeline;
    const struct progress_point *points; /* in the order of their sessions */
    size_t n_points;
    const struct band *bands; /* those that are told; none: 0 */
    size_t n_bands;
    const struct progress_phase *phases; /* in order, parted by nothing */
    size_t n_phases;
    struct progress_practices practices; /* of a large chart alone */
    enum language language;
};

/* From so many scores on a line is dense: marks only where they matter, and a
   bold line of running medians over the pale one of all. */
enum { PROGRESS_DENSE = 40 };
bool progress_is_dense(const struct progress_point *points, size_t n);

/* Draws the chart, title line included, into a drawing of that size, or as high
   as its plot asks.  A large one prints all values and names phases, bands and
   the zone; a small one the first and the latest value.  Labels never overlap,
   and no line crosses one. */
struct drawing *progress_draw(const struct progress_chart *chart,
                              double width_pt, double height_pt,
                              const struct measure *measure,
                              struct arena *arena) MUST_USE;

/* One of two lines on one frame. */
struct progress_line {
    const struct progress_point *points; /* in the order of their sessions; of
                                            'at', state, value, breaks_before */
    size_t n_points;
};

/* Two partners' lines on the frame of a chart that has no points of its own; in
   partners.c. */
struct drawing *partners_draw(const struct progress_chart *chart,
                              const struct progress_line lines[2],
                              double width_pt, double height_pt,
                              const struct measure *measure,
                              struct arena *arena) MUST_USE;

/* How the first (0) and the second (1) of the two look. */
void partners_mark(struct drawing *drawing, struct point at, double radius_pt,
                   int which);
struct stroke partners_stroke(int which, double width_pt);
uint32_t partners_color(int which);

/* A point's mark: a dot with a white halo; hollow when prorated; in a ring of
   concern, which is dotted where it is not sure. */
void progress_mark(struct drawing *drawing, struct point at, double radius_pt,
                   const struct progress_point *point);

/* A session without a score; of a dense line. */
void progress_cross(struct drawing *drawing, struct point at);
void progress_stroke(struct drawing *drawing, struct point at);

#endif
