/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures the columns, parts them, and makes each row a box. */
#include "report/table.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include "chart/palette.h"
#include "report/look.h"
#include "report/pen.h"

#define GAP_PT 14.0    /* between columns */
#define SIGN_PT 5.0    /* behind a number, for its sign */
#define HEAD_LINES 2.4 /* of a column's head, at most, about */
#define HEAD_BELOW_PT 4.0
#define WISH 1.4         /* what a column that wraps may have, of its most */
#define STEP_PT 4.0      /* by which a head is made narrower */
#define PART_GAP_PT 14.0 /* above a table that goes on with more columns */
#define SPREAD_PT 100.0  /* no column of numbers is spread wider */

/* A column as it stands on the page. */
struct place_of_column {
    size_t idx;
    double x;
    double width_pt;
    double fraction_pt; /* of the widest decimals, with their point */
};

struct setting {
    const struct table *table;
    const struct layout *layout;
    double *widths; /* of all columns */
    double *fractions;
    double *wishes; /* widths at which nothing would have to wrap */
    struct place_of_column *places; /* of the part at hand */
    size_t n_places;
};

/* The decimals of a number with their point; "" where it has none. */
static const char *
fraction_of(const char *number)
{
    const char *point = strpbrk(number, ".,");

    return point ? point : "";
}

static double
fraction_pt(const struct setting *setting, const struct table_cell *cell)
{
    return layout_width_pt(setting->layout, cell_font(cell, true),
                           fraction_of(cell->text));
}

static double
clamp(double number, double least, double most)
{
    return fmin(fmax(number, least), most);
}

/* ---- widths ---- */

static void
measure_column(struct setting *setting, size_t idx)
{
    const struct table *table = setting->table;
    const struct table_column *column = &table->columns[idx];
    bool is_number = column->kind == TABLE_NUMBER;
    double whole = 0;
    double fraction = 0;
    double head;

    for (size_t i = 0; i < table->n_rows; i++) {
        const struct table_cell *cell = NULL;
        double width;
        double part;

        if (table->rows[i].cells)
            cell = &table->rows[i].cells[idx];
        if (!cell || !cell->text)
            continue;
        width = is_number ? layout_width_pt(setting->layout,
                                            cell_font(cell, true), cell->text)
                          : cell_width_pt(setting->layout, cell);
        part = is_number ? fraction_pt(setting, cell) : 0;
        whole = fmax(whole, width - part);
        fraction = fmax(fraction, part);
    }
    head =
        layout_width_pt(setting->layout, look_font(FONT_COLUMN), column->title);
    if (is_number) /* is never shortened */
        setting->widths[idx] =
            SIGN_PT
            + fmax(whole + fraction,
                   clamp(head, column->least_pt, column->most_pt));
    else
        setting->widths[idx] =
            clamp(fmax(whole, head), column->least_pt, column->most_pt);
    setting->fractions[idx] = fraction;
    setting->wishes[idx] = fmin(fmax(whole, head), WISH * column->most_pt);
}

static void
measure_columns(struct setting *setting)
{
    const struct table *table = setting->table;
    struct arena *arena = setting->layout->arena;

    setting->widths = ARENA_ARRAY(arena, table->n_columns, double);
    setting->fractions = ARENA_ARRAY(arena, table->n_columns, double);
    setting->wishes = ARENA_ARRAY(arena, table->n_columns, double);
    setting->places =
        ARENA_ARRAY(arena, table->n_columns, struct place_of_column);
    for (size_t i = 0; i < table->n_columns; i++)
        measure_column(setting, i);
}

static void
put_place(struct setting *setting, size_t idx, double *x)
{
    setting->places[setting->n_places++] = (struct place_of_column){
        .idx = idx,
        .x = *x,
        .width_pt = setting->widths[idx],
        .fraction_pt = setting->fractions[idx],
    };
    *x += setting->widths[idx] + GAP_PT;
}

/* Gives the room that the last column does not need to those that wrap; what is
   still left is the last one's. */
