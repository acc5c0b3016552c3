/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as CSV, one row for each administration and scale; see sink.h. */
#include <config.h>
#include "response/csv.h"
#include "score/classes.h"
#include "score/sink_csv.h"

static const char *const column_words[] = {
    "instrument", "edition", "digest", "wording",  "version",
    "scale",      "value",   "why",    "answered", "items",
    "low",        "high",    "band",   "beyond",   "prorated",
};

enum {
    DIGEST_SHOWN = 16, /* hex digits */
    WHY_COLUMN = 7     /* among the words */
};

static const bool *
find_dropped(const struct sink_options *options, struct arena *arena)
{
    bool *is_dropped = ARENA_ARRAY(arena, options->n_kept, bool);
    for (size_t i = 0; !options->prefix && i < options->n_kept; i++)
        is_dropped[i] = str_equal_nocase(options->kept[i], STR("instrument"))
                        || str_equal_nocase(options->kept[i], STR("edition"));
    return is_dropped;
}

static void *
long_open(const struct sink_options *options, struct arena *arena,
          struct diag *diag)
{
    struct csv_sink *sink = ARENA_NEW(arena, struct csv_sink);
    struct str *names =
        ARENA_ARRAY(arena, N_ELEMENTS(column_words), struct str);
    const char *prefix = options->prefix ? options->prefix : "";
    for (size_t i = 0; i < N_ELEMENTS(column_words); i++)
        names[i] =
            str_from(arena_printf(arena, "%s%s", prefix, column_words[i]));
    sink->options = *options;
    sink->is_dropped = find_dropped(options, arena);
    sink->names = names;
    sink->n_names = N_ELEMENTS(column_words);
    return sink_csv_check(sink, arena, diag) ? sink : NULL;
}

static void
add_digest(const struct csv_printer *printer, const struct digest *digest)
{
    struct str hex = str_from(digest->hex);
    if (hex.len > DIGEST_SHOWN)
        hex.len = DIGEST_SHOWN;
    buf_add(printer->out, hex);
    buf_add_char(printer->out, printer->sink->options.delimiter);
}

/* Which definition, in which words, by which program. */
static void
add_origin(const struct csv_printer *printer,
           const struct instrument *instrument)
{
    char delimiter = printer->sink->options.delimiter;
    buf_add_text(printer->out, instrument->id);
    buf_add_char(printer->out, delimiter);
    score_text_add(printer->memo, printer->out, instrument->edition);
    buf_add_char(printer->out, delimiter);
    add_digest(printer, &instrument->digest);
    add_digest(printer, &instrument->wording_digest);
    buf_add_text(printer->out, PACKAGE_VERSION);
    buf_add_char(printer->out, delimiter);
}

static void
add_score(const struct csv_printer *printer, const struct score *score)
{
    struct buf *out = printer->out;
    char delimiter = printer->sink->options.delimiter;
    buf_add_text(out, printer->scale->id);
    buf_add_char(out, delimiter);
    if (score->why == WHY_SCORED)
        sink_csv_add_value(printer, score->value);
    buf_add_char(out, delimiter);
    buf_add_text(out, why_word(score->why));
    buf_add_char(out, delimiter);
    if (sink_csv_counts(score))
        score_text_add(printer->memo, out, score->answered);
    buf_add_char(out, delimiter);
    if (sink_csv_counts(score))
        score_text_add(printer->memo, out, score->items);
    buf_add_char(out, delimiter);
    sink_csv_add_range(printer, score);
    buf_add_char(out, delimiter);
    sink_csv_add_meaning(printer, score);
    buf_add_char(out, delimiter);
    if (score->why == WHY_SCORED)
        buf_add_text(out, score->prorated ? "yes" : "no");
    buf_add_char(out, '\n');
}

static void
add_administration(struct csv_printer *printer, const struct rows *rows,
                   const struct scored *scored, size_t row)
{
    const struct instrument *instrument = scored->batch->instrument;
    for (size_t i = 0; i < instrument->n_scales; i++) {
        printer->scale = &instrument->scales[i];
        if (printer->scale->is_internal)
            continue;
        struct score score = scores_get(scored->scores, i, row);
        sink_csv_add_kept(printer->sink, rows, row, printer->out);
        add_origin(printer, instrument);
        add_score(printer, &score);
    }
}

/* A class is a row like a scale's: the case for a value, and why. */
static void
add_classes(const struct csv_printer *printer, const struct rows *rows,
            const struct scored *scored, size_t row)
{
    const struct instrument *instrument = scored->batch->instrument;
    char delimiter = printer->sink->options.delimiter;
    for (size_t i = 0; i < instrument->n_classes; i++) {
        const struct class *class = &instrument->classes[i];
        struct class_result result = classes_get(scored->scores, i, row);
        sink_csv_add_kept(printer->sink, rows, row, printer->out);
        add_origin(printer, instrument);
        buf_addf(printer->out, "%s%c%s%c%s", class->id, delimiter,
                 result.which >= 0 ? class->cases[result.which].id : "",
                 delimiter, why_word(result.why));
        for (size_t j = WHY_COLUMN + 1; j < printer->sink->n_names; j++)
            buf_add_char(printer->out, delimiter);
        buf_add_char(printer->out, '\n');
    }
}

/* A row without an administration stays in sight. */
static void
add_orphan(const struct csv_printer *printer, const struct rows *rows,
           size_t row, enum why why)
{
    char delimiter = printer->sink->options.delimiter;
    sink_csv_add_kept(printer->sink, rows, row, printer->out);
    for (size_t i = 0; i < N_ELEMENTS(column_words); i++) {
        if (i)
            buf_add_char(printer->out, delimiter);
        if (str_is(str_from(column_words[i]), "why"))
            buf_add_text(printer->out, why_word(why));
    }
    buf_add_char(printer->out, '\n');
}

static void
long_rows(const void *aux, const struct rows *rows, const struct scored *scored,
          struct buf *out)
{
    const struct csv_sink *sink = aux;
    struct score_text memo = {0};
    struct csv_printer printer = {.sink = sink, .memo = &memo, .out = out};
    for (size_t row = 0; row < rows->n_rows; row++) {
        bool is_orphan = true;
        bool is_broken = false;
        for (size_t i = 0; i < sink->options.n_plans; i++) {
            uint8_t state = scored[i].batch->state[row];
            is_broken |= state == ROW_BROKEN;
            if (state == ROW_BROKEN || state == ROW_OTHER_INSTRUMENT)
                continue;
            is_orphan = false;
            add_administration(&printer, rows, &scored[i], row);
            add_classes(&printer, rows, &scored[i], row);
        }
        if (is_orphan)
            add_orphan(&printer, rows, row,
                       is_broken ? WHY_BROKEN_ROW : WHY_OTHER_INSTRUMENT);
    }
}

const struct sink_class sink_csv_long = {
    .open = long_open,
    .head = sink_csv_head,
    .rows = long_rows,
};
