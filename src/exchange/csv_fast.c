/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a chunk's bytes, the fast way, along the marks (csv_marks.h) of
   rows that have nothing odd about them.  As many as a tile holds go abreast,
   each column of all before the next, so that none waits for the one before:
   columns of codes are taken a run at a time (code_run.h), neighbours that are
   passed through as one piece.  A row that becomes several is taken once, as it
   stands (csv_times.c puts it).  Left to the plain way (csv_rows.c) are a cell
   that is no answer or no such fact, another length than the header, text after
   a quote, a row that is not to be scored, a blank line. */
#include "exchange/csv_fast.h"

#include <assert.h>
#include <string.h>
#include "exchange/reshaping.h"
#include "response/recoding.h"

/* What is done of each row. */
#define ALWAYS_INLINE inline __attribute__((always_inline))

/* How bytes are looked at: known where it is compiled. */
struct how {
    enum vector vector;
    bool is_calm; /* as the marks */
};

/* Passes the cell that begins at 'at', and returns where it ends.  Ends that
   were passed are taken off the view. */
static ALWAYS_INLINE const char *
pass_cell(const struct fast *fast, struct how how, struct view *view,
          const char *at)
{
    for (; !view->ends; at += CSV_BLOCK)
        *view = (struct view){
            at, how.is_calm ? csv_calm_ends(at, fast->delimiter)
                            : csv_marks_ends(fast->marks, fast->bytes,
                                             (size_t)(at - fast->bytes))};
    const char *end = view->base + __builtin_ctzll(view->ends);
    view->ends &= view->ends - 1;
    return end;
}

/* A cell of a run that is none of most, with 'stop' behind it. */
static __attribute__((noinline)) const char *
take_odd(struct fast *fast, size_t i, const struct step *step, const char *at,
         char stop, uint8_t *code)
{
    struct view *view = &fast->view;
    size_t offset = (size_t)(at - view->base);
    uint64_t ends = offset < CSV_BLOCK ? view->ends & UINT64_MAX << offset : 0;

    for (const char *from = at; !ends; from += CSV_BLOCK) {
        ends = csv_marks_ends(fast->marks, fast->bytes,
                              (size_t)(from - fast->bytes));
        *view = (struct view){from, ends};
    }
    const char *end = view->base + __builtin_ctzll(ends);
    return *end == stop
                   && csv_cell_code(fast, i, step,
                                    (struct str){at, (size_t)(end - at)}, code)
               ? end + 1
               : NULL;
}

static ALWAYS_INLINE const char *
take_code(struct fast *fast, size_t i, const struct step *step, const char *at,
          char stop, const uint8_t *of_byte, uint8_t *code)
{
    *code = of_byte[(unsigned char)*at];
    if (at[1] == stop && *code != CODE_ASK)
        return at + 2;
    if (*at != stop)
        return take_odd(fast, i, step, at, stop, code);
    *code = code_of_kind(ANSWER_BLANK);
    return at + 1;
}

/* The run that begins with the column 'step', cell by cell.  Where the row does
   not end with it, or elsewhere, it is given up. */
static __attribute__((noinline)) const char *
take_run(struct fast *fast, const struct step *step, size_t i, bool ends_row)
{
    const char *at = fast->at[i];
    const uint8_t *of_byte = step->run->code;
    uint8_t *code = code_run_row(step->run, fast->row + i);
    const struct step *last = step + step->run->n - 1;
    char delimiter = step->run->delimiter;

    for (; at && step < last; step++)
        at = take_code(fast, i, step, at, delimiter, of_byte, code++);
    return at ? take_code(fast, i, last, at, ends_row ? '\n' : delimiter,
                          of_byte, code)
              : NULL;
}

/* That of all rows: what can be taken at once, is. */
static ALWAYS_INLINE void
take_runs(struct fast *fast, struct how how, const struct step *step,
          size_t n_rows, bool ends_row)
{
    uint32_t taken = 0;

#ifdef __x86_64__
    if (how.vector >= VECTOR_AVX2 && ends_row)
        taken = code_run_take_wide(step->run, fast->row, n_rows, fast->at,
                                   fast->begin + 1);
#else
    (void)how;
#endif
    for (size_t i = 0; i < n_rows; i++)
        if (!(taken >> i & 1) && fast->at[i])
            fast->at[i] = take_run(fast, step, i, ends_row);
}

/* A fact whose cells are read as a map says. */
static bool
put_recoded(struct chunk *chunk, size_t row, const struct step *step,
            struct str cell)
{
    if (!recoded_read(step->recoded, &cell)
        || !facts_put(&chunk->rows, row, step->fact, cell, chunk->options))
        return false;
    if (step->kept_idx != SIZE_MAX)
        chunk_keep(chunk, row, step, cell, KEPT_TEXT);
    return true;
}

