/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories and series; see series.h. */
#include "change/series.h"

#include <math.h>
#include <string.h>
#include <stdlib.h>
#include "base/map.h"
#include "base/num.h"
#include "base/vec.h"
#include "exchange/visits.h"
#include "score/branches.h"
#include "score/judge.h"

/* A session and what it is sorted by. */
struct visit {
    struct session session;
    int64_t number; /* the name as a number, else INT64_MAX */
};

struct history_builder {
    const struct instrument *instrument;
    const char *client;
    struct arena *arena;
    enum history_rows rows;
    struct visit_list VEC(struct visit) visits;
    size_t n_rows; /* offered so far */
};

struct history_builder *
history_builder_new(const struct instrument *instrument, const char *client,
                    enum history_rows rows, struct arena *arena)
{
    struct history_builder *builder = ARENA_NEW(arena, struct history_builder);
    builder->instrument = instrument;
    builder->client = client;
    builder->rows = rows;
    builder->arena = arena;
    return builder;
}

/* ---- taking rows ---- */

/* Rows that name another client are never mixed in. */
static bool
is_of_client(const struct history_builder *builder, const struct rows *rows,
             size_t row)
{
    return !builder->client || !rows->text[FACT_CLIENT]
           || str_is(rows->text[FACT_CLIENT][row], builder->client);
}

static const struct score *
copy_scores(const struct scores *scores, size_t row, struct arena *arena)
{
    struct score *copy = ARENA_ARRAY(arena, scores->n_scales, struct score);
    for (size_t i = 0; i < scores->n_scales; i++) {
        copy[i] = scores_get(scores, i, row);
        copy[i].branches = branches_copy(copy[i].branches, arena);
    }
    return copy;
}

/* The answers that may stand on a page each by itself. */
static const double *
copy_answers(const struct batch *batch, size_t row, struct arena *arena)
{
    const struct instrument *instrument = batch->instrument;
    double *copy = ARENA_ARRAY(arena, instrument->n_items, double);

    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];
        const struct answers *answers = &batch->answers[i];
        bool is_shown = answers->form == FORM_CODES && !item->is_private
                        && !item->n_alerts
                        && answers->code[row] < CODE_FIRST_KIND;

        copy[i] =
            is_shown ? answer_score(item->response, answers->code[row]) : NAN;
    }
    return copy;
}

static const struct given *
copy_given(const struct batch *batch, size_t row, struct arena *arena)
{
    size_t n = batch->instrument->n_items;
    struct given *given = ARENA_ARRAY(arena, n, struct given);

    for (size_t i = 0; i < n; i++) {
        const struct str *texts = batch->answers[i].text;

        given[i].part = contributions_of_item(batch, i, row);
        if (given[i].part.kind == ANSWERED && texts)
            given[i].text = arena_text(arena, texts[row]);
    }
    return given;
}

/* In the order of the plan's, which is that of the items. */
static void
copy_alerts(struct session *session, const struct batch *batch,
            const struct scores *scores, size_t row, struct arena *arena)
{
    const struct instrument *instrument = batch->instrument;
    struct session_alert *alerts =
        ARENA_ARRAY(arena, scores->n_alerts, struct session_alert);
    size_t idx = 0;

    session->alerts = alerts;
    for (size_t i = 0; i < instrument->n_items; i++)
        for (size_t k = 0; k < instrument->items[i].n_alerts; k++) {
            struct alert_result result = alerts_get(scores, idx++, row);
            enum alert_notice notice = alert_notice_of(&result);

            if (notice != NOTICE_NONE)
                alerts[session->n_alerts++] = (struct session_alert){
                    &instrument->items[i].alerts[k], notice};
        }
}

static bool
is_session(const struct history_builder *builder, const struct batch *batch,
           size_t row)
{
    switch (builder->rows) {
    case ROWS_ASKED:
    case ROWS_ASKED_IN_PRIVATE:
        return batch_was_asked(batch, row,
                               builder->rows == ROWS_ASKED_IN_PRIVATE);
    case ROWS_FOR_OTHERS:
        return batch_was_answered(batch, row);
    case ROWS_FOR_CLINICIAN:
        break;
    }
    return batch_was_given(batch, row);
}

/* INT64_MAX: it is none. */
static int64_t
number_of(struct str name)
{
    int32_t number;
    return whole_read(name, &number) ? number : INT64_MAX;
}

