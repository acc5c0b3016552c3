/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row taken apart by csv_next(), each cell judged alone.  The only place
   that speaks of problems with rows. */
#include "response/plain_row.h"

#include "base/utf8.h"
#include "response/facts.h"

/* ---- problems ---- */

static size_t
offset_of_cell(const struct csv_chunk *chunk, size_t column)
{
    const struct csv_cell *cell = &chunk->cells[column];

    return (size_t)(cell->raw.bytes - chunk->bytes) - cell->is_quoted;
}

/* A problem with a cell: names its column, keeps its text secret. */
static struct problem *
add_cell_problem(struct csv_chunk *chunk, enum message message, size_t column,
                 struct str cell)
{
    struct arena *arena = chunk->problems.arena;
    struct problem *problem =
        problems_add(&chunk->problems, message, offset_of_cell(chunk, column));
    struct str name = chunk->file->binding->columns[column].name;

    if (!problem)
        return NULL;
    problem->detail = arena_printf(arena, "'%.*s'", STR_ARGS(name));
    problem->secret = (struct str){arena_text(arena, cell), cell.len};
    return problem;
}

static void
add_bad_answer(struct csv_chunk *chunk, const struct answer_rules *rules,
               enum answer_fault fault, size_t column, struct str cell)
{
    struct problem *problem =
        add_cell_problem(chunk, answer_fault_message(fault), column, cell);
    struct buf hint = {0};

    if (!problem)
        return;
    answer_fault_hint(rules, fault, cell, &hint);
    problem->hint = arena_text(chunk->problems.arena, buf_str(&hint));
    buf_clear(&hint);
}

static void
add_bad_fact(struct csv_chunk *chunk, const char *hint, size_t column,
             struct str cell)
{
    struct problem *problem =
        add_cell_problem(chunk, MSG_DATA_BAD_FACT, column, cell);

    if (problem)
        problem->hint = hint;
}

static void
add_broken(struct csv_chunk *chunk, const struct csv_record *record)
{
    size_t n_columns = chunk->file->binding->n_columns;
    struct problem *problem;

    if (record->fault) {
        problems_add(&chunk->problems, csv_fault_message(record->fault),
                     record->fault_offset);
        return;
    }
    problem =
        problems_add(&chunk->problems, MSG_DATA_ROW_LENGTH, record->offset);
    if (problem)
        problem->detail =
            arena_printf(chunk->problems.arena, "%zu cells, not %zu",
                         record->n_cells, n_columns);
}

/* ---- a row ---- */

/* The row that csv_next() took apart. */
struct plain {
    struct csv_chunk *chunk;
    const struct csv_record *record;
    size_t row;
    bool is_broken;
    bool bad_edition;    /* it, or the digest, is said and cannot be read */
    bool bad_instrument; /* likewise */
};

static struct str
plain_text(const struct plain *plain, size_t column)
{
    return column < plain->record->n_cells ? csv_cell_text(
               plain->chunk->cells[column], plain->chunk->scratch)
                                           : STR("");
}

/* Most chunks are, as a whole. */
static bool
is_text(const struct csv_chunk *chunk, struct str cell)
{
    return chunk->is_text || utf8_is_text(cell);
}

static void
put_fact(struct plain *plain, enum fact fact, size_t column, struct str cell)
{
    struct csv_chunk *chunk = plain->chunk;

    /* Which cell is which is not known in a broken row. */
    if (plain->is_broken) {
        facts_put_none(&chunk->rows, plain->row, fact);
        return;
    }
    if (!is_text(chunk, cell)) {
        facts_put_none(&chunk->rows, plain->row, fact);
        add_bad_fact(chunk, not_utf8_hint, column, cell);
    } else if (!facts_put(&chunk->rows, plain->row, fact, cell,
                          chunk->options->keep_raw)) {
        add_bad_fact(chunk, fact_hint(fact), column, cell);
    } else {
        return;
    }
    plain->bad_edition |= fact == FACT_EDITION || fact == FACT_DIGEST;
    plain->bad_instrument |= fact == FACT_INSTRUMENT;
}

/* What is passed on as it stands must be text, too. */
static void
check_kept(struct plain *plain, size_t column, struct str cell)
{
    struct problem *problem;

    if (plain->is_broken || is_text(plain->chunk, cell))
        return;
    problem = add_cell_problem(plain->chunk, MSG_DATA_NOT_UTF8, column, cell);
    if (problem)
        problem->hint = not_utf8_hint;
}

static void
put_cells(struct plain *plain)
{
    struct csv_chunk *chunk = plain->chunk;

    for (size_t i = 0; i < chunk->file->binding->n_columns; i++) {
        const struct step *step = &chunk->steps[i];
        struct str cell;

        if (step->kind != STEP_CELL)
            continue;
        cell = plain_text(plain, i);
        if (step->is_fact)
            put_fact(plain, step->fact, i, cell);
        else if (step->kept_idx != SIZE_MAX)
            check_kept(plain, i, cell);
        if (step->kept_idx != SIZE_MAX)
            chunk->kept[plain->row * chunk->n_kept + step->kept_idx] =
                csv_chunk_kept(chunk, cell);
    }
}

