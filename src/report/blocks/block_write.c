/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two questions with lines to write on, at the foot of page one: more of them
   where the page has room. */
#include "report/block.h"

#include <math.h>

#define ASK_PT 18.0
#define LINE_EACH_PT 20.0
#define BETWEEN_PT 24.0

enum { LINES = 2, MOST_LINES = 6 };

static double
height_pt(const struct layout *layout)
{
    double left = fmax(0, layout->spare_pt - layout->grows_pt);
    double n = fmin(MOST_LINES, LINES + floor(left / LINE_EACH_PT));

    return ASK_PT + LINE_EACH_PT * n;
}

static void
ask(const struct layout *layout, const struct pen *pen, enum word question,
    double x, double width_pt)
{
    double height = height_pt(layout);
    struct stroke dots = {COLOR_SOFT, 0.6, 0.6, 2.4};

    layout_part(layout, pen, ROLE_PARAGRAPH,
                (struct pen_column){x, look_font(FONT_ASK).size_pt, width_pt,
                                    COLOR_INK},
                word_in(layout->tongue.language, question), look_font(FONT_ASK),
                ALIGN_START);
    for (double y = height; y > ASK_PT; y -= LINE_EACH_PT)
        pen_rule(pen, (struct point){x, y}, x + width_pt, dots);
}

static void
build(const struct block *block, const struct layout *layout)
{
    struct pen pen = layout_pen(layout, height_pt(layout));
    double width = (layout->width_pt - BETWEEN_PT) / 2;

    bool is_for_two = layout->subject->names[1] != NULL;

    (void)block;
    if (!layout->subject->n_findings)
        return;
    ask(layout, &pen, is_for_two ? WORD_ASK_KEEP : WORD_ASK_MEANING, 0, width);
    ask(layout, &pen, is_for_two ? WORD_ASK_LEAVE : WORD_ASK_NEXT,
        width + BETWEEN_PT, width);
    layout_put(
        layout, &pen,
        (struct flow_box){.space_pt = LOOK_BLOCK_GAP_PT, .is_foot = true});
}

const struct block_class block_write = {.name = "write", .build = build};
