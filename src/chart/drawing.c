/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The display list: shapes are copied into the drawing's arena, so that what a
   caller drew from may go. */
#include "chart/drawing.h"

#include <assert.h>

#include "base/vec.h"

struct drawing *
drawing_new(double width_pt, double height_pt, struct arena *arena)
{
    struct drawing *drawing = ARENA_NEW(arena, struct drawing);

    *drawing = (struct drawing){
        .width_pt = width_pt, .height_pt = height_pt, .arena = arena};
    return drawing;
}

static void
add(struct drawing *drawing, struct shape shape)
{
    drawing->shapes = vec_grow(drawing->arena, drawing->shapes, &drawing->size,
                               drawing->n_shapes, sizeof *drawing->shapes);
    drawing->shapes[drawing->n_shapes++] = shape;
}

static const char *
copied_text(struct drawing *drawing, const char *text)
{
    return text ? arena_text(drawing->arena, str_from(text)) : NULL;
}

static const struct point *
copied_points(struct drawing *drawing, const struct point *points, size_t n)
{
    struct point *copy = ARENA_ARRAY(drawing->arena, n, struct point);

    for (size_t i = 0; i < n; i++)
        copy[i] = points[i];
    return copy;
}

void
drawing_line(struct drawing *drawing, struct point from, struct point to,
             struct stroke stroke)
{
    drawing_lines(drawing, (struct point[]){from, to}, 2, stroke);
}

void
drawing_lines(struct drawing *drawing, const struct point *points,
              size_t n_points, struct stroke stroke)
{
    add(drawing,
        (struct shape){.kind = SHAPE_LINES,
                       .points = copied_points(drawing, points, n_points),
                       .n_points = n_points,
                       .is_stroked = true,
                       .stroke = stroke});
}

void
drawing_area(struct drawing *drawing, const struct point *points,
             size_t n_points, uint32_t fill)
{
    add(drawing,
        (struct shape){.kind = SHAPE_AREA,
                       .points = copied_points(drawing, points, n_points),
                       .n_points = n_points,
                       .is_filled = true,
                       .fill = fill});
}

void
drawing_rect(struct drawing *drawing, struct point at, double width_pt,
             double height_pt, uint32_t fill)
{
    add(drawing, (struct shape){.kind = SHAPE_RECT,
                                .at = at,
                                .width_pt = width_pt,
                                .height_pt = height_pt,
                                .is_filled = true,
                                .fill = fill});
}

void
drawing_circle(struct drawing *drawing, struct point middle, double radius_pt,
               uint32_t fill, struct stroke stroke)
{
    add(drawing, (struct shape){.kind = SHAPE_CIRCLE,
                                .at = middle,
                                .radius_pt = radius_pt,
                                .is_filled = fill != NO_FILL,
                                .fill = fill,
                                .is_stroked = stroke.width_pt > 0,
                                .stroke = stroke});
}

void
drawing_image(struct drawing *drawing, struct point at, double width_pt,
              double height_pt, const struct image *image)
{
    add(drawing, (struct shape){.kind = SHAPE_IMAGE,
                                .at = at,
                                .width_pt = width_pt,
                                .height_pt = height_pt,
                                .image = image});
}

void
drawing_text(struct drawing *drawing, struct point baseline, const char *text,
             struct font font, uint32_t color, enum align align)
{
    add(drawing, (struct shape){.kind = SHAPE_TEXT,
                                .at = baseline,
                                .text = copied_text(drawing, text),
                                .font = font,
                                .color = color,
                                .align = align});
}

void
drawing_paragraph(struct drawing *drawing, struct point top, double width_pt,
                  const char *text, struct font font, uint32_t color,
                  enum align align)
{
    add(drawing, (struct shape){.kind = SHAPE_PARAGRAPH,
                                .at = top,
                                .width_pt = width_pt,
                                .text = copied_text(drawing, text),
                                .font = font,
                                .color = color,
                                .align = align});
}

void
drawing_begin(struct drawing *drawing, enum role role, const char *text,
              const char *outline)
{
    add(drawing, (struct shape){.kind = SHAPE_BEGIN,
                                .role = role,
                                .text = copied_text(drawing, text),
                                .outline = copied_text(drawing, outline)});
}

void
drawing_end(struct drawing *drawing)
{
    add(drawing, (struct shape){.kind = SHAPE_END});
}

void
drawing_link(struct drawing *drawing, unsigned place, unsigned link)
{
    struct shape *part = &drawing->shapes[drawing->n_shapes - 1];

    assert(drawing->n_shapes && part->kind == SHAPE_BEGIN);
    part->place = place;
    part->link = link;
}

void
drawing_add(struct drawing *drawing, const struct drawing *other, double x,
            double y)
{
    assert(drawing != other);
    for (size_t i = 0; i < other->n_shapes; i++) {
        struct shape shape = other->shapes[i];
        struct point *moved =
            shape.n_points
                ? ARENA_ARRAY(drawing->arena, shape.n_points, struct point)
                : NULL;

        for (size_t k = 0; k < shape.n_points; k++)
            moved[k] =
                (struct point){shape.points[k].x + x, shape.points[k].y + y};
        shape.points = moved;
        shape.at = (struct point){shape.at.x + x, shape.at.y + y};
        shape.text = copied_text(drawing, shape.text);
        shape.outline = copied_text(drawing, shape.outline);
        add(drawing, shape);
    }
}
