/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The PDF surface and what is said of the document as a whole.  cairo's status
   is sticky, so only the end asks for it. */
#include "render/pdf.h"

#include <assert.h>
#include <stdio.h>
#include <cairo-pdf.h>

#include "base/buf.h"
#include "base/date.h"
#include "render/finish.h"
#include "render/paint.h"

/* The tag of the whole begins after the first page's size is set, since that
   throws away what was recorded, and ends before the last page is shown. */
static void
paint_pages(struct painter *painter, const struct document *document)
{
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct drawing *page = document->pages[i];

        cairo_pdf_surface_set_size(painter->pdf, page->width_pt,
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
pdf_render(const struct document *document, const struct text_pango *text,
           struct arena *arena, struct str *bytes, struct diag *diag)
{
    struct buf out = {0};
    struct painter painter = {.diag = diag, .text = text};
    cairo_status_t status;
    bool is_good;

    assert(document->n_pages > 0);
    painter.pdf = cairo_pdf_surface_create_for_stream(
        write_bytes, &out, document->pages[0]->width_pt,
        document->pages[0]->height_pt);
    painter.cr = cairo_create(painter.pdf);
    set_metadata(painter.pdf, document);
    paint_pages(&painter, document);
    status = cairo_status(painter.cr);
    cairo_destroy(painter.cr);
    cairo_surface_finish(painter.pdf);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(painter.pdf);
    cairo_surface_destroy(painter.pdf);
    is_good = text_pango_check(text, diag) && !painter.n_problems;
    if (status != CAIRO_STATUS_SUCCESS) {
        diag_add(diag, MSG_CANNOT_DRAW, (struct place){0}, "%s",
                 cairo_status_to_string(status));
        is_good = false;
    }
    is_good = is_good && finish_pdf(document, &out, diag);
    if (is_good)
        *bytes = (struct str){arena_text(arena, buf_str(&out)), out.len};
    buf_clear(&out);
    return is_good;
}
