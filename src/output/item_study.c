/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures out of sums; see item_study.h. */
#include "output/item_study.h"

#include <math.h>

/* ---- items ---- */

/* Answered and each kind of blank, of those rows that count. */
static void
count_kinds(const size_t *codes, double *kinds)
{
    for (int code = 0; code < CODE_FIRST_KIND + N_ANSWER_KINDS; code++)
        kinds[kind_of_code((uint8_t)code)] += (double)codes[code];
}

static const enum answer_kind missing_kinds[] = {
    ANSWER_BLANK,   ANSWER_SKIPPED, ANSWER_DECLINED,
    ANSWER_UNKNOWN, ANSWER_UNCLEAR, ANSWER_BAD,
};

static double
missing_of(const double *kinds)
{
    double n = 0;

    for (size_t i = 0; i < N_ELEMENTS(missing_kinds); i++)
        n += kinds[missing_kinds[i]];
    return n;
}

static double
asked_of(const double *kinds)
{
    double n = 0;

    for (int kind = 0; kind < N_ANSWER_KINDS; kind++)
        if (kind != ANSWER_NOT_APPLICABLE && kind != ANSWER_NOT_ASKED
            && kind != ANSWER_ABSENT)
            n += kinds[kind];
    return n;
}

static void
find_unused(struct item_study *study, const size_t *codes, struct arena *arena)
{
    const struct response *response = study->item->response;

    study->has_choices =
        response->kind == RESPONSE_CHOICES && !response->multiple;
    if (!study->has_choices)
        return;
    study->unused =
        ARENA_ARRAY(arena, response->n_choices, const struct choice *);
    for (size_t i = 0; i < response->n_choices; i++)
        if (!codes[i] && response->choices[i].missing == ANSWERED)
            study->unused[study->n_unused++] = &response->choices[i];
}

static double
step_of(const struct response *response, const size_t *codes)
{
    double step = INFINITY;

    if (response->kind == RESPONSE_RANGE)
        return fmax(1, decimal_value(response->step));
    for (size_t i = 0; i < response->n_choices; i++)
        for (size_t k = 0; k < i; k++) {
            const struct choice *one = &response->choices[i];
            const struct choice *other = &response->choices[k];
            double between =
                fabs(decimal_value(one->score) - decimal_value(other->score));
            if (codes[i] && codes[k] && between > 0 && one->missing == ANSWERED
                && other->missing == ANSWERED)
                step = fmin(step, between);
        }
    return isinf(step) ? 1 : fmax(1, step);
}

static struct item_study
item_study_of(const struct item_sums *sums, size_t scale_idx, size_t idx,
              struct arena *arena)
{
    const struct item_layout *layout = sums->layout;
    const struct plan_member *member = layout->members[scale_idx][idx];
    const struct column_use *use = &layout->sets[scale_idx].uses[idx];
    const struct column_sums *column = &sums->cross.columns[use->column];
    const struct scale *scale = &layout->plan->instrument->scales[scale_idx];
    double weight = item_weight(scale, member);
    struct item_study study = {
        .item = &layout->plan->instrument->items[member->item_idx],
        .n = column->n,
        .mean = (use->offset
                 + use->factor * (column->from + column->sum / column->n))
                / weight,
        .sd = sqrt(fmax(0, cross_covariance(&sums->cross, use, use)))
              / fabs(weight),
    };

    count_kinds(sums->codes[member->item_idx], study.kinds);
    study.n_asked = asked_of(study.kinds);
    study.n_missing = missing_of(study.kinds);
    study.step = step_of(study.item->response, sums->codes[member->item_idx]);
    find_unused(&study, sums->codes[member->item_idx], arena);
    return study;
}

