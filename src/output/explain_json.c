/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explanations for programs: { "version", "program", "for", "explanations": [
   one for each instrument ] }, with the members that explain_facts.def lists.
   What a client is not told is left out of an object, and a list is without
   it. */
#include "output/explain_tree.h"

#include "base/date.h"
#include "base/json.h"
#include "base/num.h"
#include "instrument/calibration.h"
#include "instrument/grammar.h"
#include "instrument/method.h"
#include "score/judge.h"
#include "score/kernel.h"
#include "score/told.h"

/* The version changes when the meaning of a member does, not when one is
   added. */
enum { VERSION = 1, INDENT = 2 };

/* ---- members ---- */

/* Opens an object and returns true, or puts null. */
static bool
begins(struct json *json, const char *key, bool is_there)
{
    if (is_there)
        json_put_object(json, key);
    else
        json_put_null(json, key);
    return is_there;
}

#define put_text json_put_text
#define put_whole(json, key, number)                                           \
    json_put_whole(json, key, (int64_t)(number))
#define put_truth json_put_truth
#define put_number json_put_number
/* Null where it is not known. */
#define put_known(json, key, is_known, number)                                 \
    put_number_if(json, key, is_known, (is_known) ? (number) : 0)

static void
put_number_if(struct json *json, const char *key, bool is_known, double number)
{
    if (is_known)
        json_put_number(json, key, number);
    else
        json_put_null(json, key);
}

static void
put_truth_if(struct json *json, const char *key, bool is_known, bool truth)
{
    if (is_known)
        json_put_truth(json, key, truth);
    else
        json_put_null(json, key);
}

static void
put_decimal(struct json *json, const char *key, const struct decimal *number)
{
    put_known(json, key, number != NULL, decimal_value(*number));
}

/* Null where it is empty. */
static void
put_name(struct json *json, const char *key, const char *name)
{
    json_put_text(json, key, name && *name ? name : NULL);
}

static void
put_sex(struct json *json, const char *key, int sex)
{
    put_name(json, key, (const char[]){(char)sex, '\0'});
}

static void
put_date(struct json *json, const char *key, int32_t days)
{
    struct buf text SCOPED(buf_clear) = {0};
    date_add(&text, days);
    put_name(json, key, buf_text(&text));
}

/* Why it is no answer; null: it is one. */
static void
put_blank(struct json *json, const char *key, enum answer_kind kind)
{
    json_put_text(json, key,
                  kind == ANSWERED ? NULL : contributions_kind_texts[kind]);
}

static void
put_verdict(struct json *json, const char *key, const struct verdict *verdict)
{
    struct buf text SCOPED(buf_clear) = {0};
    verdict_add_text(verdict, LANG_EN, &text);
    json_put_str(json, key, buf_str(&text));
}

/* ---- the row ---- */

static void
add_instrument(struct json *json, const struct node *node)
{
    const struct instrument *instrument = node->row->instrument;
    const struct instrument_words *wording = node->row->wording;
    json_put_object(json, "instrument");
    json_put_text(json, "id", instrument->id);
    json_put_whole(json, "edition", instrument->edition);
    json_put_text(json, "title", instrument->title);
    json_put_text(json, "status", grammar_statuses[instrument->status]);
    json_put_text(json, "lang", instrument->lang); /* of the texts here */
    if (node->reader != READER_CLIENT) {
        json_put_text(json, "digest", instrument->digest.hex);
        /* Of the words that the row was answered in, or of those of --lang;
           null: the definition's own, or not known. */
        json_put_text(json, "wording_lang", wording ? wording->lang : NULL);
        json_put_text(json, "wording_digest",
                      wording ? wording->digest.hex : NULL);
    }
    json_close_object(json);
}

static void
add_words(struct json *json, const struct explanation *row)
{
    for (size_t i = 0; i < row->n_words; i++) {
        json_open_object(json);
        json_put_text(json, "item", row->words[i].item->id);
        json_put_text(json, "text", row->words[i].text);
        json_close_object(json);
    }
}

