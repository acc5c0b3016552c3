/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cut-offs, norms, errors and changes as JSON; see explain_json.h. */
#include "output/explain_json_figures.h"

#include "base/num.h"
#include "score/judge.h"

static const char *const kind_names[] = {
    [RELIABILITY_ALPHA] = "alpha",
    [RELIABILITY_OMEGA] = "omega",
    [RELIABILITY_RETEST] = "retest",
};

void
explain_json_cutoffs(struct json *json, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    json_put_array(json, "cutoffs");
    for (size_t i = 0; i < scale->n_cutoffs; i++) {
        const struct cutoff *cutoff = &scale->cutoffs[i];
        double point;
        if (!judge_cutoff_point(scale, cutoff, &point))
            continue;
        enum beyond beyond =
            judge_beyond(scale, cutoff, explained->score.value);
        json_open_object(json);
        json_put_text(json, "id", cutoff->id);
        json_put_number(json, "at", point);
        if (explained->score.why != WHY_SCORED || beyond == BEYOND_UNKNOWN)
            json_put_null(json, "beyond");
        else
            json_put_truth(json, "beyond", beyond == BEYOND_YES);
        json_put_text(json, "source", cutoff->source);
        json_close_object(json);
    }
    json_close_array(json);
}

/* ---- figures ---- */

static void
add_norm_members(struct json *json, const struct norm *norm)
{
    json_put_text(json, "id", norm->id);
    json_put_number(json, "mean", decimal_value(norm->mean));
    json_put_number(json, "sd", decimal_value(norm->sd));
    json_put_count(json, "n", norm->n);
    json_put_text(json, "source", norm->source);
}

static void
put_norm(struct json *json, const char *key, const struct norm *norm)
{
    if (!norm) {
        json_put_null(json, key);
        return;
    }
    json_put_object(json, key);
    add_norm_members(json, norm);
    json_close_object(json);
}

static void
put_reliability(struct json *json, const char *key,
                const struct reliability *reliability)
{
    if (!reliability) {
        json_put_null(json, key);
        return;
    }
    json_put_object(json, key);
    json_put_text(json, "id", reliability->id);
    json_put_text(json, "kind", kind_names[reliability->kind]);
    json_put_number(json, "value", decimal_value(reliability->value));
    json_put_count(json, "n", reliability->n);
    json_put_count(json, "days", reliability->days);
    json_put_text(json, "source", reliability->source);
    json_close_object(json);
}

/* ---- norm ---- */

static void
add_metrics(struct json *json, const struct standing *standing)
{
    static const char *const names[N_NORM_SCORES] = {
        [NORM_T] = "t",
        [NORM_PERCENTILE] = "percentile",
        [NORM_STANINE] = "stanine",
        [NORM_STEN] = "sten",
    };
    json_put_object(json, "scores");
    for (int i = 0; i < N_NORM_SCORES; i++) {
        const struct standing_score *one = &standing->scores[i];
        if (!one->is_known) {
            json_put_null(json, names[i]);
            continue;
        }
        json_put_object(json, names[i]);
        json_put_number(json, "value", one->value);
        json_put_text(json, "table", one->table ? one->table->id : NULL);
        if (i == NORM_PERCENTILE)
            json_put_truth(json, "if_normally_distributed", !one->table);
        json_close_object(json);
    }
    json_close_object(json);
}

void
explain_json_norm(struct json *json, const struct explained_scale *explained)
{
    const struct standing *standing = &explained->standing;
    const struct norm_choice *choice = &standing->choice;
    const struct session *from = explained->norm_session;
    bool is_chosen = choice->why == NORM_CHOSEN;
    json_put_object(json, "norm");
    json_put_text(json, "why", is_chosen ? NULL : norm_why_text(choice->why));
    if (is_chosen) {
        json_put_truth(json, "asked_for", choice->is_asked_for);
        json_put_truth(json, "fits", choice->fits);
        json_put_text(json, "chosen_at", from ? from->label : NULL);
        if (choice->norm)
            add_norm_members(json, choice->norm);
        if (standing->has_z)
            json_put_number(json, "z", standing->z);
        add_metrics(json, standing);
    }
    json_close_object(json);
}

