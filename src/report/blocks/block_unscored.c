/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has no score although it was given, session by session, and why. */
#include "report/block.h"

#include "instrument/instrument.h"

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

/* Whether two scales of one instrument lack a score at the same sessions for
   that reason. */
static bool
is_alike(const struct finding *a, const struct finding *b, enum word reason)
{
    if (a->topic != b->topic)
        return false;
    for (size_t i = 0; i < a->topic->history->n_sessions; i++)
        if ((reasons[series_score(a->series, i)->why] == reason)
            != (reasons[series_score(b->series, i)->why] == reason))
            return false;
    return true;
}

/* Those alike are told together, by the first of them; NULL: an earlier one
   told it. */
static const char *
titles_of(const struct layout *layout, size_t idx, enum word reason)
{
    const struct finding *findings = layout->subject->findings;
    const char *titles = NULL;

    for (size_t i = 0; i < layout->subject->n_findings; i++) {
        const char *title = findings[i].series->scale->title;

        if (!is_alike(&findings[idx], &findings[i], reason))
            continue;
        if (i < idx)
            return NULL;
        titles = titles
                     ? SENTENCE(layout->tongue, WORD_CLAUSE_NEXT, titles, title)
                     : title;
    }
    return titles;
}

static void
say_finding(const struct layout *layout, size_t idx, bool *is_begun,
            const char *heading)
{
    for (enum word reason = WORD_WHY_TOO_FEW; reason <= WORD_WHY_ROW;
         reason++) {
        size_t n = 0;
        const char *sessions =
            sessions_of(layout, &layout->subject->findings[idx], reason, &n);
        const char *texts[] = {n ? titles_of(layout, idx, reason) : NULL,
                               word_in(layout->tongue.language, reason),
                               sessions};

        if (!texts[0])
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
    bool is_begun = false;

    for (size_t i = 0; i < layout->subject->n_findings; i++)
        say_finding(layout, i, &is_begun,
                    block_heading(block, layout, WORD_UNSCORED));
}

const struct block_class block_unscored = {
    .name = "unscored", .build = build, .is_for_clinician = true};
