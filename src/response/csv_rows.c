/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a chunk's bytes, by two ways.  The fast one takes a row that has
   nothing odd about it in one go: columns of codes are taken a run at a time
   (code_run.h), cells kept where they lie.  It leaves to the plain one a
   cell that is no answer or no such fact, another length than the header, text
   after a quote, a row that is not to be scored, a blank line. */
#include "response/csv_file.h"

#include <assert.h>
#include <string.h>
#include "base/utf8.h"
#include "response/facts.h"
#include "response/recoding.h"

/* A row on its way: each take_ function returns where the next cell begins,
   or NULL to give the row up. */
struct fast {
    struct chunk *chunk;
    const char *bytes; /* of the chunk */
    const struct csv_marks *marks;
    size_t row;
    size_t n_lines; /* that the row spans */
    char delimiter;
};

/* A cell without the quotes around it, and as what it can be passed on. */
struct fast_cell {
    const char *begin;
    size_t len;
    enum kept_form form;
};

static struct str
text_of(struct fast *fast, const struct fast_cell *cell)
{
    struct str raw = {cell->begin, cell->len};

    return cell->form == KEPT_DOUBLED ? csv_undoubled(
               raw, ARENA_ARRAY(fast->chunk->scratch, raw.len, char))
                                      : raw;
}

/* What lies between quotes: each quote in it must be one of two, else it closed
   the cell and more text follows. */
static bool
judge_quoted(struct fast *fast, struct fast_cell *cell)
{
    size_t at = (size_t)(cell->begin - fast->bytes);
    size_t end = at + cell->len;
    size_t first = 0; /* of two; 0: none, for a quote opened the cell */

    cell->form = KEPT_TEXT;
    for (; (at = csv_marks_next_odd(fast->marks, at, end)) < end; at++) {
        if (cell->form == KEPT_TEXT)
            cell->form = KEPT_QUOTED;
        if (fast->bytes[at] == '"') {
            cell->form = KEPT_DOUBLED;
            if (first && first + 1 != at)
                return false;
            first = first ? 0 : at;
        }
        fast->n_lines += fast->bytes[at] == '\n';
    }
    return !first;
}

/* 'stop' is what must stand behind it: else the row is shorter or longer than
   the header. */
static const char *
take_cell(struct fast *fast, const char *at, char stop, struct fast_cell *cell)
{
    size_t offset = (size_t)(at - fast->bytes);
    const char *next = fast->bytes + csv_marks_end(fast->marks, offset);
    size_t len = (size_t)(next - at);

    if (*next != stop)
        return NULL;
    if (stop == '\n' && len && next[-1] == '\r')
        len--;
    cell->begin = at;
    cell->len = len;
    if (*at != '"') {
        cell->form =
            csv_marks_next_odd(fast->marks, offset, offset + len) < offset + len
                ? KEPT_TEXT
                : KEPT_BARE;
    } else {
        if (len < 2 || at[len - 1] != '"')
            return NULL;
        cell->begin++;
        cell->len -= 2;
        if (!judge_quoted(fast, cell))
            return NULL;
    }
    return cell->len <= CSV_LIMIT_FIELD_SIZE ? next + 1 : NULL;
}

/* The code of a cell of a STEP_CODES column; CODE_ASK when it is no answer. */
static uint8_t
read_code(const struct step *step, struct str cell)
{
    struct answer answer;

    if (!cell.len)
        return code_of_kind(ANSWER_BLANK);
    uint8_t code = answer_table_word(step->table, cell);
    if (code != CODE_ASK)
        return code;
    return answer_read(step->rules, cell, &answer) ? (uint8_t)CODE_ASK
                                                   : answer.code;
}

