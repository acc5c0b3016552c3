/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a chunk's bytes, by two ways.  The fast one goes along the marks
   (csv_marks.h) of a row that has nothing odd about it: columns of codes are
   taken a run at a time (code_run.h), neighbours that are passed through as one
   piece.  It leaves to the plain one a cell that is no answer or no such fact,
   another length than the header, text after a quote, a row that is not to be
   scored, a blank line. */
#include "exchange/csv_file.h"

#include <assert.h>
#include <string.h>
#include "base/utf8.h"
#include "response/facts.h"
#include "response/recoding.h"

/* Rows on their way: each take_ function returns where the next cell begins, or
   NULL to give the row up.  What stays the same is here by value: what is
   written as bytes might be anything, and be read again. */
struct fast {
    struct chunk *chunk;
    const struct csv_marks *marks;
    const struct csv_block *blocks; /* of the marks */
    const char *bytes;              /* of the chunk */
    const struct step *steps;
    size_t n_columns;
    size_t row;
    char delimiter;
    enum vector vector;
    /* The row's: */
    struct str *kept;
    uint8_t *form;
    size_t n_labelled; /* cells that are words of choices: chunk->labelled */
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
static struct judged_cell
read_code(const struct step *step, struct str cell)
{
    struct judged_cell judged = {.rules = step->rules};
    struct answer answer;

    judged.code = cell.len
                      ? answer_table_word(step->table, cell, &judged.was_label)
                      : code_of_kind(ANSWER_BLANK);
    if (judged.code != CODE_ASK)
        return judged;
    if (!answer_read(step->rules, cell, &answer))
        judged.code = answer.code;
    judged.was_label = answer.was_label;
    return judged;
}

/* Likewise.  Words and decimals come again and again. */
static struct judged_cell
judge_cell(struct fast *fast, const struct step *step,
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
    if (judged->bytes != bytes || judged->rules != step->rules) {
        *judged = read_code(step, (struct str){cell->begin, cell->len});
        judged->bytes = bytes;
    }
    return *judged;
}

/* Counted when the row is taken: it may yet be given up. */
static void
note_label(struct fast *fast, const struct step *step)
{
    fast->chunk->labelled[fast->n_labelled++] = step->n_labels;
}

static void
count_labels(const struct fast *fast)
{
    for (size_t i = 0; i < fast->n_labelled; i++)
        ++*fast->chunk->labelled[i];
}

static uint8_t
code_of_cell(struct fast *fast, const struct step *step,
             const struct fast_cell *cell)
{
    struct judged_cell judged = judge_cell(fast, step, cell);

    if (judged.was_label)
        note_label(fast, step);
    return judged.code;
}

/* The code of a cell that code_run_take() leaves; false when it is no answer,
   or does not end where it should. */
static bool
judge_alone(struct fast *fast, const struct step *step, const char *at,
            const char *end, uint8_t *code)
{
    struct fast_cell cell;

    if (end - at == 2 && str_is_digit(at[0]) && str_is_digit(at[1]))
        *code = step->table->two[(at[0] - '0') * 10 + (at[1] - '0')];
    else if (take_cell(fast, at, *end, &cell))
        *code = code_of_cell(fast, step, &cell);
    else
        return false;
    return *code != CODE_ASK;
}

static size_t
behind_last(uint64_t bits)
{
    return bits ? CSV_BLOCK - (size_t)__builtin_clzll(bits) : 0;
}

/* Cells that end at the bits of 'ends', counted from 'at' on; those of
   'unclear' one by one. */
static bool
judge_unclear(struct fast *fast, const struct step *step, const char *at,
              uint64_t ends, uint64_t unclear, uint8_t *codes)
{
    for (; unclear; unclear &= unclear - 1) {
        uint64_t before = ends & ((unclear & -unclear) - 1);
        size_t i = (size_t)__builtin_popcountll(before);
        if (!judge_alone(fast, step + i, at + behind_last(before),
                         at + __builtin_ctzll(unclear), codes + i))
            return false;
    }
    return true;
}

static uint64_t
first_bits(uint64_t bits, size_t n)
{
    uint64_t others = bits;

    while (n--)
        others &= others - 1;
    return bits ^ others;
}

/* The run that begins with the column 'step'.  Where the row does not end with
   it, or elsewhere, it is given up. */
static const char *
take_run(struct fast *fast, const struct step *step, const char *at,
         bool ends_row)
{
    const struct code_run *run = step->run;
    uint8_t *codes = code_run_row(run, fast->row);

    for (size_t n_left = run->n; n_left;) {
        size_t offset = (size_t)(at - fast->bytes);
        const struct csv_block *block = &fast->blocks[offset / CSV_BLOCK];
        uint64_t ends = csv_marks_from(block[0].ends, block[1].ends, offset);
        uint64_t rows =
            csv_marks_from(block[0].lines, block[1].lines, offset) & ends;
        ends &= rows ^ (rows - 1); /* all, where there is no row's end */
        struct code_run_taken taken =
            code_run_take(run, fast->vector, at, ends, codes);
        if (taken.n > n_left) {
            ends = first_bits(ends, n_left);
            taken = (struct code_run_taken){n_left, taken.unclear & ends};
        }
        bool is_last = ends_row && taken.n == n_left;
        if (!taken.n || ((ends & rows) != 0) != is_last
            || (taken.unclear
                && !judge_unclear(fast, step, at, ends, taken.unclear, codes)))
            return NULL;
        at += behind_last(ends);
        step += taken.n;
        codes += taken.n;
        n_left -= taken.n;
    }
    return at;
}

/* A fact whose cells are read as a map says. */
static bool
put_recoded(struct fast *fast, const struct step *step, struct str cell)
{
    struct chunk *chunk = fast->chunk;

    if (!recoded_read(step->recoded, &cell)
        || !facts_put(&chunk->rows, fast->row, step->fact, cell,
                      chunk->options))
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
        if (answer.was_label)
            note_label(fast, step);
        return next;
    }
    if (step->recoded)
        return put_recoded(fast, step, text_of(fast, &cell)) ? next : NULL;
    if (step->is_fact
        && !facts_put(&chunk->rows, fast->row, step->fact, text_of(fast, &cell),
                      chunk->options))
        return NULL;
    if (step->is_unnamed && cell.len)
        return NULL;
    if (step->kept_idx != SIZE_MAX)
        chunk_keep(chunk, fast->row, step, (struct str){cell.begin, cell.len},
                   cell.form);
    return next;
}

