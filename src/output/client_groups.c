/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of a piece, and what joins those of two; see client_groups.h. */
#include "output/client_groups.h"

#include <stdint.h>
#include "base/digest.h"
#include "base/vec.h"

/* By what a client is known again. */
struct mark {
    uint64_t high; /* 0 and 0: none */
    uint64_t low;
};

/* Rows of one client that stand together. */
struct run {
    struct mark mark;
    bool is_adrift; /* broken rows only */
    size_t offset;
    size_t n_rows;
};

/* ---- within a piece ---- */

struct client_groups {
    const struct client_printing *printing;
    struct arena *arena; /* of one piece */
    struct VEC(struct run) runs;
    struct VEC(struct client_warning) warnings;
    struct client_rows *head;    /* the first run: may have begun before */
    struct client_rows *current; /* the latest, if it is not the first */
    struct buf middle;           /* what lies between them, printed */
    struct diag *diag;
};

struct client_groups *
client_groups_new(const struct client_printing *printing)
{
    struct client_groups *groups = mem_alloc(sizeof *groups);

    groups->printing = printing;
    groups->arena = arena_new();
    groups->head = client_rows_new(printing->setup);
    groups->current = client_rows_new(printing->setup);
    groups->diag = diag_new();
    return groups;
}

void
client_groups_free(struct client_groups *groups)
{
    if (!groups)
        return;
    diag_free(groups->diag);
    buf_clear(&groups->middle);
    client_rows_free(groups->current);
    client_rows_free(groups->head);
    arena_free(groups->arena);
    mem_free(groups);
}

void
client_groups_empty(struct client_groups *groups)
{
    arena_rewind(groups->arena);
    groups->runs.items = NULL;
    groups->runs.n = groups->runs.size = 0;
    groups->warnings.items = NULL;
    groups->warnings.n = groups->warnings.size = 0;
    client_rows_empty(groups->head);
    client_rows_empty(groups->current);
    buf_empty(&groups->middle);
    diag_free(groups->diag);
    groups->diag = diag_new();
}

