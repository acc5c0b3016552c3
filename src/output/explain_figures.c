/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a score is held against: bands, cut-offs and norms, and why this one;
   its error of measurement, and the course of all scores up to it.  Each with
   its numbers put in and their sources; see explain_sheet.h. */
#include "output/explain_sheet.h"

#include <inttypes.h>
#include "base/num.h"
#include "instrument/grammar.h"
#include "score/judge.h"
#include "stats/trend.h"

enum { P_DECIMALS = 3, Z_DECIMALS = 2, TAU_DECIMALS = 2 };

/* Less than this is printed as less, not as nothing. */
#define P_SHOWN 0.001

/* ---- whom it is for ---- */

/* Begins a list: what stands between two of its parts. */
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
    struct buf whom SCOPED(buf_clear) = {0};
    fits_add(fits, &whom);
    sheet_add(sheet, "%s", whom.len ? buf_text(&whom) : "everybody");
}

/* What is known of a person, as norms ask. */
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

/* Bands and cut-offs are those of the row's own person. */
static void
add_none_fits(struct sheet *sheet, const struct node *node, const char *label)
{
    sheet_add(sheet, "none fits this person, as far as is known: ");
    add_facts(sheet, &node->row->person);
    sheet_end(sheet, label);
}

/* ---- band ---- */

static const char *
band_text(const struct scale *scale, int band)
{
    if (band < 0)
        return "none";
    return scale->bands[band].label ? scale->bands[band].label
                                    : scale->bands[band].id;
}

/* A score that is shown with the digits of the next band's start says so. */
static void
add_band_above(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    const struct band_set *set = judge_bands(scale, explained->score.fitting);
    size_t next = (size_t)(explained->score.band + 1);
    if (next >= set->first + set->n_bands)
        return;
    struct decimal from = scale->bands[next].from;
    int decimals = judge_decimals(explained->rounded, decimal_value(from),
                                  scale->decimals);
    if (decimals != scale->decimals)
        sheet_add(sheet, "; %s is below %s",
                  sheet_digits(sheet, explained->rounded, decimals),
                  sheet_decimal(sheet, from));
}

void
text_band(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct scale *scale = explained->scale;
    int band = explained->score.band;
    bool is_scored = explained->score.why == WHY_SCORED;
    bool is_open = explained->bands.low != explained->bands.high;
    if (!judge_tells_bands(scale) || !(is_scored || is_open))
        return;
    if (!judge_bands(scale, explained->score.fitting)) {
        add_none_fits(sheet, node, "band");
        return;
    }
    if (is_scored) {
        sheet_add(sheet, "%s (from %s", band_text(scale, band),
                  band < 0 ? ""
                           : sheet_decimal(sheet, scale->bands[band].from));
        add_band_above(sheet, explained);
        sheet_add(sheet, ")%s", is_open ? "; " : "");
    }
    if (is_open)
        sheet_add(sheet, "with the blank%s %s to %s",
                  explained->n_blanks == 1 ? "" : "s",
                  band_text(scale, explained->bands.low),
                  band_text(scale, explained->bands.high));
    sheet_end(sheet, "band");
}

/* ---- cut-offs ---- */

/* The score, where the digits it is shown with would put it on another side of
   the point. */
static void
add_value_near(struct sheet *sheet, const struct explained_scale *explained,
               double point)
{
    int least = explained->scale->decimals;
    int decimals = judge_decimals(explained->rounded, point, least);
    if (decimals != least)
        sheet_add(sheet, "%s is ",
                  sheet_digits(sheet, explained->rounded, decimals));
}

/* A published point with its own digits, a computed one with its method. */
static void
add_cutoff_point(struct sheet *sheet, const struct cutoff_point *cutoff,
                 double point)
{
    static const char letters[] = {
        [CUTOFF_A] = 'a', [CUTOFF_B] = 'b', [CUTOFF_C] = 'c'};
    sheet_add(sheet, "%s",
              cutoff->method == CUTOFF_AT ? sheet_number(sheet, point)
                                          : sheet_fixed(sheet, point));
    if (cutoff->method != CUTOFF_AT)
        sheet_add(sheet, " by method %c", letters[cutoff->method]);
    if (cutoff->clinical_id)
        sheet_add(sheet, ", clinical norm %s", cutoff->clinical_id);
    if (cutoff->functional_id)
        sheet_add(sheet, ", functional norm %s", cutoff->functional_id);
    if (!cutoff->fits.bit)
        return;
    sheet_add(sheet, " for ");
    add_fits(sheet, &cutoff->fits);
}

