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
    cairo_surface_t *pdf; /* gets an outline; NULL: another kind */
    const struct text_pango *text;
    struct diag *diag;
    int n_problems; /* added to it */
    int page;       /* from 1 */
    int title;      /* its entry in the outline; 0: none yet */
    struct {
        const struct shape *begin;
        bool is_entered; /* in the outline */
    } open[PAINT_MAX_DEPTH];
    size_t n_open;
    bool has_word; /* of the part that is open, painted last */
    struct point word_end;
    struct font word_font;
};

/* Paints the next page.  Problems with its text are added to 'diag', those of
   the surface are for the caller to ask of it. */
void paint_page(struct painter *painter, const struct drawing *page);

/* What PDF calls such a part. */
const char *paint_tag(enum role role);

#endif
