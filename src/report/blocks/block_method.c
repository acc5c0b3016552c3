/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How it was computed: each scale in words, then the marks that occur. */
#include "report/block.h"

#include "instrument/instrument.h"
#include "report/look.h"
#include "report/panel.h"
#include "report/sentences.h"
#include "score/course.h"

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
    }
    if (instrument->status == STATUS_UNVALIDATED)
        layout_paragraph(layout, word_in(tongue.language, WORD_NOT_VALIDATED),
                         LOOK_PARAGRAPH_GAP_PT);
}

static void
say_marks(const struct layout *layout, const struct panel_marks *marks)
{
    const struct {
        bool occurs;
        enum word word;
    } lines[] = {
        {marks->has_chart, WORD_EXPLAIN_AXIS},
        {marks->has_gap, WORD_EXPLAIN_GAP},
        {marks->has_prorated, WORD_EXPLAIN_HOLLOW},
        {marks->has_concern, WORD_EXPLAIN_RING},
        {marks->has_break, WORD_EXPLAIN_BREAK},
        {marks->has_phase, WORD_EXPLAIN_PHASE},
        {marks->has_course, WORD_EXPLAIN_COURSE},
        {marks->has_difference, WORD_EXPLAIN_DIFFERENCE},
    };
    double space = 2 * LOOK_HEADING_GAP_PT;
    struct tongue tongue = {layout->language, layout->arena};
    const char *min_scores = sentence_count(tongue, COURSE_MIN_SCORES);

    for (size_t i = 0; i < N_ELEMENTS(lines); i++) {
        if (!lines[i].occurs)
            continue;
        layout_paragraph(
            layout, sentence_of(tongue, lines[i].word, &min_scores, 1), space);
        space = LOOK_PARAGRAPH_GAP_PT;
    }
    layout_paragraph(
        layout,
        sentence_of(tongue, WORD_COMPUTED_WITH, &layout->program_version, 1),
        space);
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    struct tongue tongue = {layout->language, layout->arena};
    struct panel_marks marks = {0};

    if (subject->n_topics == 0)
        return;
    layout_heading(layout,
                   block_heading(block, WORD_HOW_COMPUTED, layout->language));
    for (size_t i = 0; i < subject->n_topics; i++) {
        const struct topic *topic = &subject->topics[i];

        say_topic(layout, topic, tongue);
        for (size_t k = 0; k < topic->n_series; k++)
            panel_find_marks(&topic->series[k], tongue, &marks);
    }
    say_marks(layout, &marks);
}

const struct block_class block_method = {.name = "method", .build = build};