void
history_builder_add(struct history_builder *builder, const struct batch *batch,
                    size_t row, const struct scores *scores)
{
    if (!is_session(builder, batch, row)
        || !is_of_client(builder, batch->rows, row)) {
        builder->n_rows++;
        return;
    }
    history_builder_take(builder, batch->rows, row, scores);
    struct session *session =
        &builder->visits.items[builder->visits.n - 1].session;
    if (builder->rows == ROWS_FOR_OTHERS)
        session->answers = copy_answers(batch, row, builder->arena);
    if (builder->rows != ROWS_FOR_CLINICIAN)
        return;
    session->given = copy_given(batch, row, builder->arena);
    session->seconds = rows_seconds(batch->rows, row);
    for (int sign = 0; sign < N_CARE_SIGNS; sign++)
        session->care[sign] = scores_sign(scores, (enum care_sign)sign, row);
    copy_alerts(session, batch, scores, row, builder->arena);
}

void
history_builder_take(struct history_builder *builder, const struct rows *rows,
                     size_t row, const struct scores *scores)
{
    struct arena *arena = builder->arena;
    struct visit *visit = vec_add(arena, &builder->visits);
    struct str name = rows_text(rows, FACT_SESSION, row);
    struct person person = person_of_row(rows, row);
    person = person_keep(&person, arena);
    visit->number = number_of(name);
    visit->session = (struct session){
        .name = arena_text(arena, name),
        .date_days = rows_date(rows, row),
        .time_s = rows_time(rows, row),
        .edition = rows_edition(rows, row),
        .lang = person.lang.bytes,
        .phase = arena_text(arena, rows_text(rows, FACT_PHASE, row)),
        .note = arena_text(arena, rows_text(rows, FACT_NOTE, row)),
        .person = person,
        .row = builder->n_rows++,
        .scores = copy_scores(scores, row, arena),
    };
}

/* ---- order ---- */

static int
compare_numbers(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

/* What has no date comes last: where it belongs is not known. */
static int
compare_visits(const void *a_aux, const void *b_aux)
{
    const struct visit *a = a_aux;
    const struct visit *b = b_aux;
    bool a_undated = a->session.date_days == DATE_NONE;
    bool b_undated = b->session.date_days == DATE_NONE;
    if (a_undated != b_undated)
        return a_undated ? 1 : -1;
    int order = compare_numbers(a->session.date_days, b->session.date_days);
    if (!order)
        order = compare_numbers(a->session.time_s, b->session.time_s);
    if (!order)
        order = compare_numbers(a->number, b->number);
    if (!order)
        order =
            compare_numbers((int64_t)a->session.row, (int64_t)b->session.row);
    return order;
}

/* A visit whose place only its row decided. */
struct numbered {
    size_t idx;
    size_t stem; /* where the first visit with its letters stands */
    int32_t number;
};

static int
compare_slots(const void *a_aux, const void *b_aux)
{
    const struct numbered *a = a_aux;
    const struct numbered *b = b_aux;
    int order = compare_numbers((int64_t)a->stem, (int64_t)b->stem);
    return order ? order : compare_numbers((int64_t)a->idx, (int64_t)b->idx);
}

static int
compare_numbered(const void *a_aux, const void *b_aux)
{
    const struct numbered *a = a_aux;
    const struct numbered *b = b_aux;
    int order = compare_numbers((int64_t)a->stem, (int64_t)b->stem);
    if (!order)
        order = compare_numbers(a->number, b->number);
    return order ? order : compare_numbers((int64_t)a->idx, (int64_t)b->idx);
}

/* Of the visits from 'first' on, 'n' that stand in the order of their rows:
   those with one stem take each other's places, in the order of their
   numbers; the others stay where they are. */
static void
order_run(struct history_builder *builder, size_t first, size_t n)
{
    struct arena *arena = builder->arena;
    struct visit *visits = builder->visits.items + first;
    struct numbered *slots = ARENA_ARRAY(arena, n, struct numbered);
    struct numbered *members = ARENA_ARRAY(arena, n, struct numbered);
    struct visit *copy = ARENA_ARRAY(arena, n, struct visit);
    struct map *stems = map_new(arena, false);
    size_t n_slots = 0;

    for (size_t i = 0; i < n; i++) {
        struct session_name name =
            session_name_of(str_from(visits[i].session.name));
        struct numbered slot = {i, i, name.number};
        copy[i] = visits[i];
        if (!name.stem.len)
            continue;
        slot.stem = map_take(stems, name.stem, i);
        slots[n_slots] = members[n_slots] = slot;
        n_slots++;
    }
    if (!n_slots)
        return;
    qsort(slots, n_slots, sizeof slots[0], compare_slots);
    qsort(members, n_slots, sizeof members[0], compare_numbered);
    for (size_t i = 0; i < n_slots; i++)
        visits[slots[i].idx] = copy[members[i].idx];
}

static bool
share_moment(const struct visit *a, const struct visit *b)
{
    return a->number == INT64_MAX && b->number == INT64_MAX
           && a->session.date_days == b->session.date_days
           && a->session.time_s == b->session.time_s;
}

static void
order_numbered(struct history_builder *builder)
{
    const struct visit *visits = builder->visits.items;
    size_t n = builder->visits.n;

    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n; end++)
            if (!share_moment(&visits[first], &visits[end]))
                break;
        if (end - first > 1)
            order_run(builder, first, end - first);
    }
}

