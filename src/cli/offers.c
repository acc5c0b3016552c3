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

/* ---- operands ---- */

static bool
is_in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/* The next word of "slot add NAME", "[KIND] [FILE...]". */
static bool
next_word(struct str *rest, struct str *word, bool *may_lack)
{
    *may_lack = false;
    for (; rest->len && !is_in_word(*rest->bytes); *rest = str_skip(*rest, 1))
        *may_lack |= *rest->bytes == '[';
    *word = (struct str){rest->bytes, 0};
    while (word->len < rest->len && is_in_word(rest->bytes[word->len]))
        word->len++;
    if (word->len)
        *rest = str_skip(*rest, word->len);
    return word->len;
}

static void
add_operand(struct offers *offers, struct str word)
{
    if (*word.bytes >= 'a') {
        add(offers, word);
        return;
    }
    enum offer offer = offer_find(word);
    for (size_t i = 0; str_is(word, "COMMAND") && commands[i]; i++)
        add(offers, str_from(commands[i]->name));
    if (offer)
        offers_add(offers->context, offer, NULL, offers->out);
    if (str_is(word, "FILE") || str_is(word, "PART")
        || str_is(word, "INSTRUMENT"))
        add(offers, STR("FILE"));
    if (str_is(word, "FOLDER"))
        add(offers, word);
}

/* What stands behind the operands that were typed, where they are the first
   words of this way to use the command. */
static void
add_next(struct offers *offers, struct str way, const struct text_list *typed)
{
    struct str word;
    bool may_lack;
    size_t i = 0;

    while (next_word(&way, &word, &may_lack)) {
        bool is_typed = i < typed->n;
        bool repeats = str_starts(way, "...");

        if (is_typed && *word.bytes >= 'a' && !str_is(word, typed->items[i]))
            return;
        i = repeats ? typed->n : i + is_typed;
        if (is_typed && !repeats)
            continue;
        add_operand(offers, word);
        if (!may_lack)
            return;
    }
}

static void
add_operands(struct offers *offers, const struct text_list *words)
{
    struct arena *arena = offers->context->arena;
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    const struct command *command =
        words->n ? command_find(words->items[0]) : NULL;
    struct text_list typed = {0};

    if (!command)
        return;
    char **argv = ARENA_ARRAY(arena, words->n + 1, char *);
    for (size_t i = 0; i < words->n; i++)
        argv[i] = arena_text(arena, str_from(words->items[i]));
    (void)!option_parse(command->options, (int)words->n, argv,
                        arena_alloc(arena, 1, command->args_size), &typed,
                        arena, unsaid);
    for (const char *way = command->operands; *way; way += *way == '|') {
        size_t len = strcspn(way, "|");
        add_next(offers, (struct str){way, len}, &typed);
        way += len;
    }
}

const char *const offer_names[] = {"none",   "instrument", "language", "kind",
                                   "client", "couple",     "operand",  NULL};

enum offer
offer_find(struct str name)
{
    for (size_t i = OFFER_NONE + 1; offer_names[i]; i++)
        if (str_equal_nocase(name, str_from(offer_names[i])))
            return (enum offer)i;
    return OFFER_NONE;
}

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
    case OFFER_OPERAND:
        add_operands(&offers, words);
        return;
    }
}
