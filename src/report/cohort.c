/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts and describes clients; see cohort.h. */
#include "report/cohort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/map.h"
#include "base/num.h"
#include "instrument/instrument.h"
#include "instrument/units.h"
#include "report/report.h"
#include "report/subject.h"

#define LEVEL 0.95

/* A difference of scores has rounding in the others. */
enum { CHANGE_DIGITS = 12 };

/* ---- one client ---- */

static const struct history *
history_with(const struct report_data *member,
             const struct instrument *instrument)
{
    for (size_t i = 0; i < member->n_histories; i++)
        if (member->histories[i]->instrument == instrument)
            return member->histories[i];
    return NULL;
}

/* A scale while its clients are taken. */
struct taking {
    struct cohort_scale *scale;
    size_t scale_idx;
    double *first;
    double *latest;
    size_t *clusters; /* of those that are in */
    struct map *couples;
    size_t n_clusters;
    struct arena *arena;
};

/* Who names no couple is a cluster alone. */
static size_t
cluster_of(struct taking *taking, const char *couple)
{
    size_t found;

    if (*couple && map_find(taking->couples, str_from(couple), &found))
        return found;
    if (*couple)
        (void)map_add(taking->couples, str_from(couple), taking->n_clusters);
    return taking->n_clusters++;
}

/* The error of a change is one for all but those with blanks, or a fixed number
   of points. */
static void
take_limit(struct cohort_scale *scale, const struct verdict *verdict)
{
    const struct change_result *change = &verdict->change;

    if (change->why != CHANGE_JUDGED || change->before.stretch != 1
        || change->after.stretch != 1
        || (change->basis.rule->method != CHANGE_JACOBSON_TRUAX
            && change->basis.rule->method != CHANGE_POINTS))
        return;
    double limit = change->basis.rule->method == CHANGE_POINTS
                       ? change->critical
                       : change->critical * change->error;
    scale->has_limit = true;
    scale->limit = limit;
    if (change->basis.has_cutoff_point) {
        scale->has_cutoff = true;
        scale->cutoff = change->basis.cutoff_point;
    }
}

static void
take_pair(struct taking *taking, const struct series *series,
          const struct report_data *member)
{
    struct cohort_scale *scale = taking->scale;
    const struct verdict_options options = {.baseline = NULL};
    size_t first = verdict_start(series, series->latest, NULL).last;
    struct verdict verdict = verdict_latest(series, &options);

    taking->first[scale->n] = series_score(series, first)->value;
    taking->latest[scale->n] = series_score(series, series->latest)->value;
    taking->clusters[scale->n] =
        cluster_of(taking, member->couple ? member->couple : "");
    scale->n++;
    scale->categories[verdict.category]++;
    scale->n_judged += verdict.category != CATEGORY_NONE;
    take_limit(scale, &verdict);
}

static enum cohort_part
take_member(struct taking *taking, const struct report_data *member)
{
    const struct history *history =
        history_with(member, taking->scale->instrument);

    if (!history || !history->n_sessions)
        return COHORT_NOT_GIVEN;
    struct series series = series_of(history, taking->scale_idx);
    if (!series.n_scored)
        return COHORT_NO_SCORE;
    size_t first = verdict_start(&series, series.latest, NULL).last;
    if (first == SIZE_MAX || first >= series.latest)
        return COHORT_ONE_SCORE;
    take_pair(taking, &series, member);
    return COHORT_IN;
}

/* ---- clients that are alike ---- */

/* Where a client stands, and by how much it changed. */
struct pair {
    double first;
    double change;
};

static int
compare_by_first(const void *a_aux, const void *b_aux)
{
    const struct pair *a = a_aux;
    const struct pair *b = b_aux;

    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->change < b->change ? -1 : a->change > b->change;
}