static void
add_cutoff(struct sheet *sheet, const struct explained_scale *explained,
           const struct cutoff *cutoff, const struct cutoff_point *held)
{
    enum beyond beyond;
    struct str worse;
    struct str better;
    double point;
    if (!explain_beyond(explained, held, &beyond)
        || !judge_cutoff_point(explained->scale, held, &point))
        return;
    add_cutoff_point(sheet, held, point);
    if (cutoff_sides(cutoff, &worse, &better))
        sheet_add(sheet, " between %.*s and %.*s", STR_ARGS(worse),
                  STR_ARGS(better));
    sheet_add(sheet, "%s: ", sheet_origin(sheet, 0, held->source));
    add_value_near(sheet, explained, point);
    sheet_line(
        sheet, "cut-off", "%s%s",
        beyond == BEYOND_YES ? "beyond it, on the worse side" : "not beyond it",
        explain_beyond_depends(explained, held) ? "; depends on the blanks"
                                                : "");
}

void
text_cutoffs(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct scale *scale = explained->scale;
    if (explained->score.why != WHY_SCORED)
        return;
    for (size_t i = 0; i < scale->n_cutoffs; i++) {
        const struct cutoff *cutoff = &scale->cutoffs[i];
        const struct cutoff_point *held =
            judge_cutoff(cutoff, explained->score.fitting);
        if (held)
            add_cutoff(sheet, explained, cutoff, held);
        else
            add_none_fits(sheet, node, "cut-off");
    }
}

/* ---- norm ---- */

/* Whose facts chose the norm. */
static const struct person *
norm_person(const struct node *node)
{
    const struct session *from = node->scale->norm_session;
    return from ? &from->person : &node->row->person;
}

/* A percentile never reaches 0 or 100. */
static const char *
percentile_text(struct sheet *sheet, double percentile)
{
    if (percentile < 0.1)
        return "below 0.1";
    if (percentile > 99.9)
        return "over 99.9";
    return sheet_digits(sheet, percentile,
                        percentile < 1 || percentile > 99 ? 1 : 0);
}