/* Whether neighbours from 'step' on are smooth, and end where: the row's end
   would be rough. */
static const char *
find_last_end(const struct fast *fast, size_t n, const char *at)
{
    size_t offset = (size_t)(at - fast->bytes);
    size_t i = offset / CSV_BLOCK;
    uint64_t from = UINT64_MAX << offset % CSV_BLOCK;
    uint64_t ends = fast->blocks[i].ends & from;
    uint64_t rough = fast->blocks[i].rough & from;
    size_t n_here;

    while ((n_here = (size_t)__builtin_popcountll(ends)) < n) {
        if (rough)
            return NULL;
        n -= n_here;
        ends = fast->blocks[++i].ends;
        rough = fast->blocks[i].rough;
    }
    while (--n)
        ends &= ends - 1;
    return rough & (ends ^ (ends - 1))
               ? NULL
               : fast->bytes + i * CSV_BLOCK + __builtin_ctzll(ends);
}

/* A fact among neighbours. */
static inline bool
take_fact(struct fast *fast, const struct step *step, const char *at,
          const char *stop)
{
    struct fast_cell cell = {.begin = at, .len = (size_t)(stop - at)};

    return (*at != '"' || take_cell(fast, at, *stop, &cell))
           && facts_put(&fast->chunk->rows, fast->row, step->fact,
                        text_of(fast, &cell), fast->chunk->options);
}

/* Neighbours that are passed through, as one; up to the last fact cell by cell.
   NULL where they have to be looked at one by one. */