static int
compare_by_change(const void *a_aux, const void *b_aux)
{
    const struct pair *a = a_aux;
    const struct pair *b = b_aux;

    if (a->change != b->change)
        return a->change < b->change ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

static struct scatter_mark
mark_of(const struct pair *pairs, size_t n)
{
    struct scatter_mark mark = {.n = n};

    for (size_t i = 0; i < n; i++) {
        mark.first += pairs[i].first / (double)n;
        mark.latest += (pairs[i].first + pairs[i].change) / (double)n;
    }
    return mark;
}

/* Halves them, across where they differ most, as long as each half has enough
   (LeFevre, DeWitt & Ramakrishnan 2006): nobody has a mark
   alone, nobody is left out, and where many are the marks are close. */
static void
put_marks(struct pair *pairs, size_t n, struct scatter_mark *marks,
          size_t *n_marks)
{
    size_t half = n / 2;

    if (half < COHORT_LEAST) {
        marks[(*n_marks)++] = mark_of(pairs, n);
        return;
    }
    qsort(pairs, n, sizeof *pairs, compare_by_change);
    double change = pairs[n - 1].change - pairs[0].change;
    qsort(pairs, n, sizeof *pairs, compare_by_first);
    if (pairs[n - 1].first - pairs[0].first <= change)
        qsort(pairs, n, sizeof *pairs, compare_by_change);
    put_marks(pairs, half, marks, n_marks);
    put_marks(pairs + half, n - half, marks, n_marks);
}

struct scatter_mark *
cohort_marks(const double *first, const double *latest, size_t n,
             size_t *n_marks, struct arena *arena)
{
    struct pair *pairs = ARENA_ARRAY(arena, n, struct pair);
    struct scatter_mark *marks =
        ARENA_ARRAY(arena, n / COHORT_LEAST, struct scatter_mark);

    for (size_t i = 0; i < n; i++)
        pairs[i] = (struct pair){first[i], latest[i] - first[i]};
    *n_marks = 0;
    put_marks(pairs, n, marks, n_marks);
    return marks;
}

/* ---- few of whom much is known ---- */

static bool
has_few(struct pair *pairs, size_t n)
{
    bool is_few = false;
    size_t n_values = 0;
    size_t to;

    qsort(pairs, n, sizeof *pairs, compare_by_first);
    for (size_t from = 0; from < n; from = to) {
        for (to = from + 1;
             to < n && compare_by_first(&pairs[from], &pairs[to]) == 0;)
            to++;
        n_values++;
        is_few |= to - from < COHORT_LEAST;
    }
    return is_few && n_values <= COHORT_FEW_VALUES;
}

bool
cohort_tells_few(const double *first, const double *latest, size_t n,
                 struct arena *arena)
{
    enum { FIRST, LATEST, CHANGE, BOTH, N_KINDS };
    struct pair *pairs[N_KINDS];
    bool tells = false;

    for (int kind = 0; kind < N_KINDS; kind++)
        pairs[kind] = ARENA_ARRAY(arena, n, struct pair);
    for (size_t i = 0; i < n; i++) {
        double change = num_cut(latest[i] - first[i], CHANGE_DIGITS);

        pairs[FIRST][i] = (struct pair){first[i], 0};
        pairs[LATEST][i] = (struct pair){latest[i], 0};
        pairs[CHANGE][i] = (struct pair){0, change};
        pairs[BOTH][i] = (struct pair){first[i], change};
    }
    for (int kind = 0; kind < N_KINDS; kind++)
        tells |= has_few(pairs[kind], n);
    return tells;
}

/* ---- how scores are spread ---- */

static bool
is_short(const struct scatter_stretch *stretch)
{
    return stretch->n > 0 && stretch->n < COHORT_LEAST;
}

/* The last goes with the one before it. */
static size_t
join_last(struct scatter_stretch *stretches, size_t n)
{
    stretches[n - 2].to = stretches[n - 1].to;
    stretches[n - 2].n += stretches[n - 1].n;
    return n - 1;
}

/* Puts stretches that have too few people together with the next, or where
   nobody is there, or none is left, with those before. */
static size_t
join_stretches(struct scatter_stretch *stretches, size_t n)
{
    size_t n_joined = 0;

    for (size_t i = 0; i < n; i++) {
        if (stretches[i].n == 0 && n_joined > 1
            && is_short(&stretches[n_joined - 1])
            && stretches[n_joined - 2].n > 0)
            n_joined = join_last(stretches, n_joined);
        bool is_open = n_joined > 0 && is_short(&stretches[n_joined - 1]);
        stretches[n_joined++] = stretches[i];
        if (is_open)
            n_joined = join_last(stretches, n_joined);
    }
    while (n_joined > 1 && is_short(&stretches[n_joined - 1]))
        n_joined = join_last(stretches, n_joined);
    return n_joined;
}

struct scatter_stretch *
cohort_stretches(const struct range_parts *parts, const size_t *counts,
                 size_t *n_stretches, struct arena *arena)
{
    struct scatter_stretch *stretches =
        ARENA_ARRAY(arena, parts->n, struct scatter_stretch);

    for (size_t i = 0; i < parts->n; i++)
        stretches[i] =
            (struct scatter_stretch){range_part_from(parts, i),
                                     range_part_from(parts, i + 1), counts[i]};
    *n_stretches = join_stretches(stretches, parts->n);
    return stretches;
}

static struct scatter_stretch *
stretches_of(const double *values, size_t n, const struct range_parts *parts,
             size_t *n_stretches, struct arena *arena)
{
    size_t counts[RANGE_PARTS] = {0};

    for (size_t i = 0; i < n; i++)
        counts[range_part_at(parts, values[i])]++;
    return cohort_stretches(parts, counts, n_stretches, arena);
}

/* ---- one scale ---- */

/* Between the two of n sorted values that it falls between. */
static double
quantile_at(const double *sorted, size_t n, double share)
{
    double at = share * (double)(n - 1);
    size_t below = (size_t)floor(at);

    if (below + 1 >= n)
        return sorted[n - 1];
    return sorted[below]
           + (at - floor(at)) * (sorted[below + 1] - sorted[below]);
}

static struct cohort_end
end_of(const double *values, size_t n, struct arena *arena)
{
    double *sorted = ARENA_ARRAY(arena, n, double);
    struct cohort_end end = {.moments = moments_of(values, n)};

    memcpy(sorted, values, n * sizeof *values);
    quantile_sort(sorted, n);
    for (int i = 0; i < 3; i++)
        end.quartiles[i] = quantile_at(sorted, n, 0.25 * (i + 1));
    if (!moments_sd(&end.moments, &end.sd))
        end.sd = 0;
    return end;
}

static void
describe(struct taking *taking)
{
    struct cohort_scale *scale = taking->scale;
    double *changes = ARENA_ARRAY(taking->arena, scale->n, double);
    const struct range_parts parts =
        range_parts_of(scale->scale->lo, scale->scale->hi,
                       units_steps(scale->scale, scale->instrument->items));

    for (size_t i = 0; i < scale->n; i++)
        changes[i] = taking->latest[i] - taking->first[i];
    scale->marks = cohort_marks(taking->first, taking->latest, scale->n,
                                &scale->n_marks, taking->arena);
    scale->first = stretches_of(taking->first, scale->n, &parts,
                                &scale->n_first, taking->arena);
    scale->latest = stretches_of(taking->latest, scale->n, &parts,
                                 &scale->n_latest, taking->arena);
    scale->tells_few = cohort_tells_few(taking->first, taking->latest, scale->n,
                                        taking->arena);
    scale->tells_quartiles = scale->n >= (size_t)COHORT_QUARTERS * COHORT_LEAST;
    scale->first_end = end_of(taking->first, scale->n, taking->arena);
    scale->latest_end = end_of(taking->latest, scale->n, taking->arena);
    scale->change = clustered_mean_of(changes, taking->clusters, scale->n,
                                      taking->n_clusters, LEVEL, taking->arena);
}

static struct cohort_scale
scale_of(const struct report_data *data, const struct instrument *instrument,
         size_t scale_idx, struct arena *arena)
{
    struct cohort_scale scale = {.instrument = instrument,
                                 .scale = &instrument->scales[scale_idx]};
    struct taking taking = {
        .scale = &scale,
        .scale_idx = scale_idx,
        .first = ARENA_ARRAY(arena, data->n_members, double),
        .latest = ARENA_ARRAY(arena, data->n_members, double),
        .clusters = ARENA_ARRAY(arena, data->n_members, size_t),
        .couples = map_new(arena, false),
        .arena = arena,
    };

    for (size_t i = 0; i < data->n_members; i++)
        scale.parts[take_member(&taking, &data->members[i])]++;
    if (scale.n >= COHORT_LEAST)
        describe(&taking);
    return scale;
}

/* ---- all ---- */

/* The instrument of the idx-th history of all, unless it was met before. */
static const struct instrument *
next_instrument(const struct report_data *data, size_t member, size_t idx)
{
    const struct instrument *instrument =
        data->members[member].histories[idx]->instrument;

    for (size_t i = 0; i < member; i++)
        if (history_with(&data->members[i], instrument))
            return NULL;
    return instrument;
}

static size_t
count_scales(const struct report_data *data)
{
    size_t n = 0;

    for (size_t i = 0; i < data->n_members; i++)
        for (size_t k = 0; k < data->members[i].n_histories; k++) {
            const struct instrument *instrument = next_instrument(data, i, k);

            n += instrument ? instrument->n_scales : 0;
        }
    return n;
}

static void
add_instrument(struct cohort *cohort, struct cohort_scale *scales,
               const struct report_data *data,
               const struct instrument *instrument, struct arena *arena)
{
    for (size_t i = 0; i < instrument->n_scales; i++) {
        if (!subject_shows(data->audience, &instrument->scales[i]))
            continue;
        scales[cohort->n_scales] = scale_of(data, instrument, i, arena);
        cohort->n_scales += scales[cohort->n_scales].n > 0
                            || scales[cohort->n_scales].parts[COHORT_ONE_SCORE];
    }
}

static bool
has_item(const struct scale *scale, size_t item_idx)
{
    for (size_t i = 0; i < scale->n_members; i++)
        if (scale->members[i].item_idx == item_idx)
            return true;
    return false;
}

/* Whether a third scale of the questionnaire has it. */
static bool
is_told_apart(const struct instrument *instrument, const struct scale *total,
              const struct scale *part, size_t item_idx)
{
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];

        if (scale != total && scale != part && has_item(scale, item_idx))
            return true;
    }
    return false;
}

