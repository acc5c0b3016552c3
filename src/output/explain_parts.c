/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers in columns and the arithmetic below them; see explain_sheet.h. */
#include "output/explain_sheet.h"

#include <string.h>
#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"
#include "instrument/calibration.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "score/told.h"
#include "stats/moments.h"

/* More terms than these are not listed again: they stand in the column. */
enum { LISTED_TERMS = 10 };

/* ---- the answers ---- */

/* What is told of a part, side by side. */
struct cells {
    const char *id;
    const char *answer;
    const char *treatment; /* before it counts; "": none */
    const char *brought;
};

/* The title of a scale; of another row with its session: "Being heard, session
   1, 2026-03-01". */
static const char *
told_title(struct sheet *sheet, const struct contribution *part)
{
    const struct told *told = part->told;
    struct buf text = {0};
    if (!told || !told->session)
        return part->scale->title;
    buf_addf(&text, "%s, session %s", part->scale->title, told->session);
    if (told->date_days != DATE_NONE)
        buf_add_text(&text, ", ");
    date_add(&text, told->date_days);
    return arena_take(sheet->arena, &text);
}

static const char *
answer_text(struct sheet *sheet, const struct contribution *part)
{
    struct buf labels = {0};
    if (part->scale && part->of_scale.why == WHY_SCORED)
        return told_title(sheet, part);
    if (part->scale)
        return why_text(part->of_scale.why);
    if (part->is_set) {
        contributions_add_choices(part, &labels);
        return labels.len ? arena_take(sheet->arena, &labels)
                          : "nothing chosen";
    }
    if (part->kind != ANSWERED || !part->has_score)
        return contributions_missing_text(part);
    if (part->choice)
        return part->choice->label ? part->choice->label
                                   : sheet_decimal(sheet, part->choice->value);
    return sheet_number(sheet, part->score);
}

static const char *
treatment_text(struct sheet *sheet, const struct contribution *part)
{
    bool is_share = method_of(sheet->scale)->term == TERM_SHARE;
    bool is_weighed = part->weight != 1;
    const char *keyed = sheet_number(sheet, part->keyed);
    const char *lo = sheet_number(sheet, part->lo);
    struct buf text = {0};
    if (!part->has_score || part->scale)
        return "";
    const char *coded = sheet_number(sheet, part->coded);
    bool is_coded = part->is_recoded;
    if (is_coded)
        buf_addf(&text, "here %s%s", coded, part->reversed ? "; " : "");
    if (part->reversed)
        buf_addf(&text, "reversed %s - %s",
                 sheet_number(sheet, part->lo + part->hi), coded);
    if (is_coded && !part->reversed && (is_weighed || is_share))
        buf_add_text(&text, "; ");
    if (part->reversed && (is_weighed || is_share))
        buf_addf(&text, " = %s; ", keyed);
    if (is_share)
        buf_addf(&text, "100 × (%s - %s) / (%s - %s)", keyed, lo,
                 sheet_number(sheet, part->hi), lo);
    if (is_weighed)
        buf_addf(&text, is_share ? " × %s" : "weight %s",
                 sheet_number(sheet, part->weight));
    return sheet_signs(sheet, arena_take(sheet->arena, &text));
}

static const char *
brought_text(struct sheet *sheet, const struct contribution *part)
{
    const struct score *of_scale = &part->of_scale;
    enum method_term term = method_of(sheet->scale)->term;
    if (part->scale && of_scale->why == WHY_SCORED)
        return sheet_digits(
            sheet, of_scale->value,
            contributions_decimals(part->scale, of_scale->value));
    if (!part->has_score)
        return "";
    if (term == TERM_SHARE)
        return sheet_fixed(sheet, part->term);
    if (part->is_set)
        return arena_printf(sheet->arena, "%s counted",
                            sheet_number(sheet, part->term));
    if (term == TERM_TRUTH)
        return arena_printf(sheet->arena, "%s: %s",
                            sheet_number(sheet, part->keyed),
                            part->term != 0 ? "counts" : "does not count");
    return sheet_number(sheet, term == TERM_OPERAND ? part->score : part->term);
}

static const char *
name_text(struct sheet *sheet, const struct contribution *part)
{
    struct buf name = {0};
    contributions_add_name(part, &name);
    return arena_take(sheet->arena, &name);
}

/* The column behind one that began there. */
static size_t
behind(size_t column, const char *cell, size_t least)
{
    size_t end = column + utf8_count(str_from(cell)) + SHEET_GAP;
    return end > least ? end : least;
}

