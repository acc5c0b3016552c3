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

static const double *
keyed_positions(const struct plan_member *member,
                const struct response *response, struct arena *arena)
{
    double *keyed = ARENA_ARRAY(arena, member->n_keyed, double);
    for (size_t i = 0; i < member->n_keyed; i++)
        keyed[i] = plan_keyed_at(member, response, (uint8_t)i);
    return keyed;
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
        to->keyed = keyed_positions(to, response, arena);
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

static void
add_gates(struct compiler *compiler)
{
    const struct instrument *instrument = compiler->instrument;
    for (size_t i = 0; i < instrument->n_items; i++)
        if (instrument->items[i].relevant)
            compiler->ops[compiler->n_ops++] = (struct op){
                .code = OP_GATE, .name = instrument->items[i].id, .idx = i};
}

static void add_scale(struct compiler *compiler, size_t idx);

/* Another row has it before this one rests on it, and what is proved goes in
   the same order. */
static void
add_asked(struct compiler *compiler, const struct asked *asked)
{
    if (asked->is_scale && !asked->whose)
        add_scale(compiler, asked->idx);
}

static void
add_scale(struct compiler *compiler, size_t idx)
{
    if (compiler->is_placed[idx])
        return;
    compiler->is_placed[idx] = true;
    const struct scale *scale = &compiler->instrument->scales[idx];
    struct op op = {.name = scale->id, .idx = idx};
    if (!method_has_items(scale)) {
        size_t n;
        const struct expr_operand *operands = expr_operands(scale->formula, &n);
        for (size_t i = 0; i < n; i++)
            if (operands[i].kind == EXPR_SCALE)
                add_scale(compiler, operands[i].idx);
            else if (operands[i].kind == EXPR_TOLD)
                add_asked(compiler,
                          &compiler->instrument->asked[operands[i].idx]);
        op.code = OP_FORMULA;
    } else {
        op.code = OP_COMBINE;
        op.members = plan_members(compiler->instrument, scale, compiler->arena);
        op.n_members = scale->n_members;
    }
    compiler->ops[compiler->n_ops++] = op;
}

static void
add_classes(struct compiler *compiler)
{
    const struct instrument *instrument = compiler->instrument;
    for (size_t i = 0; i < instrument->n_classes; i++)
        compiler->ops[compiler->n_ops++] = (struct op){
            .code = OP_CLASS, .name = instrument->classes[i].id, .idx = i};
}

static size_t
count_alerts(const struct instrument *instrument)
{
    size_t n = 0;
    for (size_t i = 0; i < instrument->n_items; i++)
        n += instrument->items[i].n_alerts;
    return n;
}

static void
add_alerts(struct compiler *compiler, struct plan_alert *alerts)
{
    const struct instrument *instrument = compiler->instrument;
    size_t n = 0;
    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];
        for (size_t j = 0; j < item->n_alerts; j++) {
            compiler->ops[compiler->n_ops++] = (struct op){
                .code = OP_ALERT, .name = item->alerts[j].id, .idx = n};
            alerts[n++] = (struct plan_alert){&item->alerts[j], i};
        }
    }
}

const struct plan *
plan_compile(const struct instrument *instrument, struct arena *arena)
{
    struct compiler compiler = {.instrument = instrument, .arena = arena};
    struct plan *plan = ARENA_NEW(arena, struct plan);
    plan->instrument = instrument;
    plan->n_alerts = count_alerts(instrument);
    struct plan_alert *alerts =
        ARENA_ARRAY(arena, plan->n_alerts, struct plan_alert);
    compiler.ops = ARENA_ARRAY(arena,
                               instrument->n_items + instrument->n_scales
                                   + instrument->n_classes + plan->n_alerts,
                               struct op);
    compiler.is_placed = ARENA_ARRAY(arena, instrument->n_scales, bool);
    add_gates(&compiler);
    for (size_t i = 0; i < instrument->n_scales; i++)
        add_scale(&compiler, i);
    add_classes(&compiler);
    add_alerts(&compiler, alerts);
    plan->ops = compiler.ops;
    plan->n_ops = compiler.n_ops;
    plan->alerts = alerts;
    return plan;
}
