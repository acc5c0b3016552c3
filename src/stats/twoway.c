/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Imputation out of means of rows and columns; see twoway.h. */
#include "stats/twoway.h"

#include <math.h>
#include "base/mem.h"

/* Of the answers that are there, 'step' apart; NAN where none is. */
static double
mean_of(const double *answers, size_t n, size_t step)
{
    double sum = 0;
    size_t n_answers = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(answers[i * step]))
            continue;
        sum += answers[i * step];
        n_answers++;
    }
    return n_answers ? sum / (double)n_answers : (double)NAN;
}

void
twoway_impute(double *answers, size_t n_persons, size_t n_items)
{
    double *item_means = mem_array(n_items, sizeof *item_means);
    double mean = mean_of(answers, n_persons * n_items, 1);
    for (size_t i = 0; i < n_items; i++)
        item_means[i] = mean_of(answers + i, n_persons, n_items);
    for (size_t person = 0; person < n_persons; person++) {
        double *row = answers + person * n_items;
        double person_mean = mean_of(row, n_items, 1);
        for (size_t i = 0; i < n_items; i++)
            if (isnan(row[i]))
                row[i] = person_mean + item_means[i] - mean;
    }
    mem_free(item_means);
}
