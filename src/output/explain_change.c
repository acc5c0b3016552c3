/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change since the baseline, with every figure of its formula put in; see
   explain_sheet.h. */
#include "output/explain_sheet.h"

#include <math.h>
#include <string.h>
#include "base/num.h"
#include "change/fillings.h"
#include "score/judge.h"
#include "stats/sem.h"

/* The formulas of stats/rci.h, a letter for each figure, see put_figure(). */
static const struct {
    const char *name;
    const char
        *expected;     /* the later score without change; NULL: the earlier */
    const char *error; /* of the difference from what is expected */
    const char *error_in_full; /* as published for scores answered in full */
} methods[N_CHANGE_METHODS] = {
    [CHANGE_JACOBSON_TRUAX] = {"Jacobson and Truax", NULL, "√(a² + b²)", NULL},
    [CHANGE_GLN] = {"Gulliksen, Lord and Novick", "m + r × (x - m)",
                    "√(s² × r × (1 - r)² + b² + r² × a²)", "s × √(1 - r²)"},
    [CHANGE_HLL] = {"Hsu, Linn and Lord", "n + r × (x - m)",
                    "√(s² × r × (1 - r)² + b² + r² × a²)", "s × √(1 - r²)"},
    [CHANGE_EN] = {"Edwards and Nunnally", "m + r × (x - m)",
                   "√((a² + b²) / 2)", "s × √(1 - r)"},
    [CHANGE_NK] = {"Nunnally and Kotsch", "m + r × (x - m)",
                   "√(r² × a² + s² × (1 - q) × k / v)",
                   "√(r² × a² + s² × (1 - q))"},
    [CHANGE_HA] = {"Hageman and Arrindell", "x - (n - m) × (1 - R) / R",
                   "√(a² + b²) / √(R)", "√(a² + b²) / √(R)"},
    [CHANGE_POINTS] = {"a fixed number of points", NULL, NULL, NULL},
    [CHANGE_ERRORS] = {"the errors of the two estimates", NULL, "√(a² + b²)",
                       NULL},
};

/* ---- formulas with figures put in ---- */

static const char *
put_figure(struct sheet *sheet, const struct change_result *change, char letter)
{
    const struct change_basis *basis = &change->basis;
    switch (letter) {
    case 'm': /* the mean of the norm, and of the one for the later score */
        return sheet_decimal(sheet, basis->norm->mean);
    case 'n':
        return sheet_decimal(sheet, basis->norm_post->mean);
    case 's': /* its sd */
        return sheet_decimal(sheet, basis->norm->sd);
    case 'r': /* the reliability, and of the later score */
        return sheet_decimal(sheet, basis->reliability->value);
    case 'q':
        return sheet_decimal(sheet, basis->reliability_post->value);
    case 'x': /* the earlier and the later score, and their errors */
        return sheet_score(sheet, change->before.score.value);
    case 'y':
        return sheet_score(sheet, change->after.score.value);
    case 'a':
        return sheet_fixed(sheet, change->before.sem);
    case 'b':
        return sheet_fixed(sheet, change->after.sem);
    case 'd': /* the difference */
        return sheet_fixed(sheet, change->difference);
    case 'e': /* what was expected, and the error */
        return sheet_fixed(sheet, change->expected);
    case 'E':
        return sheet_fixed(sheet, change->error);
    case 'k': /* items, and of them answered in the later form */
        return sheet_number(sheet, (double)change->scale->n_members);
    case 'v':
        return sheet_number(sheet, change->after.score.answered);
    default: { /* R, the share of true change in the sample's differences */
        double d = sem_of_difference(change->before.sem, change->after.sem);
        return sheet_digits(sheet, d * d / (change->error * change->error), 4);
    }
    }
}

static const char *
filled(struct sheet *sheet, const struct change_result *change,
       const char *formula)
{
    static const char letters[] = "mnsrqxyabdeEkvR";
    struct buf text SCOPED(buf_clear) = {0};
    for (const char *c = formula; *c; c++) {
        if (strchr(letters, *c))
            buf_add_text(&text, put_figure(sheet, change, *c));
        else
            buf_add_char(&text, *c);
    }
    const char *put_in = sheet_signs(sheet, buf_text(&text));
    put_in = arena_text(sheet->arena, str_from(put_in));
    return put_in;
}

/* ---- up to the limit that the change is held against ---- */

static void
add_end(struct sheet *sheet, const struct change_result *change,
        const struct change_end *end, const char *when)
{
    if (end->score.n_meant > 1)
        sheet_add(sheet, ", that of the mean of %zu scores %s %s", end->score.n_meant,
                  sheet_fixed(sheet, end->sem), when);
    if (end->stretch <= 1 || end->score.n_meant > 1)
        return;
    sheet_add(sheet, ", × √(%zu / %d) = %s %s", change->scale->n_members,
              end->score.answered, sheet_fixed(sheet, end->sem), when);
}

