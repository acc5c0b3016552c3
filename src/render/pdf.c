/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws a document's shapes on cairo's PDF surface.  cairo's status is sticky,
   so only the end asks for it.  Reading order is drawing order.  Attributes of
   tags are parsed by cairo, so nothing but our own numbers stands in them; what
   a figure shows (cairo 1.16 has no place for it) stays in the drawing. */
#include "render/pdf.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/buf.h"
#include "base/date.h"
#include "render/text_layout.h"

enum {
    MAX_DEPTH = 16,   /* of nested parts */
    MAX_PROBLEMS = 20 /* a page in a script without a font says enough */
};

struct painter {
    cairo_surface_t *surface;
    cairo_t *cr;
    struct text_pango *text;
    struct diag *diag;
    int n_problems;
    int page;  /* from 1 */
    int title; /* its entry in the outline; 0: none yet */
    struct {
        enum role role;
        const char *outline; /* waits for the first shape; NULL: nothing */
    } open[MAX_DEPTH];
    size_t n_open;
};

static const char *const role_tags[] = {
    [ROLE_TITLE] = "H1",    [ROLE_HEADING] = "H2",    [ROLE_PARAGRAPH] = "P",
    [ROLE_TABLE] = "Table", [ROLE_ROW] = "TR",        [ROLE_HEADER_CELL] = "TH",
    [ROLE_CELL] = "TD",     [ROLE_FIGURE] = "Figure",
};

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

/* The text may be a client's code or a note: it is shown on request only. */
static void
check_glyphs(struct painter *painter, PangoLayout *layout, const char *text)
{
    uint32_t missing = text_layout_missing(painter->text, layout);

    if (!missing || painter->n_problems++ >= MAX_PROBLEMS)
        return;
    diag_add(painter->diag, MSG_GLYPH_MISSING, (struct place){0}, "U+%04X",
             (unsigned)missing);
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

/* Where a line of that width begins, seen from left. */
static double
left_of(const struct painter *painter, const struct shape *shape,
        double width_pt)
{
    bool is_left =
        (shape->align == ALIGN_START) != text_layout_is_rtl(painter->text);

    if (shape->align == ALIGN_MIDDLE)
        return shape->at.x - width_pt / 2;
    return is_left ? shape->at.x : shape->at.x - width_pt;
}

static void
paint_line(struct painter *painter, const struct shape *shape)
{
    PangoLayout *layout =
        text_layout_line(painter->text, shape->font, shape->text);
    PangoRectangle logical;

    check_glyphs(painter, layout, shape->text);
    pango_layout_get_extents(layout, NULL, &logical);
    set_color(painter->cr, shape->color);
    cairo_move_to(painter->cr,
                  left_of(painter, shape, pango_units_to_double(logical.width)),
                  shape->at.y);
    pango_cairo_show_layout_line(painter->cr,
                                 pango_layout_get_line_readonly(layout, 0));
}

static void
paint_paragraph(struct painter *painter, const struct shape *shape)
{
    PangoLayout *layout = text_layout_paragraph(
        painter->text, shape->font, shape->text, shape->width_pt, shape->align);

    check_glyphs(painter, layout, shape->text);
    set_color(painter->cr, shape->color);
    cairo_move_to(painter->cr, shape->at.x, shape->at.y);
    pango_cairo_show_layout(painter->cr, layout);
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
        bool is_title = painter->open[i].role == ROLE_TITLE;
        int entry;

        if (!painter->open[i].outline)
            continue;
        entry = cairo_pdf_surface_add_outline(
            painter->surface,
            is_title ? CAIRO_PDF_OUTLINE_ROOT : painter->title,
            painter->open[i].outline, link, CAIRO_PDF_OUTLINE_FLAG_OPEN);
        if (is_title)
            painter->title = entry;
        painter->open[i].outline = NULL;
    }
}

