/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How it was computed: each scale in words and how its change was judged, what
   holds of all verdicts, then the marks that occur. */
#include "report/block.h"

#include "instrument/instrument.h"
#include "report/judged.h"
#include "report/look.h"
#include "report/panel.h"
#include "report/sentences.h"
#include "change/course.h"

static void
say_change(const struct layout *layout, const struct series *series,
           struct tongue tongue)
{
    struct verdict verdict = judged_of(series);
    const char *texts[2];

    if (!verdict_is_judged(&verdict))
        return;
    texts[0] = sentence_of(tongue, WORD_CHANGE_OF, &series->scale->title, 1);
    texts[1] = judged_method(tongue, series, &verdict);
    layout_paragraph(layout, sentence_of(tongue, WORD_SAID_OF, texts, 2),
                     LOOK_PARAGRAPH_GAP_PT);
}

static void
say_topic(const struct layout *layout, const struct topic *topic,
          struct tongue tongue)
{
    const struct instrument *instrument = topic->history->instrument;

    layout_subheading(layout, sentence_edition(tongue, instrument->title,
                                               instrument->edition));
    for (size_t i = 0; i < topic->n_series; i++) {
        const struct scale *scale = topic->series[i].scale;
        const char *texts[] = {scale->title,
                               sentence_method(tongue, instrument, scale)};

        layout_paragraph(layout, sentence_of(tongue, WORD_SAID_OF, texts, 2),
                         LOOK_PARAGRAPH_GAP_PT);
        say_change(layout, &topic->series[i], tongue);
    }
    if (instrument->status == STATUS_UNVALIDATED)
        layout_paragraph(layout, word_in(tongue.language, WORD_NOT_VALIDATED),
                         LOOK_PARAGRAPH_GAP_PT);
}

/* A line of the foot. */
struct foot_line {
    bool occurs;
    enum word word;
};

static void
say_lines(const struct layout *layout, const struct foot_line *lines, size_t n,
          const char *const *texts, int n_texts)
{
    struct tongue tongue = {layout->language, layout->arena};
    double space = 2 * LOOK_HEADING_GAP_PT;

    for (size_t i = 0; i < n; i++) {
        if (!lines[i].occurs)
            continue;
        layout_paragraph(
            layout, sentence_of(tongue, lines[i].word, texts, n_texts), space);
        space = LOOK_PARAGRAPH_GAP_PT;
    }
}

/* What holds of all the verdicts, and what they do not say. */
static void
say_judged(const struct layout *layout, const struct judged_tally *tally)
{
    struct tongue tongue = {layout->language, layout->arena};
    size_t n = tally->n - tally->n_points;
    const struct foot_line lines[] = {
        {tally->has_zone, WORD_EXPLAIN_ZONE},
        {tally->n > 0 && !tally->has_zone, WORD_EXPLAIN_PAIR},
        {tally->has_zone && !tally->is_mixed, WORD_EXPLAIN_REPEAT},
        {n == 1, WORD_JUDGED_ONE},
        {n > 1, WORD_JUDGED_SEVERAL},
        {tally->n_points > 0, WORD_JUDGED_POINTS},
        {tally->depends, WORD_EXPLAIN_DEPENDS},
        {tally->n > 0, WORD_EXPLAIN_REGRESSION},
    };
    const char *texts[] = {
        sentence_count(tongue, n),
        sentence_number(tongue, 100 * tally->chance, 0),
        judged_percent(tongue, tally->share),
        sentence_count(tongue, tally->n_points),
    };

    say_lines(layout, lines, N_ELEMENTS(lines), texts, N_ELEMENTS(texts));
}

static void
say_marks(const struct layout *layout, const struct panel_marks *marks)
{
    const struct foot_line lines[] = {
        {marks->has_chart, WORD_EXPLAIN_AXIS},
        {marks->has_gap, WORD_EXPLAIN_GAP},
        {marks->has_prorated, WORD_EXPLAIN_HOLLOW},
        {marks->has_concern, WORD_EXPLAIN_RING},
        {marks->has_break, WORD_EXPLAIN_BREAK},
        {marks->has_phase, WORD_EXPLAIN_PHASE},
        {marks->has_course, WORD_EXPLAIN_COURSE},
        {marks->has_difference, WORD_EXPLAIN_CHANGE},
        {marks->has_unjudged, WORD_EXPLAIN_UNJUDGED},
        {true, WORD_COMPUTED_WITH},
    };
    struct tongue tongue = {layout->language, layout->arena};
    const char *texts[] = {sentence_count(tongue, COURSE_MIN_SCORES),
                           layout->program_version};

    say_lines(layout, lines, N_ELEMENTS(lines), texts, N_ELEMENTS(texts));
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    struct tongue tongue = {layout->language, layout->arena};
    struct panel_marks marks = {0};
    struct judged_tally tally = {0};

    if (subject->n_topics == 0)
        return;
    layout_heading(layout,
                   block_heading(block, WORD_HOW_COMPUTED, layout->language));
    for (size_t i = 0; i < subject->n_topics; i++) {
        const struct topic *topic = &subject->topics[i];

        say_topic(layout, topic, tongue);
        judged_count_topic(&tally, topic);
        for (size_t k = 0; k < topic->n_series; k++)
            panel_find_marks(&topic->series[k], tongue, &marks);
    }
    say_judged(layout, &tally);
    say_marks(layout, &marks);
}

const struct block_class block_method = {.name = "method", .build = build};
