/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as one JSON document; its keys are told in the manual page.  See
   sink.h. */
#include <config.h>
#include "output/sink_json.h"

#include "score/alerts.h"
#include "score/classes.h"
#include "score/judge.h"
#include "output/row_score.h"
#include "output/sink.h"

enum { FORMAT_VERSION = 1 };

struct json_sink {
    struct sink_options options;
    const char **kept; /* names of the columns passed through */
    bool has_rows;
};

static void *
json_open(const struct sink_options *options, struct arena *arena,
          struct diag *diag)
{
    struct json_sink *sink = ARENA_NEW(arena, struct json_sink);

    (void)diag;
    sink->options = *options;
    sink->options.with_details = true;
    sink->kept = ARENA_ARRAY(arena, options->n_kept, const char *);
    for (size_t i = 0; i < options->n_kept; i++)
        sink->kept[i] = arena_text(arena, options->kept[i]);
    return sink;
}

/* ---- the head ---- */

static void
put_norms(struct json *json, const struct scale *scale)
{
    json_put_array(json, "norms");
    for (size_t i = 0; i < scale->n_norms; i++) {
        const struct norm *norm = &scale->norms[i];
        json_open_object(json);
        json_put_text(json, "id", norm->id);
        json_put_number(json, "mean", decimal_value(norm->mean));
        json_put_number(json, "sd", decimal_value(norm->sd));
        json_put_whole(json, "n", norm->n);
        json_put_text(json, "source", norm->source);
        json_close_object(json);
    }
    for (size_t i = 0; i < scale->n_norm_tables; i++) {
        const struct norm_table *table = &scale->norm_tables[i];
        json_open_object(json);
        json_put_text(json, "id", table->id);
        json_put_count(json, "n", table->n);
        json_put_text(json, "source", table->source);
        json_close_object(json);
    }
    json_close_array(json);
}

static void
put_scale(struct json *json, const struct scale *scale)
{
    static const char *const directions[] = {
        [HIGHER_BETTER] = "higher-better",
        [HIGHER_WORSE] = "higher-worse",
        [DIRECTION_NEITHER] = "neither",
    };

    json_open_object(json);
    json_put_text(json, "id", scale->id);
    json_put_text(json, "title", scale->title);
    json_put_text(json, "direction", directions[scale->direction]);
    json_put_number(json, "min", scale->lo);
    json_put_number(json, "max", scale->hi);
    put_norms(json, scale);
    json_close_object(json);
}

static void
put_wordings(struct json *json, const struct instrument *instrument)
{
    json_put_array(json, "wordings");
    for (size_t i = 0; i < instrument->n_words; i++) {
        const struct instrument_words *words = &instrument->words[i];
        if (!words->digest.hex[0])
            continue;
        json_open_object(json);
        json_put_text(json, "lang", words->lang);
        json_put_text(json, "digest", words->digest.hex);
        json_close_object(json);
    }
    json_close_array(json);
}

void
sink_json_put_origin(struct json *json, const struct instrument *instrument)
{
    json_put_text(json, "id", instrument->id);
    json_put_whole(json, "edition", instrument->edition);
    json_put_text(json, "lang", instrument->lang);
    json_put_text(json, "digest", instrument->digest.hex);
    put_wordings(json, instrument);
}

static void
put_instrument(struct json *json, const struct sink_options *options,
               const struct instrument *instrument)
{
    json_open_object(json);
    sink_json_put_origin(json, instrument);
    json_put_text(json, "title", instrument->title);
    json_put_array(json, "scales");
    for (size_t i = 0; i < instrument->n_scales; i++)
        if (sink_tells_scale(options, &instrument->scales[i]))
            put_scale(json, &instrument->scales[i]);
    json_close_array(json);
    json_close_object(json);
}

/* The head is an object less its end, so that the rows can follow. */
static void
json_head(const void *aux, struct buf *out)
{
    const struct json_sink *sink = aux;
    struct json json;

    json_init(&json, out, 0);
    json_open_object(&json);
    json_put_whole(&json, "format", FORMAT_VERSION);
    json_put_text(&json, "program", PACKAGE_NAME);
    json_put_text(&json, "version", PACKAGE_VERSION);
    json_put_text(&json, "norm", sink->options.norm);
    json_put_array(&json, "instruments");
    for (size_t i = 0; i < sink->options.n_plans; i++)
        put_instrument(&json, &sink->options,
                       sink->options.plans[i]->instrument);
    json_close_array(&json);
    json_put_array(&json, "rows");
}

/* ---- rows ---- */

static void
put_known(struct json *json, const char *key, bool is_known, double number)
{
    if (is_known)
        json_put_number(json, key, number);
    else
        json_put_null(json, key);
}

static void
put_band(struct json *json, const char *key, const struct scale *scale,
         int band)
{
    bool is_told = band >= 0 && judge_tells_bands(scale);

    json_put_text(json, key, is_told ? scale->bands[band].id : NULL);
}

