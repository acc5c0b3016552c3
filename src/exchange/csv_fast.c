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

/* Where a row is looked at: ends of cells, counted from 'base', that were not
   passed yet. */
struct view {
    const char *base;
    uint64_t ends;
    uint64_t lines;
};

static inline struct view
look(const struct fast *fast, const char *at)
{
    struct view view = {.base = at};

    view.ends = csv_marks_ends(fast->marks, fast->bytes,
                               (size_t)(at - fast->bytes), &view.lines);
    return view;
}

/* Until there is an end; a cell begins at 'at'. */
static inline void
look_on(const struct fast *fast, struct view *view, const char *at)
{
    while (!view->ends) {
        *view = look(fast, at);
        at += CSV_BLOCK;
    }
}

/* Passes the cell that begins at 'at', and returns where it ends. */
static inline const char *
pass_cell(const struct fast *fast, struct view *view, const char *at)
{
    look_on(fast, view, at);
    const char *end = view->base + __builtin_ctzll(view->ends);
    view->ends &= view->ends - 1;
    return end;
}

/* 'stop' is what must stand behind it: else the row is shorter or longer than
   the header. */
static bool
take_cell(struct fast *fast, const char *at, const char *end, char stop,
          struct fast_cell *cell)
{
    size_t offset = (size_t)(at - fast->bytes);
    size_t len = (size_t)(end - at);

    if (*end != stop)
        return false;
    if (stop == '\n' && len && end[-1] == '\r')
        len--;
    *cell = (struct fast_cell){at, len, KEPT_BARE};
    if (fast->marks->is_calm)
        return len <= CSV_LIMIT_FIELD_SIZE;
    if (*at != '"') {
        if (csv_marks_next_odd(fast->marks, offset, offset + len)
            < offset + len)
            cell->form = KEPT_TEXT;
    } else {
        if (len < 2 || at[len - 1] != '"')
            return false;
        cell->begin++;
        cell->len -= 2;
        if (!judge_quoted(fast, cell))
            return false;
    }
    return cell->len <= CSV_LIMIT_FIELD_SIZE;
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
    else if (take_cell(fast, at, end, *end, &cell))
        *code = code_of_cell(fast, step, &cell);
    else
        return false;
    return *code != CODE_ASK;
}

static const char *
behind_last(const struct view *view, uint64_t ends)
{
    return view->base + CSV_BLOCK - __builtin_clzll(ends);
}

/* Cells of which the first begins at 'at', and which end at the bits of 'ends';
   those of 'unclear' one by one. */