static void
begin_part(struct painter *painter, const struct shape *shape)
{
    assert(painter->n_open < MAX_DEPTH);
    painter->open[painter->n_open].role = shape->role;
    painter->open[painter->n_open++].outline = shape->outline;
    cairo_tag_begin(painter->cr, role_tags[shape->role], NULL);
}

static void
end_part(struct painter *painter)
{
    assert(painter->n_open > 0);
    cairo_tag_end(painter->cr,
                  role_tags[painter->open[--painter->n_open].role]);
}

static void
paint_shape(struct painter *painter, const struct shape *shape)
{
    cairo_t *cr = painter->cr;

    if (shape->kind != SHAPE_BEGIN && shape->kind != SHAPE_END)
        enter_outline(painter, shape);
    cairo_new_path(cr); /* text leaves a point behind */
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
    case SHAPE_TEXT:
        paint_line(painter, shape);
        break;
    case SHAPE_PARAGRAPH:
        paint_paragraph(painter, shape);
        break;
    case SHAPE_BEGIN:
        begin_part(painter, shape);
        break;
    case SHAPE_END:
        end_part(painter);
        break;
    }
}

static void
paint_page(struct painter *painter, const struct drawing *page)
{
    painter->page++;
    for (size_t i = 0; i < page->n_shapes; i++)
        paint_shape(painter, &page->shapes[i]);
    assert(painter->n_open == 0);
}

/* The tag of the whole begins after the first page's size is set, since that
   throws away what was recorded, and ends before the last page is shown. */
static void
paint_pages(struct painter *painter, const struct document *document)
{
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct drawing *page = document->pages[i];

        cairo_pdf_surface_set_size(painter->surface, page->width_pt,
                                   page->height_pt);
        if (i == 0)
            cairo_tag_begin(painter->cr, "Document", NULL);
        paint_page(painter, page);
        if (i + 1 == document->n_pages)
            cairo_tag_end(painter->cr, "Document");
        cairo_show_page(painter->cr);
    }
}

/* Who made it and when, of the data; nobody's name. */
static void
set_metadata(cairo_surface_t *surface, const struct document *document)
{
    int64_t day = document->created_s / 86400;
    int64_t second = document->created_s % 86400;
    struct civil civil;
    char text[32];

    if (second < 0) {
        second += 86400;
        day--;
    }
    civil = date_civil((int32_t)day);
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", civil.year,
             civil.month, civil.day, (int)(second / 3600),
             (int)(second / 60 % 60), (int)(second % 60));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   document->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR,
                                   "attune");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   text);
}

static cairo_status_t
write_bytes(void *closure, const unsigned char *bytes, unsigned n_bytes)
{
    buf_add(closure, (struct str){(const char *)bytes, n_bytes});
    return CAIRO_STATUS_SUCCESS;
}

bool
pdf_render(const struct document *document, struct arena *arena,
           struct str *bytes, struct diag *diag)
{
    struct buf out = {0};
    struct painter painter = {.diag = diag};
    cairo_status_t status;
    bool is_good;

    assert(document->n_pages > 0);
    painter.surface = cairo_pdf_surface_create_for_stream(
        write_bytes, &out, document->pages[0]->width_pt,
        document->pages[0]->height_pt);
    painter.cr = cairo_create(painter.surface);
    painter.text = text_pango_new(document->language);
    set_metadata(painter.surface, document);
    paint_pages(&painter, document);
    status = cairo_status(painter.cr);
    cairo_destroy(painter.cr);
    cairo_surface_finish(painter.surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(painter.surface);
    cairo_surface_destroy(painter.surface);
    is_good = text_pango_check(painter.text, diag) && !painter.n_problems;
    text_pango_free(painter.text);
    if (status != CAIRO_STATUS_SUCCESS) {
        diag_add(diag, MSG_CANNOT_DRAW, (struct place){0}, "%s",
                 cairo_status_to_string(status));
        is_good = false;
    }
    if (is_good) {
        bytes->bytes = arena_text(arena, buf_str(&out));
        bytes->len = out.len;
    }
    buf_clear(&out);
    return is_good;
}
