/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a chunk's bytes, the fast way, along the marks (csv_marks.h) of a
   row that has nothing odd about it: columns of codes are taken a run at a time
   (code_run.h), neighbours that are passed through as one piece.  A row that
   becomes several is taken once, as it stands (csv_times.c puts it).  Left to
   the plain way (csv_rows.c) are a cell that is no answer or no such fact,
   another length than the header, text after a quote, a row that is not to be
   scored, a blank line. */
#include "exchange/csv_fast.h"

#include <endian.h>
#include <string.h>
#include "exchange/reshaping.h"
#include "response/facts.h"
#include "response/recoding.h"

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

/* The first 'n' of the eight bytes at 'at', as one number: copied into it one
   by one they would be waited for.  Behind a chunk there is room for the
   others. */
static uint64_t
first_bytes(const char *at, size_t n)
{
    uint64_t bytes;

    memcpy(&bytes, at, sizeof bytes);
    return n ? le64toh(bytes) & UINT64_MAX >> (64 - 8 * n) : 0;
}

/* Likewise.  Words and decimals come again and again. */
static struct judged_cell
judge_cell(struct fast *fast, const struct step *step,
           const struct fast_cell *cell)
{
    struct csv_stretch *stretch = fast->chunk->own;
    uint64_t bytes;

    if (cell->len > sizeof bytes || cell->form == KEPT_DOUBLED)
        return read_code(step, text_of(fast, cell));
    bytes = first_bytes(cell->begin, cell->len);
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

bool
csv_fast_put(struct fast *fast, const struct step *step,
             const struct fast_cell *cell)
{
    struct chunk *chunk = fast->chunk;
    struct answer answer;

    if (step->kind == STEP_ANSWER) {
        if (answer_read(step->rules, text_of(fast, cell), &answer))
            return false;
        answer_store(&answer, step->answers, fast->row);
        if (answer.was_label)
            note_label(fast, step);
        return true;
    }
    if (step->recoded)
        return put_recoded(fast, step, text_of(fast, cell));
    if (step->is_fact
        && !facts_put(&chunk->rows, fast->row, step->fact, text_of(fast, cell),
                      chunk->options))
        return false;
    if (step->is_unnamed && cell->len)
        return false;
    if (step->kept_idx != SIZE_MAX)
        chunk_keep(chunk, fast->row, step, (struct str){cell->begin, cell->len},
                   cell->form);
    return true;
}

static const char *
take_other(struct fast *fast, const struct step *step, const char *at,
           char stop)
{
    struct fast_cell cell;
    const char *next = take_cell(fast, at, stop, &cell);

    if (next && fast->wide)
        fast->wide->cells[step - fast->steps] = cell;
    else if (next && !csv_fast_put(fast, step, &cell))
        next = NULL;
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

/* ---- the tiles ---- */

static void
settle_tiles(struct fast *fast)
{
    for (size_t i = 0; i < fast->chunk->n_runs; i++)
        code_run_settle(&fast->chunk->runs[i], fast->n_settled);
    fast->n_settled += CODE_RUN_ROWS;
}

void
csv_fast_make_room(struct fast *fast)
{
    if (fast->row == fast->n_settled + CODE_RUN_ROWS)
        settle_tiles(fast);
}

/* ---- all rows ---- */

/* A row that was given up; returns how many it became.  They go into the
   columns, and from there into the tiles, as the others stand. */
static __attribute__((noinline)) size_t
take_again(struct fast *fast, size_t limit)
{
    struct chunk *chunk = fast->chunk;
    size_t first = fast->row;
    size_t n = csv_rows_take_plain(chunk, first, limit);

    for (; fast->row < first + n; fast->row++) {
        if (fast->row < fast->n_settled)
            continue;
        csv_fast_make_room(fast);
        for (size_t i = 0; i < chunk->n_runs; i++)
            for (size_t k = 0; k < chunk->runs[i].n; k++)
                code_run_row(&chunk->runs[i], fast->row)[k] =
                    chunk->runs[i].columns[k][fast->row];
    }
    fast->row = first;
    return n;
}

/* The next row of the file; NULL where it is given up. */
static const char *
take_next(struct fast *fast, const char *at, bool may_be_other, size_t *n)
{
    *n = 1;
    fast->n_labelled = 0;
    csv_fast_make_room(fast);
    const char *next = take_row(fast, at);
    if (next && fast->wide && !csv_times_put(fast, n))
        next = NULL;
    for (size_t i = 0; next && may_be_other && i < *n; i++)
        if (!is_to_score(fast->chunk, fast->row + i))
            next = NULL;
    return next;
}

/* Until all are taken, or what is left are blank lines.  Rows that the batch
   may have no room for are put in part by the plain way alone. */
static size_t
take_rows_fast(struct chunk *chunk, size_t limit)
{
    struct csv_stretch *stretch = chunk->own;
    const struct source_file *file = chunk->file;
    struct fast fast = {
        .chunk = chunk,
        .marks = &stretch->marks,
        .blocks = stretch->marks.blocks,
        .bytes = stretch->bytes,
        .steps = file->reshaping ? chunk->wide->steps : chunk->steps,
        .n_columns =
            file->reshaping ? file->header.n_cells : file->binding->n_columns,
        .delimiter = file->header.delimiter,
        .vector = chunk->options->vector,
        .wide = file->reshaping ? chunk->wide : NULL,
        .kept = chunk->kept,
        .form = chunk->form,
    };
    size_t n_most = fast.wide ? reshaping_n_times(file->reshaping) : 1;
    bool may_be_other = may_be_others(chunk);
    size_t begin = stretch->at;
    const char *end = fast.bytes + stretch->len;
    const char *at = fast.bytes + stretch->at;

    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        memset(chunk->batches[i]->state, ROW_TO_SCORE, limit);
    while (at < end && fast.row < limit) {
        const char *next = NULL;
        size_t n;
        if (fast.row + n_most <= limit && !chunk->next_time)
            next = take_next(&fast, at, may_be_other, &n);
        if (next) {
            count_labels(&fast);
            chunk->n_empty_times += chunk->is_silent ? 0 : n_most - n;
            for (size_t i = 0; i < n; i++)
                chunk->offset[fast.row + i] =
                    chunk->base + (size_t)(at - fast.bytes);
            at = next;
        } else {
            stretch->at = (size_t)(at - fast.bytes);
            n = take_again(&fast, limit);
            at = fast.bytes + stretch->at;
        }
        fast.row += n;
        fast.kept += n * chunk->n_kept;
        fast.form += n * chunk->n_kept;
    }
    stretch->at = (size_t)(at - fast.bytes);
    stretch->n_lines += csv_marks_lines(fast.marks, begin, stretch->at);
    if (fast.row > fast.n_settled)
        settle_tiles(&fast);
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

size_t
csv_fast_take(struct chunk *chunk, size_t limit)
{
#ifdef __x86_64__
    if (chunk->options->vector >= VECTOR_AVX2)
        return take_rows_wide(chunk, limit);
#endif
    return take_rows_fast(chunk, limit);
}
