/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibrated items; see calibration.h.  What cannot be is said while it is
   resolved, and then nothing is. */
#include "instrument/calibration.h"

#include <math.h>
#include <stdlib.h>
#include "instrument/attribute.h"
#include "instrument/expr.h"
#include "instrument/method.h"
#include "instrument/unfinished.h"
#include "stats/moments.h"

/* Parameters beyond these are those of another metric, or slips. */
enum { MOST_SLOPE = 10, MOST_THRESHOLD = 20 };

/* ---- what it gives ---- */

const char *const calibration_models[] = {
    [IRT_GRM] = "graded response model",
    [IRT_2PL] = "two-parameter logistic model",
    [IRT_RASCH] = "Rasch model",
};

void
calibration_add(const struct calibration *calibration, struct buf *out)
{
    buf_addf(out, "%s: mean of the posterior over %d points from ",
             calibration_models[calibration->model],
             (int)calibration->n_points);
    num_add(out, decimal_value(calibration->from));
    buf_add_text(out, " to ");
    num_add(out, decimal_value(calibration->to));
    buf_add_text(out, "; prior normal, mean ");
    num_add(out, decimal_value(calibration->prior_mean));
    buf_add_text(out, ", sd ");
    num_add(out, decimal_value(calibration->prior_sd));
    buf_add_text(out, calibration->gives_t ? "; told as T, 50 + 10 theta" : "");
    if (!calibration->adaptive)
        return;
    buf_addf(out, "; asked until the error is ");
    num_add(out, decimal_value(calibration->adaptive->se));
    buf_addf(out, " or less, %d to %d items", (int)calibration->adaptive->min,
             (int)calibration->adaptive->max);
}

struct irt_grid
calibration_grid(const struct calibration *calibration, struct arena *arena)
{
    return irt_grid_new(
        decimal_value(calibration->from), decimal_value(calibration->to),
        (size_t)calibration->n_points, decimal_value(calibration->prior_mean),
        decimal_value(calibration->prior_sd), arena);
}

struct irt_estimate
calibration_told(const struct calibration *calibration,
                 struct irt_estimate estimate)
{
    if (calibration->gives_t)
        estimate = (struct irt_estimate){50 + 10 * estimate.theta,
                                         10 * estimate.error};
    estimate.theta =
        num_round(estimate.theta, CALIBRATION_DECIMALS, ROUND_HALF_UP);
    estimate.error =
        num_round(estimate.error, CALIBRATION_DECIMALS, ROUND_HALF_UP);
    return estimate;
}

const struct irt_estimate *
calibration_sums(const struct scale *scale, size_t *n, struct arena *arena)
{
    enum { MOST_WORK = 20 * 1000 * 1000 };
    const struct calibration *calibration = scale->calibration;

    *n = irt_n_sums(calibration->items, scale->n_members);
    if (*n * *n * (size_t)calibration->n_points > MOST_WORK)
        return NULL;
    struct irt_grid grid = calibration_grid(calibration, arena);
    const struct irt_estimate *sums =
        irt_sums(calibration->items, scale->n_members, &grid, arena);
    struct irt_estimate *told = ARENA_ARRAY(arena, *n, struct irt_estimate);
    for (size_t i = 0; i < *n; i++)
        told[i] = calibration_told(calibration, sums[i]);
    return told;
}

size_t
calibration_answer(const struct calibration *calibration, size_t member_idx,
                   double keyed)
{
    const double *scores = calibration->scores[member_idx];
    size_t n = calibration->items[member_idx].n_thresholds;
    size_t nearest = 0;
    for (size_t i = 1; i <= n; i++)
        if (fabs(scores[i] - keyed) < fabs(scores[nearest] - keyed))
            nearest = i;
    return nearest;
}

/* An answer's likelihood curves by a² / 4 at most where there are two answers,
   of more by a² / 2. */
double
calibration_least_error(const struct calibration *calibration, size_t n_items)
{
    double sd = decimal_value(calibration->prior_sd);
    double most = 1 / (sd * sd);
    for (size_t i = 0; i < n_items; i++) {
        const struct irt_item *item = &calibration->items[i];
        double part = item->n_thresholds > 1 ? 2 : 4;
        most += item->slope * item->slope / part;
    }
    return 1 / sqrt(most);
}