static void
put_judged(struct json *json, const struct row_score *told)
{
    const struct scale *scale = told->scale;
    const struct score *score = &told->score;
    struct band_span span = judge_band_span(scale, score);

    put_known(json, "low", score->has_range, score->low);
    put_known(json, "high", score->has_range, score->high);
    put_band(json, "band", scale, score->band);
    put_band(json, "low_band", scale, span.low);
    put_band(json, "high_band", scale, span.high);
    if (score->beyond == BEYOND_UNKNOWN)
        json_put_null(json, "beyond");
    else
        json_put_truth(json, "beyond", score->beyond == BEYOND_YES);
}

static void
put_standing(struct json *json, const struct row_score *told)
{
    static const char *const metrics[] = {
        [NORM_T] = "t",
        [NORM_PERCENTILE] = "percentile",
        [NORM_STANINE] = "stanine",
        [NORM_STEN] = "sten",
    };
    const struct standing *standing = &told->standing;
    struct buf ids = {0};

    put_known(json, "z", standing->has_z, standing->z);
    for (size_t i = 0; i < N_ELEMENTS(metrics); i++)
        put_known(json, metrics[i], standing->scores[i].is_known,
                  standing->scores[i].value);
    norm_add_ids(standing, &ids);
    json_put_text(json, "norm", ids.len ? buf_text(&ids) : NULL);
    buf_clear(&ids);
    put_known(json, "sem", told->precision.why == PRECISION_SAID,
              told->precision.sem);
}

static void
put_truth(struct json *json, const char *key, bool is_known, bool truth)
{
    if (is_known)
        json_put_truth(json, key, truth);
    else
        json_put_null(json, key);
}

static const char *
category_or_null(const struct row_change *change)
{
    return change->has_verdict && change->category != CATEGORY_NONE
               ? category_word(change->category)
               : NULL;
}

/* What the verdict rests on and what goes with it. */
static void
put_verdict(struct json *json, const struct scale *scale,
            const struct row_change *change)
{
    bool has = change->has_verdict;
    const struct change *rule = change->rule;
    const struct reliability *reliability = change->reliability;

    json_put_text(json, "verdict", has ? verdict_word(change->verdict) : NULL);
    json_put_text(json, "category", category_or_null(change));
    json_put_text(json, "method",
                  rule ? change_method_word(rule->method) : NULL);
    json_put_text(json, "reliability", reliability ? reliability->id : NULL);
    put_truth(json, "alpha_only", rule != NULL, change->is_alpha_only);
    put_truth(json, "seen_once", rule != NULL, change->is_seen_once);
    json_put_text(json, "cutoff", has ? verdict_cut_word(change->cut) : NULL);
    put_truth(json, "cutoff_depends", rule != NULL, change->cut_depends);
    put_truth(json, "mic_reached",
              scale->n_mics && change->has_difference && !change->mic_depends,
              change->reaches_mic);
}

static void
put_change(struct json *json, const struct scale *scale,
           const struct row_change *change)
{
    json_put_text(json, "baseline", change->baseline);
    put_known(json, "change", change->has_difference, change->difference);
    put_known(json, "rci", change->has_index, change->index);
    put_verdict(json, scale, change);
}

static void
put_score(struct json *json, const struct instrument *instrument,
          const struct row_score *told)
{
    const struct score *score = &told->score;
    bool is_scored = score->why == WHY_SCORED;

    json_open_object(json);
    json_put_text(json, "instrument", instrument->id);
    json_put_text(json, "scale", told->scale->id);
    put_known(json, "value", is_scored, score->value);
    json_put_text(json, "why", is_scored ? NULL : why_word(score->why));
    put_known(json, "answered", row_score_has_counts(told), score->answered);
    put_known(json, "items", row_score_has_counts(told), score->items);
    json_put_truth(json, "prorated", score->prorated);
    put_judged(json, told);
    if (row_score_has_norms(told->scale))
        put_standing(json, told);
    if (told->change)
        put_change(json, told->scale, told->change);
    json_close_object(json);
}

static void
put_scores(struct json *json, const struct json_sink *sink,
           const struct scored *scored, size_t row)
{
    const struct instrument *instrument = scored->batch->instrument;

    for (size_t i = 0; i < instrument->n_scales; i++) {
        if (!sink_tells_scale(&sink->options, &instrument->scales[i]))
            continue;
        struct row_score told = row_score_get(&sink->options, scored, i, row);
        put_score(json, instrument, &told);
    }
}

/* Null where nothing can be said of it. */
static void
put_possible(struct json *json, const struct class *class,
             const struct class_result *result)
{
    if (!result->has_range) {
        json_put_null(json, "possible");
        return;
    }
    json_put_array(json, "possible");
    for (size_t i = 0; i < class->n_cases; i++)
        if (class_can_be(result, i))
            json_text(json, str_from(class->cases[i].id));
    json_close_array(json);
}

