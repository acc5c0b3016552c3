/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chunk's columns, bound to the file whose rows it holds; fast_row.c and
   plain_row.c fill them. */
#include "response/csv_chunk.h"

#include <assert.h>
#include <string.h>
#include "base/utf8.h"
#include "response/csv_source.h"
#include "response/facts.h"
#include "response/fast_row.h"
#include "response/plain_row.h"

/* ---- making ---- */

void
csv_chunk_init(struct csv_chunk *chunk, const struct response_options *options,
               size_t n_columns, size_t n_kept)
{
    struct arena *arena = arena_new();

    *chunk = (struct csv_chunk){.options = options, .arena = arena};
    chunk->scratch = arena_new();
    chunk->diag = diag_new();
    problems_init(&chunk->problems);
    facts_init(&chunk->room, arena);
    chunk->n_kept = n_kept;
    chunk->batch_rows = BATCH_ROWS;
    if (n_kept > CHUNK_LIMIT_KEPT / BATCH_ROWS)
        chunk->batch_rows = CHUNK_LIMIT_KEPT / n_kept;
    if (!chunk->batch_rows)
        chunk->batch_rows = 1;
    chunk->offset = ARENA_ARRAY(arena, BATCH_ROWS, size_t);
    chunk->rows.offset = chunk->offset;
    chunk->kept = ARENA_ARRAY(arena, chunk->batch_rows * n_kept, struct str);
    chunk->cells = ARENA_ARRAY(arena, n_columns, struct csv_cell);
    chunk->steps = ARENA_ARRAY(arena, n_columns, struct step);
    chunk->batches = ARENA_ARRAY(arena, options->n_instruments, struct batch *);
    for (size_t i = 0; i < options->n_instruments; i++) {
        chunk->batches[i] = batch_new(options->instruments[i], arena);
        chunk->batches[i]->rows = &chunk->rows;
    }
}

void
csv_chunk_clear(struct csv_chunk *chunk)
{
    problems_clear(&chunk->problems);
    diag_free(chunk->diag);
    arena_free(chunk->scratch);
    arena_free(chunk->arena);
    mem_free(chunk->bytes);
}

void
csv_chunk_tell(struct csv_chunk *chunk, const struct diagnostic *told,
               size_t offset)
{
    struct arena *arena = chunk->problems.arena;
    struct problem *problem =
        problems_add(&chunk->problems, told->message, offset);

    if (!problem)
        return;
    if (told->detail)
        problem->detail = arena_text(arena, str_from(told->detail));
    if (told->hint)
        problem->hint = arena_text(arena, str_from(told->hint));
    if (told->secret)
        problem->secret = (struct str){
            arena_text(arena, str_from(told->secret)), strlen(told->secret)};
}

/* ---- another file ---- */

static void
bind_step(struct csv_chunk *chunk, size_t column)
{
    const struct bound_column *bound = &chunk->file->binding->columns[column];
    struct step *step = &chunk->steps[column];

    *step = (struct step){.kind = STEP_CELL,
                          .kept_idx = chunk->file->kept_idx[column],
                          .is_fact = bound->role == COLUMN_FACT,
                          .fact = bound->fact};
    for (size_t i = 0; i < bound->n_items; i++) {
        const struct bound_item *item = &bound->items[i];
        struct batch *batch = chunk->batches[item->instrument_idx];

        step->kind = item->table ? STEP_CODES : STEP_ANSWER;
        step->table = item->table;
        step->rules = item->rules;
        step->answers = &batch->answers[item->item_idx];
        batch->shares_rows |= bind_has_owner(bound->name, batch->instrument);
        step->code = step->answers->code;
        step->answers->is_absent = false;
    }
    chunk->has_fast_path &= bound->n_items < 2;
}

/* Of several instruments, one that a file holds nothing of. */
static bool
lacks_columns(const struct batch *batch)
{
    for (size_t i = 0; i < batch->instrument->n_items; i++)
        if (!batch->answers[i].is_absent)
            return false;
    return true;
}

/* Points the columns of facts, items and cells at those of a file. */
static void
bind_file(struct csv_chunk *chunk, struct csv_file *file)
{
    const struct binding *binding = file->binding;

    chunk->file = file;
    chunk->has_fast_path = true;
    facts_show(&chunk->rows, &chunk->room, binding->has_fact);
    chunk->rows.kept = chunk->kept;
    chunk->rows.n_kept = chunk->n_kept;
    for (size_t i = 0; i < chunk->batch_rows * chunk->n_kept; i++)
        chunk->kept[i] = STR("");
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        struct batch *batch = chunk->batches[i];

        batch->shares_rows = false;
        for (size_t k = 0; k < batch->instrument->n_items; k++)
            batch->answers[k].is_absent = true;
    }
    for (size_t i = 0; i < binding->n_columns; i++)
        bind_step(chunk, i);
    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        if (chunk->options->n_instruments > 1
            && lacks_columns(chunk->batches[i]))
            chunk->batches[i]->shares_rows = true;
}

void
csv_chunk_begin(struct csv_chunk *chunk, struct csv_file *file)
{
    if (chunk->file != file)
        bind_file(chunk, file);
    chunk->len = 0;
    chunk->n_read = 0;
    chunk->at = 0;
    chunk->n_lines = 0;
    chunk->n_rows = 0;
    chunk->placed_at = 0;
    chunk->n_placed = 0;
    chunk->n_other_texts = 0;
    chunk->names_other = false;
    problems_empty(&chunk->problems);
}

