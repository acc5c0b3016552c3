/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tries an instrument's worked examples. */
#include "proof/proof.h"

#include <math.h>
#include "base/num.h"
#include "change/verdict.h"
#include "instrument/attribute.h"
#include "instrument/example.h"
#include "response/answer.h"
#include "score/alerts.h"
#include "score/classes.h"
#include "score/judge.h"
#include "score/kernel.h"
#include "score/norm.h"
#include "score/operands.h"
#include "score/told.h"

/* One example, run, and where its problems go. */
struct trial {
    struct worked_row worked;
    working_fn *tell;
    const struct score *before; /* of each scale, at the first session of all;
                                   NULL: the example has none before */
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
        else if (!answer_put(batch, 0, answer->item_idx,
                             str_from(answer->value)))
            batch->answers[answer->item_idx].code[0] = code_of_kind(ANSWER_BAD);
    }
}

/* Room for one row, used for one row of answers after the other. */
struct bench {
    const struct plan *plan;
    struct kernel *kernel;
    struct batch *batch;
    struct scores *scores;
    struct rows *rows;
    struct operands *asked;
    struct told *told[N_ASKED_OF]; /* what the other rows of an example have */
    bool *is_there[N_ASKED_OF];    /* of each, whether it is there at all */
    struct score *first;           /* of each scale */
};

static struct bench
bench_new(const struct plan *plan, struct arena *arena)
{
    const struct instrument *instrument = plan->instrument;
    struct bench bench = {
        .plan = plan,
        .kernel = kernel_new(plan, arena),
        .batch = batch_new(instrument, arena),
        .scores = scores_new(plan, true, arena),
        .asked = operands_asked(plan, instrument, arena),
        .first = ARENA_ARRAY(arena, instrument->n_scales, struct score),
    };
    for (int of = 0; of < N_ASKED_OF; of++) {
        bench.told[of] = ARENA_ARRAY(arena, instrument->n_asked, struct told);
        bench.is_there[of] = ARENA_ARRAY(arena, instrument->n_asked, bool);
    }
    struct rows *rows = bench.rows = ARENA_NEW(arena, struct rows);
    rows->n_rows = 1;
    rows->number[FACT_SEX] = ARENA_NEW(arena, int32_t);
    rows->number[FACT_AGE] = ARENA_NEW(arena, int32_t);
    rows->text[FACT_LANG] = ARENA_NEW(arena, struct str);
    rows->text[FACT_GROUP] = ARENA_NEW(arena, struct str);
    bench.batch->rows = rows;
    bench.batch->n_rows = 1;
    bench.batch->state[0] = ROW_TO_SCORE;
    return bench;
}

static void
run_answers(const struct bench *bench, const struct example_answer *answers,
            size_t n)
{
    put_blanks(bench->batch);
    put_answers(bench->batch, answers, n);
    kernel_run(bench->kernel, bench->batch, bench->scores);
}

/* What questionnaires that are used gave: the example says it. */
static void
put_scores(struct bench *bench, enum asked_of of,
           const struct example_score *scores, size_t n)
{
    const struct instrument *instrument = bench->plan->instrument;
    for (size_t i = 0; i < instrument->n_asked; i++) {
        const struct asked *asked = &instrument->asked[i];
        bench->is_there[of][i] = !asked->whose;
        for (size_t k = 0; k < n; k++) {
            double value = decimal_value(scores[k].value);
            if (scores[k].asked.whose != asked->whose
                || scores[k].asked.is_scale != asked->is_scale
                || scores[k].asked.idx != asked->idx)
                continue;
            bench->is_there[of][i] = true;
            bench->told[of][i] = (struct told){
                .value = {.number = value},
                .range = {value, value, false},
                .date_days = DATE_NONE,
            };
        }
    }
}

/* What is asked of other rows is what a row has by itself, so that each is run
   without being told of others. */
static void
run_other(struct bench *bench, enum asked_of of,
          const struct example_before *other)
{
    run_answers(bench, other->answers, other->n_answers);
    put_scores(bench, of, other->scores, other->n_scores);
    if (bench->asked)
        kernel_tell(bench->kernel, bench->asked, bench->batch, bench->scores, 0,
                    bench->told[of]);
}

