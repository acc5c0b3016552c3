/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses what may be seen and counts the sessions; see subject.h. */
#include "report/subject.h"

#include <string.h>
#include "base/date.h"
#include "instrument/instrument.h"

bool
subject_shows(const struct scale *scale)
{
    return !scale->is_internal && !scale->is_private;
}

/* A scale that never had a score may be one that was never asked: to name it
   would hint at the question that led past it.  Where the instrument has no
   score at all, all of its scales stand. */
static void
leave_out_unscored(struct topic *topic, struct series *series)
{
    size_t n = 0;

    for (size_t i = 0; i < topic->n_series; i++)
        if (series[i].n_scored)
            series[n++] = series[i];
    if (n)
        topic->n_series = n;
}

static struct topic
topic_of(const struct history *history, struct arena *arena)
{
    size_t n_scales = history->instrument->n_scales;
    struct series *series = ARENA_ARRAY(arena, n_scales, struct series);
    struct topic topic = {.history = history, .series = series};

    for (size_t i = 0; i < n_scales; i++)
        if (subject_shows(&history->instrument->scales[i]))
            series[topic.n_series++] = series_of(history, i);
    leave_out_unscored(&topic, series);
    return topic;
}

/* Two instruments of one sitting share its row or its name on one day. */
static bool
is_same_sitting(const struct session *a, const struct session *b)
{
    return a->date_days == b->date_days
           && (a->row == b->row || strcmp(a->label, b->label) == 0);
}

/* Those without a date stand at the end; later than any other day. */
static bool
is_before(const struct session *a, const struct session *b)
{
    if (a->date_days == DATE_NONE || b->date_days == DATE_NONE)
        return a->date_days != DATE_NONE && b->date_days == DATE_NONE;
    return a->date_days < b->date_days;
}

/* Whether the history has the sitting, looking from '*from' on, which moves to
   the first session that is not before it. */
static bool
has_sitting(const struct history *history, const struct session *session,
            size_t *from)
{
    while (*from < history->n_sessions
           && is_before(&history->sessions[*from], session))
        ++*from;
    for (size_t i = *from; i < history->n_sessions; i++) {
        if (is_before(session, &history->sessions[i]))
            return false;
        if (is_same_sitting(&history->sessions[i], session))
            return true;
    }
    return false;
}

/* How many sessions of the topic are not counted with an earlier one. */
static size_t
count_new_sessions(const struct subject *subject, size_t topic_idx,
                   struct arena *arena)
{
    const struct history *history = subject->topics[topic_idx].history;
    size_t *from = ARENA_ARRAY(arena, topic_idx, size_t);
    size_t n_new = 0;

    for (size_t i = 0; i < history->n_sessions; i++) {
        bool is_known = false;

        for (size_t k = 0; k < topic_idx && !is_known; k++)
            is_known = has_sitting(subject->topics[k].history,
                                   &history->sessions[i], &from[k]);
        n_new += !is_known;
    }
    return n_new;
}

static void
widen_span(struct subject *subject, const struct history *history)
{
    for (size_t i = 0; i < history->n_sessions; i++) {
        int32_t days = history->sessions[i].date_days;

        if (days == DATE_NONE)
            continue;
        if (subject->first_days == DATE_NONE || days < subject->first_days)
            subject->first_days = days;
        if (subject->latest_days == DATE_NONE || days > subject->latest_days)
            subject->latest_days = days;
    }
}

struct subject
subject_of(const char *client, const struct history *const *histories,
           size_t n_histories, struct arena *arena)
{
    struct topic *topics = ARENA_ARRAY(arena, n_histories, struct topic);
    struct subject subject = {
        .client = client,
        .topics = topics,
        .first_days = DATE_NONE,
        .latest_days = DATE_NONE,
    };

    for (size_t i = 0; i < n_histories; i++) {
        struct topic topic = topic_of(histories[i], arena);

        if (topic.n_series)
            topics[subject.n_topics++] = topic;
    }
    for (size_t i = 0; i < subject.n_topics; i++) {
        subject.n_sessions += count_new_sessions(&subject, i, arena);
        widen_span(&subject, topics[i].history);
    }
    return subject;
}
