/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chunk's columns, bound to the file whose rows it holds; a format fills
   them. */
#include "exchange/source_format.h"

#include <string.h>
#include "response/csv.h"
#include "response/facts.h"
#include "response/recoding.h"
#include "exchange/reshaping.h"

/* ---- making ---- */

/* No multiple of 32, and so none of 4 KiB. */
static size_t
tile_stride(size_t n_columns)
{
    return (n_columns + CODE_RUN_BEYOND + 15) / 16 * 16 | 16;
}

void
chunk_init(struct chunk *chunk, const struct response_options *options,
           size_t n_columns, size_t n_kept)
{
    struct arena *arena = arena_new();

    *chunk = (struct chunk){
        .options = options,
        .arena = arena,
        .scratch = arena_new(),
        .problems = diag_new(),
        .diag = diag_new(),
        .n_columns = n_columns,
        .n_kept = n_kept,
        .batch_rows = BATCH_ROWS,
    };
    facts_init(&chunk->room, arena);
    if (n_kept > CHUNK_LIMIT_KEPT / BATCH_ROWS)
        chunk->batch_rows = CHUNK_LIMIT_KEPT / n_kept;
    if (!chunk->batch_rows)
        chunk->batch_rows = 1;
    chunk->group_sizes = ARENA_ARRAY(arena, chunk->batch_rows, size_t);
    chunk->rows.group_sizes = chunk->group_sizes;
    chunk->offset = ARENA_ARRAY(arena, BATCH_ROWS, size_t);
    chunk->rows.offset = chunk->offset;
    chunk->kept = ARENA_ARRAY(arena, chunk->batch_rows * n_kept, struct str);
    chunk->form = ARENA_ARRAY(arena, chunk->batch_rows * n_kept, uint8_t);
    chunk->steps = ARENA_ARRAY(arena, n_columns, struct step);
    chunk->reshaped = reshaped_row_new(n_columns, arena);
    chunk->runs = ARENA_ARRAY(arena, n_columns, struct code_run);
    chunk->set_bits = code_run_set_bits(arena);
    chunk->code_columns = ARENA_ARRAY(arena, n_columns, uint8_t *);
    chunk->tile =
        ARENA_ARRAY(arena, CODE_RUN_ROWS * tile_stride(n_columns), uint8_t);
    chunk->batches = ARENA_ARRAY(arena, options->n_instruments, struct batch *);
    for (size_t i = 0; i < options->n_instruments; i++) {
        chunk->batches[i] = batch_new(options->instruments[i], arena);
        chunk->batches[i]->rows = &chunk->rows;
        chunk->batches[i]->vector = options->vector;
    }
}

void
chunk_clear(struct chunk *chunk)
{
    for (size_t i = 0; i < chunk->parts.n; i++)
        chunk->parts.items[i].own_format->chunk_free(chunk->parts.items[i].own);
    diag_free(chunk->problems);
    diag_free(chunk->diag);
    buf_clear(&chunk->group_value);
    arena_free(chunk->scratch);
    arena_free(chunk->arena);
}

/* ---- problems ---- */

bool
chunk_keeps(struct chunk *chunk, enum message message, size_t offset)
{
    size_t n = diag_total(chunk->problems);

    if (chunk->is_silent)
        return false;
    chunk->n_elsewhere += chunk->is_of_others;
    if (chunk->is_of_others)
        return false;
    chunk->n_problems[message]++;
    if (n == PROBLEMS_KEPT)
        return false;
    chunk->problem_at[n] = offset;
    return true;
}

void
chunk_tell(struct chunk *chunk, const struct diagnostic *told, size_t offset)
{
    if (chunk_keeps(chunk, told->message, offset))
        diag_add_copy(chunk->problems, told);
}

void
chunk_fail(struct chunk *chunk, enum message message, size_t offset,
           const char *hint)
{
    chunk->has_failed = true;
    if (offset >= chunk->failed_at)
        return;
    chunk->failure = (struct diagnostic){.message = message, .hint = hint};
    chunk->failed_at = offset;
}

/* ---- another file ---- */

static void
bind_plain_fact(struct step *step, const struct rows *rows,
                const struct response_options *options)
{
    if (step->fact != FACT_DIGEST)
        step->text = rows->text[step->fact];
    if (step->fact != FACT_DATE || options->settings.date_format.len)
        return;
    step->days = rows->number[FACT_DATE];
    if (rows->dates_have_times)
        step->seconds = rows->number[FACT_TIME];
}

