/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The skeletons of published instruments against a second source of their
   keys, tests/data/reference/keys.csv: which items a scale has, which of them
   are reversed, how far they go and what is made of them; and respondents
   scored out of the csv alone.  A slip in an XML file shows here. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "keys.h"
#include "scoring.h"

/* Scales that the csv does not list: each is the sum of all others that are
   listed, times a factor. */
static const struct made {
    const char *id;
    const char *scale;
    double factor;
} made[] = {
    {"ders", "total", 1},
    {"ders-16", "total", 1},
    {"rdas", "total", 1},
    {"who-5", "raw", 0.25},
};

/* ---- the same items, reversal and ranges ---- */

static void
check_member(const struct key *key, const struct key_item *want,
             const struct instrument *instrument, const struct member *member)
{
    const struct response *response =
        instrument->items[member->item_idx].response;
    bool fits = member->item_idx == want->idx
                && member->reversed == want->reversed
                && response->kind == RESPONSE_CHOICES
                && response->lo == want->lo && response->hi == want->hi
                && (double)response->n_choices == want->hi - want->lo + 1
                && decimal_value(member->weight) == key->weight;
    if (!fits)
        fail_msg("%s %s: item %zu", key->of->id, key->scale, want->idx + 1);
}

static void
check_key(const struct key *key, const struct instrument *instrument)
{
    static const enum scale_method methods[] = {
        [COMBINE_SUM] = METHOD_SUM,
        [COMBINE_MEAN] = METHOD_MEAN,
        [COMBINE_PERCENT] = METHOD_PERCENT,
        [COMBINE_ANY] = METHOD_FORMULA,
    };
    const struct scale *scale = instrument_scale(instrument, key->scale);
    if (!scale)
        fail_msg("%s has no scale '%s'", key->of->id, key->scale);
    assert_int_equal(scale->method, methods[key->combining]);
    if (key->combining == COMBINE_ANY)
        return;
    if (scale->n_members != key->n_items)
        fail_msg("%s %s has %zu items", key->of->id, key->scale,
                 scale->n_members);
    if (key->highest
        && (scale->lo != (double)key->lowest
            || scale->hi != (double)key->highest))
        fail_msg("%s %s does not go from %zu to %zu", key->of->id, key->scale,
                 key->lowest, key->highest);
    for (size_t i = 0; i < key->n_items; i++)
        check_member(key, &key->items[i], instrument, &scale->members[i]);
}

static struct scoring *
open_skeleton(const struct shipped *of)
{
    char name[64];
    snprintf(name, sizeof name, "published/%s.xml", of->id);
    return scoring_open_shelf(name);
}

static void
test_keys(void **state)
{
    struct reference *keys = reference_open("keys");
    size_t n = 0;
    (void)state;
    for (size_t row = 0; row < reference_n_rows(keys); row++) {
        struct key key;
        if (!key_read(&key, keys, row))
            continue;
        struct scoring *s = open_skeleton(key.of);
        assert_int_equal(s->instrument->n_items, key.of->n_items);
        check_key(&key, s->instrument);
        scoring_close(s);
        n++;
    }
    reference_close(keys, 0);
    assert_int_equal(n, 111);
}

/* Every scale that a file has is one of the csv or made of such. */
static bool
is_known(const struct shipped *of, const struct scale *scale)
{
    struct reference *keys = reference_open("keys");
    bool found = scale->is_internal || scale->metric; /* made of the raw one */
    for (size_t row = 0; row < reference_n_rows(keys); row++) {
        struct key key;
        found |= key_read(&key, keys, row) && key.of == of
                 && strcmp(key.scale, scale->id) == 0;
    }
    for (size_t i = 0; i < N_ELEMENTS(made); i++)
        found |= strcmp(made[i].id, of->id) == 0
                 && strcmp(made[i].scale, scale->id) == 0;
    reference_close(keys, 0);
    return found;
}

static void
test_no_other_scale(void **state)
{
    (void)state;
    for (size_t i = 0; i < keys_n_shipped; i++) {
        struct scoring *s = open_skeleton(&keys_shipped[i]);
        for (size_t j = 0; j < s->instrument->n_scales; j++)
            if (!is_known(&keys_shipped[i], &s->instrument->scales[j]))
                fail_msg("%s %s is in no key", keys_shipped[i].id,
                         s->instrument->scales[j].id);
        scoring_close(s);
    }
}

/* ---- respondents ---- */

/* Respondent 0 gives the lowest answer everywhere, 1 the highest; of the
   others each raises one item by one step or more. */
enum { N_STEPS = 6, N_PLAIN = 2 };

static double
answer_of(size_t respondent, size_t item_idx, double lo, double hi)
{
    if (respondent < N_PLAIN)
        return respondent ? hi : lo;
    if ((respondent - N_PLAIN) / N_STEPS != item_idx)
        return lo;
    double raised = lo + (double)((respondent - N_PLAIN) % N_STEPS) + 1;
    return raised < hi ? raised : hi;
}

static void
add_respondent(struct scoring *s, size_t respondent)
{
    struct buf cells = {0};
    for (size_t i = 0; i < s->instrument->n_items; i++) {
        const struct response *response = s->instrument->items[i].response;
        num_add(&cells, answer_of(respondent, i, response->lo, response->hi));
        buf_add_text(&cells, " ");
    }
    scoring_row(s, buf_text(&cells));
    buf_clear(&cells);
}