double
calibration_end(const struct scale *scale, bool highest, struct arena *arena)
{
    const struct calibration *calibration = scale->calibration;
    struct irt_grid grid = calibration_grid(calibration, arena);
    double *sums = ARENA_ARRAY(arena, grid.n, double);
    for (size_t i = 0; i < scale->n_members; i++) {
        const struct irt_item *item = &calibration->items[i];
        for (size_t q = 0; q < grid.n; q++)
            sums[q] += irt_log_probability(
                item, highest ? item->n_thresholds : 0, grid.points[q]);
    }
    struct irt_estimate end =
        calibration_told(calibration, irt_eap(&grid, sums, NULL));
    return num_round(end.theta, calibration->gives_t ? 0 : 1,
                     highest ? ROUND_UP : ROUND_DOWN);
}

/* ---- the items ---- */

static bool
refuse(struct unfinished *r, enum message message,
       const struct xml_element *element, const char *attribute)
{
    attribute_problem(r->diag, message, element, attribute);
    return false;
}

/* The member that parameters are of; SIZE_MAX after saying that there is none.
 */
static size_t
find_member(struct unfinished *r, const struct scale *scale,
            const struct parameters *parameters)
{
    struct str id = str_from(parameters->item_id);
    size_t idx;
    bool is_item = instrument_find_of(r->instrument, ID_ITEM, id, &idx);
    for (size_t i = 0; is_item && i < scale->n_members; i++)
        if (scale->members[i].item_idx == idx)
            return i;
    if (!id.len) /* said already */
        return SIZE_MAX;
    (void)refuse(r, MSG_ITEM_UNKNOWN, parameters->at, "item");
    if (is_item)
        diag_hint(r->diag, "name it in 'items' of the scale too");
    else
        diag_hint_nearest(r->diag, id, r->names, r->instrument->n_items);
    return SIZE_MAX;
}

/* The scores of a member after reversal, ascending, none twice; 0: it has no
   choices of which one is given. */
static size_t
list_scores(struct unfinished *r, const struct member *member, double **scores)
{
    const struct response *response = r->items[member->item_idx].response;
    size_t n = 0;
    double *list = ARENA_ARRAY(r->arena, response->n_choices + 1, double);
    *scores = list;
    if (response->kind != RESPONSE_CHOICES || response->multiple)
        return 0;
    for (size_t i = 0; i < response->n_choices; i++) {
        double score = member->recoded
                           ? member->recoded[i]
                           : decimal_value(response->choices[i].score);
        if (response->choices[i].missing == ANSWERED)
            list[n++] =
                member->reversed ? member->lo + member->hi - score : score;
    }
    quantile_sort(list, n);
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || list[i] > list[n_kept - 1])
            list[n_kept++] = list[i];
    return n_kept;
}

/* The thresholds of 'n' answers: one fewer, ascending. */
static bool
read_thresholds(struct unfinished *r, const struct parameters *parameters,
                size_t n, struct irt_item *item)
{
    struct str rest = attribute_value(parameters->at, "b");
    struct str word;
    double *thresholds = ARENA_ARRAY(r->arena, n, double);
    size_t n_read = 0;
    while (str_next_word(&rest, &word)) {
        struct decimal number;
        bool is_number = decimal_read(word, &number);
        if (!is_number) {
            xml_problem(r->diag, MSG_ATTRIBUTE_VALUE,
                        xml_word_spot(parameters->at, "b", word), "'%.*s'",
                        STR_ARGS(word));
            return diag_hint(r->diag,
                             "numbers such as 2 or -1.5, of at most 15 "
                             "digits, parted by blanks");
        }
        double value = decimal_value(number);
        bool ascends =
            n_read == 0 || n_read >= n || value > thresholds[n_read - 1];
        if (fabs(value) > MOST_THRESHOLD || !ascends) {
            xml_problem(r->diag,
                        ascends ? MSG_NUMBER_OUT_OF_RANGE : MSG_NOT_ASCENDING,
                        xml_word_spot(parameters->at, "b", word), "'%.*s'",
                        STR_ARGS(word));
            return diag_hint(r->diag,
                             "thresholds: places on theta from -%d to %d, "
                             "ascending (not the intercepts of another form)",
                             MOST_THRESHOLD, MOST_THRESHOLD);
        }
        if (n_read < n)
            thresholds[n_read] = value;
        n_read++;
    }
    *item =
        (struct irt_item){decimal_value(parameters->slope), thresholds, n_read};
    if (n_read + 1 == n)
        return true;
    (void)refuse(r, MSG_ATTRIBUTE_VALUE, parameters->at, "b");
    return diag_hint(r->diag,
                     "the scores of '%s' in this scale are %zu different ones: "
                     "%zu thresholds",
                     parameters->item_id, n, n - 1);
}

