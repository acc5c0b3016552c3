/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What attune show says of scales and classes: how each score comes about and
   all that is judged by, with its source. */
#include "cli/show_scales.h"

#include "cli/shown.h"
#include "instrument/grammar.h"
#include "instrument/method.h"

static const char *const direction_notes[] = {
    [HIGHER_BETTER] = "higher is better",
    [HIGHER_WORSE] = "higher is worse",
    [DIRECTION_NEITHER] = "neither higher nor lower is better",
};

static const char *const rounding_notes[] = {
    [ROUND_NONE] = NULL,
    [ROUND_HALF_UP] = "half up",
    [ROUND_HALF_EVEN] = "half even",
};

static void
add_rule(struct buf *out, const struct scale *scale)
{
    if (!method_has_items(scale)) {
        buf_add_text(out, "    formula ");
        shown_add(out, scale->formula_text);
    } else {
        buf_addf(out, "    %s of ", scale_method_names[scale->method]);
        shown_add(out, scale->items_text);
        if (scale->count_if_text) {
            buf_add_text(out, " that are ");
            shown_add(out, scale->count_if_text);
        }
        if (scale->reversed_text) {
            buf_add_text(out, "; reversed ");
            shown_add(out, scale->reversed_text);
        }
        if (scale->min_answered.all) {
            buf_add_text(out, "; all answered");
        } else {
            buf_add_text(out, "; answered at least ");
            shown_add(out, scale->min_answered_text);
        }
    }
    if (scale->not_applicable)
        buf_addf(out, "; not applicable is %s",
                 scale->not_applicable == NOT_APPLICABLE_EXCLUDED
                     ? "excluded"
                     : "counted as a blank");
    buf_add_char(out, '\n');
}

static void
add_range_and_direction(struct buf *out, const struct scale *scale)
{
    buf_add_text(out, "    from ");
    num_add(out, scale->lo);
    if (scale->low) {
        buf_add_text(out, " (");
        shown_add(out, scale->low);
        buf_add_char(out, ')');
    }
    buf_add_text(out, " to ");
    num_add(out, scale->hi);
    if (scale->high) {
        buf_add_text(out, " (");
        shown_add(out, scale->high);
        buf_add_char(out, ')');
    }
    buf_addf(out, "; %s; %d decimals", direction_notes[scale->direction],
             (int)scale->decimals);
    if (scale->round != ROUND_NONE)
        buf_addf(out, ", rounded %s before bands",
                 rounding_notes[scale->round]);
    if (scale->is_private)
        buf_add_text(out, "; private");
    if (scale->is_internal)
        buf_add_text(out, "; internal");
    buf_add_char(out, '\n');
}

static void
add_source(struct buf *out, const char *source)
{
    if (source && *source) {
        buf_add_text(out, "  [");
        shown_add(out, source);
        buf_add_char(out, ']');
    }
    buf_add_char(out, '\n');
}

/* "; for sex f, age 18 to 65": whom it fits. */
static void
add_fits(struct buf *out, const struct fits *fits)
{
    const char *between = "; for";

    if (fits->sex) {
        buf_addf(out, "%s sex %c", between, fits->sex);
        between = ",";
    }
    if (fits->has_age_from || fits->has_age_to) {
        buf_addf(out, "%s age", between);
        if (fits->has_age_from)
            buf_addf(out, " %s%d", fits->has_age_to ? "" : "from ",
                     (int)fits->age_from);
        if (fits->has_age_to)
            buf_addf(out, " to %d", (int)fits->age_to);
        between = ",";
    }
    if (fits->lang) {
        buf_addf(out, "%s language ", between);
        shown_add(out, fits->lang);
        between = ",";
    }
    if (fits->group) {
        buf_addf(out, "%s group ", between);
        shown_add(out, fits->group);
    }
}

static void
add_bands(struct buf *out, const struct scale *scale,
          const struct band_set *set)
{
    buf_addf(out, "    bands by %s%s", grammar_bases[set->basis],
             set->basis == BASIS_RANGE ? ", never shown beside a score" : "");
    add_fits(out, &set->fits);
    for (size_t i = 0; i < set->n_bands; i++) {
        const struct band *band = &scale->bands[set->first + i];
        buf_addf(out, "%s from ", i ? "," : ":");
        shown_add_decimal(out, band->from);
        buf_addf(out, " %s", band->id);
        if (band->label && *band->label) {
            buf_add_text(out, " (");
            shown_add(out, band->label);
            buf_add_char(out, ')');
        }
    }
    add_source(out, set->source);
}

static void
add_cutoff(struct buf *out, const struct cutoff *cutoff,
           const struct cutoff_point *point)
{
    static const char *const methods[] = {
        [CUTOFF_A] = "a", [CUTOFF_B] = "b", [CUTOFF_C] = "c"};
    struct str worse;
    struct str better;

    buf_addf(out, "    cut-off %s ", cutoff->id);
    if (point->method == CUTOFF_AT) {
        buf_add_text(out, "at ");
        shown_add_decimal(out, point->point);
    } else {
        buf_addf(out, "by method %s from %s and %s", methods[point->method],
                 point->clinical_id, point->functional_id);
    }
    if (point->excludes_point)
        buf_add_text(out, ", on the point is not beyond");
    add_fits(out, &point->fits);
    if (cutoff_sides(cutoff, &worse, &better))
        buf_addf(out, "; between %.*s and %.*s", STR_ARGS(worse),
                 STR_ARGS(better));
    add_source(out, point->source);
}

