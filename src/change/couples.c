/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows by couple and client; see couples.h. */
#include "change/couples.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/map.h"
#include "base/vec.h"
#include "change/change.h"

#define INTERVAL 0.95

/* ---- taking rows ---- */

/* One client's rows with one instrument, in the order of their adding. */
struct client_part {
    struct history_builder *history;
    struct answer_list VEC(const double *) answers;
};

struct client {
    const char *code;
    struct place place;        /* of its first row */
    struct client_part *parts; /* one for each plan */
};

/* Of a third client it is enough to know that there is one. */
enum { KEPT_CLIENTS = 2 };

struct household {
    const char *code;
    struct place place; /* of its first row, or of the third client's */
    struct client clients[KEPT_CLIENTS];
    size_t n_clients; /* may be one more than are kept */
};

struct couples_builder {
    const struct plan *const *plans;
    size_t n_plans;
    struct arena *arena;
    struct couple_items *compared; /* one for each plan */
    struct map *by_code;
    struct household_list VEC(struct household) households;
    size_t n_rows;
    size_t n_loose;     /* rows without couple or client */
    struct place loose; /* of the first of them */
};

struct couples_builder *
couples_builder_new(const struct plan *const *plans, size_t n_plans,
                    struct arena *arena)
{
    struct couples_builder *builder = ARENA_NEW(arena, struct couples_builder);
    builder->plans = plans;
    builder->n_plans = n_plans;
    builder->arena = arena;
    builder->by_code = map_new(arena, false);
    builder->compared = ARENA_ARRAY(arena, n_plans, struct couple_items);
    for (size_t i = 0; i < n_plans; i++)
        builder->compared[i] = couple_items_of(plans[i]->instrument, arena);
    return builder;
}

static struct household *
household_get(struct couples_builder *builder, struct str code,
              struct place place)
{
    size_t idx;
    if (map_find(builder->by_code, code, &idx))
        return &builder->households.items[idx];
    struct household *added = vec_add(builder->arena, &builder->households);
    added->code = arena_text(builder->arena, code);
    added->place = place;
    bool is_new = map_add(builder->by_code, str_from(added->code),
                          builder->households.n - 1);
    assert(is_new);
    (void)is_new;
    return added;
}

/* NULL for the third client and those after. */
static struct client *
client_get(struct couples_builder *builder, struct household *household,
           struct str code, struct place place)
{
    for (size_t i = 0; i < household->n_clients && i < KEPT_CLIENTS; i++)
        if (str_is(code, household->clients[i].code))
            return &household->clients[i];
    if (household->n_clients == KEPT_CLIENTS) {
        household->n_clients++;
        household->place = place;
    }
    if (household->n_clients > KEPT_CLIENTS)
        return NULL;
    struct client *client = &household->clients[household->n_clients++];
    client->code = arena_text(builder->arena, code);
    client->place = place;
    client->parts =
        ARENA_ARRAY(builder->arena, builder->n_plans, struct client_part);
    for (size_t i = 0; i < builder->n_plans; i++)
        client->parts[i].history =
            history_builder_new(builder->plans[i]->instrument, client->code,
                                ROWS_ASKED, builder->arena);
    return client;
}

static void
take_part(struct couples_builder *builder, struct client_part *part,
          size_t plan_idx, const struct scored *scored, size_t row)
{
    const struct couple_items *items = &builder->compared[plan_idx];
    struct arena *arena = builder->arena;
    double *answers = ARENA_ARRAY(arena, items->n, double);
    couple_items_read(items, scored->batch, row, answers);
    history_builder_take(part->history, scored->batch->rows, row,
                         scored->scores);
    *vec_add(arena, &part->answers) = answers;
}

