/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An explanation from head to foot, with answers in columns and the arithmetic
   below them; what the score is held against is in explain_figures.c and
   explain_change.c, how a line is written in explain_sheet.c. */
#include "output/explain_sheet.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/num.h"
#include "base/utf8.h"
#include "instrument/method.h"
#include "score/kernel.h"

/* More terms than these are not listed again: they stand in the column. */
enum { LISTED_TERMS = 10, GAP = 3 };

/* ---- the head ---- */

/* The first 16 digits of a digest in fours, as they are read aloud. */
static void
add_digest(struct sheet *sheet, const struct digest *digest)
{
    for (int i = 0; i < 16; i += 4)
        sheet_add(sheet, "%s%.4s", i ? " " : "", digest->hex + i);
}

static void
add_who(struct sheet *sheet, const struct explanation *row)
{
    if (row->client[0])
        sheet_add(sheet, "%s", row->client);
    else
        sheet_add(sheet, "row %zu", row->number);
    if (row->session[0])
        sheet_add(sheet, ", session %s", row->session);
    if (row->date_days == DATE_NONE)
        return;
    sheet_add(sheet, ", ");
    words_add_date(&sheet->line, LANG_EN, row->date_days);
}

static void
add_head(struct sheet *sheet, const struct explanation *row)
{
    const struct instrument *instrument = row->instrument;
    add_who(sheet, row);
    sheet_add(sheet, " · %s edition %d (", instrument->id,
              (int)instrument->edition);
    add_digest(sheet, &instrument->digest);
    if (row->wording) {
        bool is_shown = instrument->wording_digest.hex[0];
        sheet_add(sheet, "; %s in %s ", is_shown ? "words" : "answered",
                  row->wording->lang);
        add_digest(sheet, &row->wording->digest);
    }
    sheet_add(sheet, ")");
    if (row->edition && row->edition != instrument->edition)
        sheet_add(sheet, "; the row is of edition %d", (int)row->edition);
    sheet_end_flush(sheet);
}

static void
tell_row(struct sheet *sheet, const struct node *node)
{
    add_head(sheet, node->row);
    if (node->row->state == ROW_TO_SCORE) {
        text_inside(sheet, node);
        return;
    }
    sheet_blank(sheet);
    sheet_add(sheet, "not scored: %s",
              why_text(kernel_why_of(node->row->state)));
    sheet_end_flush(sheet);
}

/* ---- a scale ---- */

static void
add_needs(struct sheet *sheet, const struct scale *scale)
{
    const struct min_answered *min = &scale->min_answered;
    if (min->all || (method_needs_alike(scale) && !scale->can_prorate))
        sheet_add(sheet, ", all answered");
    else if (!min->is_share)
        sheet_add(sheet, ", at least %" PRId64 " answered", min->ratio.num);
    else if (min->ratio.den == 100)
        sheet_add(sheet, ", at least %" PRId64 " %% answered", min->ratio.num);
    else
        sheet_add(sheet, ", at least %" PRId64 " of every %" PRId64 " answered",
                  min->ratio.num, min->ratio.den);
    if (scale->not_applicable == NOT_APPLICABLE_EXCLUDED)
        sheet_add(sheet, " of those that apply");
}

/* "mean of 3 items, at least 2 answered" */
static void
add_rule(struct sheet *sheet, const struct scale *scale)
{
    const char *of = method_of(scale)->of;
    if (!method_has_items(scale)) {
        sheet_add(sheet, "%s %s", of, scale->formula_text);
        return;
    }
    sheet_add(sheet, "%s %zu item%s", of, scale->n_members,
              scale->n_members == 1 ? "" : "s");
    if (scale->count_if_text)
        sheet_add(sheet, " that are %s", scale->count_if_text);
    add_needs(sheet, scale);
}

static void
add_title(struct sheet *sheet, const char *id, const char *title)
{
    sheet_blank(sheet);
    sheet_add(sheet, "%s", id);
    sheet_tab(sheet, sheet_width(sheet) + GAP);
    sheet_add(sheet, "%s: ", title);
}

static void
tell_scale(struct sheet *sheet, const struct node *node)
{
    const struct scale *scale = node->scale->scale;
    add_title(sheet, scale->id, scale->title);
    add_rule(sheet, scale);
    sheet_end_flush(sheet);
    text_inside(sheet, node);
}

