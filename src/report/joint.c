/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The subject of a page for two: what both said yes to, session beside session;
   see subject.h. */
#include "report/subject.h"

#include <stdlib.h>
#include <string.h>
#include "base/date.h"
#include "change/change.h"
#include "change/consents.h"
#include "change/couples.h"
#include "instrument/instrument.h"
#include "report/report.h"
#include "report/sentences.h"
#include "report/sittings.h"

/* What is never meant by a yes to everything. */
static const char *const asked_by_name[] = {"practices", "regulation",
                                            "stigma"};

struct joint {
    const struct report_data *a; /* the one whose code comes first */
    const struct report_data *b;
    const struct consents *consents;
    int32_t latest_days; /* of all sessions of both */
    struct arena *arena;
    struct topic *topics;
    size_t n_topics;
    struct finding *findings; /* not in order yet */
    size_t n_findings;
};

static bool
is_asked_by_name(const struct instrument *instrument)
{
    for (size_t i = 0; i < N_ELEMENTS(asked_by_name); i++)
        if (strcmp(instrument->id, asked_by_name[i]) == 0)
            return true;
    return false;
}

static int32_t
latest_of(const struct report_data *data)
{
    int32_t latest = DATE_NONE; /* which is less than any day */

    for (size_t i = 0; i < data->n_histories; i++)
        for (size_t k = 0; k < data->histories[i]->n_sessions; k++)
            if (data->histories[i]->sessions[k].date_days > latest)
                latest = data->histories[i]->sessions[k].date_days;
    return latest;
}

/* ---- what both said yes to ---- */

static int32_t
since_of(const struct joint *joint, const struct history *history,
         const struct scale *scale)
{
    const struct instrument *instrument = history->instrument;
    const char *name =
        arena_printf(joint->arena, "%s.%s", instrument->id, scale->id);

    return consents_since(joint->consents, history->client, name,
                          is_asked_by_name(instrument), joint->latest_days);
}

/* From which day on the scale of one and its counterpart of the other may
   stand; DATE_NONE: not at all. */
static int32_t
shared_since(const struct joint *joint, const struct history *a,
             const struct history *b, size_t scale_idx)
{
    const struct scale *scale = &a->instrument->scales[scale_idx];
    const struct scale *other = &a->instrument->scales[scale->counterpart];

    if (!couple_compares(scale) || !couple_compares(other))
        return DATE_NONE;
    int32_t since_a = since_of(joint, a, scale);
    int32_t since_b = since_of(joint, b, other);
    if (since_a == DATE_NONE || since_b == DATE_NONE)
        return DATE_NONE;
    return since_a > since_b ? since_a : since_b;
}

/* The dated sessions from that day on: of the others it is not known whether
   they were meant. */
static const struct history *
history_since(const struct history *history, int32_t days, struct arena *arena)
{
    struct history *part = ARENA_NEW(arena, struct history);
    size_t from = 0;

    *part = *history;
    while (part->n_sessions
           && history->sessions[part->n_sessions - 1].date_days == DATE_NONE)
        part->n_sessions--;
    while (from < part->n_sessions && history->sessions[from].date_days < days)
        from++;
    part->sessions += from;
    part->n_sessions -= from;
    return part;
}

/* ---- scales ---- */

/* The latest pair of sessions at which both have a score. */
static struct partner_difference
latest_difference(const struct series *a, const struct series *b,
                  const struct couple_pairs *pairs)
{
    const struct change *rule = change_rule_find(a->scale, NULL);
    struct partner_difference between = {.why = PARTNERS_NO_SCORE};

    for (size_t i = pairs->n; i-- > 0 && between.why == PARTNERS_NO_SCORE;)
        between = partner_difference_at(a, pairs->items[i].session_a, b,
                                        pairs->items[i].session_b, rule);
    return between;
}

/* Adds the scales of one questionnaire that both said yes to on one day; those
   without a score of each are not spoken of. */
