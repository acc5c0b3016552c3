/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manifest's keys; see score_run.h. */
#include "cli/score_run.h"
#include <config.h>

#include "base/json.h"
#include "output/norm_tally.h"

enum { FORMAT_VERSION = 1, INDENT = 2 };

/* ---- options ---- */

static void
put_list(struct json *json, const char *key, const struct text_list *list)
{
    if (!list->n)
        return;
    json_put_array(json, key);
    for (size_t i = 0; i < list->n; i++)
        json_text(json, str_from(list->items[i]));
    json_close_array(json);
}

static void
put_option(struct json *json, const struct option_entry *entry,
           const void *args)
{
    const char *field = (const char *)args + entry->offset;

    switch (entry->kind) {
    case OPTION_FLAG:
        if (*(const bool *)field)
            json_put_truth(json, entry->name, true);
        break;
    case OPTION_TEXT:
    case OPTION_CODE:
    case OPTION_OUTPUT:
        if (*(const char *const *)field)
            json_put_text(json, entry->name, *(const char *const *)field);
        break;
    case OPTION_LIST:
        put_list(json, entry->name, (const struct text_list *)field);
        break;
    case OPTION_WHOLE:
        if (*(const int32_t *)field)
            json_put_whole(json, entry->name, *(const int32_t *)field);
        break;
    case OPTION_NAME:
        json_put_text(json, entry->name, entry->names[*(const int *)field]);
        break;
    }
}

/* ---- what went in and came out ---- */

static void
put_inputs(struct json *json, const struct score_job *job)
{
    size_t n = 1;
    const struct source_input *inputs =
        job->parts ? &job->input
                   : source_inputs(job->reading.source, job->reading.arena, &n);

    json_put_array(json, "inputs");
    for (size_t i = 0; i < n; i++) {
        json_open_object(json);
        json_put_text(json, "name", inputs[i].name);
        json_put_whole(json, "size", (int64_t)inputs[i].size);
        json_put_text(json, "digest", inputs[i].digest.hex);
        json_close_object(json);
    }
    json_close_array(json);
}

/* ---- counts ---- */

static void
put_whys(struct json *json, const size_t *counts)
{
    for (int why = 0; why < N_WHY_COUNTS; why++)
        if (counts[why] || why == WHY_SCORED)
            json_put_whole(json, why_count_word(why), (int64_t)counts[why]);
}

static void
put_norm(struct json *json, const struct norm_count *norm, bool is_counted)
{
    json_open_object(json);
    json_put_text(json, "id", norm->id);
    json_put_text(json, "source", norm->source);
    if (is_counted)
        json_put_whole(json, "rows", (int64_t)counter_get(&norm->n_rows));
    else
        json_put_null(json, "rows");
    json_close_object(json);
}

static void
put_norms(struct json *json, const struct score_job *job, size_t idx)
{
    const struct instrument *instrument = job->data->loaded.instruments[idx];
    const struct norm_tally *norms = job->norms[idx];

    json_put_object(json, "norms");
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct scale *scale = &instrument->scales[i];
        if (!sink_tells_scale(job->args->with_private, scale)
            || (!scale->n_norms && !scale->n_norm_tables))
            continue;
        json_put_array(json, scale->id);
        for (size_t k = 0; k < norms->n; k++)
            if (norms->items[k].scale_idx == i)
                put_norm(json, &norms->items[k], score_has_details(job->args));
        json_close_array(json);
    }
    json_close_object(json);
}

static void
put_instrument(struct json *json, const struct score_job *job, size_t idx)
{
    const struct instrument *instrument = job->data->loaded.instruments[idx];

    json_open_object(json);
    sink_json_put_origin(json, instrument);
    put_norms(json, job, idx);
    json_put_object(json, "scales");
    for (size_t i = 0; i < instrument->n_scales; i++) {
        if (!sink_tells_scale(job->args->with_private, &instrument->scales[i]))
            continue;
        json_put_object(json, instrument->scales[i].id);
        put_whys(json, job->reading.totals.counts[idx][i]);
        json_close_object(json);
    }
    json_close_object(json);
    json_close_object(json);
}

static void
put_problems(struct json *json, const struct response_tally *tally)
{
    json_put_array(json, "problems");
    for (int i = 0; i < N_MESSAGES; i++) {
        if (!tally->n_problems[i])
            continue;
        json_open_object(json);
        json_put_text(json, "code", message_code((enum message)i));
        json_put_text(json, "what", message_words((enum message)i));
        json_put_whole(json, "count", (int64_t)tally->n_problems[i]);
        json_close_object(json);
    }
    json_close_array(json);
}

static void
put_all(struct json *json, const struct score_job *job)
{
    json_open_object(json);
    json_put_whole(json, "format", FORMAT_VERSION);
    json_put_text(json, "program", PACKAGE_NAME);
    json_put_text(json, "version", PACKAGE_VERSION);
    json_put_object(json, "options");
    for (const struct option_entry *entry = score_options; entry->name; entry++)
        put_option(json, entry, job->args);
    json_close_object(json);
    put_inputs(json, job);
    json_put_object(json, "output");
    json_put_text(json, "name", job->args->output);
    json_put_whole(json, "size", (int64_t)digester_size(job->digester));
    json_put_text(json, "digest", digester_get(job->digester).hex);
    json_close_object(json);
    json_put_whole(json, "rows", (int64_t)job->reading.totals.tally.n_rows);
    json_put_array(json, "instruments");
    for (size_t i = 0; i < job->data->loaded.n; i++)
        put_instrument(json, job, i);
    json_close_array(json);
    put_problems(json, &job->reading.totals.tally);
    json_close_object(json);
}

void
manifest_add(const struct score_job *job, struct buf *out)
{
    struct json json;

    json_init(&json, out, INDENT);
    put_all(&json, job);
    buf_add_char(out, '\n');
}
