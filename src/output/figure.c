/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts got out of scores; see figure.h. */
#include <config.h>
#include "output/figure.h"

#include <math.h>
#include "base/vec.h"
#include "change/change.h"
#include "change/row_changes.h"
#include "score/judge.h"

/* ---- what each figure is ---- */

/* '...' says which member is what; it is only looked at where it is known. */
#define WHEN(known, ...)                                                       \
    ((known) ? (struct figure_value){.is_known = true, __VA_ARGS__}            \
             : (struct figure_value){0})

static struct figure_value
text_of(const char *text)
{
    return WHEN(text && *text, .text = str_from(text));
}

static struct figure_value
why_of(enum why why)
{
    return text_of(why_word(why));
}

static struct str
first_digits(const struct digest *digest)
{
    struct str hex = str_from(digest->hex);
    if (hex.len > DIGEST_SHOWN)
        hex.len = DIGEST_SHOWN;
    return hex;
}

static struct figure_value
wording_of(const struct told *t)
{
    const struct instrument_words *words = batch_wording(t->batch, t->row);
    return WHEN(words != NULL, .text = first_digits(&words->digest));
}

/* Not of a row that was not scored at all. */
static bool
has_counts(const struct told *t)
{
    return t->score.why != WHY_NO_COLUMN && t->score.why != WHY_BROKEN_ROW
           && t->score.why != WHY_OTHER_INSTRUMENT
           && t->score.why != WHY_OTHER_EDITION
           && t->score.why != WHY_OTHER_CODING;
}

static struct figure_value
band_of(const struct told *t, int band)
{
    return WHEN(band >= 0 && judge_tells_bands(t->scale),
                .text = str_from(t->scale->bands[band].id));
}

static struct figure_value
standing_of(const struct told *t, enum norm_score metric)
{
    const struct standing_score *score = &t->standing.scores[metric];
    return WHEN(t->is_compared && score->is_known, .number = score->value);
}

static struct figure_value
norms_of(struct told *t)
{
    buf_empty(&t->words);
    if (t->is_compared)
        norm_add_ids(&t->standing, &t->words);
    return WHEN(t->words.len > 0, .text = buf_str(&t->words));
}

static struct figure_value
sign_of(const struct told *t, enum care_sign sign)
{
    double value = scores_sign(t->scores, sign, t->row);
    return WHEN(!isnan(value), .number = value);
}

static struct figure_value
possible_of(struct told *t)
{
    buf_empty(&t->words);
    class_add_possible(&t->result, t->class, &t->words);
    return WHEN(t->result.has_range, .text = buf_str(&t->words));
}

/* NULL for what is not to be listed. */
static const char *
unanswered_word(enum answer_kind kind)
{
    if (kind == ANSWERED)
        return NULL;
    if (kind == ANSWER_BAD)
        return "bad";
    return answer_kind_names[kind] ? answer_kind_names[kind] : "blank";
}

#define FIGURE(NAME, word, HOLDS, views, ASKED, OF, means, empty, ...)         \
    static struct figure_value get_##NAME(struct told *t) {                    \
        (void)t;                                                               \
        return __VA_ARGS__;                                                    \
    }
#define CLASS_FIGURE(NAME, word, stands_in, HOLDS, views, ASKED, ...)          \
    FIGURE(NAME, word, HOLDS, views, ASKED, CLASSES, __VA_ARGS__)
#include "output/figures.def"

enum {
#define HOLDS(NAME, FORM, ...) IS_##NAME = TOLD_##FORM,
#include "output/figures.def"
};

enum {
    IN_WIDE = 1 << VIEW_WIDE,
    IN_LONG = 1 << VIEW_LONG,
    IN_JSON = 1 << VIEW_JSON,
    IN_ALL = IN_WIDE | IN_LONG | IN_JSON
};