bool
csv_fast_put(struct fast *fast, size_t i, const struct step *step,
             const struct fast_cell *cell)
{
    struct chunk *chunk = fast->chunk;
    size_t row = fast->row + i;
    struct answer answer;

    if (step->kind == STEP_ANSWER) {
        if (answer_read(step->rules, csv_cell_said(fast, cell), &answer))
            return false;
        answer_store(&answer, step->answers, row);
        if (answer.was_label)
            csv_cell_note_label(fast, i, step);
        return true;
    }
    if (step->recoded)
        return put_recoded(chunk, row, step, csv_cell_said(fast, cell));
    if (step->is_fact
        && !facts_put(&chunk->rows, row, step->fact, csv_cell_said(fast, cell),
                      chunk->options))
        return false;
    if (step->is_unnamed && cell->len)
        return false;
    if (step->kept_idx != SIZE_MAX)
        chunk_keep(chunk, row, step, (struct str){cell->begin, cell->len},
                   cell->form);
    return true;
}

static ALWAYS_INLINE const char *
take_other(struct fast *fast, struct how how, struct view *view,
           const struct step *step, size_t i, const char *at, char stop)
{
    const char *end = pass_cell(fast, how, view, at);
    struct fast_cell cell;

    if (!csv_cell_take(fast, at, end, stop, &cell))
        return NULL;
    if (fast->wide)
        fast->wide->cells[step - fast->steps] = cell;
    else if (!csv_fast_put(fast, i, step, &cell))
        return NULL;
    return end + 1;
}

/* Whether neighbours from 'step' on are smooth, and end where: the row's end
   would be rough.  Of blocks that were marked. */
static ALWAYS_INLINE const char *
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

/* A fact as most are: a text that begins and ends with a letter or digit is
   what it says, unless it is a word that is nobody's code, and a day has
   nothing around it. */
static ALWAYS_INLINE bool
put_plain(struct fast *fast, const struct step *step, size_t row,
          const char *at, const char *stop)
{
    struct str text = {at, (size_t)(stop - at)};

    if (step->seconds)
        step->seconds[row] = TIME_NONE;
    if (step->days)
        return date_memo_read(fast->dates, text, &step->days[row]);
    if (!step->text || !text.len || !str_is_alnum(*at)
        || (!str_is_digit(stop[-1])
            && (!str_is_alnum(stop[-1]) || fact_is_nobody(step->fact, text))))
        return false;
    step->text[row] = text;
    return true;
}

static bool
take_fact(struct fast *fast, const struct step *step, size_t row,
          const char *at, const char *stop)
{
    struct str text = {at, (size_t)(stop - at)};
    struct fast_cell cell;

    if (put_plain(fast, step, row, at, stop))
        return true;
    if (*at == '"') {
        if (!csv_cell_take(fast, at, stop, *stop, &cell))
            return false;
        text = csv_cell_said(fast, &cell);
    }
    return facts_put(&fast->chunk->rows, row, step->fact, text,
                     fast->chunk->options);
}

/* Where neighbours that are passed through end, whose facts are put: up to the
   last one cell by cell.  NULL where they have to be looked at one by one. */
static ALWAYS_INLINE const char *
pass_marked(struct fast *fast, const struct step *step, size_t row,
            const char *at)
{
    struct view view = {0};

    for (size_t k = 0; k < step->n_to_facts; k++) {
        const char *end = pass_cell(fast, (struct how){0}, &view, at);
        size_t offset = (size_t)(end - fast->bytes);
        if (fast->blocks[offset / CSV_BLOCK].rough >> offset % CSV_BLOCK & 1
            || (step[k].is_fact && !take_fact(fast, step + k, row, at, end)))
            return NULL;
        at = end + 1;
    }
    if (step->n_alike == step->n_to_facts)
        return at - 1;
    return find_last_end(fast, step->n_alike - step->n_to_facts, at);
}

/* Likewise where nothing was marked, before the row's end. */
static ALWAYS_INLINE const char *
pass_calm(struct fast *fast, const struct step *step, size_t row,
          const char *at, const char *row_end)
{
    const struct step *behind = step + step->n_alike;
    const char *base = at;
    uint64_t ends = csv_calm_equals(at, fast->delimiter);

    for (; step < behind; step++) {
        for (; !ends; ends = csv_calm_equals(base, fast->delimiter))
            if ((base += CSV_BLOCK) >= row_end)
                return NULL;
        const char *end = base + __builtin_ctzll(ends);
        ends &= ends - 1;
        if (!(step->is_fact && put_plain(fast, step, row, at, end))
            && ((at < end && !str_is_alnum(*at) && csv_may_be_guarded(*at))
                || (step->is_fact && !take_fact(fast, step, row, at, end))))
            return NULL;
        at = end + 1;
    }
    return at < row_end ? at - 1 : NULL;
}

