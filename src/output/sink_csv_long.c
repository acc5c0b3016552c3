/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as CSV, one row for each administration and scale; see sink.h. */
#include <config.h>
#include "base/vec.h"
#include "score/classes.h"
#include "output/sink_csv.h"

static const char *const origin_words[] = {
    "instrument", "edition", "digest", "wording", "version", "scale", "value",
};

struct name_list VEC(struct str);

enum {
    DIGEST_SHOWN = 16,                     /* hex digits */
    WHY_COLUMN = N_ELEMENTS(origin_words), /* the first of the details */
};

static const bool *
find_dropped(const struct sink_options *options, struct arena *arena)
{
    bool *is_dropped = ARENA_ARRAY(arena, options->n_kept, bool);
    for (size_t i = 0; !options->prefix && i < options->n_kept; i++)
        is_dropped[i] = str_equal_nocase(options->kept[i], STR("instrument"))
                        || str_equal_nocase(options->kept[i], STR("edition"))
                        || str_equal_nocase(options->kept[i], STR("digest"));
    return is_dropped;
}

static void
add_name(struct name_list *names, const struct sink_options *options,
         const char *word, struct arena *arena)
{
    const char *prefix = options->prefix ? options->prefix : "";

    *vec_add(arena, names) =
        str_from(arena_printf(arena, "%s%s", prefix, word));
}

static struct name_list
find_names(const struct sink_options *options, struct arena *arena)
{
    struct name_list names = {0};

    for (size_t i = 0; i < N_ELEMENTS(origin_words); i++)
        add_name(&names, options, origin_words[i], arena);
    for (size_t i = 0; sink_csv_details[i].add; i++)
        add_name(&names, options, sink_csv_details[i].about.name, arena);
    for (size_t i = 0; options->with_changes && sink_csv_changes[i].add; i++)
        add_name(&names, options, sink_csv_changes[i].about.name, arena);
    add_name(&names, options, "possible", arena);
    return names;
}

static void *
long_open(const struct sink_options *options, struct arena *arena,
          struct diag *diag)
{
    struct csv_sink *sink = ARENA_NEW(arena, struct csv_sink);
    struct name_list names = find_names(options, arena);

    sink->options = *options;
    sink->options.with_details = true;
    sink->is_dropped = find_dropped(options, arena);
    sink->names = names.items;
    sink->n_names = names.n;
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
           const struct instrument *instrument,
           const struct instrument_words *wording)
{
    static const struct digest none = {""};
    char delimiter = printer->sink->options.delimiter;
    buf_add_text(printer->out, instrument->id);
    buf_add_char(printer->out, delimiter);
    score_text_add(printer->memo, printer->out, instrument->edition);
    buf_add_char(printer->out, delimiter);
    add_digest(printer, &instrument->digest);
    add_digest(printer, wording ? &wording->digest : &none);
    buf_add_text(printer->out, PACKAGE_VERSION);
    buf_add_char(printer->out, delimiter);
}

static void
add_columns(const struct csv_printer *printer, const struct csv_column *columns,
            const struct row_score *told)
{
    for (; columns->add; columns++) {
        buf_add_char(printer->out, printer->sink->options.delimiter);
        columns->add(printer, told);
    }
}

static void
add_score(const struct csv_printer *printer, const struct row_score *told)
{
    char delimiter = printer->sink->options.delimiter;
    buf_add_text(printer->out, told->scale->id);
    buf_add_char(printer->out, delimiter);
    if (told->score.why == WHY_SCORED)
        sink_csv_add_value(printer, told->scale, told->score.value);
    add_columns(printer, sink_csv_details, told);
    if (printer->sink->options.with_changes)
        add_columns(printer, sink_csv_changes, told);
    buf_add_char(printer->out, delimiter);
    buf_add_char(printer->out, '\n');
}

static void
add_administration(const struct csv_printer *printer, const struct rows *rows,
                   const struct scored *scored, size_t row)
{
    const struct instrument *instrument = scored->batch->instrument;
    const struct instrument_words *wording = batch_wording(scored->batch, row);

    for (size_t i = 0; i < instrument->n_scales; i++) {
        if (!sink_tells_scale(&printer->sink->options, &instrument->scales[i]))
            continue;
        struct row_score told =
            row_score_get(&printer->sink->options, scored, i, row);
        sink_csv_add_kept(printer->sink, rows, row, printer->out);
        add_origin(printer, instrument, wording);
        add_score(printer, &told);
    }
}

/* A class is a row like a scale's: the case for a value, and why. */
static void
add_classes(const struct csv_printer *printer, const struct rows *rows,
            const struct scored *scored, size_t row)
{
    const struct instrument *instrument = scored->batch->instrument;
    const struct instrument_words *wording = batch_wording(scored->batch, row);
    char delimiter = printer->sink->options.delimiter;
    for (size_t i = 0; i < instrument->n_classes; i++) {
        const struct class *class = &instrument->classes[i];
        if (!sink_tells_class(&printer->sink->options, class))
            continue;
        struct class_result result = classes_get(scored->scores, i, row);
        sink_csv_add_kept(printer->sink, rows, row, printer->out);
        add_origin(printer, instrument, wording);
        buf_addf(printer->out, "%s%c%s%c%s", class->id, delimiter,
                 result.which >= 0 ? class->cases[result.which].id : "",
                 delimiter, why_word(result.why));
        for (size_t j = WHY_COLUMN + 1; j < printer->sink->n_names; j++)
            buf_add_char(printer->out, delimiter);
        class_add_possible(&result, class, printer->out);
        buf_add_char(printer->out, '\n');
    }
}

/* A row without an administration stays in sight. */
static void
add_orphan(const struct csv_printer *printer, const struct rows *rows,
           size_t row, enum why why)
{
    const struct csv_sink *sink = printer->sink;

    sink_csv_add_kept(sink, rows, row, printer->out);
    for (size_t i = 0; i < sink->n_names; i++) {
        if (i)
            buf_add_char(printer->out, sink->options.delimiter);
        if (i == WHY_COLUMN)
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
    const struct csv_printer printer = {
        .sink = sink, .memo = &memo, .out = out};
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
