/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors and changes with their numbers put in; see explain_change.h. */
#include "output/explain_change.h"

#include <math.h>
#include "base/num.h"
#include "change/fillings.h"
#include "output/explain_rci.h"
#include "score/judge.h"

/* ---- sources ---- */

static void
add_reliability(struct sheet *sheet, const struct reliability *reliability)
{
    static const char *const kinds[] = {
        [RELIABILITY_ALPHA] = "alpha",
        [RELIABILITY_OMEGA] = "omega",
        [RELIABILITY_RETEST] = "retest",
    };
    sheet_add(sheet, "%s ", kinds[reliability->kind]);
    sheet_add_decimal(sheet, reliability->value);
    if (reliability->days)
        sheet_add(sheet, " over %d days", (int)reliability->days);
    if (reliability->sample)
        sheet_add(sheet, " in %s", reliability->sample);
    explain_add_origin(sheet, reliability->n, reliability->source);
}

/* ---- the error of one score ---- */

/* What the answered items stand in for. */
static const char *
what_lacks(const struct explained_scale *explained)
{
    const struct precision *precision = &explained->precision;
    size_t n = precision->n_items - precision->n_answered;
    if (n != explained->n_blanks)
        return n == 1 ? "the item without an answer"
                      : "the items without an answer";
    return n == 1 ? "the blank" : "the blanks";
}

void
explain_add_error(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct precision *precision = &explained->precision;
    int decimals = sheet_decimals(explained->scale);
    if (explained->score.why != WHY_SCORED)
        return;
    if (precision->why != PRECISION_SAID) {
        sheet_add(sheet, "not known: %s", precision_why_text(precision->why));
        sheet_end(sheet, "error");
        return;
    }
    sheet_add(sheet, "SEM ");
    explain_add_sem(sheet, decimal_value(precision->norm->sd),
                    precision->reliability->value, precision->sem_full,
                    decimals);
    if (precision->sem > precision->sem_full) {
        sheet_add(sheet, ",");
        explain_add_stretch(sheet, precision->n_items, precision->n_answered);
        sheet_add(sheet, " for %s = ", what_lacks(explained));
        sheet_add_fixed(sheet, precision->sem, decimals);
    }
    sheet_add(sheet, "; 95 %% ");
    sheet_add_fixed(sheet, precision->low, decimals);
    sheet_add(sheet, " to ");
    sheet_add_fixed(sheet, precision->high, decimals);
    if (precision->is_cut)
        sheet_add(sheet, ", as far as the scale goes");
    sheet_end(sheet, "error");
    sheet_add(sheet, "sd of norm %s", precision->norm->id);
    explain_add_origin(sheet, precision->norm->n, precision->norm->source);
    sheet_add(sheet, "; ");
    add_reliability(sheet, precision->reliability);
    sheet_end(sheet, "");
}

/* ---- change ---- */

static void
add_norm_figures(struct sheet *sheet, const struct norm *norm)
{
    sheet_add(sheet, "norm %s: mean ", norm->id);
    sheet_add_decimal(sheet, norm->mean);
    sheet_add(sheet, ", sd ");
    sheet_add_decimal(sheet, norm->sd);
    explain_add_origin(sheet, norm->n, norm->source);
}

static void
add_sample(struct sheet *sheet, const struct norm *norm,
           const struct reliability *reliability, const char *when)
{
    if (!norm && !reliability)
        return;
    sheet_add(sheet, "%s", when);
    if (norm)
        add_norm_figures(sheet, norm);
    if (norm && reliability)
        sheet_add(sheet, "; ");
    if (reliability)
        add_reliability(sheet, reliability);
    sheet_end(sheet, "");
}

static void
add_inputs(struct sheet *sheet, const struct change_basis *basis)
{
    const struct change *rule = basis->rule;
    sheet_add(sheet, "by %s", explain_method_name(rule->method));
    if (rule->sample)
        sheet_add(sheet, ", %s", rule->sample);
    if (rule->source)
        sheet_add(sheet, " (%s)", rule->source);
    if (rule->method != CHANGE_POINTS) {
        sheet_add(sheet, ", level ");
        sheet_add_decimal(sheet, rule->level);
    }
    if (rule->method == CHANGE_EN) {
        sheet_add(sheet, ", which it does not keep: without any change ");
        sheet_add_fixed(sheet, 100 * (1 - change_share_within(basis)), 0);
        sheet_add(sheet, " of 100 pairs are beyond it");
    }
    if (rule->method == CHANGE_HA) {
        sheet_add(sheet, ", correlation of the two ");
        sheet_add_decimal(sheet, rule->r12);
    }
    sheet_end(sheet, "");
    add_sample(sheet, basis->norm, basis->reliability, "");
    add_sample(sheet, basis->norm_post, basis->reliability_post,
               "for the later score: ");
}

