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
    const char *id;
    const char *title;
    const char *lang;
    size_t n_items;
    size_t n_scales; /* that people see */
    enum instrument_status status;
};

static struct listed
listed_of(const struct library_entry *entry,
          const struct instrument *instrument, struct arena *arena)
{
    struct listed listed = {
        .entry = entry,
        .id = arena_text(arena, str_from(instrument->id)),
        .title = arena_text(arena, str_from(instrument->title)),
        .lang = arena_text(arena, str_from(instrument->lang)),
        .n_items = instrument->n_items,
        .status = instrument->status,
    };

    for (size_t i = 0; i < instrument->n_scales; i++)
        listed.n_scales += !instrument->scales[i].is_internal;
    return listed;
}

static void
add_languages(struct buf *out, const struct listed *listed)
{
    const struct library_entry *entry = listed->entry;

    for (size_t i = 0; i < entry->n_languages; i++) {
        const char *lang = entry->languages[i];
        if (i)
            buf_add_char(out, ' ');
        utf8_add_shown(out, str_from(lang ? lang : listed->lang));
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
    buf_addf(out, "%s: ", listed->id);
    utf8_add_shown(out, str_from(listed->title));
    PRINT_ADD_COUNTS(out, "; # [item|items]; # [scale|scales]", listed->n_items,
                     listed->n_scales);
    buf_addf(out, "; %s; languages: ", grammar_statuses[listed->status]);
    add_languages(out, listed);
    buf_add_char(out, '\n');
}

static void
add_table(struct buf *out, const struct listed *listed, size_t n)
{
    size_t id_width = 2, title_width = 5;

    for (size_t i = 0; i < n; i++) {
        size_t id_len = utf8_count(str_from(listed[i].id));
        size_t title_len = utf8_count(str_from(listed[i].title));
        id_width = id_len > id_width ? id_len : id_width;
        title_width = title_len > title_width ? title_len : title_width;
    }
    add_column(out, "id", id_width);
    add_column(out, "title", title_width);
    buf_add_text(out, "items  scales  status       languages\n");
    for (size_t i = 0; i < n; i++) {
        add_column(out, listed[i].id, id_width);
        add_column(out, listed[i].title, title_width);
        buf_addf(out, "%5zu  %6zu  %-11s  ", listed[i].n_items,
                 listed[i].n_scales, grammar_statuses[listed[i].status]);
        add_languages(out, &listed[i]);
        buf_add_char(out, '\n');
    }
}

/* The instruments that can be read; the others have said why.  All are read in
   the same memory, which need not be touched the first time for each. */
static size_t
load_listed(struct context *context, struct library *library,
            struct listed **listed)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    size_t n_entries, n = 0;
    const struct library_entry *entries = library_list(library, &n_entries);

    *listed = ARENA_ARRAY(context->arena, n_entries, struct listed);
    for (size_t i = 0; i < n_entries; i++) {
        arena_rewind(scratch);
        const struct instrument *instrument =
            library_load(library_apart(library, scratch), entries[i].path, NULL,
                         0, context->diag);
        if (instrument)
            (*listed)[n++] = listed_of(&entries[i], instrument, context->arena);
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
