/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys and columns that look wrong by how items vary together; declared in
   item_sums.h. */
#include "score/item_sums.h"

#include <math.h>
#include "base/buf.h"
#include "base/num.h"
#include "instrument/method.h"
#include "stats/reliability.h"

/* What is told must not be chance: a z of 4 comes once in 30,000 times. */
#define SURE_Z 4.0
#define LEAST_AGAINST 0.2 /* how far a correlation must lie below 0 */
#define LEAST_GAP 0.25    /* how much nearer another scale must be */

/* Of so many people some left items blank; this many answered both of two. */
enum { LEAST_BOTH = ITEM_AUDIT_LEAST / 2 };

/* Below, two columns that are equal may be so by chance: so many squared steps
   from the mean together. */
#define SAME_LEAST 10.0

struct audit {
    const struct item_sums *sums;
    struct arena *arena;
    struct item_doubts doubts;
    const double *variances; /* of the items of each set together */
    double n; /* people behind what is compared, as few as there are */
};

static const struct instrument *
instrument_of(const struct audit *audit)
{
    return audit->sums->layout->plan->instrument;
}

static const struct plan_member *
member_of(const struct audit *audit, size_t scale_idx, size_t idx)
{
    return audit->sums->layout->members[scale_idx][idx];
}

static struct item_doubt *
doubt_add(struct audit *audit, enum item_doubt_kind kind, size_t scale_idx)
{
    struct item_doubt *doubt = vec_add(audit->arena, &audit->doubts);

    doubt->kind = kind;
    if (scale_idx != SIZE_MAX)
        doubt->scale = &instrument_of(audit)->scales[scale_idx];
    return doubt;
}

static void
add_item(struct audit *audit, struct item_doubt *doubt, size_t item_idx)
{
    *vec_add(audit->arena, &doubt->items) = item_idx;
}

static void
add_figure(struct audit *audit, struct item_doubt *doubt, double figure)
{
    *vec_add(audit->arena, &doubt->figures) = figure;
}

/* ---- an item and a scale ---- */

/* The correlation of an item, of whatever set, with those of a set that
   'counts' says, each with its sign; NaN: not known.  Of pairwise covariances.
 */
static double
correlation(const struct audit *audit, const struct column_use *item,
            size_t set_idx, const double *signs)
{
    const struct cross_sums *cross = &audit->sums->cross;
    const struct column_set *set = &cross->sets[set_idx];
    double with = 0;
    double variance = 0;

    for (size_t a = 0; a < set->n_uses; a++) {
        if (signs[a] == 0)
            continue;
        with += signs[a] * cross_covariance(cross, item, &set->uses[a]);
        for (size_t b = 0; b < set->n_uses; b++)
            if (signs[b] != 0)
                variance +=
                    signs[a] * signs[b]
                    * cross_covariance(cross, &set->uses[a], &set->uses[b]);
    }
    double own = cross_covariance(cross, item, item);
    return own > 0 && variance > 0 ? with / sqrt(own * variance) : (double)NAN;
}

static double
z_of(double r)
{
    return atanh(fmax(-0.999999, fmin(0.999999, r)));
}

/* Of Fisher's z, whose error is the same for every correlation. */
static bool
is_sure(const struct audit *audit, double z)
{
    return z * sqrt(audit->n - 3) > SURE_Z;
}

/* ---- items against their scale ---- */

/* Loadings on what the items have most in common, by the power method; from the
   item that has most in common with the others. */
static void
first_component(const struct covariances *r, double *loadings, double *next)
{
    enum { STEPS = 100 };
    double most = 0;

    for (size_t a = 0; a < r->n_items; a++) {
        double squares = 0;
        for (size_t b = 0; b < r->n_items; b++)
            squares += covariance_at(r, a, b) * covariance_at(r, a, b);
        if (squares <= most)
            continue;
        most = squares;
        for (size_t b = 0; b < r->n_items; b++)
            loadings[b] = covariance_at(r, a, b);
    }
    for (int step = 0; step < STEPS; step++) {
        double squares = 0;
        for (size_t a = 0; a < r->n_items; a++) {
            next[a] = loadings[a];
            for (size_t b = 0; b < r->n_items; b++)
                next[a] += covariance_at(r, a, b) * loadings[b];
            squares += next[a] * next[a];
        }
        for (size_t a = 0; a < r->n_items; a++)
            loadings[a] = next[a] / sqrt(squares);
    }
}

