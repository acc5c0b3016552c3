/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change in percent, by half an sd and against a line; see change_rule.h. */
#include "stats/change_rule.h"

#include <assert.h>
#include "stats/normal.h"

bool
change_share(double before, double after, double *out)
{
    if (!(before > 0))
        return false;
    *out = (after - before) / before;
    return true;
}

int
change_share_sign(double share, const struct share_limits *limits,
                  int direction)
{
    double toward = direction * share;

    assert(limits->better > 0 && limits->worse > 0);
    assert(direction == 1 || direction == -1);
    if (toward >= limits->better * (1 - 1e-9))
        return 1;
    return toward <= -limits->worse * (1 - 1e-9) ? -1 : 0;
}

double
change_half_sd(double sd)
{
    assert(sd >= 0);
    return sd / 2;
}

bool
line_departure_of(const struct line *line, double before, double after,
                  struct line_departure *out)
{
    struct line_prediction prediction;
    struct line_departure departure;

    if (!line_predict(line, before, 0.95, &prediction)
        || !(line->residual_sd > 0))
        return false;
    departure.z = (after - prediction.score) / line->residual_sd;
    departure.t = (after - prediction.score) / prediction.error;
    departure.p = t_two_sided(departure.t, (double)line->n - 2);
    *out = departure;
    return true;
}
