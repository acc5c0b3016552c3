/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of one scale: which attributes its method takes, what stands in
   for missing answers, its bands and cut-offs. */
#include "instrument/checking.h"

#include <math.h>
#include "instrument/grammar.h"
#include "instrument/method.h"
#include "instrument/units.h"

static void
check_attributes(const struct checking *c, const struct scale *scale)
{
    unsigned int of_items = 0;
    unsigned int counting = 0;
    unsigned int weighed = 0;
    unsigned int sum = 0;
    unsigned int formula = 0;
    for (unsigned int i = 0; i < N_SCALE_METHODS; i++) {
        *(scale_methods[i].join == JOIN_FORMULA ? &formula : &of_items) |= 1u
                                                                           << i;
        counting |= scale_methods[i].term == TERM_TRUTH ? 1u << i : 0;
        weighed |= scale_methods[i].term == TERM_WEIGHED ? 1u << i : 0;
        sum |= scale_methods[i].blanks == BLANKS_PRORATED ? 1u << i : 0;
    }
    if (scale->blanks)
        weighed = 0;
    unsigned int with_source = scale->blanks ? sum : weighed;
    if (!scale->prorate && !scale->blanks)
        with_source = 0;
    unsigned int listed = scale->n_counts ? counting : 0;
    const struct checked_attribute attributes[] = {
        {"items", of_items & ~listed, of_items & ~listed},
        {"reversed", 0, of_items},
        {"min-answered", of_items, of_items},
        {"not-applicable", 0, of_items},
        {"prorate", 0, weighed},
        {"blanks", 0, sum},
        {"source", 0, with_source},
        {"count-if", counting & ~listed, counting & ~listed},
        {"formula", formula, formula},
        {"min", formula, formula},
        {"max", formula, formula},
        {NULL, 0, 0},
    };
    checking_method(c, scale->at, (int)scale->method, attributes,
                    scale_method_names);
    if (!method_has_items(scale))
        checking_ends(c, scale->at, "min", "max", false);
    if (scale->decimals > INSTRUMENT_LIMIT_DECIMALS) {
        attribute_problem(c->diag, MSG_NUMBER_OUT_OF_RANGE, scale->at,
                          "decimals");
        diag_hint(c->diag, "at most %d", INSTRUMENT_LIMIT_DECIMALS);
    }
}

/* Elements that only some methods take. */
static void
check_lists(const struct checking *c, const struct scale *scale)
{
    bool counts = method_of(scale)->term == TERM_TRUTH;
    for (size_t i = 0; i < scale->n_counts && !counts; i++) {
        checking_element_problem(c, MSG_ELEMENT_UNKNOWN, scale->counts[i].at);
        diag_hint(c->diag, "it goes with method=\"count\"");
    }
    bool estimates = method_of(scale)->join == JOIN_ESTIMATE;
    bool is_known = attribute_is_name(scale->at, "method", scale_method_names);
    if (scale->calibration && !estimates && is_known) {
        checking_element_problem(c, MSG_ELEMENT_UNKNOWN,
                                 scale->calibration->at);
        diag_hint(c->diag, "it goes with method=\"eap\"");
    } else if (estimates && !scale->calibration) {
        attribute_problem(c->diag, MSG_ATTRIBUTE_NEEDED, scale->at, "method");
        diag_hint(c->diag, "a <calibration> says how its items were "
                           "calibrated");
    }
    for (size_t i = 0; i < scale->n_recodes && !method_has_items(scale); i++) {
        checking_element_problem(c, MSG_ELEMENT_UNKNOWN, scale->recodes[i].at);
        diag_hint(c->diag, "it goes with the items of a scale");
    }
    if (scale->units && scale->units->is_too_wide) {
        attribute_problem(c->diag, MSG_DIGITS, scale->at, "items");
        diag_hint(c->diag,
                  "give its weights fewer digits, and the ranges of its "
                  "items ends with fewer, or a step");
    }
}

/* Where the items of a scale are named. */
static struct xml_spot
items_spot(const struct scale *scale)
{
    return scale->n_counts ? xml_value_spot(scale->counts[0].at, "items")
                           : xml_value_spot(scale->at, "items");
}

/* ---- missing answers ---- */

static const struct item *
item_of(const struct checking *c, const struct member *member)
{
    return &c->instrument->items[member->item_idx];
}

/* The first member that may be not applicable, or NULL. */
static const struct member *
gated_member(const struct checking *c, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_members; i++)
        if (item_of(c, &scale->members[i])->can_be_not_applicable)
            return &scale->members[i];
    return NULL;
}

