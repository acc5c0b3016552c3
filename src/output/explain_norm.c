/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a score is held against: cut-offs and norms, and why this one; see
   explain_change.h. */
#include "output/explain_change.h"

#include "base/num.h"
#include "score/judge.h"

void
explain_add_origin(struct sheet *sheet, int32_t n, const char *source)
{
    sheet_add(sheet, " (");
    if (n)
        sheet_add(sheet, "n %d%s", (int)n, source && *source ? "; " : "");
    sheet_add(sheet, "%s)", source && *source ? source : n ? "" : "no source");
}

/* ---- cut-offs ---- */

static void
add_side(struct sheet *sheet, enum beyond beyond, enum beyond low,
         enum beyond high)
{
    sheet_add(sheet, beyond == BEYOND_YES ? "beyond it, on the worse side"
                                          : "not beyond it");
    if (low != high)
        sheet_add(sheet, "; depends on the blanks");
}

/* The score, where the digits it is shown with would put it on another side of
   the point. */
static void
add_value_near(struct sheet *sheet, const struct explained_scale *explained,
               double point)
{
    const struct scale *scale = explained->scale;
    double value = judge_rounded(scale, explained->score.value);
    int decimals = judge_decimals(value, point, scale->decimals);
    if (decimals == scale->decimals)
        return;
    sheet_add_fixed(sheet, value, decimals);
    sheet_add(sheet, " is ");
}

/* A published point with its own digits, a computed one with its method. */
static void
add_cutoff_point(struct sheet *sheet, const struct scale *scale,
                 const struct cutoff *cutoff, double point)
{
    static const char letters[] = {
        [CUTOFF_A] = 'a', [CUTOFF_B] = 'b', [CUTOFF_C] = 'c'};
    if (cutoff->method == CUTOFF_AT) {
        sheet_add_number(sheet, point);
        return;
    }
    sheet_add_fixed(sheet, point, sheet_decimals(scale));
    sheet_add(sheet, " by method %c", letters[cutoff->method]);
    if (cutoff->clinical_id)
        sheet_add(sheet, ", clinical norm %s", cutoff->clinical_id);
    if (cutoff->functional_id)
        sheet_add(sheet, ", functional norm %s", cutoff->functional_id);
}

void
explain_add_cutoffs(struct sheet *sheet,
                    const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    const struct score *score = &explained->score;
    for (size_t i = 0; i < scale->n_cutoffs; i++) {
        const struct cutoff *cutoff = &scale->cutoffs[i];
        enum beyond beyond = judge_beyond(scale, cutoff, score->value);
        double point;
        if (score->why != WHY_SCORED || beyond == BEYOND_UNKNOWN
            || !judge_cutoff_point(scale, cutoff, &point))
            continue;
        add_cutoff_point(sheet, scale, cutoff, point);
        explain_add_origin(sheet, 0, cutoff->source);
        sheet_add(sheet, ": ");
        add_value_near(sheet, explained, point);
        add_side(sheet, beyond,
                 explained->is_open ? judge_beyond(scale, cutoff, score->low)
                                    : beyond,
                 explained->is_open ? judge_beyond(scale, cutoff, score->high)
                                    : beyond);
        sheet_end(sheet, "cut-off");
    }
}

/* ---- norm ---- */

static const char *
next_gap(const char **gap)
{
    const char *this_gap = *gap;
    *gap = ", ";
    return this_gap;
}

static void
add_fits(struct sheet *sheet, const struct fits *fits)
{
    const char *gap = "";
    if (fits->sex)
        sheet_add(sheet, "%ssex %c", next_gap(&gap), fits->sex);
    if (fits->has_age_from && fits->has_age_to)
        sheet_add(sheet, "%sage %d to %d", next_gap(&gap), (int)fits->age_from,
                  (int)fits->age_to);
    else if (fits->has_age_from)
        sheet_add(sheet, "%sage from %d", next_gap(&gap), (int)fits->age_from);
    else if (fits->has_age_to)
        sheet_add(sheet, "%sage up to %d", next_gap(&gap), (int)fits->age_to);
    if (fits->lang)
        sheet_add(sheet, "%slang %s", next_gap(&gap), fits->lang);
    if (fits->group)
        sheet_add(sheet, "%sgroup %s", next_gap(&gap), fits->group);
    if (!*gap)
        sheet_add(sheet, "everybody");
}