static void
put_items(struct scale_study *study, const struct item_sums *sums, size_t idx,
          struct arena *arena)
{
    study->n_items = sums->layout->sets[idx].n_uses;
    study->items = ARENA_ARRAY(arena, study->n_items, struct item_study);
    for (size_t i = 0; i < study->n_items; i++) {
        struct item_study *item = &study->items[i];
        *item = item_study_of(sums, idx, i, arena);
        if (!study->why && !study->pairwise.items[i].is_constant)
            item->rests = &study->pairwise.items[i];
        study->n_cells += item->n_asked;
        for (int kind = 0; kind < N_ANSWER_KINDS; kind++)
            study->kinds[kind] += item->kinds[kind];
    }
    study->n_missing = missing_of(study->kinds);
}

/* ---- what few may be known by ---- */

/* Of numbers whose sum is told or, where it is few itself, is not. */
static void
hide(const size_t *counts, size_t n, double sum, bool *is_hidden)
{
    if (sum >= FEW_LEAST)
        few_hide(counts, n, is_hidden);
    for (size_t i = 0; sum < FEW_LEAST && i < n; i++)
        is_hidden[i] = counts[i] > 0;
}

static void
hide_kinds(struct scale_study *study)
{
    size_t counts[N_ELEMENTS(missing_kinds)];
    bool is_hidden[N_ELEMENTS(missing_kinds)];

    for (size_t i = 0; i < N_ELEMENTS(missing_kinds); i++)
        counts[i] = (size_t)study->kinds[missing_kinds[i]];
    hide(counts, N_ELEMENTS(missing_kinds), study->n_missing, is_hidden);
    for (size_t i = 0; i < N_ELEMENTS(missing_kinds); i++)
        study->hides[missing_kinds[i]] = is_hidden[i];
}

/* Whether those who left something out of a scale are few: beside n and
   n-listwise even an item that nobody left out tells which of the others they
   did. */
static bool
are_few_incomplete(const struct scale_study *scale)
{
    double n = (double)scale->pairwise.n_rows - scale->whole_n;

    return (n > 0 && n < FEW_LEAST) || scale->n_missing < FEW_LEAST;
}

/* An item that is hidden in one scale is so in all. */
static void
hide_items(struct scale_study *scales, size_t n, const struct item *items,
           size_t n_items, struct arena *arena)
{
    bool *hides = ARENA_ARRAY(arena, n_items, bool);

    for (size_t k = 0; k < n; k++) {
        const struct scale_study *scale = &scales[k];
        size_t *counts = ARENA_ARRAY(arena, scale->n_items, size_t);
        bool *is_hidden = ARENA_ARRAY(arena, scale->n_items, bool);

        for (size_t i = 0; i < scale->n_items; i++)
            counts[i] = (size_t)scale->items[i].n_missing;
        bool is_any = false;
        hide(counts, scale->n_items, scale->n_missing, is_hidden);
        for (size_t i = 0; i < scale->n_items; i++)
            is_any |= is_hidden[i];
        for (size_t i = 0; i < scale->n_items; i++)
            hides[scale->items[i].item - items] |=
                is_hidden[i] || (is_any && are_few_incomplete(scale));
    }
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < scales[k].n_items; i++)
            scales[k].items[i].hides_missing =
                hides[scales[k].items[i].item - items];
}

/* Whether each of two sets of items has some of the other's, but not the
   same. */
static bool
are_tangled(const bool *a, const bool *b, size_t n_items)
{
    size_t n_both = 0;
    size_t n_either = 0;

    for (size_t i = 0; i < n_items; i++) {
        n_both += a[i] && b[i];
        n_either += a[i] || b[i];
    }
    return n_both && n_both < n_either;
}

/* Whether the sum of what is hidden in it would tell it. */
static bool
sum_tells(const struct scale_study *scale)
{
    size_t n = 0;
    double sum = 0;

    for (size_t i = 0; i < scale->n_items; i++)
        if (scale->items[i].hides_missing) {
            n++;
            sum += scale->items[i].n_missing;
        }
    return n && (n == 1 || sum < FEW_LEAST || sum <= (double)n);
}

/* Whether the kinds of two scales that share items would tell of few, taken
   from each other. */