void
text_parts(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    struct cells *cells =
        ARENA_ARRAY(sheet->arena, explained->n_parts, struct cells);
    size_t answer = SHEET_GAP, treatment = 0, brought = 0;
    for (size_t i = 0; i < explained->n_parts; i++) {
        const struct contribution *part = &explained->parts[i];
        cells[i] = (struct cells){
            .id = name_text(sheet, part),
            .answer = answer_text(sheet, part),
            .treatment = treatment_text(sheet, part),
            .brought = brought_text(sheet, part),
        };
        answer = behind(0, cells[i].id, answer);
    }
    treatment = answer + SHEET_GAP;
    for (size_t i = 0; i < explained->n_parts; i++)
        treatment = behind(answer, cells[i].answer, treatment);
    brought = treatment;
    for (size_t i = 0; i < explained->n_parts; i++)
        if (*cells[i].treatment)
            brought = behind(treatment, cells[i].treatment, brought);
    sheet->brought = brought;
    for (size_t i = 0; i < explained->n_parts; i++) {
        sheet_add(sheet, "%s", cells[i].id);
        sheet_tab(sheet, answer);
        sheet_add(sheet, "%s", cells[i].answer);
        sheet_tab(sheet, treatment);
        sheet_add(sheet, "%s", cells[i].treatment);
        sheet_tab(sheet, brought);
        sheet_add(sheet, "%s", cells[i].brought);
        sheet_end_bare(sheet);
    }
}

/* ---- what is made of them ---- */