static void
bind_step(struct chunk *chunk, size_t column)
{
    const struct bound_column *bound = &chunk->file->binding->columns[column];
    struct step *step = &chunk->steps[column];

    *step = (struct step){.kind = STEP_CELL,
                          .kept_idx = chunk->file->kept_idx[column],
                          .is_fact = bound->role == COLUMN_FACT,
                          .fact = bound->fact,
                          .recoded = bound->recoded,
                          .is_unnamed = bound->role == COLUMN_UNNAMED};
    if (step->is_fact && !step->recoded)
        bind_plain_fact(step, &chunk->rows, chunk->options);
    for (size_t i = 0; i < bound->n_items; i++) {
        const struct bound_item *item = &bound->items[i];
        struct batch *batch = chunk->batches[item->instrument_idx];

        step->kind = item->table ? STEP_CODES : STEP_ANSWER;
        step->table = item->table;
        step->rules = item->rules;
        step->answers = &batch->answers[item->item_idx];
        batch->shares_rows |= str_equal_nocase(item_name_of(bound->name).owner,
                                               str_from(batch->instrument->id));
        step->code = step->answers->code;
        chunk->code_columns[column] = step->code;
        step->n_labels = &batch->n_labels[item->item_idx];
        step->answers->is_absent = false;
    }
    chunk->has_fast_path &= bound->n_items < 2;
}

/* Neighbouring columns of codes make a run, whose codes stand in 'codes' and
   what lies 'stride' behind.  Returns how many runs there are. */
static size_t
bind_runs(const struct chunk *chunk, struct step *steps, size_t n_steps,
          struct code_run *runs, uint8_t *codes, size_t stride)
{
    size_t n = 0;

    for (size_t i = 0; i < n_steps; i++) {
        struct step *step = &steps[i];

        if (step->kind != STEP_CODES)
            continue;
        if (i && step[-1].kind == STEP_CODES && step[-1].table == step->table) {
            runs[n - 1].n++;
            continue;
        }
        step->run = &runs[n];
        runs[n] = (struct code_run){.n = 1,
                                    .columns = chunk->code_columns + i,
                                    .tile = codes + i,
                                    .stride = stride,
                                    .set_bits = chunk->set_bits};
        code_run_init(&runs[n++], step->table, chunk->file->header.delimiter);
    }
    return n;
}

static struct wide_row *
wide_row_new(size_t n_columns, struct arena *arena)
{
    struct wide_row *wide = ARENA_NEW(arena, struct wide_row);

    wide->steps = ARENA_ARRAY(arena, n_columns, struct step);
    wide->runs = ARENA_ARRAY(arena, n_columns, struct code_run);
    wide->codes = ARENA_ARRAY(arena, n_columns + CODE_RUN_BEYOND, uint8_t);
    wide->cells = ARENA_ARRAY(arena, n_columns, struct fast_cell);
    wide->bound = ARENA_ARRAY(arena, n_columns, const struct fast_cell *);
    return wide;
}

/* The columns as they stand in the file.  An answer that is one of several rows
   is left to the plain way, which counts it with each. */
static void
bind_wide(struct chunk *chunk)
{
    const struct reshaping *reshaping = chunk->file->reshaping;
    size_t n_columns = chunk->file->header.n_cells;
    size_t n_parts;

    if (!chunk->wide)
        chunk->wide = wide_row_new(chunk->n_columns, chunk->arena);
    for (size_t i = 0; i < n_columns; i++) {
        struct step *step = &chunk->wide->steps[i];

        *step = chunk->steps[reshaping_bound(reshaping, i)];
        step->run = NULL;
        step->n_alike = 0;
    }
    bind_runs(chunk, chunk->wide->steps, n_columns, chunk->wide->runs,
              chunk->wide->codes, 0);
    const struct reshaped_part *parts =
        reshaping_parts(reshaping, SIZE_MAX, &n_parts);
    for (size_t i = 0; i < n_parts; i++)
        chunk->has_fast_path &= chunk->steps[parts[i].bound].kind == STEP_CELL;
}

/* The last column is none of a run: the row's end stands behind it.  To mark
   what is rough the plain way costs more than short runs spare. */
