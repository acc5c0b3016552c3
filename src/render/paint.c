/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading order is drawing order.  Surfaces without tags take no notice of
   them.  Attributes of tags are parsed by cairo, so nothing but our own numbers
   stands in them; what a figure shows (cairo 1.16 has no place for it) is
   pdf_pass.c's to say. */
#include "render/paint.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/buf.h"

#define SPECK_PT (1.0 / 64)

enum { MAX_TOLD = 5 /* of a script without a font they say enough */ };

const char *
paint_tag(enum role role)
{
    static const char *const tags[] = {
        [ROLE_TITLE] = "H1",    [ROLE_HEADING] = "H2",
        [ROLE_PARAGRAPH] = "P", [ROLE_TABLE] = "Table",
        [ROLE_ROW] = "TR",      [ROLE_HEADER_CELL] = "TH",
        [ROLE_CELL] = "TD",     [ROLE_FIGURE] = "Figure",
        [ROLE_FOOTER] = "P",
    };

    return tags[role];
}

static void
set_color(cairo_t *cr, uint32_t color)
{
    cairo_set_source_rgb(cr, (color >> 16 & 0xFF) / 255.0,
                         (color >> 8 & 0xFF) / 255.0, (color & 0xFF) / 255.0);
}

/* Rules end where they are told to; a slanting line ends round. */
static bool
is_rule(const struct shape *shape)
{
    return shape->n_points == 2
           && (shape->points[0].x == shape->points[1].x
               || shape->points[0].y == shape->points[1].y);
}

static void
set_stroke(cairo_t *cr, const struct shape *shape)
{
    const struct stroke *stroke = &shape->stroke;
    bool is_dashed = stroke->dash_pt > 0;

    set_color(cr, stroke->color);
    cairo_set_line_width(cr, stroke->width_pt);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, is_dashed || is_rule(shape) ? CAIRO_LINE_CAP_BUTT
                                                       : CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(cr, (double[]){stroke->dash_pt, stroke->gap_pt},
                   is_dashed ? 2 : 0, 0);
}

static void
paint_path(struct painter *painter, const struct shape *shape)
{
    cairo_t *cr = painter->cr;

    if (shape->is_filled) {
        set_color(cr, shape->fill);
        cairo_fill_preserve(cr);
    }
    if (shape->is_stroked) {
        set_stroke(cr, shape);
        cairo_stroke_preserve(cr);
    }
    cairo_new_path(cr);
}

static void
trace_points(cairo_t *cr, const struct shape *shape)
{
    for (size_t i = 0; i < shape->n_points; i++)
        cairo_line_to(cr, shape->points[i].x, shape->points[i].y);
    if (shape->kind == SHAPE_AREA)
        cairo_close_path(cr);
}

/* Each character once, in the first text that has it. */
static bool
is_to_tell(const struct diag *diag, const char *name)
{
    size_t n_told = 0;

    for (size_t i = 0; i < diag_total(diag); i++) {
        const struct diagnostic *told = diag_get(diag, i);
        if (told->message != MSG_GLYPH_MISSING)
            continue;
        if (++n_told == MAX_TOLD || strcmp(told->detail, name) == 0)
            return false;
    }
    return true;
}

/* The text may be a client's code or a note: it is shown on request only. */
static void
check_glyphs(struct painter *painter, PangoLayout *layout, const char *text)
{
    uint32_t missing = text_missing(layout);
    char name[sizeof "U+10FFFF"];

    if (!missing)
        return;
    painter->n_problems++;
    (void)snprintf(name, sizeof name, "U+%04X", (unsigned)(missing & 0x1FFFFF));
    if (!is_to_tell(painter->diag, name))
        return;
    diag_add(painter->diag, MSG_GLYPH_MISSING, (struct place){0}, "%s", name);
    diag_secret(painter->diag, str_from(text));
    if (missing < 0x20 || (missing >= 0x7F && missing < 0xA0))
        diag_hint(painter->diag, "a control character has no shape: take it "
                                 "out; --show-values shows the text");
    else
        diag_hint(painter->diag,
                  "install a font for its script; Debian has most in "
                  "fonts-noto-core and fonts-noto-cjk; --show-values shows "
                  "the text");
}

/* One line, from 'at' on in the direction of the language, or up to it, or
   around it. */
