/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows copied into blocks, their judging, and what joins those of two chunks;
   see client_groups.h. */
#include "output/client_groups.h"

#include "base/vec.h"
#include "change/row_changes.h"
#include "change/series.h"
#include "response/facts.h"
#include "response/source.h"

/* As many rows as a batch has. */
struct block {
    struct rows rows;
    struct str *kept;
    size_t kept_size;
    struct batch *batches; /* for each plan, without answers */
    struct scored *scored;
    struct scores **scores;
    struct row_changes **changes;
    bool **was_asked;
};

/* The rows of one client; memory is used again for the next. */
struct client_rows {
    const struct client_groups_setup *setup;
    struct arena *arena; /* of the blocks */
    struct arena *texts; /* of one client */
    struct VEC(struct block *) blocks;
    size_t n_rows;
    struct str client;
    struct score_text memo;
    bool is_adrift;     /* only broken rows so far */
    struct place place; /* where they begin; for warnings */
};

static void
rows_empty(struct client_rows *rows)
{
    arena_rewind(rows->texts);
    rows->n_rows = 0;
    rows->client = STR("");
    rows->is_adrift = true;
    rows->place = (struct place){0};
}

static struct client_rows *
rows_new(const struct client_groups_setup *setup)
{
    struct client_rows *rows = mem_alloc(sizeof *rows);

    rows->setup = setup;
    rows->arena = arena_new();
    rows->texts = arena_new();
    rows_empty(rows);
    return rows;
}

static void
rows_free(struct client_rows *rows)
{
    arena_free(rows->texts);
    arena_free(rows->arena);
    mem_free(rows);
}

/* Whether rows of 'client' go on where these end. */
static bool
goes_on(const struct client_rows *rows, struct str client, bool is_adrift)
{
    return rows->n_rows
           && (rows->is_adrift || is_adrift
               || (client.len && str_equal(rows->client, client)));
}

/* ---- taking rows ---- */

static struct block *
block_new(const struct client_rows *rows, size_t n_kept)
{
    const struct client_groups_setup *setup = rows->setup;
    struct arena *arena = rows->arena;
    struct block *block = ARENA_NEW(arena, struct block);

    facts_init(&block->rows, arena);
    block->kept = ARENA_ARRAY(arena, BATCH_ROWS * n_kept, struct str);
    block->rows.kept = block->kept;
    block->rows.n_kept = n_kept;
    block->batches = ARENA_ARRAY(arena, setup->n_plans, struct batch);
    block->scored = ARENA_ARRAY(arena, setup->n_plans, struct scored);
    block->scores = ARENA_ARRAY(arena, setup->n_plans, struct scores *);
    block->changes = ARENA_ARRAY(arena, setup->n_plans, struct row_changes *);
    block->was_asked = ARENA_ARRAY(arena, setup->n_plans, bool *);
    for (size_t i = 0; i < setup->n_plans; i++) {
        block->batches[i] = (struct batch){
            .instrument = setup->plans[i]->instrument,
            .rows = &block->rows,
            .state = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t),
        };
        block->scores[i] = scores_new(setup->plans[i], true, arena);
        block->changes[i] = row_changes_new(setup->plans[i], arena);
        block->was_asked[i] = ARENA_ARRAY(arena, BATCH_ROWS, bool);
        block->scored[i] = (struct scored){&block->batches[i], block->scores[i],
                                           block->changes[i]};
    }
    return block;
}

/* The block that has room for one more row. */
static struct block *
open_block(struct client_rows *rows, size_t n_kept)
{
    size_t idx = rows->n_rows / BATCH_ROWS;

    if (idx == rows->blocks.n)
        *vec_add(rows->arena, &rows->blocks) = block_new(rows, n_kept);
    if (rows->n_rows % BATCH_ROWS == 0)
        rows->blocks.items[idx]->rows.n_rows = 0;
    return rows->blocks.items[idx];
}

/* A row of the one block or the other, and its place. */
struct from_row {
    const struct rows *rows;
    size_t row;
    const struct scored *scored;
    bool *const *was_asked; /* NULL: ask the answers */
};