static const char *
take_kept(struct fast *fast, const struct step *step, const char *at)
{
    const char *behind = at;

    for (size_t i = 0; i < step->n_to_facts; i++) {
        size_t offset = (size_t)(behind - fast->bytes);
        size_t stop = csv_marks_end(fast->marks, offset);
        if (fast->blocks[stop / CSV_BLOCK].rough >> stop % CSV_BLOCK & 1)
            return NULL;
        if (step[i].is_fact
            && !take_fact(fast, step + i, behind, fast->bytes + stop))
            return NULL;
        behind = fast->bytes + stop + 1;
    }
    if (step->n_alike > step->n_to_facts) {
        behind = find_last_end(fast, step->n_alike - step->n_to_facts, behind);
        if (!behind++)
            return NULL;
    }
    size_t len = (size_t)(behind - 1 - at);
    uint8_t *form = fast->form + step->kept_idx;
    fast->kept[step->kept_idx] = (struct str){at, len};
    form[0] = KEPT_BARE;
    for (size_t i = 1; i < step->n_alike; i++)
        form[i] = KEPT_BEHIND;
    return len <= CSV_LIMIT_FIELD_SIZE ? behind : NULL;
}

static const char *
take_row(struct fast *fast, const char *at)
{
    const struct step *step = fast->steps;
    const struct step *end = step + fast->n_columns;

    if (*at == '\n' || *at == '\r')
        return NULL; /* perhaps a blank line */
    if (at == fast->bytes && step->run)
        return NULL; /* there is no byte before it */
    while (at && step < end) {
        const char *next;
        if (step->run) {
            const struct step *behind = step + step->run->n;
            at = take_run(fast, step, at, behind == end);
            step = behind;
        } else if (step->n_alike && (next = take_kept(fast, step, at))) {
            at = next;
            step += step->n_alike;
        } else {
            const struct step *behind = step + 1;
            if (step->n_alike)
                behind = step + step->n_alike;
            for (; at && step < behind; step++)
                at = take_other(fast, step, at,
                                step + 1 == end ? '\n' : fast->delimiter);
        }
    }
    return at;
}

/* Whether a row's facts can keep it from being scored. */
static bool
may_be_others(const struct chunk *chunk)
{
    const bool *has_fact = chunk->file->binding->has_fact;

    return has_fact[FACT_INSTRUMENT] || has_fact[FACT_EDITION]
           || has_fact[FACT_DIGEST];
}

