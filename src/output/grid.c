/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns and cells; see grid.h. */
#include "output/grid.h"

#include "base/map.h"
#include "base/vec.h"

enum { ROUNDED_DECIMALS = 2 }; /* of what is not on the scale itself */

/* ---- columns ---- */

struct column_list VEC(struct figure_column);

/* Of long rows: what the definition says in the row's stead. */
static const bool *
find_dropped(const struct sink_options *options, struct arena *arena)
{
    static const enum fact said[] = {FACT_INSTRUMENT, FACT_EDITION,
                                     FACT_DIGEST};
    bool is_apart = !options->is_long || options->prefix;
    bool *is_dropped = ARENA_ARRAY(arena, options->n_kept, bool);
    for (size_t i = 0; !is_apart && i < options->n_kept; i++)
        for (size_t k = 0; k < N_ELEMENTS(said); k++)
            is_dropped[i] |= str_equal_nocase(options->kept[i],
                                              str_from(fact_names[said[k]]));
    return is_dropped;
}

static struct column_list
make_columns(const struct grid *grid, struct arena *arena)
{
    const struct sink_options *options = &grid->options;
    struct column_list list = {0};
    for (size_t i = 0; i < options->n_kept; i++)
        if (!grid->is_dropped[i])
            *vec_add(arena, &list) =
                (struct figure_column){.name = options->kept[i]};
    for (size_t i = 0; i < grid->subjects.n_columns; i++)
        *vec_add(arena, &list) = grid->subjects.columns[i];
    return list;
}

/* Columns passed through may share a name among themselves. */
static bool
has_own_names(const struct grid *grid, struct arena *arena, struct diag *diag)
{
    bool is_good = true;
    struct map *taken = map_new(arena, false);
    for (size_t i = 0; i < grid->n_columns; i++) {
        const struct figure_column *column = &grid->columns[i];
        if (map_add(taken, column->name, 0) || !column->figure)
            continue;
        is_good = false;
        diag_add(diag, MSG_OUTPUT_COLUMN_TWICE, (struct place){0}, "'%.*s'",
                 STR_ARGS(column->name));
        diag_hint(diag, "--prefix WORD puts a word before the names of the "
                        "columns that attune adds");
    }
    return is_good;
}

struct grid *
grid_new(const struct sink_options *options, const struct grid_style *style,
         struct arena *arena, struct diag *diag)
{
    struct grid *grid = ARENA_NEW(arena, struct grid);
    grid->options = *options;
    grid->style = style;
    grid->is_dropped = find_dropped(options, arena);
    grid->subjects = figure_subjects(
        options, options->is_long ? VIEW_LONG : VIEW_WIDE, arena);
    struct column_list columns = make_columns(grid, arena);
    grid->columns = columns.items;
    grid->n_columns = columns.n;
    return has_own_names(grid, arena, diag) ? grid : NULL;
}

/* ---- cells ---- */

/* What cells are printed with; of one thread. */
struct printer {
    const struct grid *grid;
    struct score_text *memo;
    struct told told;
    struct buf cell;
    struct buf *out;
};

/* How many cells from the first on are KEPT_BEHIND, eight at a time. */
static inline size_t
count_behind(const uint8_t *form, size_t n_cells)
{
    static const uint64_t eight_behind =
        KEPT_BEHIND * UINT64_C(0x0101010101010101);
    uint64_t eight;
    size_t n = 0;
    for (; n + sizeof eight <= n_cells; n += sizeof eight) {
        memcpy(&eight, form + n, sizeof eight);
        if (eight != eight_behind)
            break;
    }
    while (n < n_cells && form[n] == KEPT_BEHIND)
        n++;
    return n;
}

/* Those of 'cells' from the first on that lie side by side as they are to be
   written, as one text; '*n' says how many. */
static inline struct str
plain_run(const struct str *cells, const uint8_t *form, const bool *is_dropped,
          size_t n_cells, size_t *n)
{
    size_t quote = form[0] != KEPT_BARE;
    const char *begin = cells[0].bytes - quote;
    const char *end = cells[0].bytes + cells[0].len + quote;
    size_t i = 1 + count_behind(form + 1, n_cells - 1);
    while (i < n_cells && form[i] && !is_dropped[i]) {
        quote = form[i] != KEPT_BARE;
        if (cells[i].bytes != end + 1 + quote)
            break;
        end += 1 + quote + cells[i].len + quote;
        i++;
        i += count_behind(form + i, n_cells - i);
    }
    *n = i;
    return (struct str){begin, (size_t)(end - begin)};
}

static bool
may_copy_kept(const struct grid *grid, const struct rows *rows)
{
    return grid->style->is_csv && rows->form
           && rows->delimiter == grid->options.delimiter;
}

