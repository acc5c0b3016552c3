/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a client is told; see explain.h. */
#include "output/explain.h"

#include "instrument/expr.h"

static bool shows_alert(const struct instrument *instrument,
                        const struct scale *scale);

/* An item that carries an alert, or a scale that shows the answer to one. */
static bool
is_alert(const struct instrument *instrument,
         const struct expr_operand *operand)
{
    return operand->kind == EXPR_SCALE
               ? shows_alert(instrument, &instrument->scales[operand->idx])
               : instrument->items[operand->idx].n_alerts > 0;
}

/* Whether it tells the answer to an item that carries an alert: it rests on
   nothing else that is not told by itself.  Cycles of formulas were refused by
   the checker. */
static bool
shows_alert_formula(const struct instrument *instrument,
                    const struct expr *formula)
{
    size_t n, n_untold = 0;
    const struct expr_operand *operands = expr_operands(formula, &n);
    const struct expr_operand *last = NULL;
    bool has_alert = false;

    for (size_t i = 0; i < n; i++) {
        if (is_alert(instrument, &operands[i]))
            has_alert = true;
        else if (operands[i].kind == EXPR_SCALE)
            continue;
        bool is_same = last && last->idx == operands[i].idx
                       && last->kind != EXPR_SCALE
                       && operands[i].kind != EXPR_SCALE;
        n_untold += !is_same;
        last = &operands[i];
    }
    return has_alert && n_untold == 1;
}

static bool
shows_alert(const struct instrument *instrument, const struct scale *scale)
{
    if (scale->formula)
        return shows_alert_formula(instrument, scale->formula);
    return scale->n_members == 1
           && instrument->items[scale->members[0].item_idx].n_alerts;
}

static bool
is_for_client(const struct instrument *instrument, const struct scale *scale)
{
    return !scale->is_private && !scale->is_internal
           && !shows_alert(instrument, scale);
}

/* Whether the scale rests on the item itself; if so, 'has_alert' is set where
   one that it rests on carries an alert. */
static bool
rests_on(const struct instrument *instrument, const struct scale *scale,
         size_t item_idx, bool *has_alert)
{
    bool is_found = false;
    size_t n = scale->n_members;
    const struct expr_operand *operands =
        scale->formula ? expr_operands(scale->formula, &n) : NULL;

    *has_alert = false;
    for (size_t i = 0; i < n; i++) {
        if (operands && operands[i].kind == EXPR_SCALE)
            continue;
        size_t idx = operands ? operands[i].idx : scale->members[i].item_idx;
        is_found |= idx == item_idx;
        *has_alert |= instrument->items[idx].n_alerts > 0;
    }
    return is_found;
}

/* Where a score is told, the answer to an item that carries an alert is what
   the others leave of it: so none of the items of such a scale is told by
   itself, in whatever scale. */
static bool
is_beside_alert(const struct instrument *instrument, size_t item_idx)
{
    for (size_t i = 0; i < instrument->n_scales; i++) {
        bool has_alert;
        if (is_for_client(instrument, &instrument->scales[i])
            && rests_on(instrument, &instrument->scales[i], item_idx,
                        &has_alert)
            && has_alert)
            return true;
    }
    return false;
}

bool
explain_tells_client(const struct explanation *explanation,
                     const struct explained_scale *scale)
{
    return is_for_client(explanation->instrument, scale->scale);
}

bool
explain_tells_client_class(const struct explanation *explanation,
                           const struct explained_class *explained)
{
    const struct class *class = explained->class;

    for (size_t i = 0; i < class->n_cases; i++) {
        size_t n = 0;
        const struct expr_operand *operands =
            class->cases[i].test ? expr_operands(class->cases[i].test, &n)
                                 : NULL;
        for (size_t k = 0; k < n; k++)
            if (is_alert(explanation->instrument, &operands[k]))
                return false;
    }
    return !class->is_private;
}

bool
explain_tells_client_parts(const struct explanation *explanation,
                           const struct explained_scale *scale)
{
    const struct instrument *instrument = explanation->instrument;

    for (size_t i = 0; i < scale->n_parts; i++) {
        const struct contribution *part = &scale->parts[i];
        if (part->item
                ? part->item->n_alerts > 0
                      || is_beside_alert(
                          instrument, (size_t)(part->item - instrument->items))
                : shows_alert(instrument, part->scale))
            return false;
    }
    return true;
}
