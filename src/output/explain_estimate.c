/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an estimate was made of: how likely the answers are at places of theta,
   and what that leaves of the prior.  The estimate itself is the kernel's. */
#include "output/explain_sheet.h"

#include <math.h>
#include "base/num.h"
#include "instrument/calibration.h"

/* With digits that are the same on every processor. */
static double
told(double probability)
{
    return num_cut(probability, CALIBRATION_DECIMALS);
}

/* What the answers say at each point, and at the places that are shown. */
static void
add_part(const struct explained_scale *explained, size_t idx,
         const struct irt_grid *grid, double *sums,
         struct explained_estimate *estimate)
{
    const struct calibration *calibration = explained->scale->calibration;
    const struct irt_item *item = &calibration->items[idx];
    const struct contribution *part = &explained->parts[idx];
    if (!part->has_score)
        return;
    size_t answer = calibration_answer(calibration, idx, part->keyed);
    for (size_t q = 0; q < grid->n; q++)
        sums[q] += irt_log_probability(item, answer, grid->points[q]);
    for (size_t i = 0; i < EXPLAINED_PLACES; i++)
        estimate->likelihood[i] +=
            irt_log_probability(item, answer, estimate->places[i]);
}

/* A point on the border of two stretches counts half in each. */
static void
share_out(const struct irt_grid *grid, const double *posterior,
          struct explained_estimate *estimate)
{
    for (size_t q = 0; q < grid->n; q++)
        for (size_t i = 0; i <= EXPLAINED_PLACES; i++) {
            double from = i ? estimate->places[i - 1] : -INFINITY;
            double to = i < EXPLAINED_PLACES ? estimate->places[i] : INFINITY;
            double point = grid->points[q];
            bool is_on = fabs(point - from) < 1e-9 || fabs(point - to) < 1e-9;
            if (is_on || (point > from && point < to))
                estimate->shares[i] += posterior[q] * (is_on ? 0.5 : 1);
        }
}

const struct explained_estimate *
explain_estimate(const struct explained_scale *explained, struct arena *arena)
{
    const struct calibration *calibration = explained->scale->calibration;
    if (!calibration || explained->score.why != WHY_SCORED)
        return NULL;
    struct explained_estimate *estimate =
        ARENA_NEW(arena, struct explained_estimate);
    struct irt_grid grid = calibration_grid(calibration, arena);
    double *sums = ARENA_ARRAY(arena, grid.n, double);
    double *posterior = ARENA_ARRAY(arena, grid.n, double);
    double value = explained->score.value;
    estimate->theta =
        calibration->gives_t ? num_cut((value - 50) / 10, 12) : value;
    for (size_t i = 0; i < EXPLAINED_PLACES; i++)
        estimate->places[i] =
            decimal_value(calibration->prior_mean)
            + ((double)i - 2) * decimal_value(calibration->prior_sd);
    for (size_t i = 0; i < explained->n_parts; i++)
        add_part(explained, i, &grid, sums, estimate);
    (void)irt_eap(&grid, sums, posterior);
    share_out(&grid, posterior, estimate);
    for (size_t i = 0; i < EXPLAINED_PLACES; i++)
        estimate->likelihood[i] = told(exp(estimate->likelihood[i]));
    for (size_t i = 0; i <= EXPLAINED_PLACES; i++)
        estimate->shares[i] = told(estimate->shares[i]);
    return estimate;
}

double
explain_chance(const struct explained_scale *explained, size_t part_idx)
{
    const struct calibration *calibration = explained->scale->calibration;
    const struct contribution *part = &explained->parts[part_idx];
    return told(exp(irt_log_probability(
        &calibration->items[part_idx],
        calibration_answer(calibration, part_idx, part->keyed),
        explained->estimate->theta)));
}

/* ---- as text ---- */

static const char *
probability(struct sheet *sheet, double share)
{
    return share >= 1e-4 || share == 0
               ? sheet_digits(sheet, share, 4)
               : num_text(num_cut(share, 2), sheet->arena);
}

static void
add_items(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct calibration *calibration = explained->scale->calibration;
    for (size_t i = 0; i < explained->n_parts; i++) {
        const struct irt_item *item = &calibration->items[i];
        const struct contribution *part = &explained->parts[i];
        if (!part->has_score)
            continue;
        sheet_add(sheet, "%s: answer %zu of 0 to %zu, a %s, b", part->item->id,
                  calibration_answer(calibration, i, part->keyed),
                  item->n_thresholds, sheet_number(sheet, item->slope));
        for (size_t k = 0; k < item->n_thresholds; k++)
            sheet_add(sheet, " %s", sheet_number(sheet, item->thresholds[k]));
        sheet_line(sheet, "", "; probability at the estimate %s",
                   probability(sheet, explain_chance(explained, i)));
    }
}

static void
add_places(struct sheet *sheet, const struct explained_estimate *estimate)
{
    sheet_add(sheet, "likelihood of these answers: ");
    for (size_t i = 0; i < EXPLAINED_PLACES; i++)
        sheet_add(sheet, "%s%s at theta %s", i ? ", " : "",
                  probability(sheet, estimate->likelihood[i]),
                  sheet_number(sheet, estimate->places[i]));
    sheet_end(sheet, "");
    sheet_add(sheet, "times the prior, theta lies below %s with %s %%",
              sheet_number(sheet, estimate->places[0]),
              sheet_digits(sheet, 100 * estimate->shares[0], 1));
    for (size_t i = 1; i < EXPLAINED_PLACES; i++)
        sheet_add(sheet, ", up to %s with %s %%",
                  sheet_number(sheet, estimate->places[i]),
                  sheet_digits(sheet, 100 * estimate->shares[i], 1));
    sheet_line(
        sheet, "", ", above with %s %%",
        sheet_digits(sheet, 100 * estimate->shares[EXPLAINED_PLACES], 1));
}

void
text_estimate(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct calibration *calibration = explained->scale->calibration;
    struct buf rule SCOPED(buf_clear) = {0};
    calibration_add(calibration, &rule);
    sheet_line(sheet, "model", "%s%s", buf_text(&rule),
               sheet_origin(sheet, 0, calibration->source));
    add_items(sheet, explained);
    add_places(sheet, explained->estimate);
}