static void
check_not_applicable(const struct checking *c, const struct scale *scale)
{
    const struct member *gated = gated_member(c, scale);
    if (!gated || scale->not_applicable != NOT_APPLICABLE_UNSAID
        || attribute_given(scale->at, "not-applicable"))
        return;
    xml_problem(c->diag, MSG_NOT_APPLICABLE_UNSAID, items_spot(scale), "'%s'",
                item_of(c, gated)->id);
    diag_hint(c->diag, "say not-applicable=\"excluded\" (it leaves the count "
                       "of items) or \"counted\" (it is a blank)");
}

static void
add_member(struct buf *buf, const struct checking *c,
           const struct member *member)
{
    buf_addf(buf, "'%s' ", item_of(c, member)->id);
    num_add(buf, member->lo);
    buf_add_text(buf, "..");
    num_add(buf, member->hi);
    buf_add_text(buf, " times ");
    num_add(buf, decimal_value(member->weight));
}

/* A mean or a sum with blanks lets the answered items stand in for the
   others, which is right only where all are alike.  An item that is not
   applicable and leaves the count is such a blank too. */
static void
check_prorating(const struct checking *c, const struct scale *scale)
{
    bool excludes = scale->not_applicable == NOT_APPLICABLE_EXCLUDED
                    && gated_member(c, scale);
    if (!method_needs_alike(scale) || scale->can_prorate || !scale->n_members
        || !attribute_given(scale->at, "min-answered")
        || (scale->min_answered.all && !excludes))
        return;
    const char *attribute =
        scale->min_answered.all ? "not-applicable" : "min-answered";
    struct buf detail SCOPED(buf_clear) = {0};
    add_member(&detail, c, &scale->members[0]);
    buf_add_text(&detail, ", ");
    add_member(&detail, c, scale_unlike_member(scale));
    xml_problem(c->diag, MSG_CANNOT_PRORATE,
                xml_value_spot(scale->at, attribute), "%s", buf_text(&detail));
    diag_hint(c->diag,
              scale->min_answered.all
                  ? "not-applicable=\"counted\", method=\"percent\", or "
                    "'prorate' with its source"
                  : "min-answered=\"all\", method=\"percent\", or "
                    "'prorate' with its source");
}

/* What a scale says of unlike items and of blanks must be possible. */
static void
check_rules(const struct checking *c, const struct scale *scale)
{
    const struct member *first = scale->members;
    const char *rule = scale->blanks ? "blanks" : "prorate";
    if (attribute_given(scale->at, rule)
        && !attribute_given(scale->at, "source")) {
        xml_problem(c->diag, MSG_ATTRIBUTE_NEEDED,
                    xml_value_spot(scale->at, rule), "'source'");
        diag_hint(c->diag, "who published that blanks count so");
    }
    if (scale->blanks && scale->not_applicable == NOT_APPLICABLE_EXCLUDED) {
        attribute_problem(c->diag, MSG_ATTRIBUTE_VALUE, scale->at,
                          "not-applicable");
        diag_hint(c->diag, "where blanks count as 0, what does not apply is "
                           "\"counted\" as a blank");
    }
    for (size_t i = 1;
         i < scale->n_members && scale->prorate == PRORATE_BY_WEIGHT
         && method_of(scale)->term == TERM_WEIGHED;
         i++) {
        if (scale->members[i].lo == first->lo
            && scale->members[i].hi == first->hi)
            continue;
        attribute_problem(c->diag, MSG_CANNOT_PRORATE, scale->at, "prorate");
        diag_hint(c->diag, "'%s' has another range: prorate=\"by-range\"",
                  item_of(c, &scale->members[i])->id);
        return;
    }
}

static void
check_shares(const struct checking *c, const struct scale *scale)
{
    if (method_of(scale)->term != TERM_SHARE
        && scale->prorate != PRORATE_BY_RANGE)
        return;
    for (size_t i = 0; i < scale->n_members; i++) {
        const struct member *member = &scale->members[i];
        const struct item *item = item_of(c, member);
        enum response_kind kind = item->response->kind;
        if (member->lo < member->hi || kind != RESPONSE_CHOICES
            || item->response->multiple)
            continue;
        xml_problem(c->diag, MSG_ITEM_NOT_SCORED, items_spot(scale), "'%s'",
                    item->id);
        diag_hint(c->diag, "its answers all have one score, so that it has "
                           "no share of a range");
    }
}

/* ---- bands and cut-offs ---- */

