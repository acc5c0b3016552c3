/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two partners side by side; see couple.h. */
#include "score/couple.h"

#include <stdlib.h>
#include <string.h>
#include "base/date.h"
#include "score/gap.h"

bool
couple_compares(const struct scale *scale)
{
    return !scale->is_internal && !scale->is_private;
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
    size_t *mate; /* of each session; SIZE_MAX: none yet */
};

static struct side
side_of(const struct partner *partner, struct arena *arena)
{
    size_t n = partner->history->n_sessions;
    struct side side = {partner, n, ARENA_ARRAY(arena, n, size_t)};
    for (size_t i = 0; i < n; i++)
        side.mate[i] = SIZE_MAX;
    return side;
}

static const char *
name_of(const struct side *side, size_t session)
{
    return side->partner->names[side->partner->history->sessions[session].row];
}

static int32_t
date_of(const struct side *side, size_t session)
{
    return side->partner->history->sessions[session].date_days;
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
        if (!order && *of_a[i].name) {
            a->mate[of_a[i].session] = of_b[k].session;
            b->mate[of_b[k].session] = of_a[i].session;
        }
        i += order <= 0;
        k += order >= 0;
    }
}

/* The first of b's free sessions on a day that may go with a's; two names that
   are not the same say that they do not. */
static size_t
find_free(const struct side *a, size_t session, const struct side *b,
          size_t begin, int32_t days)
{
    bool is_named = *name_of(a, session) != '\0';
    for (size_t k = begin; k < b->n && date_of(b, k) == days; k++)
        if (b->mate[k] == SIZE_MAX && !(is_named && *name_of(b, k)))
            return k;
    return SIZE_MAX;
}

/* Where b's sessions of a day begin: dated ones stand first and in order. */
static size_t
first_on(const struct side *b, size_t n_dated, int32_t days)
{
    size_t low = 0;
    size_t high = n_dated;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (date_of(b, middle) < days)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t
count_dated(const struct side *side)
{
    size_t n = 0;
    while (n < side->n && date_of(side, n) != DATE_NONE)
        n++;
    return n;
}

static void
pair_at_distance(struct side *a, struct side *b, int32_t distance)
{
    size_t n_dated = count_dated(b);
    for (size_t i = 0; i < a->n && date_of(a, i) != DATE_NONE; i++) {
        int32_t days[] = {date_of(a, i) - distance, date_of(a, i) + distance};
        for (size_t k = 0; k < 2 && a->mate[i] == SIZE_MAX; k++) {
            size_t found =
                find_free(a, i, b, first_on(b, n_dated, days[k]), days[k]);
            if (found == SIZE_MAX)
                continue;
            a->mate[i] = found;
            b->mate[found] = i;
        }
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
    for (int32_t distance = 0; distance <= GAP_DAYS; distance++)
        pair_at_distance(&side_a, &side_b, distance);
    for (size_t i = 0; i < side_a.n; i++) {
        size_t mate = side_a.mate[i];
        if (mate == SIZE_MAX)
            continue;
        bool is_by_date = !*name_of(&side_a, i) || !*name_of(&side_b, mate);
        items[pairs.n++] = (struct couple_pair){i, mate, is_by_date};
    }
    return pairs;
}
