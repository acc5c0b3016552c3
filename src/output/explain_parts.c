/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers in columns and the arithmetic below them; see explain_parts.h. */
#include "output/explain_parts.h"

#include <stdlib.h>
#include "base/mem.h"
#include "base/num.h"
#include "instrument/method.h"

/* More terms than these are not listed again: they stand in the column. */
enum { LISTED_TERMS = 10, GAP = 3 };

/* ---- the answers ---- */

static void
add_choices(struct sheet *sheet, const struct contribution *part)
{
    struct buf labels = {0};
    contributions_add_choices(part, &labels);
    sheet_add(sheet, "%s", labels.len ? buf_text(&labels) : "nothing chosen");
    buf_clear(&labels);
}

static void
add_answer(struct sheet *sheet, const struct contribution *part)
{
    if (part->scale) {
        sheet_add(sheet, "%s",
                  part->of_scale.why == WHY_SCORED
                      ? part->scale->title
                      : why_text(part->of_scale.why));
        return;
    }
    if (part->is_set)
        add_choices(sheet, part);
    else if (part->kind != ANSWERED || !part->has_score)
        sheet_add(sheet, "%s", contributions_kind_text(part->kind));
    else if (part->choice && part->choice->label)
        sheet_add(sheet, "%s", part->choice->label);
    else if (part->choice)
        sheet_add_decimal(sheet, part->choice->value);
    else
        sheet_add_number(sheet, part->score);
}

static void
add_share(struct sheet *sheet, const struct contribution *part)
{
    sheet_add(sheet, "100%s(", sheet_times(sheet));
    sheet_add_number(sheet, part->keyed);
    sheet_add(sheet, " - ");
    sheet_add_number(sheet, part->lo);
    sheet_add(sheet, ") / (");
    sheet_add_number(sheet, part->hi);
    sheet_add(sheet, " - ");
    sheet_add_number(sheet, part->lo);
    sheet_add(sheet, ")");
}

/* What is done to the answer's score before it counts. */
static void
add_treatment(struct sheet *sheet, const struct scale *scale,
              const struct contribution *part)
{
    const char *gap = "";
    if (!part->has_score || part->scale)
        return;
    if (part->reversed) {
        sheet_add(sheet, "reversed ");
        sheet_add_number(sheet, part->lo + part->hi);
        sheet_add(sheet, " - ");
        sheet_add_number(sheet, part->score);
        gap = "; ";
        if (part->weight != 1 || method_of(scale)->term == TERM_SHARE) {
            sheet_add(sheet, " = ");
            sheet_add_number(sheet, part->keyed);
        }
    }
    if (method_of(scale)->term == TERM_SHARE) {
        sheet_add(sheet, "%s", gap);
        add_share(sheet, part);
        gap = "";
    }
    if (part->weight != 1) {
        bool follows = method_of(scale)->term == TERM_SHARE;
        sheet_add(sheet, "%s%s", gap, follows ? "" : "weight ");
        sheet_add(sheet, "%s", follows ? sheet_times(sheet) : "");
        sheet_add_number(sheet, part->weight);
    }
}

static void
add_brought(struct sheet *sheet, const struct scale *scale,
            const struct contribution *part)
{
    if (part->scale) {
        if (part->of_scale.why == WHY_SCORED)
            sheet_add_fixed(
                sheet, part->of_scale.value,
                contributions_decimals(part->scale, part->of_scale.value));
    } else if (part->has_score && !method_has_items(scale)) {
        sheet_add_number(sheet, part->score);
    } else if (part->has_score && method_of(scale)->term == TERM_SHARE) {
        sheet_add_fixed(sheet, part->term, sheet_decimals(scale));
    } else if (part->has_score && method_of(scale)->term == TERM_TRUTH) {
        sheet_add_number(sheet, part->keyed);
        sheet_add(sheet, part->term != 0 ? ": counts" : ": does not count");
    } else if (part->has_score) {
        sheet_add_number(sheet, part->term);
    }
}

/* ---- columns of answers ---- */

struct columns {
    size_t answer; /* where they begin */
    size_t treatment;
    size_t brought;
};

