/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores a row of the slow twin; see twin.h. */
#include "unit.h"
#include "twin.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int
twin_coded(const struct twin *twin, const struct twin_scale *scale,
           const struct twin_member *member, int score)
{
    const struct twin_response *r = &twin->responses[0];
    for (int i = 0; i < r->n_options && member->is_recoded; i++)
        if (r->score[i] == score)
            return scale->coded[i];
    return score;
}

void
twin_ends(const struct twin *twin, const struct twin_scale *scale,
          const struct twin_member *member, int *lo, int *hi)
{
    const struct twin_response *r =
        &twin->responses[twin->items[member->item].response];
    *lo = r->lo;
    *hi = r->hi;
    for (int i = 0; i < r->n_options && member->is_recoded; i++) {
        *lo = i && scale->coded[i] > *lo ? *lo : scale->coded[i];
        *hi = i && scale->coded[i] < *hi ? *hi : scale->coded[i];
    }
}

/* Where no answer can stand for another. */
bool
twin_is_mixed(const struct twin *twin, const struct twin_scale *scale)
{
    int ends[2];
    twin_ends(twin, scale, &scale->members[0], &ends[0], &ends[1]);
    for (int i = 1; i < scale->n; i++) {
        const struct twin_member *member = &scale->members[i];
        int lo;
        int hi;
        twin_ends(twin, scale, member, &lo, &hi);
        if (member->weight != scale->members[0].weight || lo != ends[0]
            || hi != ends[1])
            return true;
    }
    return false;
}

/* ---- scoring, in plain words ---- */

static bool
has_enough(const struct twin *twin, const struct twin_scale *scale, int v,
           int applicable)
{
    bool is_whole = scale->method == METHOD_MEAN || scale->method == METHOD_SUM;
    if (is_whole && !scale->prorate && !scale->is_zero
        && twin_is_mixed(twin, scale))
        return v == scale->n;
    if (scale->rule == TWIN_ALL)
        return v == applicable;
    if (scale->rule == TWIN_WHOLE)
        return v >= scale->num || v == applicable;
    return v * scale->den >= scale->num * applicable;
}

/* What every width divides. */
static int64_t
all_widths(const struct twin *twin, const struct twin_scale *scale)
{
    int64_t product = 1;
    for (int i = 0; i < 3; i++)
        product *= twin->responses[i].hi - twin->responses[i].lo;
    for (int i = 0; i < scale->n; i++) {
        int lo;
        int hi;
        twin_ends(twin, scale, &scale->members[i], &lo, &hi);
        if (scale->members[i].is_recoded)
            return product * (hi - lo);
    }
    return product;
}

static bool
is_counted(const struct twin_scale *scale, const struct twin_member *member,
           int tenths)
{
    if (!scale->has_counts)
        return tenths >= scale->count_from;
    bool is_within = tenths >= member->count_from && tenths <= member->count_to;
    return is_within != member->is_outside;
}

/* How many of the choices that were given. */
static int
n_counted(const struct twin_scale *scale, const struct twin_member *member,
          const struct twin_response *r, int picks)
{
    int n = 0;
    for (int i = 0; i < r->n_options; i++)
        n += (picks >> i & 1) && is_counted(scale, member, r->score[i]);
    return n;
}

