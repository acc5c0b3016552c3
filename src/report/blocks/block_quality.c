/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the forms were filled in: signs of care (score/care.h) and how long it
   took.  A caution and no verdict: many have good reasons to answer alike. */
#include "report/block.h"

#include <math.h>
#include "instrument/instrument.h"
#include "report/numbers.h"

/* Where a form stands among others is told of so many and more. */
enum { LEAST_FORMS = 100 };

static const struct {
    enum word word;
    int decimals;
} signs[N_CARE_SIGNS] = {
#define SIGN(NAME, word, HOLDS, WORD, decimals, ...)                           \
    [CARE_##NAME] = {WORD_##WORD, decimals},
#include "score/care.def"
};

/* A line with what is known at each session; nothing where it never is. */
static void
add_sign(struct numbers *numbers, const struct topic *topic,
         enum care_sign sign, bool is_among_others)
{
    struct tongue tongue = numbers->layout->tongue;
    const struct history *history = topic->history;
    struct numbers_line *line = NULL;

    for (size_t i = 0; i < history->n_sessions; i++) {
        double value = history->sessions[i].care[sign];
        if (!history->sessions[i].given || isnan(value))
            continue;
        if (!line)
            line = numbers_add(
                numbers,
                is_among_others ? SENTENCE(
                    tongue, WORD_AMONG_FORMS,
                    sentence_count(tongue, care_tally_n(history->care, sign)))
                                : word_in(tongue.language, signs[sign].word));
        if (is_among_others)
            value = care_tally_percentile(history->care, sign, value);
        line->cells[topic->sittings[i]] = sentence_number(
            tongue, value, is_among_others ? 0 : signs[sign].decimals);
    }
}

static void
add_topic(struct numbers *numbers, const struct topic *topic)
{
    const struct history *history = topic->history;

    numbers_group(numbers, history->instrument->title);
    for (int i = 0; i < N_CARE_SIGNS; i++) {
        enum care_sign sign = (enum care_sign)i;
        add_sign(numbers, topic, sign, false);
        if (history->care && care_tally_n(history->care, sign) >= LEAST_FORMS)
            add_sign(numbers, topic, sign, true);
    }
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

    if (!subject->n_topics)
        return;
    layout_heading(layout, block_heading(block, layout, WORD_FILLED_IN));
    add_minutes(numbers);
    for (size_t i = 0; i < subject->n_topics; i++)
        if (subject->topics[i].history->instrument->n_items)
            add_topic(numbers, &subject->topics[i]);
    numbers_draw(numbers);
}

const struct block_class block_quality = {
    .name = "quality", .build = build, .is_for_clinician = true};