/* Whether the slope is one, and there where the model has one. */
static bool
check_slope(struct unfinished *r, enum irt_model model,
            struct parameters *parameters)
{
    bool is_given = attribute_given(parameters->at, "a");
    if (model == IRT_RASCH) {
        parameters->slope = (struct decimal){1, 0};
        if (!is_given)
            return true;
        xml_problem(r->diag, MSG_ATTRIBUTE_IDLE,
                    xml_name_spot(parameters->at, "a"), "'a'");
        return diag_hint(r->diag, "all slopes of model=\"rasch\" are 1");
    }
    double slope = decimal_value(parameters->slope);
    if (is_given && !attribute_is_number(parameters->at, "a"))
        return false; /* said already */
    if (is_given && slope > 0 && slope <= MOST_SLOPE)
        return true;
    (void)refuse(r, is_given ? MSG_NUMBER_OUT_OF_RANGE : MSG_ATTRIBUTE_NEEDED,
                 parameters->at, is_given ? "a" : "item");
    return diag_hint(r->diag,
                     "'a' is the slope, above 0 and at most %d, in the "
                     "logistic metric; an item that runs the other way is "
                     "'reversed'",
                     MOST_SLOPE);
}

static bool
read_parameters(struct unfinished *r, const struct scale *scale,
                struct parameters *parameters, size_t member_idx,
                struct irt_item *items, const double **scores)
{
    const struct calibration *calibration = scale->calibration;
    double *list;
    size_t n = list_scores(r, &scale->members[member_idx], &list);
    if (scores[member_idx])
        return refuse(r, MSG_ITEM_TWICE, parameters->at, "item");
    scores[member_idx] = list;
    bool is_sloped = check_slope(r, calibration->model, parameters);
    if (n < 2 || (calibration->model != IRT_GRM && n > 2)) {
        (void)refuse(r, MSG_ITEM_NOT_SCORED, parameters->at, "item");
        return diag_hint(r->diag,
                         calibration->model == IRT_GRM
                             ? "it needs choices with two scores or more"
                             : "it needs choices with two scores; where there "
                               "are more, model=\"grm\"");
    }
    return read_thresholds(r, parameters, n, &items[member_idx]) && is_sloped;
}

/* ---- prior and quadrature ---- */

static bool
is_between(struct unfinished *r, const struct calibration *calibration,
           const char *attribute, double value, double least, double most,
           const char *hint)
{
    if (value >= least && value <= most)
        return true;
    (void)refuse(r, MSG_NUMBER_OUT_OF_RANGE, calibration->at, attribute);
    return diag_hint(r->diag, "%s", hint);
}

/* Wide enough that what it leaves out is a hundredth of an error or so. */
static bool
check_quadrature(struct unfinished *r, const struct calibration *calibration)
{
    double mean = decimal_value(calibration->prior_mean);
    double sd = decimal_value(calibration->prior_sd);
    double from = decimal_value(calibration->from);
    double to = decimal_value(calibration->to);
    double n = calibration->n_points;
    return is_between(r, calibration, "prior-mean", mean, -10, 10,
                      "the mean of the normal prior, from -10 to 10")
           && is_between(r, calibration, "prior-sd", sd, 0.1, 10,
                         "the sd of the normal prior, from 0.1 to 10")
           && is_between(
               r, calibration, "from", from, -100, mean - 4 * sd,
               "'from' is four sds of the prior below its mean, or lower")
           && is_between(
               r, calibration, "to", to, mean + 4 * sd, 100,
               "'to' is four sds of the prior above its mean, or higher")
           && is_between(r, calibration, "points", n, CALIBRATION_LEAST_POINTS,
                         CALIBRATION_MOST_POINTS, "from 15 to 201 points")
           && is_between(r, calibration, "points", (to - from) / (n - 1), 0,
                         sd / 2,
                         "points at most half an sd of the prior apart");
}

/* Fine enough that no estimate is off by more than a hundredth of its error:
   sums over points miss a normal curve only where they are wide apart in its
   sd, and then an estimate sticks to the nearest point with hardly an error. */