/* "4a" for the first of several; the 27th is "4aa". */
static const char *
twin_label(const struct visit *visit, size_t idx, struct arena *arena)
{
    char letters[8];
    size_t n = sizeof(letters) - 1;
    letters[n] = '\0';
    for (size_t rest = idx + 1; rest && n; rest = (rest - 1) / 26)
        letters[--n] = (char)('a' + (rest - 1) % 26);
    return arena_printf(arena, "%s%s", visit->session.name, letters + n);
}

/* Which visits share client, date and session: for each visit the first of
   them, and its own number among them. */
struct twins {
    size_t *first;
    size_t *idx;
    size_t *n; /* by first */
};

static struct twins
find_twins(const struct history_builder *builder)
{
    struct arena *arena = builder->arena;
    size_t n = builder->visits.n;
    struct twins twins = {ARENA_ARRAY(arena, n, size_t),
                          ARENA_ARRAY(arena, n, size_t),
                          ARENA_ARRAY(arena, n, size_t)};
    struct map *seen = map_new(arena, false);
    for (size_t i = 0; i < n; i++) {
        const struct visit *visit = &builder->visits.items[i];
        struct str key = str_from(arena_printf(arena, "%ld %s",
                                               (long)visit->session.date_days,
                                               visit->session.name));
        twins.first[i] = i;
        if (visit->session.name[0] && !map_add(seen, key, i))
            map_find(seen, key, &twins.first[i]);
        twins.idx[i] = twins.n[twins.first[i]]++;
    }
    return twins;
}

static void
put_labels(struct history_builder *builder)
{
    struct twins twins = find_twins(builder);
    for (size_t i = 0; i < builder->visits.n; i++) {
        struct visit *visit = &builder->visits.items[i];
        size_t n_twins = twins.n[twins.first[i]];
        visit->session.again_after = i - twins.first[i];
        if (!visit->session.name[0])
            visit->session.label = arena_printf(builder->arena, "%zu", i + 1);
        else if (n_twins == 1)
            visit->session.label = visit->session.name;
        else
            visit->session.label =
                twin_label(visit, twins.idx[i], builder->arena);
    }
}

static void
check_dates(const struct history_builder *builder, struct diag *diag)
{
    const struct visit *visits = builder->visits.items;
    for (size_t i = 1; i < builder->visits.n; i++) {
        if (visits[i].session.date_days == DATE_NONE
            || visits[i].number == INT64_MAX
            || visits[i - 1].number == INT64_MAX
            || visits[i - 1].number <= visits[i].number)
            continue;
        diag_add(diag, MSG_SESSION_ORDER, (struct place){0},
                 "of '%s'; the dates count", builder->instrument->id);
        diag_secret(diag, str_from(visits[i].session.name));
    }
}

bool
history_is_unsure(const struct history *history)
{
    const struct session *sessions = history->sessions;
    size_t first = 0;

    while (first < history->n_sessions
           && sessions[first].date_days != DATE_NONE)
        first++;
    return first && first < history->n_sessions
           && (number_of(str_from(sessions[first].name)) == INT64_MAX
               || number_of(str_from(sessions[first].name))
                      <= number_of(str_from(sessions[first - 1].name)));
}