/* 'idx' is the band's place in its own set. */
static void
check_band(const struct checking *c, const struct scale *scale,
           const struct band *band, size_t idx)
{
    checking_words(c, band->at, band->label);
    if (!attribute_is_number(band->at, "from"))
        return;
    double from = decimal_value(band->from);
    if (idx > 0 && attribute_is_number(band[-1].at, "from")
        && decimal_compare(band[-1].from, band->from) >= 0) {
        attribute_problem(c->diag, MSG_NOT_ASCENDING, band->at, "from");
        diag_hint(c->diag, "each band begins above the one before it");
        return;
    }
    if (idx > 0) {
        checking_attainable(c, scale, band->at, "from");
    } else if (checking_has_ends(scale) && !checking_begins(scale, from)) {
        attribute_problem(c->diag, MSG_START_NOT_LOWEST, band->at, "from");
        diag_hint(c->diag, "the lowest score of '%s' is %s", scale->id,
                  num_text(scale_lowest(scale), c->arena));
    }
}

/* What follows on a part for everybody would be nobody's. */
static void
check_fits(const struct checking *c, const struct xml_element *at,
           const struct fits *before)
{
    checking_ends(c, at, "age-from", "age-to", true);
    if (!before || before->bit)
        return;
    checking_element_problem(c, MSG_NOT_ASCENDING, at);
    diag_hint(c->diag, "the one before it is for everybody, and the first that "
                       "fits is taken");
}

static void
check_band_set(const struct checking *c, const struct scale *scale,
               const struct band_set *set)
{
    const struct band *bands = &scale->bands[set->first];
    const struct band_set *before = set > scale->band_sets ? set - 1 : NULL;
    for (size_t i = 0; i < set->n_bands; i++)
        check_band(c, scale, &bands[i], i);
    checking_doubles(c, &CHECKED_LIST(bands, set->n_bands), 1,
                     "bands of this scale");
    check_fits(c, set->at, before ? &before->fits : NULL);
    if (before && set->basis != before->basis) {
        attribute_problem(c->diag, MSG_NOT_ASCENDING, set->at, "basis");
        diag_hint(c->diag, "all bands of a scale have one basis");
    }
    if (set->basis != BASIS_RANGE)
        checking_source(c, set->at, set->source);
}

/* A cut-off is a point, or it is made from norms: never both, never half. */
static void
check_cutoff_form(const struct checking *c, const struct cutoff_point *cutoff)
{
    static const char *const of_method[] = {"clinical", "functional"};
    const struct xml_element *at = cutoff->at;
    bool is_made = attribute_given(at, "method");
    if (attribute_given(at, "at") == is_made) {
        xml_problem(c->diag,
                    is_made ? MSG_ATTRIBUTE_IDLE : MSG_ATTRIBUTE_NEEDED,
                    xml_name_spot(at, "at"), "'at'");
        diag_hint(c->diag, "a cut-off has 'at', or 'method' with norms");
    }
    for (size_t i = 0; i < N_ELEMENTS(of_method); i++) {
        bool is_given = attribute_given(at, of_method[i]);
        bool is_needed = cutoff->method == CUTOFF_C
                         || (cutoff->method == CUTOFF_A && i == 0)
                         || (cutoff->method == CUTOFF_B && i == 1);
        if (is_given && !is_made) {
            xml_problem(c->diag, MSG_ATTRIBUTE_IDLE,
                        xml_name_spot(at, of_method[i]), "'%s'", of_method[i]);
            diag_hint(c->diag, "it goes with 'method'");
        }
        if (!is_given && is_made && is_needed) {
            xml_problem(c->diag, MSG_ATTRIBUTE_NEEDED,
                        xml_value_spot(at, "method"), "'%s'", of_method[i]);
            diag_hint(c->diag, "the id of a norm of this scale");
        }
    }
}

/* The norm that an attribute names; NULL: none whose mean could be read. */
static const struct norm *
norm_of(const struct scale *scale, const struct xml_element *at,
        const char *attribute)
{
    struct str id = attribute_value(at, attribute);
    for (size_t i = 0; i < scale->n_norms; i++)
        if (id.len && scale->norms[i].id && str_is(id, scale->norms[i].id)
            && attribute_is_number(scale->norms[i].at, "mean"))
            return &scale->norms[i];
    return NULL;
}

/* Between groups that stand the wrong way round a cut-off parts nothing, and
   methods a and b even lay it beyond both. */
