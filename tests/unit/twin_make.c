/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random instruments, as XML, and random answers; see twin.h. */
#include "unit.h"
#include "twin.h"

#include <stdlib.h>

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

static void
make_members(struct twin *twin, struct twin_scale *scale, uint64_t *seed)
{
    bool can_weigh = scale->method == METHOD_MEAN || scale->method == METHOD_SUM
                     || scale->method == METHOD_PERCENT;
    bool has_weights = can_weigh && twin_below(seed, 4) == 0;
    int common = can_weigh && twin_below(seed, 5) == 0 ? 15 : 10;
    scale->n = 0;
    for (int i = 0; i < twin->n_items; i++)
        if (twin_below(seed, 3) || (i == twin->n_items - 1 && !scale->n))
            scale->members[scale->n++] = (struct twin_member){
                .item = i,
                .weight = has_weights ? 5 + twin_below(seed, 20) : common,
                .reversed = twin_below(seed, 2) == 0,
            };
}

static void
make_scale(struct twin *twin, struct twin_scale *scale, uint64_t *seed)
{
    scale->method = (enum scale_method)twin_below(seed, METHOD_FORMULA);
    make_members(twin, scale, seed);
    scale->rule = (enum twin_rule)twin_below(seed, 4);
    scale->num = 1 + twin_below(seed, scale->n);
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
    bool is_whole = scale->method == METHOD_MEAN || scale->method == METHOD_SUM;
    if (is_whole && twin_is_mixed(twin, scale)) {
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

/* Of scales, only those after 'scale_idx', so that nothing rests on itself. */
static int
make_leaf(struct twin *twin, int scale_idx, uint64_t *seed)
{
    int n_later = twin->n_scales - scale_idx - 1;
    int kind = twin_below(seed, 5);
    struct twin_node node = {.op = 'i',
                             .value = twin_below(seed, twin->n_items)};
    if (kind == 0)
        node =
            (struct twin_node){.op = 'n', .value = twin_below(seed, 60) - 20};
    else if (kind < 3 && n_later > 0)
        node = (struct twin_node){
            .op = 's', .value = scale_idx + 1 + twin_below(seed, n_later)};
    return add_node(twin, node);
}

static int make_truth(struct twin *twin, int scale_idx, int depth,
                      uint64_t *seed);

static int
make_number(struct twin *twin, int scale_idx, int depth, uint64_t *seed)
{
    static const char ops[] = "++--**/%MSLCr?";
    struct twin_node node = {.op = ops[twin_below(seed, sizeof ops - 1)]};
    if (depth == 0 || twin_below(seed, 4) == 0)
        return make_leaf(twin, scale_idx, seed);
    node.args[0] = node.op == '?'
                       ? make_truth(twin, scale_idx, depth - 1, seed)
                       : make_number(twin, scale_idx, depth - 1, seed);
    if (node.op != 'r')
        node.args[1] = make_number(twin, scale_idx, depth - 1, seed);
    if (node.op == '?')
        node.args[2] = make_number(twin, scale_idx, depth - 1, seed);
    return add_node(twin, node);
}

static int
make_truth(struct twin *twin, int scale_idx, int depth, uint64_t *seed)
{
    static const char ops[] = "<<<ggg=&|!A";
    struct twin_node node = {.op = ops[twin_below(seed, sizeof ops - 1)]};
    bool joins = node.op == '&' || node.op == '|' || node.op == '!';
    if (depth == 0 && joins)
        node.op = '<';
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
    const struct twin_response *r =
        &twin->responses[twin->items[scale->members[0].item].response];
    bool is_formula = scale->method == METHOD_FORMULA;
    bool is_percent = scale->method == METHOD_PERCENT;
    *lo = is_formula ? -5000 : is_percent ? 0 : r->lo;
    *hi = is_formula ? 5000 : is_percent ? 1000 : r->hi;
    if (is_formula || is_percent)
        return true;
    return scale->method != METHOD_SUM && scale->method != METHOD_COUNT
           && !twin_is_mixed(twin, scale);
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

static void
make_points(const struct twin *twin, struct twin_scale *scale, uint64_t *seed)
{
    int lo;
    int hi;
    if (!find_ends(twin, scale, &lo, &hi))
        return;
    scale->is_rounded = twin_below(seed, 3) == 0;
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
    twin->n_scales = 1 + twin_below(seed, MAX_SCALES);
    for (int i = 0; i < twin->n_scales; i++) {
        make_scale(twin, &twin->scales[i], seed);
        if (twin_below(seed, 3) == 0) {
            twin->scales[i].method = METHOD_FORMULA;
            twin->scales[i].formula = make_number(twin, i, 3, seed);
        }
    }
    for (int i = 0; i < twin->n_scales; i++)
        make_points(twin, &twin->scales[i], seed);
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
add_points(const struct twin_scale *scale, struct buf *buf)
{
    buf_addf(buf, " direction='higher-worse'%s><title>x</title>",
             scale->is_rounded ? " round='half-up' decimals='0'" : "");
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
    buf_add_text(buf, "</scale>");
}

static void
add_responses(const struct twin *twin, struct buf *buf)
{
    const struct twin_response *r = &twin->responses[0];
    buf_add_text(buf, "<choices id='r0'>");
    for (int i = 0; i < r->n_options; i++) {
        buf_add_text(buf, "<choice");
        add_attribute(buf, "value", r->value[i]);
        add_attribute(buf, "score", r->score[i]);
        buf_add_text(buf, ">x</choice>");
    }
    buf_add_text(buf, "</choices>");
    for (int i = 1; i < 3; i++) {
        r = &twin->responses[i];
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

static void
add_node_text(const struct twin *twin, int idx, struct buf *buf)
{
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
    for (size_t i = 0; i < N_ELEMENTS(words); i++) {
        if (words[i].op != node->op)
            continue;
        if (words[i].n_args)
            add_call(twin, node, words[i].word, words[i].n_args, buf);
        else
            add_infix(twin, node, words[i].word, buf);
    }
}

void
twin_add_item(const struct twin *twin, int idx, struct buf *buf)
{
    const struct twin_item *item = &twin->items[idx];
    buf_addf(buf, "<item id='q%d' responses='r%d'", idx, item->response);
    if (item->gate >= 0) {
        buf_add_text(buf, " relevant='");
        add_node_text(twin, item->gate, buf);
        buf_add_char(buf, '\'');
    }
    buf_add_text(buf, "><text>x</text>");
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
    add_points(&twin->scales[idx], buf);
}

void
twin_add_scale(const struct twin *twin, int idx, struct buf *buf)
{
    const struct twin_scale *scale = &twin->scales[idx];
    if (scale->method == METHOD_FORMULA) {
        add_formula(twin, idx, buf);
        return;
    }
    buf_addf(buf, "<scale id='x%d' method='%s' items='", idx,
             scale_method_names[scale->method]);
    for (int i = 0; i < scale->n; i++) {
        buf_addf(buf, "q%d", scale->members[i].item);
        if (scale->members[i].weight != 10) {
            buf_add_char(buf, '*');
            add_tenths(buf, scale->members[i].weight);
        }
        buf_add_char(buf, ' ');
    }
    bool is_reversed = false;
    for (int i = 0; i < scale->n; i++)
        if (scale->members[i].reversed) {
            buf_addf(buf, "%s q%d", is_reversed ? "" : "' reversed='",
                     scale->members[i].item);
            is_reversed = true;
        }
    buf_add_text(buf, "' min-answered='");
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
    if (scale->method == METHOD_COUNT) {
        buf_add_text(buf, " count-if='ge ");
        add_tenths(buf, scale->count_from);
        buf_add_char(buf, '\'');
    }
    add_points(scale, buf);
}

struct scoring *
twin_open(const struct twin *twin)
{
    struct buf buf = {0};
    add_responses(twin, &buf);
    buf_add_text(&buf, "<section id='s' responses='r0'>");
    for (int i = 0; i < twin->n_items; i++)
        twin_add_item(twin, i, &buf);
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

struct twin_answer
twin_answer_make(const struct twin_response *r, struct buf *cells,
                 uint64_t *seed)
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
    int option = r->n_options ? twin_below(seed, r->n_options) : 0;
    int value = r->n_options ? r->value[option] : twin_below(seed, r->hi + 1);
    add_tenths(cells, value);
    buf_add_char(cells, ' ');
    return (struct twin_answer){.score =
                                    r->n_options ? r->score[option] : value};
}
