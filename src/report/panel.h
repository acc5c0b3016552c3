/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A series as what a progress chart shows, for the charts, the sparklines and
   the words that explain them. */
#ifndef ATTUNE_REPORT_PANEL_H
#define ATTUNE_REPORT_PANEL_H

#include "chart/progress.h"
#include "report/sentences.h"

/* Whether there is anything to draw: a score with a date. */
bool panel_can_draw(const struct series *series);

/* The dated sessions of the series; everything is borrowed from the history or
   made in the arena. */
struct progress_chart panel_chart(const struct series *series,
                                  struct tongue tongue);

/* What a reader may wonder at on the charts. */
struct panel_marks {
    bool has_chart;
    bool has_gap;
    bool has_prorated; /* here or in the table */
    bool has_concern;
    bool has_break;
    bool has_phase;
    bool has_course;     /* a course is said */
    bool has_difference; /* of a first and a latest score */
    bool has_unjudged;   /* and one of these that no limit is known of */
};

/* Adds the marks that occur in the series. */
void panel_find_marks(const struct series *series, struct tongue tongue,
                      struct panel_marks *marks);

#endif
