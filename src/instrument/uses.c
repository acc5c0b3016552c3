/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks everything that rests on items; see uses.h. */
#include "instrument/uses.h"

#include "instrument/expr.h"

/* 'expr' may be NULL. */
static void
mark_expr(bool *is_used, const struct expr *expr)
{
    size_t n = 0;
    const struct expr_operand *operands = expr ? expr_operands(expr, &n) : NULL;

    for (size_t i = 0; i < n; i++)
        if (operands[i].kind == EXPR_ITEM || operands[i].kind == EXPR_SELECTED)
            is_used[operands[i].idx] = true;
}

static void
mark_item(bool *is_used, const struct item *item, size_t item_idx)
{
    mark_expr(is_used, item->relevant);
    for (size_t i = 0; i < item->n_alerts; i++) {
        is_used[item_idx] = true;
        mark_expr(is_used, item->alerts[i].when);
    }
}

const bool *
uses_of_items(const struct instrument *instrument, struct arena *arena)
{
    bool *is_used = ARENA_ARRAY(arena, instrument->n_items, bool);

    for (size_t i = 0; i < instrument->n_items; i++)
        mark_item(is_used, &instrument->items[i], i);
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        for (size_t m = 0; m < scale->n_members; m++)
            is_used[scale->members[m].item_idx] = true;
        mark_expr(is_used, scale->formula);
    }
    for (size_t i = 0; i < instrument->n_classes; i++) {
        const struct class *class = &instrument->classes[i];
        for (size_t c = 0; c < class->n_cases; c++)
            mark_expr(is_used, class->cases[c].test);
    }
    return is_used;
}
