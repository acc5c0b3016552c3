/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates of rows by item response theory; see run.h.  What each answer of
   each member says at each point of the quadrature is a table: an estimate adds
   up a line of it for each answer. */
#include "score/run.h"

#include <math.h>
#include <string.h>
#include "instrument/calibration.h"
#include "score/terms.h"

/* So many fillings of the blanks are tried one by one for their errors. */
enum { MOST_FILLINGS = 128, MOST_DEPTH = 7 /* of two ways each */ };

/* What one member's answers say: lines of logarithms of probability. */
struct says {
    const double *lines; /* by answer */
    size_t n_answers;
    uint8_t answer[CODE_FIRST_KIND]; /* by position */
};

/* An item that a filling may answer, or leave out. */
struct unsettled {
    const struct says *says;
    size_t first; /* of so many answers that it can have */
    size_t n;
    bool may_be_out;
};

struct estimate {
    const struct op *op;
    const struct calibration *calibration;
    struct irt_grid grid;
    struct says *says;  /* by member */
    bool seeks_errors;  /* of fillings: a rule of change asks for them */
    double least_bound; /* of the error of any filling */
    double most_bound;
    const uint16_t *needed; /* by the number of items that apply */
    bool excludes;          /* what does not apply is out of that number */
    /* Of one row. */
    double *sums; /* of what answers say, at each point; one behind the other as
                     a filling goes through what is unsettled */
    struct unsettled *unsettled;
    size_t n_unsettled;
    size_t n_settled; /* answers */
};

static void
put_member(struct estimate *estimate, size_t idx, struct arena *arena)
{
    const struct plan_member *member = &estimate->op->members[idx];
    const struct irt_item *item = &estimate->calibration->items[idx];
    const struct irt_grid *grid = &estimate->grid;
    struct says *says = &estimate->says[idx];
    double *lines =
        ARENA_ARRAY(arena, (item->n_thresholds + 1) * grid->n, double);
    says->lines = lines;
    says->n_answers = item->n_thresholds + 1;
    for (size_t k = 0; k < says->n_answers; k++)
        for (size_t q = 0; q < grid->n; q++)
            *lines++ = irt_log_probability(item, k, grid->points[q]);
    for (size_t i = 0; i < member->n_keyed; i++)
        says->answer[i] = (uint8_t)calibration_answer(estimate->calibration,
                                                      idx, member->keyed[i]);
}

struct estimate *
estimate_new(const struct plan *plan, const struct op *op,
             const uint16_t *needed, struct arena *arena)
{
    const struct scale *scale = &plan->instrument->scales[op->idx];
    struct estimate *estimate = ARENA_NEW(arena, struct estimate);
    estimate->op = op;
    estimate->calibration = scale->calibration;
    estimate->grid = calibration_grid(scale->calibration, arena);
    estimate->says = ARENA_ARRAY(arena, op->n_members, struct says);
    estimate->needed = needed;
    estimate->excludes = terms_excludes(scale);
    estimate->sums =
        ARENA_ARRAY(arena, (MOST_DEPTH + 1) * estimate->grid.n, double);
    estimate->unsettled = ARENA_ARRAY(arena, op->n_members, struct unsettled);
    for (size_t i = 0; i < op->n_members; i++)
        put_member(estimate, i, arena);
    for (size_t i = 0; i < scale->n_changes; i++)
        estimate->seeks_errors |= scale->changes[i].method == CHANGE_ERRORS;
    /* As each answer's likelihood is log-concave, no error is above the prior's
       sd. */
    double times = scale->calibration->gives_t ? 10 : 1;
    estimate->least_bound =
        times * calibration_least_error(scale->calibration, op->n_members);
    estimate->most_bound = times * decimal_value(scale->calibration->prior_sd);
    return estimate;
}

/* Adds what an answer says to the sums. */
static void
add_line(const struct estimate *estimate, const struct says *says,
         size_t answer, double *restrict sums)
{
    const double *restrict line = says->lines + answer * estimate->grid.n;
    for (size_t q = 0; q < estimate->grid.n; q++)
        sums[q] += line[q];
}

static struct irt_estimate
told(const struct estimate *estimate, const double *sums)
{
    return calibration_told(estimate->calibration,
                            irt_eap(&estimate->grid, sums, NULL));
}

/* ---- what was answered ---- */

static uint8_t
code_of(const struct run *run, const struct estimate *estimate, size_t member,
        size_t row)
{
    size_t item_idx = estimate->op->members[member].item_idx;
    return run->batch->answers[item_idx].code[row];
}

void
estimate_values(const struct run *run, struct estimate *estimate, double *out)
{
    const struct score_column *column = run_column(run, estimate->op);
    double *sums = estimate->sums;
    for (size_t row = 0; row < run->n_rows; row++) {
        memset(sums, 0, estimate->grid.n * sizeof(*sums));
        for (size_t i = 0; i < estimate->op->n_members; i++) {
            uint8_t code = code_of(run, estimate, i, row);
            const struct says *says = &estimate->says[i];
            if (code < CODE_FIRST_KIND)
                add_line(estimate, says, says->answer[code], sums);
        }
        struct irt_estimate made = told(estimate, sums);
        out[row] = made.theta;
        column->error[row] = made.error;
    }
}