enum message
csv_fault_message(enum csv_fault fault)
{
    static const enum message messages[] = {
        [CSV_TEXT_AFTER_QUOTE] = MSG_DATA_TEXT_AFTER_QUOTE,
        [CSV_UNCLOSED_QUOTE] = MSG_DATA_UNCLOSED_QUOTE,
        [CSV_FIELD_TOO_LONG] = MSG_DATA_FIELD_TOO_LONG,
        [CSV_TOO_MANY_CELLS] = MSG_DATA_TOO_MANY_CELLS,
    };

    assert(fault != CSV_FINE);
    return messages[fault];
}

/* ---- whose row it is ---- */

struct str
csv_chunk_named(const struct csv_chunk *chunk, size_t row)
{
    struct str *names = chunk->rows.text[FACT_INSTRUMENT];

    return names ? names[row] : STR("");
}

static enum fingerprint_match
match_digest(const struct csv_chunk *chunk, size_t row, size_t instrument_idx)
{
    const struct str *digests = chunk->rows.text[FACT_DIGEST];
    const struct str *langs = chunk->rows.text[FACT_LANG];

    if (!digests || !digests[row].len)
        return FINGERPRINT_SAME;
    return row_digest_match(&chunk->digests[instrument_idx], digests[row],
                            langs ? langs[row] : STR(""));
}

/* A row that names no instrument may be another's of several: then its digest
   must be nobody's. */
static bool
is_coded_otherwise(const struct csv_chunk *chunk, size_t row,
                   size_t instrument_idx)
{
    bool is_others =
        match_digest(chunk, row, instrument_idx) == FINGERPRINT_OTHER_CODING;
    size_t n =
        csv_chunk_named(chunk, row).len ? 0 : chunk->options->n_instruments;

    for (size_t i = 0; is_others && i < n; i++)
        is_others = match_digest(chunk, row, i) == FINGERPRINT_OTHER_CODING;
    return is_others;
}

/* Counts a row that is scored all the same. */
static void
count_texts(struct csv_chunk *chunk, size_t row)
{
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        if (chunk->batches[i]->state[row] != ROW_TO_SCORE
            || match_digest(chunk, row, i) != FINGERPRINT_OTHER_TEXTS)
            continue;
        if (!chunk->n_other_texts++)
            chunk->other_texts_offset = chunk->offset[row];
        return;
    }
}

enum row_state
csv_chunk_state(const struct csv_chunk *chunk, size_t row,
                size_t instrument_idx)
{
    const struct instrument *instrument =
        chunk->options->instruments[instrument_idx];
    struct str named = csv_chunk_named(chunk, row);
    int32_t edition = chunk->rows.edition ? chunk->rows.edition[row] : 0;

    if (named.len ? !str_is(named, instrument->id)
                  : chunk->file->binding->is_shared[instrument_idx])
        return ROW_OTHER_INSTRUMENT;
    if (chunk->options->any_edition)
        return ROW_TO_SCORE;
    if (edition && edition != instrument->edition)
        return ROW_OTHER_EDITION;
    return is_coded_otherwise(chunk, row, instrument_idx) ? ROW_OTHER_CODING
                                                          : ROW_TO_SCORE;
}

struct str
csv_chunk_kept(const struct csv_chunk *chunk, struct str cell)
{
    return chunk->options->keep_raw || !cell.len || cell.bytes[0] != '\''
               ? cell
               : csv_unguarded(cell);
}

/* ---- a batch ---- */

/* Scoring writes into batches, into columns that the file lacks too. */
static void
reset_absent(struct batch *batch)
{
    memset(batch->n_beyond, 0,
           batch->instrument->n_items * sizeof batch->n_beyond[0]);
    for (size_t i = 0; i < batch->instrument->n_items; i++) {
        if (batch->answers[i].is_absent)
            memset(batch->answers[i].code, code_of_kind(ANSWER_ABSENT),
                   BATCH_ROWS);
    }
}

/* Most files are ASCII: that is seen 32 bytes at a time. */
static bool
is_ascii(struct str bytes)
{
    uint64_t words[4];
    uint64_t high = 0;
    size_t at = 0;

    for (; at + sizeof words <= bytes.len; at += sizeof words) {
        memcpy(words, bytes.bytes + at, sizeof words);
        high |= words[0] | words[1] | words[2] | words[3];
    }
    for (; at < bytes.len; at++)
        high |= (unsigned char)bytes.bytes[at];
    return !(high & UINT64_C(0x8080808080808080));
}

static bool
is_text(struct str bytes)
{
    return is_ascii(bytes) ? !memchr(bytes.bytes, '\0', bytes.len)
                           : utf8_is_text(bytes);
}

bool
csv_chunk_next(struct csv_chunk *chunk, const struct rows **rows,
               struct batch *const **batches)
{
    size_t n = 0;

    arena_rewind(chunk->scratch);
    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        reset_absent(chunk->batches[i]);
    if (!chunk->at)
        chunk->is_text = is_text((struct str){chunk->bytes, chunk->len});
    while (n < chunk->batch_rows && chunk->at < chunk->len) {
        chunk->offset[n] = chunk->at;
        if ((chunk->has_fast_path && chunk->is_text && fast_row_take(chunk, n))
            || plain_row_take(chunk, n)) {
            if (chunk->file->binding->has_fact[FACT_DIGEST])
                count_texts(chunk, n);
            n++;
        }
    }
    chunk->n_rows += n;
    chunk->rows.n_rows = n;
    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        chunk->batches[i]->n_rows = n;
    *rows = &chunk->rows;
    *batches = chunk->batches;
    return n > 0;
}