static void
check_cutoff_groups(const struct checking *c, const struct scale *scale,
                    const struct cutoff_point *cutoff)
{
    const struct norm *clinical = norm_of(scale, cutoff->at, "clinical");
    const struct norm *functional = norm_of(scale, cutoff->at, "functional");
    if (!clinical || !functional || scale->direction == DIRECTION_NEITHER
        || !attribute_is_name(scale->at, "direction", grammar_directions))
        return;
    int above = decimal_compare(clinical->mean, functional->mean);
    bool higher_is_better = scale->direction == HIGHER_BETTER;
    if (higher_is_better ? above <= 0 : above >= 0)
        return;
    struct str mean_clinical = attribute_value(clinical->at, "mean");
    struct str mean_functional = attribute_value(functional->at, "mean");
    attribute_problem(c->diag, MSG_NORMS_CROSSED, cutoff->at, "clinical");
    diag_hint(c->diag,
              "higher scores of '%s' are %s: the mean of '%s' is %.*s, that of "
              "'%s' %.*s",
              scale->id, higher_is_better ? "better" : "worse", clinical->id,
              STR_ARGS(mean_clinical), functional->id,
              STR_ARGS(mean_functional));
}

static void
check_point(const struct checking *c, const struct scale *scale,
            const struct cutoff_point *point)
{
    struct checked_list norms = CHECKED(scale, norms);
    check_cutoff_form(c, point);
    checking_attainable(c, scale, point->at, "at");
    checking_part(c, point->at, "clinical", norms);
    checking_part(c, point->at, "functional", norms);
    check_cutoff_groups(c, scale, point);
    checking_source(c, point->at, point->source);
}

/* One that lies elsewhere for some people says so in its parts alone. */
static void
check_parts(const struct checking *c, const struct cutoff *cutoff)
{
    static const char *const of_parts[] = {"at", "include", "method",
                                           "clinical", "functional"};
    for (size_t i = 0; i < N_ELEMENTS(of_parts); i++) {
        if (!attribute_given(cutoff->at, of_parts[i]))
            continue;
        xml_problem(c->diag, MSG_ATTRIBUTE_IDLE,
                    xml_name_spot(cutoff->at, of_parts[i]), "'%s'",
                    of_parts[i]);
        diag_hint(c->diag, "each 'when' of the cut-off says so itself");
    }
    for (size_t i = 0; i < cutoff->n_points; i++)
        check_fits(c, cutoff->points[i].at,
                   i > 0 ? &cutoff->points[i - 1].fits : NULL);
}

static void
check_separates(const struct checking *c, const struct cutoff *cutoff)
{
    struct str worse;
    struct str better;
    if (!cutoff->separates || cutoff_sides(cutoff, &worse, &better))
        return;
    attribute_problem(c->diag, MSG_ATTRIBUTE_VALUE, cutoff->at, "separates");
    diag_hint(c->diag, "%s", cutoff_sides_hint);
}

static void
check_cutoffs(const struct checking *c, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_cutoffs; i++) {
        const struct cutoff *cutoff = &scale->cutoffs[i];
        for (size_t j = 0; j < cutoff->n_points; j++)
            check_point(c, scale, &cutoff->points[j]);
        if (cutoff->points != &cutoff->own)
            check_parts(c, cutoff);
        check_separates(c, cutoff);
    }
    checking_doubles(c, &CHECKED(scale, cutoffs), 1, "cut-offs of this scale");
}

/* ---- what a scale may not have ---- */

static void
report_forbidden(const struct checking *c, enum message message,
                 const struct xml_element *at)
{
    checking_element_problem(c, message, at);
    diag_hint(c->diag, "%s",
              message == MSG_UNVALIDATED_HAS
                  ? "status=\"validated\" where there is a source for it"
                  : "direction=\"higher-better\" or \"higher-worse\"");
}

static void
check_forbidden(const struct checking *c, const struct scale *scale)
{
    static const struct {
        const char *name;
        bool judges_direction;
    } figures[] = {
        {"cutoff", true},       {"norm", false},  {"norm-table", false},
        {"reliability", false}, {"change", true}, {"mic", true},
        {"calibration", false},
    };
    bool is_neither =
        scale->direction == DIRECTION_NEITHER
        && attribute_is_name(scale->at, "direction", grammar_directions);
    bool is_unvalidated =
        c->instrument->status == STATUS_UNVALIDATED
        && attribute_is_name(c->instrument->at, "status", grammar_statuses);
    for (size_t i = 0; i < scale->at->n_children; i++) {
        const struct xml_element *child = &scale->at->children[i];
        for (size_t j = 0; j < N_ELEMENTS(figures); j++) {
            if (strcmp(child->name, figures[j].name) != 0)
                continue;
            if (is_unvalidated)
                report_forbidden(c, MSG_UNVALIDATED_HAS, child);
            if (is_neither && figures[j].judges_direction)
                report_forbidden(c, MSG_DIRECTION_NEITHER, child);
        }
    }
}

