/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has no score although it was given, by the reason: which scales, and at
   which sessions. */
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

/* In more stretches than these sessions are counted: each is a cross in the
   table. */
enum { MOST_RUNS = 8 };

/* Whether the session lacks that scale's score for that reason. */
static bool
lacks(const struct finding *finding, size_t session, enum word reason)
{
    return reasons[series_score(finding->series, session)->why] == reason;
}

/* "Calm (sessions 1–6, 8)", of those titles; NULL: it lacks none. */
static const char *
sessions_of(const struct layout *layout, const struct finding *finding,
            enum word reason, const char *titles)
{
    const struct topic *topic = finding->topic;
    const char *const *names = layout->subject->timeline.labels;
    size_t n_sessions = topic->history->n_sessions;
    size_t *places = ARENA_ARRAY(layout->arena, n_sessions, size_t);
    size_t n = 0;
    size_t n_runs = 0;
    size_t i = layout->subject->kind == KIND_SESSION ? n_sessions - 1 : 0;

    for (; i < n_sessions; i++) {
        if (!lacks(finding, i, reason))
            continue;
        n_runs += !n || topic->sittings[i] > places[n - 1] + 1;
        places[n++] = topic->sittings[i];
    }
    if (!n)
        return NULL;
    if (n_runs > MOST_RUNS)
        return SENTENCE(layout->tongue, WORD_AT_MANY_SESSIONS, titles,
                        sentence_count(layout->tongue, n),
                        names[places[n - 1]]);
    return SENTENCE(layout->tongue, n > 1 ? WORD_AT_SESSIONS : WORD_AT_SESSION,
                    titles, sentence_runs(layout->tongue, names, places, n));
}

/* Whether two scales of one instrument lack a score at the same sessions for
   that reason. */
static bool
is_alike(const struct finding *a, const struct finding *b, enum word reason)
{
    if (a->topic != b->topic)
        return false;
    for (size_t i = 0; i < a->topic->history->n_sessions; i++)
        if (lacks(a, i, reason) != lacks(b, i, reason))
            return false;
    return true;
}

/* Those alike are told together, by the first of them; NULL: an earlier one
   told it. */
static const char *
titles_of(const struct layout *layout, size_t idx, enum word reason)
{
    const struct subject *subject = layout->subject;
    const struct finding *findings = subject->findings;
    const char **titles =
        ARENA_ARRAY(layout->arena, subject->n_findings, const char *);
    size_t n = 0;

    for (size_t i = 0; i < subject->n_findings; i++) {
        if (!is_alike(&findings[idx], &findings[i], reason))
            continue;
        if (i < idx)
            return NULL;
        titles[n++] = findings[i].series->scale->title;
    }
    return sentence_list(layout->tongue, titles, n);
}

/* "too few answered: Calm (session 4); Dread and Rest (sessions 1–6, 8)." */
static const char *
said_of(const struct layout *layout, enum word reason)
{
    const struct subject *subject = layout->subject;
    const char **clauses =
        ARENA_ARRAY(layout->arena, subject->n_findings, const char *);
    size_t n = 0;

    for (size_t i = 0; i < subject->n_findings; i++) {
        const char *titles = titles_of(layout, i, reason);

        if (titles)
            clauses[n] =
                sessions_of(layout, &subject->findings[i], reason, titles);
        n += titles && clauses[n];
    }
    return n ? SENTENCE(
               layout->tongue, WORD_SAID_OF,
               word_in(layout->tongue.language, reason),
               sentence_joined(layout->tongue, WORD_CLAUSE_NEXT, clauses, n))
             : NULL;
}

static void
build(const struct block *block, const struct layout *layout)
{
    bool is_begun = false;

    for (enum word reason = WORD_WHY_TOO_FEW; reason <= WORD_WHY_ROW;
         reason++) {
        const char *said = said_of(layout, reason);

        if (!said)
            continue;
        if (!is_begun)
            layout_heading(layout, block_heading(block, layout, WORD_UNSCORED));
        is_begun = true;
        layout_paragraph(layout, said, LOOK_PARAGRAPH_GAP_PT);
    }
}

const struct block_class block_unscored = {
    .name = "unscored", .build = build, .is_for_clinician = true};
