/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text with real fonts: shaping, both directions, line breaking, fallback.
   Implements measure.h with the same layouts that pdf.c draws. */
#ifndef ATTUNE_RENDER_TEXT_PANGO_H
#define ATTUNE_RENDER_TEXT_PANGO_H

#include <stdbool.h>
#include "base/diag.h"
#include "base/words.h"
#include "chart/measure.h"

struct text_pango;

struct text_pango *text_pango_new(enum language language) MUST_USE;
void text_pango_free(struct text_pango *text); /* NULL is allowed */
/* Whether any font can be read: one that has a plain letter. */
bool text_pango_has_font(const struct text_pango *text);
/* False after adding an error when any text since 'text' was made came out
   without some of its letters, or with a font that failed: pango goes on then,
   with boxes or with nothing.  A character that no font has is another
   thing. */
bool text_pango_check(const struct text_pango *text,
                      struct diag *diag) MUST_USE;
/* Good as long as 'text'. */
struct measure text_pango_measure(const struct text_pango *text);

#endif