static void
add_kept(struct printer *p, const struct rows *rows, size_t row)
{
    const struct grid *grid = p->grid;
    size_t first = row * rows->n_kept;
    bool may_copy = may_copy_kept(grid, rows);
    for (size_t i = 0, n = 1; i < rows->n_kept; i += n, n = 1) {
        if (grid->is_dropped[i])
            continue;
        if (may_copy && rows->form[first + i])
            buf_add(p->out,
                    plain_run(rows->kept + first + i, rows->form + first + i,
                              grid->is_dropped + i, rows->n_kept - i, &n));
        else if (rows->kept[first + i].len)
            grid->style->add_text(grid, rows_kept(rows, row, i, &p->cell),
                                  p->out);
        buf_add_char(p->out, grid->options.delimiter);
    }
}

static void
add_score(struct printer *p, const struct scale *scale, double score)
{
    if (p->grid->options.is_rounded)
        score_text_add_rounded(p->memo, p->out, scale, score);
    else
        score_text_add(p->memo, p->out, score);
}

static void
add_figure(struct printer *p, const struct figure *figure)
{
    struct figure_value value = figure->get(&p->told);
    if (!value.is_known)
        return;
    switch (figure->form) {
    case TOLD_ON_SCALE:
        add_score(p, p->told.scale, value.number);
        break;
    case TOLD_NUMBER:
        if (p->grid->options.is_rounded)
            score_text_add_fixed(p->memo, p->out, value.number,
                                 ROUNDED_DECIMALS);
        else
            score_text_add(p->memo, p->out, value.number);
        break;
    case TOLD_COUNT:
        score_text_add(p->memo, p->out, value.number);
        break;
    case TOLD_WORD:
    case TOLD_WORDS:
    case TOLD_LIST:
        buf_add(p->out, value.text);
        break;
    case TOLD_TEXT:
        p->grid->style->add_text(p->grid, value.text, p->out);
        break;
    case TOLD_TRUTH:
        buf_add_text(p->out, value.truth ? "yes" : "no");
        break;
    }
}

/* Each cell has its delimiter behind it. */
static void
add_subject(struct printer *p, const struct figure_subject *subject,
            const struct scored *scored, size_t row)
{
    const struct sink_options *options = &p->grid->options;
    const struct score_column *column = &scored->scores->columns[subject->idx];
    if (subject->scale && subject->n_figures == 1) {
        /* Nothing but its score is told: nothing else is put together. */
        if (column->why[row] == WHY_SCORED)
            add_score(p, subject->scale, column->value[row]);
        buf_add_char(p->out, options->delimiter);
        return;
    }
    figure_tell(options, subject, scored, row, &p->told);
    for (size_t i = 0; i < subject->n_figures; i++) {
        if (subject->figures[i])
            add_figure(p, subject->figures[i]);
        buf_add_char(p->out, options->delimiter);
    }
}

/* ---- rows ---- */

/* A column of scores of which nothing else is told. */
struct lone_column {
    const double *value;
    const uint8_t *why;
    uint8_t way; /* it is printed in */
};

/* One for each subject, to be given back; NULL where something else is told, or
   cells that are passed through are not copied. */
static struct lone_column *
find_lone_columns(const struct grid *grid, const struct rows *rows,
                  const struct scored *scored)
{
    const struct figure_subjects *subjects = &grid->subjects;
    bool is_rounded = grid->options.is_rounded;
    bool are_lone = !grid->options.is_long && subjects->n > 0
                    && rows->n_kept > 0 && may_copy_kept(grid, rows);
    for (size_t i = 0; are_lone && i < subjects->n; i++)
        are_lone =
            subjects->items[i].scale && subjects->items[i].n_figures == 1;
    if (!are_lone)
        return NULL;
    struct lone_column *columns = mem_array(subjects->n, sizeof *columns);
    for (size_t i = 0; i < subjects->n; i++) {
        const struct figure_subject *subject = &subjects->items[i];
        const struct scale *scale = subject->scale;
        const struct score_column *column =
            &scored[subject->plan_idx].scores->columns[subject->idx];
        columns[i] = (struct lone_column){
            column->value, column->why,
            score_text_way(is_rounded ? scale->decimals : SCORE_TEXT_ALL_DIGITS,
                           is_rounded ? scale->round : ROUND_NONE)};
    }
    return columns;
}

/* By so many bytes at once, which there are behind cells that have a form. */
static inline char *
put_kept(char *at, struct str kept)
{
    for (size_t i = 0; i < kept.len; i += KEPT_BEYOND)
        memcpy(at + i, kept.bytes + i, KEPT_BEYOND);
    return at + kept.len;
}

/* Room for 'n' bytes at 'at', behind what the buffer says that it holds. */
static inline char *
with_room(struct buf *out, char *at, size_t n)
{
    size_t len = out->len;
    if ((size_t)(out->bytes + out->size - at) >= n)
        return at;
    out->len = (size_t)(at - out->bytes); /* what was put there goes along */
    buf_reserve(out, n);
    at = out->bytes + out->len;
    out->len = len;
    return at;
}

/* The cells of a row that are passed through, as several runs; NULL where one
   has to be written anew. */
