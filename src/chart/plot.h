/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands still in a progress chart: its title line, the full range with
   its ticks, the tints of the bands and the words at the ends. */
#ifndef ATTUNE_CHART_PLOT_H
#define ATTUNE_CHART_PLOT_H

#include "chart/axis.h"
#include "chart/labels.h"
#include "chart/progress.h"

/* Sizes that differ between a large chart and a small one. */
struct plot_style {
    struct font title;
    struct font text; /* ticks, words at the ends, bands, calendar */
    struct font note; /* cut-off, phases, sessions */
    struct font value;
    struct font end_value; /* the first and the latest */
    double mark_pt;        /* radius of a point at most */
    double line_pt;
    bool prints_all; /* values, not the first and the latest alone */
};

struct plot {
    const struct progress_chart *chart;
    const struct plot_style *style;
    struct drawing *drawing;
    struct labels labels;
    struct box area; /* where the data lies */
    struct axis values;
    struct axis times;
    double *xs; /* of the points */
};

/* Draws the title line, then the bands, the zone, the grid and its ticks. */
void plot_begin(struct plot *plot, const struct progress_chart *chart,
                struct drawing *drawing, const struct measure *measure);

/* The lines of the cut-off and of the phases; the labels know them then. */
void plot_draw_lines(struct plot *plot);

/* Whether the cut-off lies within the range. */
bool plot_has_cutoff(const struct plot *plot);

/* Whether the phase begins while the sessions last; where, goes to '*x'. */
bool plot_phase_x(const struct plot *plot, const struct progress_phase *phase,
                  double *x);

/* Whether a phase's line runs through the stretch, or near to it. */
bool plot_meets_phase(const struct plot *plot, double left, double right);

/* The words for the ends, once it is known where the data lies. */
void plot_name_ends(struct plot *plot);

/* A number in the chart's language, in the drawing's arena. */
const char *plot_number(const struct plot *plot, double number,
                        int decimals) MUST_USE;

#endif
