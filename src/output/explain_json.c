/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explanations as JSON; see explain_json.h.  Published figures are written by
   explain_json_figures.c. */
#include "output/explain_json.h"

#include "base/date.h"
#include "base/json.h"
#include "base/num.h"
#include "instrument/method.h"
#include "output/explain_course.h"
#include "output/explain_json_figures.h"

enum { VERSION = 1, INDENT = 2 };

/* A number, or null where there is none. */
static void
put_if(struct json *json, const char *key, bool is_known, double number)
{
    if (is_known)
        json_put_number(json, key, number);
    else
        json_put_null(json, key);
}

static const char *
text_or_null(const char *text)
{
    return text && *text ? text : NULL;
}

/* ---- what was answered ---- */

static void
add_scale_part(struct json *json, const struct contribution *part)
{
    json_put_text(json, "scale", part->scale->id);
    json_put_text(json, "why", why_word(part->of_scale.why));
    put_if(json, "value", part->of_scale.why == WHY_SCORED,
           part->of_scale.value);
}

/* The values, as they are stored. */
static void
add_choices(struct json *json, const struct contribution *part)
{
    json_put_array(json, "choices");
    for (size_t i = 0; i < part->item->response->n_choices; i++)
        if (part->choices >> i & 1)
            json_number(json,
                        decimal_value(part->item->response->choices[i].value));
    json_close_array(json);
}

static void
add_item_part(struct json *json, const struct contribution *part,
              bool is_formula, bool for_client)
{
    bool tells_kind = !for_client || part->kind == ANSWERED
                      || part->kind == ANSWER_BAD
                      || part->kind == ANSWER_NOT_APPLICABLE;
    json_put_text(json, "item", part->item->id);
    json_put_text(
        json, "kind",
        contributions_kind_text(tells_kind ? part->kind : ANSWER_BLANK));
    json_put_text(json, "label", part->choice ? part->choice->label : NULL);
    if (part->is_set)
        add_choices(json, part);
    put_if(json, "score", part->has_score, part->score);
    if (is_formula)
        return;
    json_put_truth(json, "reversed", part->reversed);
    json_put_number(json, "min", part->lo);
    json_put_number(json, "max", part->hi);
    put_if(json, "keyed", part->has_score, part->keyed);
    json_put_number(json, "weight", part->weight);
    put_if(json, "term", part->has_score, part->term);
}

static void
add_parts(struct json *json, const struct explanation *explanation,
          const struct explained_scale *explained, bool for_client)
{
    bool has_parts =
        !for_client || explain_tells_client_parts(explanation, explained);
    json_put_array(json, "parts");
    for (size_t i = 0; has_parts && i < explained->n_parts; i++) {
        const struct contribution *part = &explained->parts[i];
        json_open_object(json);
        if (part->scale)
            add_scale_part(json, part);
        else
            add_item_part(json, part, !method_has_items(explained->scale),
                          for_client);
        json_close_object(json);
    }
    json_close_array(json);
}

/* ---- what was made of it ---- */

static void
add_rule(struct json *json, const struct scale *scale)
{
    static const char *const directions[] = {
        [HIGHER_BETTER] = "higher-better",
        [HIGHER_WORSE] = "higher-worse",
        [DIRECTION_NEITHER] = "neither",
    };
    json_put_text(json, "id", scale->id);
    json_put_text(json, "title", scale->title);
    json_put_text(json, "method", scale_method_names[scale->method]);
    json_put_text(json, "direction", directions[scale->direction]);
    json_put_number(json, "min", scale->lo);
    json_put_number(json, "max", scale->hi);
    json_put_whole(json, "decimals", scale->decimals);
    json_put_truth(json, "internal", scale->is_internal);
    json_put_truth(json, "private", scale->is_private);
    json_put_text(json, "min_answered", scale->min_answered_text);
}

static void
add_value(struct json *json, const struct explanation *explanation,
          const struct explained_scale *explained, bool for_client)
{
    const struct score *score = &explained->score;
    bool is_scored = score->why == WHY_SCORED;
    bool is_formula = !method_has_items(explained->scale);
    json_put_text(json, "formula", explained->scale->formula_text);
    bool is_filled =
        !for_client || explain_tells_client_parts(explanation, explained);
    json_put_text(json, "filled_formula",
                  is_filled ? explained->filled_formula : NULL);
    add_parts(json, explanation, explained, for_client);
    json_put_whole(json, "answered", score->answered);
    json_put_whole(json, "items", score->items);
    put_if(json, "needed", !is_formula, (double)explained->needed);
    put_if(json, "sum", !is_formula, explained->sum);
    put_if(json, "divisor", !is_formula, explained->divisor);
    json_put_truth(json, "prorated", score->prorated);
    put_if(json, "value", is_scored, score->value);
    json_put_text(json, "why", why_word(score->why));
    put_if(json, "low", score->has_range, score->low);
    put_if(json, "high", score->has_range, score->high);
    put_if(json, "rounded", is_scored, explained->rounded);
}