static bool
kinds_tell(const struct scale_study *a, const struct scale_study *b)
{
    bool tell = a->hides_missing || b->hides_missing;

    for (size_t i = 0; i < N_ELEMENTS(missing_kinds); i++) {
        enum answer_kind kind = missing_kinds[i];
        double more = fabs(a->kinds[kind] - b->kinds[kind]);

        tell |=
            (more > 0 && more < FEW_LEAST) || a->hides[kind] || b->hides[kind];
    }
    return tell;
}

/* Sums of scales that share items can be taken from each other: told are those
   alone that stand for hidden items of their own, and what they are made of
   where all of it may be told. */
static void
hide_sums(struct scale_study *scales, size_t n, const struct item *items,
          size_t n_items, struct arena *arena)
{
    bool *members = ARENA_ARRAY(arena, n * n_items, bool);
    bool *hidden = ARENA_ARRAY(arena, n * n_items, bool);
    bool *told_apart = ARENA_ARRAY(arena, n, bool);

    for (size_t k = 0; k < n; k++) {
        struct scale_study *scale = &scales[k];
        for (size_t i = 0; i < scale->n_items; i++) {
            size_t at = k * n_items + (size_t)(scale->items[i].item - items);
            members[at] = true;
            hidden[at] = scale->items[i].hides_missing;
        }
        scale->hides_missing = sum_tells(scale);
        for (size_t j = 0; j < k && !scale->hides_missing; j++)
            scale->hides_missing =
                !scales[j].hides_missing
                && are_tangled(hidden + j * n_items, hidden + k * n_items,
                               n_items);
    }
    for (size_t k = 0; k < n; k++) {
        told_apart[k] = !scales[k].hides_missing;
        for (size_t j = 0; j < n; j++)
            told_apart[k] &= !are_tangled(members + j * n_items,
                                          members + k * n_items, n_items)
                             || !kinds_tell(&scales[j], &scales[k]);
    }
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < N_ELEMENTS(missing_kinds); i++)
            scales[k].hides[missing_kinds[i]] |=
                !told_apart[k] && scales[k].kinds[missing_kinds[i]] > 0;
}

/* ---- scales ---- */

/* From sums about the first score to moments about the mean. */
static void
put_moments(struct scale_study *study, const struct score_sums *sums)
{
    double n = sums->n;
    double mean = sums->powers[0] / n;
    double squares = sums->powers[1] / n - mean * mean;
    double cubes = sums->powers[2] / n - 3 * mean * sums->powers[1] / n
                   + 2 * mean * mean * mean;
    const struct scale *scale = study->scale;

    study->n_scored = n;
    study->n_lowest = sums->n_lowest;
    study->n_highest = sums->n_highest;
    study->has_mean = n >= ITEM_STUDY_LEAST;
    if (!study->has_mean)
        return;
    double range = scale->hi - scale->lo;
    bool varies = squares > 1e-24 * range * range;
    study->mean = sums->from + mean;
    study->sd = varies ? sqrt(squares * n / (n - 1)) : 0;
    study->has_skew = varies;
    if (varies)
        study->skew =
            cubes / (squares * sqrt(squares)) * sqrt(n * (n - 1)) / (n - 2);
}

/* N_WORDS: there is a figure. */
static enum word
why_not(const struct scale_study *study, const struct covariances *matrix)
{
    if (!study->has_items)
        return WORD_ITEMS_NO_SUM;
    switch (study->pairwise.why) {
    case CONSISTENCY_FEW_ITEMS:
        return WORD_ITEMS_FEW_VARY;
    case CONSISTENCY_FEW_ROWS:
        return WORD_ITEMS_FEW_ANSWERED;
    case CONSISTENCY_NO_SPREAD:
        return WORD_ITEMS_NO_SPREAD;
    case CONSISTENCY_KNOWN:
        break;
    }
    return matrix->n_fewest < ITEM_STUDY_LEAST ? WORD_ITEMS_FEW_ANSWERED
                                               : N_WORDS;
}

static void
put_why(struct scale_study *study, const struct covariances *matrix)
{
    study->why_word = why_not(study, matrix);
    study->why =
        study->why_word == N_WORDS ? NULL : word_in(LANG_EN, study->why_word);
}

