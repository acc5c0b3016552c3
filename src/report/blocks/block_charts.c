/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One strong chart of the scale that matters most, and small ones of the
   others, all on the same time. */
#include "report/block.h"

#include <math.h>
#include "instrument/instrument.h"
#include "report/panel.h"

#define SMALL_PT 84.0
#define HEAD_PT 17.5 /* of that, the baseline of a head of two lines */
#define SMALL_FEW_PT 112.0
#define TIGHT_PT                                                               \
    5.0 /* by which they may be lower: by more, words would touch */
#define PLOT_LESS_PT 12.0 /* a plot is lower without words for its ends */
#define BETWEEN_PT 16.0   /* small ones beside each other */
#define ROW_GAP_PT 10.0
#define TIGHT_GAP_PT 7.0
#define LEGEND_PT 12.0
#define SAMPLE_PT 26.0
#define SAMPLE_GAP_PT 5.0
#define SAMPLE_LINE_PT 1.7
#define SAMPLE_MARK_PT 2.6

/* From MANY on they are narrower, but for those with two lines. */
enum { MOST_A_ROW = 3, MANY_A_ROW = 4, FEW = 4, MANY = 11 };

static const struct drawing *
draw(const struct layout *layout, const struct finding *finding,
     const struct progress_chart *chart, double width_pt, double height_pt)
{
    struct progress_line lines[2];

    if (!finding->other)
        return progress_draw(chart, width_pt, height_pt, layout->measure,
                             layout->arena);
    panel_lines(finding, lines, layout->arena);
    return partners_draw(chart, lines, width_pt, height_pt, layout->measure,
                         layout->arena);
}

/* It takes what page one has left, where it stands on it; practices stand below
   it alone. */
static const struct drawing *
draw_large(const struct layout *layout, const struct finding *finding)
{
    struct progress_chart chart = panel_chart(layout, finding);

    chart.plot_pt = LOOK_PLOT_PT + fmin(layout->spare_pt, layout->grows_pt);
    if (!finding->other)
        chart.practices = layout->subject->practices;
    return draw(layout, finding, &chart, layout->width_pt, 0);
}

static const struct drawing *
draw_small(const struct layout *layout, const struct finding *finding,
           double width_pt, double height_pt, const struct progress_need *given,
           struct progress_need *need)
{
    struct progress_chart chart = panel_chart(layout, finding);

    chart.head_pt = given->head_pt;
    chart.end_lines = given->end_lines;
    chart.need = need;
    return draw(layout, finding, &chart, width_pt, height_pt);
}

/* 'n' small ones, in the places of 'n_places', with plots of one height. */
static void
add_row(const struct layout *layout, const struct finding *const *findings,
        size_t n, size_t n_places, double height_pt)
{
    double width = (layout->width_pt - BETWEEN_PT * (double)(n_places - 1))
                   / (double)n_places;
    struct progress_need most = {0};
    struct progress_need own;

    for (size_t i = 0; i < n; i++) {
        (void)draw_small(layout, findings[i], width, height_pt,
                         &(struct progress_need){0}, &own);
        most.head_pt = fmax(most.head_pt, own.head_pt);
        most.end_lines =
            own.end_lines > most.end_lines ? own.end_lines : most.end_lines;
        most.loses_end |= own.loses_end;
    }
    if (!most.loses_end)
        most.end_lines = 0;
    height_pt += fmax(0, most.head_pt - HEAD_PT)
                 + PROGRESS_END_LINE_PT * (double)most.end_lines;
    /* As these words leave the plot. */
    if (most.end_lines)
        height_pt -= PLOT_LESS_PT;
    struct pen pen = layout_pen(layout, height_pt);
    for (size_t i = 0; i < n; i++)
        pen_add(&pen,
                draw_small(layout, findings[i], width, height_pt, &most, NULL),
                (struct point){(width + BETWEEN_PT) * (double)i, 0});
    layout_put(layout, &pen,
               (struct flow_box){.space_pt = layout->is_tight ? TIGHT_GAP_PT
                                                              : ROW_GAP_PT});
}