static void
bind_kept_runs(struct chunk *chunk)
{
    size_t n = chunk->file->binding->n_columns;

    chunk->keeps_runs = false;
    if (!n || chunk->file->reshaping
        || chunk->file->header.delimiter != chunk->run_delimiter)
        return;
    for (size_t i = n - 1; i-- > 0;) {
        struct step *step = &chunk->steps[i];

        if (step->kind != STEP_CELL || step->recoded
            || step->kept_idx == SIZE_MAX)
            continue;
        bool goes_on =
            step[1].n_alike && step[1].kept_idx == step->kept_idx + 1;
        step->n_alike = 1 + (goes_on ? step[1].n_alike : 0);
        step->n_to_facts = goes_on && step[1].n_to_facts
                               ? 1 + step[1].n_to_facts
                               : step->is_fact;
        chunk->keeps_runs |= step->n_alike > step->n_to_facts + 1
                             || chunk->options->vector > VECTOR_BASELINE;
    }
    for (size_t i = 0; !chunk->keeps_runs && i < n; i++)
        chunk->steps[i].n_alike = 0;
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
bind_file(struct chunk *chunk)
{
    const struct binding *binding = chunk->file->binding;

    chunk->bound = chunk->file;
    chunk->has_fast_path =
        !chunk->file->reshaping || reshaping_only_moves(chunk->file->reshaping);
    facts_show(&chunk->rows, &chunk->room, binding->has_fact);
    chunk->rows.kept = chunk->kept;
    chunk->rows.n_kept = chunk->n_kept;
    chunk->rows.form = chunk->form;
    chunk->rows.delimiter = chunk->file->header.delimiter;
    for (size_t i = 0; i < chunk->batch_rows * chunk->n_kept; i++) {
        chunk->kept[i] = STR("");
        chunk->form[i] = KEPT_TEXT;
    }
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        struct batch *batch = chunk->batches[i];

        batch->shares_rows = false;
        for (size_t k = 0; k < batch->instrument->n_items; k++)
            batch->answers[k].is_absent = true;
    }
    for (size_t i = 0; i < binding->n_columns; i++)
        bind_step(chunk, i);
    chunk->n_runs =
        bind_runs(chunk, chunk->steps, binding->n_columns, chunk->runs,
                  chunk->tile, tile_stride(chunk->n_columns));
    bind_kept_runs(chunk);
    if (chunk->file->reshaping)
        bind_wide(chunk);
    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        if (chunk->options->n_instruments > 1
            && lacks_columns(chunk->batches[i]))
            chunk->batches[i]->shares_rows = true;
}

/* What the format before held goes. */
static void
take_format(const struct chunk *chunk, struct chunk_part *part,
            const struct source_format *format)
{
    if (part->own_format)
        part->own_format->chunk_free(part->own);
    part->own = format->chunk_new(chunk->n_columns);
    part->own_format = format;
}

void
chunk_turn(struct chunk *chunk, size_t idx)
{
    const struct chunk_part *part = &chunk->parts.items[idx];

    chunk->part = idx;
    chunk->file = part->file;
    chunk->own = part->own;
    chunk->base = part->base;
    if (chunk->bound != chunk->file)
        bind_file(chunk);
}

void
chunk_go_on(struct chunk *chunk, struct source_file *file, size_t base)
{
    if (chunk->n_parts == chunk->parts.n)
        *vec_add(chunk->arena, &chunk->parts) =
            (struct chunk_part){.own_format = NULL};
    struct chunk_part *part = &chunk->parts.items[chunk->n_parts];
    if (part->own_format != file->format)
        take_format(chunk, part, file->format);
    part->file = file;
    part->base = base;
    part->names_other = false;
    chunk_turn(chunk, chunk->n_parts++);
    file->format->begin(chunk);
}

void
chunk_begin(struct chunk *chunk, struct source_file *file)
{
    chunk->n_parts = 0;
    chunk->is_grouped = chunk->is_again = false;
    chunk->groups.n = chunk->n_taken = chunk->n_rows_taken = 0;
    chunk->n_rows = chunk->n_blank = 0;
    chunk->n_other_texts = 0;
    chunk->next_time = chunk->n_empty_times = chunk->n_unclear = 0;
    chunk->numbered_at = chunk->n_numbered = 0;
    if (diag_total(chunk->problems)) {
        diag_free(chunk->problems);
        chunk->problems = diag_new();
    }
    memset(chunk->n_problems, 0, sizeof chunk->n_problems);
    chunk->n_elsewhere = 0;
    chunk->n_ahead = 0;
    chunk->failed_at = SIZE_MAX;
    chunk_go_on(chunk, file, 0);
}

/* ---- digests ---- */

struct row_digests
row_digests_of(const struct instrument *instrument, struct arena *arena)
{
    struct row_digests digests = {.own = fingerprint_of(instrument),
                                  .words = instrument->words,
                                  .n_words = instrument->n_words};
    struct fingerprint *shown =
        ARENA_ARRAY(arena, digests.n_words, struct fingerprint);

    for (size_t i = 0; i < digests.n_words; i++)
        if (instrument->words[i].instrument)
            shown[i] = fingerprint_of(instrument->words[i].instrument);
    digests.shown = shown;
    return digests;
}

