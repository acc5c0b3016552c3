/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers what explains a score; see explain.h. */
#include "output/explain.h"

#include <assert.h>
#include "change/fillings.h"
#include "instrument/expr.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "score/judge.h"
#include "score/terms.h"

/* ---- one scale ---- */

static void
sum_up(struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    bool has_weights = scale->units->all != 0;
    __int128 sum = 0;
    __int128 lowest = 0;
    __int128 weight = 0;
    for (size_t i = 0; i < explained->n_parts; i++) {
        const struct contribution *part = &explained->parts[i];
        has_weights |= part->weight != 1;
        explained->n_blanks +=
            part->kind != ANSWERED && terms_fills(code_of_kind(part->kind))
            && !(scale->calibration && scale->calibration->adaptive
                 && part->kind == ANSWER_NOT_ASKED);
        if (!part->has_score)
            continue;
        sum += units_term(scale, i, part->keyed);
        lowest += units_lowest(scale, i);
        weight += scale->units->members[i].weight;
    }
    explained->sum = units_shown(scale, sum + lowest);
    explained->above = units_shown(scale, sum);
    explained->divisor = has_weights ? units_shown_weight(scale, weight)
                                     : explained->score.answered;
    if (scale->metric && explained->score.why == WHY_SCORED)
        explained->raw =
            units_score(scale, sum, (size_t)explained->score.answered, weight);
    explained->needed = method_needed(scale, (size_t)explained->score.items);
}

static void
look_at_range(struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    const struct score *score = &explained->score;
    explained->rounded = judge_rounded(scale, score->value);
    explained->is_open =
        score->has_range && judge_side(scale, score->low, score->high) != 0;
    explained->bands = judge_band_span(scale, score);
}

static void
explain_scale(const struct worked_row *worked, size_t scale_idx,
              struct explained_scale *explained, struct arena *arena)
{
    const struct scale *scale = &worked->plan->instrument->scales[scale_idx];
    explained->scale = scale;
    explained->score = scores_get(worked->scores, scale_idx, worked->row);
    fillings_tighten(&explained->score);
    explained->parts =
        contributions_of(worked, scale_idx, arena, &explained->n_parts);
    explained->raw = explained->score.value;
    explained->estimate = explain_estimate(explained, arena);
    if (method_has_items(scale)) {
        sum_up(explained);
    } else {
        explained->filled_formula =
            contributions_filled(worked, scale->formula_text, arena);
        explained->seen = contributions_seen(worked, scale->formula, arena,
                                             &explained->n_seen);
    }
    look_at_range(explained);
}

/* ---- classes and alerts ---- */

static struct explained_test
explain_test(const struct worked_row *worked, const struct expr *test,
             const char *text, struct arena *arena)
{
    struct explained_test explained = {.text = text};
    if (!text)
        return explained;
    explained.filled = contributions_filled(worked, text, arena);
    explained.parts =
        contributions_of_expr(worked, test, arena, &explained.n_parts);
    return explained;
}

static struct explained_class
explain_class(const struct worked_row *worked, size_t class_idx,
              struct arena *arena)
{
    const struct class *class = &worked->plan->instrument->classes[class_idx];
    struct explained_test *tests =
        ARENA_ARRAY(arena, class->n_cases, struct explained_test);
    bool *can_be = ARENA_ARRAY(arena, class->n_cases, bool);
    struct explained_class explained = {
        .class = class,
        .result = classes_get(worked->scores, class_idx, worked->row),
        .tests = tests,
        .can_be = can_be,
    };
    for (size_t i = 0; i < class->n_cases; i++) {
        tests[i] = explain_test(worked, class->cases[i].test,
                                class->cases[i].test_text, arena);
        can_be[i] =
            explained.result.has_range && class_can_be(&explained.result, i);
    }
    explained.result.possible = NULL;
    return explained;
}

static void
explain_findings(const struct worked_row *worked,
                 struct explanation *explanation, struct arena *arena)
{
    const struct plan *plan = worked->plan;
    size_t n_classes = plan->instrument->n_classes;
    struct explained_class *classes =
        ARENA_ARRAY(arena, n_classes, struct explained_class);
    struct explained_alert *alerts =
        ARENA_ARRAY(arena, plan->n_alerts, struct explained_alert);
    for (size_t i = 0; i < n_classes; i++)
        classes[i] = explain_class(worked, i, arena);
    for (size_t i = 0; i < plan->n_alerts; i++) {
        const struct plan_alert *from = &plan->alerts[i];
        alerts[i] = (struct explained_alert){
            .item = &plan->instrument->items[from->item_idx],
            .alert = from->alert,
            .result = alerts_get(worked->scores, i, worked->row),
            .test = explain_test(worked, from->alert->when,
                                 from->alert->when_text, arena),
        };
    }
    explanation->classes = classes;
    explanation->n_classes = n_classes;
    explanation->alerts = alerts;
    explanation->n_alerts = plan->n_alerts;
}

/* ---- what was written ---- */

