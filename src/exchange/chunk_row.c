/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of texts into its batches, each cell judged alone. */
#include "exchange/source_format.h"

#include "base/utf8.h"
#include "response/facts.h"
#include "response/recoding.h"
#include "exchange/reshaping.h"

/* A row on its way. */
struct putting {
    struct chunk *chunk;
    const struct row_cells *cells;
    size_t row;
    bool bad_edition;    /* it, or the digest, is said and cannot be read */
    bool bad_instrument; /* likewise */
};

/* ---- problems ---- */

/* A problem with a cell: names its column, keeps its text secret.  'hint' may
   be NULL. */
static void
add_bad_cell(struct putting *putting, enum message message, size_t column,
             const char *hint)
{
    struct chunk *chunk = putting->chunk;
    struct str name = putting->cells->names
                          ? putting->cells->names[column]
                          : chunk->file->binding->columns[column].name;

    if (!chunk_keeps(chunk, message, putting->cells->offsets[column]))
        return;
    diag_add(chunk->problems, message, (struct place){0}, "'%.*s'",
             STR_ARGS(name));
    if (hint)
        diag_hint(chunk->problems, "%s", hint);
    if (putting->cells->texts[column].len)
        diag_secret(chunk->problems, putting->cells->texts[column]);
}

static void
add_bad_answer(struct putting *putting, const struct answer_rules *rules,
               enum answer_fault fault, size_t column)
{
    struct buf hint SCOPED(buf_clear) = {0};

    if (diag_total(putting->chunk->problems) < PROBLEMS_KEPT)
        answer_fault_hint(rules, fault, putting->cells->texts[column], &hint);
    add_bad_cell(putting, answer_fault_message(fault), column, buf_text(&hint));
}

/* ---- a row ---- */

/* Most chunks are, as a whole. */
static bool
is_text(const struct chunk *chunk, struct str cell)
{
    return chunk->is_text || utf8_is_text(cell);
}

static void
add_bad_fact(struct putting *putting, enum fact fact, size_t column,
             struct str cell)
{
    struct buf hint SCOPED(buf_clear) = {0};

    if (diag_total(putting->chunk->problems) < PROBLEMS_KEPT)
        fact_hint(fact, cell, putting->chunk->options, &hint);
    add_bad_cell(putting, MSG_DATA_BAD_FACT, column, buf_text(&hint));
}

static void
put_fact(struct putting *putting, enum fact fact, size_t column,
         struct str cell, bool is_named)
{
    struct chunk *chunk = putting->chunk;

    if (putting->cells->is_broken) {
        facts_put_none(&chunk->rows, putting->row, fact);
        return;
    }
    if (!is_text(chunk, cell)) {
        facts_put_none(&chunk->rows, putting->row, fact);
        add_bad_cell(putting, MSG_DATA_BAD_FACT, column, decoder_hint(cell));
    } else if (!is_named) {
        facts_put_none(&chunk->rows, putting->row, fact);
        add_bad_cell(putting, MSG_DATA_BAD_FACT, column,
                     "no rule names it, and others are named");
    } else if (!facts_put(&chunk->rows, putting->row, fact, cell,
                          chunk->options)) {
        add_bad_fact(putting, fact, column, cell);
    } else {
        return;
    }
    putting->bad_edition |= fact == FACT_EDITION || fact == FACT_DIGEST;
    putting->bad_instrument |= fact == FACT_INSTRUMENT;
}

/* What is passed on as it stands must be text, too. */
static void
check_kept(struct putting *putting, size_t column)
{
    if (!putting->cells->is_broken
        && !is_text(putting->chunk, putting->cells->texts[column]))
        add_bad_cell(putting, MSG_DATA_NOT_UTF8, column,
                     decoder_hint(putting->cells->texts[column]));
}

static void
check_unnamed(struct putting *putting, size_t column)
{
    if (!putting->cells->is_broken
        && str_trim(putting->cells->texts[column]).len)
        add_bad_cell(putting, MSG_DATA_NO_NAME, column,
                     "it is left out; give the column a header, or empty it");
}

