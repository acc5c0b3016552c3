/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws a part of a page from where its language begins a line: x counts from
   the left edge in English and from the right edge in Arabic, so that a block
   is laid out once for both. */
#ifndef ATTUNE_REPORT_PEN_H
#define ATTUNE_REPORT_PEN_H

#include "base/words.h"
#include "chart/drawing.h"

struct pen {
    struct drawing *drawing;
    bool is_rtl;
};

/* A pen with a new drawing. */
struct pen pen_new(double width_pt, double height_pt, enum language language,
                   struct arena *arena);

void pen_text(const struct pen *pen, struct point baseline, const char *text,
              struct font font, uint32_t color);
/* The line ends at the point. */
void pen_text_end(const struct pen *pen, struct point baseline,
                  const char *text, struct font font, uint32_t color);
/* x and width of a column, y the top of the first line. */
struct pen_column {
    double x;
    double y;
    double width_pt;
    uint32_t color;
};
void pen_paragraph(const struct pen *pen, struct pen_column column,
                   const char *text, struct font font, enum align align);
/* A filled polygon. */
void pen_area(const struct pen *pen, const struct point *points,
              size_t n_points, uint32_t fill);
void pen_box(const struct pen *pen, struct point top, double width_pt,
             double height_pt, uint32_t fill);
/* A level line from 'from' to the x 'to'. */
void pen_rule(const struct pen *pen, struct point from, double to,
              struct stroke stroke);
/* An empty field to write in, PEN_FIELD_PT high, its name in a line above. */
#define PEN_FIELD_PT 18.0
void pen_field(const struct pen *pen, struct point top, double width_pt,
               const char *name);
/* The other drawing itself is not mirrored. */
void pen_add(const struct pen *pen, const struct drawing *other,
             struct point top);

#endif