/* ---- error ---- */

void
explain_json_error(struct json *json, const struct explained_scale *explained)
{
    const struct precision *precision = &explained->precision;
    json_put_object(json, "error");
    if (precision->why != PRECISION_SAID) {
        json_put_text(json, "why", precision_why_text(precision->why));
        json_close_object(json);
        return;
    }
    json_put_null(json, "why");
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
    json_put_truth(json, "cut_at_end", precision->is_cut);
    json_close_object(json);
}

/* ---- change ---- */

static void
put_figure(struct json *json, const char *key, bool has, double figure)
{
    if (has)
        json_put_number(json, key, figure);
    else
        json_put_null(json, key);
}

/* Fixed points have no error, and no level. */
static void
add_change_figures(struct json *json, const struct change_result *change)
{
    const struct change_basis *basis = &change->basis;
    json_put_text(json, "method", change_method_word(basis->rule->method));
    json_put_text(json, "source", basis->rule->source);
    bool has_error = basis->rule->method != CHANGE_POINTS;
    put_figure(json, "level", has_error, decimal_value(basis->rule->level));
    put_figure(json, "share_within", has_error,
               has_error ? change_share_within(basis) : 0);
    put_norm(json, "norm", basis->norm);
    put_norm(json, "norm_post", basis->norm_post);
    put_reliability(json, "reliability", basis->reliability);
    put_reliability(json, "reliability_post", basis->reliability_post);
    put_figure(json, "sem_before", has_error, change->before.sem);
    put_figure(json, "sem_after", has_error, change->after.sem);
    put_figure(json, "expected", has_error, change->expected);
    put_figure(json, "error", has_error, change->error);
    put_figure(json, "index", has_error, change->index);
    json_put_number(json, "critical", change->critical);
}

static void
add_mic(struct json *json, const struct verdict *verdict)
{
    const struct mic *mic = verdict->change.basis.mic;
    if (!mic) {
        json_put_null(json, "mic");
        return;
    }
    json_put_object(json, "mic");
    json_put_number(json, "value", decimal_value(mic->value));
    if (verdict->mic_depends)
        json_put_null(json, "reached");
    else
        json_put_truth(json, "reached", verdict->reaches_mic);
    json_put_text(json, "source", mic->source);
    json_close_object(json);
}

static void
add_baseline(struct json *json, const struct explained_scale *explained)
{
    if (!explained->baseline) {
        json_put_null(json, "baseline");
        return;
    }
    json_put_object(json, "baseline");
    json_put_text(json, "session", explained->baseline->label);
    json_put_number(json, "value", explained->baseline_value);
    json_close_object(json);
}

static void
add_verdict(struct json *json, const struct verdict *verdict, bool for_client)
{
    struct buf text = {0};
    const char *category = category_word(verdict->category);
    verdict_add_text(verdict, LANG_EN, &text);
    json_put_text(json, "verdict", verdict_word(verdict->kind));
    json_put_text(json, "standing", verdict_word(verdict->standing.kind));
    json_put_text(json, "cutoff", verdict_cut_word(verdict->cut));
    json_put_truth(json, "cutoff_depends", verdict->cut_depends);
    if (!for_client)
        json_put_text(json, "category", *category ? category : NULL);
    json_put_str(json, "text", buf_str(&text));
    buf_clear(&text);
}

void
explain_json_change(struct json *json, const struct explained_scale *explained,
                    bool for_client)
{
    const struct change_result *change = &explained->verdict.change;
    if (!explained->has_verdict) {
        json_put_null(json, "change");
        return;
    }
    json_put_object(json, "change");
    json_put_text(json, "why",
                  change->why == CHANGE_JUDGED ? NULL
                                               : change_why_text(change->why));
    add_baseline(json, explained);
    if (change->has_difference)
        json_put_number(json, "difference", change->difference);
    else
        json_put_null(json, "difference");
    if (change->why == CHANGE_JUDGED && !for_client)
        add_change_figures(json, change);
    add_verdict(json, &explained->verdict, for_client);
    if (!for_client)
        add_mic(json, &explained->verdict);
    json_close_object(json);
}
