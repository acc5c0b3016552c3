/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the forms were filled in: signs of care (score/care.h) and how long it
   took.  A caution and no verdict: many have good reasons to answer alike. */
#include "report/block.h"

#include <math.h>
#include "instrument/instrument.h"
#include "report/numbers.h"

/* Where a form stands among those of others is told of so many and more. */
enum { LEAST_FORMS = 100 };

static const struct {
    enum word word;
    int decimals;
} signs[N_CARE_SIGNS] = {
#define SIGN(NAME, word, HOLDS, WORD, decimals, ...)                           \
    [CARE_##NAME] = {WORD_##WORD, decimals},
#include "score/care.def"
};

/* A line with what is known of the questionnaire at each session, and, where it
   is known of enough people else, one with where that stands among theirs;
   returns whether there is such a line. */
static bool
add_topic(struct numbers *numbers, const struct topic *topic,
          enum care_sign sign)
{
    const struct layout *layout = numbers->layout;
    struct tongue tongue = layout->tongue;
    const struct history *history = topic->history;
    double *own = ARENA_ARRAY(layout->arena, history->n_sessions, double);
    size_t *sittings = ARENA_ARRAY(layout->arena, history->n_sessions, size_t);
    size_t n = 0;

    for (size_t i = 0; i < history->n_sessions; i++) {
        double value = history->sessions[i].care[sign];
        if (!history->sessions[i].given || isnan(value))
            continue;
        sittings[n] = topic->sittings[i];
        own[n++] = value;
    }
    if (!n)
        return false;
    struct numbers_line *line =
        numbers_add(numbers, history->instrument->title);
    for (size_t i = 0; i < n; i++)
        line->cells[sittings[i]] =
            sentence_number(tongue, own[i], signs[sign].decimals);
    if (!history->care || care_tally_n(history->care, sign) - n < LEAST_FORMS)
        return false;
    line = numbers_add(
        numbers, SENTENCE(tongue, WORD_AMONG_FORMS,
                          sentence_count(
                              tongue, care_tally_n(history->care, sign) - n)));
    for (size_t i = 0; i < n; i++)
        line->cells[sittings[i]] = sentence_number(
            tongue, care_tally_percentile(history->care, sign, own[i], own, n),
            0);
    return true;
}

static bool
add_sign(struct numbers *numbers, enum care_sign sign)
{
    const struct layout *layout = numbers->layout;
    const struct subject *subject = layout->subject;
    bool has_others = false;

    numbers_group(numbers, word_in(layout->tongue.language, signs[sign].word));
    for (size_t i = 0; i < subject->n_topics; i++)
        if (subject->topics[i].history->instrument->n_items)
            has_others |= add_topic(numbers, &subject->topics[i], sign);
    return has_others;
}

/* Those of a sitting, of which some say how long they took. */
static void
add_minutes(struct numbers *numbers)
{
    struct tongue tongue = numbers->layout->tongue;
    const struct subject *subject = numbers->layout->subject;
    struct numbers_line *line = NULL;

    for (size_t t = 0; t < subject->n_topics; t++) {
        const struct history *history = subject->topics[t].history;

        for (size_t i = 0; i < history->n_sessions; i++) {
            if (!history->sessions[i].given || history->sessions[i].seconds < 0)
                continue;
            if (!line)
                line = numbers_add(numbers,
                                   word_in(tongue.language, WORD_MINUTES));
            line->cells[subject->topics[t].sittings[i]] =
                sentence_number(tongue, history->sessions[i].seconds / 60.0, 1);
        }
    }
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    struct numbers *numbers = numbers_new(layout);
    bool has_others = false;

    if (!subject->n_topics)
        return;
    add_minutes(numbers);
    for (int i = 0; i < N_CARE_SIGNS; i++)
        has_others |= add_sign(numbers, (enum care_sign)i);
    if (!numbers->lines.n)
        return;
    layout_heading(layout, block_heading(block, layout, WORD_FILLED_IN));
    numbers_draw(numbers);
    if (has_others)
        layout_paragraph(layout,
                         word_in(layout->tongue.language, WORD_OTHER_FORMS),
                         LOOK_PARAGRAPH_GAP_PT);
}

const struct block_class block_quality = {
    .name = "quality", .build = build, .is_for_clinician = true};