/* ---- the partner's scale ---- */

/* What keeps two scales from standing beside each other, or NULL. */
static const char *
obstacle_between(const struct scale *scale, const struct scale *other)
{
    if (other == scale)
        return "a scale stands beside itself without being told so";
    if (!other->counterpart_id || strcmp(other->counterpart_id, scale->id) != 0)
        return "each of the two must name the other";
    if (scale->is_private || other->is_private || scale->is_internal
        || other->is_internal)
        return "what is private or internal stands beside nothing";
    if (scale->lo != other->lo || scale->hi != other->hi
        || scale->direction != other->direction)
        return "the two need one range and one direction";
    return NULL;
}

static void
check_counterpart(const struct checking *c, const struct scale *scale)
{
    const struct instrument *instrument = c->instrument;
    const struct checked_list scales = CHECKED(instrument, scales);
    size_t idx;
    if (!scale->counterpart_id
        || !checking_named(c, MSG_COUNTERPART, scale->at, "counterpart",
                           &scales, 1, &idx))
        return;
    const char *obstacle = obstacle_between(scale, &instrument->scales[idx]);
    if (!obstacle)
        return;
    attribute_problem(c->diag, MSG_COUNTERPART, scale->at, "counterpart");
    diag_hint(c->diag, "%s", obstacle);
}

/* ---- a form that asks only what it needs ---- */

/* Those that may be left out are asked one behind the other, wherever they
   stand: so they stand under one instruction. */
static void
check_one_section(const struct checking *c, const struct scale *scale)
{
    const struct calibration *calibration = scale->calibration;
    const struct item *first = NULL;
    for (size_t i = 0; i < scale->n_members; i++) {
        const struct item *item = item_of(c, &scale->members[i]);
        if (!calibration->is_free || !calibration->is_free[i])
            continue;
        first = first ? first : item;
        if (item->section_idx == first->section_idx)
            continue;
        checking_element_problem(c, MSG_ELEMENT_ORDER,
                                 calibration->adaptive->at);
        diag_hint(c->diag,
                  "the items that may be left out stand in one section; '%s' "
                  "and '%s' do not",
                  first->id, item->id);
        return;
    }
}

static void
check_adaptive(const struct checking *c, const struct scale *scale)
{
    const struct adaptive *adaptive = scale->calibration->adaptive;
    size_t needed = method_needed(scale, scale->n_members);
    for (const struct scale *before = c->instrument->scales; before < scale;
         before++)
        if (before->calibration && before->calibration->adaptive) {
            checking_element_problem(c, MSG_ELEMENT_REPEATED, adaptive->at);
            diag_hint(c->diag, "a form is led by one scale");
        }
    /* The prior alone is as exact as that. */
    checking_between(c, adaptive->at, "se", 0,
                     decimal_value(scale->calibration->prior_sd)
                         * (scale->calibration->gives_t ? 10 : 1));
    if (adaptive->max > (int)scale->n_members
        || adaptive->max < adaptive->min) {
        attribute_problem(c->diag, MSG_NUMBER_OUT_OF_RANGE, adaptive->at,
                          "max");
        diag_hint(c->diag, "from 'min' to the %zu items of the scale",
                  scale->n_members);
    }
    if ((size_t)adaptive->min < needed) {
        attribute_problem(c->diag, MSG_NUMBER_OUT_OF_RANGE, adaptive->at,
                          "min");
        diag_hint(c->diag, "the scale needs %zu answer%s (min-answered)",
                  needed, needed == 1 ? "" : "s");
    }
    check_one_section(c, scale);
}

void
check_scale(const struct checking *c, const struct scale *scale)
{
    check_attributes(c, scale);
    check_lists(c, scale);
    check_counterpart(c, scale);
    check_not_applicable(c, scale);
    check_prorating(c, scale);
    check_rules(c, scale);
    check_shares(c, scale);
    for (size_t i = 0; i < scale->n_band_sets; i++)
        check_band_set(c, scale, &scale->band_sets[i]);
    check_cutoffs(c, scale);
    if (scale->calibration)
        checking_source(c, scale->calibration->at, scale->calibration->source);
    if (scale->calibration && scale->calibration->adaptive && scale->n_members)
        check_adaptive(c, scale);
    check_forbidden(c, scale);
}