static void
add_row(struct client_rows *rows, const struct from_row *source)
{
    size_t n_kept = source->rows->n_kept;
    struct block *block = open_block(rows, n_kept);
    size_t row = block->rows.n_rows++;

    rows->n_rows++;
    if (source->scored[0].batch->state[source->row] != ROW_BROKEN)
        rows->is_adrift = false;
    facts_copy(&block->rows, row, source->rows, source->row, rows->texts);
    if (!rows->client.len)
        rows->client = rows_text(&block->rows, FACT_CLIENT, row);
    for (size_t i = 0; i < n_kept; i++) {
        struct str cell = source->rows->kept[source->row * n_kept + i];
        block->kept[row * n_kept + i] =
            (struct str){arena_text(rows->texts, cell), cell.len};
    }
    for (size_t i = 0; i < rows->setup->n_plans; i++) {
        const struct scored *scored = &source->scored[i];
        block->batches[i].n_rows = row + 1;
        block->batches[i].state[row] = scored->batch->state[source->row];
        block->scores[i]->n_rows = row + 1;
        scores_copy_row(block->scores[i], row, scored->scores, source->row,
                        rows->texts);
        block->was_asked[i][row] =
            source->was_asked ? source->was_asked[i][source->row]
                              : batch_was_asked(scored->batch, source->row,
                                                rows->setup->with_private);
    }
}

/* Adds copies of all rows of 'from'. */
static void
add_rows(struct client_rows *rows, const struct client_rows *from)
{
    for (size_t i = 0; i < from->n_rows; i++) {
        const struct block *block = from->blocks.items[i / BATCH_ROWS];
        add_row(rows, &(struct from_row){&block->rows, i % BATCH_ROWS,
                                         block->scored, block->was_asked});
    }
}

/* ---- judging ---- */

/* The history of one instrument; 'taken' gets the row of each session. */
static const struct history *
make_history(struct client_rows *rows, size_t plan_idx, size_t *taken,
             struct diag *diag)
{
    struct history_builder *builder = history_builder_new(
        rows->setup->plans[plan_idx]->instrument, NULL, rows->texts);
    size_t n_taken = 0;

    for (size_t i = 0; i < rows->n_rows; i++) {
        const struct block *block = rows->blocks.items[i / BATCH_ROWS];
        if (!block->was_asked[plan_idx][i % BATCH_ROWS])
            continue;
        taken[n_taken++] = i;
        history_builder_take(builder, &block->rows, i % BATCH_ROWS,
                             block->scores[plan_idx]);
    }
    struct diag *warnings = diag_new();
    const struct history *history = history_builder_finish(builder, warnings);
    diag_move_at(diag, warnings, rows->place);
    diag_free(warnings);
    return history;
}

static void
judge_scale(struct client_rows *rows, const struct history *history,
            size_t plan_idx, size_t scale_idx, const size_t *taken)
{
    struct series series = series_of(history, scale_idx);

    for (size_t i = 0; i < history->n_sessions; i++) {
        size_t idx = taken[history->sessions[i].row];
        const struct block *block = rows->blocks.items[idx / BATCH_ROWS];
        row_changes_put(block->changes[plan_idx], idx % BATCH_ROWS, &series, i,
                        &rows->setup->verdict);
    }
}

/* A baseline that was asked for and that no session of the client has. */
static void
check_baseline(const struct client_rows *rows, const struct history *history,
               struct diag *diag)
{
    const char *label = rows->setup->verdict.baseline;

    if (!label || !history->n_sessions
        || history_find(history, label) != SIZE_MAX)
        return;
    diag_add(diag, MSG_SESSION_NO_BASELINE, rows->place,
             "'%s' of '%s'; no change is judged", label,
             history->instrument->id);
}

static void
judge(struct client_rows *rows, size_t plan_idx, struct diag *diag)
{
    const struct instrument *instrument =
        rows->setup->plans[plan_idx]->instrument;
    size_t *taken = ARENA_ARRAY(rows->texts, rows->n_rows, size_t);
    const struct history *history = make_history(rows, plan_idx, taken, diag);

    check_baseline(rows, history, diag);
    for (size_t i = 0; i < instrument->n_scales; i++)
        judge_scale(rows, history, plan_idx, i, taken);
}

/* Puts the sessions in order, judges them, and prints all rows in the order of
   their adding; then there are none. */
static void
print_rows(struct client_rows *rows, struct buf *out, struct diag *diag)
{
    const struct client_groups_setup *setup = rows->setup;
    size_t n_blocks = (rows->n_rows + BATCH_ROWS - 1) / BATCH_ROWS;

    for (size_t b = 0; b < n_blocks; b++) {
        struct block *block = rows->blocks.items[b];
        for (size_t i = 0; i < setup->n_plans; i++)
            row_changes_empty(block->changes[i], block->rows.n_rows);
    }
    for (size_t i = 0; rows->n_rows && i < setup->n_plans; i++)
        judge(rows, i, diag);
    for (size_t b = 0; b < n_blocks; b++) {
        const struct block *block = rows->blocks.items[b];
        sink_rows(setup->sink, &block->rows, block->scored, &rows->memo, out);
    }
    rows_empty(rows);
}

/* ---- within a chunk ---- */

/* Rows of one client that stand together. */
struct run {
    size_t offset;
    size_t n_rows;
};