static const char *
band_id(const struct scale *scale, int band)
{
    return band < 0 ? NULL : scale->bands[band].id;
}

static void
add_band(struct json *json, const struct explained_scale *explained)
{
    static const char *const bases[] = {
        [BASIS_NORM] = "norm",
        [BASIS_CRITERION] = "criterion",
    };
    const struct scale *scale = explained->scale;
    int band = explained->score.band;
    if (!judge_tells_bands(scale) || (band < 0 && explained->bands.low < 0)) {
        json_put_null(json, "band");
        return;
    }
    json_put_object(json, "band");
    json_put_text(json, "id", band_id(scale, band));
    json_put_text(json, "label", band < 0 ? NULL : scale->bands[band].label);
    put_if(json, "from", band >= 0,
           band < 0 ? 0 : decimal_value(scale->bands[band].from));
    json_put_text(json, "basis", bases[scale->basis]);
    json_put_text(json, "low", band_id(scale, explained->bands.low));
    json_put_text(json, "high", band_id(scale, explained->bands.high));
    json_close_object(json);
}

static void
add_scale(struct json *json, const struct explanation *explanation,
          const struct explained_scale *explained, bool for_client)
{
    json_open_object(json);
    add_rule(json, explained->scale);
    add_value(json, explanation, explained, for_client);
    if (!for_client || explained->scale->basis == BASIS_CRITERION)
        add_band(json, explained);
    explain_json_cutoffs(json, explained);
    if (!for_client) {
        explain_json_norm(json, explained);
        explain_json_error(json, explained);
    }
    explain_json_change(json, explained, for_client);
    explain_json_course(json, explained, for_client);
    json_close_object(json);
}

/* ---- classes and alerts ---- */

static void
add_class(struct json *json, const struct explained_class *explained,
          bool for_client)
{
    const struct class *class = explained->class;
    const struct class_result *result = &explained->result;
    bool is_known = result->which >= 0;
    json_open_object(json);
    json_put_text(json, "id", class->id);
    json_put_text(json, "title", class->title);
    json_put_text(json, "case",
                  is_known ? class->cases[result->which].id : NULL);
    json_put_text(json, "label",
                  is_known ? class->cases[result->which].label : NULL);
    json_put_text(json, "why", why_word(result->why));
    if (!for_client) {
        json_put_array(json, "possible");
        for (size_t i = 0; i < class->n_cases; i++)
            if (explained->can_be[i])
                json_text(json, str_from(class->cases[i].id));
        json_close_array(json);
    }
    json_close_object(json);
}

static void
add_classes(struct json *json, const struct explanation *explanation,
            bool for_client)
{
    json_put_array(json, "classes");
    for (size_t i = 0; i < explanation->n_classes; i++)
        if (!for_client
            || explain_tells_client_class(explanation,
                                          &explanation->classes[i]))
            add_class(json, &explanation->classes[i], for_client);
    json_close_array(json);
}

static void
add_alert(struct json *json, const struct explained_alert *explained)
{
    const struct alert_result *result = &explained->result;
    bool is_listed = result->unanswered != ANSWERED;
    json_open_object(json);
    json_put_text(json, "id", explained->alert->id);
    json_put_text(json, "item", explained->item->id);
    json_put_text(json, "when", explained->alert->when_text);
    json_put_text(json, "filled_when", explained->filled);
    json_put_text(json, "fires", alert_state_word(result->state));
    json_put_text(json, "unanswered",
                  is_listed ? contributions_kind_text(result->unanswered)
                            : NULL);
    json_put_text(json, "text", explained->alert->text);
    json_close_object(json);
}

static void
add_alerts(struct json *json, const struct explanation *explanation)
{
    json_put_array(json, "alerts");
    for (size_t i = 0; i < explanation->n_alerts; i++)
        add_alert(json, &explanation->alerts[i]);
    json_close_array(json);
}

/* ---- the row ---- */

