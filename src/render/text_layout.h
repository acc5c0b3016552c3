/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pango's layouts, for the surfaces of this room alone: what text_pango.h
   measured is what they draw. */
#ifndef ATTUNE_RENDER_TEXT_LAYOUT_H
#define ATTUNE_RENDER_TEXT_LAYOUT_H

#include <pango/pango.h>
#include <stdint.h>

#include "render/text_pango.h"

/* One line.  The layout belongs to 'text' and is good until the next call. */
PangoLayout *text_layout_line(const struct text_pango *text, struct font font,
                              const char *string) MUST_USE;

/* A paragraph wrapped at 'width_pt', aligned in it; as above. */
PangoLayout *text_layout_paragraph(const struct text_pango *text,
                                   struct font font, const char *string,
                                   double width_pt, enum align align) MUST_USE;

/* A character of the layout's text that no font has; 0: all are there. */
uint32_t text_layout_missing(const struct text_pango *text,
                             PangoLayout *layout) MUST_USE;

/* Whether the language is written from right to left. */
bool text_layout_is_rtl(const struct text_pango *text);

#endif
