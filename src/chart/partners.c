/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of two partners on one frame (plot.h).  A session without a score
   is a plain gap, and no mark says more than another: nothing tells how
   somebody filled in a form. */
#include "chart/progress.h"

#include <math.h>

#include "chart/palette.h"
#include "chart/plot.h"

#define MARK_SHARE 0.32 /* of the room between sessions, for a radius */
#define SMALLEST_MARK_PT 0.9
#define AIR_PT 3.0  /* from a mark to its value */
#define PALE_PT 0.6 /* the lines of all scores */
#define PALE_DASH_SHARE 0.4

/* From so many sessions on only the first and the latest have their value, as
   two lines leave no room for more; the table has them all. */
enum { MANY = 20 };

struct pair_picture {
    struct plot plot;
    struct plot_line lines[2];
    double mark_pt;
    bool is_dense; /* either is: then both are drawn alike */
};

/* Neither is the colour of concern; form and stroke differ as well. */
static const struct progress_look {
    uint32_t color;
    uint32_t pale;
    double dash_pt;
    bool is_square;
} looks[2] = {{COLOR_FIRST, COLOR_FIRST_PALE, 0, false},
              {COLOR_SECOND, COLOR_SECOND_PALE, 4, true}};

void
partners_mark(struct drawing *drawing, struct point at, double radius_pt,
              int which)
{
    const struct progress_look *look = &looks[which];
    double side = 1.8 * radius_pt;

    if (look->is_square)
        drawing_rect(drawing, (struct point){at.x - side / 2, at.y - side / 2},
                     side, side, look->color);
    else
        drawing_circle(drawing, at, radius_pt, look->color, (struct stroke){0});
}

struct stroke
partners_stroke(int which, double width_pt)
{
    return (struct stroke){looks[which].color, width_pt, looks[which].dash_pt,
                           0.7 * looks[which].dash_pt};
}

/* Of all scores where they are dense: dashed as the line before it is, but
   shorter, as the way from one score to the next is short. */
static struct stroke
pale_stroke(int which)
{
    double dash_pt = PALE_DASH_SHARE * looks[which].dash_pt;

    return (struct stroke){looks[which].pale, PALE_PT, dash_pt, dash_pt};
}

uint32_t
partners_color(int which)
{
    return looks[which].color;
}

/* Of dense lines the first and the latest alone. */
static bool
is_marked(const struct pair_picture *picture, const struct plot_line *line,
          size_t idx)
{
    return plot_line_is_scored(line, idx)
           && (!picture->is_dense || idx == line->first || idx == line->latest);
}

static void
tell_labels(struct pair_picture *picture, const struct plot_line *line)
{
    struct labels *labels = &picture->plot.labels;
    double r = picture->mark_pt;

    for (size_t i = 0; i < line->data.n_points; i++) {
        struct point at = line->places[i];

        if (is_marked(picture, line, i))
            labels_mark(labels,
                        (struct box){at.x - r, at.y - r, at.x + r, at.y + r});
    }
    plot_line_tell(line, labels);
}

/* The other's point at the same session, with a score; or NULL. */
static const struct progress_point *
point_beside(const struct pair_picture *picture, int which, size_t at)
{
    const struct plot_line *other = &picture->lines[!which];

    for (size_t i = 0; i < other->data.n_points; i++)
        if (other->data.points[i].at == at && plot_line_is_scored(other, i))
            return &other->data.points[i];
    return NULL;
}

static void
place_value(struct pair_picture *picture, int which, size_t idx)
{
    const struct plot_line *line = &picture->lines[which];
    const struct progress_point *point = &line->data.points[idx];
    const struct progress_point *beside =
        point_beside(picture, which, point->at);
    double above = !beside ? 0
                   : point->value != beside->value
                       ? point->value - beside->value
                   : which ? -1
                           : 1;

    plot_place_value(&picture->plot,
                     &(struct plot_value){
                         .at = line->places[idx],
                         .reach_pt = picture->mark_pt + AIR_PT,
                         .value = point->value,
                         .decimals = point->decimals,
                         .color = looks[which].color,
                         .is_end = idx == line->first || idx == line->latest,
                         .is_latest = idx == line->latest,
                         .is_of_lower = above<0, .is_of_higher = above> 0,
                     });
}

static void
place_values(struct pair_picture *picture)
{
    const struct plot *plot = &picture->plot;

    for (int k = 0; k < 2; k++) {
        const struct plot_line *line = &picture->lines[k];

        if (line->latest != SIZE_MAX)
            place_value(picture, k, line->latest);
        if (line->first != line->latest)
            place_value(picture, k, line->first);
    }
    plot_place_words(&picture->plot);
    for (int k = 0;
         k < 2 && plot->style->is_large && plot->chart->timeline->n < MANY;
         k++) {
        const struct plot_line *line = &picture->lines[k];

        for (size_t i = 0; i < line->data.n_points; i++)
            if (plot_line_is_scored(line, i) && i != line->first
                && i != line->latest && plot->is_named[line->data.points[i].at])
                place_value(picture, k, i);
    }
}

static void
draw_runs(const struct pair_picture *picture, const struct plot_line *line,
          struct stroke stroke)
{
    for (size_t from = 0, end = 0; plot_line_next(line, &from, &end);)
        if (end - from > 1)
            drawing_lines(picture->plot.drawing, line->places + from,
                          end - from, stroke);
}

static void
draw_line(const struct pair_picture *picture, int which)
{
    const struct plot_line *line = &picture->lines[which];

    struct stroke stroke = partners_stroke(which, picture->plot.style->line_pt);

    if (picture->is_dense)
        plot_line_draw_medians(line, picture->plot.drawing, stroke);
    else
        draw_runs(picture, line, stroke);
    for (size_t i = 0; i < line->data.n_points; i++)
        if (is_marked(picture, line, i))
            partners_mark(picture->plot.drawing, line->places[i],
                          picture->mark_pt, which);
}

struct drawing *
partners_draw(const struct progress_chart *chart,
              const struct progress_line lines[2], double width_pt,
              double height_pt, const struct measure *measure,
              struct arena *arena)
{
    struct drawing *drawing = drawing_new(width_pt, height_pt, arena);
    struct pair_picture picture = {0};
    size_t n = chart->timeline->n;

    plot_begin(&picture.plot, chart, drawing, measure);
    picture.mark_pt = picture.plot.style->mark_pt;
    for (int k = 0; k < 2; k++)
        picture.is_dense |=
            progress_is_dense(lines[k].points, lines[k].n_points);
    if (n > 1 && !picture.is_dense)
        picture.mark_pt =
            fmin(picture.mark_pt,
                 fmax(SMALLEST_MARK_PT, MARK_SHARE
                                            * (picture.plot.times.to_pt
                                               - picture.plot.times.from_pt)
                                            / (double)(n - 1)));
    for (int k = 0; k < 2; k++) {
        picture.lines[k] =
            plot_line_of(&picture.plot, &lines[k], picture.is_dense);
        tell_labels(&picture, &picture.lines[k]);
    }
    place_values(&picture);
    plot_draw_frame(&picture.plot);
    for (int k = 0; k < 2 && picture.is_dense; k++)
        draw_runs(&picture, &picture.lines[k], pale_stroke(k));
    for (int k = 0; k < 2; k++)
        draw_line(&picture, k);
    labels_draw(&picture.plot.labels);
    drawing_end(drawing); /* of the figure that plot_begin() began */
    if (chart->need)
        *chart->need = picture.plot.need;
    return drawing;
}
