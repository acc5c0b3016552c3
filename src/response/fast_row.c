/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row in one go: codes are looked up, cells kept where they lie.  Columns
   of codes are taken a run at a time, so that what takes many cells at once
   can stand beside take_codes(). */
#include "response/fast_row.h"

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
    struct csv_chunk *chunk;
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
    fast->n_lines += count_lines(quoted.raw);
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
    struct csv_chunk *chunk = fast->chunk;
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
            csv_chunk_kept(chunk, cell);
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
is_to_score(const struct csv_chunk *chunk, size_t row)
{
    const bool *has_fact = chunk->file->binding->has_fact;

    if (!has_fact[FACT_INSTRUMENT] && !has_fact[FACT_EDITION]
        && !has_fact[FACT_DIGEST])
        return true;
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        if (csv_chunk_state(chunk, row, i) != ROW_TO_SCORE)
            return false;
    }
    return true;
}

bool
fast_row_take(struct csv_chunk *chunk, size_t row)
{
    struct fast fast = {.chunk = chunk,
                        .end = chunk->bytes + chunk->len,
                        .row = row,
                        .n_lines = 1,
                        .delimiter = chunk->file->delimiter};
    const char *next = take_row(&fast, chunk->bytes + chunk->at);

    if (!next || !is_to_score(chunk, row))
        return false;
    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        chunk->batches[i]->state[row] = ROW_TO_SCORE;
    chunk->at = (size_t)(next - chunk->bytes);
    chunk->n_lines += fast.n_lines;
    return true;
}
