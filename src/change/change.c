/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change beyond measurement error; see change.h.  The formulas are those of
   stats/rci.h: here the figures of the scale are put into them. */
#include "change/change.h"

#include <math.h>
#include "base/num.h"
#include "base/str.h"
#include "instrument/grammar.h"
#include "instrument/method.h"
#include "score/judge.h"
#include "score/precision.h"
#include "stats/outcome.h"
#include "stats/rci.h"
#include "stats/sem.h"

const char *const change_why_texts[N_CHANGE_WHYS] = {
    [CHANGE_JUDGED] = "judged",
    [CHANGE_NO_DIRECTION] = "neither end of the scale is the better one",
    [CHANGE_UNVALIDATED] = "the instrument is not validated",
    [CHANGE_NO_BASELINE] = "there is no score to start from",
    [CHANGE_BEFORE] = "the session is before the one to start from",
    [CHANGE_NO_SCORE] = "there is no later score",
    [CHANGE_AT_START] = "it is the score to start from",
    [CHANGE_OTHER_EDITION] = "the two are of different editions",
    [CHANGE_NO_RELIABILITY] = "no reliability is known",
    [CHANGE_NONE_DECLARED] = "the questionnaire states no rule of change",
    [CHANGE_NO_RULE] = "the scale has not the rule asked for",
    [CHANGE_BLANKS] =
        "the error of a formula over a prorated scale is not known",
    [CHANGE_WEIGHTS] = "the items weigh unequally, and some are not answered",
    [CHANGE_FIGURES] = "the figures of the rule give no error above 0",
    [CHANGE_MEAN] = "the error of this mean of several scores is not known",
};

const char *
change_method_word(enum change_method method)
{
    return grammar_change_methods[method];
}

const struct change *
change_rule_find(const struct scale *scale, const char *id)
{
    if (!id)
        return scale->n_changes ? &scale->changes[0] : NULL;
    for (size_t i = 0; i < scale->n_changes; i++)
        if (scale->changes[i].id && str_is(str_from(scale->changes[i].id), id))
            return &scale->changes[i];
    return NULL;
}

/* ---- what it rests on ---- */

static const struct reliability *
find_reliability(const struct scale *scale, const char *id)
{
    for (size_t i = 0; i < scale->n_reliabilities; i++)
        if (id && str_is(str_from(scale->reliabilities[i].id), id))
            return &scale->reliabilities[i];
    return NULL;
}

static const struct cutoff *
find_cutoff(const struct scale *scale, const struct change *rule)
{
    for (size_t i = 0; i < scale->n_cutoffs; i++) {
        const struct cutoff *cutoff = &scale->cutoffs[i];
        if (!rule || !rule->cutoff_id
            || str_is(str_from(cutoff->id), rule->cutoff_id))
            return cutoff;
    }
    return NULL;
}

/* The one that holds for both ends; NULL also where each has its own. */
static const struct cutoff_point *
find_point(const struct cutoff *cutoff, const struct score *before,
           const struct score *after)
{
    const struct cutoff_point *point =
        cutoff ? judge_cutoff(cutoff, before->fitting) : NULL;
    return point && point == judge_cutoff(cutoff, after->fitting) ? point
                                                                  : NULL;
}

static struct change_basis
basis_of(const struct scale *scale, const struct change *rule,
         const struct score *before, const struct score *after)
{
    const struct cutoff *cutoff = find_cutoff(scale, rule);
    struct change_basis basis = {
        .rule = rule,
        .cutoff = find_point(cutoff, before, after),
        .cutoff_whole = cutoff,
        .mic = scale->n_mics ? &scale->mics[0] : NULL,
    };
    basis.has_cutoff_point =
        basis.cutoff && scale->direction != DIRECTION_NEITHER
        && judge_cutoff_point(scale, basis.cutoff, &basis.cutoff_point);
    if (!rule || rule->method == CHANGE_POINTS)
        return basis;
    basis.norm = judge_norm(scale, rule->norm_id);
    basis.norm_post = judge_norm(scale, rule->norm_post_id);
    basis.reliability = find_reliability(scale, rule->reliability_id);
    basis.reliability_post = find_reliability(scale, rule->reliability_post_id);
    return basis;
}

