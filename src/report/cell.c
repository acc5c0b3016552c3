/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words in a column, with their mark; see cell.h. */
#include "report/cell.h"

#include "chart/palette.h"
#include "report/look.h"

#define MARK_PT 7.0    /* wide */
#define MARK_UP_PT 6.2 /* high */
#define INDENT_PT 12.0 /* from the mark's edge to the words */
#define MOST_LINES 3.6 /* of words that are wrapped, about */
#define HAIR_PT 0.5    /* so that what just fits is not wrapped */
#define DASH_UP_PT 2.8 /* above the baseline */
#define DASH_BOLD_PT 1.3

struct font
cell_font(const struct table_cell *cell, bool is_number)
{
    if (cell->mark == MARK_BETTER || cell->mark == MARK_WORSE)
        return look_font(FONT_VERDICT);
    if (cell->mark == MARK_LEVEL)
        return look_font(FONT_SAID);
    if (cell->is_strong)
        return look_font(is_number ? FONT_STRONG : FONT_NAME);
    return look_font(FONT_CELL);
}

static double
indent_pt(const struct table_cell *cell)
{
    return cell->mark == MARK_NONE ? 0 : INDENT_PT;
}

double
cell_width_pt(const struct layout *layout, const struct table_cell *cell)
{
    return indent_pt(cell) + HAIR_PT
           + layout_width_pt(layout, cell_font(cell, false), cell->text);
}

static double
height_pt(const struct layout *layout, struct font font, const char *text,
          double width_pt)
{
    return measure_height_pt(layout->measure, font, text, width_pt);
}

/* The words, shortened where they would need too many lines. */
static const char *
fitting(const struct layout *layout, const struct table_cell *cell,
        double width_pt)
{
    return layout_fit(layout, cell_font(cell, false), cell->text,
                      MOST_LINES * width_pt);
}

static double
text_height_pt(const struct layout *layout, const struct table_cell *cell,
               double width_pt)
{
    return height_pt(layout, cell_font(cell, false),
                     fitting(layout, cell, width_pt), width_pt);
}

double
cell_growth_pt(const struct layout *layout, const struct table_cell *cell,
               double width_pt)
{
    double growth;

    width_pt -= indent_pt(cell);
    growth = text_height_pt(layout, cell, width_pt)
             - height_pt(layout, cell_font(cell, false), "", width_pt);
    if (cell->below)
        growth +=
            height_pt(layout, look_font(FONT_SAID), cell->below, width_pt);
    return growth;
}

static uint32_t
color_of(const struct table_cell *cell)
{
    switch (cell->mark) {
    case MARK_BETTER:
        return COLOR_ACCENT;
    case MARK_WORSE:
        return COLOR_WARN;
    case MARK_LEVEL:
        return COLOR_SOFT;
    case MARK_NONE:
        break;
    }
    return cell->is_soft ? COLOR_SOFT : COLOR_INK;
}

static void
draw_mark(const struct pen *pen, const struct table_cell *cell, struct point at)
{
    bool is_up = cell->mark == MARK_BETTER;
    double base = is_up ? at.y : at.y - MARK_UP_PT;
    double tip = is_up ? at.y - MARK_UP_PT : at.y;
    const struct point triangle[] = {
        {at.x, base},
        {at.x + MARK_PT, base},
        {at.x + MARK_PT / 2, tip},
    };

    if (cell->mark == MARK_NONE)
        return;
    if (cell->mark == MARK_LEVEL)
        pen_rule(pen, (struct point){at.x, at.y - DASH_UP_PT}, at.x + MARK_PT,
                 DASH_BOLD_PT, COLOR_SOFT);
    else
        pen_area(pen, triangle, 3, color_of(cell));
}

void
cell_write(const struct layout *layout, const struct pen *pen,
           const struct table_cell *cell, struct pen_column column)
{
    struct font font = cell_font(cell, false);

    draw_mark(pen, cell, (struct point){column.x, column.y});
    column.x += indent_pt(cell);
    column.width_pt -= indent_pt(cell);
    column.y -= measure_ascent_pt(layout->measure, font);
    column.color = color_of(cell);
    pen_paragraph(pen, column, fitting(layout, cell, column.width_pt), font,
                  ALIGN_START);
    if (!cell->below)
        return;
    column.y += text_height_pt(layout, cell, column.width_pt);
    column.color = COLOR_INK;
    pen_paragraph(pen, column, cell->below, look_font(FONT_SAID), ALIGN_START);
}
