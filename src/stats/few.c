/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See few.h. */
#include "stats/few.h"

#include <stdint.h>

/* The least one that may still be read; SIZE_MAX: none is but 0. */
static size_t
least_shown(const size_t *counts, size_t n, const bool *is_hidden)
{
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < n; i++)
        if (!is_hidden[i] && counts[i]
            && (least == SIZE_MAX || counts[i] < counts[least]))
            least = i;
    return least;
}

void
few_hide(const size_t *counts, size_t n, bool *is_hidden)
{
    size_t n_hidden = 0;
    size_t sum = 0;

    for (size_t i = 0; i < n; i++) {
        is_hidden[i] = counts[i] > 0 && counts[i] < FEW_LEAST;
        n_hidden += is_hidden[i];
        sum += is_hidden[i] ? counts[i] : 0;
    }
    while (n_hidden && (n_hidden == 1 || sum < FEW_LEAST || sum == n_hidden)) {
        size_t least = least_shown(counts, n, is_hidden);
        for (size_t i = 0; least == SIZE_MAX && i < n; i++)
            is_hidden[i] = true;
        if (least == SIZE_MAX)
            break;
        is_hidden[least] = true;
        n_hidden++;
        sum += counts[least];
    }
}
