/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tries an instrument's worked examples; see examples.h. */
#include "proof/examples.h"

#include <math.h>
#include "base/num.h"
#include "response/batch.h"
#include "proof/example_class.h"
#include "proof/example_norm.h"
#include "score/judge.h"
#include "score/kernel.h"
#include "proof/working.h"
#include "xml/xml.h"

/* One example, run, and where its problems go. */
struct trial {
    struct worked_row worked;
    const struct scores *before; /* NULL: the example has none */
    const struct example *example;
    const struct expectation *expectation;
    struct diag *diag;
    bool holds; /* so far, this expectation */
};

/* ---- running ---- */

/* What an example does not answer is blank. */
static void
put_blanks(struct batch *batch)
{
    for (size_t i = 0; i < batch->instrument->n_items; i++) {
        batch->answers[i].is_absent = false;
        batch->answers[i].code[0] = code_of_kind(ANSWER_BLANK);
    }
}

static void
put_answers(struct batch *batch, const struct example_answer *answers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct example_answer *answer = &answers[i];
        if (!answer->value)
            batch->answers[answer->item_idx].code[0] =
                code_of_kind(answer->missing);
        else if (!batch_put(batch, 0, answer->item_idx,
                            str_from(answer->value)))
            batch->answers[answer->item_idx].code[0] = code_of_kind(ANSWER_BAD);
    }
}

/* Room for one row, used for one example after the other. */
struct bench {
    struct kernel *kernel;
    struct batch *batch;
    struct scores *scores;
};

static struct bench
bench_new(const struct plan *plan, struct kernel *kernel, struct arena *arena)
{
    struct bench bench = {kernel, batch_new(plan->instrument, arena),
                          scores_new(plan, true, arena)};
    struct rows *rows = ARENA_NEW(arena, struct rows);
    rows->n_rows = 1;
    bench.batch->rows = rows;
    bench.batch->n_rows = 1;
    bench.batch->state[0] = ROW_TO_SCORE;
    return bench;
}

static struct worked_row
run_answers(const struct plan *plan, const struct bench *bench,
            const struct example_answer *answers, size_t n)
{
    put_blanks(bench->batch);
    put_answers(bench->batch, answers, n);
    kernel_run(bench->kernel, bench->batch, bench->scores);
    return (struct worked_row){plan, bench->batch, bench->scores, 0};
}

/* ---- saying what is wrong ---- */

static int
decimals_of(struct str number)
{
    const char *point =
        number.len ? memchr(number.bytes, '.', number.len) : NULL;
    return point ? (int)(number.bytes + number.len - point) - 1 : 0;
}

/* How many digits after the point to show a score with: the scale's, or as
   many as the expectation has; -1, the shortest, where these would look like
   what was expected. */
static int
shown_decimals(const struct trial *trial, const struct scale *scale,
               double value)
{
    struct str wanted = str_from(trial->expectation->value);
    int decimals = decimals_of(wanted);
    struct buf shown = {0};
    if (scale->decimals > decimals)
        decimals = scale->decimals;
    num_add_fixed(&shown, value, decimals_of(wanted));
    if (str_equal(buf_str(&shown), wanted))
        decimals = -1;
    buf_clear(&shown);
    return decimals;
}

/* What the rule gives, in the words of the expectation. */
static void
add_given(const struct scale *scale, const char *attribute,
          const struct score *score, int decimals, struct buf *out)
{
    if (score->why != WHY_SCORED)
        buf_add_text(out, why_word(score->why));
    else if (str_is(str_from(attribute), "band"))
        buf_add_text(out,
                     score->band < 0 ? "none" : scale->bands[score->band].id);
    else if (str_is(str_from(attribute), "beyond"))
        buf_add_text(out, score->beyond == BEYOND_UNKNOWN ? "no cut-off"
                          : score->beyond == BEYOND_YES   ? "yes"
                                                          : "no");
    else
        working_add_value(score->value, decimals, out);
}