const struct figure figures[N_FIGURES] = {
#define FIGURE(NAME, word, HOLDS, views, ASKED, OF, means, empty, ...)         \
    {word,          word,                                                      \
     HOLDS_##HOLDS, (enum figure_form)IS_##HOLDS,                              \
     views,         ASKED_BY_##ASKED,                                          \
     OF_##OF,       means,                                                     \
     empty,         get_##NAME},
#define CLASS_FIGURE(NAME, word, stands_in, HOLDS, views, ASKED, means, empty, \
                     ...)                                                      \
    {word,  stands_in,        HOLDS_##HOLDS, (enum figure_form)IS_##HOLDS,     \
     views, ASKED_BY_##ASKED, OF_CLASSES,    means,                            \
     empty, get_##NAME},
#include "output/figures.def"
};

const char *
figure_option(const struct figure *figure)
{
    static const char *const options[] = {"", "details", "change", "quality"};
    return options[figure->asked_by];
}

void
figure_add_about(const struct figure *figure, struct buf *out)
{
    bool is_wide = figure->views & IN_WIDE;
    if (!is_wide)
        buf_add_text(out, figure->views == IN_JSON ? "(JSON) " : "(--long) ");
    if (*figure_option(figure)
        && (is_wide || figure->asked_by != ASKED_BY_DETAILS))
        buf_addf(out, "(--%s) ", figure_option(figure));
    buf_add_text(out, figure->means);
    if (*figure->empty)
        buf_addf(out, "; empty: %s", figure->empty);
}

/* ---- what they are of ---- */

struct figure_list VEC(const struct figure *);
struct column_list VEC(struct figure_column);
struct subject_list VEC(struct figure_subject);

static bool
has_norms(const struct scale *scale)
{
    return scale->n_norms || scale->n_norm_tables;
}

/* Of one score. */
static bool
has_errors(const struct scale *scale)
{
    return has_norms(scale) || scale->calibration;
}

static bool
is_asked_for(const struct figure *figure, const struct sink_options *options,
             enum figure_view view)
{
    return (figure->views >> view & 1)
           && (figure->asked_by != ASKED_BY_DETAILS || options->with_details)
           && (figure->asked_by != ASKED_BY_CHANGE || options->with_changes)
           && (figure->asked_by != ASKED_BY_QUALITY || options->with_care);
}

static bool
is_of(const struct figure *figure, const struct figure_subject *subject,
      enum figure_view view)
{
    const struct scale *scale = subject->scale;
    switch (figure->of) {
    case OF_ANYTHING:
        return true;
    case OF_CLASSES:
        return subject->class;
    case OF_ALERTS:
        return subject->alert;
    case OF_FORMS:
        return subject->kind == FIGURE_OF_FORM;
    case OF_SCALES:
        return scale;
    case OF_SCALES_WITH_BANDS:
        return scale && (view != VIEW_WIDE || judge_tells_bands(scale));
    case OF_SCALES_WITH_NORMS:
        return scale && (view == VIEW_LONG || has_norms(scale));
    case OF_SCALES_WITH_ERRORS:
        return scale && (view == VIEW_LONG || has_errors(scale));
    case OF_SCALES_WITH_RULES:
        return scale && (view != VIEW_WIDE || scale->n_changes);
    }
    return false;
}

/* NULL: it has none. */
static const struct figure *
find_in_column(const struct figure_subject *subject, const char *column)
{
    for (const struct figure *f = figures; f < figures + N_FIGURES; f++)
        if (strcmp(f->stands_in, column) == 0 && is_of(f, subject, VIEW_LONG))
            return f;
    return NULL;
}

static void
add_long_columns(struct column_list *columns,
                 const struct sink_options *options, struct arena *arena)
{
    const char *prefix = options->prefix ? options->prefix : "";
    for (const struct figure *f = figures; f < figures + N_FIGURES; f++) {
        bool is_new = is_asked_for(f, options, VIEW_LONG);
        for (size_t i = 0; i < columns->n; i++)
            is_new &=
                strcmp(columns->items[i].figure->stands_in, f->stands_in) != 0;
        if (is_new)
            *vec_add(arena, columns) = (struct figure_column){
                str_from(arena_printf(arena, "%s%s", prefix, f->stands_in)), f};
    }
}

/* What nobody has to ask for has the name of the scale, or class, itself. */
static void
add_wide_columns(struct column_list *columns,
                 const struct sink_options *options,
                 const struct figure_subject *subject, struct arena *arena)
{
    const char *id = subject->scale   ? subject->scale->id
                     : subject->class ? subject->class->id
                                      : "quality";
    bool is_several = options->n_plans > 1;
    const char *stem = arena_printf(
        arena, "%s%s%s%s", options->prefix ? options->prefix : "",
        is_several ? options->plans[subject->plan_idx]->instrument->id : "",
        is_several ? "." : "", id);
    for (size_t i = 0; i < subject->n_figures; i++) {
        const struct figure *f = subject->figures[i];
        bool is_beside = f->asked_by != ASKED_BY_NOBODY;
        *vec_add(arena, columns) = (struct figure_column){
            str_from(arena_printf(arena, "%s%s%s", stem, is_beside ? "." : "",
                                  is_beside ? f->word : "")),
            f};
    }
}

static void
choose_figures(struct figure_subject *subject,
               const struct sink_options *options, enum figure_view view,
               const struct column_list *columns, struct arena *arena)
{
    struct figure_list list = {0};
    if (view == VIEW_LONG) {
        for (size_t i = 0; i < columns->n; i++)
            *vec_add(arena, &list) =
                find_in_column(subject, columns->items[i].figure->stands_in);
    } else {
        for (const struct figure *f = figures; f < figures + N_FIGURES; f++)
            if (is_asked_for(f, options, view) && is_of(f, subject, view))
                *vec_add(arena, &list) = f;
    }
    subject->figures = list.items;
    subject->n_figures = list.n;
}

static void
add_subjects(struct subject_list *list, const struct sink_options *options,
             size_t plan_idx, bool with_alerts, struct arena *arena)
{
    const struct plan *plan = options->plans[plan_idx];
    const struct instrument *instrument = plan->instrument;
    for (size_t i = 0; i < instrument->n_scales; i++)
        if (sink_tells_scale(options->with_private, &instrument->scales[i]))
            *vec_add(arena, list) = (struct figure_subject){
                FIGURE_OF_SCALE, plan_idx, i, .scale = &instrument->scales[i]};
    for (size_t i = 0; i < instrument->n_classes; i++)
        if (options->with_private || !instrument->classes[i].is_private)
            *vec_add(arena, list) = (struct figure_subject){
                FIGURE_OF_CLASS, plan_idx, i, .class = &instrument->classes[i]};
    for (size_t i = 0; with_alerts && i < plan->n_alerts; i++)
        if (options->with_private || !plan->alerts[i].alert->is_private)
            *vec_add(arena, list) = (struct figure_subject){
                FIGURE_OF_ALERT, plan_idx, i, .alert = plan->alerts[i].alert};
    if (options->with_care && instrument->n_items)
        *vec_add(arena, list) = (struct figure_subject){.kind = FIGURE_OF_FORM,
                                                        .plan_idx = plan_idx};
}

struct figure_subjects
figure_subjects(const struct sink_options *options, enum figure_view view,
                struct arena *arena)
{
    struct subject_list list = {0};
    struct column_list columns = {0};
    for (size_t p = 0; p < options->n_plans; p++)
        add_subjects(&list, options, p, view == VIEW_JSON, arena);
    if (view == VIEW_LONG)
        add_long_columns(&columns, options, arena);
    for (size_t i = 0; i < list.n; i++) {
        choose_figures(&list.items[i], options, view, &columns, arena);
        if (view == VIEW_WIDE)
            add_wide_columns(&columns, options, &list.items[i], arena);
    }
    return (struct figure_subjects){list.items, list.n, columns.items,
                                    columns.n};
}

/* ---- one of them, of one row ---- */

/* A norm that the command line asks for comes before the row's own; in a
   series, one is chosen at its baseline. */
static struct person
person_of(const struct sink_options *options, const struct told *told)
{
    const struct row_change *change = told->change;
    struct person person = change->norm_person
                               ? *change->norm_person
                               : person_of_row(told->batch->rows, told->row);
    if (options->norm)
        person.norm = str_from(options->norm);
    return person;
}

void
figure_tell_scale(const struct sink_options *options,
                  const struct scored *scored, size_t scale_idx, size_t row,
                  struct told *told)
{
    static const struct row_change not_judged = {0};
    const struct scale *scale = &scored->batch->instrument->scales[scale_idx];
    told->batch = scored->batch;
    told->row = row;
    told->scale = scale;
    told->score = scores_get(scored->scores, scale_idx, row);
    told->change = scored->changes
                       ? row_changes_get(scored->changes, scale_idx, row)
                       : &not_judged;
    told->is_compared = options->with_details && has_norms(scale);
    told->has_error = options->with_details && has_errors(scale);
    if (!told->has_error)
        return;
    struct person person = person_of(options, told);
    struct norm_choice choice = norm_choose(scale, &person);
    told->standing = norm_standing(scale, &choice, &told->score);
    told->precision = precision_of(scale, change_rule_find(scale, NULL),
                                   &choice, &told->score);
}

void
figure_tell(const struct sink_options *options,
            const struct figure_subject *subject, const struct scored *scored,
            size_t row, struct told *told)
{
    told->batch = scored->batch;
    told->row = row;
    told->instrument = scored->batch->instrument;
    told->scores = scored->scores;
    told->class = subject->class;
    told->alert = subject->alert;
    switch (subject->kind) {
    case FIGURE_OF_SCALE:
        figure_tell_scale(options, scored, subject->idx, row, told);
        break;
    case FIGURE_OF_CLASS:
        told->result = classes_get(scored->scores, subject->idx, row);
        break;
    case FIGURE_OF_ALERT:
        told->alert_result = alerts_get(scored->scores, subject->idx, row);
        break;
    case FIGURE_OF_FORM:
        break;
    }
}

bool
figure_has_row(const struct scored *scored, size_t row)
{
    uint8_t state = scored->batch->state[row];
    return state != ROW_BROKEN && state != ROW_OTHER_INSTRUMENT;
}

enum why
figure_orphan_why(const struct scored *scored, size_t n, size_t row)
{
    enum why why = WHY_OTHER_INSTRUMENT;
    for (size_t i = 0; i < n; i++) {
        if (figure_has_row(&scored[i], row))
            return WHY_SCORED;
        if (scored[i].batch->state[row] == ROW_BROKEN)
            why = WHY_BROKEN_ROW;
    }
    return why;
}
