/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts an instrument's scoring in order and lays its keys out by position.
   Reads instrument.h; kernel.c runs the result. */
#include "score/plan.h"

#include <math.h>
#include "base/exact.h"
#include "instrument/expr.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "response/batch.h"

/* ---- keys ---- */

enum { MOST_DECIMALS = 15 }; /* of a number without a grid */

size_t
plan_positions(const struct response *response)
{
    if (response->kind == RESPONSE_CHOICES)
        return response->n_choices;
    double step = decimal_value(response->step);
    /* Far fewer than 1e6 steps: half a step in a million is noise. */
    return (size_t)floor((response->hi - response->lo) / step + 1e-6) + 1;
}

double
plan_keyed(const struct plan_member *member, double score)
{
    if (!member->reversed)
        return score;
    int decimals = member->decimals < 0 ? MOST_DECIMALS : member->decimals;
    return exact_quotient(num_units(member->lo, decimals)
                              + num_units(member->hi, decimals)
                              - num_units(score, decimals),
                          exact_power(decimals));
}

double
plan_keyed_at(const struct plan_member *member, const struct response *response,
              uint8_t position)
{
    const double *recoded = member->of->recoded;
    return plan_keyed(member, recoded ? recoded[position]
                                      : answer_score(response, position));
}

double
plan_counted(const struct plan_member *member, uint64_t choices)
{
    return __builtin_popcountll(choices & member->of->counted);
}

struct plan_member
plan_member_of(const struct scale *scale, size_t idx)
{
    const struct member *from = &scale->members[idx];
    return (struct plan_member){
        .of = from,
        .item_idx = from->item_idx,
        .weight = decimal_value(from->weight),
        .lo = from->lo,
        .hi = from->hi,
        .reversed = from->reversed,
        .decimals = from->decimals,
    };
}

static const struct plan_member *
plan_members(const struct instrument *instrument, const struct scale *scale,
             struct arena *arena)
{
    struct plan_member *members =
        ARENA_ARRAY(arena, scale->n_members, struct plan_member);
    for (size_t i = 0; i < scale->n_members; i++) {
        struct plan_member *to = &members[i];
        *to = plan_member_of(scale, i);
        const struct response *response =
            instrument->items[to->item_idx].response;
        if (answer_form_of(response) != FORM_CODES)
            continue;
        to->n_keyed = plan_positions(response);
        double *keyed = ARENA_ARRAY(arena, to->n_keyed, double);
        for (size_t k = 0; k < to->n_keyed; k++)
            keyed[k] = plan_keyed_at(to, response, (uint8_t)k);
        to->keyed = keyed;
    }
    return members;
}

/* ---- order ---- */

struct compiler {
    const struct instrument *instrument;
    struct arena *arena;
    struct op *ops;
    size_t n_ops;
    bool *is_placed; /* by scale: it or what it waits for is under way */
};

static struct op *
add_op(struct compiler *compiler, enum op_code code, const char *name,
       size_t idx)
{
    struct op *op = &compiler->ops[compiler->n_ops++];
    *op = (struct op){.code = code, .name = name, .idx = idx};
    return op;
}

/* What it rests on comes before it; also what another row has, so that what is
   proved goes in the same order. */
static void
add_scale(struct compiler *compiler, size_t idx)
{
    const struct instrument *instrument = compiler->instrument;
    const struct scale *scale = &instrument->scales[idx];
    bool is_formula = !method_has_items(scale);
    size_t n;
    const struct expr_operand *operands = expr_operands(scale->formula, &n);
    if (compiler->is_placed[idx])
        return;
    compiler->is_placed[idx] = true;
    for (size_t i = 0; i < n; i++) {
        const struct asked *asked = operands[i].kind == EXPR_TOLD
                                        ? &instrument->asked[operands[i].idx]
                                        : NULL;
        if (operands[i].kind == EXPR_SCALE)
            add_scale(compiler, operands[i].idx);
        else if (asked && asked->is_scale && !asked->whose)
            add_scale(compiler, asked->idx);
    }
    struct op *op =
        add_op(compiler, is_formula ? OP_FORMULA : OP_COMBINE, scale->id, idx);
    if (is_formula)
        return;
    op->members = plan_members(instrument, scale, compiler->arena);
    op->n_members = scale->n_members;
}

const struct plan *
plan_compile(const struct instrument *instrument, struct arena *arena)
{
    struct compiler compiler = {.instrument = instrument, .arena = arena};
    struct plan *plan = ARENA_NEW(arena, struct plan);
    plan->instrument = instrument;
    for (size_t i = 0; i < instrument->n_items; i++)
        plan->n_alerts += instrument->items[i].n_alerts;
    struct plan_alert *alert =
        ARENA_ARRAY(arena, plan->n_alerts, struct plan_alert);
    plan->alerts = alert;
    compiler.ops = ARENA_ARRAY(arena,
                               instrument->n_items + instrument->n_scales
                                   + instrument->n_classes + plan->n_alerts,
                               struct op);
    compiler.is_placed = ARENA_ARRAY(arena, instrument->n_scales, bool);
    for (size_t i = 0; i < instrument->n_items; i++)
        if (instrument->items[i].relevant)
            add_op(&compiler, OP_GATE, instrument->items[i].id, i);
    for (size_t i = 0; i < instrument->n_scales; i++)
        add_scale(&compiler, i);
    for (size_t i = 0; i < instrument->n_classes; i++)
        add_op(&compiler, OP_CLASS, instrument->classes[i].id, i);
    for (size_t i = 0; i < instrument->n_items; i++)
        for (size_t j = 0; j < instrument->items[i].n_alerts; j++, alert++) {
            alert->alert = &instrument->items[i].alerts[j];
            alert->item_idx = i;
            add_op(&compiler, OP_ALERT, alert->alert->id,
                   (size_t)(alert - plan->alerts));
        }
    plan->ops = compiler.ops;
    plan->n_ops = compiler.n_ops;
    return plan;
}
