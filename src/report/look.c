/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of fonts. */
#include "report/look.h"

#include <assert.h>

static const struct font fonts[N_LOOK_FONTS] = {
    [FONT_CLIENT] = {.size_pt = 26, .weight = WEIGHT_SEMIBOLD},
    [FONT_SUBTITLE] = {.size_pt = 13},
    [FONT_SPAN] = {.size_pt = 9, .weight = WEIGHT_SEMIBOLD},
    [FONT_UNDER] = {.size_pt = 8},
    [FONT_LEAD] = {.size_pt = 10.5, .weight = WEIGHT_SEMIBOLD},
    [FONT_SAID] = {.size_pt = 10.5},
    [FONT_HEADING] = {.size_pt = 10, .weight = WEIGHT_SEMIBOLD},
    [FONT_GROUP] = {.size_pt = 8, .weight = WEIGHT_SEMIBOLD},
    [FONT_COLUMN] = {.size_pt = 7},
    [FONT_CELL] = {.size_pt = 8},
    [FONT_NAME] = {.size_pt = 8.5, .weight = WEIGHT_SEMIBOLD},
    [FONT_VERDICT] = {.size_pt = 8, .weight = WEIGHT_SEMIBOLD},
    [FONT_ASK] = {.size_pt = 9, .weight = WEIGHT_SEMIBOLD},
    [FONT_BODY] = {.size_pt = 7.5},
    [FONT_KEY] = {.size_pt = 7},
    [FONT_FOOTER] = {.size_pt = 6.5},
};

struct font
look_font(enum look_font font)
{
    assert(font < N_LOOK_FONTS);
    return fonts[font];
}
