/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says of each column what its table (output/wide_columns.h) and its scale
   know: the meaning, the lowest and highest value, the words that can stand
   there. */
#include "cli/codebook.h"

#include "base/num.h"
#include "instrument/method.h"
#include "response/csv.h"
#include "output/wide_columns.h"

static const char *const kinds[] = {
    [COLUMN_SCORE] = "number",       [COLUMN_DIFFERENCE] = "number",
    [COLUMN_COUNT] = "whole number", [COLUMN_PERCENTILE] = "number",
    [COLUMN_NUMBER] = "number",      [COLUMN_CASE] = "word",
    [COLUMN_CASES] = "words",        [COLUMN_WHY] = "word",
    [COLUMN_BAND] = "word",          [COLUMN_BEYOND] = "word",
    [COLUMN_YES_NO] = "word",        [COLUMN_NORMS] = "words",
    [COLUMN_SESSION] = "text",       [COLUMN_VERDICT] = "word",
};

/* ---- meaning ---- */

static void
add_rule(struct buf *cell, const struct scale *scale)
{
    bool has_items = method_has_items(scale);
    buf_addf(cell, "%s: %s", method_of(scale)->text,
             has_items ? scale->items_text : scale->formula_text);
    if (scale->count_if_text)
        buf_addf(cell, "; counted: %s", scale->count_if_text);
    if (scale->reversed_text)
        buf_addf(cell, "; reversed: %s", scale->reversed_text);
    if (has_items)
        buf_addf(cell, "; answered at least: %s", scale->min_answered_text);
    buf_add_text(cell, "; ");
}

static void
add_meaning(struct buf *cell, const struct wide_column *column)
{
    if (column->scale && !*column->about->name)
        add_rule(cell, column->scale);
    buf_add_text(cell, column->about->means);
}

/* ---- lowest and highest ---- */

/* False where no number can be said. */
static bool
find_ends(const struct wide_column *column, double *lowest, double *highest)
{
    const struct scale *scale = column->scale;
    *lowest = 0;
    switch (column->about->holds) {
    case COLUMN_SCORE:
        *lowest = scale->lo;
        *highest = scale->hi;
        return true;
    case COLUMN_DIFFERENCE:
        *lowest = scale->lo - scale->hi;
        *highest = scale->hi - scale->lo;
        return true;
    case COLUMN_COUNT:
        *highest = (double)scale->n_members;
        return method_has_items(scale);
    case COLUMN_PERCENTILE:
        *highest = 100;
        return true;
    case COLUMN_NUMBER:
    case COLUMN_CASE:
    case COLUMN_CASES:
    case COLUMN_WHY:
    case COLUMN_BAND:
    case COLUMN_BEYOND:
    case COLUMN_YES_NO:
    case COLUMN_NORMS:
    case COLUMN_SESSION:
    case COLUMN_VERDICT:
    case N_COLUMN_HOLDS:
        break;
    }
    return false;
}

/* ---- codes ---- */

/* "low = Low; high = High". */
static void
add_code(struct buf *cell, const char *code, const char *text)
{
    if (cell->len)
        buf_add_text(cell, "; ");
    buf_add_text(cell, code);
    if (text && *text)
        buf_addf(cell, " = %s", text);
}

static void
add_cases(struct buf *cell, const struct class *class)
{
    for (size_t i = 0; i < class->n_cases; i++)
        add_code(cell, class->cases[i].id, class->cases[i].label);
}

/* Where a reason can stand that cannot stand everywhere. */
enum { OF_ITEMS = 1, OF_FORMULA = 2, OF_CLASS = 4 };

static void
add_whys(struct buf *cell, const struct wide_column *column)
{
    static const int restricted[N_WHYS] = {
        [WHY_TOO_FEW] = OF_ITEMS,
        [WHY_NOT_APPLICABLE] = OF_ITEMS,
        [WHY_OPERAND] = OF_FORMULA | OF_CLASS,
        [WHY_OUTSIDE] = OF_FORMULA,
        [WHY_NO_CASE] = OF_CLASS,
    };
    int is_of = column->class                     ? OF_CLASS
                : method_has_items(column->scale) ? OF_ITEMS
                                                  : OF_FORMULA;
    for (int i = WHY_SCORED + 1; i < N_WHYS; i++)
        if (!restricted[i] || (restricted[i] & is_of))
            add_code(cell, why_word((enum why)i), why_text((enum why)i));
}

