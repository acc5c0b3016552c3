/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random instruments, as XML, and random answers; see twin.h. */
#include "unit.h"
#include "twin.h"

#include <stdlib.h>
#include <string.h>

static uint64_t
next_random(uint64_t *seed)
{
    uint64_t x = *seed += UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

int
twin_below(uint64_t *seed, int n)
{
    return (int)(next_random(seed) % (uint64_t)n);
}

/* ---- random instruments ---- */

static void
make_choices(struct twin_response *r, uint64_t *seed)
{
    r->form = TWIN_CHOICES;
    r->n_options = 2 + twin_below(seed, MAX_OPTIONS - 1);
    bool collapses = twin_below(seed, 3) == 0;
    bool is_whole = twin_below(seed, 2) == 0;
    int value = 10 * (twin_below(seed, 4) - 1);
    int score = 10 * (twin_below(seed, 4) - 2);
    for (int i = 0; i < r->n_options; i++) {
        r->value[i] = value;
        r->score[i] = collapses ? score : value;
        value += 10;
        score += is_whole ? 10 * (1 + twin_below(seed, 2))
                          : 1 + twin_below(seed, 20);
    }
    r->lo = r->score[0];
    r->hi = r->score[r->n_options - 1];
}

static void
make_grid(struct twin_response *r, uint64_t *seed)
{
    int step = 1 + twin_below(seed, 9);
    r->form = TWIN_GRID;
    r->n_options = MAX_OPTIONS;
    for (int i = 0; i < r->n_options; i++)
        r->value[i] = r->score[i] = step * i - 13;
    r->lo = r->value[0];
    r->hi = r->value[r->n_options - 1];
}

static void
make_fine(struct twin_response *r)
{
    r->form = TWIN_FINE;
    r->n_options = 0;
    r->lo = 0;
    r->hi = 1000;
}

/* Of which answers, or choices of several, a count is. */
static void
make_count(struct twin_member *member, const struct twin_response *r,
           uint64_t *seed)
{
    member->is_outside = twin_below(seed, 3) == 0;
    member->count_from = r->lo + twin_below(seed, r->hi - r->lo + 1);
    member->count_to = member->count_from + twin_below(seed, 20);
}

static void
make_members(struct twin *twin, struct twin_scale *scale, uint64_t *seed)
{
    bool can_weigh = scale->method == METHOD_MEAN || scale->method == METHOD_SUM
                     || scale->method == METHOD_PERCENT;
    bool has_weights = can_weigh && twin_below(seed, 4) == 0;
    bool may_be_negative = scale->method == METHOD_SUM && !scale->prorate;
    int common = can_weigh && twin_below(seed, 5) == 0 ? 15 : 10;
    bool is_recoded = twin_below(seed, 4) == 0;
    if (may_be_negative && twin_below(seed, 8) == 0)
        common = -common;
    scale->n = 0;
    for (int i = 0; i < twin->n_items; i++) {
        const struct twin_response *r =
            &twin->responses[twin->items[i].response];
        if (!twin_below(seed, 3) && (i < twin->n_items - 1 || scale->n))
            continue;
        struct twin_member *member = &scale->members[scale->n++];
        *member = (struct twin_member){
            .item = i,
            .weight = has_weights ? 5 + twin_below(seed, 20) : common,
            .reversed = twin_below(seed, 2) == 0,
            .is_recoded = is_recoded && twin->items[i].response == 0
                          && twin_below(seed, 4),
        };
        make_count(member, r, seed);
        if (has_weights && may_be_negative && twin_below(seed, 3) == 0)
            member->weight = -member->weight;
    }
}

/* Other scores for the choices of the first response, not all of them alike. */
static void
make_coding(const struct twin *twin, struct twin_scale *scale, uint64_t *seed)
{
    for (int i = 0; i < twin->responses[0].n_options; i++)
        scale->coded[i] = 5 * (twin_below(seed, 16) - 5);
    if (scale->coded[0] == scale->coded[1])
        scale->coded[1] += 5;
}

static void
add_sets(const struct twin *twin, struct twin_scale *scale, uint64_t *seed)
{
    for (int i = 0; i < twin->n_sets; i++) {
        if (!twin_below(seed, 3))
            continue;
        struct twin_member *member = &scale->sets[scale->n_sets++];
        member->item = i;
        make_count(member, &twin->sets[i].response, seed);
    }
}

/* Whether the items have more than one. */
static bool
has_ranges(const struct twin *twin, const struct twin_scale *scale)
{
    int ends[2];
    twin_ends(twin, scale, &scale->members[0], &ends[0], &ends[1]);
    for (int i = 1; i < scale->n; i++) {
        int lo;
        int hi;
        twin_ends(twin, scale, &scale->members[i], &lo, &hi);
        if (lo != ends[0] || hi != ends[1])
            return true;
    }
    return false;
}

/* Only items with two scores or more can be calibrated; without one it is
   another method. */
static void
make_calibration(const struct twin *twin, struct twin_scale *scale,
                 uint64_t *seed)
{
    int n = 0;
    for (int i = 0; i < scale->n; i++) {
        struct twin_member member = scale->members[i];
        int steps[MAX_OPTIONS];
        if (twin->items[member.item].response != 0)
            continue;
        int n_steps = twin_steps(twin, scale, &member, steps);
        int threshold = twin_below(seed, 40) - 30;
        member.slope = 3 + twin_below(seed, 25);
        for (int k = 0; k + 1 < n_steps; k++) {
            member.thresholds[k] = threshold;
            threshold += 1 + twin_below(seed, 15);
        }
        scale->members[n++] = member;
    }
    if (n)
        scale->n = n;
    else
        scale->method = METHOD_MEDIAN;
}

static void
make_scale(struct twin *twin, struct twin_scale *scale, uint64_t *seed)
{
    scale->method = (enum scale_method)twin_below(seed, METHOD_FORMULA);
    if (scale->method == METHOD_SUM || scale->method == METHOD_MEAN)
        scale->prorate = (enum prorate_rule)twin_below(seed, 3);
    scale->is_zero = scale->method == METHOD_SUM && twin_below(seed, 4) == 0;
    if (scale->is_zero)
        scale->prorate = PRORATE_ALIKE;
    make_members(twin, scale, seed);
    make_coding(twin, scale, seed);
    if (scale->method == METHOD_EAP)
        make_calibration(twin, scale, seed);
    scale->has_counts = twin_below(seed, 2) == 0;
    if (scale->method == METHOD_COUNT && scale->has_counts)
        add_sets(twin, scale, seed);
    scale->rule = (enum twin_rule)twin_below(seed, 4);
    scale->num = 1 + twin_below(seed, scale->n + scale->n_sets);
    scale->den = 1;
    if (scale->rule == TWIN_SHARE) {
        scale->den = 1 + twin_below(seed, 9);
        scale->num = 1 + twin_below(seed, scale->den);
    } else if (scale->rule == TWIN_PERCENT) {
        scale->den = 100;
        scale->num = 1 + twin_below(seed, 100);
    }
    scale->excluded = twin_below(seed, 2) == 0;
    const struct twin_response *r = &twin->responses[0];
    scale->count_from = r->lo + twin_below(seed, r->hi - r->lo + 1);
    if (scale->prorate == PRORATE_BY_WEIGHT && has_ranges(twin, scale))
        scale->prorate = PRORATE_BY_RANGE;
    if (scale->is_zero)
        scale->excluded = false;
    bool is_whole = scale->method == METHOD_MEAN || scale->method == METHOD_SUM;
    if (is_whole && !scale->prorate && !scale->is_zero
        && twin_is_mixed(twin, scale)) {
        scale->rule = TWIN_ALL;
        scale->excluded = false;
    }
}

/* ---- random expressions ---- */

static int
add_node(struct twin *twin, struct twin_node node)
{
    assert_true(twin->n_nodes < MAX_NODES);
    twin->nodes[twin->n_nodes] = node;
    return twin->n_nodes++;
}

static struct twin_node
make_scale_leaf(const struct twin *twin, int first, uint64_t *seed)
{
    static const char ops[] = "sszt";
    struct twin_node node = {.op = ops[twin_below(seed, 4)]};
    node.value = first + twin_below(seed, twin->n_scales - first);
    if (!twin->scales[node.value].has_norm)
        node.op = 's';
    if (twin->scales[node.value].method == METHOD_EAP) /* no fraction */
        node.op = 'G';
    return node;
}

/* Of scales, only those after 'scale_idx', so that nothing rests on itself. */
static int
make_leaf(struct twin *twin, int scale_idx, uint64_t *seed)
{
    int n_later = twin->n_scales - scale_idx - 1;
    int kind = twin_below(seed, 8);
    struct twin_node node = {.op = 'i',
                             .value = twin_below(seed, twin->n_items)};
    if (kind == 0)
        node =
            (struct twin_node){.op = 'n', .value = twin_below(seed, 60) - 20};
    else if (kind < 4 && n_later > 0)
        node = make_scale_leaf(twin, scale_idx + 1, seed);
    else if (kind == 4 && twin->n_scales)
        node = (struct twin_node){.op = twin_below(seed, 3) ? 'G' : 'x'};
    return add_node(twin, node);
}

static int make_truth(struct twin *twin, int scale_idx, int depth,
                      uint64_t *seed);

static int
make_number(struct twin *twin, int scale_idx, int depth, uint64_t *seed)
{
    static const char ops[] = "++--**/%MSLCr?++--**/%MSLCr?qlpDm";
    struct twin_node node = {.op = ops[twin_below(seed, sizeof ops - 1)]};
    if (depth == 0 || twin_below(seed, 4) == 0)
        return make_leaf(twin, scale_idx, seed);
    node.args[0] = node.op == '?'
                       ? make_truth(twin, scale_idx, depth - 1, seed)
                       : make_number(twin, scale_idx, depth - 1, seed);
    if (!strchr(TWIN_SINGLE, node.op))
        node.args[1] = make_number(twin, scale_idx, depth - 1, seed);
    if (node.op == '?')
        node.args[2] = make_number(twin, scale_idx, depth - 1, seed);
    return add_node(twin, node);
}

static int
make_truth(struct twin *twin, int scale_idx, int depth, uint64_t *seed)
{
    static const char ops[] = "<<<ggg=&|!AF";
    struct twin_node node = {.op = ops[twin_below(seed, sizeof ops - 1)]};
    bool joins = node.op == '&' || node.op == '|' || node.op == '!';
    if (depth == 0 && joins)
        node.op = '<';
    if (node.op == 'F' && twin->n_scales)
        return add_node(twin, node);
    if (node.op == 'F')
        node.op = 'A';
    if (node.op == 'A') {
        node.value = twin_below(seed, twin->n_items);
        return add_node(twin, node);
    }
    for (int i = 0; i < (node.op == '!' ? 1 : 2); i++)
        node.args[i] =
            depth > 0 && joins
                ? make_truth(twin, scale_idx, depth - 1, seed)
                : make_number(twin, scale_idx, depth > 0 ? depth - 1 : 0, seed);
    return add_node(twin, node);
}

/* Each reads only those before it, and no scale: there is none yet. */
static int
make_gate(struct twin *twin, uint64_t *seed)
{
    if (twin_below(seed, 2))
        return make_truth(twin, -1, 1, seed);
    int item = twin_below(seed, twin->n_items);
    const struct twin_response *on =
        &twin->responses[twin->items[item].response];
    int from = on->lo + (on->hi - on->lo) / 3 + 1;
    struct twin_node node = {.op = 'g'};
    node.args[0] = add_node(twin, (struct twin_node){.op = 'i', .value = item});
    node.args[1] = add_node(twin, (struct twin_node){.op = 'n', .value = from});
    return add_node(twin, node);
}

static void
make_items(struct twin *twin, uint64_t *seed)
{
    int n = 3 + twin_below(seed, MAX_ITEMS - 2);
    /* Only items of one range can be prorated. */
    bool is_uniform = twin_below(seed, 2) == 0;
    for (; twin->n_items < n; twin->n_items++) {
        int kind = twin_below(seed, 6);
        bool is_gated = twin->n_items > 0 && twin_below(seed, 4) == 0;
        twin->items[twin->n_items] = (struct twin_item){
            .response = is_uniform || kind < 4 ? 0 : kind - 3,
            .gate = is_gated ? make_gate(twin, seed) : -1,
            .alert = -1,
        };
    }
}

static void
make_sets(struct twin *twin, uint64_t *seed)
{
    int n = twin_below(seed, MAX_SETS + 1);
    for (; twin->n_sets < n; twin->n_sets++) {
        struct twin_set *set = &twin->sets[twin->n_sets];
        struct twin_response *r = &set->response;
        make_choices(r, seed);
        if (r->n_options > MAX_PICKS)
            r->n_options = MAX_PICKS;
        r->hi = r->score[r->n_options - 1];
        set->gate = twin_below(seed, 4) == 0 ? make_gate(twin, seed) : -1;
    }
}

static void
make_alerts(struct twin *twin, uint64_t *seed)
{
    for (int i = 0; i < twin->n_items; i++) {
        struct twin_item *item = &twin->items[i];
        if (twin_below(seed, 3))
            continue;
        item->alert = make_truth(twin, -1, 1, seed);
        item->lists_unanswered = twin_below(seed, 2) == 0;
    }
}

static void
make_class(struct twin *twin, struct twin_class *class, uint64_t *seed)
{
    class->n_cases = 1 + twin_below(seed, MAX_CASES);
    for (int i = 0; i < class->n_cases; i++)
        class->tests[i] = make_truth(twin, -1, 2, seed);
    if (class->n_cases > 1 && twin_below(seed, 2))
        class->tests[class->n_cases - 1] = -1;
}

/* The least and the greatest score, where these are plain. */
static bool
find_ends(const struct twin *twin, const struct twin_scale *scale, int *lo,
          int *hi)
{
    int ends[2];
    twin_ends(twin, scale, &scale->members[0], &ends[0], &ends[1]);
    bool is_formula = scale->method == METHOD_FORMULA;
    bool is_percent = scale->method == METHOD_PERCENT;
    bool is_sum = scale->method == METHOD_SUM;
    *lo = is_formula   ? -5000
          : is_percent ? 0
                       : ends[0] * (is_sum ? scale->n : 1);
    *hi = is_formula   ? 5000
          : is_percent ? 1000
                       : ends[1] * (is_sum ? scale->n : 1);
    if (is_formula || is_percent)
        return true;
    return scale->method != METHOD_COUNT && scale->method != METHOD_EAP
           && !twin_is_mixed(twin, scale)
           && (!is_sum || (scale->members[0].weight == 10 && !scale->is_zero));
}

/* Whole and half numbers are met more often than others, and of formulas those
   near 0. */
static int
make_point(const struct twin_scale *scale, int lo, int hi, uint64_t *seed)
{
    int unit = twin_below(seed, 2) ? 5 : 1;
    if (scale->method == METHOD_FORMULA)
        return unit * (twin_below(seed, 101) - 50);
    int first = lo / unit;
    int point = unit * (first + twin_below(seed, hi / unit - first + 1));
    return point < lo ? lo : point > hi ? hi : point;
}

/* Lower bounds and what each gives; 'lo' and 'hi' become the ends of that. */
static void
make_metric(struct twin_scale *scale, int *lo, int *hi, uint64_t *seed)
{
    int value = twin_below(seed, 200) - 100;
    int from = *lo;
    while (scale->n_metric < MAX_ROWS_OF_METRIC) {
        scale->metric_from[scale->n_metric] = from;
        scale->metric[scale->n_metric++] = value;
        from = make_point(scale, *lo, *hi, seed);
        if (from <= scale->metric_from[scale->n_metric - 1])
            break;
        value += twin_below(seed, 50);
    }
    *lo = scale->metric[0];
    *hi = value;
    if (scale->n_metric == MAX_ROWS_OF_METRIC)
        *hi = scale->metric[MAX_ROWS_OF_METRIC - 1];
}

static void
make_norm(struct twin_scale *scale, int lo, int hi, uint64_t *seed)
{
    static const char sexes[] = {0, 'f', 'm'};
    scale->has_norm = true;
    scale->norm_sex = sexes[twin_below(seed, 3)];
    scale->norm_mean = make_point(scale, lo, hi, seed);
    scale->norm_sd = 1 + twin_below(seed, 100);
}

static void
make_points(const struct twin *twin, struct twin_scale *scale, uint64_t *seed)
{
    static const enum rounding roundings[] = {ROUND_HALF_UP, ROUND_UP,
                                              ROUND_DOWN};
    int lo;
    int hi;
    if (!find_ends(twin, scale, &lo, &hi))
        return;
    bool has_items = scale->method != METHOD_FORMULA;
    bool has_metric =
        (scale->method == METHOD_SUM || scale->method == METHOD_MEAN
         || scale->method == METHOD_PERCENT)
        && lo < hi && twin_below(seed, 3) == 0;
    if (has_metric || twin_below(seed, 3) == 0)
        scale->round = roundings[twin_below(seed, 3)];
    if (has_metric)
        make_metric(scale, &lo, &hi, seed);
    if (has_items && twin_below(seed, 2))
        make_norm(scale, lo, hi, seed);
    if (lo >= hi)
        return;
    scale->has_cutoff = true;
    scale->cutoff = make_point(scale, lo, hi, seed);
    scale->bands[scale->n_bands++] = lo;
    while (scale->n_bands < MAX_BANDS) {
        int from = make_point(scale, lo, hi, seed);
        if (from <= scale->bands[scale->n_bands - 1])
            return;
        scale->bands[scale->n_bands++] = from;
    }
}

void
twin_make(struct twin *twin, uint64_t *seed)
{
    make_choices(&twin->responses[0], seed);
    make_grid(&twin->responses[1], seed);
    make_fine(&twin->responses[2]);
    make_items(twin, seed);
    make_sets(twin, seed);
    twin->n_scales = 1 + twin_below(seed, MAX_SCALES);
    for (int i = 0; i < twin->n_scales; i++) {
        make_scale(twin, &twin->scales[i], seed);
        if (twin_below(seed, 3) == 0)
            twin->scales[i].method = METHOD_FORMULA;
        make_points(twin, &twin->scales[i], seed);
    }
    for (int i = 0; i < twin->n_scales; i++)
        if (twin->scales[i].method == METHOD_FORMULA)
            twin->scales[i].formula = make_number(twin, i, 3, seed);
    twin->n_classes = twin_below(seed, MAX_CLASSES + 1);
    for (int i = 0; i < twin->n_classes; i++)
        make_class(twin, &twin->classes[i], seed);
    make_alerts(twin, seed);
}

/* ---- as XML ---- */

static void
add_tenths(struct buf *buf, int tenths)
{
    int size = abs(tenths);
    buf_addf(buf, "%s%d", tenths < 0 ? "-" : "", size / 10);
    if (size % 10)
        buf_addf(buf, ".%d", size % 10);
}

static void
add_attribute(struct buf *buf, const char *name, int tenths)
{
    buf_addf(buf, " %s='", name);
    add_tenths(buf, tenths);
    buf_add_char(buf, '\'');
}

static void
add_norms(const struct twin_scale *scale, struct buf *buf)
{
    if (scale->has_norm) {
        buf_add_text(buf, "<norm id='n' n='9' source='x'");
        add_attribute(buf, "mean", scale->norm_mean);
        add_attribute(buf, "sd", scale->norm_sd);
        if (scale->norm_sex)
            buf_addf(buf, " sex='%c'", scale->norm_sex);
        buf_add_text(buf, "/>");
    }
    if (!scale->n_metric)
        return;
    buf_add_text(buf, "<norm-table id='m' gives='metric' title='M' "
                      "source='x'>");
    for (int i = 0; i < scale->n_metric; i++) {
        buf_add_text(buf, "<row");
        add_attribute(buf, "from", scale->metric_from[i]);
        add_attribute(buf, "value", scale->metric[i]);
        buf_add_text(buf, "/>");
    }
    buf_add_text(buf, "</norm-table>");
}

static void
add_coding(const struct twin *twin, const struct twin_scale *scale,
           struct buf *buf)
{
    const struct twin_response *r = &twin->responses[0];
    bool is_any = false;
    for (int i = 0; i < scale->n; i++) {
        if (!scale->members[i].is_recoded)
            continue;
        buf_addf(buf, "%sq%d", is_any ? " " : "<recode items='",
                 scale->members[i].item);
        is_any = true;
    }
    if (!is_any)
        return;
    buf_add_text(buf, "'>");
    for (int i = 0; i < r->n_options; i++) {
        buf_add_text(buf, "<to");
        add_attribute(buf, "from", r->value[i]);
        add_attribute(buf, "value", scale->coded[i]);
        buf_add_text(buf, "/>");
    }
    buf_add_text(buf, "</recode>");
}

static void
add_count(const struct twin_member *member, char letter, struct buf *buf)
{
    buf_addf(buf, "<count items='%c%d' if='%s ", letter, member->item,
             member->is_outside ? "lt" : "ge");
    add_tenths(buf, member->count_from);
    buf_add_text(buf, member->is_outside ? " or gt " : " and le ");
    add_tenths(buf, member->count_to);
    buf_add_text(buf, "'/>");
}

static void
add_counts(const struct twin_scale *scale, struct buf *buf)
{
    for (int i = 0; i < scale->n; i++)
        add_count(&scale->members[i], 'q', buf);
    for (int i = 0; i < scale->n_sets; i++)
        add_count(&scale->sets[i], 'm', buf);
}

static void
add_calibration(const struct twin *twin, const struct twin_scale *scale,
                struct buf *buf)
{
    buf_add_text(buf, "<calibration model='grm' source='x'>");
    for (int i = 0; i < scale->n; i++) {
        const struct twin_member *member = &scale->members[i];
        int steps[MAX_OPTIONS];
        int n = twin_steps(twin, scale, member, steps);
        buf_addf(buf, "<parameters item='q%d'", member->item);
        add_attribute(buf, "a", member->slope);
        for (int k = 0; k + 1 < n; k++) {
            buf_add_text(buf, k ? " " : " b='");
            add_tenths(buf, member->thresholds[k]);
        }
        buf_add_text(buf, "'/>");
    }
    buf_add_text(buf, "</calibration>");
}

static void
add_points(const struct twin *twin, const struct twin_scale *scale,
           struct buf *buf)
{
    static const char *const roundings[] = {
        [ROUND_HALF_UP] = "half-up", [ROUND_UP] = "up", [ROUND_DOWN] = "down"};
    buf_add_text(buf, " direction='higher-worse'");
    if (scale->round)
        buf_addf(buf, " round='%s'%s", roundings[scale->round],
                 scale->n_metric ? "" : " decimals='0'");
    buf_add_text(buf, "><title>x</title>");
    if (scale->method != METHOD_FORMULA)
        add_coding(twin, scale, buf);
    if (scale->method == METHOD_COUNT && scale->has_counts)
        add_counts(scale, buf);
    if (scale->method == METHOD_EAP)
        add_calibration(twin, scale, buf);
    for (int i = 0; i < scale->n_bands; i++) {
        buf_addf(buf, "%s<band id='b%d'",
                 i ? "" : "<bands basis='criterion' source='x'>", i);
        add_attribute(buf, "from", scale->bands[i]);
        buf_add_text(buf, ">x</band>");
    }
    if (scale->n_bands)
        buf_add_text(buf, "</bands>");
    if (scale->has_cutoff) {
        buf_add_text(buf, "<cutoff id='c' source='x'");
        add_attribute(buf, "at", scale->cutoff);
        buf_add_text(buf, "/>");
    }
    add_norms(scale, buf);
    buf_add_text(buf, "</scale>");
}

static void
add_choices(const struct twin_response *r, struct buf *buf)
{
    for (int i = 0; i < r->n_options; i++) {
        buf_add_text(buf, "<choice");
        add_attribute(buf, "value", r->value[i]);
        add_attribute(buf, "score", r->score[i]);
        buf_add_text(buf, ">x</choice>");
    }
    buf_add_text(buf, "</choices>");
}

static void
add_responses(const struct twin *twin, struct buf *buf)
{
    buf_add_text(buf, "<choices id='r0'>");
    add_choices(&twin->responses[0], buf);
    for (int i = 0; i < twin->n_sets; i++) {
        buf_addf(buf, "<choices id='v%d' multiple='yes'>", i);
        add_choices(&twin->sets[i].response, buf);
    }
    for (int i = 1; i < 3; i++) {
        const struct twin_response *r = &twin->responses[i];
        buf_addf(buf, "<range id='r%d'", i);
        add_attribute(buf, "min", r->lo);
        add_attribute(buf, "max", r->hi);
        add_attribute(buf, "step",
                      r->form == TWIN_FINE ? 1 : r->value[1] - r->value[0]);
        buf_add_text(buf, "><low>l</low><high>h</high></range>");
    }
}

static void add_node_text(const struct twin *twin, int idx, struct buf *buf);

static void
add_infix(const struct twin *twin, const struct twin_node *node,
          const char *word, struct buf *buf)
{
    buf_add_char(buf, '(');
    add_node_text(twin, node->args[0], buf);
    buf_addf(buf, " %s ", word);
    add_node_text(twin, node->args[1], buf);
    buf_add_char(buf, ')');
}

static void
add_call(const struct twin *twin, const struct twin_node *node,
         const char *word, int n_args, struct buf *buf)
{
    buf_addf(buf, "%s(", word);
    for (int i = 0; i < n_args; i++) {
        if (i)
            buf_add_text(buf, ", ");
        add_node_text(twin, node->args[i], buf);
    }
    buf_add_text(buf, node->op == 'r' ? ", 1)" : ")");
}

/* 'A' and 'B' in the text are the arguments. */
static void
add_written(const struct twin *twin, const struct twin_node *node,
            const char *text, struct buf *buf)
{
    for (const char *c = text; *c; c++)
        if (*c == 'A' || *c == 'B')
            add_node_text(twin, node->args[*c - 'A'], buf);
        else
            buf_add_char(buf, *c);
}

static void
add_node_text(const struct twin *twin, int idx, struct buf *buf)
{
    static const struct {
        char op;
        const char *text;
    } written[] = {
        {'q', "sqrt(A * A)"},     {'l', "exp(ln(abs(A) + 1))"},
        {'p', "power(A, 2)"},     {'D', "sd(A - B, A, A + B)"},
        {'m', "median(A, B, 1)"},
    };
    static const struct {
        char op;
        const char *word;
        int n_args; /* of a call; 0: it stands between two */
    } words[] = {
        {'+', "+", 0},   {'-', "-", 0},        {'*', "*", 0},
        {'/', "div", 0}, {'%', "mod", 0},      {'<', "lt", 0},
        {'g', "ge", 0},  {'=', "=", 0},        {'&', "and", 0},
        {'|', "or", 0},  {'M', "mean", 2},     {'S', "sum", 2},
        {'L', "min", 2}, {'C', "coalesce", 2}, {'r', "round", 1},
        {'?', "if", 3},  {'!', "not", 1},
    };
    const struct twin_node *node = &twin->nodes[idx];
    if (node->op == 'n')
        add_tenths(buf, node->value);
    if (node->op == 'i')
        buf_addf(buf, "q%d", node->value);
    if (node->op == 's')
        buf_addf(buf, "x%d", node->value);
    if (node->op == 'A')
        buf_addf(buf, "answered(q%d)", node->value);
    if (node->op == 'z' || node->op == 't')
        buf_addf(buf, "%c(x%d)", node->op, node->value);
    if (node->op == 'G')
        buf_add_text(buf, "age");
    if (node->op == 'x')
        buf_add_text(buf, "missing");
    if (node->op == 'F')
        buf_add_text(buf, "sex(f)");
    for (size_t i = 0; i < N_ELEMENTS(written); i++)
        if (written[i].op == node->op)
            add_written(twin, node, written[i].text, buf);
    for (size_t i = 0; i < N_ELEMENTS(words); i++) {
        if (words[i].op != node->op)
            continue;
        if (words[i].n_args)
            add_call(twin, node, words[i].word, words[i].n_args, buf);
        else
            add_infix(twin, node, words[i].word, buf);
    }
}

static void
add_gate(const struct twin *twin, int gate, struct buf *buf)
{
    if (gate >= 0) {
        buf_add_text(buf, " relevant='");
        add_node_text(twin, gate, buf);
        buf_add_char(buf, '\'');
    }
    buf_add_text(buf, "><text>x</text>");
}

void
twin_add_item(const struct twin *twin, int idx, struct buf *buf)
{
    const struct twin_item *item = &twin->items[idx];
    buf_addf(buf, "<item id='q%d' responses='r%d'", idx, item->response);
    add_gate(twin, item->gate, buf);
    if (item->alert >= 0) {
        buf_addf(buf, "<alert id='a%d' when='", idx);
        add_node_text(twin, item->alert, buf);
        buf_addf(buf, "'%s>x</alert>",
                 item->lists_unanswered ? " unanswered='list'" : "");
    }
    buf_add_text(buf, "</item>");
}

void
twin_add_class(const struct twin *twin, int idx, struct buf *buf)
{
    const struct twin_class *class = &twin->classes[idx];
    buf_addf(buf, "<class id='k%d'>", idx);
    for (int i = 0; i < class->n_cases; i++) {
        if (class->tests[i] < 0) {
            buf_addf(buf, "<otherwise id='w%d'>x</otherwise>", i);
            continue;
        }
        buf_addf(buf, "<when id='w%d' test='", i);
        add_node_text(twin, class->tests[i], buf);
        buf_add_text(buf, "'>x</when>");
    }
    buf_add_text(buf, "</class>");
}

static void
add_formula(const struct twin *twin, int idx, struct buf *buf)
{
    buf_addf(buf, "<scale id='x%d' method='formula' formula='", idx);
    add_node_text(twin, twin->scales[idx].formula, buf);
    buf_add_text(buf, "' min='-500' max='500'");
    add_points(twin, &twin->scales[idx], buf);
}

void
twin_add_scale(const struct twin *twin, int idx, struct buf *buf)
{
    const struct twin_scale *scale = &twin->scales[idx];
    if (scale->method == METHOD_FORMULA) {
        add_formula(twin, idx, buf);
        return;
    }
    bool has_counts = scale->method == METHOD_COUNT && scale->has_counts;
    buf_addf(buf, "<scale id='x%d' method='%s'", idx,
             scale_method_names[scale->method]);
    if (!has_counts)
        buf_add_text(buf, " items='");
    for (int i = 0; i < scale->n && !has_counts; i++) {
        buf_addf(buf, "q%d", scale->members[i].item);
        if (scale->members[i].weight != 10) {
            buf_add_char(buf, '*');
            add_tenths(buf, scale->members[i].weight);
        }
        buf_add_char(buf, ' ');
    }
    if (!has_counts)
        buf_add_char(buf, '\'');
    bool is_reversed = false;
    for (int i = 0; i < scale->n; i++)
        if (scale->members[i].reversed) {
            buf_addf(buf, "%s q%d", is_reversed ? "" : " reversed='",
                     scale->members[i].item);
            is_reversed = true;
        }
    buf_addf(buf, "%s min-answered='", is_reversed ? "'" : "");
    if (scale->rule == TWIN_ALL)
        buf_add_text(buf, "all");
    else if (scale->rule == TWIN_WHOLE)
        buf_addf(buf, "%d", scale->num);
    else if (scale->rule == TWIN_SHARE)
        buf_addf(buf, "%d/%d", scale->num, scale->den);
    else
        buf_addf(buf, "%d%%", scale->num);
    buf_addf(buf, "' not-applicable='%s'",
             scale->excluded ? "excluded" : "counted");
    if (scale->prorate)
        buf_addf(buf, " prorate='%s' source='x'",
                 scale->prorate == PRORATE_BY_RANGE ? "by-range" : "by-weight");
    if (scale->is_zero)
        buf_add_text(buf, " blanks='zero' source='x'");
    if (scale->method == METHOD_COUNT && !has_counts) {
        buf_add_text(buf, " count-if='ge ");
        add_tenths(buf, scale->count_from);
        buf_add_char(buf, '\'');
    }
    add_points(twin, scale, buf);
}

struct scoring *
twin_open(const struct twin *twin)
{
    struct buf buf = {0};
    add_responses(twin, &buf);
    buf_add_text(&buf, "<section id='s' responses='r0'>");
    for (int i = 0; i < twin->n_items; i++)
        twin_add_item(twin, i, &buf);
    for (int i = 0; i < twin->n_sets; i++) {
        buf_addf(&buf, "<item id='m%d' responses='v%d'", i, i);
        add_gate(twin, twin->sets[i].gate, &buf);
        buf_add_text(&buf, "</item>");
    }
    buf_add_text(&buf, "</section>");
    for (int i = 0; i < twin->n_scales; i++)
        twin_add_scale(twin, i, &buf);
    for (int i = 0; i < twin->n_classes; i++)
        twin_add_class(twin, i, &buf);
    struct scoring *scoring = scoring_open(buf_text(&buf));
    buf_clear(&buf);
    return scoring;
}

/* ---- random answers ---- */

void
twin_person_make(struct scoring *scoring, size_t row,
                 struct twin_answer *answers, uint64_t *seed)
{
    static const char sexes[] = {0, 'f', 'm'};
    int sex = sexes[twin_below(seed, 3)];
    int age = twin_below(seed, 90) - 10;
    scoring->rows.number[FACT_SEX][row] = sex;
    scoring->rows.number[FACT_AGE][row] = age < 0 ? -1 : age;
    answers[TWIN_SEX] = (struct twin_answer){
        .kind = sex ? TWIN_NUMBER : TWIN_BLANK, .score = sex};
    answers[TWIN_AGE] = (struct twin_answer){
        .kind = age < 0 ? TWIN_BLANK : TWIN_NUMBER, .score = 10 * age};
}

/* Sometimes a reason why there is no answer, else a number still to be made. */
static struct twin_answer
make_reason(struct buf *cells, uint64_t *seed)
{
    static const char *const words[] = {".", ".", "skipped", "unclear"};
    int dice = twin_below(seed, 100);
    if (dice < 12) {
        buf_addf(cells, "%s ", words[twin_below(seed, 4)]);
        return (struct twin_answer){.kind = TWIN_BLANK};
    }
    if (dice < 16) {
        buf_add_text(cells, "not-applicable ");
        return (struct twin_answer){.kind = TWIN_NA};
    }
    if (dice < 17) {
        buf_add_text(cells, "9999 ");
        return (struct twin_answer){.kind = TWIN_BAD};
    }
    return (struct twin_answer){.kind = TWIN_NUMBER};
}

struct twin_answer
twin_answer_make(const struct twin_response *r, struct buf *cells,
                 uint64_t *seed)
{
    struct twin_answer reason = make_reason(cells, seed);
    if (reason.kind != TWIN_NUMBER)
        return reason;
    int option = r->n_options ? twin_below(seed, r->n_options) : 0;
    int value = r->n_options ? r->value[option] : twin_below(seed, r->hi + 1);
    add_tenths(cells, value);
    buf_add_char(cells, ' ');
    return (struct twin_answer){.score =
                                    r->n_options ? r->score[option] : value};
}

/* Any of the choices, all of them, or none. */
struct twin_answer
twin_picks_make(const struct twin_set *set, struct buf *cells, uint64_t *seed)
{
    const struct twin_response *r = &set->response;
    const char *gap = "";
    struct twin_answer answer = make_reason(cells, seed);
    if (answer.kind != TWIN_NUMBER)
        return answer;
    answer.score = twin_below(seed, 1 << r->n_options);
    for (int i = 0; i < r->n_options; i++) {
        if (!(answer.score >> i & 1))
            continue;
        buf_add_text(cells, gap);
        add_tenths(cells, r->value[i]);
        gap = "+";
    }
    buf_add_text(cells, answer.score ? " " : "none ");
    return answer;
}
