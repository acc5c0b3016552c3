/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finding as what charts and strips show, and the marks that occur on them,
   for the key that explains them. */
#ifndef ATTUNE_REPORT_PANEL_H
#define ATTUNE_REPORT_PANEL_H

#include "chart/progress.h"
#include "chart/strip.h"
#include "report/layout.h"

/* Whether there is anything to draw: a score. */
bool panel_can_draw(const struct finding *finding);

/* Everything is borrowed from the subject or made in the arena. */
struct progress_chart panel_chart(const struct layout *layout,
                                  const struct finding *finding);

/* 'color' is that of the change; there is a score. */
struct strip panel_strip(const struct finding *finding, uint32_t color);

/* What a reader may wonder at. */
struct panel_marks {
    bool has_gap;
    bool has_prorated;
    bool has_concern;
    bool has_near; /* a ring that is dotted */
    bool has_zone;
    bool has_cutoff;
    bool has_break;
    bool is_dense;
};

/* Those that occur on the page. */
struct panel_marks panel_find_marks(const struct layout *layout);

#endif