static bool
was_shown(const struct row_digests *digests, struct str digest, struct str lang)
{
    const struct instrument_words *words =
        lang.len ? instrument_words_find(digests->words, digests->n_words, lang)
                 : NULL;
    bool is_shown = false;

    if (words)
        return str_is(digest, digests->shown[words - digests->words].text);
    for (size_t i = 0; !lang.len && i < digests->n_words; i++)
        is_shown |= str_is(digest, digests->shown[i].text);
    return is_shown;
}

/* What the digest of a row, which is not empty, says beside the definition that
   would score it: whether other things were asked or coded, or other words
   shown.  Those are of 'lang', chosen as --lang chooses; where it is empty, of
   any language. */
static enum fingerprint_match
match_digests(const struct row_digests *digests, struct str digest,
              struct str lang)
{
    enum fingerprint_match match = fingerprint_match(&digests->own, digest);

    if (match == FINGERPRINT_OTHER_CODING || match == FINGERPRINT_NONE)
        return match;
    if (!digests->words)
        return FINGERPRINT_SAME;
    return was_shown(digests, digest, lang) ? FINGERPRINT_SAME
                                            : FINGERPRINT_OTHER_TEXTS;
}

/* ---- whose row it is ---- */

bool
chunk_is_of_others(const struct chunk *chunk, size_t row)
{
    const struct response_options *options = chunk->options;
    struct str client = rows_text(&chunk->rows, FACT_CLIENT, row);
    struct str couple = rows_text(&chunk->rows, FACT_COUPLE, row);

    return (options->client && client.len && !str_is(client, options->client))
           || (options->couple && !str_is(couple, options->couple));
}

static enum fingerprint_match
match_digest(const struct chunk *chunk, size_t row, size_t instrument_idx)
{
    struct str digest = rows_text(&chunk->rows, FACT_DIGEST, row);

    if (!digest.len)
        return FINGERPRINT_SAME;
    return match_digests(&chunk->digests[instrument_idx], digest,
                         rows_text(&chunk->rows, FACT_LANG, row));
}

/* A row that names no instrument may be another's of several: then its digest
   must be nobody's. */
static bool
is_coded_otherwise(const struct chunk *chunk, size_t row, size_t instrument_idx)
{
    bool is_others =
        match_digest(chunk, row, instrument_idx) == FINGERPRINT_OTHER_CODING;
    size_t n = rows_text(&chunk->rows, FACT_INSTRUMENT, row).len
                   ? 0
                   : chunk->options->n_instruments;

    for (size_t i = 0; is_others && i < n; i++)
        is_others = match_digest(chunk, row, i) == FINGERPRINT_OTHER_CODING;
    return is_others;
}

/* Counts a row that is scored all the same. */
static void
count_texts(struct chunk *chunk, size_t row)
{
    if (chunk_is_of_others(chunk, row))
        return;
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        if (chunk->batches[i]->state[row] != ROW_TO_SCORE
            || match_digest(chunk, row, i) != FINGERPRINT_OTHER_TEXTS)
            continue;
        if (!chunk->n_other_texts++)
            chunk->other_texts_offset = chunk->offset[row];
        return;
    }
}

/* A day is allowed for the zones of the earth. */
static void
count_ahead(struct chunk *chunk, size_t n_rows)
{
    const int32_t *days = chunk->rows.number[FACT_DATE];

    for (size_t row = 0; days && row < n_rows; row++) {
        if (days[row] <= chunk->options->today + 1
            || chunk_is_of_others(chunk, row))
            continue;
        if (!chunk->n_ahead++)
            chunk->ahead_offset = chunk->offset[row];
    }
}