static void
explain_words(const struct worked_row *worked, struct explanation *explanation,
              struct arena *arena)
{
    const struct instrument *instrument = worked->plan->instrument;
    struct explained_words *words =
        ARENA_ARRAY(arena, instrument->n_items, struct explained_words);
    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];
        const struct answers *answers = &worked->batch->answers[i];
        if (item->response->kind == RESPONSE_FREE
            && kind_of_code(answers->code[worked->row]) == ANSWERED)
            words[explanation->n_words++] = (struct explained_words){
                item, arena_text(arena, answers->text[worked->row])};
    }
    explanation->words = words;
}

/* ---- the row ---- */

static const char *
fact_text(const struct rows *rows, enum fact fact, size_t row,
          struct arena *arena)
{
    struct str none = {NULL, 0};
    return arena_text(arena, rows->text[fact] ? rows->text[fact][row] : none);
}

struct explanation *
explain_row(const struct worked_row *worked, struct arena *arena)
{
    const struct instrument *instrument = worked->plan->instrument;
    const struct rows *rows = worked->batch->rows;
    size_t row = worked->row;
    struct explanation *explanation = ARENA_NEW(arena, struct explanation);
    struct person person = person_of_row(rows, row);
    assert(worked->scores->with_details);
    *explanation = (struct explanation){
        .instrument = instrument,
        .client = fact_text(rows, FACT_CLIENT, row, arena),
        .session = fact_text(rows, FACT_SESSION, row, arena),
        .date_days = rows_date(rows, row),
        .edition = rows_edition(rows, row),
        .wording = batch_wording(worked->batch, row),
        .person = person_keep(&person, arena),
        .name = row_name_read(fact_text(rows, FACT_CLIENT, row, arena),
                              fact_text(rows, FACT_SESSION, row, arena),
                              rows_date(rows, row), rows_time(rows, row),
                              instrument->id, arena),
        .state = (enum row_state)worked->batch->state[row],
        .scales =
            ARENA_ARRAY(arena, instrument->n_scales, struct explained_scale),
        .n_scales = instrument->n_scales,
    };
    for (size_t i = 0; i < instrument->n_scales; i++)
        explain_scale(worked, i, &explanation->scales[i], arena);
    explain_findings(worked, explanation, arena);
    explain_words(worked, explanation, arena);
    return explanation;
}

/* ---- among the client's sessions ---- */

static void
judge_change(struct explained_scale *explained, const struct series *series,
             size_t session, const struct verdict_options *options)
{
    const struct history *history = series->history;
    struct verdict_start start =
        verdict_start(series, session, options->baseline);
    explained->has_verdict = true;
    explained->verdict = verdict_at(series, session, options);
    explained->baseline =
        verdict_start_label(&start, history, options->baseline);
    explained->baseline_value = start.score.value;
    if (explained->baseline && start.last < session)
        explained->norm_session = &history->sessions[start.last];
}

/* What was known when this session was over: later scores have no part in how
   it is explained. */
static struct course
course_until(const struct history *history, size_t scale_idx, size_t session)
{
    struct history so_far = *history;
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    so_far.n_sessions = session + 1;
    struct series series = series_of(&so_far, scale_idx);
    return course_of(&series, scratch);
}

static void
place(struct explained_scale *explained, const struct person *own,
      const struct explain_options *options)
{
    const struct scale *scale = explained->scale;
    const struct change *rule = change_rule_find(scale, options->verdict.rule);
    struct person person =
        explained->norm_session ? explained->norm_session->person : *own;
    if (options->norm.len)
        person.norm = options->norm;
    const struct norm_choice choice = norm_choose(scale, &person);
    explained->standing = norm_standing(scale, &choice, &explained->score);
    explained->precision =
        precision_of(scale, rule, &choice, &explained->score);
}

void
explain_in_time(struct explanation *explanation, const struct history *history,
                size_t session, const struct explain_options *options)
{
    for (size_t i = 0; i < explanation->n_scales; i++) {
        struct explained_scale *explained = &explanation->scales[i];
        if (history) {
            struct series series = series_of(history, i);
            judge_change(explained, &series, session, &options->verdict);
            explained->course = course_until(history, i, session);
        }
        place(explained, &explanation->person, options);
    }
    if (history)
        explanation->session = history->sessions[session].label;
}

/* ---- what follows from it ---- */

size_t
explain_n_cases(const struct explained_class *explained)
{
    const struct class_result *result = &explained->result;
    int last = result->which >= 0 ? result->which : result->stopped_at;
    return last >= 0 ? (size_t)last + 1 : explained->class->n_cases;
}

bool
explain_beyond(const struct explained_scale *explained,
               const struct cutoff_point *cutoff, enum beyond *beyond)
{
    const struct score *score = &explained->score;
    *beyond = judge_beyond(explained->scale, cutoff, score->value);
    return score->why == WHY_SCORED && *beyond != BEYOND_UNKNOWN;
}

bool
explain_beyond_depends(const struct explained_scale *explained,
                       const struct cutoff_point *cutoff)
{
    const struct scale *scale = explained->scale;
    const struct score *score = &explained->score;
    return explained->is_open
           && judge_beyond(scale, cutoff, score->low)
                  != judge_beyond(scale, cutoff, score->high);
}
