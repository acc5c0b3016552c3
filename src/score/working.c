/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arithmetic behind a score; see working.h. */
#include "score/working.h"

#include <assert.h>
#include "base/num.h"
#include "instrument/expr.h"
#include "score/combine.h"

static const struct op *
scale_op(const struct plan *plan, size_t scale_idx)
{
    for (size_t i = 0; i < plan->n_ops; i++)
        if (plan->ops[i].code != OP_GATE && plan->ops[i].idx == scale_idx)
            return &plan->ops[i];
    assert(false && "every scale has an operation");
    return NULL;
}

static const char *
kind_text(enum answer_kind kind)
{
    static const char *const texts[N_ANSWER_KINDS] = {
        [ANSWERED] = "answered",
        [ANSWER_BLANK] = "not answered",
        [ANSWER_SKIPPED] = "skipped",
        [ANSWER_DECLINED] = "declined",
        [ANSWER_UNKNOWN] = "unknown",
        [ANSWER_NOT_APPLICABLE] = "not applicable",
        [ANSWER_NOT_ASKED] = "not asked",
        [ANSWER_UNCLEAR] = "unclear",
        [ANSWER_BAD] = "bad value",
        [ANSWER_ABSENT] = "no column",
    };
    return texts[kind];
}

/* ---- items ---- */

static enum answer_kind
item_kind(const struct worked_row *worked, size_t item_idx)
{
    const struct answers *answers = &worked->batch->answers[item_idx];
    return answers->is_absent ? ANSWER_ABSENT
                              : kind_of_code(answers->code[worked->row]);
}

/* The score before reversal of an item that was answered. */
static double
item_score(const struct worked_row *worked, size_t item_idx)
{
    const struct answers *answers = &worked->batch->answers[item_idx];
    if (answers->form == FORM_NUMBERS)
        return answers->number[worked->row];
    if (answers->form != FORM_CODES)
        return 0;
    return answer_score(worked->plan->instrument->items[item_idx].response,
                        answers->code[worked->row]);
}

static void
add_times(double weight, double keyed, struct buf *out)
{
    buf_add_text(out, " * ");
    num_add(out, weight);
    buf_add_text(out, " = ");
    num_add(out, weight * keyed);
}

static void
add_member(const struct worked_row *worked, const struct scale *scale,
           const struct plan_member *member, struct buf *out)
{
    enum answer_kind kind = item_kind(worked, member->item_idx);
    buf_addf(out, "%s ", worked->plan->instrument->items[member->item_idx].id);
    if (kind != ANSWERED) {
        buf_add_text(out, kind_text(kind));
        return;
    }
    double score = item_score(worked, member->item_idx);
    double keyed = plan_keyed(member, score);
    if (member->reversed) {
        num_add(out, member->lo + member->hi);
        buf_add_text(out, " - ");
        num_add(out, score);
        buf_add_text(out, " = ");
    }
    num_add(out, keyed);
    if (scale->method == METHOD_PERCENT) {
        buf_add_text(out, " in ");
        num_add(out, member->lo);
        buf_add_text(out, "..");
        num_add(out, member->hi);
    }
    if (member->weight != 1)
        add_times(member->weight, keyed, out);
}

static void
add_operand(const struct worked_row *worked, const struct expr_operand *operand,
            struct buf *out)
{
    const struct instrument *instrument = worked->plan->instrument;
    if (operand->kind == EXPR_SCALE) {
        struct score score =
            scores_get(worked->scores, operand->idx, worked->row);
        buf_addf(out, "%s ", instrument->scales[operand->idx].id);
        if (score.why == WHY_SCORED)
            num_add(out, score.value);
        else
            buf_add_text(out, why_text(score.why));
        return;
    }
    const struct item *item = &instrument->items[operand->idx];
    enum answer_kind kind = item_kind(worked, operand->idx);
    enum answer_form form = answer_form_of(item->response);
    buf_addf(out, "%s ", item->id);
    if (kind == ANSWERED && (form == FORM_CODES || form == FORM_NUMBERS))
        num_add(out, item_score(worked, operand->idx));
    else
        buf_add_text(out, kind_text(kind));
}

/* ---- what is made of them ---- */

void
working_add_value(double value, int decimals, struct buf *out)
{
    if (decimals < 0)
        num_add(out, value);
    else
        num_add_fixed(out, value, decimals);
}

static void
add_result(const struct score *score, int decimals, struct buf *out)
{
    if (score->why == WHY_SCORED) {
        buf_add_text(out, " = ");
        working_add_value(score->value, decimals, out);
    } else {
        buf_addf(out, ": %s", why_text(score->why));
    }
}

static void
add_combined(const struct worked_row *worked, const struct op *op, int decimals,
             struct buf *out)
{
    const struct scale *scale = &worked->plan->instrument->scales[op->idx];
    struct score score = scores_get(worked->scores, op->idx, worked->row);
    for (size_t i = 0; i < op->n_members; i++) {
        if (i)
            buf_add_text(out, ", ");
        add_member(worked, scale, &op->members[i], out);
    }
    buf_addf(out, "; %s of %d answered of %d",
             scale_method_names[scale->method], score.answered, score.items);
    if (scale->count_if_text)
        buf_addf(out, " that are %s", scale->count_if_text);
    if (score.why == WHY_TOO_FEW)
        buf_addf(out, " (%zu needed)",
                 combine_needed(scale, (size_t)score.items));
    if (scale->method == METHOD_SUM && score.prorated)
        buf_addf(out, ", times %zu / %d", op->n_members, score.answered);
    add_result(&score, decimals, out);
}

static void
add_formula(const struct worked_row *worked, const struct op *op, int decimals,
            struct buf *out)
{
    const struct scale *scale = &worked->plan->instrument->scales[op->idx];
    struct score score = scores_get(worked->scores, op->idx, worked->row);
    size_t n;
    const struct expr_operand *operands = expr_operands(scale->formula, &n);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_text(out, ", ");
        add_operand(worked, &operands[i], out);
    }
    buf_addf(out, "%s%s", n ? "; " : "", scale->formula_text);
    add_result(&score, decimals, out);
}

void
working_add(const struct worked_row *worked, size_t scale_idx, int decimals,
            struct buf *out)
{
    const struct op *op = scale_op(worked->plan, scale_idx);
    if (op->code == OP_FORMULA)
        add_formula(worked, op, decimals, out);
    else
        add_combined(worked, op, decimals, out);
}
