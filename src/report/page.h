/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sheet of paper: its size, where its body lies, its footer. */
#ifndef ATTUNE_REPORT_PAGE_H
#define ATTUNE_REPORT_PAGE_H

#include <stddef.h>
#include "chart/measure.h"
#include "report/document.h"
#include "report/subject.h"

struct page {
    double width_pt;
    double height_pt;
    double left_pt; /* of the body */
    double top_pt;
    double body_width_pt;
    double body_height_pt;
};

struct page page_of(enum paper paper);

/* Draws a footer of these two texts into a page's drawing; 'left' may be NULL.
 */
void page_foot(const struct page *page, struct drawing *drawing,
               enum language language, const char *left, const char *right);

/* Draws the footer of page 'number' of 'n_pages' into the page's drawing. */
void page_footer(const struct page *page, struct drawing *drawing,
                 const struct subject *subject, enum language language,
                 const struct measure *measure, size_t number, size_t n_pages);

#endif