/* Takes what was composed for its width only. */
static size_t
wider(size_t width, struct sheet *sheet)
{
    size_t shown = sheet_width(sheet);
    buf_empty(&sheet->line);
    return shown > width ? shown : width;
}

static const char *
part_id(const struct contribution *part)
{
    return part->scale ? part->scale->id : part->item->id;
}

static struct columns
measure_columns(struct sheet *sheet, const struct explained_scale *explained)
{
    size_t id = 0, answer = 0, treatment = 0;
    for (size_t i = 0; i < explained->n_parts; i++) {
        const struct contribution *part = &explained->parts[i];
        sheet_add(sheet, "%s", part_id(part));
        id = wider(id, sheet);
        add_answer(sheet, part);
        answer = wider(answer, sheet);
        add_treatment(sheet, explained->scale, part);
        treatment = wider(treatment, sheet);
    }
    struct columns columns = {.answer = id + GAP};
    columns.treatment = columns.answer + answer + GAP;
    columns.brought = columns.treatment + (treatment ? treatment + GAP : 0);
    return columns;
}

static void
add_part(struct sheet *sheet, const struct scale *scale,
         const struct contribution *part, const struct columns *columns)
{
    sheet_add(sheet, "%s", part_id(part));
    sheet_tab(sheet, columns->answer);
    add_answer(sheet, part);
    sheet_tab(sheet, columns->treatment);
    add_treatment(sheet, scale, part);
    sheet_tab(sheet, columns->brought);
    add_brought(sheet, scale, part);
    sheet_end_bare(sheet);
}

/* ---- what is made of them ---- */

/* The terms that were answered, parted by 'sign'. */
static void
add_terms(struct sheet *sheet, const struct explained_scale *explained,
          const char *sign)
{
    bool is_percent = method_of(explained->scale)->term == TERM_SHARE;
    const char *gap = "";
    for (size_t i = 0; i < explained->n_parts; i++) {
        const struct contribution *part = &explained->parts[i];
        if (!part->has_score)
            continue;
        sheet_add(sheet, "%s", gap);
        if (is_percent)
            sheet_add_fixed(sheet, part->term,
                            sheet_decimals(explained->scale));
        else
            sheet_add_number(sheet, part->term);
        gap = sign;
    }
}

static bool
lists_terms(const struct explained_scale *explained)
{
    return explained->score.answered <= LISTED_TERMS;
}

static void
add_mean(struct sheet *sheet, const struct explained_scale *explained)
{
    bool is_weighted = explained->divisor != explained->score.answered;
    if (lists_terms(explained) && !is_weighted) {
        sheet_add(sheet, "mean of ");
        add_terms(sheet, explained, ", ");
        return;
    }
    if (lists_terms(explained)) {
        sheet_add(sheet, "(");
        add_terms(sheet, explained, " + ");
        sheet_add(sheet, ")");
    } else {
        sheet_add_number(sheet, explained->sum);
    }
    sheet_add(sheet, " / ");
    sheet_add_number(sheet, explained->divisor);
}

static void
add_sum(struct sheet *sheet, const struct explained_scale *explained)
{
    bool is_prorated = explained->score.prorated;
    if (lists_terms(explained)) {
        add_terms(sheet, explained, " + ");
        if (is_prorated && explained->score.answered > 1)
            sheet_add(sheet, " = ");
    } else {
        sheet_add(sheet, "sum");
        if (is_prorated)
            sheet_add(sheet, " = ");
    }
    if (!is_prorated)
        return;
    if (explained->score.answered > 1)
        sheet_add_number(sheet, explained->sum);
    sheet_add(sheet, "; prorated %zu%s", explained->n_parts,
              sheet_times(sheet));
    sheet_add_number(sheet, explained->sum);
    sheet_add(sheet, " / %d", explained->score.answered);
}