/* Likewise.  Words and decimals come again and again. */
static uint8_t
code_of_cell(struct fast *fast, const struct step *step,
             const struct fast_cell *cell)
{
    struct csv_stretch *stretch = fast->chunk->own;
    uint64_t bytes = 0;

    if (cell->len > sizeof bytes || cell->form == KEPT_DOUBLED)
        return read_code(step, text_of(fast, cell));
    memcpy(&bytes, cell->begin, cell->len);
    struct judged_cell *judged =
        &stretch->judged[(bytes + (uintptr_t)step->rules)
                             * UINT64_C(0x9E3779B97F4A7C15)
                         >> (64 - JUDGED_BITS)];
    if (judged->bytes != bytes || judged->rules != step->rules)
        *judged = (struct judged_cell){
            step->rules, bytes,
            read_code(step, (struct str){cell->begin, cell->len})};
    return judged->code;
}

/* A cell of a run that code_run_take() does not take. */
static const char *
take_code(struct fast *fast, const struct step *step, const char *at, char stop,
          uint8_t *code)
{
    struct fast_cell cell;
    const char *next;

    if (str_is_digit(at[0]) && at[1] == stop) {
        *code = step->table->one[(unsigned char)at[0]];
        next = at + 2;
    } else if (str_is_digit(at[0]) && str_is_digit(at[1]) && at[2] == stop) {
        *code = step->table->two[(at[0] - '0') * 10 + (at[1] - '0')];
        next = at + 3;
    } else {
        next = take_cell(fast, at, stop, &cell);
        *code = next ? code_of_cell(fast, step, &cell) : (uint8_t)CODE_ASK;
    }
    return *code != CODE_ASK ? next : NULL;
}

/* The run that begins with the column 'step'. */
static const char *
take_run(struct fast *fast, const struct step *step, const char *at,
         bool ends_row)
{
    const struct code_run *run = step->run;
    uint8_t *codes = code_run_row(run, fast->row);
    size_t n = 0;
    size_t end = ends_row ? run->n - 1 : run->n;

    while (at && n < end) {
        at = code_run_take(run, fast->chunk->options->vector, at,
                           fast->delimiter, codes, &n, end);
        if (n < end) {
            at = take_code(fast, step + n, at, fast->delimiter, codes + n);
            n++;
        }
    }
    return at && ends_row ? take_code(fast, step + n, at, '\n', codes + n) : at;
}

/* A fact whose cells are read as a map says. */
static bool
put_recoded(struct fast *fast, const struct step *step, struct str cell)
{
    struct chunk *chunk = fast->chunk;

    if (!recoded_fact(step->recoded, &cell)
        || !facts_put(&chunk->rows, fast->row, step->fact, cell,
                      chunk->options->keep_raw))
        return false;
    if (step->kept_idx != SIZE_MAX)
        chunk_keep(chunk, fast->row, step, cell, KEPT_TEXT);
    return true;
}

static const char *
take_other(struct fast *fast, const struct step *step, const char *at,
           char stop)
{
    struct chunk *chunk = fast->chunk;
    struct fast_cell cell;
    const char *next = take_cell(fast, at, stop, &cell);
    struct answer answer;

    if (!next)
        return NULL;
    if (step->kind == STEP_ANSWER) {
        if (answer_read(step->rules, text_of(fast, &cell), &answer))
            return NULL;
        answer_store(&answer, step->answers, fast->row);
        return next;
    }
    if (step->recoded)
        return put_recoded(fast, step, text_of(fast, &cell)) ? next : NULL;
    if (step->is_fact
        && !facts_put(&chunk->rows, fast->row, step->fact, text_of(fast, &cell),
                      chunk->options->keep_raw))
        return NULL;
    if (step->kept_idx != SIZE_MAX)
        chunk_keep(chunk, fast->row, step, (struct str){cell.begin, cell.len},
                   cell.form);
    return next;
}

/* Whether the run of cells that begins with 'step' is smooth, and ends where:
   the row's end would be rough. */
