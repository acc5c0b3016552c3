/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as one JSON document; its keys are told in the manual page.  See
   sink.h. */
#include <config.h>
#include "output/sink.h"

#include "base/json.h"
#include "base/map.h"
#include "instrument/grammar.h"
#include "output/figure.h"

enum { FORMAT_VERSION = 1 };

struct json_sink {
    struct sink_options options;
    const char **kept; /* names of the columns passed through */
    const char *keys[N_FIGURES];
    struct figure_subjects subjects;
    bool has_rows;
};

static const char *
key_of(const struct figure *figure, struct arena *arena)
{
    char *key = arena_text(arena, str_from(figure->word));
    for (char *c = key; *c; c++)
        if (*c == '-')
            *c = '_';
    return key;
}

/* Columns may share a name, members of an object may not. */
static void
name_kept(struct json_sink *sink, struct arena *arena)
{
    const struct sink_options *options = &sink->options;
    struct map *taken = map_new(arena, false);

    for (size_t i = 0; i < options->n_kept; i++) {
        const char *name = arena_text(arena, options->kept[i]);
        for (size_t n = 2; !map_add(taken, str_from(name), i); n++)
            name = arena_printf(arena, "%.*s (%zu)", STR_ARGS(options->kept[i]),
                                n);
        sink->kept[i] = name;
    }
}

static void *
json_open(const struct sink_options *options, struct arena *arena,
          struct diag *diag)
{
    struct json_sink *sink = ARENA_NEW(arena, struct json_sink);

    (void)diag;
    sink->options = *options;
    sink->subjects = figure_subjects(options, VIEW_JSON, arena);
    for (size_t i = 0; i < N_FIGURES; i++)
        sink->keys[i] = key_of(&figures[i], arena);
    sink->kept = ARENA_ARRAY(arena, options->n_kept, const char *);
    name_kept(sink, arena);
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
    json_open_object(json);
    json_put_text(json, "id", scale->id);
    json_put_text(json, "title", scale->title);
    json_put_text(json, "direction", grammar_directions[scale->direction]);
    json_put_number(json, "min", scale->lo);
    json_put_number(json, "max", scale->hi);
    put_norms(json, scale);
    json_close_object(json);
}

void
sink_json_put_origin(struct json *json, const struct instrument *instrument)
{
    json_put_text(json, "id", instrument->id);
    json_put_whole(json, "edition", instrument->edition);
    json_put_text(json, "lang", instrument->lang);
    json_put_text(json, "digest", instrument->digest.hex);
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

static void
put_instrument(struct json *json, const struct sink_options *options,
               const struct instrument *instrument)
{
    json_open_object(json);
    sink_json_put_origin(json, instrument);
    json_put_text(json, "title", instrument->title);
    json_put_array(json, "scales");
    for (size_t i = 0; i < instrument->n_scales; i++)
        if (sink_tells_scale(options->with_private, &instrument->scales[i]))
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
put_list(struct json *json, struct str words)
{
    struct str word;
    json_open_array(json);
    while (str_next_word(&words, &word))
        json_text(json, word);
    json_close_array(json);
}

static void
put_value(struct json *json, enum figure_form form,
          const struct figure_value *value)
{
    if (!value->is_known) {
        json_none(json);
        return;
    }
    switch (form) {
    case TOLD_ON_SCALE:
    case TOLD_COUNT:
    case TOLD_NUMBER:
        json_number(json, value->number);
        break;
    case TOLD_WORD:
    case TOLD_WORDS:
    case TOLD_TEXT:
        json_text(json, value->text);
        break;
    case TOLD_LIST:
        put_list(json, value->text);
        break;
    case TOLD_TRUTH:
        json_truth(json, value->truth);
        break;
    }
}

static void
put_told(struct json *json, const struct json_sink *sink,
         const struct figure_subject *subject, struct told *told)
{
    json_open_object(json);
    for (size_t i = 0; i < subject->n_figures; i++) {
        const struct figure *figure = subject->figures[i];
        struct figure_value value = figure->get(told);
        json_key(json, sink->keys[figure - figures]);
        put_value(json, figure->form, &value);
    }
    json_close_object(json);
}

/* Of the instruments that the row is an administration of.  Quiet alerts, too:
   what is not told must not look like what did not fire. */
static void
put_subjects(struct json *json, const struct json_sink *sink,
             const struct scored *scored, size_t row, enum figure_kind kind,
             struct told *told)
{
    static const char *const keys[] = {
        [FIGURE_OF_SCALE] = "scores",
        [FIGURE_OF_CLASS] = "classes",
        [FIGURE_OF_ALERT] = "alerts",
        [FIGURE_OF_FORM] = "quality",
    };

    json_put_array(json, keys[kind]);
    for (size_t i = 0; i < sink->subjects.n; i++) {
        const struct figure_subject *subject = &sink->subjects.items[i];
        const struct scored *of = &scored[subject->plan_idx];
        if (subject->kind != kind || !figure_has_row(of, row))
            continue;
        figure_tell(&sink->options, subject, of, row, told);
        put_told(json, sink, subject, told);
    }
    json_close_array(json);
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
        const struct rows *rows, const struct scored *scored, size_t row,
        struct told *told)
{
    json_open_object(json);
    json_put_object(json, "columns");
    for (size_t i = 0; i < rows->n_kept; i++)
        json_put_str(json, sink->kept[i],
                     rows_kept(rows, row, i, &told->words));
    json_close_object(json);
    enum why why = figure_orphan_why(scored, sink->options.n_plans, row);
    json_put_text(json, "why", why ? why_word(why) : NULL);
    json_put_array(json, "wordings");
    for (size_t i = 0; i < sink->options.n_plans; i++)
        if (figure_has_row(&scored[i], row))
            put_row_wording(json, &scored[i], row);
    json_close_array(json);
    put_subjects(json, sink, scored, row, FIGURE_OF_SCALE, told);
    put_subjects(json, sink, scored, row, FIGURE_OF_CLASS, told);
    put_subjects(json, sink, scored, row, FIGURE_OF_ALERT, told);
    if (sink->options.with_care)
        put_subjects(json, sink, scored, row, FIGURE_OF_FORM, told);
    json_close_object(json);
}

static void
json_rows(const void *aux, const struct rows *rows, const struct scored *scored,
          struct score_text *memo, struct buf *out)
{
    struct json json;
    struct told told = {0};

    (void)memo;
    for (size_t row = 0; row < rows->n_rows; row++) {
        buf_add_text(out, ",\n");
        json_init(&json, out, 0);
        put_row(&json, aux, rows, scored, row, &told);
    }
    buf_clear(&told.words);
}

/* No comma before the very first. */
static void
json_arrange(void *aux, struct str printed, struct buf *out)
{
    struct json_sink *sink = aux;

    if (!printed.len)
        return;
    if (!sink->has_rows)
        printed = str_skip(printed, 1);
    sink->has_rows = true;
    buf_add(out, printed);
}

static bool
json_tail(void *aux, struct buf *out, struct diag *diag)
{
    (void)aux;
    (void)diag;
    buf_add_text(out, "\n]}\n");
    return true;
}

const struct sink_class sink_json = {
    .is_document = true,
    .open = json_open,
    .head = json_head,
    .rows = json_rows,
    .arrange = json_arrange,
    .tail = json_tail,
};