static void
run_others(struct bench *bench, const struct example *example)
{
    const struct instrument *instrument = bench->plan->instrument;
    const struct example_before now = {
        .answers = example->answers,
        .n_answers = example->n_answers,
        .scores = example->scores,
        .n_scores = example->n_scores,
    };
    for (size_t i = 0; i < instrument->n_asked; i++) {
        bench->batch->told[i] = NULL;
        for (int of = 0; of < N_ASKED_OF; of++)
            bench->is_there[of][i] = false;
    }
    if (example->partner)
        run_other(bench, ASKED_PARTNER, example->partner);
    for (size_t i = 0; i < example->n_before; i++)
        run_other(bench, ASKED_PREVIOUS, &example->before[i]);
    put_scores(bench, ASKED_HERE, example->scores, example->n_scores);
    run_other(bench, ASKED_FIRST, example->n_before ? example->before : &now);
    for (size_t i = 0; i < instrument->n_scales; i++)
        bench->first[i] = scores_get(bench->scores, i, 0);
}

static struct worked_row
run_example(struct bench *bench, const struct example *example)
{
    const struct instrument *instrument = bench->plan->instrument;
    /* What is known of the example's person. */
    struct rows *rows = bench->rows;
    rows->number[FACT_SEX][0] = example->sex ? example->sex[0] : 0;
    rows->number[FACT_AGE][0] = example->has_age ? example->age : -1;
    rows->text[FACT_LANG][0] = str_from(example->lang);
    rows->text[FACT_GROUP][0] = str_from(example->group);
    if (instrument->n_asked || example->n_before)
        run_others(bench, example);
    for (size_t i = 0; i < instrument->n_asked; i++) {
        enum asked_of of = instrument->asked[i].of;
        bench->batch->told[i] =
            bench->is_there[of][i] ? &bench->told[of][i] : NULL;
    }
    run_answers(bench, example->answers, example->n_answers);
    return (struct worked_row){bench->plan, bench->batch, bench->scores, 0};
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
    struct buf shown SCOPED(buf_clear) = {0};
    if (scale->decimals > decimals)
        decimals = scale->decimals;
    num_add_fixed(&shown, value, decimals_of(wanted));
    if (str_equal(buf_str(&shown), wanted))
        decimals = -1;
    return decimals;
}

/* 'attribute' says which part of the expectation does not hold, 'given' what
   the rule gives, and 'how' its arithmetic. */
static void
say_fails(struct trial *trial, const char *attribute, const char *given,
          struct buf *how)
{
    const struct expectation *wanted = trial->expectation;
    struct str expected = attribute_value(wanted->at, attribute);
    bool is_value = strcmp(attribute, "value") == 0;
    const char *of = wanted->scale_id   ? wanted->scale_id
                     : wanted->class_id ? wanted->class_id
                                        : wanted->alert_id;
    xml_problem(trial->diag, MSG_EXAMPLE_FAILS,
                xml_value_spot(wanted->at, attribute),
                "'%s' expects %s%s%s = %.*s, the rule gives %s",
                trial->example->title, is_value ? "" : attribute,
                is_value ? "" : " of ", of, STR_ARGS(expected), given);
    diag_working(trial->diag, "%s", buf_text(how));
    trial->holds = false;
}

/* 'given' in words; NULL: the score itself. */
static void
say_score_fails(struct trial *trial, size_t scale_idx, const char *attribute,
                const char *given)
{
    const struct scale *scale =
        &trial->worked.plan->instrument->scales[scale_idx];
    struct score score = scores_get(trial->worked.scores, scale_idx, 0);
    struct buf shown SCOPED(buf_clear) = {0};
    struct buf how SCOPED(buf_clear) = {0};
    int decimals = shown_decimals(trial, scale, score.value);
    if (score.why != WHY_SCORED)
        buf_add_text(&shown, why_word(score.why));
    else if (given)
        buf_add_text(&shown, given);
    else
        num_add_shown(&shown, score.value, decimals);
    trial->tell(&trial->worked, EXPECTED_SCALE, scale_idx, decimals, &how);
    say_fails(trial, attribute, buf_text(&shown), &how);
}

/* ---- norm figures and verdicts ---- */

static void
add_table(const struct scale *scale, const struct norm_table *table,
          const struct score *score, struct buf *out)
{
    buf_addf(out, "norm table %s, at ", table->id);
    num_add(out, judge_rounded(scale, score->value));
}

static void
add_formula(const struct norm *norm, const struct score *score, double z,
            struct buf *out)
{
    buf_addf(out, "norm %s: z = (", norm->id);
    num_add(out, score->value);
    buf_add_text(out, " - ");
    num_add(out, decimal_value(norm->mean));
    buf_add_text(out, ") / ");
    num_add(out, decimal_value(norm->sd));
    buf_add_text(out, " = ");
    num_add_fixed(out, z, 4);
}