/* ", n 412" where it is known. */
static void
add_n(struct buf *out, int32_t n)
{
    if (n)
        buf_addf(out, ", n %d", (int)n);
}

static void
add_sample(struct buf *out, const char *sample)
{
    if (!sample || !*sample)
        return;
    buf_add_text(out, ", sample: ");
    shown_add(out, sample);
}

static void
add_norms(struct buf *out, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_norms; i++) {
        const struct norm *norm = &scale->norms[i];
        buf_addf(out, "    norm %s: mean ", norm->id);
        shown_add_decimal(out, norm->mean);
        buf_add_text(out, ", SD ");
        shown_add_decimal(out, norm->sd);
        add_n(out, norm->n);
        add_fits(out, &norm->fits);
        add_source(out, norm->source);
    }
}

static void
add_norm_tables(struct buf *out, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_norm_tables; i++) {
        const struct norm_table *table = &scale->norm_tables[i];
        buf_addf(out, "    norm table %s: %s", table->id,
                 table->gives == NORM_T ? "T"
                                        : grammar_norm_scores[table->gives]);
        add_n(out, table->n);
        add_fits(out, &table->fits);
        add_source(out, table->source);
        for (size_t row = 0; row < table->n_rows; row++) {
            buf_add_text(out, row ? ", from " : "      from ");
            shown_add_decimal(out, table->rows[row].from);
            buf_add_text(out, " is ");
            shown_add_decimal(out, table->rows[row].value);
        }
        buf_add_char(out, '\n');
    }
}

static void
add_reliabilities(struct buf *out, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_reliabilities; i++) {
        const struct reliability *reliability = &scale->reliabilities[i];
        buf_addf(out, "    reliability %s: %s ", reliability->id,
                 grammar_reliabilities[reliability->kind]);
        shown_add_decimal(out, reliability->value);
        add_n(out, reliability->n);
        if (reliability->days)
            buf_addf(out, ", after %d days", (int)reliability->days);
        add_sample(out, reliability->sample);
        add_source(out, reliability->source);
    }
}

/* ", norm all": a part of the scale that a rule of change rests on. */
static void
add_part(struct buf *out, const char *what, const char *id)
{
    if (id)
        buf_addf(out, ", %s %s", what, id);
}

static void
add_changes(struct buf *out, const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_changes; i++) {
        const struct change *change = &scale->changes[i];
        buf_add_text(out, "    change ");
        if (change->id)
            buf_addf(out, "%s ", change->id);
        buf_add_text(out, "by ");
        if (change->method == CHANGE_POINTS) {
            shown_add_decimal(out, change->points);
            buf_add_text(out, " points or more");
        } else {
            buf_addf(out, "%s, level ", grammar_change_methods[change->method]);
            shown_add_decimal(out, change->level);
        }
        add_part(out, "norm", change->norm_id);
        add_part(out, "norm afterwards", change->norm_post_id);
        add_part(out, "reliability", change->reliability_id);
        add_part(out, "reliability afterwards", change->reliability_post_id);
        if (change->r12.units) {
            buf_add_text(out, ", r12 ");
            shown_add_decimal(out, change->r12);
        }
        add_part(out, "cut-off", change->cutoff_id);
        add_sample(out, change->sample);
        add_source(out, change->source);
    }
    for (size_t i = 0; i < scale->n_mics; i++) {
        buf_add_text(out, "    smallest change that matters: ");
        shown_add_decimal(out, scale->mics[i].value);
        add_source(out, scale->mics[i].source);
    }
}

static void
add_scale(struct buf *out, const struct scale *scale)
{
    buf_addf(out, "  %s  ", scale->id);
    shown_add(out, scale->title);
    buf_add_char(out, '\n');
    add_rule(out, scale);
    add_range_and_direction(out, scale);
    for (size_t i = 0; i < scale->n_band_sets; i++)
        add_bands(out, scale, &scale->band_sets[i]);
    for (size_t i = 0; i < scale->n_cutoffs; i++)
        for (size_t j = 0; j < scale->cutoffs[i].n_points; j++)
            add_cutoff(out, &scale->cutoffs[i], &scale->cutoffs[i].points[j]);
    add_norms(out, scale);
    add_norm_tables(out, scale);
    add_reliabilities(out, scale);
    add_changes(out, scale);
}

static void
add_class(struct buf *out, const struct class *class)
{
    buf_addf(out, "  %s  ", class->id);
    shown_add(out, class->title);
    buf_add_text(out, class->is_private ? "; private\n" : "\n");
    for (size_t i = 0; i < class->n_cases; i++) {
        const struct class_case *one = &class->cases[i];
        buf_addf(out, "    %s ", one->id);
        shown_add(out, one->label);
        buf_add_text(out, one->test_text ? " when " : " otherwise");
        if (one->test_text)
            shown_add(out, one->test_text);
        buf_add_char(out, '\n');
    }
}

void
show_scales_add(struct buf *out, const struct instrument *instrument)
{
    buf_add_text(out, "\nSCALES\n");
    for (size_t i = 0; i < instrument->n_scales; i++)
        add_scale(out, &instrument->scales[i]);
    for (size_t i = 0; i < instrument->n_classes; i++)
        add_class(out, &instrument->classes[i]);
}
