/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four facts in a line; hollow is first, solid is latest. */
#include "chart/strip.h"

#include <math.h>

#include "chart/axis.h"
#include "chart/palette.h"

#define MARK_PT 2.8
#define END_PT 3.0 /* half a stroke that ends the range */
#define ZONE_SHARE 0.72
#define LINE_PT 1.7

static void
upright(struct drawing *drawing, double x, double reach, struct stroke stroke)
{
    double middle = drawing->height_pt / 2;

    drawing_line(drawing, (struct point){x, middle - reach},
                 (struct point){x, middle + reach}, stroke);
}

struct drawing *
strip_draw(const struct strip *strip, double width_pt, double height_pt,
           struct arena *arena)
{
    struct drawing *drawing = drawing_new(width_pt, height_pt, arena);
    struct axis axis = {strip->lo, strip->hi, MARK_PT + 1,
                        width_pt - MARK_PT - 1};
    double y = height_pt / 2;
    struct point first = {axis_at(&axis, strip->first), y};
    struct point latest = {axis_at(&axis, strip->latest), y};
    struct stroke range = {COLOR_SOFT, 0.6, 0, 0};
    double low = axis_at(&axis, fmax(strip->lo, strip->zone_low));
    double high = axis_at(&axis, fmin(strip->hi, strip->zone_high));

    if (strip->has_zone && low < high)
        drawing_rect(drawing,
                     (struct point){low, y - ZONE_SHARE * height_pt / 2},
                     high - low, ZONE_SHARE * height_pt, COLOR_ZONE);
    drawing_line(drawing, (struct point){axis.from_pt, y},
                 (struct point){axis.to_pt, y}, range);
    upright(drawing, axis.from_pt, END_PT, range);
    upright(drawing, axis.to_pt, END_PT, range);
    if (strip->has_cutoff)
        upright(drawing, axis_at(&axis, strip->cutoff), height_pt / 2,
                (struct stroke){COLOR_WARN, 1.1, 2.2, 1.4});
    if (strip->has_first) {
        drawing_line(drawing, first, latest,
                     (struct stroke){strip->color, LINE_PT, 0, 0});
        drawing_circle(drawing, first, MARK_PT - 0.4, COLOR_PAPER,
                       (struct stroke){strip->color, 1.2, 0, 0});
    }
    drawing_circle(drawing, latest, MARK_PT, strip->color,
                   (struct stroke){COLOR_PAPER, 0.6, 0, 0});
    return drawing;
}
