/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text with real fonts: shaping, both directions, line breaking, fallback.
   Implements measure.h with the same layouts that are drawn.  Each text is set
   once for a font, at one size for all sizes; then it is remembered. */
#ifndef ATTUNE_RENDER_TEXT_PANGO_H
#define ATTUNE_RENDER_TEXT_PANGO_H

#include <pango/pango.h>
#include <stdbool.h>
#include <stdint.h>
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
/* Forgets texts where there are many; between documents. */
void text_pango_rest(const struct text_pango *text);

/* As one line that never breaks. */
#define TEXT_UNBROKEN (-1.0)

/* The text, wrapped at 'width_pt' unless that is TEXT_UNBROKEN.  Lengths in
   the layout are to be multiplied by text_scale() of the font.  It belongs to
   'text' and is good until text_pango_rest(). */
PangoLayout *text_layout(const struct text_pango *text, struct font font,
                         const char *string, double width_pt) MUST_USE;
double text_scale(struct font font);

/* A character of the layout's text that no font has; 0: all are there. */
uint32_t text_missing(PangoLayout *layout) MUST_USE;

/* Whether the language is written from right to left. */
bool text_is_rtl(const struct text_pango *text);

#endif
