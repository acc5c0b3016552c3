/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a block is made with, and the parts that all blocks share. */
#ifndef ATTUNE_REPORT_LAYOUT_H
#define ATTUNE_REPORT_LAYOUT_H

#include "base/words.h"
#include "chart/measure.h"
#include "report/flow.h"
#include "report/subject.h"

struct layout {
    const struct subject *subject;
    const char *title; /* of the report */
    const struct measure *measure;
    struct flow *flow;
    struct arena *arena;
    enum language language;
    const char *program_version;
    double width_pt; /* of the page's body */
};

/* The heading of a block, which stays with what follows it. */
void layout_heading(const struct layout *layout, const char *text);

/* A lesser heading, inside a block. */
void layout_subheading(const struct layout *layout, const char *text);

/* The name of an instrument where there are several, 'space_pt' below what
   stands above it. */
void layout_group(const struct layout *layout, const struct topic *topic,
                  double space_pt);

/* A text of any length, 'space_pt' below what stands above it. */
void layout_paragraph(const struct layout *layout, const char *text,
                      double space_pt);

/* The text, or as much of it as has room, with an ellipsis. */
const char *layout_fit(const struct layout *layout, struct font font,
                       const char *text, double width_pt) MUST_USE;

double layout_width_pt(const struct layout *layout, struct font font,
                       const char *text);

#endif