static bool
is_to_score(const struct chunk *chunk, size_t row)
{
    for (size_t i = 0; i < chunk->options->n_instruments; i++) {
        if (chunk_state(chunk, row, i) != ROW_TO_SCORE)
            return false;
    }
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

/* R writes the names of rows in a column without a header. */
static bool
has_row_names(const struct header *header, size_t n_cells, size_t n_columns)
{
    for (size_t i = 0; i < header->n_below; i++)
        if (header->below[i].n_cells != n_columns + 1)
            return false;
    return header->n_below && n_cells == n_columns + 1;
}

void
csv_rows_tell_broken(struct chunk *chunk, const struct csv_record *record,
                     size_t n_columns)
{
    if (record->fault)
        chunk_tell(
            chunk,
            &(struct diagnostic){.message = csv_fault_message(record->fault)},
            chunk->base + record->fault_offset);
    if (record->fault
        || !chunk_keeps(chunk, MSG_DATA_ROW_LENGTH,
                        chunk->base + record->offset))
        return;
    diag_add(chunk->problems, MSG_DATA_ROW_LENGTH, (struct place){0},
             "%zu cells, not %zu", record->n_cells, n_columns);
    if (has_row_names(&chunk->file->header, record->n_cells, n_columns))
        diag_hint(chunk->problems, "names of rows, as R writes them? write the "
                                   "file with row.names = FALSE");
}

static size_t
put_record(struct chunk *chunk, size_t row, size_t limit,
           const struct csv_record *record)
{
    struct csv_stretch *stretch = chunk->own;
    size_t n_columns = chunk->file->header.n_cells;
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
        csv_rows_tell_broken(chunk, record, n_columns);
    return chunk_put_row(chunk, row, limit, &cells);
}

/* How many rows a row of the file became; 0 also when only blank lines were
   left. */
static size_t
take_plain(struct chunk *chunk, size_t row, size_t limit)
{
    struct csv_stretch *stretch = chunk->own;
    struct csv_record record = {.cells = stretch->cells,
                                .size = chunk->file->header.n_cells};
    size_t begin = stretch->at;
    size_t n = 0;
    bool goes_on = chunk->next_time; /* it was begun before */
    bool found = csv_next((struct str){stretch->bytes, stretch->len},
                          &stretch->at, chunk->file->header.delimiter, &record);

    if (!chunk->is_silent && !goes_on)
        chunk->n_blank += csv_count_lines(
            (struct str){stretch->bytes + begin,
                         (found ? record.offset : stretch->at) - begin});
    if (found)
        n = put_record(chunk, row, limit, &record);
    if (chunk->next_time)
        stretch->at = begin;
    return n;
}

/* A row that was given up; NULL when nothing but blank lines was left.  It goes
   into the columns, and from there into the tiles, as the others stand. */
static __attribute__((noinline)) const char *
take_again(struct chunk *chunk, size_t row, const char *at)
{
    struct csv_stretch *stretch = chunk->own;

    stretch->at = (size_t)(at - stretch->bytes);
    if (!take_plain(chunk, row, row + 1))
        return NULL;
    for (size_t i = 0; i < chunk->n_runs; i++)
        for (size_t k = 0; k < chunk->runs[i].n; k++)
            code_run_row(&chunk->runs[i], row)[k] =
                chunk->runs[i].columns[k][row];
    return stretch->bytes + stretch->at;
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
    struct csv_stretch *stretch = chunk->own;
    struct fast fast = {
        .chunk = chunk,
        .marks = &stretch->marks,
        .blocks = stretch->marks.blocks,
        .bytes = stretch->bytes,
        .steps = chunk->steps,
        .n_columns = chunk->file->binding->n_columns,
        .delimiter = chunk->file->header.delimiter,
        .vector = chunk->options->vector,
        .kept = chunk->kept,
        .form = chunk->form,
    };
    bool may_be_other = may_be_others(chunk);
    size_t begin = stretch->at;
    const char *end = fast.bytes + stretch->len;
    const char *at = fast.bytes + stretch->at;

    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        memset(chunk->batches[i]->state, ROW_TO_SCORE, limit);
    while (at < end && fast.row < limit) {
        fast.n_labelled = 0;
        const char *next = take_row(&fast, at);
        if (next && may_be_other && !is_to_score(chunk, fast.row))
            next = NULL;
        if (next)
            count_labels(&fast);
        chunk->offset[fast.row] = chunk->base + (size_t)(at - fast.bytes);
        at = next ? next : take_again(chunk, fast.row, at);
        if (!at)
            break;
        fast.row++;
        fast.kept += chunk->n_kept;
        fast.form += chunk->n_kept;
        if (fast.row % CODE_RUN_ROWS == 0)
            settle_tiles(chunk, fast.row - 1);
    }
    stretch->at = at ? (size_t)(at - fast.bytes) : stretch->len;
    stretch->n_lines += csv_marks_lines(fast.marks, begin, stretch->at);
    if (fast.row % CODE_RUN_ROWS)
        settle_tiles(chunk, fast.row - 1);
    return fast.row;
}

#ifdef __x86_64__
/* With all that is called, for processors that count bits. */
static __attribute__((flatten, target("avx2,bmi,popcnt"))) size_t
take_rows_wide(struct chunk *chunk, size_t limit)
{
    return take_rows_fast(chunk, limit);
}
#endif

static size_t
take_rows_plain(struct chunk *chunk, size_t limit)
{
    struct csv_stretch *stretch = chunk->own;
    size_t begin = stretch->at;
    size_t n = 0;

    while (n < limit && stretch->at < stretch->len)
        n += take_plain(chunk, n, limit);
    stretch->n_lines += csv_marks_lines(&stretch->marks, begin, stretch->at);
    return n;
}

size_t
csv_rows_take(struct chunk *chunk, size_t limit)
{
    struct csv_stretch *stretch = chunk->own;
    size_t n;

    if (!stretch->at)
        stretch->is_text =
            stretch->marks.is_ascii
            || utf8_is_text((struct str){stretch->bytes, stretch->len});
    chunk->is_text = stretch->is_text;
    if (!chunk->has_fast_path || !chunk->is_text)
        n = take_rows_plain(chunk, limit);
#ifdef __x86_64__
    else if (chunk->options->vector >= VECTOR_AVX2)
        n = take_rows_wide(chunk, limit);
#endif
    else
        n = take_rows_fast(chunk, limit);
    return n;
}