/* So many are faster told together than one by one. */
enum { MANY_ALIKE = 8 };

static ALWAYS_INLINE const char *
take_kept(struct fast *fast, struct how how, const struct step *step, size_t i,
          const char *at)
{
    const struct chunk *chunk = fast->chunk;
    size_t row = fast->row + i;
    const char *end = how.is_calm
                          ? pass_calm(fast, step, row, at, fast->begin[i + 1])
                          : pass_marked(fast, step, row, at);
    size_t len = (size_t)(end - at);

    if (!end || len > CSV_LIMIT_FIELD_SIZE)
        return NULL;
    struct str *kept = chunk->kept + row * chunk->n_kept + step->kept_idx;
    uint8_t *form = chunk->form + (kept - chunk->kept);
    *kept = (struct str){at, len};
    form[0] = KEPT_BARE;
    if (step->n_alike > MANY_ALIKE)
        memset(form + 1, KEPT_BEHIND, step->n_alike - 1);
    else
        for (size_t k = 1; k < step->n_alike; k++)
            form[k] = KEPT_BEHIND;
    return end + 1;
}

/* The columns from 'step' to 'behind', which are no run of codes. */
static ALWAYS_INLINE const char *
take_cells(struct fast *fast, struct how how, const struct step *step,
           const struct step *behind, size_t i, const char *at)
{
    const struct step *end = fast->steps + fast->n_columns;
    struct view view = {0};
    const char *next = step->n_alike ? take_kept(fast, how, step, i, at) : NULL;

    if (next)
        return next;
    for (; at && step < behind; step++)
        at = take_other(fast, how, &view, step, i, at,
                        step + 1 == end ? '\n' : fast->delimiter);
    return at;
}

