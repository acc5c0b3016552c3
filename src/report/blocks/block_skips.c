/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came back: of each questionnaire how much was answered at each session,
   and why the rest was not. */
#include "report/block.h"

#include "instrument/instrument.h"
#include "report/numbers.h"

/* How many items of a session are of a kind. */
static size_t
count(const struct topic *topic, size_t session, enum answer_kind kind)
{
    const struct given *given = topic->history->sessions[session].given;
    size_t n = 0;

    for (size_t i = 0; given && i < topic->history->instrument->n_items; i++)
        n += given[i].part.kind == kind;
    return n;
}

/* "17/18": of what there was to answer. */
static void
add_topic(struct numbers *numbers, const struct topic *topic)
{
    struct numbers_line *line =
        numbers_add(numbers, topic->history->instrument->title);
    struct arena *arena = numbers->layout->arena;
    size_t all_answered = 0;
    size_t all_asked = 0;

    for (size_t i = 0; i < topic->history->n_sessions; i++) {
        size_t n_answered = count(topic, i, ANSWERED);
        size_t n_asked = topic->history->instrument->n_items
                         - count(topic, i, ANSWER_NOT_APPLICABLE)
                         - count(topic, i, ANSWER_NOT_ASKED);

        line->cells[topic->sittings[i]] =
            arena_printf(arena, "%zu/%zu", n_answered, n_asked);
        all_answered += n_answered;
        all_asked += n_asked;
    }
    line->total = arena_printf(arena, "%zu/%zu", all_answered, all_asked);
}

/* A line where there is anything of the kind at all. */
static void
add_kind(struct numbers *numbers, enum answer_kind kind)
{
    const struct layout *layout = numbers->layout;
    const struct subject *subject = layout->subject;
    size_t *counts = ARENA_ARRAY(layout->arena, subject->timeline.n, size_t);
    size_t n = 0;

    for (size_t t = 0; t < subject->n_topics; t++)
        for (size_t i = 0; i < subject->topics[t].history->n_sessions; i++) {
            size_t found = count(&subject->topics[t], i, kind);

            counts[subject->topics[t].sittings[i]] += found;
            n += found;
        }
    if (!n)
        return;
    struct numbers_line *line =
        numbers_add(numbers, sentence_kind(layout->tongue, kind));
    line->total = sentence_count(layout->tongue, n);
    for (size_t i = 0; i < subject->timeline.n; i++)
        if (counts[i])
            line->cells[i] = sentence_count(layout->tongue, counts[i]);
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    struct numbers *numbers = numbers_new(layout);

    if (!subject->n_topics)
        return;
    for (size_t i = 0; i < subject->n_topics; i++)
        if (subject->topics[i].history->instrument->n_items)
            add_topic(numbers, &subject->topics[i]);
    numbers_group(numbers, word_in(layout->tongue.language, WORD_LEFT_OPEN));
    for (int kind = ANSWER_BLANK; kind < N_ANSWER_KINDS; kind++)
        add_kind(numbers, (enum answer_kind)kind);
    if (!numbers->lines.n)
        return;
    layout_heading(layout, block_heading(block, layout, WORD_CAME_BACK));
    numbers_draw(numbers);
}

const struct block_class block_skips = {
    .name = "skips", .build = build, .is_for_clinician = true};
