/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document as PDF: vectors and embedded fonts, selectable text, outline,
   tags; the same document gives the same bytes. */
#ifndef ATTUNE_RENDER_PDF_H
#define ATTUNE_RENDER_PDF_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "report/document.h"

struct text_pango;

/* Renders into the arena; 'text' is of the document's language.  False after
   adding an error: a glyph that no font has (it names the text), or a failure
   of the library. */
bool pdf_render(const struct document *document, const struct text_pango *text,
                struct arena *arena, struct str *bytes,
                struct diag *diag) MUST_USE;

#endif
