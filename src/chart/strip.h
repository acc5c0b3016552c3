/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first and the latest score of a scale on its full range: a line between
   two marks, in front of the error of the first one and of the cut-off. */
#ifndef ATTUNE_CHART_STRIP_H
#define ATTUNE_CHART_STRIP_H

#include <stdbool.h>
#include <stdint.h>
#include "chart/drawing.h"

struct strip {
    double lo; /* the full attainable range */
    double hi;
    bool has_first; /* a score before the latest one */
    double first;
    double latest;
    bool has_zone;
    double zone_low; /* may reach beyond the range */
    double zone_high;
    bool has_cutoff;
    double cutoff;
    uint32_t color; /* of the change */
};

struct drawing *strip_draw(const struct strip *strip, double width_pt,
                           double height_pt, struct arena *arena) MUST_USE;

#endif