/* "SEM 0.84 × √(1 - 0.81) = 0.37 then, × √(3 / 2) = 0.45 now" */
static void
add_errors(struct sheet *sheet, const struct change_result *change)
{
    const struct change_basis *basis = &change->basis;
    bool then_stretched = change->before.stretch != 1;
    bool now_stretched = change->after.stretch > 1;
    text_add_sem(sheet, basis->norm, basis->reliability,
                 sem_of(decimal_value(basis->norm->sd),
                        decimal_value(basis->reliability->value)));
    if (then_stretched != now_stretched)
        sheet_add(sheet, now_stretched ? " then" : " now");
    add_end(sheet, change, &change->before, "then");
    add_end(sheet, change, &change->after, "now");
}

/* Near the limit both have the digits that tell on which side it is. */
static void
add_limit(struct sheet *sheet, const struct change_result *change)
{
    bool is_over = fabs(change->index) > change->critical && change->sign;
    bool is_below = change->index < 0;
    int least = sheet_decimals(sheet);
    int decimals = judge_decimals(fabs(change->index), change->critical, least);
    sheet_line(sheet, "", " = %s, %s%s %s",
               sheet_digits(sheet, change->index, decimals),
               is_over ? "" : "not ", is_below ? "below" : "over",
               sheet_digits(sheet,
                            is_below ? -change->critical : change->critical,
                            decimals > least ? decimals : 2));
}

/* Of methods that expect the second score to move by itself. */
static void
add_expecting(struct sheet *sheet, const struct change_result *change)
{
    enum change_method method = change->basis.rule->method;
    bool later_stretched = change->after.stretch > 1;
    bool is_stretched = later_stretched || change->before.stretch != 1;
    sheet_line(sheet, "", "without change one would expect %s = %s",
               filled(sheet, change, methods[method].expected),
               filled(sheet, change, "e"));
    if (method == CHANGE_HA || method == CHANGE_NK || is_stretched) {
        add_errors(sheet, change);
        sheet_end(sheet, "");
    }
    bool in_full = method == CHANGE_NK ? !later_stretched : !is_stretched;
    sheet_add(
        sheet, "error %s = %s",
        filled(sheet, change,
               in_full ? methods[method].error_in_full : methods[method].error),
        filled(sheet, change, "E"));
    sheet_add(sheet, "; index %s", filled(sheet, change, "(y - e) / E"));
    add_limit(sheet, change);
    /* Hageman and Arrindell's own judgement of the cut-off. */
    int decimals = judge_decimals(fabs(change->passing), change->critical,
                                  sheet_decimals(sheet));
    if (change->has_true_cut)
        sheet_line(sheet, "",
                   "cut-off between true scores %s; the later true score is "
                   "%s errors above it, the limit %s",
                   sheet_digits(sheet, change->true_cut, decimals),
                   sheet_digits(sheet, change->passing, decimals),
                   sheet_digits(sheet, change->critical, 2));
}

static void
add_index(struct sheet *sheet, const struct change_result *change)
{
    enum change_method method = change->basis.rule->method;
    if (method == CHANGE_POINTS) {
        sheet_line(sheet, "", "%s %s points",
                   change->sign ? "at least" : "less than",
                   sheet_number(sheet, change->critical));
    } else if (methods[method].expected) {
        add_expecting(sheet, change);
    } else {
        if (method == CHANGE_ERRORS)
            sheet_add(sheet, "errors %s then, %s now",
                      sheet_fixed(sheet, change->before.sem),
                      sheet_fixed(sheet, change->after.sem));
        else
            add_errors(sheet, change);
        sheet_add(sheet, "; RCI %s / %s", filled(sheet, change, "d"),
                  filled(sheet, change, methods[method].error));
        add_limit(sheet, change);
    }
}

/* ---- what the figures are from ---- */

static void
add_sample(struct sheet *sheet, const struct norm *norm,
           const struct reliability *reliability, const char *when)
{
    if (!norm && !reliability)
        return;
    sheet_add(sheet, "%s", when);
    if (norm)
        sheet_add(sheet, "norm %s: mean %s, sd %s%s%s", norm->id,
                  sheet_decimal(sheet, norm->mean),
                  sheet_decimal(sheet, norm->sd),
                  sheet_origin(sheet, norm->n, norm->source),
                  reliability ? "; " : "");
    if (reliability)
        text_add_reliability(sheet, reliability);
    sheet_end(sheet, "");
}

