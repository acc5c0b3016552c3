/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First against latest scores of many, a square a scale, and how they are
   spread: of those that were judged, and a row of them at least.  A dot is
   where means are, and hidden as they are. */
#include "report/block.h"

#include "chart/scatter.h"
#include "instrument/instrument.h"
#include "report/cohort.h"

#define HEIGHT_PT 165.0
#define TIGHT_PT 24.0 /* by which it may be lower */
#define SPREAD_PT 92.0
#define BETWEEN_PT 16.0

enum { A_ROW = 3 };

static const struct drawing *
draw(const struct layout *layout, const struct cohort_scale *scale,
     bool is_spread, bool are_long, double width_pt, double height_pt)
{
    struct tongue tongue = layout->tongue;
    const struct scatter scatter = {
        .title = scale->scale->title,
        .are_titles_long = are_long,
        .alt = SENTENCE(
            tongue, is_spread ? WORD_SPREAD_SHOWS : WORD_SCATTER_SHOWS,
            scale->scale->title, sentence_count(tongue, scale->n),
            sentence_number(tongue, scale->scale->lo, scale->scale->decimals),
            sentence_number(tongue, scale->scale->hi, scale->scale->decimals)),
        .marks = scale->marks,
        .n_marks = scale->n_marks,
        .first = scale->first,
        .n_first = scale->n_first,
        .latest = scale->latest,
        .n_latest = scale->n_latest,
        .lo = scale->scale->lo,
        .hi = scale->scale->hi,
        .has_limit = scale->has_limit,
        .limit = scale->limit,
        .has_cutoff = scale->has_cutoff,
        .cutoff = scale->cutoff,
        .language = tongue.language,
    };

    return (is_spread ? scatter_draw_spread : scatter_draw)(
        &scatter, width_pt, height_pt, layout->measure, layout->arena);
}

static void
add_charts(const struct block *block, const struct layout *layout,
           bool is_spread)
{
    double height =
        is_spread ? SPREAD_PT : HEIGHT_PT - (layout->is_tight ? TIGHT_PT : 0);
    const struct cohort *cohort = layout->subject->cohort;
    double width =
        (layout->width_pt - BETWEEN_PT * (A_ROW - 1)) / (double)A_ROW;
    bool are_long = false;
    struct pen pen;
    size_t n = 0;

    for (size_t i = 0; i < cohort->n_scales; i++)
        are_long |= scatter_wraps(cohort->scales[i].scale->title, width,
                                  layout->measure);
    for (size_t i = 0; i < cohort->n_scales; i++) {
        const struct cohort_scale *scale = &cohort->scales[i];

        if (scale->n < COHORT_LEAST || (scale->tells_few && !is_spread)
            || (n >= A_ROW && !scale->n_judged))
            continue;
        if (n == 0)
            layout_heading(layout,
                           block_heading(block, layout,
                                         is_spread ? WORD_COHORT_SPREAD
                                                   : WORD_COHORT_SCATTER));
        if (n % A_ROW == 0) {
            pen = layout_pen(layout, height);
            layout_put(layout, &pen,
                       (struct flow_box){.space_pt = LOOK_HEADING_GAP_PT,
                                         .keeps_with_next = true});
        }
        pen_add(&pen, draw(layout, scale, is_spread, are_long, width, height),
                (struct point){(width + BETWEEN_PT) * (double)(n % A_ROW), 0});
        n++;
    }
    if (n)
        layout_paragraph(
            layout,
            word_in(layout->tongue.language,
                    is_spread ? WORD_SPREAD_NOTE : WORD_SCATTER_NOTE),
            LOOK_HEADING_GAP_PT);
}

static void
build(const struct block *block, const struct layout *layout)
{
    add_charts(block, layout, false);
}

static void
build_spread(const struct block *block, const struct layout *layout)
{
    add_charts(block, layout, true);
}

const struct block_class block_scatter = {
    .name = "scatter", .build = build, .is_of_many = true};

const struct block_class block_distributions = {
    .name = "distributions", .build = build_spread, .is_of_many = true};
