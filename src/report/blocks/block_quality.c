/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the forms were filled in: the longest run of one answer, how far the
   answers lie apart, and how long it took.  A caution and no verdict: many have
   good reasons to answer alike. */
#include "report/block.h"

#include <math.h>
#include "instrument/instrument.h"
#include "report/numbers.h"

/* ---- of one form ---- */

static bool
is_same(const struct given *a, const struct given *b)
{
    return a->part.choice && a->part.choice == b->part.choice;
}

/* The most items behind each other that one choice was taken for. */
static size_t
longest_run(const struct given *given, size_t n)
{
    size_t longest = 0;
    size_t run = 0;

    for (size_t i = 0; i < n; i++) {
        run = i && is_same(&given[i - 1], &given[i])
                  ? run + 1
                  : given[i].part.choice != NULL;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* The standard deviation of the answers, each as its place on its own range
   from 0 to 1; NaN of fewer than two. */
static double
spread_of(const struct given *given, size_t n)
{
    double mean = 0;
    double squares = 0;
    size_t n_found = 0;

    for (size_t i = 0; i < n; i++) {
        const struct contribution *part = &given[i].part;

        if (!part->has_score || part->hi <= part->lo)
            continue;
        double place = (part->score - part->lo) / (part->hi - part->lo);
        double before = place - mean; /* Welford 1962 */
        mean += before / (double)++n_found;
        squares += before * (place - mean);
    }
    return n_found < 2 ? NAN : sqrt(squares / (double)(n_found - 1));
}

/* ---- the table ---- */

static void
add_topic(struct numbers *numbers, const struct topic *topic)
{
    struct tongue tongue = numbers->layout->tongue;
    const struct history *history = topic->history;
    size_t n = history->instrument->n_items;

    numbers_group(numbers, history->instrument->title);
    struct numbers_line *line =
        numbers_add(numbers, word_in(tongue.language, WORD_LONGEST_RUN));
    for (size_t i = 0; i < history->n_sessions; i++)
        if (history->sessions[i].given)
            line->cells[topic->sittings[i]] = sentence_count(
                tongue, longest_run(history->sessions[i].given, n));
    line = numbers_add(numbers, word_in(tongue.language, WORD_SPREAD));
    for (size_t i = 0; i < history->n_sessions; i++) {
        const struct given *given = history->sessions[i].given;
        double spread = given ? spread_of(given, n) : NAN;

        if (!isnan(spread))
            line->cells[topic->sittings[i]] =
                sentence_number(tongue, spread, 2);
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
