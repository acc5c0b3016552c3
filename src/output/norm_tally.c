/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts by norm; see norm_tally.h. */
#include "output/norm_tally.h"

#include <assert.h>
#include "base/counter.h"
#include "score/norm.h"
#include "output/figure.h"

struct counted_norm {
    const char *id;
    const char *source;
    struct counter n_rows;
};

struct norm_tally {
    struct counted_norm *norms; /* of all scales, one behind the other */
    size_t *first; /* by scale: its first among them; then their number */
    size_t n_scales;
};

static size_t
count_norms(const struct scale *scale)
{
    return scale->is_internal ? 0 : scale->n_norms + scale->n_norm_tables;
}

static void
name_norms(const struct scale *scale, struct counted_norm *norms)
{
    for (size_t i = 0; i < scale->n_norms; i++, norms++) {
        norms->id = scale->norms[i].id;
        norms->source = scale->norms[i].source;
    }
    for (size_t i = 0; i < scale->n_norm_tables; i++, norms++) {
        norms->id = scale->norm_tables[i].id;
        norms->source = scale->norm_tables[i].source;
    }
}

struct norm_tally *
norm_tally_new(const struct instrument *instrument, struct arena *arena)
{
    struct norm_tally *tally = ARENA_NEW(arena, struct norm_tally);
    size_t n = 0;
    tally->n_scales = instrument->n_scales;
    tally->first = ARENA_ARRAY(arena, instrument->n_scales + 1, size_t);
    for (size_t i = 0; i < instrument->n_scales; i++) {
        tally->first[i] = n;
        n += count_norms(&instrument->scales[i]);
    }
    tally->first[instrument->n_scales] = n;
    tally->norms = ARENA_ARRAY(arena, n, struct counted_norm);
    for (size_t i = 0; i < instrument->n_scales; i++)
        if (norm_tally_size(tally, i))
            name_norms(&instrument->scales[i], &tally->norms[tally->first[i]]);
    return tally;
}

/* The ids are the very ones of the scale.  What a shared count costs is little
   beside the comparing. */
static void
count_standing(const struct norm_tally *tally, size_t scale_idx,
               const struct standing *standing)
{
    const char *ids[N_NORM_IDS];
    size_t n = norm_ids(standing, ids);
    for (size_t i = 0; i < n; i++)
        for (size_t k = tally->first[scale_idx];
             k < tally->first[scale_idx + 1]; k++)
            if (tally->norms[k].id == ids[i])
                counter_add(&tally->norms[k].n_rows, 1);
}

void
norm_tally_add(struct norm_tally *tally, const struct sink_options *options,
               const struct scored *scored, size_t n_rows)
{
    struct told told = {0};
    for (size_t i = 0; i < tally->n_scales; i++) {
        for (size_t row = 0; norm_tally_size(tally, i) && row < n_rows; row++) {
            figure_tell_scale(options, scored, i, row, &told);
            if (told.is_compared)
                count_standing(tally, i, &told.standing);
        }
    }
}

size_t
norm_tally_size(const struct norm_tally *tally, size_t scale_idx)
{
    assert(scale_idx < tally->n_scales);
    return tally->first[scale_idx + 1] - tally->first[scale_idx];
}

struct norm_count
norm_tally_get(const struct norm_tally *tally, size_t scale_idx, size_t idx)
{
    assert(idx < norm_tally_size(tally, scale_idx));
    const struct counted_norm *norm =
        &tally->norms[tally->first[scale_idx] + idx];
    return (struct norm_count){norm->id, norm->source,
                               counter_get(&norm->n_rows)};
}
