/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values beside the points of a progress chart; see plot.h. */
#include "chart/plot.h"

#include <math.h>

#define DIGIT 0.72   /* the height of a figure, in sizes */
#define SAME_PT 0.01 /* between distances that are the same */

enum {
    NEAR_SPOTS = 8, /* at which a value is surely its point's */
    VALUE_ROWS = 2, /* for the first and the latest, where all these are held */
    LATEST_ROWS = 2 * VALUE_ROWS, /* for the latest, which is always told */
    END_SPOTS = NEAR_SPOTS + 6 * VALUE_ROWS,
    MAX_VALUE_SPOTS = NEAR_SPOTS + 6 * LATEST_ROWS
};

/* The places around a point at which its value may stand, the best first:
   above it, below it, at its corners and sides, then in rows farther off: by no
   more than its own height, and last, for the latest, by up to twice that. */
static void
value_spots(struct point at, double radius, double size_pt,
            struct spot spots[MAX_VALUE_SPOTS])
{
    double up = at.y - radius;
    double down = at.y + radius + DIGIT * size_pt;
    double level = at.y + DIGIT / 2 * size_pt;
    const struct spot near_spots[NEAR_SPOTS] = {
        {{at.x, up}, SIDE_MIDDLE},
        {{at.x, down}, SIDE_MIDDLE},
        {{at.x + 1, up + 1}, SIDE_LEFT},
        {{at.x - 1, up + 1}, SIDE_RIGHT},
        {{at.x + 1, down - 1}, SIDE_LEFT},
        {{at.x - 1, down - 1}, SIDE_RIGHT},
        {{at.x + radius, level}, SIDE_LEFT},
        {{at.x - radius, level}, SIDE_RIGHT},
    };
    static const enum side sides[] = {SIDE_MIDDLE, SIDE_LEFT, SIDE_RIGHT};
    size_t n = 0;

    for (size_t i = 0; i < NEAR_SPOTS; i++)
        spots[n++] = near_spots[i];
    for (int row = 1; row <= LATEST_ROWS; row++)
        for (size_t i = 0; i < N_ELEMENTS(sides); i++) {
            double off = row * size_pt / VALUE_ROWS;

            spots[n++] = (struct spot){{at.x, up - off}, sides[i]};
            spots[n++] = (struct spot){{at.x, down + off}, sides[i]};
        }
}

static double
distance_pt(struct box box, struct point at)
{
    return hypot(fmax(0, fmax(box.left - at.x, at.x - box.right)),
                 fmax(0, fmax(box.top - at.y, at.y - box.bottom)));
}

/* Whether a value there would be read as that of another point, to which it is
   nearer than to its own. */
static bool
is_of_another(const struct plot *plot, struct box box, struct point own)
{
    double nearest = distance_pt(box, own) - SAME_PT;
    const struct labels *labels = &plot->labels;

    for (size_t i = 0; i < labels->marks.n; i++) {
        struct box mark = labels->marks.items[i];
        struct point middle = {(mark.left + mark.right) / 2,
                               (mark.top + mark.bottom) / 2};

        if (distance_pt(box, middle) < nearest)
            return true;
    }
    for (size_t i = 0; i < labels->lines.n; i++) {
        struct segment line = labels->lines.items[i];

        if (line.from.x > plot->area.left /* no edge of the zone */
            && (distance_pt(box, line.from) < nearest
                || distance_pt(box, line.to) < nearest))
            return true;
    }
    return false;
}

/* Has the spots beyond the near ones at which the label would be read as
   another point's stand behind all others; returns how many others there are.
 */
static size_t
own_spots(const struct plot *plot, const struct label *label, struct point own,
          struct spot spots[MAX_VALUE_SPOTS])
{
    double width = plot_text_pt(plot, label->font, label->text);
    struct spot others[END_SPOTS];
    size_t n_others = 0;
    size_t n_own = NEAR_SPOTS;

    for (size_t i = NEAR_SPOTS; i < END_SPOTS; i++) {
        struct point at = spots[i].at;
        double left = at.x - width / 2 * (double)spots[i].side;
        struct box box = {left, at.y - DIGIT * label->font.size_pt,
                          left + width, at.y};

        if (is_of_another(plot, box, own))
            others[n_others++] = spots[i];
        else
            spots[n_own++] = spots[i];
    }
    for (size_t i = 0; i < n_others; i++)
        spots[n_own + i] = others[i];
    return n_own;
}

/* Has spots below the point, or above it, stand behind all others. */
static void
shun_side(struct spot *spots, size_t n, struct point at, double size_pt,
          bool is_below)
{
    double level = at.y + DIGIT / 2 * size_pt;
    struct spot others[MAX_VALUE_SPOTS];
    size_t n_others = 0;
    size_t n_first = 0;

    for (size_t i = 0; i < n; i++)
        if (is_below ? spots[i].at.y > level : spots[i].at.y < level)
            others[n_others++] = spots[i];
        else
            spots[n_first++] = spots[i];
    for (size_t i = 0; i < n_others; i++)
        spots[n_first + i] = others[i];
}

void
plot_place_value(struct plot *plot, const struct plot_value *value)
{
    struct font font =
        value->is_end ? plot->style->end_value : plot->style->value;
    struct label label = {plot_number(plot, value->value,
                                      value->decimals > plot->chart->decimals
                                          ? value->decimals
                                          : plot->chart->decimals),
                          font, value->color};
    struct spot spots[MAX_VALUE_SPOTS];
    size_t n = NEAR_SPOTS;

    value_spots(value->at, value->reach_pt, font.size_pt, spots);
    if (value->is_end)
        n = own_spots(plot, &label, value->at, spots);
    if (value->is_latest)
        n = END_SPOTS;
    if (value->is_of_lower || value->is_of_higher)
        shun_side(spots, n, value->at, font.size_pt, value->is_of_higher);
    bool is_put = labels_put(&plot->labels, &label, spots, n,
                             value->is_end ? NEED_MUST : NEED_CLEAR);
    if (!is_put && value->is_latest)
        (void)labels_put(&plot->labels, &label, spots + END_SPOTS,
                         MAX_VALUE_SPOTS - END_SPOTS, NEED_MUST);
}