/* What blanks could have made of one end of the change. */
static void
add_reach(struct sheet *sheet, const struct change_result *change,
          const struct score *score, const char *when)
{
    struct score reach = *score;
    fillings_tighten(&reach);
    if (!reach.has_range
        || judge_side(change->scale, reach.low, reach.high) == 0)
        return;
    sheet_add(sheet, "%s", when);
    sheet_add_score(sheet, change->scale, reach.low);
    sheet_add(sheet, " to ");
    sheet_add_score(sheet, change->scale, reach.high);
}

/* Whether what the blanks could have made says else than the scores do. */
static bool
says_fillings(const struct verdict *verdict)
{
    return verdict->kind != verdict->standing.kind || verdict->cut_depends;
}

static void
add_what_fillings_say(struct sheet *sheet, const struct verdict *verdict)
{
    struct buf words = {0};
    if (verdict->kind == VERDICT_DEPENDS) {
        buf_add_text(&words, "depends on the blanks");
    } else if (verdict->kind == verdict->standing.kind) {
        buf_add_text(&words, "the side of the cut-off depends on the blanks");
    } else {
        buf_add_text(&words, "each way ");
        verdict_add_kind(verdict->kind, verdict->change.basis.rule, LANG_EN,
                         &words);
    }
    sheet_add(sheet, ", %s)", buf_text(&words));
    buf_clear(&words);
}

static void
add_verdict(struct sheet *sheet, const struct explained_scale *explained,
            const char *label)
{
    const struct verdict *verdict = &explained->verdict;
    const struct change_result *change = &verdict->change;
    struct buf words = {0};
    verdict_add_standing_text(verdict, LANG_EN, &words);
    sheet_add(sheet, "%s", buf_text(&words));
    buf_clear(&words);
    if (says_fillings(verdict)) {
        struct score then = change->before.score;
        fillings_tighten(&then);
        bool is_then = then.low < then.high;
        sheet_add(sheet, " (with the blank%s: ",
                  explained->n_blanks == 1 && !is_then ? "" : "s");
        add_reach(sheet, change, &change->before.score, "then ");
        add_reach(sheet, change, &change->after.score, is_then ? ", now " : "");
        add_what_fillings_say(sheet, verdict);
    }
    sheet_end(sheet, label);
}

static void
add_mic(struct sheet *sheet, const struct verdict *verdict)
{
    const struct mic *mic = verdict->change.basis.mic;
    if (!mic || !verdict_is_judged(verdict))
        return;
    if (verdict->mic_depends)
        sheet_add(sheet, "whether it is at least the smallest change that "
                         "matters depends on the blanks: ");
    else
        sheet_add(sheet, "%s the smallest change that matters: ",
                  verdict->reaches_mic ? "at least" : "less than");
    sheet_add_decimal(sheet, mic->value);
    explain_add_origin(sheet, 0, mic->source);
    sheet_end(sheet, "");
}

/* As many as tell the difference from the points that it is held against. */
static int
difference_decimals(const struct change_result *change)
{
    double size = fabs(change->difference);
    int decimals = change->scale->decimals;
    const struct mic *mic = change->basis.mic;
    if (change->why == CHANGE_JUDGED
        && change->basis.rule->method == CHANGE_POINTS)
        decimals = judge_decimals(size, change->critical, decimals);
    if (change->why == CHANGE_JUDGED && mic)
        decimals = judge_decimals(size, decimal_value(mic->value), decimals);
    return decimals;
}

static void
add_difference(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    sheet_add(sheet, "from session %s (", explained->baseline->label);
    sheet_add_score(sheet, scale, explained->baseline_value);
    sheet_add(sheet, "): ");
    sheet_add_signed(sheet, explained->verdict.change.difference,
                     difference_decimals(&explained->verdict.change));
    sheet_end(sheet, "change");
}

void
explain_add_change(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct change_result *change = &explained->verdict.change;
    if (explained->score.why != WHY_SCORED)
        return;
    if (!explained->has_verdict) {
        if (explained->scale->n_changes) {
            sheet_add(sheet, "not judged: the row stands alone");
            sheet_end(sheet, "change");
        }
        return;
    }
    if (change->why == CHANGE_ONE_SCORE) {
        sheet_add(sheet, "this is the score that later ones are counted from");
        sheet_end(sheet, "change");
        return;
    }
    bool has_line = explained->baseline && change->has_difference;
    if (has_line)
        add_difference(sheet, explained);
    if (change->why == CHANGE_JUDGED) {
        explain_add_index(sheet, change);
        add_inputs(sheet, &change->basis);
    }
    add_verdict(sheet, explained, has_line ? "" : "change");
    add_mic(sheet, &explained->verdict);
}