static void
paint_line(struct painter *painter, PangoLayoutLine *line, struct font font,
           enum align align, struct point at)
{
    cairo_t *cr = painter->cr;
    double scale = text_scale(font);
    bool is_rtl = text_is_rtl(painter->text);
    PangoRectangle logical;

    pango_layout_line_get_extents(line, NULL, &logical);
    double width_pt = pango_units_to_double(logical.width) * scale;
    if (align == ALIGN_MIDDLE)
        at.x -= width_pt / 2;
    else if ((align == ALIGN_START) == is_rtl)
        at.x -= width_pt;
    cairo_save(cr);
    cairo_translate(cr, at.x, at.y);
    cairo_scale(cr, scale, scale);
    cairo_move_to(cr, 0, 0);
    pango_cairo_show_layout_line(cr, line);
    cairo_restore(cr);
    cairo_new_path(cr); /* text leaves a point behind */
    painter->word_end = (struct point){is_rtl ? at.x : at.x + width_pt, at.y};
    painter->word_font = font;
    painter->word_font.spacing_pt = 0; /* or pango spaces the blank away */
}

/* cairo leaves out what has no ink where it touches one whole point alone. */
static double
off_grid(double length_pt)
{
    return fabs(length_pt - round(length_pt)) < 1.0 / 128 ? length_pt + 1.0 / 64
                                                          : length_pt;
}

/* For those who read tags: what follows is another word. */
static void
paint_blank(struct painter *painter)
{
    struct point at = {off_grid(painter->word_end.x),
                       off_grid(painter->word_end.y)};
    PangoLayout *layout =
        text_layout(painter->text, painter->word_font, " ", TEXT_UNBROKEN);

    paint_line(painter, pango_layout_get_line_readonly(layout, 0),
               painter->word_font, ALIGN_START, at);
}

/* Where its lines are aligned. */
static double
anchor_x(const struct painter *painter, const struct shape *shape)
{
    if (shape->kind == SHAPE_TEXT)
        return shape->at.x;
    if (shape->align == ALIGN_MIDDLE)
        return shape->at.x + shape->width_pt / 2;
    return (shape->align == ALIGN_START) == text_is_rtl(painter->text)
               ? shape->at.x + shape->width_pt
               : shape->at.x;
}

static void
paint_text(struct painter *painter, const struct shape *shape)
{
    bool is_line = shape->kind == SHAPE_TEXT;
    PangoLayout *layout =
        text_layout(painter->text, shape->font, shape->text,
                    is_line ? TEXT_UNBROKEN : shape->width_pt);
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    struct point at = {anchor_x(painter, shape), 0};

    check_glyphs(painter, layout, shape->text);
    do {
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(iter);
        double down_pt =
            pango_units_to_double(pango_layout_iter_get_baseline(iter))
            * text_scale(shape->font);

        if (painter->has_word && line->is_paragraph_start)
            paint_blank(painter);
        set_color(painter->cr, shape->color);
        at.y = shape->at.y + (is_line ? 0 : down_pt);
        paint_line(painter, line, shape->font, shape->align, at);
        painter->has_word =
            painter->n_open
            && painter->open[painter->n_open - 1].begin->role != ROLE_FIGURE;
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
}

/* What a picture is read from. */
static cairo_status_t
read_bytes(void *closure, unsigned char *bytes, unsigned n_bytes)
{
    struct str *rest = closure;

    if (rest->len < n_bytes)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(bytes, rest->bytes, n_bytes);
    rest->bytes += n_bytes;
    rest->len -= n_bytes;
    return CAIRO_STATUS_SUCCESS;
}

/* On white, as all pages are: cairo loses its tags where it draws what one can
   see through. */
static cairo_surface_t *
opaque(cairo_surface_t *image)
{
    cairo_surface_t *ground = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, cairo_image_surface_get_width(image),
        cairo_image_surface_get_height(image));
    cairo_t *cr = cairo_create(ground);

    set_color(cr, 0xFFFFFF);
    cairo_paint(cr);
    cairo_set_source_surface(cr, image, 0, 0);
    cairo_paint(cr);
    cairo_destroy(cr);
    return ground;
}

