/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was written in own words, and what was noted of the sessions. */
#include "report/block.h"

#include <string.h>
#include "instrument/instrument.h"

static void
add_texts(const struct layout *layout, const struct topic *topic,
          size_t session, struct layout_entries *texts)
{
    const struct instrument *instrument = topic->history->instrument;
    const struct given *given = topic->history->sessions[session].given;

    for (size_t i = 0; given && i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];

        if (item->response->kind == RESPONSE_FREE && given[i].text)
            *vec_add(layout->arena, texts) = (struct layout_entry){
                subject_label(layout->subject, topic, session),
                item->text ? item->text : item->id,
                SENTENCE(layout->tongue, WORD_QUOTED, given[i].text)};
    }
}

/* The instruments of one row have its note each; it is said once. */
static void
add_note(const struct layout *layout, const struct topic *topic, size_t session,
         const char **last, struct layout_entries *notes)
{
    const char *note = topic->history->sessions[session].note;

    if (note && *note && (!*last || strcmp(*last, note) != 0))
        *vec_add(layout->arena, notes) = (struct layout_entry){
            subject_label(layout->subject, topic, session), NULL, note};
    *last = note;
}

static void
put(const struct layout *layout, const char *heading,
    const struct layout_entries *entries)
{
    if (!entries->n)
        return;
    layout_heading(layout, heading);
    layout_list(layout, entries);
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    struct layout_entries texts = {0};
    struct layout_entries notes = {0};
    size_t first = subject->kind == KIND_SESSION && subject->timeline.n
                       ? subject->timeline.n - 1
                       : 0;

    for (size_t s = first; s < subject->timeline.n; s++) {
        const char *last = NULL;

        for (size_t t = 0; t < subject->n_topics; t++)
            for (size_t i = 0; i < subject->topics[t].history->n_sessions;
                 i++) {
                if (subject->topics[t].sittings[i] != s)
                    continue;
                add_texts(layout, &subject->topics[t], i, &texts);
                add_note(layout, &subject->topics[t], i, &last, &notes);
            }
    }
    put(layout, block_heading(block, layout, WORD_OWN_WORDS), &texts);
    put(layout, word_in(layout->tongue.language, WORD_NOTES), &notes);
}

const struct block_class block_texts = {
    .name = "texts", .build = build, .is_for_clinician = true};
