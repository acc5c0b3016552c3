/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explanations for programs: { "version", "program", "for", "explanations": [
   one for each instrument ] }, whose members are those that are written below,
   in this order, with their meaning where the name does not tell it.

   Numbers are unrounded.  What is not known, or not asked of this kind of
   scale, is null, or left out beside a 'why' that says why not.  What a client
   is not told is left out of an object, and a list is without it. */
#include "output/explain_tree.h"

#include <stdio.h>
#include "base/date.h"
#include "base/json.h"
#include "base/num.h"
#include "instrument/grammar.h"
#include "instrument/method.h"
#include "score/kernel.h"
#include "score/judge.h"

/* The version changes when the meaning of a member does, not when one is
   added. */
enum { VERSION = 1, INDENT = 2 };

static void tell_child(struct json *json, const struct node *node);
static void tell_inside(struct json *json, const struct node *node);

/* ---- members ---- */

/* A number, or null where there is none. */
static void
put_if(struct json *json, const char *key, bool is_known, double number)
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

static const char *
text_or_null(const char *text)
{
    return text && *text ? text : NULL;
}

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

/* A list of what is inside a node of the tree; empty where that is NULL. */
static void
put_list(struct json *json, const char *key, const struct node *node)
{
    json_put_array(json, key);
    if (node)
        tell_inside(json, node);
    json_close_array(json);
}

/* A published figure's "n" and "source". */
static void
add_origin(struct json *json, int32_t n, const char *source)
{
    json_put_count(json, "n", n);
    json_put_text(json, "source", source);
}

/* ---- the row ---- */