static void
share_out(struct setting *setting, double room)
{
    double moved = 0;
    struct place_of_column *place = setting->places;

    for (size_t i = 0; i + 1 < setting->n_places; i++, place++) {
        double more = setting->wishes[place->idx] - place->width_pt;

        place->x += moved;
        if (!setting->table->columns[place->idx].wraps || room <= 0)
            continue;
        more = clamp(more, 0, room);
        place->width_pt += more;
        moved += more;
        room -= more;
    }
    place->x += moved;
    place->width_pt = fmax(0, place->width_pt + room);
}

/* The widths of the part's columns of numbers become equal where there is the
   room; or what is left goes to columns of words. */
static void
spread(struct setting *setting, double used_pt)
{
    const struct table *table = setting->table;
    double room = setting->layout->width_pt - used_pt;
    double sum = 0;
    double widest = 0;
    size_t n = setting->n_places - table->n_fixed;

    if (table->is_spread) {
        share_out(setting, room);
        return;
    }
    for (size_t i = table->n_fixed; i < setting->n_places; i++) {
        sum += setting->places[i].width_pt;
        widest = fmax(widest, setting->places[i].width_pt);
    }
    widest = fmax(widest, fmin(SPREAD_PT, (sum + room) / (double)n));
    if (widest * (double)n > sum + room)
        return;
    for (size_t i = 0; i < n; i++) {
        struct place_of_column *place = &setting->places[table->n_fixed + i];

        place->width_pt = widest;
        if (i > 0)
            place->x = place[-1].x + widest + GAP_PT;
    }
}

/* Sets the columns from 'from' on that have room beside the fixed ones, at
   least one; returns the first that has none. */
static size_t
set_part(struct setting *setting, size_t from)
{
    const struct table *table = setting->table;
    double x = 0;

    setting->n_places = 0;
    for (size_t i = 0; i < table->n_fixed; i++)
        put_place(setting, i, &x);
    do
        put_place(setting, from++, &x);
    while (from < table->n_columns
           && (table->is_spread
               || x + setting->widths[from] <= setting->layout->width_pt));
    spread(setting, x - GAP_PT);
    return from;
}

/* ---- rows ---- */

static struct pen
row_pen(const struct setting *setting, double height_pt)
{
    const struct layout *layout = setting->layout;

    return pen_new(layout->width_pt, height_pt, layout->language,
                   layout->arena);
}

/* Where the numbers of the column end on the right, wherever the language
   begins: their decimals are on the right in all of them. */
static double
number_x(const struct pen *pen, const struct place_of_column *place)
{
    return pen->is_rtl ? place->x + SIGN_PT
                       : place->x + place->width_pt - SIGN_PT;
}

static void
write_right(const struct pen *pen, struct point baseline, const char *text,
            struct font font, uint32_t color)
{
    if (pen->is_rtl)
        pen_text(pen, baseline, text, font, color);
    else
        pen_text_end(pen, baseline, text, font, color);
}

static void
write_sign(const struct pen *pen, struct point baseline, const char *sign)
{
    struct font font = look_font(FONT_CELL);

    baseline.x += pen->is_rtl ? -1 : 1;
    if (pen->is_rtl)
        pen_text_end(pen, baseline, sign, font, COLOR_SOFT);
    else
        pen_text(pen, baseline, sign, font, COLOR_SOFT);
}

static void
write_number(const struct setting *setting, const struct pen *pen,
             const struct place_of_column *place, const struct table_cell *cell,
             double baseline)
{
    double back = place->fraction_pt - fraction_pt(setting, cell);
    struct point at = {number_x(pen, place), baseline};

    if (back > place->width_pt / 2)
        back = 0;
    at.x += pen->is_rtl ? back : -back;
    write_right(pen, at, cell->text, cell_font(cell, true),
                cell->is_soft ? COLOR_SOFT : COLOR_INK);
    if (cell->sign)
        write_sign(pen, at, cell->sign);
}

