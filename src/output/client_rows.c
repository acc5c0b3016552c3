/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows copied into blocks, and their judging; see client_rows.h. */
#include "output/client_rows.h"

#include "base/vec.h"
#include "response/facts.h"
#include "change/row_changes.h"
#include "change/series.h"

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

struct client_rows {
    const struct client_rows_setup *setup;
    struct arena *arena; /* of the blocks */
    struct arena *texts; /* of one client */
    struct VEC(struct block *) blocks;
    size_t n_rows;
    struct str client;
    bool is_adrift; /* only broken rows so far */
    struct place place;
};

struct client_rows *
client_rows_new(const struct client_rows_setup *setup)
{
    struct client_rows *rows = mem_alloc(sizeof *rows);

    rows->setup = setup;
    rows->arena = arena_new();
    rows->texts = arena_new();
    client_rows_empty(rows);
    return rows;
}

void
client_rows_free(struct client_rows *rows)
{
    if (!rows)
        return;
    arena_free(rows->texts);
    arena_free(rows->arena);
    mem_free(rows);
}

void
client_rows_empty(struct client_rows *rows)
{
    arena_rewind(rows->texts);
    rows->n_rows = 0;
    rows->client = STR("");
    rows->is_adrift = true;
    rows->place = (struct place){0};
}

void
client_rows_place(struct client_rows *rows, struct place place)
{
    rows->place = place;
}

size_t
client_rows_count(const struct client_rows *rows)
{
    return rows->n_rows;
}

/* ---- whose rows ---- */

static struct str
client_of(const struct rows *rows, size_t row)
{
    return rows->text[FACT_CLIENT] ? rows->text[FACT_CLIENT][row] : STR("");
}

static bool
goes_on(const struct client_rows *rows, struct str client, bool is_adrift)
{
    return rows->n_rows
           && (rows->is_adrift || is_adrift
               || (client.len && str_equal(rows->client, client)));
}

bool
client_rows_takes(const struct client_rows *rows, const struct rows *from,
                  size_t row, const struct scored *scored)
{
    return goes_on(rows, client_of(from, row),
                   scored[0].batch->state[row] == ROW_BROKEN);
}

bool
client_rows_takes_all(const struct client_rows *rows,
                      const struct client_rows *next)
{
    return goes_on(rows, next->client, next->is_adrift);
}

/* ---- taking rows ---- */

static struct block *
block_new(const struct client_rows *rows, size_t n_kept)
{
    const struct client_rows_setup *setup = rows->setup;
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
        rows->client = client_of(&block->rows, row);
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

void
client_rows_add(struct client_rows *rows, const struct rows *from, size_t row,
                const struct scored *scored)
{
    add_row(rows, &(struct from_row){from, row, scored, NULL});
}

void
client_rows_join(struct client_rows *rows, const struct client_rows *from)
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

void
client_rows_print(struct client_rows *rows, const struct sink_class *class,
                  const void *sink, struct buf *out, struct diag *diag)
{
    size_t n_blocks = (rows->n_rows + BATCH_ROWS - 1) / BATCH_ROWS;

    for (size_t b = 0; b < n_blocks; b++) {
        struct block *block = rows->blocks.items[b];
        for (size_t i = 0; i < rows->setup->n_plans; i++)
            row_changes_empty(block->changes[i], block->rows.n_rows);
    }
    for (size_t i = 0; i < rows->setup->n_plans; i++)
        judge(rows, i, diag);
    for (size_t b = 0; b < n_blocks; b++) {
        const struct block *block = rows->blocks.items[b];
        class->rows(sink, &block->rows, block->scored, out);
    }
}