static void
add_rule(struct sheet *sheet, const struct change_basis *basis)
{
    const struct change *rule = basis->rule;
    sheet_add(sheet, "by %s", methods[rule->method].name);
    if (rule->sample)
        sheet_add(sheet, ", %s", rule->sample);
    if (rule->source)
        sheet_add(sheet, " (%s)", rule->source);
    if (rule->method != CHANGE_POINTS)
        sheet_add(sheet, ", level %s", sheet_decimal(sheet, rule->level));
    if (rule->method == CHANGE_EN)
        sheet_add(
            sheet,
            ", which it does not keep: without any change %s of 100 pairs "
            "are beyond it",
            sheet_digits(sheet, 100 * (1 - change_share_within(basis)), 0));
    if (rule->method == CHANGE_HA)
        sheet_add(sheet, ", correlation of the two %s",
                  sheet_decimal(sheet, rule->r12));
    sheet_end(sheet, "");
}

void
text_figures(struct sheet *sheet, const struct node *node)
{
    const struct change_result *change = &node->scale->verdict.change;
    const struct change_basis *basis = &change->basis;
    if (change->why != CHANGE_JUDGED)
        return;
    add_index(sheet, change);
    add_rule(sheet, basis);
    add_sample(sheet, basis->norm, basis->reliability, "");
    add_sample(sheet, basis->norm_post, basis->reliability_post,
               "for the later score: ");
}

/* ---- the verdict ---- */

/* What blanks could have made of one end of the change. */
static void
add_reach(struct sheet *sheet, const struct change_result *change,
          const struct score *score, const char *when)
{
    struct score reach = *score;
    fillings_tighten(&reach);
    if (reach.has_range
        && judge_side(change->scale, reach.low, reach.high) != 0)
        sheet_add(sheet, "%s%s to %s", when, sheet_score(sheet, reach.low),
                  sheet_score(sheet, reach.high));
}

static const char *
what_fillings_say(struct sheet *sheet, const struct verdict *verdict)
{
    struct buf words = {0};
    if (verdict->kind == VERDICT_DEPENDS)
        return "depends on the blanks";
    if (verdict->kind == verdict->standing.kind)
        return "the side of the cut-off depends on the blanks";
    buf_add_text(&words, "each way ");
    verdict_add_kind(verdict->kind, verdict->change.basis.rule, LANG_EN,
                     &words);
    return arena_take(sheet->arena, &words);
}

/* Whether the line of the difference comes first. */
static bool
tells_difference(const struct explained_scale *explained)
{
    return explained->baseline && explained->verdict.change.has_difference;
}

void
text_said(struct sheet *sheet, const struct node *node)
{
    const struct verdict *verdict = &node->scale->verdict;
    const struct change_result *change = &verdict->change;
    struct buf words = {0};
    verdict_add_standing_text(verdict, LANG_EN, &words);
    sheet_add(sheet, "%s", arena_take(sheet->arena, &words));
    /* Whether what the blanks could have made says else than the scores do. */
    if (verdict->kind != verdict->standing.kind || verdict->cut_depends) {
        struct score then = change->before.score;
        fillings_tighten(&then);
        bool is_then = then.low < then.high;
        sheet_add(sheet, " (with the blank%s: ",
                  node->scale->n_blanks == 1 && !is_then ? "" : "s");
        add_reach(sheet, change, &change->before.score, "then ");
        add_reach(sheet, change, &change->after.score, is_then ? ", now " : "");
        sheet_add(sheet, ", %s)", what_fillings_say(sheet, verdict));
    }
    sheet_end(sheet, tells_difference(node->scale) ? "" : "change");
}

void
text_mic(struct sheet *sheet, const struct node *node)
{
    const struct verdict *verdict = &node->scale->verdict;
    const struct mic *mic = verdict->change.basis.mic;
    if (!mic || !verdict_is_judged(verdict))
        return;
    sheet_add(sheet, "%s the smallest change that %s: ",
              verdict->mic_depends   ? "whether it is at least"
              : verdict->reaches_mic ? "at least"
                                     : "less than",
              verdict->mic_depends ? "matters depends on the blanks"
                                   : "matters");
    sheet_line(sheet, "", "%s%s", sheet_decimal(sheet, mic->value),
               sheet_origin(sheet, 0, mic->source));
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

void
text_change(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct change_result *change = &explained->verdict.change;
    if (explained->score.why != WHY_SCORED)
        return;
    if (!explained->has_verdict) {
        if (explained->scale->n_changes)
            sheet_line(sheet, "change", "not judged: the row stands alone");
        return;
    }
    if (change->why == CHANGE_AT_START) {
        sheet_line(sheet, "change",
                   "this is the score that later ones are counted from");
        return;
    }
    if (tells_difference(explained))
        sheet_line(sheet, "change", "from %s %s (%s): %s",
                   change->before.score.n_meant > 1 ? "the mean of sessions"
                                                    : "session",
                   explained->baseline,
                   sheet_score(sheet, explained->baseline_value),
                   sheet_signed(sheet, change->difference,
                                difference_decimals(change)));
    text_inside(sheet, node);
}