/* The terms that were answered, parted by 'sign'. */
static void
add_terms(struct sheet *sheet, const struct explained_scale *explained,
          const char *sign)
{
    bool is_share = method_of(explained->scale)->term == TERM_SHARE;
    const char *gap = "";
    for (size_t i = 0; i < explained->n_parts; i++) {
        const struct contribution *part = &explained->parts[i];
        if (!part->has_score)
            continue;
        bool is_less = part->term < 0 && strcmp(gap, " + ") == 0;
        sheet_add(sheet, "%s%s", is_less ? " - " : gap,
                  is_less    ? sheet_number(sheet, -part->term)
                  : is_share ? sheet_fixed(sheet, part->term)
                             : sheet_number(sheet, part->term));
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
    if (lists_terms(explained)
        && explained->divisor == explained->score.answered) {
        sheet_add(sheet, "mean of ");
        add_terms(sheet, explained, ", ");
        return;
    }
    if (lists_terms(explained)) {
        sheet_add(sheet, "(");
        add_terms(sheet, explained, " + ");
        sheet_add(sheet, ")");
    } else {
        sheet_add(sheet, "%s", sheet_number(sheet, explained->sum));
    }
    sheet_add(sheet, " / %s", sheet_number(sheet, explained->divisor));
}

/* "; prorated by range 1 + 12 × 7 / 9" */
static void
add_by_rule(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    const struct units *units = scale->units;
    if (explained->score.answered > 1)
        sheet_add(sheet, " = %s", sheet_number(sheet, explained->sum));
    sheet_add(sheet, "; prorated by %s ",
              scale->prorate == PRORATE_BY_RANGE ? "range" : "weight");
    if (units->offset)
        sheet_add(sheet, "%s + ",
                  sheet_number(sheet, units_shown(scale, units->offset)));
    sheet_add(sheet, "%s × %s / %s",
              sheet_number(sheet, units_shown_weight(scale, units->all)),
              sheet_number(sheet, explained->above),
              sheet_number(sheet, explained->divisor));
}

static void
add_sum(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    const struct score *score = &explained->score;
    const char *sum = sheet_number(sheet, explained->sum);
    if (lists_terms(explained))
        add_terms(sheet, explained, " + ");
    else
        sheet_add(sheet, "sum");
    if (scale->blanks && explained->n_parts > (size_t)score->answered)
        sheet_add(sheet, ", blanks as 0");
    if (!score->prorated)
        return;
    if (scale->units->all) {
        add_by_rule(sheet, explained);
        return;
    }
    if (score->answered > 1)
        sheet_add(sheet, " = %s", sum);
    sheet_add(sheet, "; prorated %zu × %s / %d", explained->n_parts, sum,
              score->answered);
}

/* "median of 0, 2, 3, 4 = (2 + 3) / 2" */
static void
add_middle(struct sheet *sheet, const struct explained_scale *explained)
{
    double *terms = ARENA_ARRAY(sheet->arena, explained->n_parts, double);
    size_t n = 0;
    for (size_t i = 0; i < explained->n_parts; i++)
        if (explained->parts[i].has_score)
            terms[n++] = explained->parts[i].term;
    quantile_sort(terms, n);
    sheet_add(sheet, "%s ", method_of(explained->scale)->of);
    for (size_t i = 0; i < n; i++)
        sheet_add(sheet, "%s%s", i ? ", " : "", sheet_number(sheet, terms[i]));
    if (terms[(n - 1) / 2] < terms[n / 2])
        sheet_add(sheet, " = (%s + %s) / 2",
                  sheet_number(sheet, terms[n / 2 - 1]),
                  sheet_number(sheet, terms[n / 2]));
}

static double
weight_of_all(const struct scale *scale)
{
    double weight = 0;
    for (size_t i = 0; i < scale->n_members; i++)
        weight += decimal_value(scale->members[i].weight);
    return weight;
}

static void
add_sum_or_mean(struct sheet *sheet, const struct explained_scale *explained)
{
    switch (method_blanks(explained->scale)) {
    case BLANKS_AVERAGE:
        if (explained->scale->units->all) {
            sheet_add(sheet, "(");
            add_sum(sheet, explained);
            sheet_add(sheet, ") / %s",
                      sheet_number(sheet, weight_of_all(explained->scale)));
        } else {
            add_mean(sheet, explained);
        }
        break;
    case BLANKS_PRORATED:
    case BLANKS_NOTHING:
        add_sum(sheet, explained);
        break;
    }
}

static void
add_arithmetic(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct method *method = method_of(explained->scale);
    switch (method->join) {
    case JOIN_SUM:
        if (method->term == TERM_TRUTH)
            sheet_add(sheet, "%s %s", method->of,
                      explained->scale->count_if_text);
        else
            add_sum_or_mean(sheet, explained);
        break;
    case JOIN_LEAST:
    case JOIN_GREATEST:
        sheet_add(sheet, "%s ", method->of);
        add_terms(sheet, explained, ", ");
        break;
    case JOIN_MIDDLE:
        add_middle(sheet, explained);
        break;
    case JOIN_ESTIMATE:
        sheet_add(sheet, "estimate by the %s",
                  calibration_models[explained->scale->calibration->model]);
        break;
    case JOIN_FORMULA:
        sheet_add(sheet, "%s", explained->filled_formula);
        break;
    }
}

/* "answered 3 of 4 (2 needed)", and goes on behind it. */
static void
add_answered(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct score *score = &explained->score;
    sheet_add(sheet, "answered %d of %d (%zu needed)", score->answered,
              score->items, explained->needed);
    if ((size_t)score->items < explained->n_parts)
        sheet_add(sheet, ", %zu not applicable",
                  explained->n_parts - (size_t)score->items);
    sheet_tab(sheet, sheet_width(sheet) + SHEET_GAP > sheet->brought
                         ? sheet_width(sheet) + SHEET_GAP
                         : sheet->brought);
}

/* The score, and how a table makes it of what the items give. */
static void
add_value(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    const struct norm_table *metric = scale->metric;
    const char *value = sheet_score(sheet, explained->score.value);
    if (!metric) {
        sheet_add(sheet, " = %s", value);
        return;
    }
    double seen = judge_before_metric(scale, explained->raw);
    sheet_add(sheet, " = %s", sheet_number(sheet, explained->raw));
    if (seen < explained->raw || seen > explained->raw)
        sheet_add(sheet, ", rounded to %s", sheet_number(sheet, seen));
    sheet_add(sheet, "; %s %s by table %s%s", metric->title, value, metric->id,
              sheet_origin(sheet, metric->n, metric->source));
}

void
text_result(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct score *score = &explained->score;
    if (method_has_items(explained->scale))
        add_answered(sheet, explained);
    if (score->why == WHY_SCORED) {
        add_arithmetic(sheet, explained);
        add_value(sheet, explained);
    } else {
        if (explained->filled_formula) {
            sheet_add(sheet, "%s", explained->filled_formula);
            sheet_tab(sheet, sheet_width(sheet) + SHEET_GAP);
        }
        sheet_add(sheet, "no score: %s", why_text(score->why));
    }
    sheet_end_bare(sheet);
}

static void
add_rounding(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    if (scale->metric || scale->round == ROUND_NONE
        || explained->score.why != WHY_SCORED)
        return;
    sheet_add(sheet,
              "rounded %s to %d decimal%s for bands, cut-offs and tables: %s",
              rounding_texts[scale->round], (int)scale->decimals,
              scale->decimals == 1 ? "" : "s",
              sheet_digits(sheet, explained->rounded, scale->decimals));
    sheet_end_bare(sheet);
}

void
text_range(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    if (explained->is_open) {
        sheet_add(sheet, "the ");
        if (explained->n_blanks > 1)
            sheet_add(sheet, "%zu ", explained->n_blanks);
        sheet_add(sheet, "blank%s could make it %s to %s",
                  explained->n_blanks == 1 ? "" : "s",
                  sheet_score(sheet, explained->score.low),
                  sheet_score(sheet, explained->score.high));
        sheet_end_bare(sheet);
    }
    add_rounding(sheet, explained);
}
