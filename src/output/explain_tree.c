/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree, and what of it a client is told; see explain_tree.h. */
#include "output/explain_tree.h"

#include "instrument/expr.h"

/* ---- what a client is told ---- */

static bool shows_alert(const struct instrument *instrument,
                        const struct scale *scale);

/* An item that carries an alert, or a scale that shows the answer to one. */
static bool
is_alert(const struct instrument *instrument,
         const struct expr_operand *operand)
{
    struct expr_operand own = instrument_operand(instrument, operand);

    if (own.kind == EXPR_TOLD) {
        const struct asked *asked = &instrument->asked[own.idx];
        return asked->is_scale ? shows_alert(asked->whose,
                                             &asked->whose->scales[asked->idx])
                               : asked->whose->items[asked->idx].n_alerts > 0;
    }
    if (own.kind == EXPR_FACT)
        return false;
    return own.kind == EXPR_SCALE
               ? shows_alert(instrument, &instrument->scales[own.idx])
               : instrument->items[own.idx].n_alerts > 0;
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
    struct expr_operand last = {.kind = EXPR_FACT};
    bool has_alert = false;

    for (size_t i = 0; i < n; i++) {
        struct expr_operand own = instrument_operand(instrument, &operands[i]);
        if (is_alert(instrument, &own))
            has_alert = true;
        else if (own.kind == EXPR_SCALE || own.kind == EXPR_FACT
                 || (own.kind == EXPR_TOLD
                     && instrument->asked[own.idx].is_scale))
            continue;
        bool is_same = last.kind != EXPR_FACT && last.idx == own.idx
                       && last.kind != EXPR_SCALE && own.kind != EXPR_SCALE;
        n_untold += !is_same;
        last = own;
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
    return !scale->is_private && !scale->is_internal && !scale->of_couple
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
        struct expr_operand own = {.kind = EXPR_ITEM};
        if (operands)
            own = instrument_operand(instrument, &operands[i]);
        if (own.kind != EXPR_ITEM && own.kind != EXPR_SELECTED)
            continue;
        size_t idx = operands ? own.idx : scale->members[i].item_idx;
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

static bool
tells_class(const struct instrument *instrument, const struct class *class)
{
    for (size_t i = 0; i < class->n_cases; i++) {
        size_t n;
        const struct expr_operand *operands =
            expr_operands(class->cases[i].test, &n);
        for (size_t k = 0; k < n; k++)
            if (is_alert(instrument, &operands[k]))
                return false;
    }
    return !class->is_private;
}

/* Whether the parts of a scale are told, and how they make the score: all or
   none. */
static bool
tells_parts(const struct instrument *instrument,
            const struct explained_scale *scale)
{
    for (size_t i = 0; i < scale->n_parts; i++) {
        const struct contribution *part = &scale->parts[i];
        const struct instrument *whose =
            part->asked ? asked_whose(instrument, part->asked) : instrument;
        if (part->item ? part->item->n_alerts > 0
                             || is_beside_alert(
                                 whose, (size_t)(part->item - whose->items))
                       : shows_alert(whose, part->scale))
            return false;
    }
    return true;
}

static bool
tells_client(const struct node *node)
{
    if (node->kind == NODE_SCALE)
        return explain_tells_client(node->row, node->scale);
    if (node->kind == NODE_PART)
        return tells_parts(node->row->instrument, node->scale);
    if (node->kind == NODE_BAND)
        return scale_basis(node->scale->scale) == BASIS_CRITERION;
    return node->kind != NODE_CLASS
           || tells_class(node->row->instrument, node->class->class);
}

/* Of blanks a client's tree does not say which sort they are. */
static const struct contribution *
part_for_client(const struct contribution *part, struct arena *arena)
{
    struct contribution *told = ARENA_NEW(arena, struct contribution);
    *told = *part;
    if (part->item && part->kind != ANSWERED && part->kind != ANSWER_BAD
        && part->kind != ANSWER_NOT_APPLICABLE)
        told->kind = ANSWER_BLANK;
    return told;
}

/* ---- the tree ---- */

static const struct {
    enum node_kind within;
    enum reader reader;
} kinds[N_NODES] = {
#define NODE(KIND, within, reader, text, client, line)                         \
    [NODE_##KIND] = {NODE_##within, READER_##reader},
#include "output/explain_nodes.def"
};

/* How many nodes of a kind there are within one. */
static size_t
count(const struct node *within, enum node_kind kind)
{
    if (kind == NODE_ALERT)
        return within->row->n_alerts;
    if (kind == NODE_SCALE)
        return within->row->n_scales;
    if (kind == NODE_PART)
        return within->scale->n_parts;
    if (kind == NODE_CLASS)
        return within->row->n_classes;
    if (kind == NODE_SEEN)
        return within->scale->n_seen > 0;
    if (kind == NODE_ESTIMATE)
        return within->scale->estimate != NULL;
    return kind != NODE_ROW; /* which is within nothing */
}

/* Says what the 'idx'th of its kind is of. */
static void
place(struct node *node, size_t idx, struct arena *arena)
{
    bool is_for_client = node->reader == READER_CLIENT;
    if (node->kind == NODE_ALERT)
        node->alert = &node->row->alerts[idx];
    else if (node->kind == NODE_SCALE)
        node->scale = &node->row->scales[idx];
    else if (node->kind == NODE_CLASS)
        node->class = &node->row->classes[idx];
    else if (node->kind == NODE_PART)
        node->part = is_for_client
                         ? part_for_client(&node->scale->parts[idx], arena)
                         : &node->scale->parts[idx];
}

static bool
is_told(const struct node *node)
{
    enum reader told = kinds[node->kind].reader;
    return (told == READER_ANYBODY || told == node->reader)
           && (node->reader != READER_CLIENT || tells_client(node));
}

static void
grow(struct node *node, struct arena *arena)
{
    const struct node **end = &node->inside;
    for (enum node_kind kind = 0; kind < N_NODES; kind++) {
        size_t n = kinds[kind].within == node->kind ? count(node, kind) : 0;
        for (size_t i = 0; i < n; i++) {
            struct node *child = ARENA_NEW(arena, struct node);
            *child = *node;
            child->kind = kind;
            child->within = node;
            child->inside = child->next = NULL;
            place(child, i, arena);
            if (!is_told(child))
                continue;
            grow(child, arena);
            *end = child;
            end = &child->next;
        }
    }
}

const struct node *
explain_tree(const struct explanation *explanation, enum reader reader,
             struct arena *arena)
{
    struct node *row = ARENA_NEW(arena, struct node);
    row->kind = NODE_ROW;
    row->reader = reader;
    row->row = explanation;
    grow(row, arena);
    return row;
}

const struct node *
node_find(const struct node *node, enum node_kind kind)
{
    const struct node *found = node->inside;
    while (found && found->kind != kind)
        found = found->next;
    return found;
}

bool
node_tells_parts(const struct node *scale)
{
    const struct node *parts = node_find(scale, NODE_PARTS);
    return parts && (parts->inside || !scale->scale->n_parts);
}

bool
node_tells_filled(const struct node *scale)
{
    return node_tells_parts(scale)
           && (scale->reader != READER_CLIENT || !scale->scale->n_seen);
}
