/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that say less than they seem to; see figures.h. */
#include "instrument/figures.h"

#include "base/num.h"
#include "instrument/attribute.h"

/* By its formula 2 (1 - Φ(1.96 / √(1 + r))) of 100 pairs without change. */
static void
check_level(const struct change *change, struct diag *diag)
{
    if (change->method != CHANGE_EN || !attribute_given(change->at, "level"))
        return;
    attribute_problem(diag, MSG_LEVEL_NOT_KEPT, change->at, "level");
    diag_hint(diag, "without any change 13 to 16 of 100 pairs are beyond the "
                    "limit of \"en\" at 0.95 (reliability 0.7 to 0.9); "
                    "jacobson-truax and gln keep to 5");
}

static bool
has_percentiles(const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_norm_tables; i++)
        if (scale->norm_tables[i].gives == NORM_PERCENTILE)
            return true;
    return false;
}

/* A percentile from mean and sd takes scores for normally distributed; where
   the scale ends within two sds of the mean they hardly are. */
static void
check_spread(const struct scale *scale, const struct norm *norm,
             struct diag *diag)
{
    double mean = decimal_value(norm->mean);
    double two = 2 * decimal_value(norm->sd);
    bool is_low = mean - two < scale->lo;
    struct buf end = {0};
    if (!is_low && mean + two <= scale->hi)
        return;
    attribute_problem(diag, MSG_NORM_NOT_NORMAL, norm->at, "sd");
    num_add(&end, is_low ? scale->lo : scale->hi);
    diag_hint(diag,
              "two sds %s the mean lie beyond the scale's end %s: percentiles "
              "from mean and sd mislead there; a norm-table says better",
              is_low ? "below" : "above", buf_text(&end));
    buf_clear(&end);
}

void
figures_check(const struct instrument *instrument, struct diag *diag)
{
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        for (size_t k = 0; k < scale->n_changes; k++)
            check_level(&scale->changes[k], diag);
        for (size_t k = 0; k < scale->n_norms && !has_percentiles(scale); k++)
            check_spread(scale, &scale->norms[k], diag);
    }
}