static const char *
find_run_end(const struct fast *fast, size_t n, const char *at)
{
    size_t offset = (size_t)(at - fast->bytes);
    size_t i = offset / CSV_BLOCK;
    uint64_t from = UINT64_MAX << offset % CSV_BLOCK;
    uint64_t ends = fast->marks->blocks[i].ends & from;
    uint64_t rough = fast->marks->blocks[i].rough & from;
    size_t n_here;

    while ((n_here = (size_t)__builtin_popcountll(ends)) < n) {
        if (rough)
            return NULL;
        n -= n_here;
        ends = fast->marks->blocks[++i].ends;
        rough = fast->marks->blocks[i].rough;
    }
    while (--n)
        ends &= ends - 1;
    return rough & (ends ^ (ends - 1))
               ? NULL
               : fast->bytes + i * CSV_BLOCK + __builtin_ctzll(ends);
}

/* Cells that are passed through and nothing else, as one.  NULL where they have
   to be looked at one by one. */
static const char *
take_kept(struct fast *fast, const struct step *step, const char *at)
{
    struct chunk *chunk = fast->chunk;
    size_t to = fast->row * chunk->n_kept + step->kept_idx;
    const char *end = find_run_end(fast, step->n_alike, at);

    if (!end || end - at > CSV_LIMIT_FIELD_SIZE)
        return NULL;
    chunk->kept[to] = (struct str){at, (size_t)(end - at)};
    chunk->form[to] = KEPT_BARE;
    memset(chunk->form + to + 1, KEPT_BEHIND, step->n_alike - 1);
    fast->n_lines += csv_count_lines(chunk->kept[to]);
    return end + 1;
}

static const char *
take_row(struct fast *fast, const char *at)
{
    const struct step *step = fast->chunk->steps;
    const struct step *end = step + fast->chunk->file->binding->n_columns;
    const struct step *one_by_one = step; /* up to there */

    if (*at == '\n' || *at == '\r')
        return NULL; /* perhaps a blank line */
    while (at && step < end) {
        bool may_run = step->n_alike > 1 && step >= one_by_one;
        const char *behind = may_run ? take_kept(fast, step, at) : NULL;
        size_t n = 1;
        if (behind) {
            n = step->n_alike;
            at = behind;
        } else if (step->kind == STEP_CODES) {
            n = step->run->n;
            at = take_run(fast, step, at, step + n == end);
        } else {
            char stop = step + 1 == end ? '\n' : fast->delimiter;
            at = take_other(fast, step, at, stop);
        }
        if (may_run && !behind)
            one_by_one = step + step->n_alike;
        step += n;
    }
    return at;
}

static bool
is_to_score(const struct chunk *chunk, size_t row)
{
    const bool *has_fact = chunk->file->binding->has_fact;

    if (!has_fact[FACT_INSTRUMENT] && !has_fact[FACT_EDITION]
        && !has_fact[FACT_DIGEST])
        return true;
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        if (chunk_state(chunk, row, i) != ROW_TO_SCORE)
            return false;
    }
    return true;
}

static bool
take_fast(struct chunk *chunk, size_t row)
{
    struct csv_stretch *stretch = chunk->own;
    struct fast fast = {.chunk = chunk,
                        .bytes = stretch->bytes,
                        .marks = &stretch->marks,
                        .row = row,
                        .n_lines = 1,
                        .delimiter = chunk->file->header.delimiter};
    const char *begin = stretch->bytes + stretch->at;
    const char *next = take_row(&fast, begin);

    if (!next || !is_to_score(chunk, row))
        return false;
    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        chunk->batches[i]->state[row] = ROW_TO_SCORE;
    chunk->offset[row] = chunk->base + stretch->at;
    stretch->at = (size_t)(next - stretch->bytes);
    stretch->n_lines += fast.n_lines;
    return true;
}

/* ---- the plain way ---- */

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

