/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting, joining and naming; see reading.h. */
#include "score/reading.h"

const char *
why_count_word(int why)
{
    if (why == NOTHING_ANSWERED)
        return "nothing-answered";
    return why == WHY_SCORED ? "scored" : why_word((enum why)why);
}

static size_t
n_scales_of(const struct totals *totals, size_t idx)
{
    return totals->plans[idx]->instrument->n_scales;
}

struct totals
totals_new(const struct response_options *options,
           const struct plan *const *plans, struct arena *arena)
{
    size_t n = options->n_instruments;
    struct totals totals = {
        .plans = plans,
        .n_plans = n,
        .counts = ARENA_ARRAY(arena, n, why_counts *),
        .notices = ARENA_ARRAY(arena, n, notice_counts),
        .codings = codings_new(options, arena),
    };

    for (size_t i = 0; i < n; i++)
        totals.counts[i] =
            ARENA_ARRAY(arena, n_scales_of(&totals, i), why_counts);
    return totals;
}

void
totals_add_codes(struct totals *totals, struct batch *const *batches)
{
    codings_add(totals->codings, batches, totals->n_plans);
}

void
totals_add_scores(struct totals *totals, size_t idx, const struct batch *batch,
                  const struct scores *scores)
{
    why_counts *counts = totals->counts[idx];

    for (size_t s = 0; s < scores->n_scales; s++) {
        const struct score_column *column = &scores->columns[s];
        for (size_t row = 0; row < scores->n_rows; row++) {
            bool is_empty =
                column->why[row] == WHY_TOO_FEW && !column->answered[row];
            counts[s][is_empty ? NOTHING_ANSWERED : column->why[row]]++;
        }
    }
    alerts_count(batch, scores, totals->notices[idx]);
}

void
totals_join(struct totals *totals, const struct totals *from)
{
    response_tally_join(&totals->tally, &from->tally);
    counted_rows_join(&totals->texts, &from->texts);
    counted_rows_join(&totals->ahead, &from->ahead);
    codings_join(totals->codings, from->codings, totals->n_plans);
    for (size_t i = 0; i < totals->n_plans; i++) {
        for (size_t notice = 0; notice < N_NOTICES; notice++)
            totals->notices[i][notice] += from->notices[i][notice];
        for (size_t s = 0; s < n_scales_of(totals, i); s++)
            for (size_t why = 0; why < N_WHY_COUNTS; why++)
                totals->counts[i][s][why] += from->counts[i][s][why];
    }
}

/* ---- names ---- */

static void
walk_instrument(struct totals *totals, size_t idx,
                const struct count_walk *walk)
{
    const struct instrument *instrument = totals->plans[idx]->instrument;

    for (int notice = NOTICE_NONE + 1; notice < N_NOTICES; notice++)
        count_show(walk, &totals->notices[idx][notice], "alerts %s %s",
                   instrument->id, alert_notices[notice].word);
    for (size_t s = 0; s < instrument->n_scales; s++)
        for (int why = 0; why < N_WHY_COUNTS; why++)
            count_show(walk, &totals->counts[idx][s][why], "scores %s.%s %s",
                       instrument->id, instrument->scales[s].id,
                       why_count_word(why));
}

void
totals_walk(struct totals *totals, const struct count_walk *walk)
{
    response_tally_walk(&totals->tally, walk);
    counted_rows_walk(&totals->texts, "other texts", walk);
    counted_rows_walk(&totals->ahead, "days ahead", walk);
    codings_walk(totals->codings, totals->n_plans, walk);
    for (size_t i = 0; i < totals->n_plans; i++)
        walk_instrument(totals, i, walk);
}