/* Which side of a scale each of its items is on: 1 with most of them, -1
   against; of halves, those that are reversed are against.  0: it does not
   vary. False where that cannot be said. */
static bool
find_sides(struct audit *audit, size_t scale_idx, double *sides)
{
    struct covariances matrix = covariances_of(
        &audit->sums->cross, scale_idx, COVARIANCE_PAIRWISE, audit->arena);
    double *loadings = ARENA_ARRAY(audit->arena, 2 * matrix.n_items, double);
    double balance = 0;

    audit->n = fmin((double)matrix.n_fewest, (double)audit->sums->n_people);
    if (matrix.n_items < 2 || matrix.n_fewest < LEAST_BOTH)
        return false;
    struct covariances r = covariances_standardised(&matrix, audit->arena);
    first_component(&r, loadings, loadings + r.n_items);
    for (size_t i = 0; i < r.n_items; i++) {
        sides[matrix.items[i]] = loadings[i] < 0 ? -1 : 1;
        bool is_reversed =
            member_of(audit, scale_idx, matrix.items[i])->reversed;
        balance += sides[matrix.items[i]] * (is_reversed ? 0.99 : 1);
    }
    for (size_t i = 0; i < r.n_items; i++)
        sides[matrix.items[i]] *= balance < 0 ? -1 : 1;
    return true;
}

/* Of 'n' items that run against the others of a scale, 'n_against_reversed' of
   which are reversed. */
static enum word
cause_of(size_t n, size_t n_against_reversed, size_t n_items, size_t n_reversed)
{
    bool are_reversed = n_against_reversed == n;
    bool are_none = n_against_reversed == 0;

    if (are_reversed && n == n_reversed)
        return WORD_DOUBT_REVERSED_ALL;
    if (are_none && n_reversed && n == n_items - n_reversed)
        return WORD_DOUBT_REVERSED_OTHERS;
    if (are_reversed)
        return WORD_DOUBT_REVERSED;
    return are_none ? WORD_DOUBT_NOT_REVERSED : WORD_DOUBT_MIXED;
}

/* Marks in 'sides' with 0 what was told of; false where nothing can be said. */
static bool
audit_sides(struct audit *audit, size_t scale_idx, double *sides)
{
    const struct column_set *set = &audit->sums->cross.sets[scale_idx];
    double *others = ARENA_ARRAY(audit->arena, set->n_uses, double);
    struct item_doubt *doubt = NULL;
    size_t n_reversed = 0;
    size_t n_against_reversed = 0;

    if (!find_sides(audit, scale_idx, sides))
        return false;
    for (size_t i = 0; i < set->n_uses; i++)
        others[i] = sides[i] > 0;
    for (size_t i = 0; i < set->n_uses; i++) {
        bool is_reversed = member_of(audit, scale_idx, i)->reversed;
        n_reversed += is_reversed;
        if (sides[i] >= 0)
            continue;
        double r = correlation(audit, &set->uses[i], scale_idx, others);
        if (!(r < -LEAST_AGAINST && is_sure(audit, -z_of(r))))
            continue;
        if (!doubt)
            doubt = doubt_add(audit, DOUBT_AGAINST, scale_idx);
        add_item(audit, doubt, member_of(audit, scale_idx, i)->item_idx);
        add_figure(audit, doubt, r);
        n_against_reversed += is_reversed;
        sides[i] = 0;
    }
    if (doubt)
        doubt->cause = cause_of(doubt->items.n, n_against_reversed, set->n_uses,
                                n_reversed);
    return true;
}

/* ---- items that are of another scale ---- */

static bool
holds(const struct audit *audit, size_t scale_idx, size_t item_idx)
{
    const struct column_set *set = &audit->sums->cross.sets[scale_idx];

    for (size_t i = 0; i < set->n_uses; i++)
        if (member_of(audit, scale_idx, i)->item_idx == item_idx)
            return true;
    return false;
}