static void
add_broken(struct chunk *chunk, const struct csv_record *record)
{
    if (record->fault)
        chunk_tell(
            chunk,
            &(struct diagnostic){.message = csv_fault_message(record->fault)},
            chunk->base + record->fault_offset);
    else if (chunk_keeps(chunk, MSG_DATA_ROW_LENGTH,
                         chunk->base + record->offset))
        diag_add(chunk->problems, MSG_DATA_ROW_LENGTH, (struct place){0},
                 "%zu cells, not %zu", record->n_cells,
                 chunk->file->binding->n_columns);
}

static void
put_record(struct chunk *chunk, size_t row, const struct csv_record *record)
{
    struct csv_stretch *stretch = chunk->own;
    size_t n_columns = chunk->file->binding->n_columns;
    const struct row_cells cells = {
        .offset = chunk->base + record->offset,
        .texts = stretch->texts,
        .offsets = stretch->offsets,
        .is_broken = record->fault || record->n_cells != n_columns,
    };

    for (size_t i = 0; i < n_columns; i++) {
        const struct csv_cell *cell = &record->cells[i];
        bool is_there = i < record->n_cells;
        stretch->texts[i] =
            is_there ? csv_cell_text(*cell, chunk->scratch) : STR("");
        stretch->offsets[i] =
            chunk->base
            + (is_there ? (size_t)(cell->raw.bytes - stretch->bytes)
                              - cell->is_quoted
                        : record->offset);
    }
    if (cells.is_broken)
        add_broken(chunk, record);
    chunk_put_row(chunk, row, &cells);
}

/* False when only blank lines were left. */
static bool
take_plain(struct chunk *chunk, size_t row)
{
    struct csv_stretch *stretch = chunk->own;
    struct csv_record record = {.cells = stretch->cells,
                                .size = chunk->file->binding->n_columns};
    size_t begin = stretch->at;
    bool found = csv_next((struct str){stretch->bytes, stretch->len},
                          &stretch->at, chunk->file->header.delimiter, &record);

    stretch->n_lines += csv_count_lines(
        (struct str){stretch->bytes + begin, stretch->at - begin});
    if (found)
        put_record(chunk, row, &record);
    return found;
}

/* A row that was put into the columns, as the tiles have the others. */
static void
fetch_row(const struct chunk *chunk, size_t row)
{
    for (size_t i = 0; i < chunk->n_runs; i++)
        for (size_t k = 0; k < chunk->runs[i].n; k++)
            code_run_row(&chunk->runs[i], row)[k] =
                chunk->runs[i].columns[k][row];
}

static void
settle_tiles(const struct chunk *chunk, size_t row)
{
    for (size_t i = 0; i < chunk->n_runs; i++)
        code_run_settle(&chunk->runs[i], row);
}

/* Until all are taken, or what is left are blank lines. */
static size_t
take_rows_fast(struct chunk *chunk, size_t limit)
{
    const struct csv_stretch *stretch = chunk->own;
    size_t n = 0;

    while (n < limit && stretch->at < stretch->len) {
        if (!take_fast(chunk, n)) {
            if (!take_plain(chunk, n))
                break;
            fetch_row(chunk, n);
        }
        n++;
        if (n % CODE_RUN_ROWS == 0)
            settle_tiles(chunk, n - 1);
    }
    if (n % CODE_RUN_ROWS)
        settle_tiles(chunk, n - 1);
    return n;
}

size_t
csv_rows_take(struct chunk *chunk, size_t limit)
{
    struct csv_stretch *stretch = chunk->own;
    size_t n = 0;

    if (!stretch->at)
        stretch->is_text =
            stretch->marks.is_ascii
            || utf8_is_text((struct str){stretch->bytes, stretch->len});
    chunk->is_text = stretch->is_text;
    if (chunk->has_fast_path && chunk->is_text)
        return take_rows_fast(chunk, limit);
    while (n < limit && stretch->at < stretch->len)
        n += take_plain(chunk, n);
    return n;
}