struct client_groups {
    struct arena *arena; /* of the runs */
    struct VEC(struct run) runs;
    struct client_rows *head;    /* the first run: may have begun before */
    struct client_rows *current; /* the latest, if it is not the first */
    struct buf middle;           /* what lies between them, printed */
};

struct client_groups *
client_groups_new(const struct client_groups_setup *setup)
{
    struct client_groups *groups = mem_alloc(sizeof *groups);

    groups->arena = arena_new();
    groups->head = rows_new(setup);
    groups->current = rows_new(setup);
    return groups;
}

void
client_groups_free(struct client_groups *groups)
{
    if (!groups)
        return;
    buf_clear(&groups->middle);
    rows_free(groups->current);
    rows_free(groups->head);
    arena_free(groups->arena);
    mem_free(groups);
}

/* Prints the run before the one that begins; the first is left to the
   joiner. */
static void
close_run(struct client_groups *groups, struct chunk *chunk)
{
    struct diag *diag = diag_new();

    print_rows(groups->current, &groups->middle, diag);
    for (size_t i = 0; i < diag_total(diag); i++)
        chunk_tell(chunk, diag_get(diag, i),
                   groups->runs.items[groups->runs.n - 1].offset);
    diag_free(diag);
}

static void
take_row(struct client_groups *groups, struct chunk *chunk,
         const struct from_row *from)
{
    size_t n_runs = groups->runs.n;
    bool is_broken = from->scored[0].batch->state[from->row] == ROW_BROKEN;

    if (!goes_on(n_runs < 2 ? groups->head : groups->current,
                 rows_text(from->rows, FACT_CLIENT, from->row), is_broken)) {
        if (n_runs >= 2)
            close_run(groups, chunk);
        *vec_add(groups->arena, &groups->runs) =
            (struct run){.offset = from->rows->offset[from->row]};
        n_runs++;
    }
    groups->runs.items[n_runs - 1].n_rows++;
    add_row(n_runs < 2 ? groups->head : groups->current, from);
}

void
client_groups_take(struct client_groups *groups, struct chunk *chunk,
                   const struct rows *rows, const struct scored *scored)
{
    for (size_t row = 0; row < rows->n_rows; row++)
        take_row(groups, chunk, &(struct from_row){rows, row, scored, NULL});
}

/* ---- over chunks ---- */

struct client_joiner {
    struct client_rows *pending;
};

struct client_joiner *
client_joiner_new(const struct client_groups_setup *setup)
{
    struct client_joiner *joiner = mem_alloc(sizeof *joiner);

    joiner->pending = rows_new(setup);
    return joiner;
}

void
client_joiner_free(struct client_joiner *joiner)
{
    if (!joiner)
        return;
    rows_free(joiner->pending);
    mem_free(joiner);
}

/* The run that is too long; NULL: none.  'n_before' go before the first. */
static const struct run *
find_long(const struct client_groups *groups, size_t n_before)
{
    for (size_t i = 0; i < groups->runs.n; i++)
        if (groups->runs.items[i].n_rows + (i ? 0 : n_before)
            > CLIENT_LIMIT_ROWS)
            return &groups->runs.items[i];
    return NULL;
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
    print_rows(joiner->pending, out, diag);
}

/* Makes 'rows', which begin at the run, the pending ones. */
static void
pend(struct client_joiner *joiner, struct client_rows **rows,
     const struct run *run, struct chunk *chunk)
{
    (*rows)->place = chunk_place(chunk, run->offset);
    swap(&joiner->pending, rows);
}

bool
client_joiner_take(struct client_joiner *joiner, struct client_groups *groups,
                   struct chunk *chunk, struct buf *out, struct diag *diag)
{
    const struct client_rows *head = groups->head;
    size_t n_runs = groups->runs.n;
    bool is_joined = goes_on(joiner->pending, head->client, head->is_adrift);
    const struct run *too_long =
        find_long(groups, is_joined ? joiner->pending->n_rows : 0);

    if (too_long) {
        diag_add(diag, MSG_DATA_CLIENT_LONG,
                 chunk_place(chunk, too_long->offset), NULL);
        diag_hint(diag, "at most %d rows of one client are judged",
                  CLIENT_LIMIT_ROWS);
        return false;
    }
    if (is_joined) {
        add_rows(joiner->pending, head);
        rows_empty(groups->head);
    } else if (n_runs) {
        print_rows(joiner->pending, out, diag);
        pend(joiner, &groups->head, &groups->runs.items[0], chunk);
    }
    if (n_runs > 1) {
        print_rows(joiner->pending, out, diag);
        buf_add(out, buf_str(&groups->middle));
        buf_empty(&groups->middle);
        pend(joiner, &groups->current, &groups->runs.items[n_runs - 1], chunk);
    }
    groups->runs.n = 0;
    return true;
}