static bool
judge_unclear(struct fast *fast, const struct step *step,
              const struct view *view, const char *at, uint64_t ends,
              uint64_t unclear, uint8_t *codes)
{
    for (; unclear; unclear &= unclear - 1) {
        uint64_t before = ends & ((unclear & -unclear) - 1);
        size_t i = (size_t)__builtin_popcountll(before);
        if (!judge_alone(fast, step + i,
                         before ? behind_last(view, before) : at,
                         view->base + __builtin_ctzll(unclear), codes + i))
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
static inline const char *
take_run(struct fast *fast, const struct step *step, struct view *view,
         const char *at, bool ends_row)
{
    const struct code_run *run = step->run;
    uint8_t *first = code_run_row(run, fast->row);
    uint8_t *codes = first;
    size_t n_left = run->n;

    do {
        look_on(fast, view, at);
        uint64_t rows = view->lines & view->ends;
        /* All, where there is no row's end. */
        uint64_t ends = view->ends & (rows ^ (rows - 1));
        size_t n = (size_t)__builtin_popcountll(ends);
        if (n > n_left) {
            n = n_left;
            ends = first_bits(ends, n);
        }
        if (((ends & rows) != 0) != (ends_row && n == n_left))
            return NULL;
        uint64_t unclear = code_run_take(run, fast->vector, view->base,
                                         at - view->base, ends, codes);
        if (unclear
            && !judge_unclear(fast, step + (codes - first), view, at, ends,
                              unclear, codes))
            return NULL;
        view->ends ^= ends;
        at = behind_last(view, ends);
        codes += n;
        n_left -= n;
    } while (n_left);
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
take_other(struct fast *fast, const struct step *step, struct view *view,
           const char *at, char stop)
{
    const char *end = pass_cell(fast, view, at);
    struct fast_cell cell;

    if (!take_cell(fast, at, end, stop, &cell))
        return NULL;
    if (fast->wide)
        fast->wide->cells[step - fast->steps] = cell;
    else if (!csv_fast_put(fast, step, &cell))
        return NULL;
    return end + 1;
}

/* Whether a cell is the row's last, or may be written otherwise than it
   stands. */
static inline bool
is_rough(const struct fast *fast, const char *at, const char *end)
{
    size_t offset = (size_t)(end - fast->bytes);

    if (fast->marks->is_calm)
        return *end == '\n'
               || (at < end && !str_is_alnum(*at) && csv_may_be_guarded(*at));
    return fast->blocks[offset / CSV_BLOCK].rough >> offset % CSV_BLOCK & 1;
}

/* Whether neighbours from 'step' on are smooth, and end where: the row's end
   would be rough.  Of blocks that were marked. */
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
    struct rows *rows = &fast->chunk->rows;
    struct str text = {at, (size_t)(stop - at)};
    struct fast_cell cell;

    if (facts_put_plain(rows, fast->row, step->fact, text,
                        fast->chunk->options))
        return true;
    if (*at == '"') {
        if (!take_cell(fast, at, stop, *stop, &cell))
            return false;
        text = text_of(fast, &cell);
    }
    return facts_put(rows, fast->row, step->fact, text, fast->chunk->options);
}

/* Neighbours that are passed through, as one; up to the last fact cell by cell,
   and all where nothing was marked.  NULL where they have to be looked at one
   by one. */
static const char *
take_kept(struct fast *fast, const struct step *step, struct view *view,
          const char *at)
{
    size_t n = fast->marks->is_calm ? step->n_alike : step->n_to_facts;
    const char *behind = at;

    for (size_t i = 0; i < n; i++) {
        const char *end = pass_cell(fast, view, behind);
        if (is_rough(fast, behind, end)
            || (step[i].is_fact && !take_fact(fast, step + i, behind, end)))
            return NULL;
        behind = end + 1;
    }
    if (step->n_alike > n) {
        behind = find_last_end(fast, step->n_alike - n, behind);
        if (!behind++)
            return NULL;
        view->ends = 0;
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
    struct view view = look(fast, at);
    while (at && step < end) {
        const char *next;
        if (step->run) {
            const struct step *behind = step + step->run->n;
            at = take_run(fast, step, &view, at, behind == end);
            step = behind;
        } else if (step->n_alike && (next = take_kept(fast, step, &view, at))) {
            at = next;
            step += step->n_alike;
        } else {
            const struct step *behind = step + 1;
            if (step->n_alike)
                behind = step + step->n_alike;
            view = look(fast, at);
            for (; at && step < behind; step++)
                at = take_other(fast, step, &view, at,
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
static inline const char *
take_next(struct fast *fast, const char *at, bool may_be_other, size_t *n)
{
    fast->n_labelled = 0;
    csv_fast_make_room(fast);
    const char *next = take_row(fast, at);
    if (next && fast->wide && !csv_times_put(fast, n))
        next = NULL;
    for (size_t i = 0; next && may_be_other && i < *n; i++)
        if (!is_to_score(fast->chunk, fast->row + i))
            next = NULL;
    if (next && fast->n_labelled)
        count_labels(fast);
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
        size_t n = 1;
        if (fast.row + n_most <= limit && !chunk->next_time)
            next = take_next(&fast, at, may_be_other, &n);
        if (next) {
            if (fast.wide && !chunk->is_silent)
                chunk->n_empty_times += n_most - n;
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
/* With all that is called. */
static CSV_WIDE __attribute__((flatten)) size_t
take_rows_wide(struct chunk *chunk, size_t limit)
{
    return take_rows_fast(chunk, limit);
}

static CSV_WIDEST __attribute__((flatten)) size_t
take_rows_widest(struct chunk *chunk, size_t limit)
{
    return take_rows_fast(chunk, limit);
}
#endif

size_t
csv_fast_take(struct chunk *chunk, size_t limit)
{
#ifdef __x86_64__
    if (chunk->options->vector == VECTOR_AVX512)
        return take_rows_widest(chunk, limit);
    if (chunk->options->vector == VECTOR_AVX2)
        return take_rows_wide(chunk, limit);
#endif
    return take_rows_fast(chunk, limit);
}
