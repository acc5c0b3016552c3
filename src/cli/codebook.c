/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says of each column what its figure (output/figure.h) and its scale know: the
   meaning, the lowest and highest value, the words that can stand there. */
#include "cli/codebook.h"

#include "base/num.h"
#include "instrument/method.h"
#include "response/csv.h"
#include "output/figure.h"

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
    if (scale->round)
        buf_addf(
            cell, "; rounded %s to %d decimals before %s",
            rounding_texts[scale->round],
            (int)(scale->metric ? method_of(scale)->decimals : scale->decimals),
            scale->metric ? "it is converted"
                          : "bands, cut-offs and norm tables");
    if (scale->metric)
        buf_addf(cell, "; converted by table %s: %s (%s)", scale->metric->id,
                 scale->metric->title,
                 scale->metric->source ? scale->metric->source : "");
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
enum {
    OF_ITEMS = 1,
    OF_FORMULA = 2,
    OF_CLASS = 4,
    OF_COUPLE = 8,
    OF_EARLIER = 16,
    OF_OTHERS = 32
};

/* Of a scale or, where that is NULL, of a class. */
static void
add_whys(struct buf *cell, const struct scale *scale, const struct class *class)
{
    static const int restricted[N_WHYS] = {
        [WHY_TOO_FEW] = OF_ITEMS,
        [WHY_NOT_APPLICABLE] = OF_ITEMS,
        [WHY_OPERAND] = OF_FORMULA | OF_CLASS,
        [WHY_OUTSIDE] = OF_FORMULA,
        [WHY_NO_CASE] = OF_CLASS,
        [WHY_NO_PARTNER] = OF_COUPLE,
        [WHY_NO_EARLIER] = OF_EARLIER,
        [WHY_NOT_GIVEN] = OF_OTHERS,
    };
    int is_of = !scale                    ? OF_CLASS
                : method_has_items(scale) ? OF_ITEMS
                                          : OF_FORMULA;
    unsigned int asks = scale ? scale->asks : class->asks;
    if (asks >> ASKED_HERE & 1)
        is_of |= OF_OTHERS;
    if (asks & (1u << ASKED_FIRST | 1u << ASKED_PREVIOUS))
        is_of |= OF_EARLIER;
    if (asks >> ASKED_PARTNER & 1)
        is_of |= OF_COUPLE;
    for (int i = WHY_SCORED + 1; i < N_WHYS; i++)
        if (!restricted[i] || (restricted[i] & is_of))
            add_code(cell, why_word((enum why)i), why_text((enum why)i));
}

static void
add_bands(struct buf *cell, const struct scale *scale)
{
    if (scale_basis(scale) == BASIS_RANGE)
        return; /* never put beside a score */
    for (size_t i = 0; i < scale->n_bands; i++) {
        const struct band *band = &scale->bands[i];
        size_t first = 0; /* bands for others may have the same ids */
        while (strcmp(scale->bands[first].id, band->id) != 0)
            first++;
        if (first == i)
            add_code(cell, band->id, band->label);
    }
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
    struct buf text SCOPED(buf_clear) = {0};
    for (int i = 0; i < N_VERDICTS; i++) {
        enum verdict_kind kind = (enum verdict_kind)i;
        verdict_add_kind(kind, change_rule_find(scale, NULL), LANG_EN, &text);
        add_code(cell, verdict_words[kind], buf_text(&text));
        buf_empty(&text);
    }
}

static void
add_codes(struct buf *cell, enum figure_holds holds, const struct scale *scale,
          const struct class *class)
{
    switch (holds) {
#define HOLDS(NAME, FORM, codes, ...)                                          \
    case HOLDS_##NAME:                                                         \
        codes;                                                                 \
        break;
#include "output/figures.def"
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

static void
add_row(struct buf *out, struct buf *cell, const struct figure_column *column,
        const struct figure_subject *of)
{
    const struct figure *figure = column->figure;
    bool is_private = of->scale ? of->scale->is_private : of->class->is_private;
    double lowest, highest;
    bool has_ends = find_ends(figure->holds, of->scale, &lowest, &highest);
    buf_add(cell, column->name);
    end_cell(out, cell, ',');
    add_text(out, cell, of->scale ? of->scale->title : of->class->title);
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
    add_codes(cell, figure->holds, of->scale, of->class);
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
                                         .with_changes = true};
    const struct figure_subjects subjects =
        figure_subjects(&options, VIEW_WIDE, arena);
    const struct figure_column *column = subjects.columns;
    struct buf cell SCOPED(buf_clear) = {0};
    buf_add_text(out,
                 "column,label,option,kind,meaning,lowest,highest,codes\n");
    for (size_t i = 0; i < subjects.n; i++)
        for (size_t k = 0; k < subjects.items[i].n_figures; k++, column++)
            add_row(out, &cell, column, &subjects.items[i]);
}
