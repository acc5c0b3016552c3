/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drawing_dump.h"

#include "base/num.h"
#include "base/utf8.h"

static const char *const kind_names[] = {
    [SHAPE_LINES] = "lines",         [SHAPE_AREA] = "area",
    [SHAPE_RECT] = "rect",           [SHAPE_CIRCLE] = "circle",
    [SHAPE_TEXT] = "text",           [SHAPE_BEGIN] = "begin",
    [SHAPE_PARAGRAPH] = "paragraph", [SHAPE_END] = "end",
    [SHAPE_IMAGE] = "image",
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
    buf_addf(buf, " %s", weight_names[font->weight]);
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
    case SHAPE_IMAGE:
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