static void
put_classes(struct json *json, const struct json_sink *sink,
            const struct scored *scored, size_t row)
{
    const struct instrument *instrument = scored->batch->instrument;

    for (size_t i = 0; i < instrument->n_classes; i++) {
        const struct class *class = &instrument->classes[i];
        if (!sink_tells_class(&sink->options, class))
            continue;
        struct class_result result = classes_get(scored->scores, i, row);
        bool has_case = result.which >= 0;
        json_open_object(json);
        json_put_text(json, "instrument", instrument->id);
        json_put_text(json, "class", class->id);
        json_put_text(json, "case",
                      has_case ? class->cases[result.which].id : NULL);
        json_put_text(json, "why", has_case ? NULL : why_word(result.why));
        put_possible(json, class, &result);
        json_close_object(json);
    }
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

/* All of them, quiet ones too: what is not told must not look like what did
   not fire. */
static void
put_alerts(struct json *json, const struct json_sink *sink, size_t plan_idx,
           const struct scored *scored, size_t row)
{
    const struct plan *plan = sink->options.plans[plan_idx];

    for (size_t i = 0; i < plan->n_alerts; i++) {
        const struct plan_alert *alert = &plan->alerts[i];
        if (!sink_tells_alert(&sink->options, alert->alert))
            continue;
        struct alert_result result = alerts_get(scored->scores, i, row);
        bool is_judged = result.state != ALERT_UNDECIDED;
        json_open_object(json);
        json_put_text(json, "instrument", plan->instrument->id);
        json_put_text(json, "alert", alert->alert->id);
        json_put_text(json, "fires", alert_state_word(result.state));
        json_put_text(json, "why", is_judged ? NULL : why_word(result.why));
        json_put_text(json, "unanswered", unanswered_word(result.unanswered));
        json_close_object(json);
    }
}

static bool
is_administration(const struct scored *scored, size_t row)
{
    uint8_t state = scored->batch->state[row];

    return state != ROW_BROKEN && state != ROW_OTHER_INSTRUMENT;
}

/* Null of a row that is an administration of some instrument. */
static const char *
orphan_why(const struct json_sink *sink, const struct scored *scored,
           size_t row)
{
    for (size_t i = 0; i < sink->options.n_plans; i++)
        if (is_administration(&scored[i], row))
            return NULL;
    return why_word(scored[0].batch->state[row] == ROW_BROKEN
                        ? WHY_BROKEN_ROW
                        : WHY_OTHER_INSTRUMENT);
}

/* Which words were answered, where they are not the definition's own. */
static void
put_row_wording(struct json *json, const struct scored *scored, size_t row)
{
    const struct instrument_words *wording = batch_wording(scored->batch, row);

    if (!wording)
        return;
    json_open_object(json);
    json_put_text(json, "instrument", scored->batch->instrument->id);
    json_put_text(json, "lang", wording->lang);
    json_put_text(json, "digest", wording->digest.hex);
    json_close_object(json);
}

static void
put_row(struct json *json, const struct json_sink *sink,
        const struct rows *rows, const struct scored *scored, size_t row)
{
    json_open_object(json);
    json_put_object(json, "columns");
    for (size_t i = 0; i < rows->n_kept; i++)
        json_put_str(json, sink->kept[i], rows->kept[row * rows->n_kept + i]);
    json_close_object(json);
    json_put_text(json, "why", orphan_why(sink, scored, row));
    json_put_array(json, "wordings");
    for (size_t i = 0; i < sink->options.n_plans; i++)
        if (is_administration(&scored[i], row))
            put_row_wording(json, &scored[i], row);
    json_close_array(json);
    json_put_array(json, "scores");
    for (size_t i = 0; i < sink->options.n_plans; i++)
        if (is_administration(&scored[i], row))
            put_scores(json, sink, &scored[i], row);
    json_close_array(json);
    json_put_array(json, "classes");
    for (size_t i = 0; i < sink->options.n_plans; i++)
        if (is_administration(&scored[i], row))
            put_classes(json, sink, &scored[i], row);
    json_close_array(json);
    json_put_array(json, "alerts");
    for (size_t i = 0; i < sink->options.n_plans; i++)
        if (is_administration(&scored[i], row))
            put_alerts(json, sink, i, &scored[i], row);
    json_close_array(json);
    json_close_object(json);
}

static void
json_rows(const void *aux, const struct rows *rows, const struct scored *scored,
          struct buf *out)
{
    struct json json;

    for (size_t row = 0; row < rows->n_rows; row++) {
        buf_add_text(out, ",\n");
        json_init(&json, out, 0);
        put_row(&json, aux, rows, scored, row);
    }
}

/* No comma before the very first. */
static void
json_arrange(void *aux, struct str printed, struct buf *out)
{
    struct json_sink *sink = aux;

    if (!printed.len)
        return;
    if (!sink->has_rows)
        printed = (struct str){printed.bytes + 1, printed.len - 1};
    sink->has_rows = true;
    buf_add(out, printed);
}

static void
json_tail(void *aux, struct buf *out)
{
    (void)aux;
    buf_add_text(out, "\n]}\n");
}

const struct sink_class sink_json = {
    .open = json_open,
    .head = json_head,
    .rows = json_rows,
    .arrange = json_arrange,
    .tail = json_tail,
};