static struct person
person_of_example(const struct example *example)
{
    return (struct person){
        .sex = example->sex ? example->sex[0] : 0,
        .age = example->has_age ? example->age : -1,
        .lang = str_from(example->lang),
        .group = str_from(example->group),
    };
}

/* The T or percentile of the example's person.  Adds to 'working', on one line,
   how it comes about: "norm women: z = (3 - 2.71) / 0.82"; or why there is
   none, and then is false. */
static bool
example_figure(const struct scale *scale, const struct example *example,
               enum norm_score metric, const struct score *score,
               double *figure, struct buf *working)
{
    struct person person = person_of_example(example);
    struct norm_choice choice = norm_choose(scale, &person);
    struct standing standing = norm_standing(scale, &choice, score);
    struct standing_score *found = &standing.scores[metric];
    if (!found->is_known) {
        buf_add_text(working, score->why != WHY_SCORED ? why_text(score->why)
                              : choice.why != NORM_CHOSEN
                                  ? norm_why_texts[choice.why]
                                  : "the norm does not give it");
        return false;
    }
    if (found->table)
        add_table(scale, found->table, score, working);
    else
        add_formula(choice.norm, score, standing.z, working);
    *figure = found->value;
    return true;
}

static void
add_change(const struct change_result *change, struct buf *out)
{
    if (!change->has_difference) {
        buf_add_text(out, change_why_texts[change->why]);
        return;
    }
    num_add(out, change->before.score.value);
    buf_add_text(out, " before, ");
    num_add(out, change->after.score.value);
    buf_add_text(out, " now");
    if (change->why != CHANGE_JUDGED) {
        buf_addf(out, ": %s", change_why_texts[change->why]);
    } else if (change->basis.rule->method == CHANGE_POINTS) {
        buf_add_text(out, ", limit ");
        num_add(out, change->critical);
    } else {
        buf_add_text(out, ": (");
        num_add(out, change->after.score.value);
        buf_add_text(out, " - ");
        num_add_fixed(out, change->expected, 4);
        buf_add_text(out, ") / ");
        num_add_fixed(out, change->error, 4);
        buf_add_text(out, " = ");
        num_add_fixed(out, change->index, 4);
        buf_add_text(out, ", limit ");
        num_add_fixed(out, change->critical, 4);
    }
}

/* The verdict by the scale's first rule, and how: "1 before, 3 now: (3 -
   1.0000) / 0.5178 = 3.8624, limit 1.9600".  'before' is NULL where there is
   none. */
