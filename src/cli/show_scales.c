/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What attune show says of scales and classes. */
#include "cli/show_scales.h"

#include "instrument/grammar.h"
#include "instrument/method.h"

const char *
show_number(const struct show *show, struct decimal number)
{
    struct buf digits = {0};
    num_add(&digits, decimal_value(number));
    const char *text = arena_text(show->arena, buf_str(&digits));
    buf_clear(&digits);
    return text;
}

/* "before TEXT behind", when there is a text. */
static void
add_some(struct buf *out, const char *before, const char *text,
         const char *behind)
{
    if (text && *text)
        buf_addf(out, "%s%s%s", before, text, behind);
}

static void
add_rule(struct buf *out, const struct scale *scale)
{
    if (!method_has_items(scale)) {
        buf_addf(out, "    formula %s", scale->formula_text);
    } else {
        buf_addf(out, "    %s of %s", method_of(scale)->word,
                 scale->items_text);
        add_some(out, " that are ", scale->count_if_text, "");
        add_some(out, "; reversed ", scale->reversed_text, "");
        if (scale->min_answered.all)
            buf_add_text(out, "; all answered");
        else
            add_some(out, "; answered at least ", scale->min_answered_text, "");
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
    static const char *const directions[] = {
        [HIGHER_BETTER] = "higher is better",
        [HIGHER_WORSE] = "higher is worse",
        [DIRECTION_NEITHER] = "neither higher nor lower is better",
    };

    buf_add_text(out, "    from ");
    num_add(out, scale->lo);
    add_some(out, " (", scale->low, ")");
    buf_add_text(out, " to ");
    num_add(out, scale->hi);
    add_some(out, " (", scale->high, ")");
    buf_addf(out, "; %s; %d decimals", directions[scale->direction],
             (int)scale->decimals);
    if (scale->round != ROUND_NONE)
        buf_addf(out, ", rounded half %s before bands",
                 scale->round == ROUND_HALF_UP ? "up" : "even");
    buf_addf(out, "%s%s\n", scale->is_private ? "; private" : "",
             scale->is_internal ? "; internal" : "");
}

/* The end of a line that says what something rests on. */
static void
add_source(struct buf *out, const char *source)
{
    add_some(out, "  [", source, "]");
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
        buf_addf(out, "%s language %s", between, fits->lang);
        between = ",";
    }
    if (fits->group)
        buf_addf(out, "%s group %s", between, fits->group);
}

static void
add_bands(struct show *show, const struct scale *scale,
          const struct band_set *set)
{
    struct buf *out = &show->out;

    buf_addf(out, "    bands by %s%s", grammar_bases[set->basis],
             set->basis == BASIS_RANGE ? ", never shown beside a score" : "");
    add_fits(out, &set->fits);
    for (size_t i = 0; i < set->n_bands; i++) {
        const struct band *band = &scale->bands[set->first + i];
        buf_addf(out, "%s from %s %s", i ? "," : ":",
                 show_number(show, band->from), band->id);
        add_some(out, " (", band->label, ")");
    }
    add_source(out, set->source);
}

