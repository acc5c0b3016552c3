/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart a scale: one strong one, and small multiples, two a row. */
#include "report/block.h"

#include "base/date.h"
#include "instrument/instrument.h"
#include "report/look.h"
#include "report/panel.h"
#include "report/pen.h"
#include "report/sentences.h"

#define LARGE_PT 216.0
#define SMALL_PT 136.0
#define BETWEEN_PT 24.0 /* two small ones beside each other */
#define ROW_GAP_PT 15.0

/* The series of a topic that can be drawn. */
struct drawn {
    const struct series **series;
    size_t n;
};

static struct drawn
drawn_of(const struct topic *topic, struct arena *arena)
{
    struct drawn drawn = {
        .series = ARENA_ARRAY(arena, topic->n_series, const struct series *)};

    for (size_t i = 0; i < topic->n_series; i++)
        if (panel_can_draw(&topic->series[i]))
            drawn.series[drawn.n++] = &topic->series[i];
    return drawn;
}

static const struct drawing *
draw(const struct layout *layout, const struct series *series, double width_pt,
     double height_pt)
{
    struct tongue tongue = {layout->language, layout->arena};
    struct progress_chart chart = panel_chart(series, tongue);

    return progress_draw(&chart, width_pt, height_pt, layout->measure,
                         layout->arena);
}

static void
add_large(const struct layout *layout, const struct series *series,
          double space_pt)
{
    flow_add(layout->flow,
             (struct flow_box){
                 .drawing = draw(layout, series, layout->width_pt, LARGE_PT),
                 .space_pt = space_pt,
             });
}

/* 'second' may be NULL. */
static void
add_pair(const struct layout *layout, const struct series *first,
         const struct series *second, double space_pt)
{
    double width = (layout->width_pt - BETWEEN_PT) / 2;
    struct pen pen =
        pen_new(layout->width_pt, SMALL_PT, layout->language, layout->arena);

    pen_add(&pen, draw(layout, first, width, SMALL_PT), (struct point){0, 0});
    if (second)
        pen_add(&pen, draw(layout, second, width, SMALL_PT),
                (struct point){width + BETWEEN_PT, 0});
    flow_add(layout->flow,
             (struct flow_box){.drawing = pen.drawing, .space_pt = space_pt});
}

/* The first chart of the report is large; so is the first of an instrument
   whose charts are odd in number, which leaves no hole. */
static void
add_charts(const struct layout *layout, const struct drawn *drawn,
           bool is_first_topic, double space_pt)
{
    size_t next = 0;

    if (drawn->n && (is_first_topic || drawn->n % 2)) {
        add_large(layout, drawn->series[next++], space_pt);
        space_pt = ROW_GAP_PT;
    }
    for (; next < drawn->n; next += 2) {
        add_pair(layout, drawn->series[next],
                 next + 1 < drawn->n ? drawn->series[next + 1] : NULL,
                 space_pt);
        space_pt = ROW_GAP_PT;
    }
}

/* A sentence stands for each chart that there is not. */
static void
say_missing(const struct layout *layout, const struct topic *topic)
{
    struct tongue tongue = {layout->language, layout->arena};

    for (size_t i = 0; i < topic->n_series; i++) {
        const struct series *series = &topic->series[i];
        enum word why =
            series->n_scored ? WORD_NO_DATE_TO_DRAW : WORD_NO_SCORE_TO_DRAW;
        const char *texts[] = {series->scale->title,
                               word_in(layout->language, why)};

        if (!panel_can_draw(series))
            layout_paragraph(layout,
                             sentence_of(tongue, WORD_SAID_OF, texts, 2),
                             LOOK_HEADING_GAP_PT);
    }
}

static bool
has_undated_score(const struct topic *topic)
{
    for (size_t i = 0; i < topic->n_series; i++)
        for (size_t k = 0; k < topic->history->n_sessions; k++)
            if (topic->history->sessions[k].date_days == DATE_NONE
                && series_score(&topic->series[i], k)->why == WHY_SCORED)
                return true;
    return false;
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    bool is_headed = subject->n_topics > 1 || block->heading;
    bool has_undated = false;

    if (block->heading && subject->n_topics)
        layout_heading(layout, block->heading);
    for (size_t i = 0; i < subject->n_topics; i++) {
        const struct topic *topic = &subject->topics[i];
        struct drawn drawn = drawn_of(topic, layout->arena);

        layout_group(layout, topic,
                     i == 0 && block->heading ? LOOK_HEADING_GAP_PT
                                              : LOOK_BLOCK_GAP_PT);
        add_charts(layout, &drawn, i == 0,
                   is_headed ? LOOK_HEADING_GAP_PT : LOOK_BLOCK_GAP_PT);
        say_missing(layout, topic);
        has_undated |= drawn.n && has_undated_score(topic);
    }
    if (has_undated)
        layout_paragraph(layout, word_in(layout->language, WORD_UNDATED),
                         LOOK_HEADING_GAP_PT);
}

const struct block_class block_charts = {.name = "charts", .build = build};