static void
put_cell(struct putting *putting, size_t column)
{
    struct chunk *chunk = putting->chunk;
    const struct step *step = &chunk->steps[column];
    struct str text = putting->cells->texts[column];
    struct str cell = text;
    bool is_named = !step->recoded || recoded_read(step->recoded, &cell);

    if (step->kind != STEP_CELL)
        return;
    /* A rule may say that nobody is named; a cell is left empty for that. */
    if (step->is_fact && cell.bytes != text.bytes
        && fact_is_nobody(step->fact, cell))
        cell = STR("");
    if (step->is_fact)
        put_fact(putting, step->fact, column, cell, is_named);
    else if (step->kept_idx != SIZE_MAX)
        check_kept(putting, column);
    else if (step->is_unnamed)
        check_unnamed(putting, column);
    if (step->kept_idx != SIZE_MAX)
        chunk_keep(chunk, putting->row, step, cell, KEPT_TEXT);
}

static bool
says_whose(const struct step *step)
{
    return step->is_fact
           && (step->fact == FACT_CLIENT || step->fact == FACT_COUPLE);
}

/* Whose row it is comes first: that says whether to tell of the rest. */
static void
put_cells(struct putting *putting)
{
    struct chunk *chunk = putting->chunk;
    size_t n = chunk->file->binding->n_columns;

    for (size_t i = 0; i < n; i++)
        if (says_whose(&chunk->steps[i]))
            put_cell(putting, i);
    chunk->is_of_others =
        !putting->cells->is_broken && chunk_is_of_others(chunk, putting->row);
    for (size_t i = 0; i < n; i++)
        if (!says_whose(&chunk->steps[i]))
            put_cell(putting, i);
}

static bool
is_asked_for(const struct chunk *chunk, struct str named)
{
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        if (str_is(named, chunk->options->instruments[i]->id))
            return true;
    }
    return false;
}

/* A row that names no instrument where it must, or one that is not ours. */
static void
check_named(struct putting *putting)
{
    struct chunk *chunk = putting->chunk;
    struct str named = rows_text(&chunk->rows, FACT_INSTRUMENT, putting->row);
    bool is_shared = false;

    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        is_shared |= chunk->file->binding->is_shared[i];
    if (!named.len && is_shared)
        chunk_tell(chunk,
                   &(struct diagnostic){.message = MSG_DATA_NO_INSTRUMENT},
                   putting->cells->offset);
    if (!named.len || chunk->is_silent || chunk->options->leaves_others
        || is_asked_for(chunk, named))
        return;
    struct chunk_part *part = &chunk->parts.items[chunk->part];
    chunk->n_problems[MSG_DATA_OTHER_INSTRUMENT]++;
    if (!part->names_other)
        part->other_offset = putting->cells->offset;
    part->names_other = true;
}

static void
add_other(struct putting *putting, enum row_state state,
          const struct instrument *instrument)
{
    struct chunk *chunk = putting->chunk;
    struct diag *problems = chunk->problems;
    struct place nowhere = {0};
    enum message message = state == ROW_OTHER_EDITION ? MSG_DATA_OTHER_EDITION
                                                      : MSG_DATA_OTHER_CODING;
    bool is_left =
        state == ROW_OTHER_EDITION && chunk->options->leaves_editions;

    if (is_left || !chunk_keeps(chunk, message, putting->cells->offset))
        return;
    if (state == ROW_OTHER_EDITION) {
        diag_add(problems, message, nowhere,
                 "the instrument is edition %d of '%s'",
                 (int)instrument->edition, instrument->id);
        diag_hint(problems,
                  "-i %s.%d, or its file, scores it by its own rules; "
                  "--any-edition scores it by these",
                  instrument->id,
                  (int)rows_edition(&chunk->rows, putting->row));
    } else {
        diag_add(problems, message, nowhere,
                 "'%s' asks or codes something else now", instrument->id);
        diag_hint(problems, "--any-edition scores it all the same");
    }
}

static void
put_states(struct putting *putting)
{
    struct chunk *chunk = putting->chunk;

    if (!putting->cells->is_broken && !putting->bad_instrument)
        check_named(putting);
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        enum row_state state = chunk_state(chunk, putting->row, i);

        if (putting->cells->is_broken)
            state = ROW_BROKEN;
        else if (putting->bad_instrument)
            state = ROW_OTHER_INSTRUMENT;
        else if (state == ROW_OTHER_EDITION || state == ROW_OTHER_CODING)
            add_other(putting, state, chunk->options->instruments[i]);
        else if (state == ROW_TO_SCORE && putting->bad_edition
                 && !chunk->options->any_edition)
            state = ROW_OTHER_EDITION;
        chunk->batches[i]->state[putting->row] = (uint8_t)state;
    }
}