/* The scale without the item that it has most to do with. */
static size_t
nearest_scale(const struct audit *audit, const struct column_use *use,
              size_t item_idx, double *r)
{
    const struct cross_sums *cross = &audit->sums->cross;
    size_t nearest = SIZE_MAX;

    *r = 0;
    for (size_t s = 0; s < cross->n_sets; s++) {
        const struct column_set *set = &cross->sets[s];
        if (set->n_uses < 2 || holds(audit, s, item_idx))
            continue;
        double with = 0;
        for (size_t i = 0; i < set->n_uses; i++)
            with += cross_covariance(cross, use, &set->uses[i]);
        with /= sqrt(cross_covariance(cross, use, use) * audit->variances[s]);
        if (!(fabs(with) > fabs(*r)))
            continue;
        *r = with;
        nearest = s;
    }
    return nearest;
}

/* 'sides' are 0 where items were told of already: what runs against the scale
   says nothing of where its other items belong. */
static void
audit_places(struct audit *audit, size_t scale_idx, const double *sides)
{
    const struct column_set *set = &audit->sums->cross.sets[scale_idx];
    double *rest = ARENA_ARRAY(audit->arena, set->n_uses, double);
    double other;

    for (size_t i = 0; i < set->n_uses; i++)
        rest[i] = sides[i] != 0;
    for (size_t i = 0; set->n_uses > 2 && i < set->n_uses; i++) {
        if (sides[i] == 0)
            continue;
        rest[i] = 0;
        double own = correlation(audit, &set->uses[i], scale_idx, rest);
        rest[i] = 1;
        size_t item_idx = member_of(audit, scale_idx, i)->item_idx;
        size_t nearest = nearest_scale(audit, &set->uses[i], item_idx, &other);
        if (nearest == SIZE_MAX || !(fabs(other) - fabs(own) > LEAST_GAP)
            || !is_sure(audit, (z_of(fabs(other)) - z_of(fabs(own))) / sqrt(2)))
            continue;
        struct item_doubt *doubt = doubt_add(audit, DOUBT_ELSEWHERE, scale_idx);
        add_item(audit, doubt, item_idx);
        add_figure(audit, doubt, own);
        add_figure(audit, doubt, other);
        doubt->other = &instrument_of(audit)->scales[nearest];
        doubt->cause = WORD_DOUBT_ELSEWHERE_WHY;
    }
}

/* ---- columns that are the same ---- */

/* Whether all who answered gave the same answer to both, and a few at least
   gave another than most. */
static bool
are_same(const struct audit *audit, size_t a, size_t b)
{
    const struct cross_sums *cross = &audit->sums->cross;
    const struct item_column *of_a = &audit->sums->layout->columns[a];
    const struct item_column *of_b = &audit->sums->layout->columns[b];
    const struct item *items = instrument_of(audit)->items;
    size_t n = cross->n_columns;
    double aa = cross->products[a * n + a];
    double bb = cross->products[b * n + b];
    double ab = cross->products[a * n + b];
    double answers = cross->columns[a].n;
    double sum_a = cross->columns[a].sum;
    double sum_b = cross->columns[b].sum;
    double from_a = cross->columns[a].from;
    double from_b = cross->columns[b].from;
    bool is_turned = of_a->member->reversed != of_b->member->reversed;

    if (items[of_a->item_idx].response != items[of_b->item_idx].response
        || of_a->item_idx == of_b->item_idx || of_a->member->of->recoded
        || of_b->member->of->recoded || answers < LEAST_BOTH
        || method_of(of_a->scale)->term == TERM_TRUTH
        || method_of(of_b->scale)->term == TERM_TRUTH
        || cross->both[a * n + b] != answers || cross->columns[b].n != answers)
        return false;
    if (is_turned) {
        double ends = round((of_a->member->hi - of_a->member->lo) / of_a->unit)
                      - from_a - from_b;
        bb = ends * ends * answers - 2 * ends * sum_b + bb;
        ab = ends * sum_a - ab;
        sum_b = ends * answers - sum_b;
    }
    return (is_turned || from_a == from_b) && aa - 2 * ab + bb == 0
           && sum_a == sum_b && aa - sum_a * sum_a / answers > SAME_LEAST;
}

static void
audit_same(struct audit *audit)
{
    const struct item_layout *layout = audit->sums->layout;

    for (size_t a = 0; a < layout->n_columns; a++)
        for (size_t b = 0; b < a; b++)
            if (are_same(audit, a, b)) {
                struct item_doubt *doubt =
                    doubt_add(audit, DOUBT_SAME, SIZE_MAX);
                add_item(audit, doubt, layout->columns[b].item_idx);
                add_item(audit, doubt, layout->columns[a].item_idx);
                doubt->n = (size_t)audit->sums->cross.columns[a].n;
                doubt->cause = WORD_DOUBT_SAME_WHY;
            }
}

