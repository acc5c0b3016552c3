/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was written in own words, and what was noted of the sessions. */
#include "report/block.h"

#include <string.h>
#include "instrument/instrument.h"

/* A list that has its heading once there is something in it. */
struct list {
    const struct layout *layout;
    const char *heading; /* NULL: it was written */
};

static void
say(struct list *list, const char *label, const char *about, const char *text)
{
    const struct layout *layout = list->layout;
    const char *line =
        about ? sentence_dotted(layout->tongue, label, about) : label;

    if (list->heading)
        layout_heading(layout, list->heading);
    list->heading = NULL;
    layout_paragraph(layout, sentence_dotted(layout->tongue, line, text),
                     LOOK_PARAGRAPH_GAP_PT);
}

static void
say_texts(struct list *list, const struct topic *topic, size_t session)
{
    const struct layout *layout = list->layout;
    const struct instrument *instrument = topic->history->instrument;
    const struct given *given = topic->history->sessions[session].given;

    for (size_t i = 0; given && i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];

        if (item->response->kind == RESPONSE_FREE && given[i].text)
            say(list, subject_label(layout->subject, topic, session),
                item->text ? item->text : item->id,
                SENTENCE(layout->tongue, WORD_QUOTED, given[i].text));
    }
}

/* The instruments of one row have its note each; it is said once. */
static void
say_note(struct list *list, const struct topic *topic, size_t session,
         const char **last)
{
    const char *note = topic->history->sessions[session].note;

    if (note && *note && (!*last || strcmp(*last, note) != 0))
        say(list, subject_label(list->layout->subject, topic, session), NULL,
            note);
    *last = note;
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    enum language language = layout->tongue.language;
    struct list texts = {layout, block_heading(block, layout, WORD_OWN_WORDS)};
    struct list notes = {layout, word_in(language, WORD_NOTES)};
    size_t first = subject->kind == KIND_SESSION && subject->timeline.n
                       ? subject->timeline.n - 1
                       : 0;

    for (size_t s = first; s < subject->timeline.n; s++)
        for (size_t t = 0; t < subject->n_topics; t++)
            for (size_t i = 0; i < subject->topics[t].history->n_sessions; i++)
                if (subject->topics[t].sittings[i] == s)
                    say_texts(&texts, &subject->topics[t], i);
    for (size_t s = first; s < subject->timeline.n; s++) {
        const char *last = NULL;

        for (size_t t = 0; t < subject->n_topics; t++)
            for (size_t i = 0; i < subject->topics[t].history->n_sessions; i++)
                if (subject->topics[t].sittings[i] == s)
                    say_note(&notes, &subject->topics[t], i, &last);
    }
}

const struct block_class block_texts = {
    .name = "texts", .build = build, .is_for_clinician = true};
