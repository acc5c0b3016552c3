/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has no score although it was given, session by session, and why. */
#include "report/block.h"

#include "instrument/instrument.h"
#include "report/look.h"

static const enum word reasons[N_WHYS] = {
    [WHY_SCORED] = N_WORDS,
    [WHY_TOO_FEW] = WORD_WHY_TOO_FEW,
    [WHY_BAD] = WORD_WHY_BAD,
    [WHY_OPERAND] = WORD_WHY_OPERAND,
    [WHY_NOT_APPLICABLE] = WORD_WHY_NOT_APPLICABLE,
    [WHY_OUTSIDE] = WORD_WHY_OUTSIDE,
    [WHY_NO_COLUMN] = WORD_WHY_NO_COLUMN,
    [WHY_BROKEN_ROW] = WORD_WHY_ROW,
    [WHY_OTHER_INSTRUMENT] = WORD_WHY_ROW,
    [WHY_OTHER_EDITION] = WORD_WHY_ROW,
    [WHY_OTHER_CODING] = WORD_WHY_ROW,
    [WHY_NO_CASE] = WORD_WHY_ROW,
};

/* The sessions of that reason, and how many they are. */
static const char *
sessions_of(const struct layout *layout, const struct finding *finding,
            enum word reason, size_t *n_labels)
{
    const struct topic *topic = finding->topic;
    size_t n = topic->history->n_sessions;
    const char **labels = ARENA_ARRAY(layout->arena, n, const char *);
    size_t i = layout->subject->kind == KIND_SESSION ? n - 1 : 0;

    for (; i < n; i++)
        if (reasons[series_score(finding->series, i)->why] == reason)
            labels[(*n_labels)++] = subject_label(layout->subject, topic, i);
    return sentence_list(layout->tongue, labels, *n_labels);
}

static void
say_finding(const struct layout *layout, const struct finding *finding,
            bool *is_begun, const char *heading)
{
    for (enum word reason = WORD_WHY_TOO_FEW; reason <= WORD_WHY_ROW;
         reason++) {
        size_t n = 0;
        const char *texts[] = {
            finding->series->scale->title,
            word_in(layout->tongue.language, reason),
            sessions_of(layout, finding, reason, &n),
        };

        if (!n)
            continue;
        if (!*is_begun)
            layout_heading(layout, heading);
        *is_begun = true;
        layout_paragraph(
            layout,
            sentence_of(layout->tongue,
                        n > 1 ? WORD_UNSCORED_AT_ALL : WORD_UNSCORED_AT, texts,
                        3),
            LOOK_PARAGRAPH_GAP_PT);
    }
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;
    bool is_begun = false;

    for (size_t i = 0; i < subject->n_findings; i++)
        say_finding(
            layout, &subject->findings[i], &is_begun,
            block_heading(block, WORD_UNSCORED, layout->tongue.language));
}

const struct block_class block_unscored = {
    .name = "unscored", .build = build, .is_for_clinician = true};
