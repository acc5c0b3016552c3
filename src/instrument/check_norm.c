/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the figures that a scale is judged by: norms, norm tables,
   reliabilities, change and minimal important change. */
#include "instrument/checking.h"

#include <math.h>
#include "instrument/calibration.h"
#include "instrument/grammar.h"
#include "instrument/method.h"
#include "instrument/read.h"

static void
check_fits(const struct checking *c, const struct xml_element *at)
{
    checking_ends(c, at, "age-from", "age-to", true);
}

/* ---- norm tables ---- */

static bool
is_whole(struct decimal number)
{
    double value = decimal_value(number);
    return floor(value) == value;
}

/* Whether fewer answers than items may do. */
static bool
may_prorate(const struct checking *c, const struct scale *scale)
{
    if (!scale->min_answered.all)
        return true;
    for (size_t i = 0; i < scale->n_members; i++)
        if (scale->not_applicable == NOT_APPLICABLE_EXCLUDED
            && c->instrument->items[scale->members[i].item_idx]
                   .can_be_not_applicable)
            return true;
    return false;
}

/* Whether a score made of scores need not be one of them. */
static bool
may_lie_between(const struct checking *c, const struct scale *scale)
{
    switch (method_of(scale)->join) {
    case JOIN_MIDDLE:
        return scale->n_members > 1
               && (scale->n_members % 2 == 0 || may_prorate(c, scale));
    case JOIN_SUM:
    case JOIN_ESTIMATE:
    case JOIN_FORMULA:
        return true;
    case JOIN_LEAST:
    case JOIN_GREATEST:
        break;
    }
    return false;
}

/* Whether a sum of weighed scores may be divided by more than 1. */
static bool
is_divided(const struct checking *c, const struct scale *scale)
{
    switch (method_blanks(scale)) {
    case BLANKS_AVERAGE:
        return scale->n_members > 1;
    case BLANKS_PRORATED:
        return scale->n_members > 1 && may_prorate(c, scale);
    case BLANKS_NOTHING:
        break;
    }
    return false;
}

static bool
can_be_fractional(const struct checking *c, const struct scale *scale)
{
    bool weighs = false;
    switch (method_of(scale)->term) {
    case TERM_TRUTH:
        return false;
    case TERM_SHARE:
    case TERM_OPERAND:
        return true;
    case TERM_WEIGHED:
        if (is_divided(c, scale))
            return true;
        weighs = method_blanks(scale) != BLANKS_AVERAGE;
        break;
    case TERM_SCORE:
        if (may_lie_between(c, scale))
            return true;
        break;
    }
    for (size_t i = 0; i < scale->n_members; i++) {
        const struct member *member = &scale->members[i];
        if (member->decimals != 0 || (weighs && !is_whole(member->weight)))
            return true;
    }
    return false;
}

static void
check_row_value(const struct checking *c, const struct norm_table *table,
                const struct norm_row *row)
{
    static const struct {
        double least;
        double most;
        bool is_whole;
        const char *hint;
    } kinds[] = {
        [NORM_T] = {0, 120, false, "T scores lie between 0 and 120"},
        [NORM_PERCENTILE] = {0, 100, false, "percentiles lie from 0 to 100"},
        [NORM_STANINE] = {1, 9, true, "stanines are 1 to 9"},
        [NORM_STEN] = {1, 10, true, "sten scores are 1 to 10"},
        [NORM_METRIC] = {-HUGE_VAL, HUGE_VAL, false, NULL},
    };
    double value = decimal_value(row->value);
    if (!attribute_is_number(row->at, "value")
        || !attribute_is_name(table->at, "gives", grammar_norm_scores)
        || (value >= kinds[table->gives].least
            && value <= kinds[table->gives].most
            && (!kinds[table->gives].is_whole || is_whole(row->value))))
        return;
    attribute_problem(c->diag, MSG_NUMBER_OUT_OF_RANGE, row->at, "value");
    diag_hint(c->diag, "%s", kinds[table->gives].hint);
}