static void
add_cutoff(struct show *show, const struct cutoff *cutoff,
           const struct cutoff_point *point)
{
    struct buf *out = &show->out;
    struct str worse;
    struct str better;

    buf_addf(out, "    cut-off %s ", cutoff->id);
    if (point->method == CUTOFF_AT) {
        buf_addf(out, "at %s", show_number(show, point->point));
    } else {
        buf_addf(out, "by method %c from ", "abc"[point->method - CUTOFF_A]);
        add_some(out, "", point->clinical_id,
                 point->method == CUTOFF_C ? " and " : "");
        add_some(out, "", point->functional_id, "");
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
add_norms(struct show *show, const struct scale *scale)
{
    struct buf *out = &show->out;

    for (size_t i = 0; i < scale->n_norms; i++) {
        const struct norm *norm = &scale->norms[i];
        buf_addf(out, "    norm %s: mean %s, SD %s", norm->id,
                 show_number(show, norm->mean), show_number(show, norm->sd));
        add_n(out, norm->n);
        add_fits(out, &norm->fits);
        add_source(out, norm->source);
    }
    for (size_t i = 0; i < scale->n_norm_tables; i++) {
        const struct norm_table *table = &scale->norm_tables[i];
        buf_addf(out, "    norm table %s: %s", table->id,
                 table->gives == NORM_T ? "T"
                                        : grammar_norm_scores[table->gives]);
        add_n(out, table->n);
        add_fits(out, &table->fits);
        add_source(out, table->source);
        for (size_t row = 0; row < table->n_rows; row++)
            buf_addf(out, "%s from %s is %s", row ? "," : "     ",
                     show_number(show, table->rows[row].from),
                     show_number(show, table->rows[row].value));
        buf_add_char(out, '\n');
    }
}

static void
add_reliabilities(struct show *show, const struct scale *scale)
{
    struct buf *out = &show->out;

    for (size_t i = 0; i < scale->n_reliabilities; i++) {
        const struct reliability *reliability = &scale->reliabilities[i];
        buf_addf(out, "    reliability %s: %s %s", reliability->id,
                 grammar_reliabilities[reliability->kind],
                 show_number(show, reliability->value));
        add_n(out, reliability->n);
        if (reliability->days)
            buf_addf(out, ", after %d days", (int)reliability->days);
        add_some(out, ", sample: ", reliability->sample, "");
        add_source(out, reliability->source);
    }
}

static void
add_changes(struct show *show, const struct scale *scale)
{
    struct buf *out = &show->out;

    for (size_t i = 0; i < scale->n_changes; i++) {
        const struct change *change = &scale->changes[i];
        buf_add_text(out, "    change ");
        add_some(out, "", change->id, " ");
        if (change->method == CHANGE_POINTS)
            buf_addf(out, "by %s points or more",
                     show_number(show, change->points));
        else
            buf_addf(out, "by %s, level %s",
                     grammar_change_methods[change->method],
                     show_number(show, change->level));
        add_some(out, ", norm ", change->norm_id, "");
        add_some(out, ", norm afterwards ", change->norm_post_id, "");
        add_some(out, ", reliability ", change->reliability_id, "");
        add_some(out, ", reliability afterwards ", change->reliability_post_id,
                 "");
        if (change->r12.units)
            buf_addf(out, ", r12 %s", show_number(show, change->r12));
        add_some(out, ", cut-off ", change->cutoff_id, "");
        add_some(out, ", sample: ", change->sample, "");
        add_source(out, change->source);
    }
    for (size_t i = 0; i < scale->n_mics; i++) {
        buf_addf(out, "    smallest change that matters: %s",
                 show_number(show, scale->mics[i].value));
        add_source(out, scale->mics[i].source);
    }
}

static void
add_class(struct buf *out, const struct class *class)
{
    buf_addf(out, "  %s  %s%s\n", class->id, class->title,
             class->is_private ? "; private" : "");
    for (size_t i = 0; i < class->n_cases; i++) {
        const struct class_case *one = &class->cases[i];
        buf_addf(out, "    %s %s", one->id, one->label ? one->label : "-");
        if (one->test_text)
            buf_addf(out, " when %s\n", one->test_text);
        else
            buf_add_text(out, " otherwise\n");
    }
}

void
show_scales(struct show *show, const struct instrument *instrument)
{
    buf_add_text(&show->out, "\nSCALES\n");
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        buf_addf(&show->out, "  %s  %s\n", scale->id, scale->title);
        add_rule(&show->out, scale);
        add_range_and_direction(&show->out, scale);
        for (size_t k = 0; k < scale->n_band_sets; k++)
            add_bands(show, scale, &scale->band_sets[k]);
        for (size_t k = 0; k < scale->n_cutoffs; k++)
            for (size_t j = 0; j < scale->cutoffs[k].n_points; j++)
                add_cutoff(show, &scale->cutoffs[k],
                           &scale->cutoffs[k].points[j]);
        add_norms(show, scale);
        add_reliabilities(show, scale);
        add_changes(show, scale);
    }
    for (size_t i = 0; i < instrument->n_classes; i++)
        add_class(&show->out, &instrument->classes[i]);
}