static enum box_state
box_of(const struct putting *putting, size_t column)
{
    return putting->cells->boxes ? putting->cells->boxes[column] : BOX_FINE;
}

static void
put_answer(struct putting *putting, const struct bound_item *item,
           size_t column)
{
    struct chunk *chunk = putting->chunk;
    struct batch *batch = chunk->batches[item->instrument_idx];
    struct answer answer = {.code = code_of_kind(ANSWER_NOT_ASKED)};

    if (batch->state[putting->row] == ROW_BROKEN) {
        answer.code = code_of_kind(ANSWER_BAD);
    } else if (batch->state[putting->row] == ROW_TO_SCORE
               && box_of(putting, column) == BOX_BAD) {
        answer.code = code_of_kind(ANSWER_BAD);
        add_bad_cell(putting, MSG_DATA_NOT_BOX, column, box_hint);
    } else if (batch->state[putting->row] == ROW_TO_SCORE) {
        struct str cell = putting->cells->texts[column];
        enum answer_fault fault = answer_read(item->rules, cell, &answer);

        if (fault)
            add_bad_answer(putting, item->rules, fault, column);
        batch->n_labels[item->item_idx] += answer.was_label;
        batch->n_beyond[item->item_idx] +=
            fault && answer_is_beyond(item->rules, fault, cell);
    }
    answer_store(&answer, &batch->answers[item->item_idx], putting->row);
}

static void
put_answers(struct putting *putting)
{
    const struct binding *binding = putting->chunk->file->binding;

    for (size_t i = 0; i < binding->n_columns; i++) {
        const struct bound_column *column = &binding->columns[i];

        for (size_t k = 0; k < column->n_items; k++)
            put_answer(putting, &column->items[k], i);
    }
}

static void
put_row(struct chunk *chunk, size_t row, const struct row_cells *cells)
{
    struct putting putting = {.chunk = chunk, .cells = cells, .row = row};

    chunk->offset[row] = cells->offset;
    put_cells(&putting);
    put_states(&putting);
    put_answers(&putting);
    chunk->is_of_others = false;
}

/* ---- rows that become others ---- */

static void
put_time(struct chunk *chunk, size_t row, const struct row_cells *cells,
         size_t time)
{
    struct reshaped_row *reshaped = chunk->reshaped;
    size_t n_columns = chunk->file->binding->n_columns;

    reshaping_row(chunk->file->reshaping, chunk->file->binding, cells, time,
                  reshaped, chunk->scratch);
    for (size_t i = 0; i < n_columns && !chunk->is_silent; i++)
        chunk->n_unclear += reshaped->boxes[i] == BOX_UNCLEAR;
    put_row(chunk, row,
            &(struct row_cells){.offset = cells->offset,
                                .texts = reshaped->texts,
                                .offsets = reshaped->offsets,
                                .names = reshaped->names,
                                .boxes = reshaped->boxes,
                                .is_broken = cells->is_broken});
}

size_t
chunk_count_rows(const struct chunk *chunk, const struct str *texts)
{
    const struct reshaping *reshaping = chunk->file->reshaping;
    size_t n = 0;

    for (size_t i = 0; i < reshaping_n_times(reshaping); i++)
        n += reshaping_has(reshaping, chunk->file->binding, texts, i);
    return n;
}

size_t
chunk_put_row(struct chunk *chunk, size_t row, size_t limit,
              const struct row_cells *cells)
{
    const struct reshaping *reshaping = chunk->file->reshaping;
    size_t n = 0;

    if (!reshaping) {
        put_row(chunk, row, cells);
        return 1;
    }
    if (cells->is_broken) { /* which time is which is not known, too */
        put_time(chunk, row, cells, 0);
        return 1;
    }
    for (size_t time = chunk->next_time; time < reshaping_n_times(reshaping);
         time++) {
        if (!reshaping_has(reshaping, chunk->file->binding, cells->texts,
                           time)) {
            chunk->n_empty_times += !chunk->is_silent;
            continue;
        }
        chunk->next_time = time;
        if (row + n == limit)
            return n;
        put_time(chunk, row + n++, cells, time);
    }
    chunk->next_time = 0;
    return n;
}