/* What is known of the person, as norms ask. */
static void
add_facts(struct sheet *sheet, const struct person *person)
{
    const char *gap = "";
    if (person->sex)
        sheet_add(sheet, "%ssex %c", next_gap(&gap), person->sex);
    if (person->age >= 0)
        sheet_add(sheet, "%sage %d", next_gap(&gap), (int)person->age);
    if (person->lang.len)
        sheet_add(sheet, "%slang %.*s", next_gap(&gap), STR_ARGS(person->lang));
    if (person->group.len)
        sheet_add(sheet, "%sgroup %.*s", next_gap(&gap),
                  STR_ARGS(person->group));
    if (!*gap)
        sheet_add(sheet, "nothing is known of sex, age, lang and group");
}

/* A percentile never reaches 0 or 100. */
static void
add_percentile(struct sheet *sheet, const struct standing_score *score)
{
    double percentile = score->value;
    if (percentile < 0.1)
        sheet_add(sheet, "percentile below 0.1");
    else if (percentile > 99.9)
        sheet_add(sheet, "percentile over 99.9");
    else {
        sheet_add(sheet, "percentile ");
        sheet_add_fixed(sheet, percentile,
                        percentile < 1 || percentile > 99 ? 1 : 0);
    }
    if (!score->table)
        sheet_add(sheet, " if scores were normally distributed");
}

/* Stanine and sten are said where the questionnaire has tables of them. */
static void
add_metrics(struct sheet *sheet, const struct standing *standing)
{
    static const char *const names[N_NORM_SCORES] = {
        [NORM_T] = "T ",
        [NORM_PERCENTILE] = "",
        [NORM_STANINE] = "stanine ",
        [NORM_STEN] = "sten ",
    };
    const char *gap = "";
    if (standing->has_z) {
        sheet_add(sheet, "%sz ", next_gap(&gap));
        sheet_add_signed(sheet, standing->z, 2);
    }
    for (int i = 0; i < N_NORM_SCORES; i++) {
        const struct standing_score *one = &standing->scores[i];
        bool is_said = i == NORM_T || i == NORM_PERCENTILE || one->table;
        if (!one->is_known || !is_said)
            continue;
        sheet_add(sheet, "%s%s", next_gap(&gap), names[i]);
        if (i == NORM_PERCENTILE)
            add_percentile(sheet, one);
        else if (one->table)
            sheet_add_number(sheet, one->value);
        else
            sheet_add_fixed(sheet, one->value, 0);
        if (one->table)
            sheet_add(sheet, " by table %s", one->table->id);
    }
    if (!*gap)
        sheet_add(sheet, "the score is below its table");
}

static void
add_norm(struct sheet *sheet, const char *id, const struct fits *fits,
         int32_t n, const char *source)
{
    sheet_add(sheet, "%s: for ", id);
    add_fits(sheet, fits);
    explain_add_origin(sheet, n, source);
}

static void
add_norms(struct sheet *sheet, const struct norm_choice *choice)
{
    const char *gap = "";
    if (choice->norm) {
        add_norm(sheet, choice->norm->id, &choice->norm->fits, choice->norm->n,
                 choice->norm->source);
        gap = "; ";
    }
    for (int i = 0; i < N_NORM_SCORES; i++) {
        const struct norm_table *table = choice->tables[i];
        if (!table)
            continue;
        sheet_add(sheet, "%stable ", gap);
        add_norm(sheet, table->id, &table->fits, table->n, table->source);
        gap = "; ";
    }
}

static void
add_choosing(struct sheet *sheet, const struct explained_scale *explained,
             const struct person *own)
{
    const struct norm_choice *choice = &explained->standing.choice;
    const struct session *from = explained->norm_session;
    if (choice->is_asked_for)
        sheet_add(sheet, "asked for by its id%s",
                  choice->fits ? "" : "; it is not for this person: ");
    else
        sheet_add(sheet, "the first that fits: ");
    if (!choice->is_asked_for || !choice->fits)
        add_facts(sheet, from ? &from->person : own);
    if (from && !choice->is_asked_for)
        sheet_add(sheet, ", as at session %s", from->label);
    sheet_end(sheet, "");
}

void
explain_add_standing(struct sheet *sheet,
                     const struct explained_scale *explained,
                     const struct person *own)
{
    const struct standing *standing = &explained->standing;
    const struct norm_choice *choice = &standing->choice;
    const struct session *from = explained->norm_session;
    if (explained->score.why != WHY_SCORED)
        return;
    if (choice->why != NORM_CHOSEN) {
        sheet_add(sheet, "none: %s", norm_why_text(choice->why));
        if (choice->why == NORM_NONE_FITS) {
            sheet_add(sheet, ": ");
            add_facts(sheet, from ? &from->person : own);
        }
        sheet_end(sheet, "norm");
        return;
    }
    add_norms(sheet, choice);
    sheet_add(sheet, ": ");
    add_metrics(sheet, standing);
    sheet_end(sheet, "norm");
    add_choosing(sheet, explained, own);
}
