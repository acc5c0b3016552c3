/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of judged changes; see changes.h. */
#include "score/changes.h"

#include <assert.h>
#include <stdint.h>
#include "response/batch.h"

struct changes {
    size_t n_scales;
    struct row_change **columns; /* NULL of scales without changes */
};

bool
changes_has(const struct scale *scale)
{
    return scale->n_changes || scale->n_reliabilities;
}

struct changes *
changes_new(const struct plan *plan, struct arena *arena)
{
    const struct instrument *instrument = plan->instrument;
    struct changes *changes = ARENA_NEW(arena, struct changes);

    changes->n_scales = instrument->n_scales;
    changes->columns =
        ARENA_ARRAY(arena, changes->n_scales, struct row_change *);
    for (size_t i = 0; i < changes->n_scales; i++)
        if (changes_has(&instrument->scales[i]))
            changes->columns[i] =
                ARENA_ARRAY(arena, BATCH_ROWS, struct row_change);
    return changes;
}

void
changes_empty(struct changes *changes, size_t n_rows)
{
    assert(n_rows <= BATCH_ROWS);
    for (size_t i = 0; i < changes->n_scales; i++)
        for (size_t row = 0; changes->columns[i] && row < n_rows; row++)
            changes->columns[i][row] = (struct row_change){.baseline = NULL};
}

const struct row_change *
changes_get(const struct changes *changes, size_t scale_idx, size_t row)
{
    assert(scale_idx < changes->n_scales && row < BATCH_ROWS);
    const struct row_change *column = changes->columns[scale_idx];

    return column ? &column[row] : NULL;
}

/* Whether the method gives a number of standard errors. */
static bool
has_index(const struct change_result *result)
{
    return result->why == CHANGE_JUDGED && result->basis.rule
           && result->basis.rule->method != CHANGE_POINTS;
}

void
changes_put(struct changes *changes, size_t row, const struct series *series,
            size_t session, const struct verdict_options *options)
{
    struct row_change *change = changes->columns[series->scale_idx];
    size_t baseline = verdict_baseline(series, options->baseline);

    assert(change && row < BATCH_ROWS);
    change += row;
    *change = (struct row_change){.baseline = NULL};
    if (baseline != SIZE_MAX)
        change->baseline = series->history->sessions[baseline].label;
    if (baseline != SIZE_MAX && session <= baseline)
        return;
    struct verdict verdict = verdict_at(series, session, options);
    change->has_verdict = true;
    change->verdict = verdict.kind;
    change->category = verdict.category;
    change->has_difference = verdict.change.has_difference;
    change->difference = verdict.change.difference;
    change->has_index = has_index(&verdict.change);
    change->index = verdict.change.index;
}
