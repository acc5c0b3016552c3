/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text with real fonts: shaping, both directions, line breaking, fallback.
   Implements measure.h with the same layouts that pdf.c draws. */
#ifndef ATTUNE_RENDER_TEXT_PANGO_H
#define ATTUNE_RENDER_TEXT_PANGO_H

#include "base/words.h"
#include "chart/measure.h"

struct text_pango;

struct text_pango *text_pango_new(enum language language) MUST_USE;
void text_pango_free(struct text_pango *text); /* NULL is allowed */
/* Good as long as 'text'. */
struct measure text_pango_measure(const struct text_pango *text);

#endif
