/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two partners' sessions with one instrument, side by side: which belong
   together, and how alike the answers of two such sessions are; see
   couples.h. */
#include "change/couples.h"

#include <stdlib.h>
#include <string.h>
#include "base/date.h"

bool
couple_compares(const struct scale *scale)
{
    return !scale->is_internal && !scale->is_private && !scale->of_couple;
}

/* ---- answers ---- */

/* A set of choices, a text or a date has no place between two ends. */
static bool
has_range(const struct item *item)
{
    enum answer_form form = answer_form_of(item->response);
    return (form == FORM_CODES || form == FORM_NUMBERS)
           && item->response->lo < item->response->hi;
}

struct couple_items
couple_items_of(const struct instrument *instrument, struct arena *arena)
{
    size_t *idx = ARENA_ARRAY(arena, instrument->n_items, size_t);
    struct couple_items items = {.instrument = instrument, .idx = idx};
    for (size_t i = 0; i < instrument->n_items; i++)
        if (!instrument->items[i].is_private
            && has_range(&instrument->items[i]))
            idx[items.n++] = i;
    return items;
}

static double
place_in_range(const struct response *response, const struct answers *answers,
               size_t row)
{
    uint8_t code = answers->code[row];
    if (kind_of_code(code) != ANSWERED)
        return COUPLE_NO_ANSWER;
    double score = answers->form == FORM_NUMBERS ? answers->number[row]
                                                 : answer_score(response, code);
    return (score - response->lo) / (response->hi - response->lo);
}

void
couple_items_read(const struct couple_items *items, const struct batch *batch,
                  size_t row, double *out)
{
    for (size_t i = 0; i < items->n; i++) {
        size_t idx = items->idx[i];
        out[i] = place_in_range(items->instrument->items[idx].response,
                                &batch->answers[idx], row);
    }
}

struct pair_profile
couple_profile(const struct couple_items *items, const struct partner *a,
               const struct partner *b, const struct couple_pair *pair,
               struct arena *arena)
{
    size_t row_a = a->history->sessions[pair->session_a].row;
    size_t row_b = b->history->sessions[pair->session_b].row;
    double *both_a = ARENA_ARRAY(arena, items->n, double);
    double *both_b = ARENA_ARRAY(arena, items->n, double);
    size_t n = 0;
    for (size_t i = 0; i < items->n; i++) {
        double answer_a = a->answers[row_a][i];
        double answer_b = b->answers[row_b][i];
        if (answer_a < 0 || answer_b < 0)
            continue;
        both_a[n] = answer_a;
        both_b[n++] = answer_b;
    }
    return n ? pair_profile_of(both_a, both_b, n) : (struct pair_profile){0};
}

/* ---- sessions ---- */

/* The sessions of one partner while they are paired. */
struct side {
    const struct partner *partner;
    size_t n;
    size_t n_dated; /* these come first, in order */
    size_t *mate;   /* of each session; SIZE_MAX: none yet */
};

static const char *
name_of(const struct side *side, size_t session)
{
    return side->partner->history->sessions[session].name;
}

static int32_t
date_of(const struct side *side, size_t session)
{
    return side->partner->history->sessions[session].date_days;
}

static struct side
side_of(const struct partner *partner, struct arena *arena)
{
    size_t n = partner->history->n_sessions;
    struct side side = {
        .partner = partner, .n = n, .mate = ARENA_ARRAY(arena, n, size_t)};
    for (size_t i = 0; i < n; i++) {
        side.mate[i] = SIZE_MAX;
        side.n_dated += date_of(&side, i) != DATE_NONE;
    }
    return side;
}

static void
join(struct side *a, size_t session_a, struct side *b, size_t session_b)
{
    a->mate[session_a] = session_b;
    b->mate[session_b] = session_a;
}

/* A session by its name. */
struct named {
    const char *name;
    size_t session;
};

static int
compare_named(const void *a_aux, const void *b_aux)
{
    const struct named *a = a_aux;
    const struct named *b = b_aux;
    int order = strcmp(a->name, b->name);
    if (!order)
        order = a->session < b->session ? -1 : a->session > b->session;
    return order;
}

/* In the order of names, then of time. */
static struct named *
sort_by_name(const struct side *side, struct arena *arena)
{
    struct named *named = ARENA_ARRAY(arena, side->n, struct named);
    for (size_t i = 0; i < side->n; i++)
        named[i] = (struct named){name_of(side, i), i};
    if (side->n)
        qsort(named, side->n, sizeof(named[0]), compare_named);
    return named;
}

static void
pair_by_name(struct side *a, struct side *b, struct arena *arena)
{
    const struct named *of_a = sort_by_name(a, arena);
    const struct named *of_b = sort_by_name(b, arena);
    for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
        int order = strcmp(of_a[i].name, of_b[k].name);
        if (!order && *of_a[i].name)
            join(a, of_a[i].session, b, of_b[k].session);
        i += order <= 0;
        k += order >= 0;
    }
}

/* The first of b's free sessions from 'begin' on that is not before a day. */
static size_t
next_free(const struct side *b, size_t begin, int32_t days)
{
    size_t k = begin;
    while (k < b->n_dated && (b->mate[k] != SIZE_MAX || date_of(b, k) < days))
        k++;
    return k;
}

/* Both sides stand in the order of their dates, so that one walk is enough for
   the days before a's sessions, and one for those after. */
static void
pair_at_distance(struct side *a, struct side *b, int32_t distance)
{
    const int32_t steps[] = {-distance, distance};
    size_t at[] = {0, 0};
    for (size_t i = 0; i < a->n_dated; i++)
        for (size_t k = 0; k < 2 && a->mate[i] == SIZE_MAX; k++) {
            int32_t days = date_of(a, i) + steps[k];
            at[k] = next_free(b, at[k], days);
            if (at[k] < b->n_dated && date_of(b, at[k]) == days)
                join(a, i, b, at[k]);
        }
}

struct couple_pairs
couple_pair_sessions(const struct partner *a, const struct partner *b,
                     struct arena *arena)
{
    struct side side_a = side_of(a, arena);
    struct side side_b = side_of(b, arena);
    struct couple_pair *items =
        ARENA_ARRAY(arena, side_a.n, struct couple_pair);
    struct couple_pairs pairs = {.items = items};
    pair_by_name(&side_a, &side_b, arena);
    for (int32_t distance = 0; distance <= PARTNERS_DAYS; distance++)
        pair_at_distance(&side_a, &side_b, distance);
    for (size_t i = 0; i < side_a.n; i++) {
        size_t mate = side_a.mate[i];
        if (mate == SIZE_MAX)
            continue;
        const char *name = name_of(&side_a, i);
        bool is_by_date = !*name || strcmp(name, name_of(&side_b, mate)) != 0;
        items[pairs.n++] = (struct couple_pair){i, mate, is_by_date};
    }
    return pairs;
}