/* Omega is of items that count alike. */
static bool
weigh_alike(const struct column_set *set)
{
    for (size_t i = 1; i < set->n_uses; i++)
        if (fabs(set->uses[i].factor) != fabs(set->uses[0].factor))
            return false;
    return true;
}

static void
put_consistency(struct scale_study *study, const struct item_sums *sums,
                size_t idx, struct arena *arena)
{
    const struct cross_sums *cross = &sums->cross;

    study->has_items = cross->sets[idx].n_uses > 0;
    if (!study->has_items) {
        put_why(study, NULL);
        return;
    }
    struct covariances matrix =
        covariances_of(cross, idx, COVARIANCE_PAIRWISE, arena);
    study->whole_n = cross->wholes[idx].n;
    study->pairwise =
        consistency_of(cross, idx, COVARIANCE_PAIRWISE, 0.95, arena);
    study->listwise =
        consistency_of(cross, idx, COVARIANCE_LISTWISE, 0.95, arena);
    put_why(study, &matrix);
    if (study->why)
        return;
    study->has_omega = weigh_alike(&cross->sets[idx])
                       && omega_of(&matrix, &study->omega, arena);
    study->has_half = study->whole_n >= ITEM_STUDY_LEAST
                      && split_half_of(cross, idx, &study->half);
}

static double
correlation_of(const struct score_pair *pair)
{
    double n = pair->n;
    double aa = pair->aa - pair->a * pair->a / n;
    double bb = pair->bb - pair->b * pair->b / n;
    double ab = pair->ab - pair->a * pair->b / n;

    return n >= ITEM_STUDY_LEAST && aa > 1e-12 * pair->aa
                   && bb > 1e-12 * pair->bb
               ? ab / sqrt(aa * bb)
               : (double)NAN;
}

/* Estimates, and what a published table gives with an error. */
static bool
has_own_errors(const struct scale *scale)
{
    bool is_given = scale->calibration != NULL;

    for (size_t i = 0; scale->metric && i < scale->metric->n_rows; i++)
        is_given |= decimal_value(scale->metric->rows[i].se) > 0;
    return is_given;
}

static struct scale_study
scale_study_of(const struct item_sums *sums, size_t idx, struct arena *arena)
{
    const struct instrument *instrument = sums->layout->plan->instrument;
    double *correlations = ARENA_ARRAY(arena, idx, double);
    struct scale_study study = {
        .scale = &instrument->scales[idx],
        .correlations = correlations,
    };
    size_t n = 0;

    put_consistency(&study, sums, idx, arena);
    put_moments(&study, &sums->scores[idx]);
    put_items(&study, sums, idx, arena);
    hide_kinds(&study);
    study.has_own_errors = has_own_errors(study.scale);
    study.has_sem = !study.why && !study.has_own_errors && study.has_mean
                    && study.pairwise.alpha >= 0 && study.pairwise.alpha <= 1;
    if (study.has_sem)
        study.sem = sem_of(study.sd, study.pairwise.alpha);
    for (size_t i = 0; i < idx; i++)
        if (item_layout_tells(sums->layout, i))
            correlations[n++] =
                correlation_of(&sums->pairs[idx * instrument->n_scales + i]);
    return study;
}

struct study
study_of(const struct item_sums *sums, const char *group, struct arena *arena)
{
    const struct instrument *instrument = sums->layout->plan->instrument;
    struct scale_study *scales =
        ARENA_ARRAY(arena, instrument->n_scales, struct scale_study);
    struct study study = {
        .group = group,
        .sums = sums,
        .is_few = sums->n_people < ITEM_STUDY_LEAST,
        .scales = scales,
    };

    for (size_t i = 0; !study.is_few && i < instrument->n_scales; i++)
        if (item_layout_tells(sums->layout, i))
            scales[study.n_scales++] = scale_study_of(sums, i, arena);
    hide_items(scales, study.n_scales, instrument->items, instrument->n_items,
               arena);
    hide_sums(scales, study.n_scales, instrument->items, instrument->n_items,
              arena);
    return study;
}