/* Over whole numbers that a double holds, with one division at the end. */
static int
compare_ints(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static struct rational
rounded_to(struct rational a, int decimals, enum rounding round)
{
    struct rational half = rational_of(1, 2);
    for (int i = 0; i < decimals; i++)
        half = rational_divide(half, rational_of(10, 1));
    if (round == ROUND_NONE)
        return a;
    if (round == ROUND_HALF_UP)
        return rational_round(a, decimals);
    if (round == ROUND_DOWN)
        return rational_round(rational_subtract(a, half), decimals);
    struct rational below = rational_round(
        rational_subtract(rational_subtract(rational_of(0, 1), a), half),
        decimals);
    return rational_subtract(rational_of(0, 1), below);
}

/* By the last row that it reaches, or the first. */
static struct rational
converted(const struct twin_scale *scale, struct rational raw)
{
    struct rational seen =
        rounded_to(raw, scale->method == METHOD_SUM ? 0 : 2, scale->round);
    int row = 0;
    while (
        row + 1 < scale->n_metric
        && rational_compare(seen, rational_of(scale->metric_from[row + 1], 10))
               >= 0)
        row++;
    return rational_of(scale->metric[row], 10);
}

/* What unlike items come to: over 100, 'sum' of those answered. */
static struct rational
prorated_by_rule(const struct twin *twin, const struct twin_scale *scale,
                 const bool *is_answered, int64_t sum)
{
    int64_t all = 0;
    int64_t part = 0;
    int64_t lowest = 0;
    int64_t weights = 0;
    for (int i = 0; i < scale->n; i++) {
        const struct twin_member *member = &scale->members[i];
        int lo;
        int hi;
        twin_ends(twin, scale, member, &lo, &hi);
        bool is_by_range = scale->prorate == PRORATE_BY_RANGE;
        int64_t size = member->weight * (is_by_range ? hi - lo : 1);
        all += size;
        part += is_answered[i] ? size : 0;
        weights += member->weight;
        if (!is_by_range)
            continue;
        lowest += member->weight * lo;
        sum -= is_answered[i] ? member->weight * lo : 0;
    }
    struct rational whole = rational_add(
        rational_of(lowest, 100),
        rational_multiply(rational_of(all, part), rational_of(sum, 100)));
    return scale->method == METHOD_SUM
               ? whole
               : rational_divide(whole, rational_of(weights, 10));
}

int
twin_steps(const struct twin *twin, const struct twin_scale *scale,
           const struct twin_member *member, int *steps)
{
    const struct twin_response *r = &twin->responses[0];
    int n = 0;
    int lo;
    int hi;
    twin_ends(twin, scale, member, &lo, &hi);
    for (int tenths = lo; tenths <= hi; tenths++)
        for (int i = 0; i < r->n_options; i++)
            if (twin_coded(twin, scale, member, r->score[i]) == tenths
                && (!n || steps[n - 1] < tenths))
                steps[n++] = tenths;
    for (int i = 0; i < n / 2 && member->reversed; i++) {
        int kept = steps[i];
        steps[i] = lo + hi - steps[n - 1 - i];
        steps[n - 1 - i] = lo + hi - kept;
    }
    if (member->reversed && n % 2)
        steps[n / 2] = lo + hi - steps[n / 2];
    return n;
}

/* Of answering that much or more. */
static double
chance_from(const struct twin_member *member, int step, int n, double theta)
{
    if (step == 0)
        return 1;
    if (step == n)
        return 0;
    return 1
           / (1
              + exp(-member->slope / 10.0
                    * (theta - member->thresholds[step - 1] / 10.0)));
}

static double
chance(const struct twin *twin, const struct twin_scale *scale,
       const struct twin_member *member, int tenths, double theta)
{
    int steps[MAX_OPTIONS];
    int n = twin_steps(twin, scale, member, steps);
    int step = 0;
    while (steps[step] != tenths)
        step++;
    return chance_from(member, step, n, theta)
           - chance_from(member, step + 1, n, theta);
}

/* The mean of theta, weighed by how likely it and the answers are. */
static double
estimated(const struct twin *twin, const struct twin_scale *scale,
          const bool *is_answered, const int *keyed)
{
    double all = 0;
    double sum = 0;
    for (int q = -30; q <= 30; q++) {
        double theta = q / 5.0;
        double likely = exp(-theta * theta / 2);
        for (int i = 0; i < scale->n; i++)
            if (is_answered[i])
                likely *=
                    chance(twin, scale, &scale->members[i], keyed[i], theta);
        all += likely;
        sum += likely * theta;
    }
    return sum / all;
}

/* Whether it is one; adds to the score's items and answers. */
static bool
note_answer(const struct twin_scale *scale, const struct twin_answer *answer,
            struct twin_score *score, bool *is_bad)
{
    *is_bad |= answer->kind == TWIN_BAD;
    score->items += answer->kind != TWIN_NA || !scale->excluded;
    score->answered += answer->kind == TWIN_NUMBER;
    return answer->kind == TWIN_NUMBER;
}

static struct twin_score
score_items(const struct twin *twin, const struct twin_scale *scale,
            const struct twin_answer *answers)
{
    struct twin_score score = {0};
    int64_t sum = 0; /* over 100, of percentages over 10 times all widths */
    int64_t weights = 0;
    int least = INT_MAX;
    int most = INT_MIN;
    int n_count = 0;
    int all[MAX_ITEMS];
    int keyed[MAX_ITEMS];
    bool is_answered[MAX_ITEMS] = {false};
    bool is_bad = false;
    for (int i = 0; i < scale->n; i++) {
        const struct twin_member *member = &scale->members[i];
        const struct twin_answer *answer = &answers[member->item];
        if (!note_answer(scale, answer, &score, &is_bad))
            continue;
        int lo;
        int hi;
        int tenths = twin_coded(twin, scale, member, answer->score);
        twin_ends(twin, scale, member, &lo, &hi);
        if (member->reversed)
            tenths = lo + hi - tenths;
        is_answered[i] = true;
        keyed[i] = tenths;
        all[score.answered - 1] = tenths;
        weights += member->weight;
        if (scale->method == METHOD_PERCENT)
            sum += member->weight * (int64_t)100 * (tenths - lo)
                   * (all_widths(twin, scale) / (hi - lo));
        else
            sum += member->weight * tenths;
        least = tenths < least ? tenths : least;
        most = tenths > most ? tenths : most;
        n_count += is_counted(scale, member, tenths);
    }
    for (int i = 0; i < scale->n_sets; i++) {
        const struct twin_member *member = &scale->sets[i];
        const struct twin_answer *answer = &answers[TWIN_SETS + member->item];
        if (note_answer(scale, answer, &score, &is_bad))
            n_count +=
                n_counted(scale, member, &twin->sets[member->item].response,
                          answer->score);
    }
    if (is_bad)
        score.why = WHY_BAD;
    else if (score.items == 0)
        score.why = WHY_NOT_APPLICABLE;
    else if (score.answered == 0
             || !has_enough(twin, scale, score.answered, score.items))
        score.why = WHY_TOO_FEW;
    if (score.why != WHY_SCORED)
        return score;
    int v = score.answered;
    switch (scale->method) {
    case METHOD_MEAN:
        score.exact = scale->prorate
                          ? prorated_by_rule(twin, scale, is_answered, sum)
                          : rational_of(sum, 10 * weights);
        score.prorated = v < scale->n;
        break;
    case METHOD_PERCENT:
        score.exact = rational_of(sum, all_widths(twin, scale) * weights);
        score.prorated = v < scale->n;
        break;
    case METHOD_SUM:
        score.exact = scale->is_zero ? rational_of(sum, 100)
                      : scale->prorate
                          ? prorated_by_rule(twin, scale, is_answered, sum)
                          : rational_of(scale->n * sum, 100 * v);
        score.prorated = v < scale->n && !scale->is_zero;
        break;
    case METHOD_COUNT:
        score.exact = rational_of(n_count, 1);
        break;
    case METHOD_MIN:
        score.exact = rational_of(least, 10);
        break;
    case METHOD_MAX:
        score.exact = rational_of(most, 10);
        break;
    case METHOD_MEDIAN:
        qsort(all, (size_t)v, sizeof(*all), compare_ints);
        score.exact = rational_of(all[(v - 1) / 2] + all[v / 2], 20);
        break;
    case METHOD_EAP:
        score.value = estimated(twin, scale, is_answered, keyed);
        score.unsettled = score.value;
        return score;
    case METHOD_FORMULA:
    case N_SCALE_METHODS:
        fail();
    }
    if (scale->n_metric)
        score.exact = converted(scale, score.exact);
    /* Whole numbers that doubles hold: the quotient is the nearest double. */
    score.value = (double)score.exact.num / (double)score.exact.den;
    score.unsettled = score.value;
    return score;
}

/* As it is shown. */
static struct rational
shown(const struct twin_scale *scale, const struct twin_score *score)
{
    return scale->n_metric ? score->exact
                           : rounded_to(score->exact, 0, scale->round);
}

bool
twin_is_beyond(const struct twin_scale *scale, const struct twin_score *score)
{
    return rational_compare(shown(scale, score), rational_of(scale->cutoff, 10))
           >= 0;
}

int
twin_band(const struct twin_scale *scale, const struct twin_score *score)
{
    int band = -1;
    while (band + 1 < scale->n_bands
           && rational_compare(shown(scale, score),
                               rational_of(scale->bands[band + 1], 10))
                  >= 0)
        band++;
    return band;
}

/* ---- expressions, in plain words ---- */

enum state { KNOWN, MISSING, BAD };

/* A number twice: as doubles make it, and on paper, where every verdict is
   given.  A truth is 1 or 0. */
struct value {
    enum state state;
    double number;
    struct rational exact;
    bool is_beyond; /* fractions do not tell */
};

static const struct value missing = {.state = MISSING};
static const struct value beyond = {.state = MISSING, .is_beyond = true};

static struct value
known(double number, struct rational exact)
{
    if (!rational_known(exact))
        return beyond;
    return (struct value){KNOWN, exact.num == 0 ? 0 : number, exact, false};
}

static struct value
truth(bool holds)
{
    return known(holds, rational_of(holds, 1));
}

static struct value
tenths(int number)
{
    return known(number / 10.0, rational_of(number, 10));
}

/* Where a score stands in the norm, if that fits the person. */
static struct value
standing(char op, const struct twin_scale *scale,
         const struct twin_score *score, const struct twin_answer *sex)
{
    if (scale->norm_sex
        && (sex->kind != TWIN_NUMBER || sex->score != scale->norm_sex))
        return missing;
    struct rational exact = rational_divide(
        rational_subtract(score->exact, rational_of(scale->norm_mean, 10)),
        rational_of(scale->norm_sd, 10));
    double z = exact.num == 0 ? 0
                              : (score->value - scale->norm_mean / 10.0)
                                    / (scale->norm_sd / 10.0);
    if (op == 'z')
        return known(z, exact);
    return known(50 + 10 * z,
                 rational_add(rational_of(50, 1),
                              rational_multiply(rational_of(10, 1), exact)));
}

static struct value
leaf_value(const struct twin *twin, const struct twin_node *node,
           const struct twin_answer *answers)
{
    if (node->op == 'n')
        return tenths(node->value);
    if (node->op == 'x')
        return missing;
    if (node->op == 'F')
        return answers[TWIN_SEX].kind == TWIN_NUMBER
                   ? truth(answers[TWIN_SEX].score == 'f')
                   : missing;
    if (strchr("szt", node->op)) {
        struct twin_score score = twin_score(twin, node->value, answers);
        if (score.is_beyond)
            return beyond;
        if (score.why == WHY_SCORED && node->op != 's')
            return standing(node->op, &twin->scales[node->value], &score,
                            &answers[TWIN_SEX]);
        return score.why == WHY_SCORED
                   ? known(score.value, score.exact)
                   : (struct value){.state =
                                        score.why == WHY_BAD ? BAD : MISSING};
    }
    const struct twin_answer *answer =
        &answers[node->op == 'G' ? TWIN_AGE : node->value];
    if (answer->kind == TWIN_BAD)
        return (struct value){.state = BAD};
    if (node->op == 'A')
        return truth(answer->kind == TWIN_NUMBER);
    return answer->kind == TWIN_NUMBER ? tenths(answer->score) : missing;
}

static struct rational
rational_size(struct rational a)
{
    return a.num < 0 ? rational_subtract(rational_of(0, 1), a) : a;
}

static struct value
rounded(struct rational a)
{
    struct rational exact = rational_round(a, 1);
    return known((double)(int64_t)(exact.num * 10 / exact.den) / 10, exact);
}

/* What is 0 on paper is 0. */
static double
snapped(double number, struct rational exact)
{
    return exact.num == 0 ? 0 : number;
}

/* sd(a - b, a, a + b), which is |b|: their mean is a. */
static struct value
spread(struct value a, struct value b)
{
    struct rational three = rational_of(3, 1);
    struct rational less = rational_subtract(a.exact, b.exact);
    double low = snapped(a.number - b.number, less);
    double high = snapped(a.number + b.number, rational_add(a.exact, b.exact));
    double sum = snapped(low + a.number, rational_add(less, a.exact));
    sum = snapped(sum + high, rational_multiply(three, a.exact));
    double of_low = snapped(low - sum / 3, b.exact);
    double of_high = snapped(high - sum / 3, b.exact);
    return known(sqrt((of_low * of_low + of_high * of_high) / 2),
                 rational_size(b.exact));
}

/* median(a, b, 1) */
static struct value
middle(struct value a, struct value b)
{
    struct value one = tenths(10);
    struct value low = a.number < b.number ? a : b;
    struct value high = a.number < b.number ? b : a;
    return one.number < low.number    ? low
           : one.number > high.number ? high
                                      : one;
}

static struct value
plain_result(char op, struct value a, struct value b)
{
    volatile double square = 2; /* else the compiler multiplies */
    struct rational x = a.exact;
    struct rational y = b.exact;
    switch (op) {
    case '+':
    case 'S':
        return known(a.number + b.number, rational_add(x, y));
    case '-':
        return known(a.number - b.number, rational_subtract(x, y));
    case '*':
        return known(a.number * b.number, rational_multiply(x, y));
    case '/':
        return y.num == 0 ? missing
                          : known(a.number / b.number, rational_divide(x, y));
    case '%':
        return y.num == 0
                   ? missing
                   : known(fmod(a.number, b.number), rational_modulo(x, y));
    case 'M':
        return known(plain_result('+', a, b).number / 2,
                     rational_divide(rational_add(x, y), rational_of(2, 1)));
    case 'L':
        return known(fmin(a.number, b.number),
                     rational_compare(x, y) < 0 ? x : y);
    case '<':
        return truth(rational_compare(x, y) < 0);
    case 'g':
        return truth(rational_compare(x, y) >= 0);
    case '=':
        return truth(rational_compare(x, y) == 0);
    case '!':
        return truth(x.num == 0);
    case 'q':
        return known(sqrt(a.number * a.number), rational_size(x));
    case 'l':
        return known(exp(log(fabs(a.number) + 1)),
                     rational_add(rational_size(x), rational_of(1, 1)));
    case 'p':
        return known(pow(a.number, square), rational_multiply(x, x));
    case 'D':
        return spread(a, b);
    case 'm':
        return middle(a, b);
    default:
        return rounded(x);
    }
}

static struct value
strict_value(const struct twin_node *node, struct value a, struct value b)
{
    if (a.state == MISSING || b.state == MISSING)
        return missing;
    if (strchr("<g=", node->op)
        && !rational_known(rational_subtract(a.exact, b.exact)))
        return beyond;
    return plain_result(node->op, a, b);
}

static struct value
node_value(const struct twin *twin, int idx, const struct twin_answer *answers)
{
    const struct twin_node *node = &twin->nodes[idx];
    bool is_single = strchr(TWIN_SINGLE, node->op);
    if (strchr(TWIN_LEAVES, node->op))
        return leaf_value(twin, node, answers);
    struct value a = node_value(twin, node->args[0], answers);
    if (a.is_beyond)
        return beyond;
    struct value b = is_single ? a : node_value(twin, node->args[1], answers);
    if (node->op == '?') {
        if (a.state != KNOWN)
            return a;
        return a.number == 1 ? b : node_value(twin, node->args[2], answers);
    }
    if (b.is_beyond)
        return beyond;
    if (a.state == BAD || b.state == BAD)
        return (struct value){.state = BAD};
    if (node->op == 'C')
        return a.state == KNOWN ? a : b;
    if (node->op == '&' || node->op == '|') {
        bool decides = node->op == '|';
        if ((a.state == KNOWN && a.number == decides)
            || (b.state == KNOWN && b.number == decides))
            return truth(decides);
        return a.state == KNOWN && b.state == KNOWN ? truth(!decides) : missing;
    }
    return strict_value(node, a, b);
}

/* Which items and scales an expression names. */
static void
find_named(const struct twin *twin, int idx, bool *items, bool *scales)
{
    const struct twin_node *node = &twin->nodes[idx];
    int n_args = strchr(TWIN_LEAVES, node->op)   ? 0
                 : strchr(TWIN_SINGLE, node->op) ? 1
                                                 : 2;
    if (node->op == '?')
        n_args = 3;
    if (node->op == 'i' || node->op == 'A')
        items[node->value] = true;
    if (strchr("szt", node->op))
        scales[node->value] = true;
    for (int i = 0; i < n_args; i++)
        find_named(twin, node->args[i], items, scales);
}

struct named {
    int n_known;
    int n_bad;
    int n_applicable;
    bool is_prorated;
};

static struct named
count_named(const struct twin *twin, int root,
            const struct twin_answer *answers)
{
    struct named named = {0};
    bool items[MAX_ITEMS] = {false};
    bool scales[MAX_SCALES] = {false};
    find_named(twin, root, items, scales);
    for (int i = 0; i < twin->n_items; i++) {
        if (!items[i])
            continue;
        named.n_known += answers[i].kind == TWIN_NUMBER;
        named.n_bad += answers[i].kind == TWIN_BAD;
        named.n_applicable += answers[i].kind != TWIN_NA;
    }
    for (int i = 0; i < twin->n_scales; i++) {
        if (!scales[i])
            continue;
        struct twin_score score = twin_score(twin, i, answers);
        named.n_known += score.why == WHY_SCORED;
        named.n_bad += score.why == WHY_BAD;
        named.n_applicable++;
        named.is_prorated |= score.prorated;
    }
    return named;
}

static struct twin_score
score_formula(const struct twin *twin, const struct twin_scale *scale,
              const struct twin_answer *answers)
{
    struct value value = node_value(twin, scale->formula, answers);
    struct named named = count_named(twin, scale->formula, answers);
    struct twin_score score = {
        .answered = named.n_known,
        .items = named.n_applicable,
    };
    double number;
    score.is_beyond = value.is_beyond;
    if (value.state == BAD || (value.state == MISSING && named.n_bad))
        score.why = WHY_BAD;
    else if (value.state == MISSING)
        score.why = WHY_OPERAND;
    else if (rational_compare(value.exact, rational_of(500, 1)) > 0
             || rational_compare(value.exact, rational_of(-500, 1)) < 0)
        score.why = WHY_OUTSIDE;
    if (score.why != WHY_SCORED)
        return score;
    score.exact = value.exact;
    score.unsettled = value.number;
    score.value =
        rational_is_short(value.exact, 9, &number) ? number : value.number;
    score.prorated = named.is_prorated;
    return score;
}

struct twin_score
twin_score(const struct twin *twin, int scale_idx,
           const struct twin_answer *answers)
{
    const struct twin_scale *scale = &twin->scales[scale_idx];
    return scale->method == METHOD_FORMULA ? score_formula(twin, scale, answers)
                                           : score_items(twin, scale, answers);
}

/* Whether what it lacks was not to be asked, all of it. */
static bool
lacks_idle(const struct twin *twin, int root, const struct twin_answer *answers)
{
    bool items[MAX_ITEMS] = {false};
    bool scales[MAX_SCALES] = {false};
    int n_idle = 0;
    find_named(twin, root, items, scales);
    for (int i = 0; i < twin->n_items; i++) {
        if (!items[i] || answers[i].kind == TWIN_NUMBER)
            continue;
        if (!answers[i].is_idle)
            return false;
        n_idle++;
    }
    return n_idle > 0;
}

static void
close_gate(const struct twin *twin, int gate, struct twin_answer *answers,
           int idx)
{
    if (gate < 0)
        return;
    struct value value = node_value(twin, gate, answers);
    assert_false(value.is_beyond);
    bool is_shut = value.state == KNOWN && value.number == 0;
    if (is_shut)
        answers[idx] = (struct twin_answer){.kind = TWIN_NA};
    answers[idx].is_idle =
        is_shut || (value.state == MISSING && lacks_idle(twin, gate, answers));
}

void
twin_close_gates(const struct twin *twin, struct twin_answer *answers)
{
    for (int i = 0; i < twin->n_items; i++)
        close_gate(twin, twin->items[i].gate, answers, i);
    for (int i = 0; i < twin->n_sets; i++)
        close_gate(twin, twin->sets[i].gate, answers, TWIN_SETS + i);
}

static enum alert_notice
notice_of(const struct twin_item *item, const struct twin_answer *answer,
          struct value when)
{
    bool is_listed = item->lists_unanswered && !answer->is_idle;
    if (when.state == KNOWN && when.number == 1)
        return NOTICE_FIRED;
    if (is_listed && answer->kind == TWIN_BLANK)
        return NOTICE_UNANSWERED;
    if (when.state != KNOWN || (is_listed && answer->kind != TWIN_NUMBER))
        return NOTICE_UNDECIDED;
    return NOTICE_NONE;
}

struct twin_alert_result
twin_alert(const struct twin *twin, int item_idx,
           const struct twin_answer *answers)
{
    const struct twin_item *item = &twin->items[item_idx];
    struct value when = node_value(twin, item->alert, answers);
    bool has_bad = count_named(twin, item->alert, answers).n_bad > 0;
    return (struct twin_alert_result){
        .why = when.state == KNOWN ? WHY_SCORED
               : has_bad           ? WHY_BAD
                                   : WHY_OPERAND,
        .notice = notice_of(item, &answers[item_idx], when),
        .is_beyond = when.is_beyond,
    };
}

struct twin_class_result
twin_class(const struct twin *twin, int class_idx,
           const struct twin_answer *answers)
{
    const struct twin_class *class = &twin->classes[class_idx];
    for (int i = 0; i < class->n_cases; i++) {
        int test = class->tests[i];
        struct value value =
            test < 0 ? truth(true) : node_value(twin, test, answers);
        if (value.is_beyond)
            return (struct twin_class_result){.which = -1, .is_beyond = true};
        if (value.state == KNOWN && value.number == 1)
            return (struct twin_class_result){.why = WHY_SCORED, .which = i};
        if (value.state == KNOWN)
            continue;
        bool is_bad =
            value.state == BAD || count_named(twin, test, answers).n_bad > 0;
        return (struct twin_class_result){.why = is_bad ? WHY_BAD : WHY_OPERAND,
                                          .which = -1};
    }
    return (struct twin_class_result){.why = WHY_NO_CASE, .which = -1};
}
