/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers that the charts show: a row a scale, a column a session. */
#include "report/block.h"

#include <math.h>
#include "instrument/instrument.h"
#include "report/numbers.h"
#include "report/panel.h"

/* What the cells turned out to hold. */
struct signs {
    bool has_gap;
    bool has_prorated;
};

/* What is not given is blank; why there is no score is for the clinician
   alone. */
static const char *
score_text(const struct layout *layout, struct signs *signs,
           const struct finding *finding, const struct series *series,
           size_t session)
{
    const struct score *score = series_score(series, session);
    bool is_for_two = layout->subject->names[1] != NULL;
    const char *text;

    if (score->why != WHY_SCORED) {
        signs->has_gap |= !is_for_two;
        return is_for_two ? "" : "×";
    }
    text = sentence_score(layout->tongue, finding, series, session);
    if (is_for_two)
        return text;
    signs->has_prorated |= score->prorated;
    return score->prorated ? arena_printf(layout->arena, "%s*", text) : text;
}

static void
add_series(struct numbers *numbers, struct signs *signs,
           const struct topic *topic, const struct series *series)
{
    const struct subject *subject = numbers->layout->subject;
    const struct finding *finding = subject_finding(subject, series);
    int which = finding->series != series;
    struct numbers_line *line =
        numbers_add(numbers, finding->other ? sentence_dotted(
                                 numbers->layout->tongue, series->scale->title,
                                 subject->names[which])
                                            : series->scale->title);

    line->place = which ? 0 : finding->row;
    for (size_t i = 0; i < topic->history->n_sessions; i++)
        line->cells[topic->sittings[i]] =
            score_text(numbers->layout, signs, finding, series, i);
}

static void
add_practice(struct numbers *numbers, const struct progress_practice *practice)
{
    struct numbers_line *line = numbers_add(numbers, practice->label);

    line->is_practice = true;
    for (size_t i = 0; i < numbers->layout->subject->timeline.n; i++)
        if (!isnan(practice->values[i]))
            line->cells[i] = sentence_number(numbers->layout->tongue,
                                             practice->values[i], 0);
}

/* All rows, under the names of their instruments where there are several. */
static void
add_lines(struct numbers *numbers, struct signs *signs)
{
    const struct subject *subject = numbers->layout->subject;

    for (size_t t = 0; t < subject->n_topics; t++) {
        const struct topic *topic = &subject->topics[t];

        if (subject->n_topics > 1)
            numbers_group(numbers, topic->history->instrument->title);
        for (size_t i = 0; i < topic->n_series; i++) {
            add_series(numbers, signs, topic, &topic->series[i]);
            if (topic->partner)
                add_series(numbers, signs, topic->partner,
                           &topic->partner->series[i]);
        }
    }
    if (subject->practices.n)
        numbers_group(numbers,
                      subject->practices.title ? subject->practices.title : "");
    for (size_t i = 0; i < subject->practices.n; i++)
        add_practice(numbers, &subject->practices.items[i]);
}

static void
say_signs(const struct layout *layout, const struct signs *signs)
{
    struct tongue tongue = layout->tongue;
    const char *text = word_in(tongue.language, layout->subject->names[1]
                                                    ? WORD_EMPTY_SIGN
                                                    : WORD_NOT_GIVEN_SIGN);

    if (signs->has_gap)
        text = sentence_dotted(
            tongue, text,
            SENTENCE(tongue, WORD_SENTENCE_NEXT,
                     word_in(tongue.language, WORD_GLYPH_CROSS),
                     word_in(tongue.language, panel_gap_word(layout))));
    if (signs->has_prorated)
        text = sentence_dotted(
            tongue, text, sentence_of(tongue, WORD_PRORATED_SIGN, NULL, 0));
    layout_paragraph(layout, text, LOOK_HEADING_GAP_PT);
}

static void
build(const struct block *block, const struct layout *layout)
{
    struct numbers *numbers = numbers_new(layout);
    struct signs signs = {false, false};

    if (!layout->subject->timeline.n)
        return;
    add_lines(numbers, &signs);
    layout_later_heading(layout, block_heading(block, layout,
                                               numbers_holds_all(numbers)
                                                   ? WORD_ALL_NUMBERS
                                                   : WORD_LATEST_NUMBERS));
    numbers_draw(numbers);
    say_signs(layout, &signs);
}

const struct block_class block_table = {.name = "table", .build = build};
