/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a chunk's bytes, by two ways.  The fast one takes a row that has
   nothing odd about it in one go: codes are looked up, cells kept where they
   lie; columns of codes are taken a run at a time, so that what takes many
   cells at once can stand beside take_codes().  It leaves to the plain one a
   cell that is no answer or no such fact, another length than the header, text
   after a quote, a row that is not to be scored, a blank line. */
#include "response/csv_file.h"

#include <assert.h>
#include <string.h>
#include "base/utf8.h"
#include "response/facts.h"

/* The code of a cell of a STEP_CODES column; CODE_ASK when it is no answer. */
static uint8_t
code_of_cell(const struct step *step, struct str cell)
{
    struct answer answer;

    if (cell.len == 1
        && step->table->one[(unsigned char)cell.bytes[0]] != CODE_ASK)
        return step->table->one[(unsigned char)cell.bytes[0]];
    if (cell.len == 0)
        return code_of_kind(ANSWER_BLANK);
    return answer_read(step->rules, cell, &answer) ? (uint8_t)CODE_ASK
                                                   : answer.code;
}

/* A row on its way: each take_ function returns where the next cell begins,
   or NULL to give the row up. */
struct fast {
    struct chunk *chunk;
    const char *end; /* of the chunk; the byte before it is a LF */
    size_t row;
    size_t n_lines; /* that the row spans */
    char delimiter;
};

/* What stands between a cell and the next. */
struct stop {
    char wanted;   /* behind this cell */
    char unwanted; /* the row is shorter or longer than the header */
};

/* The quote that closes the cell, which begins behind its opening one. */
static const char *
find_close(const struct fast *fast, const char *begin, bool *has_escapes)
{
    const char *quote = memchr(begin, '"', (size_t)(fast->end - begin));

    *has_escapes = false;
    while (quote && quote[1] == '"') {
        *has_escapes = true;
        quote = memchr(quote + 2, '"', (size_t)(fast->end - quote) - 2);
    }
    return quote;
}

static const char *
take_quoted(struct fast *fast, const char *at, struct stop stop,
            struct str *cell)
{
    struct csv_cell quoted = {.raw = {at + 1, 0}, .is_quoted = true};
    const char *quote = find_close(fast, at + 1, &quoted.has_escapes);
    const char *next;

    if (!quote)
        return NULL;
    quoted.raw.len = (size_t)(quote - quoted.raw.bytes);
    if (quoted.raw.len > CSV_LIMIT_FIELD_SIZE)
        return NULL;
    fast->n_lines += csv_count_lines(quoted.raw);
    *cell = csv_cell_text(quoted, fast->chunk->scratch);
    next = quote + 1;
    if (stop.wanted == '\n' && next[0] == '\r')
        next++;
    return next[0] == stop.wanted ? next + 1 : NULL;
}