bool
couples_builder_add(struct couples_builder *builder, const struct rows *rows,
                    const struct scored *scored, size_t row, struct place place)
{
    struct str couple = rows_text(rows, FACT_COUPLE, row);
    struct str code = rows_text(rows, FACT_CLIENT, row);
    if (!couple.len || !code.len) {
        if (!builder->n_loose++)
            builder->loose = place;
        return true;
    }
    if (builder->n_rows == COUPLES_LIMIT_ROWS)
        return false;
    builder->n_rows++;
    struct household *household = household_get(builder, couple, place);
    struct client *client = client_get(builder, household, code, place);
    for (size_t i = 0; client && i < builder->n_plans; i++)
        if (batch_was_asked(scored[i].batch, row, false))
            take_part(builder, &client->parts[i], i, &scored[i], row);
    return true;
}

/* ---- putting them side by side ---- */

static int
compare_couples(const void *a, const void *b)
{
    return strcmp(((const struct couple *)a)->code,
                  ((const struct couple *)b)->code);
}

static struct partner
partner_of(const struct client *client, size_t plan_idx, struct diag *diag)
{
    const struct client_part *part = &client->parts[plan_idx];
    struct diag *warnings SCOPED(diag_drop) = diag_new();
    struct partner partner = {
        .history = history_builder_finish(part->history, warnings),
        .answers = part->answers.items,
    };
    diag_move_at(diag, warnings, client->place);
    return partner;
}

static const struct series *
all_series(const struct history *history, struct arena *arena)
{
    size_t n = history->instrument->n_scales;
    struct series *series = ARENA_ARRAY(arena, n, struct series);
    for (size_t i = 0; i < n; i++)
        series[i] = series_of(history, i);
    return series;
}

static enum couple_state
pair_parts(const struct couples_builder *builder, const struct client *a,
           const struct client *b, struct couple_part *parts, struct diag *diag)
{
    bool is_paired = false;
    bool shares = false;
    for (size_t i = 0; i < builder->n_plans; i++) {
        parts[i].a = partner_of(a, i, diag);
        parts[i].b = partner_of(b, i, diag);
        parts[i].series_a = all_series(parts[i].a.history, builder->arena);
        parts[i].series_b = all_series(parts[i].b.history, builder->arena);
        parts[i].pairs =
            couple_pair_sessions(&parts[i].a, &parts[i].b, builder->arena);
        is_paired |= parts[i].pairs.n > 0;
        shares |= parts[i].a.history->n_sessions > 0
                  && parts[i].b.history->n_sessions > 0;
    }
    return is_paired ? COUPLE_PAIRED : shares ? COUPLE_APART : COUPLE_UNLIKE;
}

static struct couple
couple_of(const struct couples_builder *builder,
          const struct household *household, struct diag *diag)
{
    const struct client *a = &household->clients[0];
    const struct client *b = &household->clients[1];
    struct couple couple = {.code = household->code};
    if (household->n_clients != 2) {
        couple.state = household->n_clients < 2 ? COUPLE_ALONE : COUPLE_CROWDED;
        return couple;
    }
    if (strcmp(a->code, b->code) > 0) {
        a = &household->clients[1];
        b = &household->clients[0];
    }
    struct couple_part *parts =
        ARENA_ARRAY(builder->arena, builder->n_plans, struct couple_part);
    couple.client_a = a->code;
    couple.client_b = b->code;
    couple.parts = parts;
    couple.state = pair_parts(builder, a, b, parts, diag);
    return couple;
}

static void
warn_of(const struct couple *couple, struct place place, struct diag *diag)
{
    static const struct {
        enum message message;
        const char *hint;
    } warnings[] = {
        [COUPLE_ALONE] = {MSG_COUPLE_ALONE,
                          "a couple is two clients with one code in the "
                          "column 'couple'"},
        [COUPLE_CROWDED] = {MSG_COUPLE_CROWDED,
                            "a couple is exactly two clients; is the code "
                            "given twice, or a client's code miswritten?"},
        [COUPLE_APART] = {MSG_COUPLE_APART,
                          "sessions go together by the same name in the "
                          "column 'session', the rest by dates within 7 days"},
        [COUPLE_UNLIKE] = {MSG_COUPLE_APART,
                           "no instrument that is scored was asked of both"},
    };
    if (couple->state == COUPLE_PAIRED)
        return;
    diag_add(diag, warnings[couple->state].message, place, NULL);
    diag_secret(diag, str_from(couple->code));
    diag_hint(diag, "%s", warnings[couple->state].hint);
}