/* 'attribute' says which part of the expectation does not hold. */
static void
say_fails(struct trial *trial, const char *attribute, const char *wanted,
          size_t scale_idx)
{
    const struct scale *scale =
        &trial->worked.plan->instrument->scales[scale_idx];
    struct score score = scores_get(trial->worked.scores, scale_idx, 0);
    bool is_value = str_is(str_from(attribute), "value");
    struct buf given = {0};
    struct buf working = {0};
    int decimals = shown_decimals(trial, scale, score.value);
    add_given(scale, attribute, &score, decimals, &given);
    working_add(&trial->worked, scale_idx, decimals, &working);
    xml_problem(trial->diag, MSG_EXAMPLE_FAILS,
                xml_value_spot(trial->expectation->at, attribute),
                "'%s' expects %s%s%s = %s, the rule gives %s",
                trial->example->title ? trial->example->title : "",
                is_value ? "" : attribute, is_value ? "" : " of ", scale->id,
                wanted, buf_text(&given));
    diag_working(trial->diag, "%s", buf_text(&working));
    buf_clear(&given);
    buf_clear(&working);
    trial->holds = false;
}

/* ---- comparing ---- */

/* A whole number exactly; a decimal within half a unit of its last digit. */
static bool
is_near(double value, struct decimal wanted, int decimals)
{
    double target = decimal_value(wanted);
    if (decimals == 0)
        return value == target;
    double half = 0.5 * pow(10, -decimals);
    return fabs(value - target) <= half * (1 + 1e-9);
}

static void
try_value(struct trial *trial, size_t scale_idx)
{
    const char *wanted = trial->expectation->value;
    struct score score = scores_get(trial->worked.scores, scale_idx, 0);
    struct decimal number;
    if (!decimal_read(str_from(wanted), &number)) {
        xml_problem(trial->diag, MSG_EXAMPLE_NUMBER,
                    xml_value_spot(trial->expectation->at, "value"), "'%s'",
                    wanted);
        trial->holds = false;
    } else if (score.why != WHY_SCORED
               || !is_near(score.value, number,
                           decimals_of(str_from(wanted)))) {
        say_fails(trial, "value", wanted, scale_idx);
    }
}

/* A part of the expectation that is made of the score: what the rule gives,
   and how, is already in words. */
static void
say_made_fails(struct trial *trial, const char *attribute, const char *wanted,
               struct str given, struct buf *how)
{
    xml_problem(trial->diag, MSG_EXAMPLE_FAILS,
                xml_value_spot(trial->expectation->at, attribute),
                "'%s' expects %s of %s = %s, the rule gives %.*s",
                trial->example->title ? trial->example->title : "", attribute,
                trial->expectation->scale_id, wanted, (int)given.len,
                given.bytes);
    diag_working(trial->diag, "%s", buf_text(how));
    trial->holds = false;
}

static void
try_figure(struct trial *trial, size_t scale_idx, enum norm_score metric,
           const char *attribute, const char *wanted)
{
    const struct scale *scale =
        &trial->worked.plan->instrument->scales[scale_idx];
    struct score score = scores_get(trial->worked.scores, scale_idx, 0);
    struct decimal number;
    struct buf given = {0};
    struct buf how = {0};
    double figure;
    bool is_known =
        example_figure(scale, trial->example, metric, &score, &figure, &how);
    if (is_known)
        num_add(&given, figure);
    else
        buf_add_text(&given, "none");
    if (!is_known || !decimal_read(str_from(wanted), &number)
        || !is_near(figure, number, decimals_of(str_from(wanted))))
        say_made_fails(trial, attribute, wanted, buf_str(&given), &how);
    buf_clear(&given);
    buf_clear(&how);
}

static void
try_verdict(struct trial *trial, size_t scale_idx, const char *wanted)
{
    const struct instrument *instrument = trial->worked.plan->instrument;
    struct score after = scores_get(trial->worked.scores, scale_idx, 0);
    struct score before = {0};
    struct buf how = {0};
    if (trial->before)
        before = scores_get(trial->before, scale_idx, 0);
    const char *given = verdict_word(
        example_verdict(instrument, &instrument->scales[scale_idx],
                        trial->before ? &before : NULL, &after, &how));
    if (!str_is(str_from(wanted), given))
        say_made_fails(trial, "verdict", wanted, str_from(given), &how);
    buf_clear(&how);
}