static void
paint_image(struct painter *painter, const struct shape *shape)
{
    struct str rest = shape->image->bytes;
    cairo_t *cr = painter->cr;
    cairo_surface_t *image =
        cairo_image_surface_create_from_png_stream(read_bytes, &rest);
    cairo_surface_t *ground = opaque(image);
    cairo_status_t status = cairo_surface_status(image);

    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(ground);
    if (status == CAIRO_STATUS_SUCCESS) {
        cairo_save(cr);
        cairo_translate(cr, shape->at.x, shape->at.y);
        cairo_scale(cr, shape->width_pt / shape->image->width,
                    shape->height_pt / shape->image->height);
        cairo_set_source_surface(cr, ground, 0, 0);
        cairo_rectangle(cr, 0, 0, shape->image->width, shape->image->height);
        cairo_fill(cr);
        cairo_restore(cr);
    } else {
        painter->n_problems++;
        diag_add(painter->diag, MSG_CANNOT_DRAW, (struct place){0},
                 "'%s' cannot be read as a PNG", shape->image->path);
        diag_hint(painter->diag, "is it damaged, or is there no memory?");
    }
    cairo_surface_destroy(ground);
    cairo_surface_destroy(image);
}

/* Enters the waiting parts in the outline, at the height of their first
   shape.  Whole numbers, since cairo reads them in the locale's way. */
static void
enter_outline(struct painter *painter, const struct shape *shape)
{
    double y = shape->n_points ? shape->points[0].y : shape->at.y;
    char link[64];

    snprintf(link, sizeof link, "page=%d pos=[0 %d]", painter->page,
             (int)fmax(0, floor(y - 2 * shape->font.size_pt)));
    for (size_t i = 0; i < painter->n_open; i++) {
        const struct shape *begin = painter->open[i].begin;
        bool is_title = begin->role == ROLE_TITLE;

        if (!begin->outline || painter->open[i].is_entered)
            continue;
        int entry = cairo_pdf_surface_add_outline(
            painter->surface,
            is_title ? CAIRO_PDF_OUTLINE_ROOT : painter->title, begin->outline,
            link, CAIRO_PDF_OUTLINE_FLAG_OPEN);
        if (is_title)
            painter->title = entry;
        painter->open[i].is_entered = true;
    }
}

/* Where a part leads to.  Below a row no element but a cell has a place: its
   first one has its link. */
static unsigned
take_link(struct painter *painter, const struct shape *begin)
{
    unsigned link = begin->link ? begin->link : painter->row_link;

    painter->row_link = begin->role == ROLE_ROW ? link : 0;
    return begin->role == ROLE_ROW ? 0 : link;
}

static void
begin_part(struct painter *painter, const struct shape *begin)
{
    unsigned link = take_link(painter, begin);
    char name[32];

    assert(painter->n_open < PAINT_MAX_DEPTH);
    painter->open[painter->n_open].begin = begin;
    painter->open[painter->n_open].is_link = link;
    painter->open[painter->n_open++].is_entered = false;
    painter->has_word = false;
    if (begin->place) {
        snprintf(name, sizeof name, "name='%u'", begin->place);
        cairo_tag_begin(painter->cr, CAIRO_TAG_DEST, name);
    }
    cairo_tag_begin(painter->cr, paint_tag(begin->role), NULL);
    if (link) {
        snprintf(name, sizeof name, "dest='%u'", link);
        cairo_tag_begin(painter->cr, CAIRO_TAG_LINK, name);
    }
}

static void
end_part(struct painter *painter)
{
    const struct shape *begin;

    assert(painter->n_open > 0);
    begin = painter->open[--painter->n_open].begin;
    painter->has_word = false;
    painter->row_link = 0;
    if (painter->open[painter->n_open].is_link)
        cairo_tag_end(painter->cr, CAIRO_TAG_LINK);
    cairo_tag_end(painter->cr, paint_tag(begin->role));
    if (begin->place)
        cairo_tag_end(painter->cr, CAIRO_TAG_DEST);
}

/* ---- round marks ---- */

/* A circle that is one disc on another. */
static bool
is_dot(const struct shape *shape)
{
    return shape->kind == SHAPE_CIRCLE && shape->is_filled
           && (!shape->is_stroked || shape->stroke.dash_pt <= 0);
}