static void
add_topic(struct joint *joint, const struct history *a, const struct history *b,
          const int32_t *since, int32_t day)
{
    struct arena *arena = joint->arena;
    size_t n = a->instrument->n_scales;
    const struct partner one = {.history = history_since(a, day, arena)};
    const struct partner two = {.history = history_since(b, day, arena)};
    const struct couple_pairs pairs = couple_pair_sessions(&one, &two, arena);
    struct series *of_a = ARENA_ARRAY(arena, n, struct series);
    struct series *of_b = ARENA_ARRAY(arena, n, struct series);
    struct topic *topic = &joint->topics[joint->n_topics];
    struct topic *other = ARENA_NEW(arena, struct topic);
    size_t n_kept = 0;

    for (size_t i = 0; i < n; i++) {
        if (since[i] != day)
            continue;
        of_a[n_kept] = series_of(one.history, i);
        of_b[n_kept] =
            series_of(two.history, a->instrument->scales[i].counterpart);
        if (!of_a[n_kept].n_scored || !of_b[n_kept].n_scored)
            continue;
        joint->findings[joint->n_findings++] = (struct finding){
            .topic = topic,
            .series = &of_a[n_kept],
            .other = &of_b[n_kept],
            .between = latest_difference(&of_a[n_kept], &of_b[n_kept], &pairs),
        };
        n_kept++;
    }
    *other = (struct topic){
        .history = two.history, .series = of_b, .n_series = n_kept};
    *topic = (struct topic){.history = one.history,
                            .series = of_a,
                            .n_series = n_kept,
                            .partner = other};
    joint->n_topics += n_kept > 0;
}

/* A topic for each day from which on some of its scales may stand. */
static void
add_topics(struct joint *joint, const struct history *a,
           const struct history *b)
{
    size_t n = a->instrument->n_scales;
    int32_t *since = ARENA_ARRAY(joint->arena, n, int32_t);

    for (size_t i = 0; i < n; i++)
        since[i] = shared_since(joint, a, b, i);
    for (size_t i = 0; i < n; i++) {
        bool is_new = since[i] != DATE_NONE;

        for (size_t k = 0; k < i; k++)
            is_new &= since[k] != since[i];
        if (is_new)
            add_topic(joint, a, b, since, since[i]);
    }
}

static void
add_all(struct joint *joint)
{
    size_t n = 0;

    for (size_t i = 0; i < joint->a->n_histories; i++)
        n += joint->a->histories[i]->instrument->n_scales;
    joint->topics = ARENA_ARRAY(joint->arena, n, struct topic);
    joint->findings = ARENA_ARRAY(joint->arena, n, struct finding);
    for (size_t i = 0; i < joint->a->n_histories; i++)
        for (size_t k = 0; k < joint->b->n_histories; k++)
            if (joint->a->histories[i]->instrument
                == joint->b->histories[k]->instrument)
                add_topics(joint, joint->a->histories[i],
                           joint->b->histories[k]);
}

/* ---- sittings ---- */

/* The sittings of one, as a history. */
static struct history
history_of(const struct sittings *sittings, struct arena *arena)
{
    struct session *sessions = ARENA_ARRAY(arena, sittings->n, struct session);

    for (size_t i = 0; i < sittings->n; i++)
        sessions[i] = *sittings->sessions[i];
    return (struct history){.sessions = sessions, .n_sessions = sittings->n};
}

/* A place on the page, for one or for both. */
struct place_of_two {
    struct session session; /* of its name and day */
    size_t a;               /* sitting; SIZE_MAX: none */
    size_t b;
};

