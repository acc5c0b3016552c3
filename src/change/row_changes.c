/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of judged changes; see row_changes.h. */
#include "change/row_changes.h"

#include <assert.h>
#include <stdint.h>
#include "exchange/source.h"
#include "change/series.h"

struct row_changes {
    size_t n_scales;
    struct row_change **columns;
};

/* Room for BATCH_ROWS rows. */
static struct row_changes *
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

/* Says of 'n_rows' rows that nothing was judged. */
static void
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

/* What the baseline is called is borrowed. */
static void
row_changes_put(struct row_changes *changes, size_t row,
                const struct series *series, size_t session,
                const struct verdict_options *options)
{
    struct row_change *change = changes->columns[series->scale_idx];
    struct verdict_start start =
        verdict_start(series, session, options->baseline);

    assert(row < BATCH_ROWS);
    change += row;
    *change =
        (struct row_change){.baseline = verdict_start_label(
                                &start, series->history, options->baseline)};
    if (change->baseline) {
        if (session <= start.last)
            return;
        change->norm_person = &series->history->sessions[start.last].person;
    }
    struct verdict verdict = verdict_at(series, session, options);
    put_verdict(change, &verdict);
}

/* ---- judging ---- */

struct change_judge {
    const struct changes_options *options;
    struct arena *arena;
    struct arena *sessions; /* of the groups of a batch */
    struct row_changes **changes;
    struct scored *scored; /* with changes */
    struct history_builder **builders;
    const struct history **histories;
    /* Of a group that comes in several batches: */
    bool is_ahead;
    size_t offset; /* where it begins */
    size_t n_seen; /* rows that came again */
};

struct change_judge *
change_judge_new(const struct changes_options *options)
{
    struct change_judge *judge = mem_alloc(sizeof *judge);
    struct arena *arena = arena_new();
    size_t n = options->n_plans;

    *judge = (struct change_judge){
        .options = options,
        .arena = arena,
        .sessions = arena_new(),
        .changes = ARENA_ARRAY(arena, n, struct row_changes *),
        .scored = ARENA_ARRAY(arena, n, struct scored),
        .builders = ARENA_ARRAY(arena, n, struct history_builder *),
        .histories = ARENA_ARRAY(arena, n, const struct history *),
    };
    for (size_t i = 0; i < n; i++)
        judge->changes[i] = row_changes_new(options->plans[i], arena);
    return judge;
}

void
change_judge_free(struct change_judge *judge)
{
    if (!judge)
        return;
    arena_free(judge->sessions);
    arena_free(judge->arena);
    mem_free(judge);
}

static void
begin_group(struct change_judge *judge)
{
    const struct changes_options *options = judge->options;

    for (size_t i = 0; i < options->n_plans; i++) {
        judge->builders[i] = history_builder_new(
            options->plans[i]->instrument, NULL,
            options->with_private ? ROWS_ASKED_IN_PRIVATE : ROWS_ASKED,
            judge->sessions);
    }
}

static void
add_rows(struct change_judge *judge, const struct piece *piece, size_t first,
         size_t n)
{
    for (size_t i = 0; i < judge->options->n_plans; i++) {
        const struct scored *scored = &piece->scored[i];
        for (size_t row = first; row < first + n; row++)
            history_builder_add(judge->builders[i], scored->batch, row,
                                scored->scores);
    }
}

/* A baseline that was asked for and that no session of the client has. */
static void
check_baseline(const struct change_judge *judge, const struct history *history,
               struct diag *diag)
{
    const char *label = judge->options->verdict.baseline;

    if (!label || !history->n_sessions || verdict_has_baseline(history, label))
        return;
    diag_add(diag, MSG_SESSION_NO_BASELINE, (struct place){0},
             "'%s' of '%s'; no change is judged", label,
             history->instrument->id);
    if (verdict_is_backwards(history, label))
        diag_hint(diag, "FIRST..LAST: it is written backwards");
}

/* The group, whose first row is at the offset, is complete. */
static void
end_group(struct change_judge *judge, struct chunk *chunk, size_t offset)
{
    struct diag *diag SCOPED(diag_drop) = diag_new();

    for (size_t i = 0; i < judge->options->n_plans; i++) {
        judge->histories[i] = history_builder_finish(judge->builders[i], diag);
        check_baseline(judge, judge->histories[i], diag);
    }
    for (size_t i = 0; i < diag_total(diag); i++)
        chunk_tell(chunk, diag_get(diag, i), offset);
}

/* Judges those sessions that are among 'n' rows of the group from 'from' on,
   which stand in the batch from 'first' on. */
static void
judge_rows(struct change_judge *judge, size_t from, size_t n, size_t first)
{
    for (size_t i = 0; i < judge->options->n_plans; i++) {
        const struct history *history = judge->histories[i];
        for (size_t s = 0; s < history->instrument->n_scales; s++) {
            struct series series = series_of(history, s);
            for (size_t k = 0; k < history->n_sessions; k++)
                if (history->sessions[k].row - from < n)
                    row_changes_put(judge->changes[i],
                                    first + history->sessions[k].row - from,
                                    &series, k, &judge->options->verdict);
        }
    }
}

static void
judge_groups(struct change_judge *judge, const struct piece *piece)
{
    const struct rows *rows = piece->rows;
    size_t first = 0;

    arena_rewind(judge->sessions);
    for (size_t i = 0; i < rows->n_groups; i++) {
        begin_group(judge);
        add_rows(judge, piece, first, rows->group_sizes[i]);
        end_group(judge, piece->chunk, rows->offset[first]);
        judge_rows(judge, 0, rows->group_sizes[i], first);
        first += rows->group_sizes[i];
    }
}

static void
look_ahead(struct change_judge *judge, const struct piece *piece)
{
    if (!judge->is_ahead) {
        arena_rewind(judge->sessions);
        begin_group(judge);
        judge->offset = piece->rows->offset[0];
    }
    judge->is_ahead = true;
    add_rows(judge, piece, 0, piece->rows->n_rows);
}

static void
judge_again(struct change_judge *judge, const struct piece *piece)
{
    if (judge->is_ahead) {
        end_group(judge, piece->chunk, judge->offset);
        judge->n_seen = 0;
    }
    judge->is_ahead = false;
    judge_rows(judge, judge->n_seen, piece->rows->n_rows, 0);
    judge->n_seen += piece->rows->n_rows;
}

const struct scored *
change_judge_take(struct change_judge *judge, const struct piece *piece)
{
    for (size_t i = 0; i < judge->options->n_plans; i++) {
        row_changes_empty(judge->changes[i], piece->rows->n_rows);
        judge->scored[i] = piece->scored[i];
        judge->scored[i].changes = judge->changes[i];
    }
    switch (piece->rows->view) {
    case GROUPS_WHOLE:
        judge_groups(judge, piece);
        break;
    case GROUP_AHEAD:
        look_ahead(judge, piece);
        return NULL;
    case GROUP_AGAIN:
        judge_again(judge, piece);
        break;
    }
    return judge->scored;
}