const struct couples *
couples_builder_finish(struct couples_builder *builder, struct diag *diag)
{
    struct arena *arena = builder->arena;
    size_t n = builder->households.n;
    struct couple *items = ARENA_ARRAY(arena, n, struct couple);
    struct couples *couples = ARENA_NEW(arena, struct couples);
    for (size_t i = 0; i < n; i++) {
        const struct household *household = &builder->households.items[i];
        items[i] = couple_of(builder, household, diag);
        warn_of(&items[i], household->place, diag);
    }
    if (builder->n_loose)
        diag_add(diag, MSG_COUPLE_LOOSE, builder->loose, "%zu of them",
                 builder->n_loose);
    if (n)
        qsort(items, n, sizeof(items[0]), compare_couples);
    *couples = (struct couples){
        .items = items,
        .n = n,
        .compared = builder->compared,
    };
    return couples;
}

/* ---- scales ---- */

struct partner_difference
couples_difference(const struct couple_part *part,
                   const struct couple_pair *pair, size_t scale_idx)
{
    const struct series *a = &part->series_a[scale_idx];
    const struct series *b = &part->series_b[a->scale->counterpart];
    return partner_difference_at(a, pair->session_a, b, pair->session_b,
                                 change_rule_find(a->scale, NULL));
}

static bool
latest_scores(const struct couple_part *part, size_t scale_idx, double *a,
              double *b)
{
    for (size_t i = part->pairs.n; i-- > 0;) {
        struct partner_difference between =
            couples_difference(part, &part->pairs.items[i], scale_idx);
        if (!between.has_difference)
            continue;
        *a = between.a->value;
        *b = between.b->value;
        return true;
    }
    return false;
}

/* The ratings of n couples, as the statistics want them. */
struct ratings {
    double *a;
    double *b;
    double *both; /* a's and b's in turn */
    size_t n;
};

static struct ratings
ratings_of(const struct couples *couples, size_t plan_idx, size_t scale_idx,
           struct arena *arena)
{
    struct ratings ratings = {
        .a = ARENA_ARRAY(arena, couples->n, double),
        .b = ARENA_ARRAY(arena, couples->n, double),
        .both = ARENA_ARRAY(arena, 2 * couples->n, double),
    };
    for (size_t i = 0; i < couples->n; i++) {
        size_t n = ratings.n;
        if (couples->items[i].state != COUPLE_PAIRED
            || !latest_scores(&couples->items[i].parts[plan_idx], scale_idx,
                              &ratings.a[n], &ratings.b[n]))
            continue;
        ratings.both[2 * n] = ratings.a[n];
        ratings.both[2 * n + 1] = ratings.b[n];
        ratings.n++;
    }
    return ratings;
}

struct couples_agreement
couples_agree(const struct couples *couples, size_t plan_idx, size_t scale_idx,
              struct arena *arena)
{
    struct ratings ratings = ratings_of(couples, plan_idx, scale_idx, arena);
    struct couples_agreement agreement = {.n = ratings.n};
    agreement.has_icc =
        icc_compute(ratings.both, ratings.n, 2, INTERVAL, &agreement.icc)
        && agreement.icc.known;
    agreement.has_double_entry = pair_double_entry(
        ratings.a, ratings.b, ratings.n, &agreement.double_entry);
    agreement.has_r =
        pair_correlation(ratings.a, ratings.b, ratings.n, &agreement.r);
    agreement.has_differences = pair_differences_of(
        ratings.b, ratings.a, ratings.n, &agreement.differences);
    return agreement;
}
