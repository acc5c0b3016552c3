/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of judged changes; see row_changes.h. */
#include "change/row_changes.h"

#include <assert.h>
#include <stdint.h>
#include "response/batch.h"

struct row_changes {
    size_t n_scales;
    struct row_change **columns;
};

struct row_changes *
row_changes_new(const struct plan *plan, struct arena *arena)
{
    struct row_changes *changes = ARENA_NEW(arena, struct row_changes);

    changes->n_scales = plan->instrument->n_scales;
    changes->columns =
        ARENA_ARRAY(arena, changes->n_scales, struct row_change *);
    for (size_t i = 0; i < changes->n_scales; i++)
        changes->columns[i] = ARENA_ARRAY(arena, BATCH_ROWS, struct row_change);
    return changes;
}

void
row_changes_empty(struct row_changes *changes, size_t n_rows)
{
    assert(n_rows <= BATCH_ROWS);
    for (size_t i = 0; i < changes->n_scales; i++)
        for (size_t row = 0; row < n_rows; row++)
            changes->columns[i][row] = (struct row_change){.baseline = NULL};
}

const struct row_change *
row_changes_get(const struct row_changes *changes, size_t scale_idx, size_t row)
{
    assert(scale_idx < changes->n_scales && row < BATCH_ROWS);
    return &changes->columns[scale_idx][row];
}

/* Whether the method gives a number of standard errors. */
static bool
has_index(const struct change_result *result)
{
    return result->why == CHANGE_JUDGED && result->basis.rule
           && result->basis.rule->method != CHANGE_POINTS;
}

static void
put_verdict(struct row_change *change, const struct verdict *verdict)
{
    const struct change_result *result = &verdict->change;
    bool is_judged = verdict_is_judged(verdict);
    change->has_verdict = true;
    change->verdict = verdict->kind;
    change->category = verdict->category;
    change->cut = verdict->cut;
    change->cut_depends = verdict->cut_depends;
    change->is_seen_once = verdict->is_seen_once;
    change->is_alpha_only = verdict->is_alpha_only;
    change->reaches_mic = verdict->reaches_mic;
    change->mic_depends = verdict->mic_depends;
    change->has_difference = result->has_difference;
    change->difference = result->difference;
    change->has_index = has_index(result);
    change->index = result->index;
    change->rule = is_judged ? result->basis.rule : NULL;
    change->reliability = is_judged ? result->basis.reliability : NULL;
}

void
row_changes_put(struct row_changes *changes, size_t row,
                const struct series *series, size_t session,
                const struct verdict_options *options)
{
    struct row_change *change = changes->columns[series->scale_idx];
    size_t baseline = verdict_baseline(series, session, options->baseline);

    assert(row < BATCH_ROWS);
    change += row;
    *change = (struct row_change){.baseline = NULL};
    if (baseline != SIZE_MAX) {
        const struct session *start = &series->history->sessions[baseline];
        change->baseline = start->label;
        if (session <= baseline)
            return;
        change->norm_person = &start->person;
    }
    struct verdict verdict = verdict_at(series, session, options);
    put_verdict(change, &verdict);
}