static void
add_wording(struct json *json, const struct instrument_words *wording)
{
    json_put_text(json, "wording_lang", wording ? wording->lang : NULL);
    json_put_text(json, "wording_digest", wording ? wording->digest.hex : NULL);
}

static void
add_instrument(struct json *json, const struct explanation *explanation,
               bool for_client)
{
    const struct instrument *instrument = explanation->instrument;
    static const char *const statuses[] = {
        [STATUS_UNVALIDATED] = "unvalidated",
        [STATUS_VALIDATED] = "validated",
        [STATUS_SKELETON] = "skeleton",
    };
    json_put_object(json, "instrument");
    json_put_text(json, "id", instrument->id);
    json_put_whole(json, "edition", instrument->edition);
    json_put_text(json, "title", instrument->title);
    json_put_text(json, "status", statuses[instrument->status]);
    json_put_text(json, "lang", instrument->lang);
    if (!for_client) {
        json_put_text(json, "digest", instrument->digest.hex);
        add_wording(json, explanation->wording);
    }
    json_close_object(json);
}

static void
add_person(struct json *json, const struct person *person)
{
    char sex[2] = {(char)person->sex, '\0'};
    json_put_object(json, "person");
    json_put_text(json, "sex", text_or_null(sex));
    put_if(json, "age", person->age >= 0, person->age);
    json_put_text(json, "lang", text_or_null(person->lang.bytes));
    json_put_text(json, "group", text_or_null(person->group.bytes));
    json_close_object(json);
}

static void
add_date(struct json *json, int32_t days)
{
    struct buf text = {0};
    if (days == DATE_NONE) {
        json_put_null(json, "date");
        return;
    }
    struct civil date = date_civil(days);
    buf_addf(&text, "%04d-%02d-%02d", date.year, date.month, date.day);
    json_put_str(json, "date", buf_str(&text));
    buf_clear(&text);
}

static const char *
state_word(enum row_state state)
{
    switch (state) {
    case ROW_BROKEN:
        return why_word(WHY_BROKEN_ROW);
    case ROW_OTHER_INSTRUMENT:
        return why_word(WHY_OTHER_INSTRUMENT);
    case ROW_OTHER_EDITION:
        return why_word(WHY_OTHER_EDITION);
    case ROW_OTHER_CODING:
        return why_word(WHY_OTHER_CODING);
    case ROW_TO_SCORE:
        break;
    }
    return "scored";
}

static void
add_words(struct json *json, const struct explanation *explanation)
{
    json_put_array(json, "words");
    for (size_t i = 0; i < explanation->n_words; i++) {
        json_open_object(json);
        json_put_text(json, "item", explanation->words[i].item->id);
        json_put_text(json, "text", explanation->words[i].text);
        json_close_object(json);
    }
    json_close_array(json);
}

static void
add_explanation(struct json *json, const struct explanation *explanation,
                bool for_client)
{
    json_open_object(json);
    add_instrument(json, explanation, for_client);
    json_put_text(json, "client", text_or_null(explanation->client));
    json_put_text(json, "session", text_or_null(explanation->session));
    add_date(json, explanation->date_days);
    json_put_whole(json, "row", (int64_t)explanation->number);
    put_if(json, "edition", explanation->edition > 0, explanation->edition);
    json_put_text(json, "state", state_word(explanation->state));
    if (!for_client)
        add_person(json, &explanation->person);
    json_put_array(json, "scales");
    for (size_t i = 0; i < explanation->n_scales; i++)
        if (!for_client
            || explain_tells_client(explanation, &explanation->scales[i]))
            add_scale(json, explanation, &explanation->scales[i], for_client);
    json_close_array(json);
    add_classes(json, explanation, for_client);
    if (!for_client) {
        add_alerts(json, explanation);
        add_words(json, explanation);
    }
    json_close_object(json);
}

void
explain_add_json(const struct explanation *const *explanations, size_t n,
                 const char *program, bool for_client, struct buf *out)
{
    struct json json;
    json_init(&json, out, INDENT);
    json_open_object(&json);
    json_put_whole(&json, "version", VERSION);
    json_put_text(&json, "program", program);
    json_put_text(&json, "for", for_client ? "client" : "clinician");
    json_put_array(&json, "explanations");
    for (size_t i = 0; i < n; i++)
        add_explanation(&json, explanations[i], for_client);
    json_close_array(&json);
    json_close_object(&json);
    buf_add_char(out, '\n');
}