/* Whether the mean of 'part' could follow from that of 'total' and those of
   other scales: they have questions in common, and the rest of the total's are
   in others.  A formula is taken for such a total. */
static bool
may_tell(const struct instrument *instrument, const struct scale *total,
         const struct scale *part)
{
    bool has_common = total->formula != NULL;

    if (part->formula)
        return false;
    for (size_t i = 0; i < total->n_members; i++) {
        size_t item_idx = total->members[i].item_idx;

        if (has_item(part, item_idx))
            has_common = true;
        else if (!is_told_apart(instrument, total, part, item_idx))
            return false;
    }
    return has_common;
}

/* What would tell the means that are hidden is so as well. */
static void
hide_totals(struct cohort_scale *scales, size_t n, struct arena *arena)
{
    bool *tells = ARENA_ARRAY(arena, n, bool);

    for (size_t i = 0; i < n; i++)
        tells[i] = scales[i].tells_few;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            scales[i].tells_few |=
                tells[k] && scales[k].instrument == scales[i].instrument
                && may_tell(scales[i].instrument, scales[i].scale,
                            scales[k].scale);
}

/* The primary ones, those that were judged, the others. */
static size_t
rank_of(const struct cohort_scale *scale, const struct template *template,
        struct arena *arena)
{
    const struct history history = {.instrument = scale->instrument};
    const struct series series = {.history = &history, .scale = scale->scale};
    size_t place = subject_primary(&series, template->primary, arena);