static void
add_instrument(struct json *json, const struct explanation *row,
               enum reader reader)
{
    const struct instrument *instrument = row->instrument;
    const struct instrument_words *wording = row->wording;
    json_put_object(json, "instrument");
    json_put_text(json, "id", instrument->id);
    json_put_whole(json, "edition", instrument->edition);
    json_put_text(json, "title", instrument->title);
    json_put_text(json, "status", grammar_statuses[instrument->status]);
    json_put_text(json, "lang", instrument->lang); /* of the texts here */
    if (reader != READER_CLIENT) {
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
add_date(struct json *json, int32_t days)
{
    char iso[48];
    if (days == DATE_NONE) {
        json_put_null(json, "date");
        return;
    }
    struct civil date = date_civil(days);
    snprintf(iso, sizeof(iso), "%04d-%02d-%02d", date.year, date.month,
             date.day);
    json_put_text(json, "date", iso);
}

static void
tell_row(struct json *json, const struct node *node)
{
    static const enum node_kind order[] = {
        NODE_PERSON, NODE_SCALES, NODE_CLASSES, NODE_ALERTS, NODE_WORDS};
    const struct explanation *row = node->row;
    bool is_scored = row->state == ROW_TO_SCORE;
    json_open_object(json);
    add_instrument(json, row, node->reader);
    json_put_text(json, "client", text_or_null(row->client));
    json_put_text(json, "session", text_or_null(row->session));
    add_date(json, row->date_days);
    json_put_whole(json, "row", (int64_t)row->number); /* 1 is the first */
    put_if(json, "edition", row->edition > 0, row->edition); /* it says */
    json_put_text(json, "state",
                  is_scored ? "scored" : why_word(kernel_why_of(row->state)));
    for (size_t i = 0; i < N_ELEMENTS(order); i++)
        tell_child(json, node_find(node, order[i]));
    json_close_object(json);
}

static void
tell_person(struct json *json, const struct node *node)
{
    const struct person *person = &node->row->person;
    char sex[2] = {(char)person->sex, '\0'};
    json_put_object(json, "person");
    json_put_text(json, "sex", text_or_null(sex));
    put_if(json, "age", person->age >= 0, person->age);
    json_put_text(json, "lang", text_or_null(person->lang.bytes));
    json_put_text(json, "group", text_or_null(person->group.bytes));
    json_close_object(json);
}

/* What somebody wrote in their own words. */
static void
tell_words(struct json *json, const struct node *node)
{
    json_put_array(json, "words");
    for (size_t i = 0; i < node->row->n_words; i++) {
        json_open_object(json);
        json_put_text(json, "item", node->row->words[i].item->id);
        json_put_text(json, "text", node->row->words[i].text);
        json_close_object(json);
    }
    json_close_array(json);
}

/* ---- a scale ---- */

static void
tell_scales(struct json *json, const struct node *node)
{
    put_list(json, "scales", node);
}

static void
tell_scale(struct json *json, const struct node *node)
{
    const struct scale *scale = node->scale->scale;
    const struct node *parts = node_find(node, NODE_PARTS);
    json_open_object(json);
    json_put_text(json, "id", scale->id);
    json_put_text(json, "title", scale->title);
    json_put_text(json, "method", scale_method_names[scale->method]);
    json_put_text(json, "direction", grammar_directions[scale->direction]);
    json_put_number(json, "min", scale->lo);
    json_put_number(json, "max", scale->hi);
    json_put_whole(json, "decimals", scale->decimals);
    json_put_truth(json, "internal", scale->is_internal);
    json_put_truth(json, "private", scale->is_private);
    json_put_text(json, "min_answered", scale->min_answered_text);
    json_put_text(json, "formula", scale->formula_text);
    json_put_text(json, "filled_formula",
                  parts ? node->scale->filled_formula : NULL);
    put_list(json, "parts", parts);
    tell_inside(json, node);
    json_close_object(json);
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
add_item(struct json *json, const struct contribution *part, bool is_operand)
{
    json_put_text(json, "item", part->item->id);
    json_put_text(json, "kind", contributions_kind_text(part->kind));
    json_put_text(json, "label", part->choice ? part->choice->label : NULL);
    if (part->is_set) /* several may be given */
        add_choices(json, part);
    put_if(json, "score", part->has_score, part->score); /* not reversed */
    if (is_operand)
        return;
    json_put_truth(json, "reversed", part->reversed);
    json_put_number(json, "min", part->lo);
    json_put_number(json, "max", part->hi);
    put_if(json, "keyed", part->has_score, part->keyed); /* reversed */
    json_put_number(json, "weight", part->weight);
    put_if(json, "term", part->has_score, part->term); /* it brings in */
}

static void
tell_part(struct json *json, const struct node *node)
{
    const struct contribution *part = node->part;
    json_open_object(json);
    if (part->scale) {
        enum why why = part->of_scale.why;
        json_put_text(json, "scale", part->scale->id);
        json_put_text(json, "why", why_word(why));
        put_if(json, "value", why == WHY_SCORED, part->of_scale.value);
    } else {
        add_item(json, part, !method_has_items(node->scale->scale));
    }
    json_close_object(json);
}

static void
tell_result(struct json *json, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct score *score = &explained->score;
    bool is_scored = score->why == WHY_SCORED;
    bool has_items = method_has_items(explained->scale);
    json_put_whole(json, "answered", score->answered);
    json_put_whole(json, "items", score->items); /* that apply */
    put_if(json, "needed", has_items, (double)explained->needed);
    put_if(json, "sum", has_items, explained->sum); /* of the terms */
    put_if(json, "divisor", has_items, explained->divisor);
    json_put_truth(json, "prorated", score->prorated);
    put_if(json, "value", is_scored, score->value);
    json_put_text(json, "why", why_word(score->why)); /* "": there is one */
    /* What blanks could have made it. */
    put_if(json, "low", score->has_range, score->low);
    put_if(json, "high", score->has_range, score->high);
    put_if(json, "rounded", is_scored, explained->rounded); /* for bands */
}

static const char *
band_id(const struct scale *scale, int band)
{
    return band < 0 ? NULL : scale->bands[band].id;
}

static void
tell_band(struct json *json, const struct node *node)
{
    const struct scale *scale = node->scale->scale;
    const struct band_span *span = &node->scale->bands;
    int i = node->scale->score.band;
    const struct band *band = i < 0 ? NULL : &scale->bands[i];
    if (!begins(json, "band",
                judge_tells_bands(scale) && (band || span->low >= 0)))
        return;
    json_put_text(json, "id", band_id(scale, i));
    json_put_text(json, "label", band ? band->label : NULL);
    put_if(json, "from", band, band ? decimal_value(band->from) : 0);
    json_put_text(json, "basis", grammar_bases[scale->basis]);
    json_put_text(json, "low", band_id(scale, span->low)); /* ids of bands */
    json_put_text(json, "high", band_id(scale, span->high));
    json_close_object(json);
}

static void
tell_cutoffs(struct json *json, const struct node *node)
{
    const struct scale *scale = node->scale->scale;
    json_put_array(json, "cutoffs");
    for (size_t i = 0; i < scale->n_cutoffs; i++) {
        const struct cutoff *cutoff = &scale->cutoffs[i];
        enum beyond beyond;
        double point;
        if (!judge_cutoff_point(scale, cutoff, &point))
            continue;
        bool is_known = explain_beyond(node->scale, cutoff, &beyond);
        json_open_object(json);
        json_put_text(json, "id", cutoff->id);
        json_put_number(json, "at", point);
        put_truth_if(json, "beyond", is_known, beyond == BEYOND_YES);
        /* The blanks decide. */
        put_truth_if(json, "depends", is_known,
                     explain_beyond_depends(node->scale, cutoff));
        json_put_text(json, "source", cutoff->source);
        json_close_object(json);
    }
    json_close_array(json);
}

/* ---- published figures ---- */

static void
add_norm(struct json *json, const struct norm *norm)
{
    json_put_text(json, "id", norm->id);
    json_put_number(json, "mean", decimal_value(norm->mean));
    json_put_number(json, "sd", decimal_value(norm->sd));
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
    json_put_number(json, "value", decimal_value(reliability->value));
    json_put_count(json, "n", reliability->n);
    json_put_count(json, "days", reliability->days);
    json_put_text(json, "sample", reliability->sample);
    json_put_text(json, "source", reliability->source);
    json_close_object(json);
}

static void
add_metrics(struct json *json, const struct standing *standing)
{
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

static void
tell_norm(struct json *json, const struct node *node)
{
    const struct standing *standing = &node->scale->standing;
    const struct norm_choice *choice = &standing->choice;
    const struct session *from = node->scale->norm_session;
    bool is_chosen = choice->why == NORM_CHOSEN;
    json_put_object(json, "norm");
    json_put_text(json, "why", is_chosen ? NULL : norm_why_text(choice->why));
    if (is_chosen) {
        json_put_truth(json, "asked_for", choice->is_asked_for);
        json_put_truth(json, "fits", choice->fits);
        /* As the person was at that session; null: at this one. */
        json_put_text(json, "chosen_at", from ? from->label : NULL);
        if (choice->norm)
            add_norm(json, choice->norm);
        if (standing->has_z)
            json_put_number(json, "z", standing->z);
        add_metrics(json, standing);
    }
    json_close_object(json);
}

static void
tell_error(struct json *json, const struct node *node)
{
    const struct precision *precision = &node->scale->precision;
    bool is_said = precision->why == PRECISION_SAID;
    json_put_object(json, "error");
    json_put_text(json, "why",
                  is_said ? NULL : precision_why_text(precision->why));
    if (is_said) {
        json_put_number(json, "sd", decimal_value(precision->norm->sd));
        json_put_text(json, "sd_norm", precision->norm->id);
        put_reliability(json, "reliability", precision->reliability);
        json_put_whole(json, "items", (int64_t)precision->n_items);
        json_put_whole(json, "answered", (int64_t)precision->n_answered);
        json_put_number(json, "sem_full", precision->sem_full);
        json_put_number(json, "sem", precision->sem);
        json_put_number(json, "critical", precision->critical);
        json_put_number(json, "low", precision->low);
        json_put_number(json, "high", precision->high);
        /* The interval would go beyond the scale. */
        json_put_truth(json, "cut_at_end", precision->is_cut);
    }
    json_close_object(json);
}

/* ---- change ---- */

static void
tell_change(struct json *json, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct change_result *change = &explained->verdict.change;
    bool is_judged = change->why == CHANGE_JUDGED;
    if (!begins(json, "change", explained->has_verdict))
        return;
    json_put_text(json, "why", is_judged ? NULL : change_why_text(change->why));
    if (begins(json, "baseline", explained->baseline)) {
        json_put_text(json, "session", explained->baseline->label);
        json_put_number(json, "value", explained->baseline_value);
        json_close_object(json);
    }
    put_if(json, "difference", change->has_difference, change->difference);
    tell_inside(json, node);
    json_close_object(json);
}

/* Fixed points have no error, and no level. */
static void
tell_figures(struct json *json, const struct node *node)
{
    const struct change_result *change = &node->scale->verdict.change;
    const struct change_basis *basis = &change->basis;
    const struct change *rule = basis->rule;
    if (change->why != CHANGE_JUDGED)
        return;
    bool has_error = rule->method != CHANGE_POINTS;
    json_put_text(json, "method", change_method_word(rule->method));
    json_put_text(json, "sample", rule->sample);
    json_put_text(json, "source", rule->source);
    put_if(json, "level", has_error, decimal_value(rule->level));
    /* Of later scores, if nothing changed: the level, of "en" less. */
    put_if(json, "share_within", has_error,
           has_error ? change_share_within(basis) : 0);
    put_if(json, "correlation", rule->method == CHANGE_HA, /* of the two */
           decimal_value(rule->r12));
    put_norm(json, "norm", basis->norm);
    put_norm(json, "norm_post", basis->norm_post);
    put_reliability(json, "reliability", basis->reliability);
    put_reliability(json, "reliability_post", basis->reliability_post);
    put_if(json, "sem_before", has_error, change->before.sem);
    put_if(json, "sem_after", has_error, change->after.sem);
    put_if(json, "expected", has_error, change->expected);
    put_if(json, "error", has_error, change->error);
    put_if(json, "index", has_error, change->index);
    json_put_number(json, "critical", change->critical);
}

static void
tell_verdict(struct json *json, const struct node *node)
{
    const struct verdict *verdict = &node->scale->verdict;
    json_put_text(json, "verdict", verdict_word(verdict->kind));
    /* On the scores as they are, whatever the blanks. */
    json_put_text(json, "standing", verdict_word(verdict->standing.kind));
    json_put_text(json, "cutoff", verdict_cut_word(verdict->cut));
    json_put_truth(json, "cutoff_depends", verdict->cut_depends);
}

static void
tell_category(struct json *json, const struct node *node)
{
    json_put_text(json, "category",
                  text_or_null(category_word(node->scale->verdict.category)));
}

static void
tell_said(struct json *json, const struct node *node)
{
    struct buf text = {0};
    verdict_add_text(&node->scale->verdict, LANG_EN, &text);
    json_put_str(json, "text", buf_str(&text));
    buf_clear(&text);
}

static void
tell_mic(struct json *json, const struct node *node)
{
    const struct verdict *verdict = &node->scale->verdict;
    const struct mic *mic = verdict->change.basis.mic;
    if (!begins(json, "mic", mic))
        return;
    json_put_number(json, "value", decimal_value(mic->value));
    put_truth_if(json, "reached", !verdict->mic_depends, verdict->reaches_mic);
    json_put_text(json, "source", mic->source);
    json_close_object(json);
}

/* ---- course ---- */

static void
tell_course(struct json *json, const struct node *node)
{
    const struct course *course = &node->scale->course;
    if (!begins(json, "course", node->scale->has_verdict))
        return;
    json_put_whole(json, "scores", (int64_t)course->n_scores); /* dated */
    json_put_whole(json, "undated", (int64_t)course->n_undated);
    tell_inside(json, node);
    json_close_object(json);
}

/* "rising", "falling", "no-direction"; null: it is not said. */
static void
tell_way(struct json *json, const struct node *node)
{
    const struct course_trend *trend = &node->scale->course.trend;
    json_put_text(json, "way",
                  trend->why == COURSE_SAID ? course_way_word(trend->way)
                                            : NULL);
}

/* Opens an object that begins with why its figures are not said; true: they
   are. */
static bool
begins_said(struct json *json, const char *key, enum course_why why)
{
    json_put_object(json, key);
    json_put_text(json, "why",
                  why == COURSE_SAID ? NULL : course_why_text(why));
    return why == COURSE_SAID;
}

static void
tell_trend(struct json *json, const struct node *node)
{
    const struct course_trend *trend = &node->scale->course.trend;
    const struct mann_kendall *kendall = &trend->kendall;
    if (begins_said(json, "trend", trend->why)) {
        tell_way(json, node);
        json_put_number(json, "theil_sen_a_week", trend->theil_sen);
        json_put_whole(json, "kendall_s", kendall->s);
        json_put_whole(json, "pairs", (int64_t)kendall->n_pairs);
        json_put_number(json, "z", kendall->z);
        json_put_number(json, "p", kendall->p);
    }
    json_close_object(json);
}

static void
tell_slope(struct json *json, const struct node *node)
{
    const struct course_line *line = &node->scale->course.line;
    if (begins_said(json, "line", line->why)) {
        json_put_number(json, "slope_a_week", line->slope);
        json_put_number(json, "low", line->low);
        json_put_number(json, "high", line->high);
    }
    json_close_object(json);
}

static void
tell_phases(struct json *json, const struct node *node)
{
    const struct course_phases *phases = &node->scale->course.phases;
    bool is_said = begins_said(json, "phases", phases->why);
    if (phases->n_phases == 2) {
        json_put_text(json, "before", phases->before);
        json_put_text(json, "after", phases->after);
        json_put_whole(json, "scores_before", (int64_t)phases->n_before);
        json_put_whole(json, "scores_after", (int64_t)phases->n_after);
    }
    if (is_said) {
        /* Of the two phases; the shares of these, ties half in "nap". */
        json_put_whole(json, "pairs", (int64_t)phases->phases.pairs_ab);
        json_put_number(json, "nap", phases->nap);
        json_put_whole(json, "better_less_worse", phases->better_ab);
        /* The same of the pairs within the first. */
        json_put_whole(json, "better_less_worse_before", phases->better_a);
        json_put_number(json, "tau_u", phases->tau_u);
    }
    json_close_object(json);
}

/* ---- classes and alerts ---- */

static void
tell_classes(struct json *json, const struct node *node)
{
    put_list(json, "classes", node);
}

static void
tell_class(struct json *json, const struct node *node)
{
    const struct class *class = node->class->class;
    const struct class_result *result = &node->class->result;
    const struct class_case *one =
        result->which < 0 ? NULL : &class->cases[result->which];
    json_open_object(json);
    json_put_text(json, "id", class->id);
    json_put_text(json, "title", class->title);
    json_put_text(json, "case", one ? one->id : NULL);
    json_put_text(json, "label", one ? one->label : NULL);
    json_put_text(json, "why", why_word(result->why));
    tell_inside(json, node);
    json_close_object(json);
}

/* Ids of the cases that blanks could still make it. */
static void
tell_possible(struct json *json, const struct node *node)
{
    const struct class *class = node->class->class;
    json_put_array(json, "possible");
    for (size_t i = 0; i < class->n_cases; i++)
        if (node->class->can_be[i])
            json_text(json, str_from(class->cases[i].id));
    json_close_array(json);
}

/* The cases up to the one that decides; "holds" is null where it could not be
   decided. */
static void
tell_cases(struct json *json, const struct node *node)
{
    const struct class *class = node->class->class;
    const struct class_result *result = &node->class->result;
    json_put_array(json, "cases");
    for (size_t i = 0; i < explain_n_cases(node->class); i++) {
        const struct explained_test *test = &node->class->tests[i];
        json_open_object(json);
        json_put_text(json, "id", class->cases[i].id);
        json_put_text(json, "when", test->text); /* null: otherwise */
        json_put_text(json, "filled_when", test->filled);
        put_truth_if(json, "holds", (int)i != result->stopped_at,
                     (int)i == result->which);
        json_close_object(json);
    }
    json_close_array(json);
}

static void
tell_alerts(struct json *json, const struct node *node)
{
    put_list(json, "alerts", node);
}

static void
tell_alert(struct json *json, const struct node *node)
{
    const struct explained_alert *explained = node->alert;
    const struct alert_result *result = &explained->result;
    bool is_listed = result->unanswered != ANSWERED;
    json_open_object(json);
    json_put_text(json, "id", explained->alert->id);
    json_put_text(json, "item", explained->item->id);
    json_put_text(json, "when", explained->test.text);
    json_put_text(json, "filled_when", explained->test.filled);
    json_put_text(json, "fires", alert_state_word(result->state));
    /* Why its item is a blank that is to be listed. */
    json_put_text(json, "unanswered",
                  is_listed ? contributions_kind_text(result->unanswered)
                            : NULL);
    json_put_text(json, "text", explained->alert->text);
    json_close_object(json);
}

/* ---- the whole ---- */

static void (*const tell[N_NODES])(struct json *, const struct node *) = {
#define NODE(KIND, within, reader, text, client, json, line)                   \
    [NODE_##KIND] = json,
#include "output/explain_nodes.def"
#undef NODE
};

static void
tell_child(struct json *json, const struct node *node)
{
    if (node && tell[node->kind])
        tell[node->kind](json, node);
}

static void
tell_inside(struct json *json, const struct node *node)
{
    for (const struct node *child = node->inside; child; child = child->next)
        tell_child(json, child);
}

void
explain_add_json(const struct explanation *const *explanations, size_t n,
                 const char *program, enum reader reader, struct buf *out)
{
    struct arena *arena = arena_new();
    struct json json;
    json_init(&json, out, INDENT);
    json_open_object(&json);
    json_put_whole(&json, "version", VERSION);
    json_put_text(&json, "program", program);
    json_put_text(&json, "for",
                  reader == READER_CLIENT ? "client" : "clinician");
    json_put_array(&json, "explanations");
    for (size_t i = 0; i < n; i++)
        tell_row(&json, explain_tree(explanations[i], reader, arena));
    json_close_array(&json);
    json_close_object(&json);
    buf_add_char(out, '\n');
    arena_free(arena);
}
