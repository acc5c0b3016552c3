/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The PDF surface, as cairo draws it; what cairo has no place for is
   pdf_pass.c's. */
#include "render/surface.h"

#include <assert.h>
#include <cairo-pdf.h>
#include <stdio.h>

#include "base/date.h"
#include "render/paint.h"
#include "render/pdf_pass.h"

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
    char text[32];

    if (second < 0) {
        second += 86400;
        day--;
    }
    struct civil civil = date_civil((int32_t)day);
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

bool
surface_pdf(const struct document *document, const struct text_pango *text,
            struct buf *bytes, struct diag *diag)
{
    assert(document->n_pages > 0);
    struct painter painter =
        paint_begin(cairo_pdf_surface_create_for_stream(
                        paint_write, bytes, document->pages[0]->width_pt,
                        document->pages[0]->height_pt),
                    text, diag);
    painter.is_pdf = true;
    set_metadata(painter.surface, document);
    paint_pages(&painter, document);
    return paint_end(&painter) && pdf_pass(document, bytes, diag);
}