/* A table climbs or falls; 'trend' is 1 or -1 once it has done either. */
static void
check_row_order(const struct checking *c, const struct norm_row *row,
                int *trend)
{
    const struct norm_row *before = row - 1;
    if (attribute_is_number(row->at, "from")
        && attribute_is_number(before->at, "from")
        && decimal_compare(before->from, row->from) >= 0) {
        attribute_problem(c->diag, MSG_NOT_ASCENDING, row->at, "from");
        diag_hint(c->diag, "each row begins above the one before it");
    }
    if (!attribute_is_number(row->at, "value")
        || !attribute_is_number(before->at, "value"))
        return;
    int step = decimal_compare(row->value, before->value);
    if (step * *trend < 0) {
        attribute_problem(c->diag, MSG_NOT_ASCENDING, row->at, "value");
        diag_hint(c->diag, "a norm table climbs or falls, it never turns");
    } else if (step) {
        *trend = step > 0 ? 1 : -1;
    }
}

/* What a metric needs and takes, and what no other table does. */
static void
check_metric(const struct checking *c, const struct scale *scale,
             const struct norm_table *table)
{
    static const char *const of_norms[] = {"sex", "age-from", "age-to", "lang",
                                           "group"};
    bool is_metric = table->gives == NORM_METRIC;
    for (size_t i = 0; i < table->n_rows; i++) {
        checking_between(c, table->rows[i].at, "se", 0, HUGE_VAL);
        if (!is_metric)
            checking_idle(c, table->rows[i].at, "se", "gives=\"metric\"");
    }
    if (!is_metric) {
        checking_idle(c, table->at, "title", "gives=\"metric\"");
        return;
    }
    for (size_t i = 0; i < N_ELEMENTS(of_norms); i++)
        checking_idle(c, table->at, of_norms[i],
                      "norms: a metric is the same for everybody");
    if (!table->title) {
        attribute_problem(c->diag, MSG_ATTRIBUTE_NEEDED, table->at, "gives");
        diag_hint(c->diag, "say in 'title' what the metric is called");
    }
    if (!method_join_of(scale)->adds) {
        attribute_problem(c->diag, MSG_ATTRIBUTE_VALUE, table->at, "gives");
        diag_hint(c->diag, "it goes with a sum, mean, percent or count");
    }
    if (table > scale->metric) {
        checking_element_problem(c, MSG_ELEMENT_REPEATED, table->at);
        diag_hint(c->diag, "a score has one metric");
    }
}

static void
check_table(const struct checking *c, const struct scale *scale,
            const struct norm_table *table)
{
    int trend = table->gives == NORM_METRIC; /* which never falls */
    check_metric(c, scale, table);
    for (size_t i = 0; i < table->n_rows; i++) {
        const struct norm_row *row = &table->rows[i];
        check_row_value(c, table, row);
        if (i > 0) {
            check_row_order(c, row, &trend);
            checking_attainable(c, scale, row->at, "from");
        } else if (attribute_is_number(row->at, "from")
                   && checking_has_ends(scale)
                   && !checking_begins(scale, decimal_value(row->from))) {
            attribute_problem(c->diag, MSG_START_NOT_LOWEST, row->at, "from");
            diag_hint(c->diag, "every attainable score of '%s' needs a row",
                      scale->id);
        }
    }
    check_fits(c, table->at);
    checking_source(c, table->at, table->source);
    if (can_be_fractional(c, scale) && !attribute_given(scale->at, "round")) {
        checking_element_problem(c, MSG_ROUND_NEEDED, table->at);
        diag_hint(c->diag,
                  "round=\"half-up\" or \"half-even\" on '%s', as "
                  "the table's source has it",
                  scale->id);
    }
}

/* ---- norms and reliabilities ---- */

