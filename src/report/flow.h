/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes, one below the other, onto pages.  A box is never cut: what may part
   (a table, a long text) comes as several.  Some stand at the foot of the first
   page, whatever the others need. */
#ifndef ATTUNE_REPORT_FLOW_H
#define ATTUNE_REPORT_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include "base/vec.h"
#include "chart/drawing.h"
#include "report/page.h"

/* What boxes that follow each other make up together, such as a table. */
struct flow_part {
    enum role role;
    const char *text; /* what it is; or NULL */
};

struct flow_box {
    const struct drawing *drawing; /* no higher than a page's body */
    double space_pt;               /* above it, unless it begins a page */
    bool is_wanted;       /* on the first page: what it lacks there is told */
    bool keeps_with_next; /* never the last of its page */
    bool is_foot;         /* at the foot of the first page */
    bool is_later;        /* never on the first page */
    bool is_rest;         /* before all else that the first page has
                             no room for, whatever it stands behind */
    const struct flow_part *part; /* NULL: none; told on every page anew */
    const struct drawing *head;   /* set above it where it begins a page: the
                                     head of a table that goes on; or NULL */
};

struct flow {
    struct arena *arena;
    struct flow_list VEC(struct flow_box) boxes;
};

void flow_add(struct flow *flow, struct flow_box box);

/* What the first page has room for, and how much the last one holds. */
struct flow_room {
    double spare_pt; /* left above its foot */
    double lack_pt;  /* for a box that is wanted there, and all before it; 0:
                        all that are stand there */
    double last_pt;
    bool parts_first; /* what goes together goes on behind the first page */
};

/* The boxes on as few pages as their order allows, at least one. */
struct drawing **flow_pages(const struct flow *flow, const struct page *page,
                            size_t *n_pages, struct flow_room *room) MUST_USE;

#endif