static bool
is_asked_for(const struct csv_chunk *chunk, struct str named)
{
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        if (str_is(named, chunk->options->instruments[i]->id))
            return true;
    }
    return false;
}

/* A row that names no instrument where it must, or one that is not ours. */
static void
check_named(struct plain *plain)
{
    struct csv_chunk *chunk = plain->chunk;
    struct str named = csv_chunk_named(chunk, plain->row);
    bool is_shared = false;

    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        is_shared |= chunk->file->binding->is_shared[i];
    if (!named.len && is_shared)
        problems_add(&chunk->problems, MSG_DATA_NO_INSTRUMENT,
                     plain->record->offset);
    if (!named.len || is_asked_for(chunk, named))
        return;
    chunk->problems.n_of[MSG_DATA_OTHER_INSTRUMENT]++;
    if (!chunk->names_other)
        chunk->other_offset = plain->record->offset;
    chunk->names_other = true;
}

static void
add_other(struct plain *plain, enum row_state state,
          const struct instrument *instrument)
{
    struct csv_chunk *chunk = plain->chunk;
    bool is_edition = state == ROW_OTHER_EDITION;
    struct problem *problem = problems_add(&chunk->problems,
                                           is_edition ? MSG_DATA_OTHER_EDITION
                                                      : MSG_DATA_OTHER_CODING,
                                           plain->record->offset);

    if (!problem)
        return;
    problem->detail =
        is_edition ? arena_printf(chunk->problems.arena,
                                  "the instrument is edition %d of '%s'",
                                  (int)instrument->edition, instrument->id)
                   : arena_printf(chunk->problems.arena,
                                  "'%s' asks or codes something else now",
                                  instrument->id);
    problem->hint =
        is_edition ? "-i with the file of that edition scores it by its own "
                     "rules; --any-edition scores it by these"
                   : "--any-edition scores it all the same";
}

static void
put_states(struct plain *plain)
{
    struct csv_chunk *chunk = plain->chunk;

    if (!plain->is_broken && !plain->bad_instrument)
        check_named(plain);
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        enum row_state state = csv_chunk_state(chunk, plain->row, i);

        if (plain->is_broken)
            state = ROW_BROKEN;
        else if (plain->bad_instrument)
            state = ROW_OTHER_INSTRUMENT;
        else if (state == ROW_OTHER_EDITION || state == ROW_OTHER_CODING)
            add_other(plain, state, chunk->options->instruments[i]);
        else if (state == ROW_TO_SCORE && plain->bad_edition
                 && !chunk->options->any_edition)
            state = ROW_OTHER_EDITION;
        chunk->batches[i]->state[plain->row] = (uint8_t)state;
    }
}

static void
put_answer(struct plain *plain, const struct bound_item *item, size_t column)
{
    struct csv_chunk *chunk = plain->chunk;
    struct batch *batch = chunk->batches[item->instrument_idx];
    struct answer answer = {.code = code_of_kind(ANSWER_NOT_ASKED)};

    if (batch->state[plain->row] == ROW_BROKEN) {
        answer.code = code_of_kind(ANSWER_BAD);
    } else if (batch->state[plain->row] == ROW_TO_SCORE) {
        struct str cell = plain_text(plain, column);
        enum answer_fault fault = answer_read(item->rules, cell, &answer);

        if (fault)
            add_bad_answer(chunk, item->rules, fault, column, cell);
        batch->n_beyond[item->item_idx] +=
            fault && answer_is_beyond(item->rules, fault, cell);
    }
    answer_store(&answer, &batch->answers[item->item_idx], plain->row);
}

static void
put_answers(struct plain *plain)
{
    const struct binding *binding = plain->chunk->file->binding;

    for (size_t i = 0; i < binding->n_columns; i++) {
        const struct bound_column *column = &binding->columns[i];

        for (size_t k = 0; k < column->n_items; k++)
            put_answer(plain, &column->items[k], i);
    }
}

bool
plain_row_take(struct csv_chunk *chunk, size_t row)
{
    size_t n_columns = chunk->file->binding->n_columns;
    struct csv_record record = {.cells = chunk->cells, .size = n_columns};
    struct plain plain = {.chunk = chunk, .record = &record, .row = row};
    size_t begin = chunk->at;
    bool found = csv_next((struct str){chunk->bytes, chunk->len}, &chunk->at,
                          chunk->file->delimiter, &record);

    chunk->n_lines +=
        count_lines((struct str){chunk->bytes + begin, chunk->at - begin});
    if (!found)
        return false;
    chunk->offset[row] = record.offset;
    plain.is_broken = record.fault || record.n_cells != n_columns;
    if (plain.is_broken)
        add_broken(chunk, &record);
    put_cells(&plain);
    put_states(&plain);
    put_answers(&plain);
    return true;
}