static uint64_t
number_of_hex(const char *digits)
{
    uint64_t number = 0;

    for (int i = 0; i < 16; i++) {
        char c = digits[i];
        number = number << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return number;
}

static struct mark
mark_of(const struct rows *rows, size_t row)
{
    struct str *clients = rows->text[FACT_CLIENT];

    if (!clients || !clients[row].len)
        return (struct mark){0, 0};
    struct digest digest = digest_of(clients[row]);
    return (struct mark){number_of_hex(digest.hex),
                         number_of_hex(digest.hex + 16)};
}

static bool
is_marked(struct mark mark)
{
    return mark.high || mark.low;
}

/* The rows that are still open. */
static struct client_rows *
open_rows(const struct client_groups *groups)
{
    return groups->runs.n < 2 ? groups->head : groups->current;
}

/* Prints the run before the one that begins; the first is left to the
   joiner. */
static void
close_run(struct client_groups *groups)
{
    size_t n_before = diag_total(groups->diag);

    if (groups->runs.n < 2)
        return;
    client_rows_print(groups->current, groups->printing->class,
                      groups->printing->sink, &groups->middle, groups->diag);
    client_rows_empty(groups->current);
    for (size_t i = n_before; i < diag_total(groups->diag); i++)
        *vec_add(groups->arena, &groups->warnings) = (struct client_warning){
            .told = diag_get(groups->diag, i),
            .offset = groups->runs.items[groups->runs.n - 1].offset,
        };
}

static void
take_row(struct client_groups *groups, const struct rows *rows, size_t row,
         const struct scored *scored)
{
    bool is_broken = scored[0].batch->state[row] == ROW_BROKEN;
    struct run *run;

    if (!client_rows_takes(open_rows(groups), rows, row, scored)) {
        close_run(groups);
        run = vec_add(groups->arena, &groups->runs);
        *run = (struct run){.is_adrift = true,
                            .offset = rows->offset ? rows->offset[row] : 0};
    }
    run = &groups->runs.items[groups->runs.n - 1];
    run->n_rows++;
    run->is_adrift &= is_broken;
    if (!is_broken && !is_marked(run->mark))
        run->mark = mark_of(rows, row);
    client_rows_add(open_rows(groups), rows, row, scored);
}

void
client_groups_take(struct client_groups *groups, const struct rows *rows,
                   const struct scored *scored)
{
    for (size_t row = 0; row < rows->n_rows; row++)
        take_row(groups, rows, row, scored);
}

bool
client_groups_ends(const struct client_groups *groups, size_t *first,
                   size_t *last)
{
    if (!groups->runs.n)
        return false;
    *first = groups->runs.items[0].offset;
    *last = groups->runs.items[groups->runs.n - 1].offset;
    return true;
}

void
client_groups_place(struct client_groups *groups, struct place first,
                    struct place last)
{
    client_rows_place(groups->head, first);
    client_rows_place(groups->current, last);
}

const struct client_warning *
client_groups_warnings(const struct client_groups *groups, size_t *n)
{
    *n = groups->warnings.n;
    return groups->warnings.items;
}

/* ---- marks ---- */

/* A hash table: a mark lies at its place, or in the next free one. */
struct marks {
    struct mark *slots;
    size_t size; /* a power of two */
    size_t n;
};

static bool marks_add(struct marks *marks, struct mark mark);

static void
grow(struct marks *marks)
{
    struct marks grown = {.size = marks->size ? marks->size * 2 : 1024};

    grown.slots = mem_array(grown.size, sizeof *grown.slots);
    for (size_t i = 0; i < marks->size; i++)
        if (is_marked(marks->slots[i]))
            marks_add(&grown, marks->slots[i]);
    mem_free(marks->slots);
    *marks = grown;
}

/* False when it is there already. */
static bool
marks_add(struct marks *marks, struct mark mark)
{
    if (marks->n * 4 >= marks->size * 3)
        grow(marks);
    size_t at = (size_t)mark.low & (marks->size - 1);
    for (; is_marked(marks->slots[at]); at = (at + 1) & (marks->size - 1))
        if (marks->slots[at].high == mark.high
            && marks->slots[at].low == mark.low)
            return false;
    marks->slots[at] = mark;
    marks->n++;
    return true;
}

/* ---- over pieces ---- */

struct client_joiner {
    const struct client_printing *printing;
    struct client_rows *pending;
    struct mark mark; /* of the pending rows */
    struct marks seen;
};

struct client_joiner *
client_joiner_new(const struct client_printing *printing)
{
    struct client_joiner *joiner = mem_alloc(sizeof *joiner);

    joiner->printing = printing;
    joiner->pending = client_rows_new(printing->setup);
    return joiner;
}

void
client_joiner_free(struct client_joiner *joiner)
{
    if (!joiner)
        return;
    client_rows_free(joiner->pending);
    mem_free(joiner->seen.slots);
    mem_free(joiner);
}

/* Whether the run may stand where it does. */
static bool
check_run(struct client_joiner *joiner, const struct run *run, size_t n_before,
          struct client_fault *fault)
{
    bool goes_on = joiner->mark.high == run->mark.high
                   && joiner->mark.low == run->mark.low;

    *fault = (struct client_fault){MSG_DATA_CLIENT_APART, run->offset};
    if (is_marked(run->mark) && !(n_before && goes_on)
        && !marks_add(&joiner->seen, run->mark))
        return false;
    if (is_marked(run->mark))
        joiner->mark = run->mark;
    fault->message = MSG_DATA_CLIENT_LONG;
    return n_before + run->n_rows <= CLIENT_LIMIT_ROWS;
}

static bool
check_runs(struct client_joiner *joiner, const struct client_groups *groups,
           bool is_joined, struct client_fault *fault)
{
    size_t n_before = is_joined ? client_rows_count(joiner->pending) : 0;

    for (size_t i = 0; i < groups->runs.n; i++) {
        if (i || !is_joined)
            joiner->mark = (struct mark){0, 0};
        if (!check_run(joiner, &groups->runs.items[i], i ? 0 : n_before, fault))
            return false;
    }
    return true;
}

static void
swap(struct client_rows **a, struct client_rows **b)
{
    struct client_rows *kept = *a;

    *a = *b;
    *b = kept;
}

void
client_joiner_end(struct client_joiner *joiner, struct buf *out,
                  struct diag *diag)
{
    if (client_rows_count(joiner->pending))
        client_rows_print(joiner->pending, joiner->printing->class,
                          joiner->printing->sink, out, diag);
    client_rows_empty(joiner->pending);
}

bool
client_joiner_take(struct client_joiner *joiner, struct client_groups *groups,
                   struct buf *out, struct diag *diag,
                   struct client_fault *fault)
{
    bool is_joined = client_rows_takes_all(joiner->pending, groups->head);

    if (!groups->runs.n)
        return true;
    if (!check_runs(joiner, groups, is_joined, fault))
        return false;
    if (is_joined) {
        client_rows_join(joiner->pending, groups->head);
    } else {
        client_joiner_end(joiner, out, diag);
        swap(&joiner->pending, &groups->head);
    }
    if (groups->runs.n < 2)
        return true;
    client_joiner_end(joiner, out, diag);
    buf_add(out, buf_str(&groups->middle));
    swap(&joiner->pending, &groups->current);
    return true;
}
