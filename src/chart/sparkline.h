/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A series in the height of a line of text: full range, gaps, no axis. */
#ifndef ATTUNE_CHART_SPARKLINE_H
#define ATTUNE_CHART_SPARKLINE_H

#include "chart/progress.h"

struct drawing *sparkline_draw(const struct progress_chart *chart,
                               double width_pt, double height_pt,
                               struct arena *arena) MUST_USE;

#endif