    return place == SUBJECT_NOT_PRIMARY ? place + !scale->n_judged : place;
}

static const struct cohort_scale *
in_order(const struct cohort_scale *scales, size_t n,
         const struct template *template, struct arena *arena)
{
    struct cohort_scale *sorted = ARENA_ARRAY(arena, n, struct cohort_scale);
    size_t *ranks = ARENA_ARRAY(arena, n, size_t);

    for (size_t i = 0; i < n; i++)
        ranks[i] = rank_of(&scales[i], template, arena);
    const size_t *order = subject_order(ranks, n, arena);
    for (size_t i = 0; i < n; i++)
        sorted[i] = scales[order[i]];
    return sorted;
}

struct cohort
cohort_of(const struct report_data *data, const struct template *template,
          struct arena *arena)
{
    struct cohort_scale *scales =
        ARENA_ARRAY(arena, count_scales(data), struct cohort_scale);
    struct cohort cohort = {
        .n_clients = data->n_members,
        .studies = data->studies,
        .n_studies = data->n_studies,
    };

    for (size_t i = 0; i < data->n_members; i++)
        for (size_t k = 0; k < data->members[i].n_histories; k++) {
            const struct instrument *instrument = next_instrument(data, i, k);

            if (instrument)
                add_instrument(&cohort, scales, data, instrument, arena);
        }
    hide_totals(scales, cohort.n_scales, arena);
    cohort.scales = in_order(scales, cohort.n_scales, template, arena);
    for (size_t i = 0; i < cohort.n_scales; i++) {
        size_t others = cohort.n_clients - scales[i].n;
        cohort.hides_total |= others > 0 && others < COHORT_LEAST;
        if (scales[i].n > cohort.n_most)
            cohort.n_most = scales[i].n;
    }
    return cohort;
}
