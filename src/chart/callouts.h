/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words beside a progress chart's data: values, the cut-off, the phases,
   the names of the sessions and the calendar. */
#ifndef ATTUNE_CHART_CALLOUTS_H
#define ATTUNE_CHART_CALLOUTS_H

#include "chart/plot.h"

/* The data as it lies on its frame. */
struct picture {
    struct plot plot;
    struct point *places; /* of the points; x alone where there is no score */
    double *reaches_pt;   /* from a point to the edge of its mark */
    double mark_pt;       /* the radius of marks */
    bool is_dense;        /* so many points that most have no mark */
    size_t first;         /* scored point; SIZE_MAX: none */
    size_t latest;
    /* Of the sessions, by callouts_thin(): */
    const char **names;
    double *name_xs;
    bool *is_named; /* has room on the axis */
};

/* Chooses the sessions that are named on the axis. */
void callouts_thin(struct picture *picture);

/* Writes all words, once lines and marks are known to the labels. */
void callouts_write(struct picture *picture);

#endif
