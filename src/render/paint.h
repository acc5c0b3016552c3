/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shapes of a page on a surface of cairo's, whichever it is. */
#ifndef ATTUNE_RENDER_PAINT_H
#define ATTUNE_RENDER_PAINT_H

#include <cairo.h>

#include "base/diag.h"
#include "chart/drawing.h"
#include "render/text_pango.h"

enum { PAINT_MAX_DEPTH = 16 /* of nested parts */ };

struct painter {
    cairo_t *cr;
    cairo_surface_t *surface;
    bool is_pdf; /* gets an outline */
    const struct text_pango *text;
    struct diag *diag;
    int n_problems; /* added to it */
    int page;       /* from 1 */
    int title;      /* its entry in the outline; 0: none yet */
    struct {
        const struct shape *begin;
        bool is_entered; /* in the outline */
        bool is_link;
    } open[PAINT_MAX_DEPTH];
    size_t n_open;
    unsigned row_link; /* waits for the first cell; 0: none */
    bool has_word;     /* of the part that is open, painted last */
    struct point word_end;
    struct font word_font;
};

/* Takes the surface. */
struct painter paint_begin(cairo_surface_t *surface,
                           const struct text_pango *text, struct diag *diag);
/* Paints the next page. */
void paint_page(struct painter *painter, const struct drawing *page);
/* Ends and frees the surface.  False after adding an error, now or before:
   cairo's status is sticky, so only the end asks for it. */
bool paint_end(struct painter *painter) MUST_USE;

/* Where surfaces write to: 'closure' is a buf. */
cairo_status_t paint_write(void *closure, const unsigned char *bytes,
                           unsigned n_bytes);

/* What PDF calls such a part. */
const char *paint_tag(enum role role);

#endif