static void
add_bands(struct buf *cell, const struct scale *scale)
{
    if (scale->basis == BASIS_RANGE)
        return; /* never put beside a score */
    for (size_t i = 0; i < scale->n_bands; i++)
        add_code(cell, scale->bands[i].id, scale->bands[i].label);
}

static void
add_norms(struct buf *cell, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_norms; i++)
        add_code(cell, scale->norms[i].id, scale->norms[i].source);
    for (size_t i = 0; i < scale->n_norm_tables; i++)
        add_code(cell, scale->norm_tables[i].id, scale->norm_tables[i].source);
}

static void
add_yes_no(struct buf *cell)
{
    add_code(cell, "yes", NULL);
    add_code(cell, "no", NULL);
}

static void
add_verdicts(struct buf *cell, const struct scale *scale)
{
    struct buf text = {0};
    for (int i = 0; i < N_VERDICTS; i++) {
        enum verdict_kind kind = (enum verdict_kind)i;
        verdict_add_kind(kind, change_rule_find(scale, NULL), LANG_EN, &text);
        add_code(cell, verdict_word(kind), buf_text(&text));
        buf_empty(&text);
    }
    buf_clear(&text);
}

static void
add_codes(struct buf *cell, const struct wide_column *column)
{
    switch (column->about->holds) {
    case COLUMN_CASE:
    case COLUMN_CASES:
        add_cases(cell, column->class);
        break;
    case COLUMN_WHY:
        add_whys(cell, column);
        break;
    case COLUMN_BAND:
        add_bands(cell, column->scale);
        break;
    case COLUMN_BEYOND:
        if (column->scale->n_cutoffs)
            add_yes_no(cell);
        break;
    case COLUMN_YES_NO:
        add_yes_no(cell);
        break;
    case COLUMN_NORMS:
        add_norms(cell, column->scale);
        break;
    case COLUMN_VERDICT:
        add_verdicts(cell, column->scale);
        break;
    case COLUMN_SCORE:
    case COLUMN_DIFFERENCE:
    case COLUMN_COUNT:
    case COLUMN_PERCENTILE:
    case COLUMN_NUMBER:
    case COLUMN_SESSION:
    case N_COLUMN_HOLDS:
        break;
    }
}

/* ---- rows ---- */

/* Puts the cell out and empties it. */
static void
end_cell(struct buf *out, struct buf *cell, char end)
{
    csv_add_guarded(out, buf_str(cell), ',');
    buf_add_char(out, end);
    buf_empty(cell);
}

static void
add_text(struct buf *out, struct buf *cell, const char *text)
{
    buf_add_text(cell, text ? text : "");
    end_cell(out, cell, ',');
}

/* Of score: those without which there is no such column, parted by blanks. */
static void
add_options(struct buf *cell, const struct wide_column *column)
{
    bool is_private =
        column->scale ? column->scale->is_private : column->class->is_private;

    buf_add_text(cell, column->about->asked_by);
    if (is_private)
        buf_addf(cell, "%swith-private", cell->len ? " " : "");
}

static void
add_row(struct buf *out, struct buf *cell, const struct wide_column *column)
{
    double lowest, highest;
    bool has_ends = find_ends(column, &lowest, &highest);
    buf_add(cell, column->name);
    end_cell(out, cell, ',');
    add_text(out, cell,
             column->scale ? column->scale->title : column->class->title);
    add_options(cell, column);
    end_cell(out, cell, ',');
    add_text(out, cell, kinds[column->about->holds]);
    add_meaning(cell, column);
    end_cell(out, cell, ',');
    if (has_ends)
        num_add(cell, lowest);
    end_cell(out, cell, ',');
    if (has_ends)
        num_add(cell, highest);
    end_cell(out, cell, ',');
    add_codes(cell, column);
    end_cell(out, cell, '\n');
}

void
codebook_add(struct buf *out, const struct instrument *const *instruments,
             size_t n, struct arena *arena)
{
    const struct plan **plans = ARENA_ARRAY(arena, n, const struct plan *);
    struct buf cell = {0};
    for (size_t i = 0; i < n; i++)
        plans[i] = plan_compile(instruments[i], arena);
    const struct sink_options options = {.plans = plans,
                                         .n_plans = n,
                                         .with_details = true,
                                         .with_private = true,
                                         .with_changes = true};
    const struct wide_columns columns = wide_columns_of(&options, arena);
    buf_add_text(out,
                 "column,label,option,kind,meaning,lowest,highest,codes\n");
    for (size_t i = 0; i < columns.n; i++)
        add_row(out, &cell, &columns.items[i]);
    buf_clear(&cell);
}