enum row_state
chunk_state(const struct chunk *chunk, size_t row, size_t instrument_idx)
{
    const struct instrument *instrument =
        chunk->options->instruments[instrument_idx];
    struct str named = rows_text(&chunk->rows, FACT_INSTRUMENT, row);
    int32_t edition = rows_edition(&chunk->rows, row);

    if (instrument->n_uses) /* of rows of others */
        return ROW_TO_SCORE;
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

void
chunk_keep(struct chunk *chunk, size_t row, const struct step *step,
           struct str cell, enum kept_form form)
{
    size_t idx = row * chunk->n_kept + step->kept_idx;

    if (cell.len && csv_may_be_guarded(cell.bytes[0])) {
        if (form == KEPT_DOUBLED)
            cell = csv_undoubled(cell,
                                 ARENA_ARRAY(chunk->scratch, cell.len, char));
        if (!chunk->options->keep_raw)
            cell = csv_unguarded(cell);
        form = KEPT_TEXT;
    }
    chunk->form[idx] = (uint8_t)form;
    chunk->kept[idx] = cell;
}

uint8_t *
chunk_tile_row(const struct chunk *chunk, size_t row)
{
    return chunk->tile + row % CODE_RUN_ROWS * tile_stride(chunk->n_columns);
}

/* ---- a batch ---- */

/* Scoring writes into batches, into columns that the file lacks too. */
static void
reset_absent(struct batch *batch)
{
    memset(batch->n_beyond, 0,
           batch->instrument->n_items * sizeof batch->n_beyond[0]);
    memset(batch->n_labels, 0,
           batch->instrument->n_items * sizeof batch->n_labels[0]);
    for (size_t i = 0; i < batch->instrument->n_items; i++) {
        if (batch->answers[i].is_absent)
            memset(batch->answers[i].code, code_of_kind(ANSWER_ABSENT),
                   BATCH_ROWS);
    }
}

/* The next rows, 'limit' at most, of the current part or one behind it. */
static size_t
take_rows(struct chunk *chunk, size_t limit)
{
    for (;;) {
        for (size_t i = 0; i < chunk->options->n_instruments; i++)
            reset_absent(chunk->batches[i]);
        size_t n = chunk->file->format->take(chunk, limit);
        if (n || chunk->part + 1 == chunk->n_parts)
            return n;
        chunk_turn(chunk, chunk->part + 1);
        chunk->file->format->turn_to(chunk, 0);
    }
}

/* Some rows of a group that is taken in several batches, and twice. */
static size_t
take_of_group(struct chunk *chunk, const struct row_group *group)
{
    size_t n_left = group->n_rows - chunk->n_rows_taken;
    bool is_again = chunk->is_again;

    if (is_again && !chunk->n_rows_taken) {
        chunk_turn(chunk, group->part);
        chunk->file->format->turn_to(chunk, group->offset);
        chunk->next_time = 0;
    }
    chunk->rows.view = is_again ? GROUP_AGAIN : GROUP_AHEAD;
    chunk->is_silent = is_again;
    size_t n = take_rows(chunk, n_left < chunk->batch_rows ? n_left
                                                           : chunk->batch_rows);
    chunk->n_rows_taken += n;
    if (chunk->n_rows_taken < group->n_rows)
        return n;
    chunk->n_rows_taken = 0;
    chunk->is_again = !is_again;
    chunk->n_taken += is_again;
    return n;
}

/* How many rows the next whole groups of a part have that a batch has room
   for. */
static size_t
count_groups(struct chunk *chunk)
{
    size_t n = 0;

    for (; chunk->n_taken < chunk->groups.n; chunk->n_taken++) {
        const struct row_group *group = &chunk->groups.items[chunk->n_taken];
        if (group->is_over_files || n + group->n_rows > chunk->batch_rows
            || (n && group->part != group[-1].part))
            break;
        n += group->n_rows;
        chunk->group_sizes[chunk->rows.n_groups++] = group->n_rows;
    }
    return n;
}

/* What is behind the last group are blank lines, or what the file failed at. */
static size_t
take_next(struct chunk *chunk)
{
    chunk->rows.view = GROUPS_WHOLE;
    chunk->rows.n_groups = 0;
    size_t n_rows = count_groups(chunk);
    if (n_rows)
        return take_rows(chunk, n_rows);
    if (chunk->n_taken < chunk->groups.n)
        return take_of_group(chunk, &chunk->groups.items[chunk->n_taken]);
    return chunk->is_grouped && chunk->has_failed
               ? 0
               : take_rows(chunk, chunk->batch_rows);
}

bool
chunk_next(struct chunk *chunk, const struct rows **rows,
           struct batch *const **batches)
{
    arena_rewind(chunk->scratch);
    size_t n = take_next(chunk);
    if (!chunk->is_silent && chunk->file->binding->has_fact[FACT_DIGEST])
        for (size_t row = 0; row < n; row++)
            count_texts(chunk, row);
    if (!chunk->is_silent && chunk->options->today)
        count_ahead(chunk, n);
    chunk->n_rows += chunk->is_silent ? 0 : n;
    chunk->is_silent = false;
    chunk->rows.n_rows = n;
    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        chunk->batches[i]->n_rows = n;
    *rows = &chunk->rows;
    *batches = chunk->batches;
    return n > 0;
}