/* Stanine and sten are said where the questionnaire has tables of them. */
static void
add_metrics(struct sheet *sheet, const struct standing *standing)
{
    static const char *const names[N_NORM_SCORES] = {
        [NORM_T] = "T",
        [NORM_PERCENTILE] = "percentile",
        [NORM_STANINE] = "stanine",
        [NORM_STEN] = "sten",
    };
    const char *gap = "";
    if (standing->has_z)
        sheet_add(sheet, "%sz %s", next_gap(&gap),
                  sheet_signed(sheet, standing->z, Z_DECIMALS));
    for (int i = 0; i < N_NORM_SCORES; i++) {
        const struct standing_score *one = &standing->scores[i];
        bool is_percentile = i == NORM_PERCENTILE;
        if (!one->is_known || !(i == NORM_T || is_percentile || one->table))
            continue;
        sheet_add(sheet, "%s%s %s", next_gap(&gap), names[i],
                  is_percentile ? percentile_text(sheet, one->value)
                  : one->table  ? sheet_number(sheet, one->value)
                                : sheet_digits(sheet, one->value, 0));
        if (is_percentile && !one->table)
            sheet_add(sheet, " if scores were normally distributed");
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
    sheet_add(sheet, "%s", sheet_origin(sheet, n, source));
}

static void
add_norms(struct sheet *sheet, const struct norm_choice *choice)
{
    const struct norm *norm = choice->norm;
    if (norm)
        add_norm(sheet, norm->id, &norm->fits, norm->n, norm->source);
    for (int i = 0; i < N_NORM_SCORES; i++) {
        const struct norm_table *table = choice->tables[i];
        if (!table)
            continue;
        sheet_add(sheet, "%stable ", sheet_width(sheet) ? "; " : "");
        add_norm(sheet, table->id, &table->fits, table->n, table->source);
    }
}

static void
add_choosing(struct sheet *sheet, const struct node *node)
{
    const struct norm_choice *choice = &node->scale->standing.choice;
    const struct session *from = node->scale->norm_session;
    if (choice->is_asked_for)
        sheet_add(sheet, "asked for by its id%s",
                  choice->fits ? "" : "; it is not for this person: ");
    else
        sheet_add(sheet, "the first that fits: ");
    if (!choice->is_asked_for || !choice->fits)
        add_facts(sheet, norm_person(node));
    if (from && !choice->is_asked_for)
        sheet_add(sheet, ", as at session %s", from->label);
    sheet_end(sheet, "");
}

void
text_norm(struct sheet *sheet, const struct node *node)
{
    const struct standing *standing = &node->scale->standing;
    const struct norm_choice *choice = &standing->choice;
    if (node->scale->score.why != WHY_SCORED)
        return;
    if (choice->why != NORM_CHOSEN) {
        sheet_add(sheet, "none: %s", norm_why_texts[choice->why]);
        if (choice->why == NORM_NONE_FITS) {
            sheet_add(sheet, ": ");
            add_facts(sheet, norm_person(node));
        }
        sheet_end(sheet, "norm");
        return;
    }
    add_norms(sheet, choice);
    sheet_add(sheet, ": ");
    add_metrics(sheet, standing);
    sheet_end(sheet, "norm");
    add_choosing(sheet, node);
}

/* Which norm made of a score what the formula goes on with. */
static void
add_seen(struct sheet *sheet, const struct contribution_seen *seen,
         const struct person *person)
{
    const struct norm *norm = seen->norm;
    const struct norm_table *table = seen->table;
    sheet_add(sheet, "%s(%s)", seen->word, seen->scale->id);
    if (seen->is_known)
        sheet_add(sheet, " = %s by %s ", sheet_number(sheet, seen->value),
                  table ? "table" : "norm");
    else
        sheet_add(sheet,
                  table ? ": below table " : ": no norm that gives it fits: ");
    if (norm) {
        add_norm(sheet, norm->id, &norm->fits, norm->n, norm->source);
        sheet_add(sheet, ": mean %s, sd %s", sheet_decimal(sheet, norm->mean),
                  sheet_decimal(sheet, norm->sd));
    } else if (table) {
        add_norm(sheet, table->id, &table->fits, table->n, table->source);
    } else {
        add_facts(sheet, person);
    }
    sheet_end_bare(sheet);
}

void
text_seen(struct sheet *sheet, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    for (size_t i = 0; i < explained->n_seen; i++)
        if (explained->seen[i].why == WHY_SCORED)
            add_seen(sheet, &explained->seen[i], &node->row->person);
}

/* ---- error ---- */

void
text_add_sem(struct sheet *sheet, const struct norm *norm,
             const struct reliability *reliability, double sem)
{
    sheet_add(sheet, "SEM %s × √(1 - %s) = %s", sheet_decimal(sheet, norm->sd),
              sheet_decimal(sheet, reliability->value),
              sheet_fixed(sheet, sem));
}

void
text_add_reliability(struct sheet *sheet, const struct reliability *reliability)
{
    sheet_add(sheet, "%s %s", grammar_reliabilities[reliability->kind],
              sheet_decimal(sheet, reliability->value));
    if (reliability->days)
        sheet_add(sheet, " over %d day%s", (int)reliability->days,
                  reliability->days == 1 ? "" : "s");
    if (reliability->sample)
        sheet_add(sheet, " in %s", reliability->sample);
    sheet_add(sheet, "%s",
              sheet_origin(sheet, reliability->n, reliability->source));
}

/* What the answered items stand in for. */
static const char *
what_lacks(const struct explained_scale *explained)
{
    const struct precision *precision = &explained->precision;
    size_t n = precision->n_items - precision->n_answered;
    if (n != explained->n_blanks)
        return n == 1 ? "the item without an answer"
                      : "the items without an answer";
    return n == 1 ? "the blank" : "the blanks";
}

void
text_error(struct sheet *sheet, const struct node *node)
{
    const struct precision *precision = &node->scale->precision;
    const struct norm *norm = precision->norm;
    if (node->scale->score.why != WHY_SCORED)
        return;
    if (precision->why != PRECISION_SAID) {
        sheet_line(sheet, "error", "not known: %s",
                   precision_why_texts[precision->why]);
        return;
    }
    if (precision->is_of_table || precision->is_own)
        sheet_add(sheet, "%s", sheet_fixed(sheet, precision->sem_full));
    else
        text_add_sem(sheet, norm, precision->reliability, precision->sem_full);
    if (precision->sem > precision->sem_full) {
        sheet_add(sheet, ", × √(%s / %s) for %s = %s",
                  sheet_number(sheet, precision->whole),
                  sheet_number(sheet, precision->part), what_lacks(node->scale),
                  sheet_fixed(sheet, precision->sem));
    }
    sheet_line(sheet, "error", "; 95 %% %s to %s%s",
               sheet_fixed(sheet, precision->low),
               sheet_fixed(sheet, precision->high),
               precision->is_cut ? ", as far as the scale goes" : "");
    if (precision->is_own) {
        sheet_line(sheet, "",
                   "of the estimate: the sd of theta as its answers "
                   "leave it");
        return;
    }
    if (precision->is_of_table) {
        sheet_line(sheet, "", "of table %s", node->scale->scale->metric->id);
        return;
    }
    sheet_add(sheet, "sd of norm %s%s; ", norm->id,
              sheet_origin(sheet, norm->n, norm->source));
    text_add_reliability(sheet, precision->reliability);
    sheet_end(sheet, "");
}

/* ---- course ---- */

void
text_trend(struct sheet *sheet, const struct node *node)
{
    const struct course *course = &node->scale->course;
    const struct course_trend *trend = &course->trend;
    const struct mann_kendall *kendall = &trend->kendall;
    struct buf words = {0};
    /* What is too little for a line is too little for a direction. */
    if (course->line.why != COURSE_SAID) {
        sheet_line(sheet, "course", "not said: %s",
                   course_why_texts[course->line.why]);
        return;
    }
    if (!course_add_text(course, LANG_EN, &words)) {
        sheet_line(sheet, "course", "direction not said: %s",
                   course_why_texts[trend->why]);
        return;
    }
    sheet_line(sheet, "course", "%s", arena_take(sheet->arena, &words));
    bool is_small = kendall->p < P_SHOWN;
    sheet_line(
        sheet, "",
        "median of all slopes (Theil-Sen) %s a week; Mann-Kendall: pairs "
        "rising less falling %" PRId64 " of %zu, z %s, p %s%s",
        sheet_signed(sheet, trend->theil_sen, sheet_decimals(sheet)),
        kendall->s, kendall->n_pairs,
        sheet_signed(sheet, kendall->z, Z_DECIMALS), is_small ? "< " : "",
        sheet_digits(sheet, is_small ? P_SHOWN : kendall->p, P_DECIMALS));
}

void
text_slope(struct sheet *sheet, const struct node *node)
{
    const struct course *course = &node->scale->course;
    const struct course_line *line = &course->line;
    int decimals = sheet_decimals(sheet);
    if (line->why == COURSE_SAID)
        sheet_line(sheet, "", "line by least squares %s a week; 95 %% %s to %s",
                   sheet_signed(sheet, line->slope, decimals),
                   sheet_signed(sheet, line->low, decimals),
                   sheet_signed(sheet, line->high, decimals));
}

static const char *
phase_name(struct sheet *sheet, const char *name)
{
    return *name ? arena_printf(sheet->arena, "'%s'", name)
                 : "before any phase";
}

/* NAP and, below it, Tau-U, each with the pairs that it is a share of. */
static void
add_overlap(struct sheet *sheet, const struct course_phases *phases)
{
    size_t n_pairs = phases->phases.pairs_ab;
    bool is_below = phases->better_a < 0;
    sheet_line(sheet, "", "better in %s of %zu pairs, ties half: NAP %s",
               sheet_number(sheet, phases->nap_pairs), n_pairs,
               sheet_digits(sheet, phases->nap, TAU_DECIMALS));
    sheet_line(sheet, "",
               "pairs better less worse: %" PRId64
               " between the phases, %" PRId64
               " within the first; Tau-U (%" PRId64 " - %s%" PRId64
               "%s) / %zu pairs between = %s",
               phases->better_ab, phases->better_a, phases->better_ab,
               is_below ? "(" : "", phases->better_a, is_below ? ")" : "",
               n_pairs, sheet_signed(sheet, phases->tau_u, TAU_DECIMALS));
}

void
text_phases(struct sheet *sheet, const struct node *node)
{
    const struct course_phases *phases = &node->scale->course.phases;
    if (phases->n_phases < 2)
        return;
    if (phases->n_phases == 2)
        sheet_add(sheet, "%s (%zu score%s), then %s (%zu)",
                  phase_name(sheet, phases->before), phases->n_before,
                  phases->n_before == 1 ? "" : "s",
                  phase_name(sheet, phases->after), phases->n_after);
    if (phases->why != COURSE_SAID)
        sheet_add(sheet, "%snot compared: %s",
                  phases->n_phases == 2 ? "; " : "",
                  course_why_texts[phases->why]);
    sheet_end(sheet, "phases");
    if (phases->why == COURSE_SAID)
        add_overlap(sheet, phases);
}
