/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First and latest: a row a scale with its range strip, the two scores, the
   change with the limit that it is held against, and what that says.  Those
   that were judged stand here all, of the others as many as leave the page its
   chart. */
#include "report/block.h"

#include <math.h>
#include "instrument/instrument.h"
#include "report/judged.h"
#include "report/panel.h"

#define STRIP_HEIGHT_PT 13.0
#define ROW_PT 16.0
#define GAP_PT 10.0
#define ABOVE_PT 4.0 /* the first baseline's, less its ascent */
#define MARK_PT 6.5
#define INDENT_PT 11.0
#define BASELINE_PT 10.2
#define HEAD_PT 12.0
#define TITLE_LINES 3.6 /* of a long title, about */

#define MORE_PT 14.0 /* the line that says so */

enum { MOST_OTHERS = 5, MOST_ROWS = 6, FIRST_ROWS = 4 };

/* The columns, of A4; Letter is wider by what the last one gains. */
enum { NAME, STRIP, FIRST, LATEST, CHANGE, SAYS, N_COLUMNS };

/* Numbers before words; and, for the client, words before numbers. */
static const struct order {
    int columns[N_COLUMNS];
    double widths[N_COLUMNS]; /* by column */
} orders[] = {
    {{NAME, STRIP, FIRST, LATEST, CHANGE, SAYS}, {112, 108, 30, 30, 62, 90}},
    {{NAME, SAYS, STRIP, FIRST, LATEST, CHANGE}, {104, 100, 30, 30, 44, 130}},
};

struct strips {
    const struct layout *layout;
    const struct order *order;
    bool has_pairs; /* else nothing is first, and nothing changed */
    double xs[N_COLUMNS];
    double widths[N_COLUMNS];
};

static bool
stands(const struct strips *strips, int column)
{
    return strips->has_pairs || (column != FIRST && column != CHANGE);
}

static struct strips
set_out(const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    bool is_plain = subject->audience == FOR_CLIENT;
    struct strips strips = {.layout = layout, .order = &orders[is_plain]};
    double x = 0;

    for (size_t i = 0; i < subject->n_findings; i++)
        strips.has_pairs |= subject->findings[i].has_pair;
    for (int i = 0; i < N_COLUMNS; i++) {
        int column = strips.order->columns[i];

        if (!stands(&strips, column))
            continue;

        strips.xs[column] = x;
        strips.widths[column] = i + 1 < N_COLUMNS ? strips.order->widths[column]
                                                  : layout->width_pt - x;
        x += strips.widths[column] + GAP_PT;
    }
    return strips;
}

/* What a text may take: up to the next column. */
static double
cell_pt(const struct strips *strips, int column)
{
    return fmin(strips->widths[column] + GAP_PT,
                strips->layout->width_pt - strips->xs[column]);
}

/* Where what limits a verdict begins, below the row. */
static double
below_x(const struct strips *strips)
{
    return fmin(strips->xs[STRIP], strips->xs[SAYS]);
}

/* ---- a row ---- */

/* What stands in one. */
struct row {
    const struct finding *finding;
    const char *title;
    const char *says;
    const char *cautions; /* NULL: none */
    enum verdict_mark mark;
    double below_pt;  /* where cautions begin: below strip and verdict */
    double height_pt; /* of all */
};

static struct row
row_of(const struct strips *strips, const struct finding *finding)
{
    const struct layout *layout = strips->layout;
    struct row row = {
        .finding = finding,
        .title = layout_fit(layout, look_font(FONT_NAME),
                            finding->series->scale->title,
                            TITLE_LINES * strips->widths[NAME]),
        .says = judged_strip(layout->tongue, finding),
        .cautions = judged_cautions(layout->tongue, layout->subject, finding),
        .mark = judged_mark(finding),
    };
    double title = layout_height_pt(layout, look_font(FONT_NAME), row.title,
                                    strips->widths[NAME]);
    double says = layout_height_pt(layout, look_font(FONT_VERDICT), row.says,
                                   strips->widths[SAYS] - INDENT_PT);

    row.below_pt = fmax(ROW_PT, says + ABOVE_PT);
    row.height_pt = fmax(row.below_pt, title + ABOVE_PT);
    if (row.cautions)
        row.height_pt = fmax(
            row.height_pt,
            row.below_pt + 2
                + layout_height_pt(layout, look_font(FONT_COLUMN), row.cautions,
                                   layout->width_pt - below_x(strips)));
    return row;
}

/* 'text' may be NULL. */
static void
write_column(const struct strips *strips, const struct pen *pen, double x,
             double width_pt, const char *text, enum look_font font,
             uint32_t color)
{
    layout_part(strips->layout, pen, ROLE_CELL,
                (struct pen_column){x, BASELINE_PT, width_pt, color}, text,
                look_font(font), ALIGN_START);
}

/* 'text' may be NULL. */
static void
write_score(const struct strips *strips, const struct pen *pen, int column,
            const char *text)
{
    write_column(strips, pen, strips->xs[column], cell_pt(strips, column), text,
                 column == LATEST ? FONT_NAME : FONT_CELL, COLOR_INK);
}

