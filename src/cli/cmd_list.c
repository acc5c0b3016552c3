/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune list: what lies on the shelves. */
#include "cli/command.h"

#include "base/utf8.h"
#include "cli/print.h"
#include "instrument/grammar.h"

struct list_args {
    const char *folder;
};

static const struct option_entry list_options[] = {
    OPTION_INSTRUMENTS(offsetof(struct list_args, folder)),
    {.name = NULL},
};

struct listed {
    const struct library_entry *entry;
    const struct instrument *instrument;
};

/* The scales that people see. */
static size_t
n_scales_shown(const struct instrument *instrument)
{
    size_t n = 0;

    for (size_t i = 0; i < instrument->n_scales; i++)
        n += !instrument->scales[i].is_internal;
    return n;
}

static void
add_languages(struct buf *out, const struct listed *listed)
{
    const struct library_entry *entry = listed->entry;

    for (size_t i = 0; i < entry->n_languages; i++) {
        const char *lang = entry->languages[i];
        if (i)
            buf_add_char(out, ' ');
        utf8_add_shown(out, str_from(lang ? lang : listed->instrument->lang));
    }
}

static void
add_column(struct buf *out, const char *text, size_t width)
{
    size_t start = out->len;

    utf8_add_shown(out, str_from(text));
    size_t shown = utf8_count(buf_str_from(out, start));
    for (; shown < width + 2; shown++)
        buf_add_char(out, ' ');
}

static void
add_labelled(struct buf *out, const struct listed *listed)
{
    const struct instrument *instrument = listed->instrument;

    buf_addf(out, "%s: ", instrument->id);
    utf8_add_shown(out, str_from(instrument->title));
    PRINT_ADD_COUNTS(out, "; # [item|items]; # [scale|scales]",
                     instrument->n_items, n_scales_shown(instrument));
    buf_addf(out, "; %s; languages: ", grammar_statuses[instrument->status]);
    add_languages(out, listed);
    buf_add_char(out, '\n');
}

static void
add_table(struct buf *out, const struct listed *listed, size_t n)
{
    size_t id_width = 2, title_width = 5;

    for (size_t i = 0; i < n; i++) {
        size_t id_len = utf8_count(str_from(listed[i].instrument->id));
        size_t title_len = utf8_count(str_from(listed[i].instrument->title));
        id_width = id_len > id_width ? id_len : id_width;
        title_width = title_len > title_width ? title_len : title_width;
    }
    add_column(out, "id", id_width);
    add_column(out, "title", title_width);
    buf_add_text(out, "items  scales  status       languages\n");
    for (size_t i = 0; i < n; i++) {
        const struct instrument *instrument = listed[i].instrument;
        add_column(out, instrument->id, id_width);
        add_column(out, instrument->title, title_width);
        buf_addf(out, "%5zu  %6zu  %-11s  ", instrument->n_items,
                 n_scales_shown(instrument),
                 grammar_statuses[instrument->status]);
        add_languages(out, &listed[i]);
        buf_add_char(out, '\n');
    }
}

/* The instruments that can be read; the others have said why. */
static size_t
load_listed(struct context *context, struct library *library,
            struct listed **listed)
{
    size_t n_entries, n = 0;
    const struct library_entry *entries = library_list(library, &n_entries);

    *listed = ARENA_ARRAY(context->arena, n_entries, struct listed);
    for (size_t i = 0; i < n_entries; i++) {
        const struct instrument *instrument =
            library_load(library, entries[i].path, NULL, 0, context->diag);
        if (instrument)
            (*listed)[n++] = (struct listed){&entries[i], instrument};
    }
    return n;
}

static enum exit_status
run_list(struct context *context, const void *memory,
         const struct text_list *operands)
{
    const struct list_args *args = memory;
    struct library *library = context_library(context, args->folder);
    struct buf out SCOPED(buf_clear) = {0};
    struct listed *listed;

    (void)operands;
    if (!library_is_whole(library, context->diag))
        return EXIT_FAILED;
    size_t n = load_listed(context, library, &listed);
    if (context->is_plain)
        for (size_t i = 0; i < n; i++)
            add_labelled(&out, &listed[i]);
    else if (n)
        add_table(&out, listed, n);
    else
        buf_add_text(&out, "no instruments were found\n");
    print_out(context, buf_str(&out));
    return EXIT_DONE;
}

const struct command cmd_list = {
    .name = "list",
    .summary = "list the instruments that are installed",
    .operands = "",
#include "cli/manual/list.inc"
    .options = list_options,
    .args_size = sizeof(struct list_args),
    .run = run_list,
};