/* Out of the csv alone. */
static double
score_of(const struct key *key, size_t respondent)
{
    double sum = 0;
    double least = 0;
    double range = 0;
    double most = 0;
    for (size_t i = 0; i < key->n_items; i++) {
        const struct key_item *item = &key->items[i];
        double answer = answer_of(respondent, item->idx, item->lo, item->hi);
        double keyed = item->reversed ? item->lo + item->hi - answer : answer;
        sum += keyed * key->weight;
        least += item->lo;
        range += item->hi - item->lo;
        most = keyed > most ? keyed : most;
    }
    switch (key->combining) {
    case COMBINE_SUM:
        return sum;
    case COMBINE_MEAN:
        return sum / (double)key->n_items;
    case COMBINE_PERCENT:
        return 100 * (sum - least) / range;
    case COMBINE_ANY:
        return most >= 2;
    }
    return -1;
}

/* Compares a scale for all respondents and adds it to their sums. */
static void
compare_key(const struct key *key, const struct scoring *s, double *sums)
{
    for (size_t i = 0; i < s->rows.n_rows; i++) {
        struct score got = scoring_get(s, key->scale, i);
        double want = score_of(key, i);
        assert_int_equal(got.why, WHY_SCORED);
        if (!reference_close_to(want, got.value))
            fail_msg("%s %s of respondent %zu", key->of->id, key->scale, i);
        sums[i] += want;
    }
}

static void
compare_made(const struct shipped *of, const struct scoring *s,
             const double *sums)
{
    for (size_t i = 0; i < N_ELEMENTS(made); i++)
        for (size_t j = 0; j < s->rows.n_rows; j++)
            if (strcmp(made[i].id, of->id) == 0
                && !reference_close_to(sums[j] * made[i].factor,
                                       scoring_get(s, made[i].scale, j).value))
                fail_msg("%s %s of respondent %zu", of->id, made[i].scale, j);
}

static void
check_respondents(const struct shipped *of, const struct reference *keys)
{
    struct scoring *s = open_skeleton(of);
    double sums[N_PLAIN + KEY_ITEMS * N_STEPS] = {0};
    for (size_t i = 0; i < N_PLAIN + of->n_items * N_STEPS; i++)
        add_respondent(s, i);
    scoring_run(s);
    for (size_t row = 0; row < reference_n_rows(keys); row++) {
        struct key key;
        if (key_read(&key, keys, row) && key.of == of)
            compare_key(&key, s, sums);
    }
    compare_made(of, s, sums);
    scoring_close(s);
}

static void
test_respondents(void **state)
{
    struct reference *keys = reference_open("keys");
    (void)state;
    for (size_t i = 0; i < keys_n_shipped; i++)
        check_respondents(&keys_shipped[i], keys);
    reference_close(keys, 0);
}

/* ---- where the figures come from ---- */

static bool
all_sourced(const struct scale *scale)
{
    bool sourced = true;

    for (size_t i = 0; i < scale->n_band_sets; i++)
        sourced = sourced && *scale->band_sets[i].source;
    for (size_t i = 0; i < scale->n_cutoffs; i++)
        for (size_t j = 0; j < scale->cutoffs[i].n_points; j++)
            sourced = sourced && *scale->cutoffs[i].points[j].source;
    for (size_t i = 0; i < scale->n_norms; i++)
        sourced = sourced && *scale->norms[i].source;
    for (size_t i = 0; i < scale->n_norm_tables; i++)
        sourced = sourced && *scale->norm_tables[i].source;
    for (size_t i = 0; i < scale->n_reliabilities; i++)
        sourced = sourced && *scale->reliabilities[i].source;
    for (size_t i = 0; i < scale->n_changes; i++)
        sourced = sourced && *scale->changes[i].source;
    for (size_t i = 0; i < scale->n_mics; i++)
        sourced = sourced && *scale->mics[i].source;
    return sourced;
}

/* Ranges change, and are wrong on many a page: every figure on the shelf says
   where it is from, and the 5 and 10 points of the PCL for DSM-IV are not those
   of the PCL-5. */
static void
test_trap_36_ranges_that_are_wrong_elsewhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < keys_n_shipped; i++) {
        struct scoring *s = open_skeleton(&keys_shipped[i]);
        for (size_t n = 0; n < s->instrument->n_scales; n++)
            if (!all_sourced(&s->instrument->scales[n]))
                fail_msg("%s %s has a figure without a source",
                         keys_shipped[i].id, s->instrument->scales[n].id);
        scoring_close(s);
    }
    struct scoring *s = scoring_open_shelf("published/pcl-5.xml");
    const struct scale *total = instrument_scale(s->instrument, "total");
    assert_true(total && total->n_changes && total->n_mics);
    for (size_t i = 0; i < total->n_changes; i++)
        assert_true(decimal_value(total->changes[i].points) > 10);
    for (size_t i = 0; i < total->n_mics; i++) {
        double value = decimal_value(total->mics[i].value);
        assert_true(value != 5 && value != 10);
    }
    scoring_close(s);
}

UNIT_MAIN(cmocka_unit_test(test_keys), cmocka_unit_test(test_no_other_scale),
          cmocka_unit_test(test_respondents),
          cmocka_unit_test(test_trap_36_ranges_that_are_wrong_elsewhere))