static void
check_points(struct unfinished *r, const struct calibration *calibration,
             size_t n_items)
{
    double range =
        decimal_value(calibration->to) - decimal_value(calibration->from);
    double least = calibration_least_error(calibration, n_items);
    double needed = ceil(range / (1.5 * least)) + 1;
    if (needed > CALIBRATION_MOST_POINTS)
        needed = CALIBRATION_MOST_POINTS;
    if (calibration->n_points >= needed)
        return;
    (void)refuse(r, MSG_NUMBER_OUT_OF_RANGE, calibration->at, "points");
    diag_hint(r->diag,
              "answers to these items can be so exact that it takes %d points "
              "from 'from' to 'to'",
              (int)needed);
}

/* ---- the whole ---- */

static bool
has_all(struct unfinished *r, const struct scale *scale,
        const double *const *scores)
{
    bool all = true;
    for (size_t i = 0; i < scale->n_members; i++) {
        if (scores[i])
            continue;
        xml_problem(r->diag, MSG_ELEMENT_MISSING,
                    xml_element_spot(scale->calibration->at), "'%s'",
                    r->items[scale->members[i].item_idx].id);
        all = diag_hint(r->diag, "every item of the scale has its parameters");
    }
    return all;
}

void
calibration_resolve(struct unfinished *r, struct scale *scale)
{
    struct calibration *calibration = reading_own(scale->calibration);
    if (!calibration || !scale->n_members
        || method_of(scale)->join != JOIN_ESTIMATE)
        return;
    struct parameters *parameters = reading_own(calibration->parameters);
    struct irt_item *items =
        ARENA_ARRAY(r->arena, scale->n_members, struct irt_item);
    const double **scores =
        ARENA_ARRAY(r->arena, scale->n_members, const double *);
    bool ok = check_quadrature(r, calibration);
    for (size_t i = 0; i < calibration->n_parameters; i++) {
        size_t idx = find_member(r, scale, &parameters[i]);
        ok = idx != SIZE_MAX
             && read_parameters(r, scale, &parameters[i], idx, items, scores)
             && ok;
    }
    if (!has_all(r, scale, scores) || !ok)
        return;
    calibration->items = items;
    calibration->scores = scores;
    check_points(r, calibration, scale->n_members);
}

/* ---- what may be left out ---- */

static void
mark_operands(const struct expr *expr, void *aux)
{
    bool *is_needed = aux;
    size_t n;
    const struct expr_operand *operands = expr_operands(expr, &n);
    for (size_t i = 0; i < n; i++)
        if (operands[i].kind == EXPR_ITEM || operands[i].kind == EXPR_SELECTED)
            is_needed[operands[i].idx] = true;
}

/* By item: something other than an estimate rests on it, or it is of those that
   are always asked. */
static const bool *
needed_items(const struct unfinished *r)
{
    const struct instrument *all = r->instrument;
    bool *is_needed = ARENA_ARRAY(r->arena, all->n_items, bool);
    instrument_visit(all, mark_operands, is_needed);
    for (size_t i = 0; i < all->n_asked; i++)
        if (!all->asked[i].is_scale && !all->asked[i].whose)
            is_needed[all->asked[i].idx] = true;
    for (size_t i = 0; i < all->n_items; i++)
        is_needed[i] |= all->items[i].n_alerts || all->items[i].required
                        || all->items[i].is_private
                        || all->items[i].relevant_text;
    for (size_t i = 0; i < all->n_scales; i++)
        for (size_t j = 0; j < all->scales[i].n_members; j++)
            is_needed[all->scales[i].members[j].item_idx] |=
                method_of(&all->scales[i])->join != JOIN_ESTIMATE;
    return is_needed;
}

void
calibration_resolve_free(struct unfinished *r)
{
    const bool *is_needed = NULL;
    for (size_t i = 0; i < r->instrument->n_scales; i++) {
        const struct scale *scale = &r->scales[i];
        struct calibration *calibration = reading_own(scale->calibration);
        if (!calibration || !calibration->adaptive)
            continue;
        is_needed = is_needed ? is_needed : needed_items(r);
        bool *is_free = ARENA_ARRAY(r->arena, scale->n_members, bool);
        for (size_t j = 0; j < scale->n_members; j++)
            is_free[j] = !is_needed[scale->members[j].item_idx];
        calibration->is_free = is_free;
    }
}