static void
write_change(const struct strips *strips, const struct pen *pen,
             const struct finding *finding)
{
    write_column(strips, pen, strips->xs[CHANGE], cell_pt(strips, CHANGE),
                 finding->has_pair
                     ? judged_change(strips->layout->tongue, finding)
                     : NULL,
                 FONT_CELL, COLOR_INK);
}

/* The verdict, and below it what limits it. */
static void
write_verdict(const struct strips *strips, const struct pen *pen,
              const struct row *row)
{
    const struct layout *layout = strips->layout;
    uint32_t color = judged_color(row->finding);
    struct font font =
        look_font(color == COLOR_SOFT ? FONT_CELL : FONT_VERDICT);
    struct pen_column says = {strips->xs[SAYS] + INDENT_PT,
                              BASELINE_PT - layout_ascent_pt(layout, font),
                              strips->widths[SAYS] - INDENT_PT, color};
    struct pen_column below = {below_x(strips), row->below_pt - 1,
                               layout->width_pt - below_x(strips), COLOR_SOFT};

    layout_mark(pen, row->mark,
                (struct point){strips->xs[SAYS], ABOVE_PT / 2 + 2}, color);
    drawing_begin(pen->drawing, ROLE_CELL, NULL, NULL);
    pen_paragraph(pen, says, row->says, font, ALIGN_START);
    if (row->cautions)
        pen_paragraph(pen, below, row->cautions, look_font(FONT_COLUMN),
                      ALIGN_START);
    drawing_end(pen->drawing);
}

static void
draw_strip(const struct strips *strips, const struct pen *pen,
           const struct row *row)
{
    struct strip strip;

    drawing_begin(pen->drawing, ROLE_CELL, NULL, NULL);
    if (panel_can_draw(row->finding)) {
        strip = panel_strip(row->finding);
        pen_add(
            pen,
            strip_draw(&strip, strips->widths[STRIP], STRIP_HEIGHT_PT,
                       strips->layout->arena),
            (struct point){strips->xs[STRIP], (ROW_PT - STRIP_HEIGHT_PT) / 2});
    }
    drawing_end(pen->drawing);
}

static void
write_cell(const struct strips *strips, const struct pen *pen, int column,
           const struct row *row)
{
    const struct finding *finding = row->finding;
    const struct series *series = finding->series;
    struct tongue tongue = strips->layout->tongue;

    switch (column) {
    case NAME:
        write_column(strips, pen, 0, strips->widths[NAME], row->title,
                     FONT_NAME, COLOR_INK);
        break;
    case STRIP:
        draw_strip(strips, pen, row);
        break;
    case FIRST:
        write_score(strips, pen, FIRST,
                    finding->has_pair ? sentence_from(tongue, finding) : NULL);
        break;
    case LATEST:
        write_score(
            strips, pen, LATEST,
            series->latest == SIZE_MAX
                ? NULL
                : sentence_score(tongue, finding, series, series->latest));
        break;
    case CHANGE:
        write_change(strips, pen, finding);
        break;
    case SAYS:
        write_verdict(strips, pen, row);
        break;
    }
}

static const struct drawing *
draw_row(const struct strips *strips, const struct row *row)
{
    const struct layout *layout = strips->layout;
    struct pen pen = layout_pen(layout, row->height_pt);

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    if (panel_can_draw(row->finding))
        drawing_link(pen.drawing, 0, row->finding->chart);
    for (int i = 0; i < N_COLUMNS; i++)
        if (stands(strips, strips->order->columns[i]))
            write_cell(strips, &pen, strips->order->columns[i], row);
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_HAIRLINE);
    return pen.drawing;
}

/* ---- all of them ---- */

/* "change, 95 %" where all limits on the page are of one level. */
static const char *
change_title(const struct layout *layout)
{
    struct judged_tally tally = judged_count(layout->subject, layout->arena);

    if (!tally.has_zone || layout->subject->audience == FOR_CLIENT)
        return word_in(layout->tongue.language, WORD_CHANGE);
    if (tally.n_points || tally.is_mixed)
        return word_in(layout->tongue.language, WORD_CHANGE_AND_LIMIT);
    return SENTENCE(layout->tongue, WORD_CHANGE_WITHIN,
                    judged_percent(layout->tongue, tally.share));
}

static const char *
table_title(const struct strips *strips, const struct block *block)
{
    return block_heading(block, strips->layout,
                         strips->has_pairs ? WORD_FIRST_AND_LATEST
                                           : WORD_LATEST);
}

