/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts by norm; see norm_tally.h. */
#include "output/norm_tally.h"

#include "base/vec.h"
#include "score/norm.h"
#include "output/figure.h"

struct count_list VEC(struct norm_count);

struct norm_tally *
norm_tally_new(const struct instrument *instrument, struct arena *arena)
{
    struct norm_tally *tally = ARENA_NEW(arena, struct norm_tally);
    struct count_list list = {0};
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        if (scale->is_internal)
            continue;
        for (size_t k = 0; k < scale->n_norms; k++)
            *vec_add(arena, &list) = (struct norm_count){
                i, scale->norms[k].id, scale->norms[k].source, {0}};
        for (size_t k = 0; k < scale->n_norm_tables; k++)
            *vec_add(arena, &list) = (struct norm_count){
                i, scale->norm_tables[k].id, scale->norm_tables[k].source, {0}};
    }
    tally->items = list.items;
    tally->n = list.n;
    return tally;
}

/* What a shared count costs is little beside the comparing. */
static void
count_standing(struct norm_tally *tally, const struct standing *standing)
{
    const char *ids[N_NORM_IDS];
    size_t n = norm_ids(standing, ids);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < tally->n; k++)
            if (tally->items[k].id == ids[i])
                counter_add(&tally->items[k].n_rows, 1);
}

void
norm_tally_add(struct norm_tally *tally, const struct sink_options *options,
               const struct scored *scored, size_t n_rows)
{
    struct told told = {0};
    for (size_t k = 0; k < tally->n; k++) {
        size_t scale_idx = tally->items[k].scale_idx;
        if (k && tally->items[k - 1].scale_idx == scale_idx)
            continue;
        for (size_t row = 0; row < n_rows; row++) {
            figure_tell_scale(options, scored, scale_idx, row, &told);
            if (told.is_compared)
                count_standing(tally, &told.standing);
        }
    }
}
