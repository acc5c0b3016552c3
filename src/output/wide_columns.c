/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names the columns of wide CSV; see wide_columns.h.  Classes stand behind the
   scales of their instrument. */
#include "output/wide_columns.h"

#include "base/vec.h"
#include "score/judge.h"
#include "output/row_score.h"
#include "output/sink_csv.h"

struct column_list VEC(struct wide_column);

static const struct column_about score_about = {
    "", COLUMN_SCORE, "empty: no score", "", COLUMN_OF_ALL};
static const struct column_about case_about = {
    "", COLUMN_CASE, "case of the class; empty: there is none", "",
    COLUMN_OF_ALL};
static const struct column_about case_why_about = {
    "why", COLUMN_WHY, "why there is no case; empty: there is one", "details",
    COLUMN_OF_ALL};
static const struct column_about case_possible_about = {
    "possible", COLUMN_CASES,
    "cases that the blanks could have made it, parted by blanks; empty: cannot "
    "be said",
    "details", COLUMN_OF_ALL};

bool
wide_columns_has(const struct column_about *about, const struct scale *scale)
{
    switch (about->of) {
    case COLUMN_OF_BANDS:
        return judge_tells_bands(scale);
    case COLUMN_OF_NORMS:
        return row_score_has_norms(scale);
    case COLUMN_OF_RULES:
        return scale->n_changes;
    case COLUMN_OF_ALL:
        break;
    }
    return true;
}

/* The name of a scale or class among the columns. */
static const char *
stem(const struct sink_options *options, const struct instrument *instrument,
     const char *id, struct arena *arena)
{
    bool is_several = options->n_plans > 1;
    return arena_printf(
        arena, "%s%s%s%s", options->prefix ? options->prefix : "",
        is_several ? instrument->id : "", is_several ? "." : "", id);
}

/* A column of the scale or class that 'like' is of. */
static void
add_column(struct column_list *list, const char *name, struct wide_column like,
           const struct column_about *about, struct arena *arena)
{
    const char *dot = *about->name ? "." : "";
    like.name = str_from(arena_printf(arena, "%s%s%s", name, dot, about->name));
    like.about = about;
    *vec_add(arena, list) = like;
}

static void
add_beside(struct column_list *list, const char *name,
           const struct csv_column *columns, const struct scale *scale,
           struct arena *arena)
{
    for (; columns->add; columns++)
        if (wide_columns_has(&columns->about, scale))
            add_column(list, name, (struct wide_column){.scale = scale},
                       &columns->about, arena);
}

static void
add_scales(struct column_list *list, const struct sink_options *options,
           const struct instrument *instrument, struct arena *arena)
{
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        if (!sink_tells_scale(options, scale))
            continue;
        const char *name = stem(options, instrument, scale->id, arena);
        add_column(list, name, (struct wide_column){.scale = scale},
                   &score_about, arena);
        if (options->with_details)
            add_beside(list, name, sink_csv_details, scale, arena);
        if (options->with_changes)
            add_beside(list, name, sink_csv_changes, scale, arena);
    }
}

static void
add_classes(struct column_list *list, const struct sink_options *options,
            const struct instrument *instrument, struct arena *arena)
{
    for (size_t i = 0; i < instrument->n_classes; i++) {
        const struct class *class = &instrument->classes[i];
        if (!sink_tells_class(options, class))
            continue;
        const struct wide_column like = {.class = class};
        const char *name = stem(options, instrument, class->id, arena);
        add_column(list, name, like, &case_about, arena);
        if (!options->with_details)
            continue;
        add_column(list, name, like, &case_why_about, arena);
        add_column(list, name, like, &case_possible_about, arena);
    }
}

struct wide_columns
wide_columns_of(const struct sink_options *options, struct arena *arena)
{
    struct column_list list = {0};
    for (size_t i = 0; i < options->n_plans; i++) {
        const struct instrument *instrument = options->plans[i]->instrument;
        add_scales(&list, options, instrument, arena);
        add_classes(&list, options, instrument, arena);
    }
    return (struct wide_columns){list.items, list.n};
}