static void
write_cell(const struct setting *setting, const struct pen *pen,
           const struct place_of_column *place, const struct table_cell *cell,
           double baseline)
{
    const struct table_column *column = &setting->table->columns[place->idx];
    struct font font = cell_font(cell, false);

    drawing_begin(pen->drawing, ROLE_CELL, NULL, NULL);
    if (cell->picture)
        pen_add(pen, cell->picture,
                (struct point){
                    place->x,
                    (setting->table->row_pt - cell->picture->height_pt) / 2});
    else if (cell->text && column->kind == TABLE_NUMBER)
        write_number(setting, pen, place, cell, baseline);
    else if (cell->text && column->wraps)
        cell_write(setting->layout, pen, cell,
                   (struct pen_column){.x = place->x,
                                       .y = baseline,
                                       .width_pt = place->width_pt});
    else if (cell->text)
        pen_text(pen, (struct point){place->x, baseline},
                 layout_fit(setting->layout, font, cell->text, place->width_pt),
                 font, cell->is_soft ? COLOR_SOFT : COLOR_INK);
    drawing_end(pen->drawing);
}

static double
middle_baseline(const struct setting *setting, struct font font)
{
    /* Letters are about 0.7 of their size high. */
    return (setting->table->row_pt + 0.7 * font.size_pt) / 2;
}

/* The height of the row: its highest cell's. */
static double
row_height_pt(const struct setting *setting, const struct table_row *row)
{
    double growth = 0;

    for (size_t i = 0; i < setting->n_places; i++) {
        const struct place_of_column *place = &setting->places[i];
        const struct table_cell *cell = &row->cells[place->idx];

        if (cell->text && setting->table->columns[place->idx].wraps)
            growth = fmax(
                growth, cell_growth_pt(setting->layout, cell, place->width_pt));
    }
    return setting->table->row_pt + growth;
}

static const struct drawing *
draw_row(const struct setting *setting, const struct table_row *row)
{
    const struct layout *layout = setting->layout;
    struct pen pen = row_pen(setting, row_height_pt(setting, row));
    struct font font = look_font(FONT_CELL);
    double baseline = middle_baseline(setting, font);

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    for (size_t i = 0; i < setting->n_places; i++) {
        const struct place_of_column *place = &setting->places[i];

        write_cell(setting, &pen, place, &row->cells[place->idx], baseline);
    }
    drawing_end(pen.drawing);
    pen_rule(&pen, (struct point){0, pen.drawing->height_pt}, layout->width_pt,
             LOOK_HAIRLINE_PT, COLOR_HAIRLINE);
    return pen.drawing;
}

static const struct drawing *
draw_group(const struct setting *setting, const char *name)
{
    const struct layout *layout = setting->layout;
    struct pen pen = row_pen(setting, setting->table->row_pt);
    struct font font = look_font(FONT_GROUP);

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    drawing_begin(pen.drawing, ROLE_HEADER_CELL, NULL, NULL);
    pen_text(&pen, (struct point){0, pen.drawing->height_pt - 5},
             layout_fit(layout, font, name, layout->width_pt), font,
             COLOR_SOFT);
    drawing_end(pen.drawing);
    drawing_end(pen.drawing);
    pen_rule(&pen, (struct point){0, pen.drawing->height_pt}, layout->width_pt,
             LOOK_HAIRLINE_PT, COLOR_RULE);
    return pen.drawing;
}

/* ---- the head ---- */

static double
head_width_pt(const struct setting *setting,
              const struct place_of_column *place)
{
    bool is_number = setting->table->columns[place->idx].kind == TABLE_NUMBER;

    return place->width_pt - (is_number ? SIGN_PT : 0);
}

static const char *
head_text(const struct setting *setting, const struct place_of_column *place)
{
    return layout_fit(setting->layout, look_font(FONT_COLUMN),
                      setting->table->columns[place->idx].title,
                      HEAD_LINES * head_width_pt(setting, place));
}

static double
head_text_pt(const struct setting *setting, const struct place_of_column *place,
             double width_pt)
{
    return measure_height_pt(setting->layout->measure, look_font(FONT_COLUMN),
                             head_text(setting, place), width_pt);
}