static const enum rci_method rci_methods[N_CHANGE_METHODS] = {
    [CHANGE_JACOBSON_TRUAX] = RCI_JT,
    [CHANGE_GLN] = RCI_GLN,
    [CHANGE_HLL] = RCI_HLL,
    [CHANGE_EN] = RCI_EN,
    [CHANGE_NK] = RCI_NK,
    [CHANGE_HA] = RCI_HA,
    [CHANGE_ERRORS] = RCI_JT, /* its limit */
};

static struct rci_sample
sample_of(const struct change_basis *basis)
{
    const struct norm *norm = basis->norm;
    const struct norm *post = basis->norm_post;
    const struct reliability *r = basis->reliability;
    const struct reliability *r_post = basis->reliability_post;
    bool has_r12 = basis->rule->method == CHANGE_HA;
    return (struct rci_sample){
        .mean = norm ? decimal_value(norm->mean) : NAN,
        .sd = norm ? decimal_value(norm->sd) : NAN,
        .reliability = r ? decimal_value(r->value) : NAN,
        .mean_post = post ? decimal_value(post->mean) : NAN,
        .sd_post = post ? decimal_value(post->sd) : NAN,
        .reliability_post = r_post ? decimal_value(r_post->value) : NAN,
        .r12 = has_r12 ? decimal_value(basis->rule->r12) : NAN,
    };
}

double
change_share_within(const struct change_basis *basis)
{
    struct rci_sample sample = sample_of(basis);
    return rci_share_within(rci_methods[basis->rule->method], &sample,
                            decimal_value(basis->rule->level));
}

/* ---- judging ---- */

static int
direction_of(const struct scale *scale)
{
    return scale->direction == HIGHER_BETTER ? 1 : -1;
}

/* The pair as the formulas want it, with other values than the ends have. */
static struct rci_pair
pair_of(const struct change_result *result, double before, double after)
{
    return (struct rci_pair){before, after, result->before.stretch,
                             result->after.stretch};
}

static int
sign_of_points(const struct change_result *result, double before, double after)
{
    double points = result->critical;
    double difference = after - before;
    if (judge_apart(before, after, points) == 0)
        difference = copysign(points, difference);
    return rci_points_sign(difference, points, direction_of(result->scale));
}

/* By the errors of the two scores themselves: Jacobson and Truax's index, but
   for where its error comes from. */
static bool
index_of_errors(const struct change_result *result, const struct rci_pair *pair,
                struct rci *rci)
{
    double error = sem_of_difference(result->before.score.error,
                                     result->after.score.error);
    *rci = (struct rci){
        .index = error > 0 ? (pair->after - pair->before) / error : 0,
        .expected = pair->before,
        .error = error,
        .sem_before = result->before.score.error,
        .sem_after = result->after.score.error,
    };
    return error > 0;
}

static bool
index_of(const struct change_result *result, double before, double after,
         struct rci *rci)
{
    enum change_method method = result->basis.rule->method;
    struct rci_pair pair = pair_of(result, before, after);
    if (method == CHANGE_ERRORS)
        return index_of_errors(result, &pair, rci);
    struct rci_sample sample = sample_of(&result->basis);
    return rci_compute(rci_methods[method], &sample, &pair, rci);
}

/* The sign of a pair of values by the same rule, and with the same errors. */
static int
sign_of(const struct change_result *result, double before, double after)
{
    const struct change *rule = result->basis.rule;
    if (rule->method == CHANGE_POINTS)
        return sign_of_points(result, before, after);
    struct rci rci;
    if (!index_of(result, before, after, &rci))
        return 0;
    /* An index that is on the limit but for the noise of doubles is on it. */
    bool is_on =
        fabs(fabs(rci.index) - result->critical) <= 1e-12 * result->critical;
    return is_on ? 0
                 : rci_sign(rci.index, result->critical,
                            direction_of(result->scale));
}