static void
check_reliability(const struct checking *c,
                  const struct reliability *reliability)
{
    checking_between(c, reliability->at, "value", 0, 1);
    checking_source(c, reliability->at, reliability->source);
    if (reliability->kind == RELIABILITY_RETEST
        && !attribute_given(reliability->at, "days")) {
        attribute_problem(c->diag, MSG_DAYS_MISSING, reliability->at, "id");
        diag_hint(c->diag, "say in 'days' how far apart the two tests were");
    }
    if (reliability->kind != RELIABILITY_RETEST
        && attribute_is_name(reliability->at, "kind", grammar_reliabilities)
        && attribute_given(reliability->at, "days")) {
        xml_problem(c->diag, MSG_ATTRIBUTE_IDLE,
                    xml_name_spot(reliability->at, "days"), "'days'");
        diag_hint(c->diag, "it goes with kind=\"retest\"");
    }
}

void
check_norms(const struct checking *c, const struct scale *scale)
{
    /* --norm names either. */
    const struct checked_list norms[] = {
        CHECKED(scale, norms),
        CHECKED(scale, norm_tables),
        CHECKED_LIST(scale->metric, scale->n_metrics),
    };
    for (size_t i = 0; i < scale->n_norms; i++) {
        const struct norm *norm = &scale->norms[i];
        checking_attainable(c, scale, norm->at, "mean");
        checking_between(c, norm->at, "sd", 0, HUGE_VAL);
        check_fits(c, norm->at);
        checking_source(c, norm->at, norm->source);
    }
    for (size_t i = 0; i < scale->n_norm_tables; i++)
        check_table(c, scale, &scale->norm_tables[i]);
    struct scale before = scale_before_metric(scale);
    before.metric = scale->metric;
    for (size_t i = 0; i < scale->n_metrics; i++)
        check_table(c, &before, &scale->metric[i]);
    checking_doubles(c, norms, N_ELEMENTS(norms), "norms of this scale");
    for (size_t i = 0; i < scale->n_reliabilities; i++)
        check_reliability(c, &scale->reliabilities[i]);
    checking_doubles(c, &CHECKED(scale, reliabilities), 1,
                     "reliabilities of this scale");
}

/* ---- change ---- */

#define BIT(method) (1u << CHANGE_##method)

/* What each method's formula is made of: Jacobson & Truax 1991; Gulliksen,
   Lord & Novick and Hsu, Linn & Lord in Hsu 1989; Edwards & Nunnally in Speer
   1992; Nunnally & Kotsch 1983; Hageman & Arrindell 1999. */
static const unsigned int by_norm =
    BIT(JACOBSON_TRUAX) | BIT(GLN) | BIT(HLL) | BIT(EN) | BIT(NK) | BIT(HA);

static void
check_change_form(const struct checking *c, const struct scale *scale,
                  const struct change *change)
{
    const struct checked_attribute attributes[] = {
        /* Of points they are those of the error of one score. */
        {"norm", by_norm, by_norm | BIT(POINTS)},
        {"norm-post", BIT(HLL) | BIT(HA), BIT(HLL) | BIT(HA)},
        {"reliability", by_norm, by_norm | BIT(POINTS)},
        {"reliability-post", BIT(NK), BIT(NK)},
        {"r12", BIT(HA), BIT(HA)},
        {"level", 0, by_norm | BIT(ERRORS)},
        {"at", BIT(POINTS), BIT(POINTS)},
        {NULL, 0, 0},
    };
    checking_method(c, change->at, (int)change->method, attributes,
                    grammar_change_methods);
    checking_between(c, change->at, "level", 0, 1);
    checking_between(c, change->at, "r12", -1, 1);
    checking_between(c, change->at, "at", 0, HUGE_VAL);
    if (change->method == CHANGE_POINTS)
        checking_source(c, change->at, change->source);
    if (change->method != CHANGE_ERRORS || scale->calibration)
        return;
    attribute_problem(c->diag, MSG_ATTRIBUTE_VALUE, change->at, "method");
    diag_hint(c->diag, "it goes with method=\"eap\", whose scores have errors "
                       "of their own");
}

