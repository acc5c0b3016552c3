/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a document is put on.  The same document gives the same bytes, and each
   surface shows the same shapes in the same places, or tells them in words. */
#ifndef ATTUNE_RENDER_SURFACE_H
#define ATTUNE_RENDER_SURFACE_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/diag.h"
#include "chart/measure.h"
#include "render/text_pango.h"
#include "report/document.h"

/* Adds the document to 'bytes'; 'text' is of its language.  False after adding
   an error: a glyph that no font has (it names the text), or a failure of a
   library; what was added is of no use then. */
typedef bool surface_fn(const struct document *document,
                        const struct text_pango *text, struct buf *bytes,
                        struct diag *diag);

/* Vectors and embedded fonts, selectable text, outline, links, tags. */
surface_fn surface_pdf MUST_USE;

/* One picture, the pages one below the other: glyphs as outlines, so that no
   font is needed to look at it; its words beside it. */
surface_fn surface_svg MUST_USE;
/* Likewise, in pixels. */
surface_fn surface_png MUST_USE;
#define SURFACE_PIXELS_PER_PT 2

/* The words alone, in reading order: a line for each paragraph, for each row of
   a table, what each figure shows.  Asks no font: 'text' may be NULL. */
surface_fn surface_text MUST_USE;
/* What a document that is told in words is laid out with: there is room for
   all of them. */
extern const struct measure surface_text_measure;

#endif
