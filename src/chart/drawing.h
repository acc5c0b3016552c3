/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture as a list of shapes, before anybody draws it.  Lengths are in
   points (1/72 inch), y grows downwards.  What fills a page, what a chart is
   made of and what golden files compare is this list; render/ turns it into
   PDF. */
#ifndef ATTUNE_CHART_DRAWING_H
#define ATTUNE_CHART_DRAWING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* No more faces than these, since each is a program in the file. */
enum font_weight { WEIGHT_REGULAR, WEIGHT_SEMIBOLD };

struct font {
    double size_pt;
    enum font_weight weight;
    double spacing_pt; /* between letters; 0: as the font has it */
};

/* START is left in a language that is written from left to right. */
enum align { ALIGN_START, ALIGN_MIDDLE, ALIGN_END };

struct stroke {
    uint32_t color; /* 0xRRGGBB */
    double width_pt;
    double dash_pt; /* length of dash and of gap; 0: unbroken */
    double gap_pt;
};

struct point {
    double x;
    double y;
};

enum shape_kind {
    SHAPE_LINES, /* an open polyline */
    SHAPE_AREA,  /* a filled polygon */
    SHAPE_RECT,
    SHAPE_CIRCLE,
    SHAPE_IMAGE,
    SHAPE_TEXT,      /* one line; y is its baseline */
    SHAPE_PARAGRAPH, /* wrapped at width; y is the top of its first line */
    SHAPE_BEGIN,     /* a part of the document's structure begins; */
    SHAPE_END        /* and ends */
};

/* What a reader's software is told that a part is. */
enum role {
    ROLE_TITLE,
    ROLE_HEADING,
    ROLE_PARAGRAPH,
    ROLE_TABLE,
    ROLE_ROW,
    ROLE_HEADER_CELL,
    ROLE_CELL,
    ROLE_FIGURE,
    ROLE_FOOTER /* what each page repeats */
};

/* A PNG file. */
struct image {
    const char *path;
    struct str bytes;
    int width; /* in its own points */
    int height;
};

struct shape {
    enum shape_kind kind;
    const struct point *points; /* LINES, AREA */
    size_t n_points;
    struct point at;           /* RECT, IMAGE: top left; CIRCLE: middle */
    double width_pt;           /* RECT, IMAGE, PARAGRAPH */
    double height_pt;          /* RECT, IMAGE */
    const struct image *image; /* borrowed */
    double radius_pt;          /* CIRCLE */
    bool is_filled;
    uint32_t fill;
    bool is_stroked;
    struct stroke stroke;
    const char *text; /* TEXT, PARAGRAPH; of FIGURE: what it shows */
    struct font font;
    uint32_t color; /* of text */
    enum align align;
    enum role role;      /* BEGIN */
    const char *outline; /* BEGIN: its entry in the outline; or NULL */
    unsigned place;      /* BEGIN: its number, for links; 0: none */
    unsigned link;       /* BEGIN: the place it leads to; 0: nowhere */
};

struct drawing {
    double width_pt;
    double height_pt;
    struct shape *shapes; /* grown by the functions below alone */
    size_t n_shapes;
    size_t size;         /* of the array */
    struct arena *arena; /* where shapes and texts are copied to */
};

struct drawing *drawing_new(double width_pt, double height_pt,
                            struct arena *arena) MUST_USE;

void drawing_line(struct drawing *drawing, struct point from, struct point to,
                  struct stroke stroke);
void drawing_lines(struct drawing *drawing, const struct point *points,
                   size_t n_points, struct stroke stroke);
void drawing_area(struct drawing *drawing, const struct point *points,
                  size_t n_points, uint32_t fill);
void drawing_rect(struct drawing *drawing, struct point at, double width_pt,
                  double height_pt, uint32_t fill);
/* 'fill' may be NO_FILL, stroke.width_pt may be 0. */
#define NO_FILL UINT32_MAX
void drawing_circle(struct drawing *drawing, struct point middle,
                    double radius_pt, uint32_t fill, struct stroke stroke);
void drawing_image(struct drawing *drawing, struct point at, double width_pt,
                   double height_pt, const struct image *image);
void drawing_text(struct drawing *drawing, struct point baseline,
                  const char *text, struct font font, uint32_t color,
                  enum align align);
void drawing_paragraph(struct drawing *drawing, struct point top,
                       double width_pt, const char *text, struct font font,
                       uint32_t color, enum align align);
/* Parts nest; every begin has its end in the same drawing. */
void drawing_begin(struct drawing *drawing, enum role role, const char *text,
                   const char *outline);
void drawing_end(struct drawing *drawing);
/* Of the part begun last: its own place, which no other part of the document
   has, and the place that a reader gets to from it (from a row by its first
   cell); each may be 0. */
void drawing_link(struct drawing *drawing, unsigned place, unsigned link);

/* Puts all shapes of 'other' into 'drawing', moved by (x, y). */
void drawing_add(struct drawing *drawing, const struct drawing *other, double x,
                 double y);

#endif
