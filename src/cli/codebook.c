/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says of each column what its figure (output/figure.h) and its scale know: the
   meaning, the lowest and highest value, the words that can stand there. */
#include "cli/codebook.h"

#include "base/num.h"
#include "instrument/calibration.h"
#include "instrument/method.h"
#include "response/csv.h"
#include "output/codes.h"

static const char *const kinds[] = {
    [TOLD_ON_SCALE] = "number", [TOLD_COUNT] = "whole number",
    [TOLD_NUMBER] = "number",   [TOLD_WORD] = "word",
    [TOLD_WORDS] = "words",     [TOLD_LIST] = "words",
    [TOLD_TEXT] = "text",       [TOLD_TRUTH] = "word",
};

/* ---- meaning ---- */

static void
add_rule(struct buf *cell, const struct scale *scale)
{
    bool has_items = method_has_items(scale);
    buf_addf(cell, "%s: %s",
             scale->blanks ? "sum of the answered items"
                           : method_of(scale)->text,
             has_items ? scale->items_text : scale->formula_text);
    if (scale->count_if_text)
        buf_addf(cell, "; counted: %s", scale->count_if_text);
    scale_add_recodes(scale, "; coded: ", cell);
    if (scale->reversed_text)
        buf_addf(cell, "; reversed: %s", scale->reversed_text);
    if (has_items)
        buf_addf(cell, "; answered at least: %s", scale->min_answered_text);
    scale_add_blanks(scale, "; ", cell);
    int decimals = scale->metric ? method_of(scale)->decimals : scale->decimals;
    if (scale->round)
        buf_addf(cell, "; rounded %s to %d decimal%s before %s",
                 rounding_texts[scale->round], decimals,
                 decimals == 1 ? "" : "s",
                 scale->metric ? "it is converted"
                               : "bands, cut-offs and norm tables");
    if (scale->metric)
        buf_addf(cell, "; converted by table %s: %s (%s)", scale->metric->id,
                 scale->metric->title,
                 scale->metric->source ? scale->metric->source : "");
    if (scale->calibration) {
        buf_add_text(cell, "; ");
        calibration_add(scale->calibration, cell);
        buf_addf(cell, " (%s)",
                 scale->calibration->source ? scale->calibration->source : "");
    }
    if (scale->of_couple)
        buf_add_text(cell, "; of the couple");
    if (scale->counterpart_id)
        buf_addf(cell, "; beside the partner's: %s", scale->counterpart_id);
}

/* A score means what its rule says. */
static void
add_meaning(struct buf *cell, const struct figure *figure,
            const struct scale *scale)
{
    if (figure == &figures[FIGURE_VALUE])
        add_rule(cell, scale);
    else
        buf_add_text(cell, figure->means);
    if (*figure->empty)
        buf_addf(cell, "; empty: %s", figure->empty);
}

/* ---- lowest and highest ---- */

/* False where no number can be said. */
static bool
find_ends(enum figure_holds holds, const struct scale *scale, double *lowest,
          double *highest)
{
    switch (holds) {
#define HOLDS(NAME, FORM, codes, has_ends, low, high)                          \
    case HOLDS_##NAME:                                                         \
        if (!(has_ends))                                                       \
            return false;                                                      \
        *lowest = low;                                                         \
        *highest = high;                                                       \
        return true;
#include "output/figures.def"
    }
    return false;
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

/* "low = Low; high = High". */
static void
add_code(struct buf *cell, const struct figure_code *code)
{
    buf_addf(cell, "%s%s", cell->len ? "; " : "", code->word);
    if (code->text)
        buf_addf(cell, " = %s", code->text);
}

static void
add_row(struct buf *out, struct buf *cell, const struct figure_column *column,
        const struct figure_subject *of, struct arena *arena)
{
    const struct figure *figure = column->figure;
    bool is_private = of->scale   ? of->scale->is_private
                      : of->class ? of->class->is_private
                                  : false;
    double lowest, highest;
    bool has_ends = find_ends(figure->holds, of->scale, &lowest, &highest);
    struct figure_codes codes =
        figure_codes(figure->holds, of->scale, of->class, arena);
    buf_add(cell, column->name);
    end_cell(out, cell, ',');
    add_text(out, cell,
             of->scale   ? of->scale->title
             : of->class ? of->class->title
                         : "how it was filled in: a caution, not a verdict");
    /* Those without which there is no such column, parted by blanks. */
    buf_add_text(cell, figure_option(figure));
    if (is_private)
        buf_addf(cell, "%swith-private", cell->len ? " " : "");
    end_cell(out, cell, ',');
    add_text(out, cell, kinds[figure->form]);
    add_meaning(cell, figure, of->scale);
    end_cell(out, cell, ',');
    if (has_ends)
        num_add(cell, lowest);
    end_cell(out, cell, ',');
    if (has_ends)
        num_add(cell, highest);
    end_cell(out, cell, ',');
    for (size_t i = 0; i < codes.n; i++)
        add_code(cell, &codes.items[i]);
    end_cell(out, cell, '\n');
}

void
codebook_add(struct buf *out, const struct instrument *const *instruments,
             size_t n, struct arena *arena)
{
    const struct plan **plans = ARENA_ARRAY(arena, n, const struct plan *);
    for (size_t i = 0; i < n; i++)
        plans[i] = plan_compile(instruments[i], arena);
    const struct sink_options options = {.plans = plans,
                                         .n_plans = n,
                                         .with_details = true,
                                         .with_private = true,
                                         .with_changes = true,
                                         .with_care = true};
    const struct figure_subjects subjects =
        figure_subjects(&options, VIEW_WIDE, arena);
    const struct figure_column *column = subjects.columns;
    struct buf cell SCOPED(buf_clear) = {0};
    buf_add_text(out,
                 "column,label,option,kind,meaning,lowest,highest,codes\n");
    for (size_t i = 0; i < subjects.n; i++)
        for (size_t k = 0; k < subjects.items[i].n_figures; k++, column++)
            add_row(out, &cell, column, &subjects.items[i], arena);
}
