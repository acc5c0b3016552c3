/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Owns the columns of scores and the words of why there is none. */
#include "score/scores.h"

#include <assert.h>
#include "base/mem.h"
#include "response/batch.h"
#include "score/alerts.h"
#include "score/branches.h"
#include "score/classes.h"
#include "score/plan.h"

static const struct {
    const char *word;
    const char *text;
} whys[] = {
#define WHY(NAME, word, text) [WHY_##NAME] = {word, text},
#include "score/why.def"
};

const char *
why_word(enum why why)
{
    assert((size_t)why < N_ELEMENTS(whys));
    return whys[why].word;
}

const char *
why_text(enum why why)
{
    assert((size_t)why < N_ELEMENTS(whys));
    return whys[why].text;
}

static struct score_column
score_column_new(bool with_details, struct arena *arena)
{
    struct score_column column = {
        .value = ARENA_ARRAY(arena, BATCH_ROWS, double),
        .why = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t),
        .answered = ARENA_ARRAY(arena, BATCH_ROWS, uint16_t),
        .items = ARENA_ARRAY(arena, BATCH_ROWS, uint16_t),
        .prorated = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t),
    };
    if (with_details) {
        column.has_range = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t);
        column.low = ARENA_ARRAY(arena, BATCH_ROWS, double);
        column.high = ARENA_ARRAY(arena, BATCH_ROWS, double);
        column.out_least = ARENA_ARRAY(arena, BATCH_ROWS, uint16_t);
        column.out_most = ARENA_ARRAY(arena, BATCH_ROWS, uint16_t);
        column.may_lack = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t);
        column.blanks = ARENA_ARRAY(arena, BATCH_ROWS, uint64_t);
        column.branches =
            ARENA_ARRAY(arena, BATCH_ROWS, const struct branches *);
        column.fitting = ARENA_ARRAY(arena, BATCH_ROWS, uint64_t);
        column.band = ARENA_ARRAY(arena, BATCH_ROWS, int16_t);
        column.beyond = ARENA_ARRAY(arena, BATCH_ROWS, int8_t);
    }
    return column;
}

struct scores *
scores_new(const struct plan *plan, bool with_details, struct arena *arena)
{
    struct scores *scores = ARENA_NEW(arena, struct scores);
    scores->n_scales = plan->instrument->n_scales;
    scores->with_details = with_details;
    scores->columns = ARENA_ARRAY(arena, scores->n_scales, struct score_column);
    for (size_t i = 0; i < scores->n_scales; i++) {
        scores->columns[i] = score_column_new(with_details, arena);
        if (plan->instrument->scales[i].method == METHOD_FORMULA)
            scores->columns[i].noise = ARENA_ARRAY(arena, BATCH_ROWS, double);
        if (!plan->instrument->scales[i].calibration)
            continue;
        scores->columns[i].error = ARENA_ARRAY(arena, BATCH_ROWS, double);
        scores->columns[i].error_least = ARENA_ARRAY(arena, BATCH_ROWS, double);
        scores->columns[i].error_most = ARENA_ARRAY(arena, BATCH_ROWS, double);
    }
    scores->n_classes = plan->instrument->n_classes;
    scores->classes = class_columns_new(plan, with_details, arena);
    scores->n_alerts = plan->n_alerts;
    scores->alerts = alert_columns_new(plan, arena);
    return scores;
}

struct score
scores_get(const struct scores *scores, size_t scale_idx, size_t row)
{
    assert(scale_idx < scores->n_scales && row < scores->n_rows);
    const struct score_column *column = &scores->columns[scale_idx];
    struct score score = {
        .value = column->value[row],
        .why = (enum why)column->why[row],
        .answered = column->answered[row],
        .items = column->items[row],
        .prorated = column->prorated[row],
        .band = -1,
        .beyond = BEYOND_UNKNOWN,
        .error = column->error ? column->error[row] : 0,
    };
    if (scores->with_details) {
        score.error_least = column->error ? column->error_least[row] : 0;
        score.error_most = column->error ? column->error_most[row] : 0;
        score.has_range = column->has_range[row];
        score.low = column->low[row];
        score.high = column->high[row];
        score.out_least = column->out_least[row];
        score.out_most = column->out_most[row];
        score.may_lack = column->may_lack[row];
        score.blanks = column->blanks[row];
        score.branches = column->branches[row];
        score.fitting = column->fitting[row];
        score.band = column->band[row];
        score.beyond = (enum beyond)column->beyond[row];
    }
    return score;
}