static void
check_undated(const struct history *history, struct diag *diag)
{
    if (!history_is_unsure(history))
        return;
    diag_add(diag, MSG_SESSION_UNDATED, (struct place){0},
             "of '%s'; where they belong is not known",
             history->instrument->id);
    diag_hint(diag, "what is called the latest score may be an earlier one: "
                    "give them a date");
}

struct history *
history_builder_finish(struct history_builder *builder, struct diag *diag)
{
    size_t n = builder->visits.n;
    struct arena *arena = builder->arena;
    if (n)
        qsort(builder->visits.items, n, sizeof(builder->visits.items[0]),
              compare_visits);
    order_numbered(builder);
    put_labels(builder);
    check_dates(builder, diag);
    struct session *sessions = ARENA_ARRAY(arena, n, struct session);
    for (size_t i = 0; i < n; i++)
        sessions[i] = builder->visits.items[i].session;
    struct history *history = ARENA_NEW(arena, struct history);
    *history = (struct history){
        .instrument = builder->instrument,
        .client = builder->client,
        .sessions = sessions,
        .n_sessions = n,
    };
    check_undated(history, diag);
    return history;
}

size_t
history_find(const struct history *history, const char *label)
{
    for (size_t i = 0; i < history->n_sessions; i++)
        if (strcmp(history->sessions[i].label, label) == 0)
            return i;
    return SIZE_MAX;
}

bool
session_of_other_edition(const struct session *a, const struct session *b)
{
    return a->edition && b->edition && a->edition != b->edition;
}

void
history_hint_twins(const struct history *history, const char *name,
                   struct diag *diag)
{
    struct buf labels SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < history->n_sessions; i++)
        if (strcmp(history->sessions[i].name, name) == 0)
            buf_addf(&labels, "%s'%s'", buf_str(&labels).len ? ", " : "",
                     history->sessions[i].label);
    if (buf_str(&labels).len)
        diag_hint(diag, "it was given more than once: as %s",
                  buf_text(&labels));
}

/* ---- one scale ---- */

struct series
series_of(const struct history *history, size_t scale_idx)
{
    struct series series = {
        .history = history,
        .scale = &history->instrument->scales[scale_idx],
        .scale_idx = scale_idx,
        .first = SIZE_MAX,
        .latest = SIZE_MAX,
    };
    for (size_t i = 0; i < history->n_sessions; i++) {
        if (series_score(&series, i)->why != WHY_SCORED)
            continue;
        if (!series.n_scored++)
            series.first = i;
        series.latest = i;
    }
    return series;
}

const struct score *
series_score(const struct series *series, size_t session)
{
    return &series->history->sessions[session].scores[series->scale_idx];
}

size_t
series_before(const struct series *series, size_t session)
{
    const struct session *sessions = series->history->sessions;
    size_t first = session - sessions[session].again_after;

    while (session-- > 0)
        if (session - sessions[session].again_after != first
            && series_score(series, session)->why == WHY_SCORED)
            return session;
    return SIZE_MAX;
}

/* Of whom the bands and cut-offs at a session are. */
static uint64_t
fitting_at(const struct series *series, size_t session)
{
    return session == SIZE_MAX ? 0 : series_score(series, session)->fitting;
}

const struct cutoff_point *
series_cutoff(const struct series *series)
{
    if (!series->scale->n_cutoffs)
        return NULL;
    const struct cutoff *cutoff = &series->scale->cutoffs[0];
    const struct cutoff_point *point =
        judge_cutoff(cutoff, fitting_at(series, series->first));
    for (size_t i = series->first; series->n_scored && i <= series->latest; i++)
        if (series_score(series, i)->why == WHY_SCORED
            && judge_cutoff(cutoff, fitting_at(series, i)) != point)
            return NULL;
    return point;
}

const struct band_set *
series_bands(const struct series *series)
{
    const struct scale *scale = series->scale;
    const struct band_set *set =
        judge_bands(scale, fitting_at(series, series->first));
    for (size_t i = series->first; series->n_scored && i <= series->latest; i++)
        if (series_score(series, i)->why == WHY_SCORED
            && judge_bands(scale, fitting_at(series, i)) != set)
            return NULL;
    return set;
}
