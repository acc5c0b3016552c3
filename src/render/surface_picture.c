/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of pages, on white, since surfaces begin without any colour. */
#include <config.h>

#include "render/surface.h"

#include <assert.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#include "render/paint.h"
#include "xml/xml.h"

enum { MAX_PIXELS = 32767 /* cairo's pictures are no wider and no higher */ };

static double
width_pt(const struct document *document)
{
    return document->pages[0]->width_pt;
}

static double
height_pt(const struct document *document)
{
    return document->pages[0]->height_pt * (double)document->n_pages;
}

static void
paint_pages(struct painter *painter, const struct document *document)
{
    cairo_set_source_rgb(painter->cr, 1, 1, 1);
    cairo_paint(painter->cr);
    for (size_t i = 0; i < document->n_pages; i++) {
        paint_page(painter, document->pages[i]);
        cairo_translate(painter->cr, 0, document->pages[i]->height_pt);
    }
}

/* Behind the tag that the picture begins with, which says that it is one: for
   whoever cannot see it. */
static void
add_words(struct buf *out, const struct document *document, struct str words)
{
    const char *tag = language_tag(document->language);

    buf_addf(out, " role=\"img\">\n<title xml:lang=\"%s\">", tag);
    xml_add(out, str_from(document->title));
    buf_addf(out, "</title>\n<desc xml:lang=\"%s\">", tag);
    xml_add(out, words);
    buf_add_text(out, "</desc>");
}

/* Where 'what' stands in the text; NULL: nowhere. */
static const char *
find(struct str text, const char *what)
{
    return memmem(text.bytes, text.len, what, strlen(what));
}

static void
add_between(struct buf *out, const char *from, const char *to)
{
    buf_add(out, (struct str){from, (size_t)(to - from)});
}

/* cairo numbers its surfaces as long as a process lives: the same document
   would get another number. */
static void
add_unnumbered(struct buf *out, struct str drawn)
{
    const char *from = find(drawn, " id=\"surface");
    const char *end = drawn.bytes + drawn.len;
    const char *to =
        from ? find((struct str){from + 5, (size_t)(end - from - 5)}, "\"")
             : NULL;

    add_between(out, drawn.bytes, to ? from : end);
    if (to)
        add_between(out, to + 1, end);
}

static bool
say_words(const struct document *document, struct str drawn, struct buf *bytes,
          struct diag *diag)
{
    const char *end = drawn.bytes + drawn.len;
    const char *tag = find(drawn, "<svg ");
    const char *body = tag ? memchr(tag, '>', (size_t)(end - tag)) : NULL;
    struct buf words SCOPED(buf_clear) = {0};
    bool is_good = surface_text(document, NULL, &words, diag);

    assert(body);
    add_between(bytes, drawn.bytes, body++);
    add_words(bytes, document, buf_str(&words));
    add_unnumbered(bytes, (struct str){body, (size_t)(end - body)});
    return is_good;
}

bool
surface_svg(const struct document *document, const struct text_pango *text,
            struct buf *bytes, struct diag *diag)
{
    struct buf drawn SCOPED(buf_clear) = {0};
    struct painter painter = paint_begin(
        cairo_svg_surface_create_for_stream(
            paint_write, &drawn, width_pt(document), height_pt(document)),
        text, diag);

    paint_pages(&painter, document);
    return paint_end(&painter)
           && say_words(document, buf_str(&drawn), bytes, diag);
}

/* A length of so many points, in whole pixels. */
static double
pixels(double length_pt)
{
    return ceil(length_pt * SURFACE_PIXELS_PER_PT);
}

/* Behind its head a picture says how large it is, or other programs would lay
   it down half as large again: 5669 pixels a metre, as SURFACE_PIXELS_PER_PT
   is, and the sum of that. */
static void
add_with_size(struct buf *bytes, struct str drawn)
{
    enum { HEAD_SIZE = 33 };
    static const char size[] = "\0\0\0\x09pHYs\0\0\x16\x25\0\0\x16\x25\x01"
                               "\x49\x52\x24\xf0";

    static_assert(SURFACE_PIXELS_PER_PT == 2, "pixels a metre");
    if (drawn.len < HEAD_SIZE)
        return;
    add_between(bytes, drawn.bytes, drawn.bytes + HEAD_SIZE);
    add_between(bytes, size, size + sizeof size - 1);
    add_between(bytes, drawn.bytes + HEAD_SIZE, drawn.bytes + drawn.len);
}

bool
surface_png(const struct document *document, const struct text_pango *text,
            struct buf *bytes, struct diag *diag)
{
    double width = pixels(width_pt(document));
    double height = pixels(height_pt(document));
    struct buf drawn SCOPED(buf_clear) = {0};
    cairo_status_t status;

    if (width > MAX_PIXELS || height > MAX_PIXELS) {
        diag_add(diag, MSG_CANNOT_DRAW, (struct place){0},
                 "one picture has no room for %zu pages", document->n_pages);
        return diag_hint(diag, "--format pdf and --format svg have");
    }
    struct painter painter = paint_begin(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height),
        text, diag);
    cairo_scale(painter.cr, SURFACE_PIXELS_PER_PT, SURFACE_PIXELS_PER_PT);
    paint_pages(&painter, document);
    status =
        cairo_surface_write_to_png_stream(painter.surface, paint_write, &drawn);
    add_with_size(bytes, buf_str(&drawn));
    if (status != CAIRO_STATUS_SUCCESS)
        diag_add(diag, MSG_CANNOT_DRAW, (struct place){0}, "%s",
                 cairo_status_to_string(status));
    return paint_end(&painter) && status == CAIRO_STATUS_SUCCESS;
}