static enum verdict_kind
example_verdict(const struct instrument *instrument, const struct scale *scale,
                const struct score *before, const struct score *after,
                struct buf *working)
{
    struct verdict verdict = verdict_of(
        instrument, scale, change_rule_find(scale, NULL), before, NULL, after);
    add_change(&verdict.change, working);
    return verdict.kind;
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
try_value(struct trial *trial, size_t scale_idx, const char *wanted)
{
    struct score score = scores_get(trial->worked.scores, scale_idx, 0);
    struct decimal number;
    if (score.why != WHY_SCORED || !decimal_read(str_from(wanted), &number)
        || !is_near(score.value, number, decimals_of(str_from(wanted))))
        say_score_fails(trial, scale_idx, "value", NULL);
}

static void
try_figure(struct trial *trial, size_t scale_idx, enum norm_score metric,
           const char *attribute, const char *wanted)
{
    const struct scale *scale =
        &trial->worked.plan->instrument->scales[scale_idx];
    struct score score = scores_get(trial->worked.scores, scale_idx, 0);
    struct decimal number;
    struct buf given SCOPED(buf_clear) = {0};
    struct buf how SCOPED(buf_clear) = {0};
    double figure;
    bool is_known =
        example_figure(scale, trial->example, metric, &score, &figure, &how);
    if (is_known)
        num_add(&given, figure);
    else
        buf_add_text(&given, "none");
    if (!is_known || !decimal_read(str_from(wanted), &number)
        || !is_near(figure, number, decimals_of(str_from(wanted))))
        say_fails(trial, attribute, buf_text(&given), &how);
}

static void
try_verdict(struct trial *trial, size_t scale_idx, const char *wanted)
{
    const struct instrument *instrument = trial->worked.plan->instrument;
    struct score after = scores_get(trial->worked.scores, scale_idx, 0);
    struct buf how SCOPED(buf_clear) = {0};
    const char *given = verdict_words[example_verdict(
        instrument, &instrument->scales[scale_idx],
        trial->before ? &trial->before[scale_idx] : NULL, &after, &how)];
    if (strcmp(wanted, given) != 0)
        say_fails(trial, "verdict", given, &how);
}

static void
try_scale(struct trial *trial, size_t scale_idx)
{
    const struct expectation *wanted = trial->expectation;
    const struct scale *scale =
        &trial->worked.plan->instrument->scales[scale_idx];
    struct score score = scores_get(trial->worked.scores, scale_idx, 0);
    const char *band = score.band < 0 ? NULL : scale->bands[score.band].id;
    const char *beyond = score.beyond == BEYOND_UNKNOWN ? "unknown"
                         : score.beyond == BEYOND_YES   ? "yes"
                                                        : "no";
    if (wanted->value)
        try_value(trial, scale_idx, wanted->value);
    if (wanted->band && (!band || strcmp(wanted->band, band) != 0))
        say_score_fails(trial, scale_idx, "band", band ? band : "none");
    if (wanted->beyond && strcmp(wanted->beyond, beyond) != 0)
        say_score_fails(trial, scale_idx, "beyond", beyond);
    if (wanted->missing
        && (score.why == WHY_SCORED
            || strcmp(wanted->missing, why_word(score.why)) != 0))
        say_score_fails(trial, scale_idx, "missing", NULL);
    if (wanted->t)
        try_figure(trial, scale_idx, NORM_T, "t", wanted->t);
    if (wanted->percentile)
        try_figure(trial, scale_idx, NORM_PERCENTILE, "percentile",
                   wanted->percentile);
    if (wanted->verdict)
        try_verdict(trial, scale_idx, wanted->verdict);
}

static void
try_class(struct trial *trial, size_t class_idx)
{
    const struct expectation *wanted = trial->expectation;
    const struct class *class =
        &trial->worked.plan->instrument->classes[class_idx];
    struct class_result result =
        classes_get(trial->worked.scores, class_idx, trial->worked.row);
    bool has_case = result.which >= 0;
    const char *given =
        has_case ? class->cases[result.which].id : why_word(result.why);
    const char *expected = wanted->when ? wanted->when : wanted->missing;
    struct buf how SCOPED(buf_clear) = {0};
    if (has_case == (wanted->when != NULL) && strcmp(expected, given) == 0)
        return;
    trial->tell(&trial->worked, EXPECTED_CLASS, class_idx, -1, &how);
    say_fails(trial, wanted->when ? "when" : "missing", given, &how);
}

static void
try_alert(struct trial *trial, size_t alert_idx)
{
    struct alert_result result =
        alerts_get(trial->worked.scores, alert_idx, trial->worked.row);
    const char *given = alert_states[result.state].word;
    struct buf how SCOPED(buf_clear) = {0};
    if (strcmp(trial->expectation->fires, given) == 0)
        return;
    trial->tell(&trial->worked, EXPECTED_ALERT, alert_idx, -1, &how);
    say_fails(trial, "fires", given, &how);
}

/* The checker has seen to it that what is named is there, and that something
   is expected of it. */
static bool
try_expectation(struct trial *trial)
{
    const struct plan *plan = trial->worked.plan;
    const struct expectation *wanted = trial->expectation;
    const char *id = wanted->scale_id ? wanted->scale_id : wanted->class_id;
    enum id_kind kind;
    size_t idx = 0;
    trial->holds = true;
    if (wanted->alert_id) {
        while (strcmp(plan->alerts[idx].alert->id, wanted->alert_id) != 0)
            idx++;
        try_alert(trial, idx);
    } else if (instrument_find(plan->instrument, str_from(id), &kind, &idx)) {
        if (kind == ID_SCALE)
            try_scale(trial, idx);
        else
            try_class(trial, idx);
    }
    return trial->holds;
}

bool
examples_run(const struct plan *plan, working_fn *tell, size_t *n_held,
             struct diag *diag)
{
    const struct instrument *instrument = plan->instrument;
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct bench bench = bench_new(plan, arena);
    size_t n_wanted = 0;
    *n_held = 0;
    for (size_t i = 0; i < instrument->n_examples; i++) {
        const struct example *example = &instrument->examples[i];
        struct trial trial = {.example = example, .tell = tell, .diag = diag};
        trial.worked = run_example(&bench, example);
        if (example->n_before)
            trial.before = bench.first;
        for (size_t j = 0; j < example->n_expectations; j++) {
            trial.expectation = &example->expectations[j];
            *n_held += try_expectation(&trial);
            n_wanted++;
        }
    }
    return *n_held == n_wanted;
}

bool
proof_run(const struct plan *plan, working_fn *tell, size_t *n_held,
          struct diag *diag)
{
    bool is_proved = reach_check(plan, diag);
    is_proved &= attainable_check(plan, diag);
    return examples_run(plan, tell, n_held, diag) && is_proved;
}