static void
add_amended(struct json *json, const struct explanation *row)
{
    for (size_t i = 0; i < row->n_amendments; i++) {
        const struct amendment *amended = &row->amendments[i];
        bool is_cell = amended->column.len;
        json_open_object(json);
        json_put_str(json, "changed", amended->changed);
        json_put_str(json, "column", is_cell ? amended->column : STR("row"));
        json_put_text(json, "item", amended->item ? amended->item->id : NULL);
        json_put_str(json, "old", is_cell ? amended->old : STR(""));
        json_put_str(json, "new", amended->new);
        json_put_str(json, "reason", amended->reason);
        json_close_object(json);
    }
}

/* ---- parts ---- */

/* Which other row has it, where it is none of this one. */
static void
add_told(struct json *json, const struct contribution *part)
{
    if (!part->asked)
        return;
    const char *word = asked_words[part->asked->of];
    json_put_text(json, "of", word ? word : "here");
    if (part->asked->whose)
        json_put_text(json, "instrument", part->asked->whose->id);
    json_put_truth(json, "there", part->told != NULL);
    json_put_text(json, "session", part->told ? part->told->session : NULL);
}

static void
add_operand(struct json *json, const struct node *node)
{
    const struct contribution *part = node->part;
    enum why why = part->of_scale.why;
    add_told(json, part);
    if (!part->scale)
        return;
    json_put_text(json, "scale", part->scale->id);
    json_put_text(json, "why", why_word(why));
    put_known(json, "value", why == WHY_SCORED, part->of_scale.value);
}

static void
add_choices(struct json *json, const struct contribution *part)
{
    const struct response *response = part->item->response;
    if (!part->is_set)
        return;
    json_put_array(json, "choices");
    for (size_t i = 0; i < response->n_choices; i++)
        if (part->choices >> i & 1)
            json_number(json, decimal_value(response->choices[i].value));
    json_close_array(json);
}

static void
add_blanks(struct json *json, const struct scale *scale)
{
    if (!scale->blanks && !scale->prorate)
        return;
    json_put_text(json, "blanks",
                  scale->blanks ? "zero"
                                : grammar_prorates[scale->prorate - 1]);
    json_put_text(json, "source", scale->source);
}

static void
add_coded(struct json *json, const struct contribution *part)
{
    if (part->is_recoded)
        json_put_number(json, "coded", part->coded);
}

static void
add_places(struct json *json, const struct explained_scale *explained)
{
    const struct explained_estimate *estimate = explained->estimate;
    double below = 0;
    json_put_array(json, "places");
    for (size_t i = 0; i < EXPLAINED_PLACES; i++) {
        below += estimate->shares[i];
        json_open_object(json);
        json_put_number(json, "theta", estimate->places[i]);
        json_put_number(json, "likelihood", estimate->likelihood[i]);
        json_put_number(json, "below", num_cut(below, 9));
        json_close_object(json);
    }
    json_close_array(json);
}

static void
add_calibrated(struct json *json, const struct explained_scale *explained)
{
    const struct calibration *calibration = explained->scale->calibration;
    json_put_array(json, "items");
    for (size_t i = 0; i < explained->n_parts; i++) {
        const struct contribution *part = &explained->parts[i];
        const struct irt_item *item = &calibration->items[i];
        bool is_known = part->has_score;
        json_open_object(json);
        json_put_text(json, "item", part->item->id);
        json_put_number(json, "slope", item->slope);
        json_put_array(json, "thresholds");
        for (size_t k = 0; k < item->n_thresholds; k++)
            json_number(json, item->thresholds[k]);
        json_close_array(json);
        put_known(json, "answer", is_known,
                  is_known
                      ? (double)calibration_answer(calibration, i, part->keyed)
                      : 0);
        put_known(json, "probability", is_known,
                  is_known ? explain_chance(explained, i) : 0);
        json_close_object(json);
    }
    json_close_array(json);
}

static void
add_own(struct json *json, const struct precision *precision)
{
    if (precision->is_own)
        json_put_truth(json, "of_the_estimate", true);
}

/* ---- what a score is held against ---- */

