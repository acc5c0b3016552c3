/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a shell offers where Tab is pressed and no table holds the values. */
#include "cli/help.h"

#include <string.h>
#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/words.h"
#include "response/csv.h"

/* Somebody waits with a finger on Tab: of a larger file nothing is offered. */
enum { OFFERS_FILE_SIZE = 16 << 20, OFFERS_COLUMNS = 1000 };

struct offers {
    struct context *context;
    const char *what;
    struct map *seen;
    struct buf *out;
};

/* A line of its own, once. */
static void
add(struct offers *offers, struct str text)
{
    const char *kept = arena_text(offers->context->arena, text);

    if (!text.len || !map_add(offers->seen, str_from(kept), 0))
        return;
    utf8_add_shown(offers->out, text);
    buf_add_char(offers->out, '\n');
}

static void
add_instruments(struct offers *offers)
{
    struct library *library = context_library(offers->context, NULL);
    bool is_language = strcmp(offers->what, "language") == 0;
    size_t n;
    const struct library_entry *entries = library_list(library, &n);

    for (size_t i = 0; i < n; i++)
        if (!is_language)
            add(offers, str_from(entries[i].id));
        else
            for (size_t j = 0; j < entries[i].n_languages; j++)
                if (entries[i].languages[j])
                    add(offers, str_from(entries[i].languages[j]));
}

/* Those that pages are in, and those of wordings. */
static void
add_languages(struct offers *offers)
{
    for (size_t i = 0; i < N_LANGUAGES; i++)
        add(offers, str_from(language_tag((enum language)i)));
    add_instruments(offers);
}

static void
add_kinds(struct offers *offers)
{
    const struct context *context = offers->context;

    for (size_t i = 0; i < context->n_report_folders; i++) {
        const char *folder = context->report_folders[i];
        size_t n = 0;
        const char **paths =
            folder ? file_names(folder, ".xml", &n, context->arena) : NULL;
        for (size_t j = 0; j < n; j++) {
            const char *name = strrchr(paths[j], '/') + 1;
            add(offers, (struct str){name, strlen(name) - strlen(".xml")});
        }
    }
}

/* The codes of people in a file of saved responses: of a column that is called
   as the option is. */
static void
add_codes_of_file(struct offers *offers, const char *path)
{
    struct arena *arena = offers->context->arena;
    struct csv_cell cells[OFFERS_COLUMNS];
    struct csv_record row = {.cells = cells, .size = OFFERS_COLUMNS};
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    size_t column = 0, offset = 0;
    struct str bytes, header = {0};

    if (!file_read_whole(path, OFFERS_FILE_SIZE, arena, &bytes, unsaid))
        bytes = (struct str){0};
    struct str rest = bytes;
    (void)str_next_line(&rest, &header);
    char delimiter = csv_detect_delimiter(header);
    if (!csv_next(bytes, &offset, delimiter, &row))
        return;
    while (column < row.n_cells && column < row.size
           && !str_is(csv_cell_text(cells[column], arena), offers->what))
        column++;
    if (column == row.n_cells)
        return;
    while (csv_next(bytes, &offset, delimiter, &row))
        if (column < row.n_cells && column < row.size)
            add(offers, csv_unguarded(csv_cell_text(cells[column], arena)));
}

static void
add_codes(struct offers *offers, const char *path)
{
    size_t n = 0;
    const char **paths;

    if (file_exists(path)) {
        add_codes_of_file(offers, path);
    } else if (file_is_folder(path)) {
        paths = file_names(path, ".csv", &n, offers->context->arena);
        for (size_t i = 0; i < n; i++)
            add_codes_of_file(offers, paths[i]);
    }
}

const char *const offer_names[] = {"none",   "instrument", "language", "kind",
                                   "client", "couple",     NULL};

void
offers_add(struct context *context, enum offer what,
           const struct text_list *words, struct buf *out)
{
    struct offers offers = {context, offer_names[what],
                            map_new(context->arena, false), out};

    switch (what) {
    case OFFER_NONE:
        return;
    case OFFER_INSTRUMENT:
        add_instruments(&offers);
        return;
    case OFFER_LANGUAGE:
        add_languages(&offers);
        return;
    case OFFER_KIND:
        add_kinds(&offers);
        return;
    case OFFER_CLIENT:
    case OFFER_COUPLE:
        for (size_t i = 0; i < words->n; i++)
            add_codes(&offers, words->items[i]);
        return;
    }
}