static int
compare_places(const void *a_aux, const void *b_aux)
{
    const struct place_of_two *a = a_aux;
    const struct place_of_two *b = b_aux;

    if (a->session.date_days != b->session.date_days)
        return a->session.date_days < b->session.date_days ? -1 : 1;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

/* Two sessions that go together have one place, on the day of the first of
   them, but where they lie too far apart to be compared. */
static struct place_of_two *
find_places(const struct history *a, const struct history *b, size_t *n,
            struct arena *arena)
{
    const struct partner one = {.history = a};
    const struct partner two = {.history = b};
    const struct couple_pairs pairs = couple_pair_sessions(&one, &two, arena);
    struct place_of_two *places =
        ARENA_ARRAY(arena, a->n_sessions + b->n_sessions, struct place_of_two);

    *n = 0;
    for (size_t i = 0; i < a->n_sessions; i++)
        places[(*n)++] = (struct place_of_two){a->sessions[i], i, SIZE_MAX};
    for (size_t k = 0; k < b->n_sessions; k++) {
        const struct session *session = &b->sessions[k];
        size_t mate = SIZE_MAX;

        for (size_t i = 0; i < pairs.n && mate == SIZE_MAX; i++)
            if (pairs.items[i].session_b == k)
                mate = pairs.items[i].session_a;
        if (mate == SIZE_MAX
            || labs((long)a->sessions[mate].date_days - session->date_days)
                   > PARTNERS_DAYS) {
            places[(*n)++] = (struct place_of_two){*session, SIZE_MAX, k};
            continue;
        }
        places[mate].b = k;
        if (session->date_days < places[mate].session.date_days)
            places[mate].session.date_days = session->date_days;
    }
    if (*n)
        qsort(places, *n, sizeof places[0], compare_places);
    return places;
}

/* Lets the topics of one know where on the page their sessions stand. */
static const size_t *
places_on_page(const struct sittings *own, const struct history *history,
               const size_t *to_page, struct arena *arena)
{
    size_t *places = sittings_places(own, history, arena);

    for (size_t i = 0; i < history->n_sessions; i++)
        places[i] = to_page[places[i]];
    return places;
}

static struct sittings
put_together(struct joint *joint)
{
    struct arena *arena = joint->arena;
    struct sittings of_a = {0};
    struct sittings of_b = {0};
    struct sittings all = {0};
    size_t n;

    for (size_t i = 0; i < joint->n_topics; i++) {
        sittings_merge(&of_a, joint->topics[i].history, arena);
        sittings_merge(&of_b, joint->topics[i].partner->history, arena);
    }
    const struct history a = history_of(&of_a, arena);
    const struct history b = history_of(&of_b, arena);
    struct place_of_two *places = find_places(&a, &b, &n, arena);
    size_t *to_page_a = ARENA_ARRAY(arena, of_a.n, size_t);
    size_t *to_page_b = ARENA_ARRAY(arena, of_b.n, size_t);

    all.sessions = ARENA_ARRAY(arena, n, const struct session *);
    all.n = n;
    for (size_t i = 0; i < n; i++) {
        all.sessions[i] = &places[i].session;
        if (places[i].a != SIZE_MAX)
            to_page_a[places[i].a] = i;
        if (places[i].b != SIZE_MAX)
            to_page_b[places[i].b] = i;
    }
    for (size_t i = 0; i < joint->n_topics; i++) {
        struct topic *topic = &joint->topics[i];
        struct topic *other = ARENA_NEW(arena, struct topic);

        *other = *topic->partner;
        other->sittings =
            places_on_page(&of_b, other->history, to_page_b, arena);
        topic->partner = other;
        topic->sittings =
            places_on_page(&of_a, topic->history, to_page_a, arena);
    }
    return all;
}

/* ---- all ---- */

static size_t
rank_of(const struct finding *finding, const char *primary, struct arena *arena)
{
    size_t place = subject_primary(finding->series, primary, arena);

    return place == SUBJECT_NOT_PRIMARY
               ? place + (finding->between.why != PARTNERS_TESTED)
               : place;
}

/* The primary first, then those whose gap was tested. */
static const struct finding *
in_order(const struct joint *joint, const char *primary)
{
    struct finding *sorted =
        ARENA_ARRAY(joint->arena, joint->n_findings, struct finding);
    size_t *ranks = ARENA_ARRAY(joint->arena, joint->n_findings, size_t);

    for (size_t i = 0; i < joint->n_findings; i++)
        ranks[i] = rank_of(&joint->findings[i], primary, joint->arena);
    const size_t *order = subject_order(ranks, joint->n_findings, joint->arena);
    for (size_t i = 0; i < joint->n_findings; i++) {
        sorted[i] = joint->findings[order[i]];
        sorted[i].chart = (unsigned)(2 * i + 1);
        sorted[i].row = (unsigned)(2 * i + 2);
    }
    return sorted;
}

struct subject
subject_of_two(const struct report_data *data, const struct template *template,
               struct arena *arena)
{
    bool is_first = strcmp(data->client, data->partner->client) < 0;
    struct joint joint = {
        .a = is_first ? data : data->partner,
        .b = is_first ? data->partner : data,
        .consents = data->consents,
        .arena = arena,
    };
    int32_t latest_a = latest_of(joint.a);
    int32_t latest_b = latest_of(joint.b);

    joint.latest_days = latest_a > latest_b ? latest_a : latest_b;
    add_all(&joint);
    struct sittings sittings = put_together(&joint);
    struct subject subject = {
        .client = sentence_list(
            (struct tongue){data->language, arena},
            (const char *[]){joint.a->client, joint.b->client}, 2),
        .audience = data->audience,
        .names = {joint.a->client, joint.b->client},
        .topics = joint.topics,
        .n_topics = joint.n_topics,
        .findings = in_order(&joint, template->primary),
        .n_findings = joint.n_findings,
        .timeline = sittings_timeline(&sittings, arena),
    };
    return subject;
}
