/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The display list: shapes are copied into the drawing's arena, so that what a
   caller drew from may go. */
#include "chart/drawing.h"

#include <assert.h>

#include "base/num.h"
#include "base/utf8.h"
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

static const char *const kind_names[] = {
    [SHAPE_LINES] = "lines",         [SHAPE_AREA] = "area",
    [SHAPE_RECT] = "rect",           [SHAPE_CIRCLE] = "circle",
    [SHAPE_TEXT] = "text",           [SHAPE_BEGIN] = "begin",
    [SHAPE_PARAGRAPH] = "paragraph", [SHAPE_END] = "end",
};

static const char *const role_names[] = {
    [ROLE_TITLE] = "title",
    [ROLE_HEADING] = "heading",
    [ROLE_PARAGRAPH] = "paragraph",
    [ROLE_TABLE] = "table",
    [ROLE_ROW] = "row",
    [ROLE_HEADER_CELL] = "header-cell",
    [ROLE_CELL] = "cell",
    [ROLE_FIGURE] = "figure",
    [ROLE_FOOTER] = "footer",
};

static const char *const align_names[] = {
    [ALIGN_START] = "start",
    [ALIGN_MIDDLE] = "middle",
    [ALIGN_END] = "end",
};

static const char *const weight_names[] = {
    [WEIGHT_REGULAR] = "regular",
    [WEIGHT_SEMIBOLD] = "semibold",
};

static void
dump_length(struct buf *buf, const char *before, double length_pt)
{
    buf_add_text(buf, before);
    num_add_fixed(buf, length_pt, 2);
}

static void
dump_point(struct buf *buf, struct point point)
{
    dump_length(buf, " ", point.x);
    dump_length(buf, ",", point.y);
}

static void
dump_quoted(struct buf *buf, const char *before, const char *text)
{
    if (!text)
        return;
    buf_add_text(buf, before);
    buf_add_text(buf, " \"");
    utf8_add_shown(buf, str_from(text));
    buf_add_char(buf, '"');
}

static void
dump_paint(struct buf *buf, const struct shape *shape)
{
    if (shape->is_filled)
        buf_addf(buf, " fill %06x", (unsigned)shape->fill);
    if (!shape->is_stroked)
        return;
    buf_addf(buf, " stroke %06x", (unsigned)shape->stroke.color);
    dump_length(buf, " ", shape->stroke.width_pt);
    if (shape->stroke.dash_pt > 0) {
        dump_length(buf, " dash ", shape->stroke.dash_pt);
        dump_length(buf, "+", shape->stroke.gap_pt);
    }
}

static void
dump_text(struct buf *buf, const struct shape *shape)
{
    const struct font *font = &shape->font;

    buf_addf(buf, " %s", align_names[shape->align]);
    dump_length(buf, " ", font->size_pt);
    buf_addf(buf, " %s%s", weight_names[font->weight],
             font->is_italic ? " italic" : "");
    if (font->spacing_pt != 0)
        dump_length(buf, " spaced ", font->spacing_pt);
    buf_addf(buf, " %06x", (unsigned)shape->color);
    dump_quoted(buf, "", shape->text);
}

static void
dump_shape(struct buf *buf, const struct shape *shape)
{
    buf_add_text(buf, kind_names[shape->kind]);
    switch (shape->kind) {
    case SHAPE_LINES:
    case SHAPE_AREA:
        for (size_t i = 0; i < shape->n_points; i++)
            dump_point(buf, shape->points[i]);
        break;
    case SHAPE_RECT:
        dump_point(buf, shape->at);
        dump_length(buf, " ", shape->width_pt);
        dump_length(buf, "x", shape->height_pt);
        break;
    case SHAPE_CIRCLE:
        dump_point(buf, shape->at);
        dump_length(buf, " radius ", shape->radius_pt);
        break;
    case SHAPE_PARAGRAPH:
        dump_point(buf, shape->at);
        dump_length(buf, " wide ", shape->width_pt);
        dump_text(buf, shape);
        break;
    case SHAPE_TEXT:
        dump_point(buf, shape->at);
        dump_text(buf, shape);
        break;
    case SHAPE_BEGIN:
        buf_addf(buf, " %s", role_names[shape->role]);
        dump_quoted(buf, "", shape->text);
        dump_quoted(buf, " outline", shape->outline);
        if (shape->place)
            buf_addf(buf, " place %u", shape->place);
        if (shape->link)
            buf_addf(buf, " link %u", shape->link);
        break;
    case SHAPE_END:
        break;
    }
    dump_paint(buf, shape);
    buf_add_char(buf, '\n');
}

void
drawing_dump(const struct drawing *drawing, struct buf *buf)
{
    dump_length(buf, "drawing ", drawing->width_pt);
    dump_length(buf, "x", drawing->height_pt);
    buf_add_char(buf, '\n');
    for (size_t i = 0; i < drawing->n_shapes; i++)
        dump_shape(buf, &drawing->shapes[i]);
}
