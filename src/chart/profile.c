/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line for the range, a box for the norm, a whisker for the error and the
   mark of a progress chart for the score. */
#include "chart/profile.h"

#include <math.h>
#include "chart/labels.h"
#include "chart/palette.h"

#define MARK_PT 2.8
#define END_PT 3.0   /* half a stroke that ends the range */
#define NORM_PT 11.0 /* high the box of the norm */
#define REACH_PT 6.5 /* half the stroke of the cut-off */
#define WORDS_PT 6.5 /* the size of words */
#define LINE_SHARE 0.5
#define BELOW_PT 12.5 /* from the line to the baseline of its ends' words */
#define ABOVE_PT 9.0  /* and to that of the cut-off's */
#define UNDER_PT 5.0  /* below that */
#define OVER_PT 8.0   /* above this */
#define GAP_PT 6.0    /* between the words of the two ends, at least */
#define NEXT_PT 8.0   /* from the words of one end to those of the other */

static const struct font words_font = {.size_pt = 6.5};

static double
ends_pt(const struct profile *profile)
{
    return BELOW_PT + UNDER_PT + (profile->ends_part ? NEXT_PT : 0);
}

double
profile_height_pt(const struct profile *profile)
{
    return ends_pt(profile)
           + (profile->cutoff_text ? ABOVE_PT + OVER_PT
                                   : REACH_PT + OVER_PT / 2);
}

double
profile_line_pt(const struct profile *profile)
{
    return profile_height_pt(profile) - ends_pt(profile);
}

static void
upright(struct drawing *drawing, struct point middle, double reach,
        struct stroke stroke)
{
    drawing_line(drawing, (struct point){middle.x, middle.y - reach},
                 (struct point){middle.x, middle.y + reach}, stroke);
}

void
profile_norm(struct drawing *drawing, struct point middle, double width_pt,
             double height_pt)
{
    double x = width_pt / 2;
    double y = height_pt / 2;
    const struct point corners[] = {{middle.x - x, middle.y - y},
                                    {middle.x + x, middle.y - y},
                                    {middle.x + x, middle.y + y},
                                    {middle.x - x, middle.y + y},
                                    {middle.x - x, middle.y - y}};

    drawing_lines(drawing, corners, N_ELEMENTS(corners),
                  (struct stroke){COLOR_SOFT, 0.6, 0, 0});
}

void
profile_error(struct drawing *drawing, struct point from, double to)
{
    struct stroke stroke = {COLOR_ACCENT, 1.7, 0, 0};

    drawing_line(drawing, from, (struct point){to, from.y}, stroke);
    stroke.width_pt = 1.1;
    upright(drawing, from, END_PT + 0.5, stroke);
    upright(drawing, (struct point){to, from.y}, END_PT + 0.5, stroke);
}

/* As much of the norm as lies on the scale. */
static void
draw_norm(struct drawing *drawing, const struct profile *profile,
          const struct axis *axis, double y)
{
    double low = axis_at(axis, fmax(profile->lo, profile->norm_low));
    double high = axis_at(axis, fmin(profile->hi, profile->norm_high));

    if (profile->has_norm && low < high)
        profile_norm(drawing, (struct point){(low + high) / 2, y}, high - low,
                     NORM_PT);
}

static void
draw_range(struct drawing *drawing, const struct axis *axis, double y)
{
    struct stroke range = {COLOR_SOFT, 0.6, 0, 0};

    drawing_line(drawing, (struct point){axis->from_pt, y},
                 (struct point){axis->to_pt, y}, range);
    upright(drawing, (struct point){axis->from_pt, y}, END_PT, range);
    upright(drawing, (struct point){axis->to_pt, y}, END_PT, range);
}

static double
words_pt(double width_pt)
{
    return width_pt - 2 * (MARK_PT + 1);
}

bool
profile_parts(const struct profile *profile, double width_pt,
              const struct measure *measure)
{
    return measure_width_pt(measure, words_font, profile->low) + GAP_PT
               + measure_width_pt(measure, words_font, profile->high)
           > words_pt(width_pt);
}

/* What is left for the words of one end beside those of the other, which have
   half of the line at most. */
static double
room_pt(const struct labels *labels, const char *others)
{
    double width = words_pt(labels->drawing->width_pt);

    return width - GAP_PT
           - fmin((width - GAP_PT) / 2,
                  measure_width_pt(labels->measure, words_font, others));
}

static void
place_end(struct labels *labels, const char *words, double width_pt,
          struct spot spot)
{
    struct label label = {labels_fit(labels->measure, words_font, words,
                                     width_pt, labels->drawing->arena),
                          words_font, COLOR_SOFT};

    labels_write(labels, &label, spot);
}

static void
place_ends(struct labels *labels, const struct profile *profile,
           const struct axis *axis, double y)
{
    bool parts = profile->ends_part;
    double width = words_pt(labels->drawing->width_pt);
    struct point low = {axis->from_pt, y + BELOW_PT};
    struct point high = {axis->to_pt, low.y + (parts ? NEXT_PT : 0)};

    place_end(labels, profile->low,
              parts ? width : room_pt(labels, profile->high),
              (struct spot){low, SIDE_LEFT});
    place_end(labels, profile->high,
              parts ? width : room_pt(labels, profile->low),
              (struct spot){high, SIDE_RIGHT});
}

static void
place_words(struct labels *labels, const struct profile *profile,
            const struct axis *axis, double y)
{
    struct point above = {axis_at(axis, profile->cutoff), y - ABOVE_PT};
    const struct spot spots[] = {
        {above, SIDE_MIDDLE}, {above, SIDE_LEFT}, {above, SIDE_RIGHT}};
    struct label label = {profile->cutoff_text, words_font, COLOR_WARN};

    place_ends(labels, profile, axis, y);
    if (profile->cutoff_text)
        (void)labels_put(labels, &label, spots, N_ELEMENTS(spots), NEED_MUST);
}

struct drawing *
profile_draw(const struct profile *profile, double width_pt,
             const struct measure *measure, struct arena *arena)
{
    double height_pt = profile_height_pt(profile);
    struct drawing *drawing = drawing_new(width_pt, height_pt, arena);
    struct axis axis = {profile->lo, profile->hi, MARK_PT + 1,
                        width_pt - MARK_PT - 1};
    double y = profile_line_pt(profile);
    struct point mark = {axis_at(&axis, profile->point.value), y};
    struct labels labels = {.drawing = drawing,
                            .measure = measure,
                            .language = profile->language,
                            .inside = {0, 0, width_pt, height_pt}};

    draw_norm(drawing, profile, &axis, y);
    draw_range(drawing, &axis, y);
    if (profile->cutoff_text)
        upright(drawing, (struct point){axis_at(&axis, profile->cutoff), y},
                REACH_PT, (struct stroke){COLOR_WARN, 1.1, 2.2, 1.4});
    if (profile->has_error)
        profile_error(drawing,
                      (struct point){axis_at(&axis, profile->error_low), y},
                      axis_at(&axis, profile->error_high));
    if (profile->point.state == POINT_SCORED)
        progress_mark(drawing, mark, MARK_PT, &profile->point);
    place_words(&labels, profile, &axis, y);
    labels_draw(&labels);
    return drawing;
}
