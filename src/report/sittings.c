/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sessions of several questionnaires in one order; see sittings.h. */
#include "report/sittings.h"

#include <stdint.h>
#include <string.h>
#include "base/date.h"

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

/* Where the session's sitting stands, looking from '*from' on, which moves to
   the first that is not before it; SIZE_MAX: it is none of these. */
static size_t
find_sitting(const struct sittings *sittings, const struct session *session,
             size_t *from)
{
    while (*from < sittings->n && is_before(sittings->sessions[*from], session))
        ++*from;
    for (size_t i = *from; i < sittings->n; i++) {
        if (is_before(session, sittings->sessions[i]))
            break;
        if (is_same_sitting(sittings->sessions[i], session))
            return i;
    }
    return SIZE_MAX;
}

void
sittings_merge(struct sittings *sittings, const struct history *history,
               struct arena *arena)
{
    size_t most = sittings->n + history->n_sessions;
    struct sittings merged = {
        .sessions = ARENA_ARRAY(arena, most, const struct session *)};
    size_t next = 0;
    size_t from = 0;

    for (size_t i = 0; i < history->n_sessions; i++) {
        const struct session *session = &history->sessions[i];
        size_t found = find_sitting(sittings, session, &from);
        size_t until = found == SIZE_MAX ? from : found + 1;

        while (next < until)
            merged.sessions[merged.n++] = sittings->sessions[next++];
        if (found == SIZE_MAX)
            merged.sessions[merged.n++] = session;
        else
            from = until;
    }
    while (next < sittings->n)
        merged.sessions[merged.n++] = sittings->sessions[next++];
    *sittings = merged;
}

size_t *
sittings_places(const struct sittings *sittings, const struct history *history,
                struct arena *arena)
{
    size_t *places = ARENA_ARRAY(arena, history->n_sessions, size_t);
    size_t from = 0;

    for (size_t i = 0; i < history->n_sessions; i++) {
        places[i] = find_sitting(sittings, &history->sessions[i], &from);
        from = places[i] + 1;
    }
    return places;
}

/* Names that two sittings share, as running numbers of two instruments may,
   name none: then all are numbered. */
static bool
have_own_names(const struct sittings *sittings)
{
    for (size_t i = 0; i < sittings->n; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(sittings->sessions[i]->label,
                       sittings->sessions[k]->label)
                == 0)
                return false;
    return true;
}

struct timeline
sittings_timeline(const struct sittings *sittings, struct arena *arena)
{
    const char **labels = ARENA_ARRAY(arena, sittings->n, const char *);
    int32_t *days = ARENA_ARRAY(arena, sittings->n, int32_t);
    bool are_named = have_own_names(sittings);
    struct timeline timeline = {.labels = labels,
                                .days = days,
                                .n = sittings->n,
                                .is_renumbered = !are_named};

    for (size_t i = 0; i < sittings->n; i++) {
        days[i] = sittings->sessions[i]->date_days;
        labels[i] = are_named ? sittings->sessions[i]->label
                              : arena_printf(arena, "%zu", i + 1);
        timeline.is_in_order |= days[i] == DATE_NONE;
    }
    return timeline;
}
