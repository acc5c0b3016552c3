/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words in a picture that never lie on each other, and that no line crosses:
   each label is offered some spots, takes the best free one and holds it; rules
   that are drawn afterwards part around it.  So first everything is placed,
   then rules and data are drawn, and the words last. */
#ifndef ATTUNE_CHART_LABELS_H
#define ATTUNE_CHART_LABELS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/vec.h"
#include "base/words.h"
#include "chart/drawing.h"
#include "chart/measure.h"

struct box {
    double left;
    double top;
    double right;
    double bottom;
};

/* Which edge of a text stands at its point, in every language. */
enum side { SIDE_LEFT, SIDE_MIDDLE, SIDE_RIGHT };

struct label {
    const char *text;
    struct font font;
    uint32_t color;
};

struct spot {
    struct point at; /* on the baseline */
    enum side side;
};

struct segment {
    struct point from;
    struct point to;
};

struct placed_label {
    struct label label;
    struct spot spot;
    struct box box;
    bool has_plate; /* a line is hidden behind it */
};

/* Everything is borrowed; what is known of the picture grows in the drawing's
   arena. */
struct labels {
    struct drawing *drawing;
    const struct measure *measure;
    enum language language;
    struct box inside;                             /* no label leaves it */
    struct box_list VEC(struct box) taken;         /* never written on */
    struct mark_list VEC(struct box) marks;        /* nor on these; */
    struct line_list VEC(struct segment) lines;    /* nor across these, unless a
                                                      label must be somewhere */
    struct dashed_list VEC(struct segment) dashed; /* least of all across these,
                                                      which beside a number
                                                      would be minus signs */
    struct faint_list VEC(struct segment) faint;   /* rather not across these,
                                                      which would part */
    struct placed_list VEC(struct placed_label) placed;
};

/* How badly a label is wanted. */
enum need {
    NEED_CLEAR, /* only where it crosses nothing */
    NEED_MUST   /* anywhere but on another label or a mark */
};

/* Gives the label the best of its spots, of which earlier ones are liked
   better, and returns true; false when none is free. */
bool labels_put(struct labels *labels, const struct label *label,
                const struct spot *spots, size_t n_spots, enum need need);

/* Puts some lines, one below the other, where they cross nothing; each spot is
   that of the first, and every other one 'step_pt' below.  False when no spot
   is free. */
bool labels_put_lines(struct labels *labels, const struct label *label,
                      const char *const *lines, size_t n_lines, double step_pt,
                      const struct spot *spots, size_t n_spots);

/* Puts it there, whatever stands there. */
void labels_write(struct labels *labels, const struct label *label,
                  struct spot spot);

void labels_take(struct labels *labels, struct box box);
void labels_mark(struct labels *labels, struct box box);
void labels_line(struct labels *labels, struct point from, struct point to);
void labels_dashed(struct labels *labels, struct point from, struct point to);
void labels_faint(struct labels *labels, struct point from, struct point to);

/* Draws a level or an upright rule, less where a label is on it. */
void labels_rule(const struct labels *labels, struct point from,
                 struct point to, struct stroke stroke);

/* Draws all labels. */
void labels_draw(const struct labels *labels);

/* The text, or as much of it as fits, with an ellipsis, up to the end of a word
   where that is no less than half; "" when nothing is. */
const char *labels_fit(const struct measure *measure, struct font font,
                       const char *text, double width_pt,
                       struct arena *arena) MUST_USE;

/* Breaks the text in at most 'n_max' lines, the last shortened when it must
   be; returns how many. */
size_t labels_wrap(const struct labels *labels, const struct label *label,
                   double width_pt, const char **lines, size_t n_max);

#endif