/* Those of all rows that were split off, one after the other. */
static ALWAYS_INLINE void
take_columns(struct fast *fast, struct how how, size_t n_rows)
{
    const struct step *end = fast->steps + fast->n_columns;
    const struct step *behind;

    for (const struct step *step = fast->steps; step < end; step = behind) {
        behind = step + (step->run ? step->run->n : step->n_alike);
        behind += behind == step;
        if (step->run)
            take_runs(fast, how, step, n_rows, behind == end);
        for (size_t i = 0; !step->run && i < n_rows; i++)
            if (fast->at[i])
                fast->at[i] =
                    take_cells(fast, how, step, behind, i, fast->at[i]);
    }
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
    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        if (chunk_state(chunk, row, i) != ROW_TO_SCORE)
            return false;
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
take_again(struct fast *fast, const char *at, size_t limit)
{
    struct chunk *chunk = fast->chunk;
    struct csv_stretch *stretch = chunk->own;
    size_t first = fast->row;

    stretch->at = (size_t)(at - fast->bytes);
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

/* Finds where the next rows begin, which are no blank lines, and the one behind
   them; returns how many, 'most' at most. */
static size_t
split_rows(struct fast *fast, const char *at, const char *end, size_t most)
{
    size_t offset = (size_t)(at - fast->bytes);
    const struct csv_block *block = &fast->blocks[offset / CSV_BLOCK];
    uint64_t ends = block->ends & block->lines;
    size_t n = 0;

    ends &= UINT64_MAX << offset % CSV_BLOCK;
    for (; n < most && at < end && *at != '\n' && *at != '\r'; n++) {
        fast->begin[n] = fast->at[n] = at;
        for (; !ends; ends = block->ends & block->lines)
            block++;
        at = fast->bytes + (size_t)(block - fast->blocks) * CSV_BLOCK
             + __builtin_ctzll(ends) + 1;
        ends &= ends - 1;
    }
    fast->begin[n] = at;
    return n;
}

/* Counts the words of choices in rows that were taken. */
static void
count_labels(const struct fast *fast)
{
    struct chunk *chunk = fast->chunk;

    for (size_t k = 0; k < chunk->labelled.n; k++)
        if (fast->at[chunk->labelled.items[k].i])
            ++*chunk->labelled.items[k].n_labels;
    chunk->labelled.n = 0;
}

/* Ends what take_columns() has taken, in the order of the rows; '*at' is where
   what is left begins. */
static void
put_rows(struct fast *fast, size_t n_rows, size_t limit, const char **at)
{
    struct chunk *chunk = fast->chunk;
    const struct csv_stretch *stretch = chunk->own;
    bool is_each_one = !fast->wide && !fast->may_be_other;
    size_t *offset = chunk->offset + fast->row;
    size_t base = chunk->base;
    size_t i = 0;

    for (; is_each_one && i < n_rows && fast->at[i]; i++) {
        assert(fast->at[i] == fast->begin[i + 1]);
        offset[i] = base + (size_t)(fast->begin[i] - fast->bytes);
    }
    fast->row += i;
    *at = fast->begin[i];
    for (; i < n_rows; i++) {
        size_t n = 1;
        bool is_taken = fast->at[i] && (!fast->wide || csv_times_put(fast, &n));
        for (size_t k = 0; is_taken && fast->may_be_other && k < n; k++)
            is_taken = is_to_score(chunk, fast->row + k);
        if (is_taken) {
            assert(fast->at[i] == fast->begin[i + 1]);
            *at = fast->at[i];
        } else {
            fast->at[i] = NULL;
            n = take_again(fast, fast->begin[i], limit);
            *at = fast->bytes + stretch->at;
            assert(fast->wide || *at == fast->begin[i + 1]);
        }
        for (size_t k = 0; is_taken && k < n; k++)
            chunk->offset[fast->row + k] =
                chunk->base + (size_t)(fast->begin[i] - fast->bytes);
        if (is_taken && fast->wide && !chunk->is_silent)
            chunk->n_empty_times +=
                reshaping_n_times(chunk->file->reshaping) - n;
        fast->row += n;
    }
    if (chunk->labelled.n)
        count_labels(fast);
}

/* How many rows of the file may go abreast: as there is room in the tile.  One
   that becomes several goes alone, and the plain way where the batch may have
   no room for all. */
static size_t
most_abreast(const struct fast *fast, size_t limit)
{
    const struct chunk *chunk = fast->chunk;
    size_t n_left = limit - fast->row;
    size_t n_free = fast->n_settled + CODE_RUN_ROWS - fast->row;

    if (!fast->wide)
        return n_left < n_free ? n_left : n_free;
    return !chunk->next_time
           && n_left >= reshaping_n_times(chunk->file->reshaping);
}

/* Until all are taken, or what is left are blank lines. */
static ALWAYS_INLINE size_t
take_rows_fast(struct chunk *chunk, size_t limit, struct how how)
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
        .dates = &stretch->dates,
        .view.base = stretch->bytes,
        .may_be_other = may_be_others(chunk),
        .wide = file->reshaping ? chunk->wide : NULL,
    };
    size_t begin = stretch->at;
    const char *end = fast.bytes + stretch->len;
    const char *at = fast.bytes + stretch->at;

    for (size_t i = 0; i < chunk->options->n_instruments; i++)
        memset(chunk->batches[i]->state, ROW_TO_SCORE, limit);
    while (at < end && fast.row < limit) {
        csv_fast_make_room(&fast);
        size_t n = split_rows(&fast, at, end, most_abreast(&fast, limit));
        take_columns(&fast, how, n);
        if (n) {
            put_rows(&fast, n, limit, &at);
        } else {
            fast.row += take_again(&fast, at, limit);
            at = fast.bytes + stretch->at;
        }
    }
    stretch->at = (size_t)(at - fast.bytes);
    stretch->n_lines += csv_marks_lines(fast.marks, begin, stretch->at);
    if (fast.row > fast.n_settled)
        settle_tiles(&fast);
    return fast.row;
}

#ifdef __x86_64__
/* Each with all that is called. */
#define TAKE_ROWS(name, target, vector, is_calm)                               \
    static target __attribute__((flatten))                                     \
    size_t take_rows_##name(struct chunk *chunk, size_t limit)                 \
    {                                                                          \
        return take_rows_fast(chunk, limit, (struct how){vector, is_calm});    \
    }
TAKE_ROWS(wide, VECTOR_WIDE, VECTOR_AVX2, false)
TAKE_ROWS(wide_calm, VECTOR_WIDE, VECTOR_AVX2, true)
#endif

size_t
csv_fast_take(struct chunk *chunk, size_t limit)
{
#ifdef __x86_64__
    const struct csv_stretch *stretch = chunk->own;

    if (stretch->marks.is_calm)
        return take_rows_wide_calm(chunk, limit);
    if (chunk->options->vector >= VECTOR_AVX2)
        return take_rows_wide(chunk, limit);
#endif
    return take_rows_fast(chunk, limit, (struct how){VECTOR_BASELINE, false});
}