static bool
is_like(const struct shape *a, const struct shape *b)
{
    return a->radius_pt == b->radius_pt && a->fill == b->fill
           && a->is_stroked == b->is_stroked
           && a->stroke.color == b->stroke.color
           && a->stroke.width_pt == b->stroke.width_pt;
}

/* Discs, each the two round ends of a line that is hardly one: a file needs a
   fifth of what arcs take.  A line of no length at all is not seen by all. */
static void
paint_discs(cairo_t *cr, const struct shape *shapes, size_t n, double radius_pt,
            uint32_t color)
{
    for (size_t i = 0; i < n; i++) {
        cairo_move_to(cr, shapes[i].at.x - SPECK_PT / 2, shapes[i].at.y);
        cairo_rel_line_to(cr, SPECK_PT, 0);
    }
    set_color(cr, color);
    cairo_set_line_width(cr, 2 * radius_pt);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_stroke(cr);
}

/* The dots that the shapes begin with and that are alike, their rims first;
   returns how many. */
static size_t
paint_dots(cairo_t *cr, const struct shape *shapes, size_t n_shapes)
{
    double half_rim = shapes->is_stroked ? shapes->stroke.width_pt / 2 : 0;
    size_t n = 1;

    while (n < n_shapes && is_dot(&shapes[n]) && is_like(&shapes[n], shapes))
        n++;
    if (half_rim > 0)
        paint_discs(cr, shapes, n, shapes->radius_pt + half_rim,
                    shapes->stroke.color);
    paint_discs(cr, shapes, n, shapes->radius_pt - half_rim, shapes->fill);
    return n;
}

/* Returns how many were painted. */
static size_t
paint_shapes(struct painter *painter, const struct shape *shape, size_t n)
{
    cairo_t *cr = painter->cr;

    if (painter->is_pdf && shape->kind != SHAPE_BEGIN
        && shape->kind != SHAPE_END)
        enter_outline(painter, shape);
    if (is_dot(shape))
        return paint_dots(cr, shape, n);
    switch (shape->kind) {
    case SHAPE_LINES:
    case SHAPE_AREA:
        trace_points(cr, shape);
        paint_path(painter, shape);
        break;
    case SHAPE_RECT:
        cairo_rectangle(cr, shape->at.x, shape->at.y, shape->width_pt,
                        shape->height_pt);
        paint_path(painter, shape);
        break;
    case SHAPE_CIRCLE:
        cairo_arc(cr, shape->at.x, shape->at.y, shape->radius_pt, 0, 2 * G_PI);
        cairo_close_path(cr);
        paint_path(painter, shape);
        break;
    case SHAPE_IMAGE:
        paint_image(painter, shape);
        break;
    case SHAPE_TEXT:
    case SHAPE_PARAGRAPH:
        paint_text(painter, shape);
        break;
    case SHAPE_BEGIN:
        begin_part(painter, shape);
        break;
    case SHAPE_END:
        end_part(painter);
        break;
    }
    return 1;
}

void
paint_page(struct painter *painter, const struct drawing *page)
{
    painter->page++;
    for (size_t i = 0; i < page->n_shapes;)
        i += paint_shapes(painter, &page->shapes[i], page->n_shapes - i);
    assert(painter->n_open == 0);
}

struct painter
paint_begin(cairo_surface_t *surface, const struct text_pango *text,
            struct diag *diag)
{
    return (struct painter){.cr = cairo_create(surface),
                            .surface = surface,
                            .text = text,
                            .diag = diag};
}

bool
paint_end(struct painter *painter)
{
    cairo_status_t status = cairo_status(painter->cr);

    cairo_destroy(painter->cr);
    cairo_surface_finish(painter->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(painter->surface);
    cairo_surface_destroy(painter->surface);
    if (status != CAIRO_STATUS_SUCCESS)
        diag_add(painter->diag, MSG_CANNOT_DRAW, (struct place){0}, "%s",
                 cairo_status_to_string(status));
    return text_pango_check(painter->text, painter->diag)
           && status == CAIRO_STATUS_SUCCESS && !painter->n_problems;
}

cairo_status_t
paint_write(void *closure, const unsigned char *bytes, unsigned n_bytes)
{
    buf_add(closure, (struct str){(const char *)bytes, n_bytes});
    return CAIRO_STATUS_SUCCESS;
}