static int
compare_terms(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

/* "median of 0, 2, 3, 4 = (2 + 3) / 2" */
static void
add_middle(struct sheet *sheet, const struct explained_scale *explained)
{
    double *terms = mem_array(explained->n_parts, sizeof(double));
    size_t n = 0;
    for (size_t i = 0; i < explained->n_parts; i++)
        if (explained->parts[i].has_score)
            terms[n++] = explained->parts[i].term;
    qsort(terms, n, sizeof(*terms), compare_terms);
    sheet_add(sheet, "%s ", method_of(explained->scale)->of);
    for (size_t i = 0; i < n; i++) {
        sheet_add(sheet, "%s", i ? ", " : "");
        sheet_add_number(sheet, terms[i]);
    }
    if (compare_terms(&terms[(n - 1) / 2], &terms[n / 2]) != 0) {
        sheet_add(sheet, " = (");
        sheet_add_number(sheet, terms[n / 2 - 1]);
        sheet_add(sheet, " + ");
        sheet_add_number(sheet, terms[n / 2]);
        sheet_add(sheet, ") / 2");
    }
    mem_free(terms);
}

static void
add_total(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct method *method = method_of(explained->scale);
    if (method->term == TERM_TRUTH)
        sheet_add(sheet, "%s %s", method->of, explained->scale->count_if_text);
    else if (method->blanks == BLANKS_AVERAGE)
        add_mean(sheet, explained);
    else
        add_sum(sheet, explained);
}

static void
add_arithmetic(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct method *method = method_of(explained->scale);
    switch (method->join) {
    case JOIN_SUM:
        add_total(sheet, explained);
        break;
    case JOIN_LEAST:
    case JOIN_GREATEST:
        sheet_add(sheet, "%s ", method->of);
        add_terms(sheet, explained, ", ");
        break;
    case JOIN_MIDDLE:
        add_middle(sheet, explained);
        break;
    case JOIN_FORMULA:
        sheet_add(sheet, "%s", explained->filled_formula);
        break;
    }
}

static void
add_result(struct sheet *sheet, const struct explained_scale *explained,
           const struct columns *columns)
{
    const struct score *score = &explained->score;
    bool is_formula = !method_has_items(explained->scale);
    if (!is_formula) {
        sheet_add(sheet, "answered %d of %d (%zu needed)", score->answered,
                  score->items, explained->needed);
        if ((size_t)score->items < explained->n_parts)
            sheet_add(sheet, ", %zu not applicable",
                      explained->n_parts - (size_t)score->items);
        sheet_tab(sheet, sheet_width(sheet) + GAP > columns->brought
                             ? sheet_width(sheet) + GAP
                             : columns->brought);
    }
    if (score->why != WHY_SCORED) {
        if (is_formula) {
            sheet_add(sheet, "%s", explained->filled_formula);
            sheet_tab(sheet, sheet_width(sheet) + GAP);
        }
        sheet_add(sheet, "no score: %s", why_text(score->why));
    } else {
        add_arithmetic(sheet, explained);
        sheet_add(sheet, " = ");
        sheet_add_score(sheet, explained->scale, score->value);
    }
    sheet_end_bare(sheet);
}

static void
add_range(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    if (!explained->is_open)
        return;
    if (explained->n_blanks == 1)
        sheet_add(sheet, "the blank");
    else if (explained->n_blanks)
        sheet_add(sheet, "the %zu blanks", explained->n_blanks);
    else
        sheet_add(sheet, "the blanks");
    sheet_add(sheet, " could make it ");
    sheet_add_score(sheet, scale, explained->score.low);
    sheet_add(sheet, " to ");
    sheet_add_score(sheet, scale, explained->score.high);
    sheet_end_bare(sheet);
}

static void
add_rounding(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    if (scale->round == ROUND_NONE || explained->score.why != WHY_SCORED)
        return;
    sheet_add(sheet,
              "rounded half %s to %d decimal%s for bands, cut-offs and "
              "tables: ",
              scale->round == ROUND_HALF_UP ? "up" : "even",
              (int)scale->decimals, scale->decimals == 1 ? "" : "s");
    sheet_add_fixed(sheet, explained->rounded, scale->decimals);
    sheet_end_bare(sheet);
}

void
explain_add_parts(struct sheet *sheet, const struct explained_scale *explained)
{
    struct columns columns = measure_columns(sheet, explained);
    for (size_t i = 0; i < explained->n_parts; i++)
        add_part(sheet, explained->scale, &explained->parts[i], &columns);
    add_result(sheet, explained, &columns);
    add_range(sheet, explained);
    add_rounding(sheet, explained);
}