/* A hollow mark is the first score, a solid one the latest. */
static void
write_marks(const struct strips *strips, const struct pen *pen, double base)
{
    const struct layout *layout = strips->layout;
    struct font font = look_font(FONT_COLUMN);
    double x = strips->xs[STRIP];

    drawing_begin(pen->drawing, ROLE_HEADER_CELL, NULL, NULL);
    for (int i = 0; i < 2 && strips->has_pairs; i++) {
        const char *text =
            word_in(layout->tongue.language, i ? WORD_LATEST : WORD_FIRST);
        struct drawing *mark = drawing_new(6, 6, layout->arena);

        drawing_circle(mark, (struct point){3, 3}, i ? 2.4 : 2,
                       i ? COLOR_SOFT : COLOR_PAPER,
                       (struct stroke){COLOR_SOFT, i ? 0 : 1, 0, 0});
        pen_add(pen, mark, (struct point){x, base - 5.4});
        pen_text(pen, (struct point){x + 9, base}, text, font, COLOR_SOFT);
        x += 9 + layout_width_pt(layout, font, text) + GAP_PT;
    }
    drawing_end(pen->drawing);
}

/* What a title of a column takes above its last line. */
static double
above_pt(const struct strips *strips, const char *title, double width_pt)
{
    struct font font = look_font(FONT_COLUMN);

    return title ? layout_height_pt(strips->layout, font, title, width_pt)
                       - layout_height_pt(strips->layout, font, "", width_pt)
                 : 0;
}

static const struct drawing *
draw_head(const struct strips *strips, const struct block *block)
{
    const struct layout *layout = strips->layout;
    enum language language = layout->tongue.language;
    double above = 0;
    const char *titles[N_COLUMNS] = {
        [NAME] = table_title(strips, block),
        [FIRST] = word_in(language, WORD_FIRST),
        [LATEST] = word_in(language,
                           strips->has_pairs ? WORD_LATEST : WORD_SCORE_COLUMN),
        [CHANGE] = change_title(layout),
        [SAYS] = word_in(language, WORD_WHAT_IT_SAYS),
    };

    for (int i = 0; i < N_COLUMNS; i++)
        if (stands(strips, i))
            above =
                fmax(above, above_pt(strips, titles[i], cell_pt(strips, i)));
    struct pen pen = layout_pen(layout, HEAD_PT + above);
    double base = HEAD_PT + above - 4;
    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    for (int i = 0; i < N_COLUMNS; i++) {
        int column = strips->order->columns[i];
        double indent = column == SAYS ? INDENT_PT : 0;
        double width = cell_pt(strips, column) - indent;

        if (!stands(strips, column))
            continue;
        if (column == STRIP)
            write_marks(strips, &pen, base);
        else
            layout_part(layout, &pen, ROLE_HEADER_CELL,
                        (struct pen_column){
                            strips->xs[column] + indent,
                            base - above_pt(strips, titles[column], width),
                            width, COLOR_SOFT},
                        titles[column], look_font(FONT_COLUMN), ALIGN_START);
    }
    drawing_end(pen.drawing);
    return pen.drawing;
}

/* How many findings stand here: all, where few are left out. */
static size_t
n_rows(const struct subject *subject)
{
    size_t n = 0;

    for (size_t i = 0; i < subject->n_findings; i++)
        if (verdict_is_judged(&subject->findings[i].verdict))
            n = i + 1;
    if (subject->n_findings - n > MOST_OTHERS)
        return n < MOST_OTHERS ? MOST_OTHERS : n;
    return subject->n_findings;
}

static void
say_more(const struct layout *layout, enum word word, size_t n)
{
    if (n)
        layout_paragraph(
            layout,
            SENTENCE(layout->tongue, word, sentence_count(layout->tongue, n)),
            LOOK_PARAGRAPH_GAP_PT);
}

/* The rows of the findings from 'from' to 'to'. */
static void
add_rows(const struct strips *strips, const struct block *block, size_t from,
         size_t to, bool is_rest)
{
    const struct layout *layout = strips->layout;

    if (from >= to)
        return;
    struct flow_box box =
        layout_table(layout, table_title(strips, block),
                     draw_head(strips, block), LOOK_BLOCK_GAP_PT - 4, is_rest);
    for (size_t i = from; i < to; i++) {
        struct row row = row_of(strips, &layout->subject->findings[i]);

        box.drawing = draw_row(strips, &row);
        flow_add(layout->flow, box);
    }
}

/* How many of 'n' rows stand before the chart: what leaves page one no room for
   it goes on behind, but for the first. */
static size_t
n_before(const struct strips *strips, size_t n)
{
    double lack_pt = strips->layout->lack_pt;
    size_t n_first = n > MOST_ROWS ? FIRST_ROWS : n;

    if (lack_pt > 0 && n_first == n)
        lack_pt += MORE_PT;
    for (; n_first > 1 && lack_pt > 0; n_first--) {
        struct row row =
            row_of(strips, &strips->layout->subject->findings[n_first - 1]);

        lack_pt -= row.height_pt;
    }
    return n_first;
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    struct strips strips = set_out(layout);
    size_t n = n_rows(subject);
    size_t n_first = n_before(&strips, n);

    add_rows(&strips, block, 0, n_first, false);
    say_more(layout, WORD_MORE_STRIPS, n - n_first);
    say_more(layout, WORD_MORE_SCALES, subject->n_findings - n);
    add_rows(&strips, block, n_first, n, true);
}

const struct block_class block_strips = {
    .name = "strips", .build = build, .is_of_one = true};