static enum change_why
judge_points(struct change_result *result)
{
    const struct change_basis *basis = &result->basis;
    double value = result->before.score.value;
    result->critical = decimal_value(basis->rule->points);
    result->expected = value;
    result->band_low = value - result->critical;
    result->band_high = value + result->critical;
    return result->critical > 0 ? CHANGE_JUDGED : CHANGE_FIGURES;
}

/* The methods that draw a score to the mean of a sample need the reliability of
   one score, which a mean of several has not. */
static bool
knows_mean(const struct change *rule, const struct score *before)
{
    return before->n_meant <= 1
           || (rule->method == CHANGE_JACOBSON_TRUAX
               && isfinite(before->mean_stretch));
}

static enum change_why
judge_index(struct change_result *result)
{
    const struct change_basis *basis = &result->basis;
    enum rci_method method = rci_methods[basis->rule->method];
    const struct scale *scale = result->scale;
    struct rci rci;
    result->is_alpha_only =
        !basis->reliability || basis->reliability->kind != RELIABILITY_RETEST;
    if (!knows_mean(basis->rule, &result->before.score))
        return CHANGE_MEAN;
    if (!precision_stretch(scale, &result->before.score,
                           &result->before.stretch)
        || !precision_stretch(scale, &result->after.score,
                              &result->after.stretch))
        return !method_has_items(scale) ? CHANGE_BLANKS : CHANGE_WEIGHTS;
    if (!index_of(result, result->before.score.value, result->after.score.value,
                  &rci))
        return CHANGE_FIGURES;
    result->critical = rci_critical(method, decimal_value(basis->rule->level));
    result->expected = rci.expected;
    result->error = rci.error;
    result->index = rci.index;
    result->before.sem = rci.sem_before;
    result->after.sem = rci.sem_after;
    struct interval band = rci_band(&rci, result->critical);
    result->band_low = band.low;
    result->band_high = band.high;
    return CHANGE_JUDGED;
}

/* ---- the cut-off ---- */

/* The two groups that a cut-off of method a, b or c lies between. */
static bool
groups_of(const struct scale *scale, const struct cutoff_point *cutoff,
          struct outcome_groups *groups)
{
    const struct norm *clinical = judge_norm(scale, cutoff->clinical_id);
    const struct norm *functional = judge_norm(scale, cutoff->functional_id);
    if (!clinical || !functional)
        return false;
    *groups = (struct outcome_groups){
        .clinical_mean = decimal_value(clinical->mean),
        .clinical_sd = decimal_value(clinical->sd),
        .functional_mean = decimal_value(functional->mean),
        .functional_sd = decimal_value(functional->sd),
    };
    return true;
}

/* Hageman & Arrindell 1999: the cut-off between true scores. */
static void
find_true_cut(struct change_result *result)
{
    static const enum outcome_cut cuts[] = {
        [CUTOFF_A] = OUTCOME_CUT_A,
        [CUTOFF_B] = OUTCOME_CUT_B,
        [CUTOFF_C] = OUTCOME_CUT_C,
    };
    const struct cutoff_point *cutoff = result->basis.cutoff;
    struct outcome_groups groups;
    if (result->basis.rule->method != CHANGE_HA || !cutoff
        || cutoff->method == CUTOFF_AT
        || !groups_of(result->scale, cutoff, &groups))
        return;
    struct rci_sample sample = sample_of(&result->basis);
    struct rci_pair pair =
        pair_of(result, result->before.score.value, result->after.score.value);
    if (!outcome_true_groups(&groups, sem_of(sample.sd, sample.reliability),
                             &groups))
        return;
    result->true_cut = outcome_cutoff(cuts[cutoff->method], &groups,
                                      direction_of(result->scale));
    result->has_true_cut =
        rci_ha_passing(&sample, &pair, result->true_cut, &result->passing);
}