static void
try_scale(struct trial *trial, size_t scale_idx)
{
    const struct expectation *wanted = trial->expectation;
    const struct scale *scale =
        &trial->worked.plan->instrument->scales[scale_idx];
    struct score score = scores_get(trial->worked.scores, scale_idx, 0);
    if (wanted->value)
        try_value(trial, scale_idx);
    if (wanted->band
        && (score.band < 0
            || !str_is(str_from(wanted->band), scale->bands[score.band].id)))
        say_fails(trial, "band", wanted->band, scale_idx);
    if (wanted->beyond
        && (score.beyond == BEYOND_UNKNOWN
            || !str_is(str_from(wanted->beyond),
                       score.beyond == BEYOND_YES ? "yes" : "no")))
        say_fails(trial, "beyond", wanted->beyond, scale_idx);
    if (wanted->missing
        && (score.why == WHY_SCORED
            || !str_is(str_from(wanted->missing), why_word(score.why))))
        say_fails(trial, "missing", wanted->missing, scale_idx);
    if (wanted->t)
        try_figure(trial, scale_idx, NORM_T, "t", wanted->t);
    if (wanted->percentile)
        try_figure(trial, scale_idx, NORM_PERCENTILE, "percentile",
                   wanted->percentile);
    if (wanted->verdict)
        try_verdict(trial, scale_idx, wanted->verdict);
}

static bool
says_nothing(const struct expectation *wanted)
{
    return !wanted->class_id && !wanted->alert_id && !wanted->value
           && !wanted->band && !wanted->t && !wanted->percentile
           && !wanted->beyond && !wanted->verdict && !wanted->missing;
}

static bool
try_expectation(struct trial *trial)
{
    const struct instrument *instrument = trial->worked.plan->instrument;
    const struct expectation *wanted = trial->expectation;
    enum id_kind kind;
    size_t idx;
    trial->holds = true;
    if (says_nothing(wanted)) {
        xml_problem(trial->diag, MSG_EXAMPLE_EMPTY,
                    xml_element_spot(wanted->at), NULL);
        return false;
    }
    if (wanted->class_id)
        return example_class_holds(&trial->worked, trial->example, wanted,
                                   trial->diag);
    if (wanted->alert_id)
        return example_alert_holds(&trial->worked, trial->example, wanted,
                                   trial->diag);
    if (!wanted->scale_id)
        return false;
    if (!instrument_find(instrument, str_from(wanted->scale_id), &kind, &idx)
        || kind != ID_SCALE)
        return false; /* the checker has refused it */
    try_scale(trial, idx);
    return trial->holds;
}

bool
examples_run(const struct plan *plan, size_t *n_held, struct diag *diag)
{
    const struct instrument *instrument = plan->instrument;
    struct arena *arena = arena_new();
    struct kernel *kernel = kernel_new(plan, arena);
    struct bench bench = bench_new(plan, kernel, arena);
    struct bench before = bench_new(plan, kernel, arena);
    size_t n_wanted = 0;
    *n_held = 0;
    for (size_t i = 0; i < instrument->n_examples; i++) {
        const struct example *example = &instrument->examples[i];
        struct trial trial = {.example = example, .diag = diag};
        if (example->before)
            trial.before = run_answers(plan, &before, example->before->answers,
                                       example->before->n_answers)
                               .scores;
        trial.worked =
            run_answers(plan, &bench, example->answers, example->n_answers);
        for (size_t j = 0; j < example->n_expectations; j++) {
            trial.expectation = &example->expectations[j];
            *n_held += try_expectation(&trial);
            n_wanted++;
        }
    }
    arena_free(arena);
    return *n_held == n_wanted;
}