static __attribute__((noinline)) char *
put_runs(const struct grid *grid, const struct str *cells, const uint8_t *form,
         size_t n_kept, struct buf *out, size_t room)
{
    char *at = out->bytes + out->len;
    for (size_t i = 0, n; i < n_kept; i += n) {
        if (!form[i])
            return NULL;
        struct str kept = plain_run(cells + i, form + i, grid->is_dropped + i,
                                    n_kept - i, &n);
        at = put_kept(with_room(out, at, kept.len + room), kept);
        *at++ = grid->options.delimiter;
    }
    return at;
}

/* Most rows of a large file: lone scores, all of which were printed before,
   behind cells that are copied, mostly as one.  From 'row' on; returns the
   first that is another one. */
static size_t
add_at_once(struct printer *p, const struct rows *rows,
            const struct lone_column *columns, size_t row)
{
    const struct score_text *memo = p->memo;
    struct buf *out = p->out;
    size_t n_kept = rows->n_kept;
    size_t n_columns = p->grid->subjects.n;
    size_t room = KEPT_BEYOND + 1 + n_columns * (SCORE_TEXT_SIZE + 1);
    char delimiter = p->grid->options.delimiter;
    buf_reserve(out, room); /* so that it begins somewhere */
    for (; row < rows->n_rows; row++) {
        const struct str *cells = rows->kept + row * n_kept;
        const uint8_t *form = rows->form + row * n_kept;
        char *at = out->bytes + out->len;
        if (form[0] == KEPT_BARE
            && count_behind(form + 1, n_kept - 1) == n_kept - 1) {
            at = with_room(out, at, cells[0].len + room);
            at = put_kept(at, cells[0]);
            *at++ = delimiter;
        } else if (!(at = put_runs(p->grid, cells, form, n_kept, out, room))) {
            return row;
        }
        for (size_t i = 0; i < n_columns; i++) {
            if (columns[i].why[row] == WHY_SCORED)
                at = score_text_recall(memo, columns[i].value[row],
                                       columns[i].way, at);
            if (!at)
                return row;
            *at++ = delimiter;
        }
        at[-1] = '\n';
        out->len = (size_t)(at - out->bytes);
    }
    return row;
}

/* The last cell's delimiter becomes the row's end. */
static void
end_row(struct printer *p, size_t start)
{
    if (p->out->len > start)
        p->out->len--;
    if (p->out->len == start)
        buf_add_text(p->out, p->grid->style->blank_row);
    buf_add_char(p->out, '\n');
}

static void
add_wide(struct printer *p, const struct rows *rows,
         const struct scored *scored, size_t row)
{
    const struct figure_subjects *subjects = &p->grid->subjects;
    size_t start = p->out->len;
    add_kept(p, rows, row);
    for (size_t i = 0; i < subjects->n; i++)
        add_subject(p, &subjects->items[i],
                    &scored[subjects->items[i].plan_idx], row);
    end_row(p, start);
}

static void
add_long(struct printer *p, const struct rows *rows,
         const struct scored *scored, size_t row)
{
    const struct figure_subjects *subjects = &p->grid->subjects;
    for (size_t i = 0; i < subjects->n; i++) {
        const struct figure_subject *subject = &subjects->items[i];
        if (!figure_has_row(&scored[subject->plan_idx], row))
            continue;
        size_t start = p->out->len;
        add_kept(p, rows, row);
        add_subject(p, subject, &scored[subject->plan_idx], row);
        end_row(p, start);
    }
}

/* A row without an administration stays in sight. */
static void
add_orphan(struct printer *p, const struct rows *rows, size_t row, enum why why)
{
    size_t start = p->out->len;
    add_kept(p, rows, row);
    for (size_t i = 0; i < p->grid->n_columns; i++) {
        const struct figure *figure = p->grid->columns[i].figure;
        if (figure == &figures[FIGURE_WHY])
            buf_add_text(p->out, why_word(why));
        if (figure)
            buf_add_char(p->out, p->grid->options.delimiter);
    }
    end_row(p, start);
}

void
grid_add_rows(const void *of_grid, const struct rows *rows,
              const struct scored *scored, struct score_text *memo,
              struct buf *out)
{
    const struct grid *grid = of_grid;
    struct printer p = {.grid = grid, .memo = memo, .out = out};
    struct lone_column *lone SCOPED(mem_drop) =
        find_lone_columns(grid, rows, scored);
    for (size_t row = 0; row < rows->n_rows; row++) {
        enum why why = WHY_SCORED;
        if (lone && (row = add_at_once(&p, rows, lone, row)) == rows->n_rows)
            break;
        if (!grid->options.is_long)
            add_wide(&p, rows, scored, row);
        else if ((why = figure_orphan_why(scored, grid->options.n_plans, row)))
            add_orphan(&p, rows, row, why);
        else
            add_long(&p, rows, scored, row);
    }
    buf_clear(&p.cell);
    buf_clear(&p.told.words);
}
