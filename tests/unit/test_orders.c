/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random combined scales, with decimals, weights and mixed ranges: the same
   answers in another order, among items that weigh alike, and the same items
   in another order in items="…", give the same bytes. */
#include "unit.h"
#include "twin.h"

#include <string.h>

enum {
    N_TWINS = 450,
    N_LISTS = 4,  /* orders of items="…" */
    N_BASES = 4,  /* rows of answers of each */
    MOST_ALL = 5, /* items alike of which every order is tried: 120 */
    N_SHUFFLES = 120
};

/* A row: the text of a cell for each item. */
struct cells {
    struct buf items[MAX_ITEMS];
    struct buf sets; /* of all that take several choices */
};

/* The items that may change places. */
struct alike {
    int n;
    int items[MAX_ITEMS];
};

static bool
are_alike(const struct twin *twin, const struct twin_member *a,
          const struct twin_member *b)
{
    return a->weight == b->weight && a->reversed == b->reversed
           && a->is_recoded == b->is_recoded && a->is_outside == b->is_outside
           && a->count_from == b->count_from && a->count_to == b->count_to
           && twin->items[a->item].response == twin->items[b->item].response;
}

/* The most that are, of the first scale. */
static struct alike
find_alike(const struct twin *twin)
{
    const struct twin_scale *scale = &twin->scales[0];
    struct alike best = {0};
    for (int i = 0; i < scale->n; i++) {
        struct alike alike = {0};
        for (int j = 0; j < scale->n; j++)
            if (are_alike(twin, &scale->members[i], &scale->members[j]))
                alike.items[alike.n++] = scale->members[j].item;
        if (alike.n > best.n)
            best = alike;
    }
    return best;
}

static void
add_row(struct scoring *s, const struct twin *twin, struct cells *cells)
{
    struct buf row = {0};
    for (int i = 0; i < twin->n_items; i++)
        buf_add_text(&row, buf_text(&cells->items[i]));
    buf_add_text(&row, buf_text(&cells->sets));
    scoring_row(s, buf_text(&row));
    buf_clear(&row);
}

static void
swap(struct cells *cells, const struct alike *alike, int i, int j)
{
    struct buf kept = cells->items[alike->items[i]];
    cells->items[alike->items[i]] = cells->items[alike->items[j]];
    cells->items[alike->items[j]] = kept;
}

/* Every order of the places from 'from' on. */
static void
add_orders(struct scoring *s, const struct twin *twin, struct cells *cells,
           const struct alike *alike, int from)
{
    if (from >= alike->n)
        add_row(s, twin, cells);
    for (int i = from; i < alike->n; i++) {
        swap(cells, alike, from, i);
        add_orders(s, twin, cells, alike, from + 1);
        swap(cells, alike, from, i);
    }
}

static void
add_shuffles(struct scoring *s, const struct twin *twin, struct cells *cells,
             const struct alike *alike, uint64_t *seed)
{
    for (int n = 0; n < N_SHUFFLES; n++) {
        add_row(s, twin, cells);
        for (int i = alike->n - 1; i > 0; i--)
            swap(cells, alike, i, twin_below(seed, i + 1));
    }
}

static void
make_alike(struct twin_member *member, const struct twin_member *first)
{
    member->reversed = first->reversed;
    member->is_outside = first->is_outside;
    member->count_from = first->count_from;
    member->count_to = first->count_to;
}

/* No gates, and one scale of items, its list in several orders. */
static void
make_lists(struct twin *twin, uint64_t *seed)
{
    struct twin_scale *scales = twin->scales;
    do {
        memset(twin, 0, sizeof(*twin));
        twin_make(twin, seed);
    } while (scales[0].method == METHOD_FORMULA
             || scales[0].method == METHOD_EAP); /* no two items are alike */
    for (int i = 0; i < twin->n_items; i++)
        twin->items[i].gate = twin->items[i].alert = -1;
    for (int i = 0; i < twin->n_sets; i++)
        twin->sets[i].gate = -1;
    bool is_keyed_alike = twin_below(seed, 2) == 0;
    for (int i = 0; is_keyed_alike && i < scales[0].n; i++)
        make_alike(&scales[0].members[i], &scales[0].members[0]);
    twin->n_classes = 0;
    twin->n_scales = N_LISTS;
    for (int list = 1; list < N_LISTS; list++) {
        scales[list] = scales[list - 1];
        for (int i = scales[0].n - 1; i > 0; i--) {
            int j = twin_below(seed, i + 1);
            struct twin_member kept = scales[list].members[i];
            scales[list].members[i] = scales[list].members[j];
            scales[list].members[j] = kept;
        }
    }
}

static bool
same_bytes(struct score a, struct score b)
{
    return memcmp(&a.value, &b.value, sizeof(a.value)) == 0
           && memcmp(&a.low, &b.low, sizeof(a.low)) == 0
           && memcmp(&a.high, &b.high, sizeof(a.high)) == 0 && a.why == b.why
           && a.answered == b.answered && a.items == b.items
           && a.prorated == b.prorated && a.has_range == b.has_range
           && a.out_least == b.out_least && a.out_most == b.out_most
           && a.may_lack == b.may_lack && a.band == b.band
           && a.beyond == b.beyond;
}

/* All rows have the same answers. */
static void
check_orders(const struct scoring *s, const struct twin *twin)
{
    struct score want = scores_get(s->scores, 0, 0);
    for (size_t row = 0; row < s->rows.n_rows; row++)
        for (int list = 0; list < N_LISTS; list++) {
            struct score got = scores_get(s->scores, (size_t)list, row);
            if (same_bytes(got, want))
                continue;
            struct buf buf = {0};
            twin_add_scale(twin, list, &buf);
            fail_msg("%s row %zu: %a of %a to %a, not %a of %a to %a",
                     buf_text(&buf), row, got.value, got.low, got.high,
                     want.value, want.low, want.high);
        }
}

/* Returns the number of rows. */
static size_t
try_orders(uint64_t *seed)
{
    static struct twin twin;
    size_t n_rows = 0;
    make_lists(&twin, seed);
    struct alike alike = find_alike(&twin);
    for (int base = 0; base < N_BASES; base++) {
        struct scoring *s = twin_open(&twin);
        struct cells cells = {0};
        for (int i = 0; i < twin.n_items; i++)
            (void)twin_answer_make(&twin.responses[twin.items[i].response],
                                   &cells.items[i], seed);
        for (int i = 0; i < twin.n_sets; i++)
            (void)twin_picks_make(&twin.sets[i], &cells.sets, seed);
        if (alike.n <= MOST_ALL)
            add_orders(s, &twin, &cells, &alike, 0);
        else
            add_shuffles(s, &twin, &cells, &alike, seed);
        scoring_run(s);
        check_orders(s, &twin);
        n_rows += s->rows.n_rows;
        for (int i = 0; i < twin.n_items; i++)
            buf_clear(&cells.items[i]);
        buf_clear(&cells.sets);
        scoring_close(s);
    }
    return n_rows;
}

static void
test_orders(void **state)
{
    uint64_t seed = 20261;
    size_t n_rows = 0;
    (void)state;
    for (int i = 0; i < N_TWINS; i++)
        n_rows += try_orders(&seed);
    print_message("# %zu rows, each by %d lists\n", n_rows, N_LISTS);
    assert_true(n_rows > 20000);
}

UNIT_MAIN(cmocka_unit_test(test_orders))