/* Which line is whose, above all of them. */
static void
name_lines(const struct layout *layout)
{
    const char *const *names = layout->subject->names;
    struct font font = look_font(FONT_NAME);
    struct pen pen = layout_pen(layout, LEGEND_PT);
    double x = 0;

    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    for (int i = 0; i < 2; i++) {
        struct drawing *sample =
            drawing_new(SAMPLE_PT, LEGEND_PT, layout->arena);
        struct point middle = {SAMPLE_PT / 2, LEGEND_PT / 2};

        drawing_line(sample, (struct point){0, middle.y},
                     (struct point){SAMPLE_PT, middle.y},
                     partners_stroke(i, SAMPLE_LINE_PT));
        partners_mark(sample, middle, SAMPLE_MARK_PT, i);
        pen_add(&pen, sample, (struct point){x, 0});
        x += SAMPLE_PT + SAMPLE_GAP_PT;
        pen_text(&pen, (struct point){x, LEGEND_PT / 2 + 3}, names[i], font,
                 partners_color(i));
        x += layout_width_pt(layout, font, names[i]) + BETWEEN_PT;
    }
    drawing_end(pen.drawing);
    layout_put(
        layout, &pen,
        (struct flow_box){.space_pt = ROW_GAP_PT, .keeps_with_next = true});
}

static void
add_charts(const struct layout *layout, const struct finding *const *findings,
           size_t n)
{
    /* A page for two has no strips above. */
    size_t few = n && findings[0]->other ? FEW + 1 : FEW;
    double small_pt = (n <= few ? SMALL_FEW_PT : SMALL_PT)
                      - (layout->is_tight ? TIGHT_PT : 0);
    size_t most = n < MANY || findings[0]->other ? MOST_A_ROW : MANY_A_ROW;
    size_t n_rows = (n - 1 + most - 1) / most;
    size_t a_row =
        n_rows ? (n - 1 + n_rows - 1) / n_rows : 1; /* 2 2, not 3 1 */

    flow_add(layout->flow, (struct flow_box){
                               .drawing = draw_large(layout, findings[0]),
                               .space_pt = LOOK_BLOCK_GAP_PT,
                               .is_wanted = true,
                           });
    for (size_t i = 1; i < n; i += a_row) {
        size_t n_here = n - i < a_row ? n - i : a_row;

        add_row(layout, findings + i, n_here, a_row, small_pt);
    }
}

static bool
has_course(const struct finding *finding)
{
    return finding->series->n_scored > 1
           || (finding->other && finding->other->n_scored > 1);
}

/* Has the first that has a course stand before those that have one score: the
   large chart is for what has come about. */
static void
put_course_first(const struct finding **findings, size_t n)
{
    size_t first = 0;

    while (first < n && !has_course(findings[first]))
        first++;
    if (first == n)
        return;
    const struct finding *course = findings[first];
    for (; first > 0; first--)
        findings[first] = findings[first - 1];
    findings[0] = course;
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    const struct finding **findings =
        ARENA_ARRAY(layout->arena, subject->n_findings, const struct finding *);
    size_t n = 0;

    if (block->heading && subject->n_findings)
        layout_heading(layout, block->heading);
    for (size_t i = 0; i < subject->n_findings; i++)
        if (panel_can_draw(&subject->findings[i]))
            findings[n++] = &subject->findings[i];
    put_course_first(findings, n);
    if (n && subject->names[1])
        name_lines(layout);
    if (n)
        add_charts(layout, findings, n);
    if (n < subject->n_findings)
        layout_paragraph(layout,
                         word_in(layout->tongue.language, WORD_NOT_DRAWN),
                         LOOK_HEADING_GAP_PT);
}

const struct block_class block_charts = {.name = "charts", .build = build};
