/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to read on a page, before it is laid out: the text above what
   is entered, the hint below it, the keys. */
#ifndef ATTUNE_FILL_TUI_PAGE_H
#define ATTUNE_FILL_TUI_PAGE_H

#include "fill/tui_legends.h"
#include "fill/tui_text.h"

struct frame;

/* A zeroed struct is empty. */
struct page {
    struct text_lines text;
    struct text_lines hint;
    struct text_lines brief; /* the hint where there is hardly any room */
    struct legends instead;
    struct legends ways;
};

void tui_page_gather(struct page *page, const struct frame *frame);
void tui_page_clear(struct page *page); /* frees */

#endif