static const char *
take_cell(struct fast *fast, const char *at, struct stop stop, struct str *cell)
{
    const char *end = at;

    if (*at == '"') {
        end = take_quoted(fast, at, stop, cell);
    } else {
        while (*end != stop.wanted && *end != stop.unwanted)
            end++;
        *cell = (struct str){at, (size_t)(end - at)};
        if (stop.wanted == '\n' && cell->len && end[-1] == '\r')
            cell->len--;
        end = *end == stop.wanted ? end + 1 : NULL;
    }
    return end && cell->len <= CSV_LIMIT_FIELD_SIZE ? end : NULL;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *
take_long_code(struct fast *fast, const struct step *step, const char *at,
               struct stop stop)
{
    struct str cell;
    const char *next;
    uint8_t code;

    if (is_digit(at[0]) && is_digit(at[1]) && at[2] == stop.wanted) {
        code = step->table->two[(at[0] - '0') * 10 + (at[1] - '0')];
        next = at + 3;
    } else {
        next = take_cell(fast, at, stop, &cell);
        code = next ? code_of_cell(step, cell) : (uint8_t)CODE_ASK;
    }
    step->code[fast->row] = code;
    return code != CODE_ASK ? next : NULL;
}

/* The columns from 'step' on that have codes, up to 'end': the hot loop. */
static const char *
take_codes(struct fast *fast, const struct step **step, const struct step *end,
           const char *at)
{
    const struct step *to = *step;
    const char delimiter = fast->delimiter;
    const size_t row = fast->row;
    const struct stop stop = {delimiter, '\n'};

    for (; to < end && to->kind == STEP_CODES; to++) {
        uint8_t code = to->table->one[(unsigned char)at[0]];

        if (at[1] == delimiter && code != CODE_ASK) {
            to->code[row] = code;
            at += 2;
        } else if (at[0] == delimiter) {
            to->code[row] = code_of_kind(ANSWER_BLANK);
            at += 1;
        } else {
            at = take_long_code(fast, to, at, stop);
            if (!at)
                return NULL;
        }
    }
    *step = to;
    return at;
}

static const char *
take_other(struct fast *fast, const struct step *step, const char *at,
           struct stop stop)
{
    struct chunk *chunk = fast->chunk;
    struct str cell = {at, 0};
    const char *next = take_cell(fast, at, stop, &cell);
    struct answer answer;

    if (!next)
        return NULL;
    if (step->kind == STEP_ANSWER) {
        if (answer_read(step->rules, cell, &answer))
            return NULL;
        answer_store(&answer, step->answers, fast->row);
        return next;
    }
    if (step->is_fact
        && !facts_put(&chunk->rows, fast->row, step->fact, cell,
                      chunk->options->keep_raw))
        return NULL;
    if (step->kept_idx != SIZE_MAX)
        chunk->kept[fast->row * chunk->n_kept + step->kept_idx] =
            chunk_kept(chunk, cell);
    return next;
}

static const char *
take_row(struct fast *fast, const char *at)
{
    const struct step *step = fast->chunk->steps;
    const struct step *last = step + fast->chunk->file->binding->n_columns - 1;
    const struct stop stop = {fast->delimiter, '\n'};
    const struct stop stop_last = {'\n', fast->delimiter};

    if (*at == '\n' || *at == '\r')
        return NULL; /* perhaps a blank line */
    while (at && step < last) {
        if (step->kind == STEP_CODES)
            at = take_codes(fast, &step, last, at);
        else
            at = take_other(fast, step++, at, stop);
    }
    if (!at)
        return NULL;
    return last->kind == STEP_CODES ? take_long_code(fast, last, at, stop_last)
                                    : take_other(fast, last, at, stop_last);
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
                        .end = stretch->bytes + stretch->len,
                        .row = row,
                        .n_lines = 1,
                        .delimiter = chunk->file->header.delimiter};
    const char *begin = stretch->bytes + stretch->at;
    const char *next = take_row(&fast, begin);

    if (!next || !is_to_score(chunk, row))
        return false;
    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        chunk->batches[i]->state[row] = ROW_TO_SCORE;
    chunk->offset[row] = stretch->at;
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
            record->fault_offset);
    else if (chunk_keeps(chunk, MSG_DATA_ROW_LENGTH, record->offset))
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
        .offset = record->offset,
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
            is_there
                ? (size_t)(cell->raw.bytes - stretch->bytes) - cell->is_quoted
                : record->offset;
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

size_t
csv_rows_take(struct chunk *chunk)
{
    const struct csv_stretch *stretch = chunk->own;
    size_t n = 0;

    if (!stretch->at)
        chunk->is_text = is_text((struct str){stretch->bytes, stretch->len});
    bool may_be_fast = chunk->has_fast_path && chunk->is_text;
    while (n < chunk->batch_rows && stretch->at < stretch->len)
        n += (may_be_fast && take_fast(chunk, n)) || take_plain(chunk, n);
    return n;
}