static double
longest_word_pt(const struct setting *setting, const char *text)
{
    struct str rest = str_from(text);
    struct str word;
    double longest = 0;

    while (str_next_word(&rest, &word))
        longest = fmax(
            longest, layout_width_pt(setting->layout, look_font(FONT_COLUMN),
                                     arena_text(setting->layout->arena, word)));
    return longest;
}

/* The narrowest that the head can be without growing higher or breaking words,
   so that its lines are of about one length. */
static double
balanced_width_pt(const struct setting *setting,
                  const struct place_of_column *place)
{
    double width = head_width_pt(setting, place);
    double height = head_text_pt(setting, place, width);
    double longest = longest_word_pt(setting, head_text(setting, place));
    double narrower = width;

    while (narrower - STEP_PT > longest
           && head_text_pt(setting, place, narrower - STEP_PT) <= height)
        narrower -= STEP_PT;
    return narrower;
}

static void
write_head(const struct setting *setting, const struct pen *pen,
           const struct place_of_column *place, double height_pt)
{
    bool is_number = setting->table->columns[place->idx].kind == TABLE_NUMBER;
    bool is_end = is_number && !pen->is_rtl;
    double width = balanced_width_pt(setting, place);
    struct pen_column column = {
        .x = place->x,
        .y = height_pt - head_text_pt(setting, place, width),
        .width_pt = width,
        .color = COLOR_SOFT,
    };

    if (is_end)
        column.x += head_width_pt(setting, place) - width;
    else if (is_number)
        column.x += SIGN_PT;
    drawing_begin(pen->drawing, ROLE_HEADER_CELL, NULL, NULL);
    if (*setting->table->columns[place->idx].title)
        pen_paragraph(pen, column, head_text(setting, place),
                      look_font(FONT_COLUMN), is_end ? ALIGN_END : ALIGN_START);
    drawing_end(pen->drawing);
}

static const struct drawing *
draw_head(const struct setting *setting)
{
    double height = 0;
    struct pen pen;

    for (size_t i = 0; i < setting->n_places; i++)
        height = fmax(
            height, head_text_pt(setting, &setting->places[i],
                                 head_width_pt(setting, &setting->places[i])));
    pen = row_pen(setting, height + HEAD_BELOW_PT);
    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    for (size_t i = 0; i < setting->n_places; i++)
        write_head(setting, &pen, &setting->places[i], height);
    drawing_end(pen.drawing);
    pen_rule(&pen, (struct point){0, pen.drawing->height_pt},
             setting->layout->width_pt, LOOK_HAIRLINE_PT, COLOR_RULE);
    return pen.drawing;
}

/* ---- flowing ---- */

static void
flow_part(const struct setting *setting, double space_pt)
{
    const struct table *table = setting->table;
    const struct layout *layout = setting->layout;
    const struct drawing *head = draw_head(setting);
    struct contribution *part = ARENA_NEW(layout->arena, struct contribution);

    *part = (struct contribution){.role = ROLE_TABLE, .text = table->text};
    flow_add(layout->flow, (struct flow_box){.drawing = head,
                                             .space_pt = space_pt,
                                             .keeps_with_next = true,
                                             .part = part});
    for (size_t i = 0; i < table->n_rows; i++) {
        const struct table_row *row = &table->rows[i];
        bool is_group = row->cells == NULL;

        /* No row stands alone at the top of a page, if it can be helped. */
        flow_add(layout->flow,
                 (struct flow_box){
                     .drawing = is_group ? draw_group(setting, row->group)
                                         : draw_row(setting, row),
                     .keeps_with_next =
                         is_group || (i > 0 && i + 2 == table->n_rows),
                     .part = part,
                     .head = head,
                 });
    }
}

void
table_flow(const struct table *table, const struct layout *layout)
{
    struct setting setting = {.table = table, .layout = layout};
    double space = LOOK_HEADING_GAP_PT;

    assert(table->n_fixed < table->n_columns);
    measure_columns(&setting);
    for (size_t next = table->n_fixed; next < table->n_columns;) {
        next = set_part(&setting, next);
        flow_part(&setting, space);
        space = PART_GAP_PT;
    }
}
