/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Norm figures and verdicts of worked examples; see example_norm.h. */
#include "proof/example_norm.h"

#include "base/num.h"
#include "score/judge.h"

static void
add_table(const struct scale *scale, const struct norm_table *table,
          const struct score *score, struct buf *out)
{
    buf_addf(out, "norm table %s, at ", table->id);
    num_add(out, judge_rounded(scale, score->value));
}

static void
add_formula(const struct norm *norm, const struct score *score, double z,
            struct buf *out)
{
    buf_addf(out, "norm %s: z = (", norm->id);
    num_add(out, score->value);
    buf_add_text(out, " - ");
    num_add(out, decimal_value(norm->mean));
    buf_add_text(out, ") / ");
    num_add(out, decimal_value(norm->sd));
    buf_add_text(out, " = ");
    num_add_fixed(out, z, 4);
}

bool
example_figure(const struct scale *scale, const struct example *example,
               enum norm_score metric, const struct score *score,
               double *figure, struct buf *working)
{
    struct person person = person_of_example(example);
    struct norm_choice choice = norm_choose(scale, &person);
    struct standing standing = norm_standing(scale, &choice, score);
    struct standing_score *found = &standing.scores[metric];
    if (!found->is_known) {
        buf_add_text(working, score->why != WHY_SCORED ? why_text(score->why)
                              : choice.why != NORM_CHOSEN
                                  ? norm_why_text(choice.why)
                                  : "the norm does not give it");
        return false;
    }
    if (found->table)
        add_table(scale, found->table, score, working);
    else
        add_formula(choice.norm, score, standing.z, working);
    *figure = found->value;
    return true;
}

static void
add_index(const struct change_result *change, struct buf *out)
{
    buf_add_text(out, ": (");
    num_add(out, change->after.score.value);
    buf_add_text(out, " - ");
    num_add_fixed(out, change->expected, 4);
    buf_add_text(out, ") / ");
    num_add_fixed(out, change->error, 4);
    buf_add_text(out, " = ");
    num_add_fixed(out, change->index, 4);
    buf_add_text(out, ", limit ");
    num_add_fixed(out, change->critical, 4);
}

static void
add_change(const struct change_result *change, struct buf *out)
{
    if (!change->has_difference) {
        buf_add_text(out, change_why_text(change->why));
        return;
    }
    num_add(out, change->before.score.value);
    buf_add_text(out, " before, ");
    num_add(out, change->after.score.value);
    buf_add_text(out, " now");
    if (change->why != CHANGE_JUDGED) {
        buf_addf(out, ": %s", change_why_text(change->why));
    } else if (change->basis.rule->method == CHANGE_POINTS) {
        buf_add_text(out, ", limit ");
        num_add(out, change->critical);
    } else {
        add_index(change, out);
    }
}

enum verdict_kind
example_verdict(const struct instrument *instrument, const struct scale *scale,
                const struct score *before, const struct score *after,
                struct buf *working)
{
    struct verdict verdict = verdict_of(
        instrument, scale, change_rule_find(scale, NULL), before, NULL, after);
    add_change(&verdict.change, working);
    return verdict.kind;
}