static int
crossing_of(const struct change_result *result)
{
    const struct scale *scale = result->scale;
    double before = result->before.score.value;
    double after = result->after.score.value;
    if (!result->basis.has_cutoff_point)
        return 0;
    if (result->has_true_cut)
        return outcome_crossing_ha(before, result->true_cut, result->passing,
                                   result->critical, direction_of(scale));
    enum beyond was = judge_beyond(scale, result->basis.cutoff, before);
    enum beyond is = judge_beyond(scale, result->basis.cutoff, after);
    return (was == BEYOND_YES) - (is == BEYOND_YES);
}

/* ---- the whole ---- */

static const struct score no_score = {.why = WHY_TOO_FEW};

static bool
is_scored(const struct score *score)
{
    return score && score->why == WHY_SCORED;
}

/* What stands in the way before any figure is looked at. */
static enum change_why
obstacle(const struct instrument *instrument,
         const struct change_result *result)
{
    const struct change_basis *basis = &result->basis;
    if (result->before.score.why != WHY_SCORED)
        return CHANGE_NO_BASELINE;
    if (result->after.score.why != WHY_SCORED)
        return CHANGE_NO_SCORE;
    if (result->scale->direction == DIRECTION_NEITHER)
        return CHANGE_NO_DIRECTION;
    if (instrument->status == STATUS_UNVALIDATED)
        return CHANGE_UNVALIDATED;
    if (!basis->rule)
        return result->scale->n_reliabilities ? CHANGE_NONE_DECLARED
                                              : CHANGE_NO_RELIABILITY;
    if (basis->rule->method != CHANGE_POINTS
        && basis->rule->method != CHANGE_ERRORS
        && !(basis->norm && basis->reliability))
        return CHANGE_NO_RELIABILITY;
    return CHANGE_JUDGED;
}

static void
judge_room(struct change_result *result)
{
    const struct scale *scale = result->scale;
    double before = result->before.score.value;
    double best = direction_of(scale) > 0 ? scale->hi : scale->lo;
    result->sign = sign_of(result, before, result->after.score.value);
    result->room = fabs(best - before);
    result->has_room = sign_of(result, before, best) > 0;
}

static bool
reaches_mic(const struct change_result *result)
{
    const struct mic *mic = result->basis.mic;
    return mic
           && judge_apart(result->before.score.value, result->after.score.value,
                          decimal_value(mic->value))
                  >= 0;
}

struct change_result
change_judge_on(const struct instrument *instrument, const struct scale *scale,
                const struct change_basis *basis, const struct score *before,
                const struct score *after)
{
    struct change_result result = {
        .scale = scale,
        .basis = *basis,
        .before = {before ? *before : no_score, 1, 0},
        .after = {after ? *after : no_score, 1, 0},
        .has_difference = is_scored(before) && is_scored(after),
    };
    if (result.has_difference)
        result.difference = judge_difference(after->value, before->value);
    result.reaches_mic = result.has_difference && reaches_mic(&result);
    result.why = obstacle(instrument, &result);
    if (result.why != CHANGE_JUDGED)
        return result;
    result.why = basis->rule->method == CHANGE_POINTS ? judge_points(&result)
                                                      : judge_index(&result);
    if (result.why != CHANGE_JUDGED)
        return result;
    judge_room(&result);
    find_true_cut(&result);
    result.crossing = crossing_of(&result);
    return result;
}

struct change_result
change_judge(const struct instrument *instrument, const struct scale *scale,
             const struct change *rule, const struct score *before,
             const struct score *after)
{
    const struct score *first = before ? before : after ? after : &no_score;
    struct change_basis basis =
        basis_of(scale, rule, first, after ? after : first);
    return change_judge_on(instrument, scale, &basis, before, after);
}