/* ---- the answers ---- */

static void
add_choices(struct sheet *sheet, const struct contribution *part)
{
    struct buf labels = {0};
    contributions_add_choices(part, &labels);
    sheet_add(sheet, "%s", labels.len ? buf_text(&labels) : "nothing chosen");
    buf_clear(&labels);
}

static const char *
answer_text(struct sheet *sheet, const struct contribution *part)
{
    if (part->scale)
        return part->of_scale.why == WHY_SCORED ? part->scale->title
                                                : why_text(part->of_scale.why);
    if (part->kind != ANSWERED || !part->has_score)
        return contributions_kind_text(part->kind);
    if (part->choice)
        return part->choice->label ? part->choice->label
                                   : sheet_decimal(sheet, part->choice->value);
    return sheet_number(sheet, part->score);
}

static void
add_answer(struct sheet *sheet, const struct contribution *part)
{
    if (part->is_set)
        add_choices(sheet, part);
    else
        sheet_add(sheet, "%s", answer_text(sheet, part));
}

/* What is done to the answer's score before it counts. */
static void
add_treatment(struct sheet *sheet, const struct scale *scale,
              const struct contribution *part)
{
    bool is_share = method_of(scale)->term == TERM_SHARE;
    bool is_weighed = part->weight != 1;
    if (!part->has_score || part->scale)
        return;
    const char *keyed = sheet_number(sheet, part->keyed);
    const char *lo = sheet_number(sheet, part->lo);
    const char *weight = sheet_number(sheet, part->weight);
    if (part->reversed)
        sheet_add(sheet, "reversed %s - %s",
                  sheet_number(sheet, part->lo + part->hi),
                  sheet_number(sheet, part->score));
    if (part->reversed && (is_weighed || is_share))
        sheet_add(sheet, " = %s; ", keyed);
    if (is_share)
        sheet_add(sheet, "100 × (%s - %s) / (%s - %s)", keyed, lo,
                  sheet_number(sheet, part->hi), lo);
    if (is_weighed)
        sheet_add(sheet, is_share ? " × %s" : "weight %s", weight);
}

static void
add_brought(struct sheet *sheet, const struct scale *scale,
            const struct contribution *part)
{
    const struct score *of_scale = &part->of_scale;
    enum method_term term = method_of(scale)->term;
    if (part->scale && of_scale->why == WHY_SCORED)
        sheet_add(
            sheet, "%s",
            sheet_fixed(sheet, of_scale->value,
                        contributions_decimals(part->scale, of_scale->value)));
    if (part->scale || !part->has_score)
        return;
    if (term == TERM_SHARE)
        sheet_add(sheet, "%s",
                  sheet_fixed(sheet, part->term, sheet_decimals(scale)));
    else if (term == TERM_TRUTH)
        sheet_add(sheet, "%s: %s", sheet_number(sheet, part->keyed),
                  part->term != 0 ? "counts" : "does not count");
    else
        sheet_add(sheet, "%s",
                  sheet_number(sheet, term == TERM_OPERAND ? part->score
                                                           : part->term));
}

/* ---- columns of answers ---- */

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

static void
tell_parts(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
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
    sheet->columns = columns;
    text_inside(sheet, node);
}