static void
check_change(const struct checking *c, const struct scale *scale,
             const struct change *change)
{
    const struct xml_element *at = change->at;
    struct checked_list norms = CHECKED(scale, norms);
    struct checked_list reliabilities = CHECKED(scale, reliabilities);
    check_change_form(c, scale, change);
    checking_part(c, at, "norm", norms);
    checking_part(c, at, "norm-post", norms);
    checking_part(c, at, "reliability", reliabilities);
    checking_part(c, at, "reliability-post", reliabilities);
    checking_part(c, at, "cutoff", CHECKED(scale, cutoffs));
    if (scale->n_changes > 1 && !attribute_given(at, "id")) {
        xml_problem(c->diag, MSG_ATTRIBUTE_NEEDED, xml_element_spot(at),
                    "'id'");
        diag_hint(c->diag, "a scale with several ways to judge change names "
                           "each");
    }
}

void
check_changes(const struct checking *c, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_changes; i++)
        check_change(c, scale, &scale->changes[i]);
    checking_doubles(c, &CHECKED(scale, changes), 1, "changes of this scale");
    for (size_t i = 0; i < scale->n_mics; i++) {
        checking_between(c, scale->mics[i].at, "value", 0, HUGE_VAL);
        checking_source(c, scale->mics[i].at, scale->mics[i].source);
    }
}

/* ---- figures that say less than they seem to ---- */

/* By its formula 2 (1 - Φ(1.96 / √(1 + r))) of 100 pairs without change. */
static void
check_level(const struct change *change, struct diag *diag)
{
    if (change->method != CHANGE_EN || !attribute_given(change->at, "level"))
        return;
    attribute_problem(diag, MSG_LEVEL_NOT_KEPT, change->at, "level");
    diag_hint(diag, "without any change 13 to 16 of 100 pairs are beyond the "
                    "limit of \"en\" at 0.95 (reliability 0.7 to 0.9); "
                    "jacobson-truax and gln keep to 5");
}

static bool
has_percentiles(const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_norm_tables; i++)
        if (scale->norm_tables[i].gives == NORM_PERCENTILE)
            return true;
    return false;
}

/* A percentile from mean and sd takes scores for normally distributed; where
   the scale ends within two sds of the mean they hardly are. */
static void
check_spread(const struct scale *scale, const struct norm *norm,
             struct diag *diag)
{
    double mean = decimal_value(norm->mean);
    double two = 2 * decimal_value(norm->sd);
    bool is_low = mean - two < scale->lo;
    struct buf end SCOPED(buf_clear) = {0};
    if (!is_low && mean + two <= scale->hi)
        return;
    attribute_problem(diag, MSG_NORM_NOT_NORMAL, norm->at, "sd");
    num_add(&end, is_low ? scale->lo : scale->hi);
    diag_hint(diag,
              "two sds %s the mean lie beyond the scale's end %s: percentiles "
              "from mean and sd mislead there; a norm-table says better",
              is_low ? "below" : "above", buf_text(&end));
}

/* An estimate goes up with each answer, but what a sum of answers leaves open
   need not: where it does not, to read scores off sums would mislead, and the
   parameters deserve a second look. */
static void
check_sums(const struct scale *scale, struct diag *diag)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    size_t n;
    const struct irt_estimate *sums = calibration_sums(scale, &n, arena);
    for (size_t i = 1; sums && i < n; i++) {
        double before = sums[i - 1].theta;
        double here = sums[i].theta;
        if (here >= before)
            continue;
        struct buf values SCOPED(buf_clear) = {0};
        num_add_fixed(&values, before, 2);
        buf_addf(&values, ", to %zu only to ", i);
        num_add_fixed(&values, here, 2);
        attribute_problem(diag, MSG_SUMS_TURN, scale->calibration->at, "model");
        diag_hint(diag,
                  "answers from 0 that add up to %zu come to %s: are all 'a' "
                  "and 'b' those of these items?",
                  i - 1, buf_text(&values));
        return;
    }
}

void
instrument_check_figures(const struct instrument *instrument, struct diag *diag)
{
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        if (scale->calibration)
            check_sums(scale, diag);
        for (size_t k = 0; k < scale->n_changes; k++)
            check_level(&scale->changes[k], diag);
        for (size_t k = 0; k < scale->n_norms && !has_percentiles(scale); k++)
            check_spread(scale, &scale->norms[k], diag);
    }
}