static const char *
band_id(const struct scale *scale, int band)
{
    return band < 0 ? NULL : scale->bands[band].id;
}

static void
add_cutoffs(struct json *json, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    for (size_t i = 0; i < scale->n_cutoffs; i++) {
        const struct cutoff *cutoff = &scale->cutoffs[i];
        const struct cutoff_point *held =
            judge_cutoff(cutoff, explained->score.fitting);
        enum beyond beyond;
        double point = 0;
        bool has_point = held && judge_cutoff_point(scale, held, &point);
        bool is_known = explain_beyond(explained, held, &beyond);
        struct str worse;
        struct str better;
        json_open_object(json);
        json_put_text(json, "id", cutoff->id);
        put_known(json, "at", has_point, point);
        put_truth_if(json, "beyond", is_known, beyond == BEYOND_YES);
        put_truth_if(json, "depends", is_known,
                     explain_beyond_depends(explained, held));
        json_put_text(json, "source", held ? held->source : NULL);
        if (cutoff_sides(cutoff, &worse, &better)) {
            json_put_str(json, "worse_side", worse);
            json_put_str(json, "better_side", better);
        }
        json_close_object(json);
    }
}

/* A published figure's "n" and "source". */
static void
add_origin(struct json *json, int32_t n, const char *source)
{
    json_put_count(json, "n", n);
    json_put_text(json, "source", source);
}

static void
add_norm(struct json *json, const struct norm *norm)
{
    if (!norm)
        return;
    json_put_text(json, "id", norm->id);
    put_decimal(json, "mean", &norm->mean);
    put_decimal(json, "sd", &norm->sd);
    add_origin(json, norm->n, norm->source);
}

static void
put_norm(struct json *json, const char *key, const struct norm *norm)
{
    if (!begins(json, key, norm))
        return;
    add_norm(json, norm);
    json_close_object(json);
}

static void
put_reliability(struct json *json, const char *key,
                const struct reliability *reliability)
{
    if (!begins(json, key, reliability))
        return;
    json_put_text(json, "id", reliability->id);
    json_put_text(json, "kind", grammar_reliabilities[reliability->kind]);
    put_decimal(json, "value", &reliability->value);
    json_put_count(json, "n", reliability->n);
    json_put_count(json, "days", reliability->days);
    json_put_text(json, "sample", reliability->sample);
    json_put_text(json, "source", reliability->source);
    json_close_object(json);
}

static void
add_seen(struct json *json, const struct explained_scale *explained)
{
    for (size_t i = 0; i < explained->n_seen; i++) {
        const struct contribution_seen *seen = &explained->seen[i];
        json_open_object(json);
        json_put_text(json, "as", seen->word);
        json_put_text(json, "scale", seen->scale->id);
        put_known(json, "value", seen->is_known, seen->value);
        put_norm(json, "norm", seen->norm);
        if (begins(json, "table", seen->table)) {
            json_put_text(json, "id", seen->table->id);
            add_origin(json, seen->table->n, seen->table->source);
            json_close_object(json);
        }
        json_close_object(json);
    }
}

static void
add_metrics(struct json *json, const struct standing *standing)
{
    if (standing->has_z)
        json_put_number(json, "z", standing->z);
    json_put_object(json, "scores");
    for (int i = 0; i < N_NORM_SCORES; i++) {
        const struct standing_score *one = &standing->scores[i];
        const struct norm_table *table = one->table;
        if (!begins(json, grammar_norm_scores[i], one->is_known))
            continue;
        json_put_number(json, "value", one->value);
        json_put_text(json, "table", table ? table->id : NULL);
        if (table)
            add_origin(json, table->n, table->source);
        if (i == NORM_PERCENTILE) /* it is from mean and sd */
            json_put_truth(json, "if_normally_distributed", !table);
        json_close_object(json);
    }
    json_close_object(json);
}

/* ---- change ---- */

static void
put_baseline(struct json *json, const char *key,
             const struct explained_scale *explained)
{
    if (!begins(json, key, explained->baseline))
        return;
    json_put_text(json, "session", explained->baseline);
    json_put_number(json, "value", explained->baseline_value);
    json_close_object(json);
}