/* ---- what the blanks could make it ---- */

/* What fillings come to. */
struct reach {
    struct irt_estimate least; /* the least of each */
    struct irt_estimate most;
    bool is_any;
};

/* Puts what a row's settled answers say into the first of the sums; the others
   are unsettled.  Returns in how many ways these can be filled, or more than
   MOST_FILLINGS. */
static size_t
begin_row(const struct run *run, struct estimate *estimate, size_t row)
{
    double *sums = estimate->sums;
    size_t n_fillings = 1;
    memset(sums, 0, estimate->grid.n * sizeof(*sums));
    estimate->n_unsettled = 0;
    estimate->n_settled = 0;
    for (size_t i = 0; i < estimate->op->n_members; i++) {
        const uint8_t *open = run->open[estimate->op->members[i].item_idx];
        const struct says *says = &estimate->says[i];
        uint8_t code = code_of(run, estimate, i, row);
        struct unsettled one = {says, 0, says->n_answers, open && open[row]};
        if (code < CODE_FIRST_KIND) {
            one.first = says->answer[code];
            one.n = 1;
        } else if ((!terms_fills(code)
                    || (estimate->calibration->adaptive
                        && kind_of_code(code) == ANSWER_NOT_ASKED))
                   && !one.may_be_out) {
            continue;
        }
        if (one.n == 1 && !one.may_be_out) {
            add_line(estimate, says, one.first, sums);
            estimate->n_settled++;
            continue;
        }
        estimate->unsettled[estimate->n_unsettled++] = one;
        if (n_fillings <= MOST_FILLINGS)
            n_fillings *= one.n + one.may_be_out;
    }
    return n_fillings;
}

static void
reach_widen(struct reach *reach, struct irt_estimate made)
{
    if (!reach->is_any)
        reach->least = reach->most = made;
    reach->is_any = true;
    reach->least.theta = fmin(reach->least.theta, made.theta);
    reach->least.error = fmin(reach->least.error, made.error);
    reach->most.theta = fmax(reach->most.theta, made.theta);
    reach->most.error = fmax(reach->most.error, made.error);
}

/* Tries every filling of what is unsettled from 'idx' on; 'n' are answered so
   far, and their sum is at 'sums', behind which there is room for the next. */
static void
try_fillings(const struct estimate *estimate, size_t idx, size_t n,
             double *sums, struct reach *reach)
{
    size_t k = estimate->op->n_members;
    if (idx == estimate->n_unsettled) {
        if (n > 0 && n >= estimate->needed[estimate->excludes ? n : k])
            reach_widen(reach, told(estimate, sums));
        return;
    }
    const struct unsettled *one = &estimate->unsettled[idx];
    double *next = sums + estimate->grid.n;
    for (size_t i = 0; i < one->n; i++) {
        memcpy(next, sums, estimate->grid.n * sizeof(*sums));
        add_line(estimate, one->says, one->first + i, next);
        try_fillings(estimate, idx + 1, n + 1, next, reach);
    }
    if (one->may_be_out)
        try_fillings(estimate, idx + 1, n, sums, reach);
}

/* Every lowest, or highest, answer to what is unsettled: nothing that is left
   out or answered otherwise leads beyond. */
static double
end_of(const struct estimate *estimate, bool highest)
{
    double *sums = estimate->sums + estimate->grid.n;
    memcpy(sums, estimate->sums, estimate->grid.n * sizeof(*sums));
    for (size_t i = 0; i < estimate->n_unsettled; i++) {
        const struct says *says = estimate->unsettled[i].says;
        add_line(estimate, says, highest ? says->n_answers - 1 : 0, sums);
    }
    return told(estimate, sums).theta;
}

static bool
has_answered(const struct estimate *estimate)
{
    for (size_t i = 0; i < estimate->n_unsettled; i++)
        if (estimate->unsettled[i].n == 1)
            return true;
    return false;
}

/* Of a row that has something unsettled. */
static struct reach
reach_of(const struct estimate *estimate, size_t n_fillings)
{
    struct reach reach = {0};
    if (n_fillings <= MOST_FILLINGS
        && (estimate->seeks_errors || has_answered(estimate)))
        try_fillings(estimate, 0, estimate->n_settled, estimate->sums, &reach);
    if (reach.is_any)
        return reach;
    return (struct reach){
        {end_of(estimate, false), estimate->least_bound},
        {end_of(estimate, true), estimate->most_bound},
        true,
    };
}

void
estimate_ranges(const struct run *run, struct estimate *estimate,
                const double *values, double *low, double *high)
{
    struct score_column *column = run_column(run, estimate->op);
    for (size_t row = 0; row < run->n_rows; row++) {
        size_t n_fillings = begin_row(run, estimate, row);
        struct irt_estimate made = {values[row], column->error[row]};
        struct reach reach = {made, made, true};
        if (estimate->n_unsettled)
            reach = reach_of(estimate, n_fillings);
        low[row] = reach.least.theta;
        high[row] = reach.most.theta;
        column->error_least[row] = reach.least.error;
        column->error_most[row] = reach.most.error;
    }
}