/* ---- the whole ---- */

static double
variance_of(const struct cross_sums *cross, const struct column_set *set)
{
    double sum = 0;

    for (size_t a = 0; a < set->n_uses; a++)
        for (size_t b = 0; b < set->n_uses; b++)
            sum += cross_covariance(cross, &set->uses[a], &set->uses[b]);
    return sum;
}

/* Whether a scale before it has the same items, keyed alike. */
static bool
is_told(const struct cross_sums *cross, size_t scale_idx)
{
    const struct column_set *set = &cross->sets[scale_idx];

    for (size_t s = 0; s < scale_idx; s++) {
        const struct column_set *other = &cross->sets[s];
        bool is_same = other->n_uses == set->n_uses;
        for (size_t i = 0; is_same && i < set->n_uses; i++)
            is_same =
                other->uses[i].column == set->uses[i].column
                && (other->uses[i].factor < 0) == (set->uses[i].factor < 0);
        if (is_same)
            return true;
    }
    return false;
}

struct item_doubts
item_audit(const struct item_sums *sums, struct arena *arena)
{
    const struct cross_sums *cross = &sums->cross;
    double *variances = ARENA_ARRAY(arena, cross->n_sets, double);
    struct audit audit = {.sums = sums, .arena = arena, .variances = variances};

    if (sums->n_people < ITEM_AUDIT_LEAST)
        return audit.doubts;
    for (size_t s = 0; s < cross->n_sets; s++)
        variances[s] = variance_of(cross, &cross->sets[s]);
    for (size_t s = 0; s < cross->n_sets; s++) {
        double *sides = ARENA_ARRAY(arena, cross->sets[s].n_uses, double);
        if (!is_told(cross, s) && audit_sides(&audit, s, sides))
            audit_places(&audit, s, sides);
    }
    audit_same(&audit);
    return audit.doubts;
}

/* ---- warnings ---- */

static void
warn_against(const struct item_doubt *doubt, const struct item *items,
             const char *among, struct diag *diag)
{
    struct buf names SCOPED(buf_clear) = {0};
    struct buf figures SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < doubt->items.n; i++) {
        buf_addf(&names, "%s%s", i ? ", " : "",
                 items[doubt->items.items[i]].id);
        buf_add_text(&figures, i ? ", " : "");
        num_add_fixed(&figures, doubt->figures.items[i], 2);
    }
    diag_add(diag, MSG_ITEMS_AGAINST, (struct place){0},
             "%s%s of '%s': r %s with the other items", among, buf_text(&names),
             doubt->scale->id, buf_text(&figures));
}

static void
warn_elsewhere(const struct item_doubt *doubt, const struct item *items,
               const char *among, struct diag *diag)
{
    struct buf figures SCOPED(buf_clear) = {0};

    num_add_fixed(&figures, doubt->figures.items[0], 2);
    buf_addf(&figures, " with its other items, ");
    num_add_fixed(&figures, doubt->figures.items[1], 2);
    diag_add(diag, MSG_ITEM_ELSEWHERE, (struct place){0},
             "%s%s of '%s': r %s with '%s'", among,
             items[doubt->items.items[0]].id, doubt->scale->id,
             buf_text(&figures), doubt->other->id);
}

void
item_audit_warn(const struct item_sums *sums, const char *group,
                struct diag *diag)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct item_doubts doubts = item_audit(sums, arena);
    const struct item *items = sums->layout->plan->instrument->items;
    const char *among = group ? arena_printf(arena, "of '%s': ", group) : "";

    for (size_t i = 0; i < doubts.n; i++) {
        const struct item_doubt *doubt = &doubts.items[i];
        const size_t *of = doubt->items.items;
        switch (doubt->kind) {
        case DOUBT_AGAINST:
            warn_against(doubt, items, among, diag);
            break;
        case DOUBT_ELSEWHERE:
            warn_elsewhere(doubt, items, among, diag);
            break;
        case DOUBT_SAME:
            diag_add(diag, MSG_ITEMS_SAME, (struct place){0},
                     "%s%s and %s: %zu answers", among, items[of[0]].id,
                     items[of[1]].id, doubt->n);
            break;
        }
        diag_hint(diag, "%s", word_in(LANG_EN, doubt->cause));
    }
}
