/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How pages look: their measures and their few fonts, in one place. */
#ifndef ATTUNE_REPORT_LOOK_H
#define ATTUNE_REPORT_LOOK_H

#include "chart/drawing.h"

/* The page: margins left and right, above, and below (for the footer). */
#define LOOK_SIDE_PT 45.0
#define LOOK_TOP_PT 38.0
#define LOOK_BOTTOM_PT 50.0

/* Between blocks, and between a heading and what it heads. */
#define LOOK_BLOCK_GAP_PT 16.0
#define LOOK_HEADING_GAP_PT 6.0
#define LOOK_SUBHEADING_GAP_PT 7.0
#define LOOK_PARAGRAPH_GAP_PT 3.0

/* What rows of numbers, and texts, are about stands so wide before them. */
#define LOOK_NAME_PT 116.0

/* The plot of the large chart is so high at least, with small ones below it at
   most, and at most alone; what page one has left then is for lines to write
   on. */
#define LOOK_PLOT_PT 110.0
#define LOOK_PLOT_MOST_PT 230.0
#define LOOK_PLOT_ALONE_PT 300.0

#define LOOK_RULE_PT 1.0
#define LOOK_HAIRLINE_PT 0.6

enum look_font {
    FONT_CLIENT,
    FONT_SUBTITLE,
    FONT_SPAN,    /* the dates of the head */
    FONT_UNDER,   /* the instruments of the head */
    FONT_LEAD,    /* how a sentence of verdicts begins */
    FONT_SAID,    /* and of what it speaks */
    FONT_HEADING, /* of a block */
    FONT_GROUP,   /* of an instrument inside a block */
    FONT_COLUMN,  /* heads of columns; what limits a verdict */
    FONT_CELL,
    FONT_NAME,    /* what a row is about; the latest score */
    FONT_VERDICT, /* better or worse */
    FONT_ASK,     /* above lines to write on */
    FONT_BODY,
    FONT_KEY,
    FONT_FOOTER,
    N_LOOK_FONTS
};

struct font look_font(enum look_font font);

#endif