static void
tell_part(struct sheet *sheet, const struct node *node)
{
    const struct scale *scale = node->scale->scale;
    sheet_add(sheet, "%s", part_id(node->part));
    sheet_tab(sheet, sheet->columns.answer);
    add_answer(sheet, node->part);
    sheet_tab(sheet, sheet->columns.treatment);
    add_treatment(sheet, scale, node->part);
    sheet_tab(sheet, sheet->columns.brought);
    add_brought(sheet, scale, node->part);
    sheet_end_bare(sheet);
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
        sheet_add(sheet, "%s%s", gap,
                  is_share ? sheet_fixed(sheet, part->term,
                                         sheet_decimals(explained->scale))
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

static void
add_sum(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct score *score = &explained->score;
    const char *sum = sheet_number(sheet, explained->sum);
    if (lists_terms(explained))
        add_terms(sheet, explained, " + ");
    else
        sheet_add(sheet, "sum");
    if (!score->prorated)
        return;
    if (score->answered > 1)
        sheet_add(sheet, " = %s", sum);
    sheet_add(sheet, "; prorated %zu × %s / %d", explained->n_parts, sum,
              score->answered);
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
    double *terms = ARENA_ARRAY(sheet->arena, explained->n_parts, double);
    size_t n = 0;
    for (size_t i = 0; i < explained->n_parts; i++)
        if (explained->parts[i].has_score)
            terms[n++] = explained->parts[i].term;
    qsort(terms, n, sizeof(*terms), compare_terms);
    sheet_add(sheet, "%s ", method_of(explained->scale)->of);
    for (size_t i = 0; i < n; i++)
        sheet_add(sheet, "%s%s", i ? ", " : "", sheet_number(sheet, terms[i]));
    if (compare_terms(&terms[(n - 1) / 2], &terms[n / 2]) != 0)
        sheet_add(sheet, " = (%s + %s) / 2",
                  sheet_number(sheet, terms[n / 2 - 1]),
                  sheet_number(sheet, terms[n / 2]));
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
        else if (method->blanks == BLANKS_AVERAGE)
            add_mean(sheet, explained);
        else
            add_sum(sheet, explained);
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
    size_t behind = sheet_width(sheet) + GAP;
    size_t brought = sheet->columns.brought;
    sheet_tab(sheet, behind > brought ? behind : brought);
}

static void
tell_result(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct score *score = &explained->score;
    if (method_has_items(explained->scale))
        add_answered(sheet, explained);
    if (score->why == WHY_SCORED) {
        add_arithmetic(sheet, explained);
        sheet_add(sheet, " = %s",
                  sheet_score(sheet, explained->scale, score->value));
    } else {
        if (explained->filled_formula) {
            sheet_add(sheet, "%s", explained->filled_formula);
            sheet_tab(sheet, sheet_width(sheet) + GAP);
        }
        sheet_add(sheet, "no score: %s", why_text(score->why));
    }
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
              "tables: %s",
              scale->round == ROUND_HALF_UP ? "up" : "even",
              (int)scale->decimals, scale->decimals == 1 ? "" : "s",
              sheet_fixed(sheet, explained->rounded, scale->decimals));
    sheet_end_bare(sheet);
}

static void
tell_range(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct scale *scale = explained->scale;
    if (explained->is_open) {
        sheet_add(sheet, "the ");
        if (explained->n_blanks > 1)
            sheet_add(sheet, "%zu ", explained->n_blanks);
        sheet_add(sheet, "blank%s could make it %s to %s",
                  explained->n_blanks == 1 ? "" : "s",
                  sheet_score(sheet, scale, explained->score.low),
                  sheet_score(sheet, scale, explained->score.high));
        sheet_end_bare(sheet);
    }
    add_rounding(sheet, explained);
}

static void
tell_course(struct sheet *sheet, const struct node *node)
{
    const struct course *course = &node->scale->course;
    /* A single score has no course, and that it is one is told by the
       change. */
    if (node->scale->has_verdict && node->scale->score.why == WHY_SCORED
        && course->n_scores + course->n_undated >= 2)
        text_inside(sheet, node);
}

/* ---- classes and alerts ---- */

static const char *
case_label(const struct class_case *one)
{
    return one->label ? one->label : one->id;
}

static void
tell_class(struct sheet *sheet, const struct node *node)
{
    const struct class *class = node->class->class;
    const struct class_result *result = &node->class->result;
    add_title(sheet, class->id, class->title);
    if (result->which >= 0)
        sheet_add(sheet, "%s", case_label(&class->cases[result->which]));
    else
        sheet_add(sheet, "none: %s", why_text(result->why));
    sheet_end_flush(sheet);
    text_inside(sheet, node);
}

/* Each with its test, up to the one that decides. */
static void
tell_cases(struct sheet *sheet, const struct node *node)
{
    const struct class *class = node->class->class;
    const struct class_result *result = &node->class->result;
    for (size_t i = 0; i < explain_n_cases(node->class); i++) {
        const struct explained_test *test = &node->class->tests[i];
        if (test->text)
            sheet_add(sheet, "%s: %s: %s: %s", class->cases[i].id, test->text,
                      test->filled,
                      (int)i == result->which        ? "holds"
                      : (int)i == result->stopped_at ? "cannot be decided"
                                                     : "does not hold");
        else
            sheet_add(sheet, "%s: otherwise", class->cases[i].id);
        sheet_end_bare(sheet);
    }
}

static void
tell_possible(struct sheet *sheet, const struct node *node)
{
    const struct explained_class *explained = node->class;
    const char *gap = "";
    size_t n = 0;
    for (size_t i = 0; i < explained->class->n_cases; i++)
        n += explained->can_be[i];
    if (n < 2)
        return;
    sheet_add(sheet, "the blanks could make it ");
    for (size_t i = 0; i < explained->class->n_cases; i++) {
        if (!explained->can_be[i])
            continue;
        sheet_add(sheet, "%s%s", gap, case_label(&explained->class->cases[i]));
        gap = ", ";
    }
    sheet_end_bare(sheet);
}

/* Those of which there is something to tell: they fire, could not be judged, or
   their item is a blank that is to be listed. */
static bool
speaks(const struct explained_alert *alert)
{
    return alert_notice_of(&alert->result) != NOTICE_NONE;
}

static void
tell_alerts(struct sheet *sheet, const struct node *node)
{
    const struct node *alert = node->inside;
    while (alert && !speaks(alert->alert))
        alert = alert->next;
    if (alert)
        sheet_blank(sheet);
    text_inside(sheet, node);
}

static void
tell_alert(struct sheet *sheet, const struct node *node)
{
    const struct explained_alert *explained = node->alert;
    const struct alert_result *result = &explained->result;
    if (!speaks(explained))
        return;
    sheet_add(sheet, "%s: ", explained->alert->id);
    if (result->unanswered != ANSWERED)
        sheet_add(sheet, "%s %s; ", explained->item->id,
                  contributions_kind_text(result->unanswered));
    sheet_line(sheet, "alert", "%s: %s: %s", alert_state_text(result->state),
               explained->test.text, explained->test.filled);
    if (explained->alert->text)
        sheet_line(sheet, "", "%s", explained->alert->text);
}

/* ---- what was written ---- */

/* Each line of it below the one before. */
static void
add_own_words(struct sheet *sheet, const char *written, size_t column)
{
    struct buf line = {0};
    for (const char *rest = written; *rest;) {
        size_t len = strcspn(rest, "\n");
        utf8_add_shown(&line, (struct str){rest, len});
        sheet_tab(sheet, column);
        sheet_add(sheet, "%s", buf_text(&line));
        sheet_end_bare(sheet);
        buf_empty(&line);
        rest += len + (rest[len] == '\n');
    }
    buf_clear(&line);
}

static void
tell_words(struct sheet *sheet, const struct node *node)
{
    const struct explanation *row = node->row;
    size_t id = 0;
    if (!row->n_words)
        return;
    sheet_blank(sheet);
    sheet_add(sheet, "in their own words");
    sheet_end_flush(sheet);
    for (size_t i = 0; i < row->n_words; i++) {
        size_t len = strlen(row->words[i].item->id);
        id = len > id ? len : id;
    }
    for (size_t i = 0; i < row->n_words; i++) {
        sheet_add(sheet, "%s", row->words[i].item->id);
        add_own_words(sheet, row->words[i].text, id + GAP);
    }
}

/* ---- the whole ---- */

static void (*const tell[N_NODES])(struct sheet *, const struct node *) = {
#define NODE(KIND, within, reader, text, client, json, line)                   \
    [NODE_##KIND] = text,
#include "output/explain_nodes.def"
#undef NODE
};

void
text_inside(struct sheet *sheet, const struct node *node)
{
    for (const struct node *child = node->inside; child; child = child->next)
        if (tell[child->kind])
            tell[child->kind](sheet, child);
}

void
explain_add_text(const struct explanation *explanation, bool is_plain,
                 struct buf *out)
{
    struct sheet sheet = {
        .out = out, .is_plain = is_plain, .arena = arena_new()};
    tell_row(&sheet, explain_tree(explanation, READER_CLINICIAN, sheet.arena));
    buf_clear(&sheet.line);
    arena_free(sheet.arena);
}