/* Fixed points have none, and no level. */
static bool
has_error(const struct change_result *change)
{
    return change->basis.rule->method != CHANGE_POINTS;
}

/* ---- classes ---- */

static void
add_case(struct json *json, const struct explained_class *explained)
{
    int which = explained->result.which;
    const struct class_case *one =
        which < 0 ? NULL : &explained->class->cases[which];
    json_put_text(json, "case", one ? one->id : NULL);
    json_put_text(json, "label", one ? one->label : NULL);
}

/* Those up to the one that decides; null where it could not be decided. */
static void
add_cases(struct json *json, const struct explained_class *explained)
{
    const struct class_result *result = &explained->result;
    for (size_t i = 0; i < explain_n_cases(explained); i++) {
        json_open_object(json);
        json_put_text(json, "id", explained->class->cases[i].id);
        json_put_text(json, "when", explained->tests[i].text);
        json_put_text(json, "filled_when", explained->tests[i].filled);
        put_truth_if(json, "holds", (int)i != result->stopped_at,
                     (int)i == result->which);
        json_close_object(json);
    }
}

static void
add_possible(struct json *json, const struct explained_class *explained)
{
    for (size_t i = 0; i < explained->class->n_cases; i++)
        if (explained->can_be[i])
            json_text(json, str_from(explained->class->cases[i].id));
}

/* ---- the tree ---- */

enum shape { MEMBERS, OBJECT, ELEMENT, LIST };

/* False where there is none, which is put as null. */
static bool
opens(struct json *json, enum shape shape, const char *key, bool is_there)
{
    if (shape == OBJECT)
        return begins(json, key, is_there);
    if (shape == ELEMENT)
        json_open_object(json);
    if (shape == LIST)
        json_put_array(json, key);
    return true;
}

static void
tell(struct json *json, const struct node *node)
{
    static const struct explained_scale none;
    const struct explanation *row = node->row;
    const struct explained_scale *all = node->scale ? node->scale : &none;
    const struct scale *scale = all->scale;
    const struct score *score = &all->score;
    const struct contribution *part = node->part;
    const struct norm_choice *choice = &all->standing.choice;
    const struct precision *precision = &all->precision;
    const struct verdict *verdict = &all->verdict;
    const struct change_result *change = &verdict->change;
    const struct change_basis *basis = &change->basis;
    const struct change *rule = basis->rule;
    const struct course *course = &all->course;
    const struct course_phases *phases = &course->phases;
    const struct explained_class *class = node->class;
    const struct explained_alert *alert = node->alert;
    enum shape shape = MEMBERS;

    switch (node->kind) {
    case N_NODES: /* is none */
#define KIND(KIND, key, its_shape, is_there)                                   \
    break;                                                                     \
    case NODE_##KIND:                                                          \
        shape = its_shape;                                                     \
        if (!opens(json, its_shape, key, is_there))                            \
            return;
#define FACT(type, key, ...) put_##type(json, key, __VA_ARGS__);
#define FACTS(function, value) function(json, value);
#define WHEN(condition)                                                        \
    if (!(condition))                                                          \
        break;
#include "output/explain_facts.def"
    }
    for (const struct node *one = node->inside; one; one = one->next)
        tell(json, one);
    if (shape == LIST)
        json_close_array(json);
    else if (shape != MEMBERS)
        json_close_object(json);
}

void
explain_add_json(const struct explanation *const *explanations, size_t n,
                 const char *program, enum reader reader, struct buf *out)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct json json;
    json_init(&json, out, INDENT);
    json_open_object(&json);
    json_put_whole(&json, "version", VERSION);
    json_put_text(&json, "program", program);
    json_put_text(&json, "for",
                  reader == READER_CLIENT ? "client" : "clinician");
    json_put_array(&json, "explanations");
    for (size_t i = 0; i < n; i++)
        tell(&json, explain_tree(explanations[i], reader, arena));
    json_close_array(&json);
    json_close_object(&json);
    buf_add_char(out, '\n');
}
