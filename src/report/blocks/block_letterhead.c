/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A practice's own picture, where lines begin, and its own words, where they
   end. */
#include "report/block.h"

#include <math.h>

#define LOGO_HIGH_PT 34.0 /* at most, and never larger than its points */
#define LOGO_WIDE_PT 170.0
#define WORDS_SHARE 0.6 /* of the width, beside a picture */
#define WORDS_LINES 4   /* about so many */
#define BELOW_PT 10.0

/* The picture with what it shows; empty without one. */
static struct drawing *
logo_of(const struct block *block, const struct layout *layout)
{
    const struct image *logo = block->logo;
    struct drawing *drawing = drawing_new(0, 0, layout->arena);
    double scale;

    if (!logo)
        return drawing;
    scale =
        fmin(1, fmin(LOGO_HIGH_PT / logo->height, LOGO_WIDE_PT / logo->width));
    drawing->width_pt = scale * logo->width;
    drawing->height_pt = scale * logo->height;
    drawing_begin(drawing, ROLE_FIGURE,
                  block->alt ? block->alt
                             : word_in(layout->tongue.language, WORD_LOGO),
                  NULL);
    drawing_image(drawing, (struct point){0, 0}, drawing->width_pt,
                  drawing->height_pt, logo);
    drawing_end(drawing);
    return drawing;
}

static void
build(const struct block *block, const struct layout *layout)
{
    struct font font = look_font(FONT_UNDER);
    const struct drawing *logo = logo_of(block, layout);
    double width =
        block->logo ? WORDS_SHARE * layout->width_pt : layout->width_pt;
    const char *words =
        layout_fit(layout, font, block->heading ? block->heading : "",
                   WORDS_LINES * width);
    double words_pt = *words ? layout_height_pt(layout, font, words, width) : 0;
    double height = fmax(logo->height_pt, words_pt);

    if (height <= 0)
        return;
    struct pen pen = layout_pen(layout, height + BELOW_PT);
    pen_add(&pen, logo, (struct point){0, (height - logo->height_pt) / 2});
    if (*words) {
        drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
        pen_paragraph(&pen,
                      (struct pen_column){layout->width_pt - width,
                                          (height - words_pt) / 2, width,
                                          COLOR_SOFT},
                      words, font, block->logo ? ALIGN_END : ALIGN_START);
        drawing_end(pen.drawing);
    }
    layout_put(layout, &pen, (struct flow_box){.space_pt = LOOK_BLOCK_GAP_PT});
}

const struct block_class block_letterhead = {
    .name = "letterhead", .build = build, .is_of_all = true};
