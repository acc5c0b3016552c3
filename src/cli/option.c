/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drives getopt_long() from an option table. */
#include "cli/option.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/num.h"
#include "cli/prompt.h"

/* Values of getopt_long() above every letter name an entry. */
enum { FIRST_ENTRY = 256 };

enum { LIMIT_CODE = 4096 }; /* bytes of a line */

static size_t
count_entries(const struct option_entry *entries)
{
    size_t n = 0;

    while (entries[n].name)
        n++;
    return n;
}

static struct option *
long_options(const struct option_entry *entries, size_t n, struct arena *arena)
{
    struct option *options = ARENA_ARRAY(arena, n + 1, struct option);

    for (size_t i = 0; i < n; i++)
        options[i] = (struct option){
            .name = entries[i].name,
            .has_arg = entries[i].kind == OPTION_FLAG ? no_argument
                                                      : required_argument,
            .val = FIRST_ENTRY + (int)i,
        };
    return options;
}

static const char *
short_options(const struct option_entry *entries, size_t n, struct arena *arena)
{
    char *letters = ARENA_ARRAY(arena, 2 * n + 2, char);
    size_t len = 0;

    letters[len++] = ':'; /* a missing value is told from a wrong option */
    for (size_t i = 0; i < n; i++) {
        if (!entries[i].letter)
            continue;
        letters[len++] = entries[i].letter;
        if (entries[i].kind != OPTION_FLAG)
            letters[len++] = ':';
    }
    return letters;
}

static const struct option_entry *
find_entry(const struct option_entry *entries, int chosen)
{
    if (chosen >= FIRST_ENTRY)
        return &entries[chosen - FIRST_ENTRY];
    for (; entries->name; entries++)
        if (entries->letter && entries->letter == chosen)
            return entries;
    return NULL;
}

static bool
put_name(const struct option_entry *entry, const char *text, void *args,
         struct diag *diag)
{
    size_t n = 0;

    for (; entry->names[n]; n++) {
        if (strcmp(entry->names[n], text) == 0) {
            *(int *)((char *)args + entry->offset) = (int)n;
            return true;
        }
    }
    diag_add(diag, MSG_USAGE, (struct place){0}, "--%s does not know '%s'",
             entry->name, text);
    (void)diag_hint_nearest(diag, str_from(text), entry->names, n);
    return false;
}

static bool
put_whole(const struct option_entry *entry, const char *text, void *args,
          struct diag *diag)
{
    int32_t *field = (int32_t *)(void *)((char *)args + entry->offset);

    if (whole_read(str_from(text), field) && *field >= 1)
        return true;
    return diag_add(diag, MSG_USAGE, (struct place){0},
                    "--%s needs a whole number of at least 1, not '%s'",
                    entry->name, text);
}

static bool
put_value(const struct option_entry *entry, const char *text, void *args,
          struct arena *arena, struct diag *diag)
{
    void *field = (char *)args + entry->offset;

    switch (entry->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        return true;
    case OPTION_TEXT:
    case OPTION_CODE:
    case OPTION_OUTPUT:
        *(const char **)field = text;
        return true;
    case OPTION_LIST:
        *vec_add(arena, (struct text_list *)field) = text;
        return true;
    case OPTION_WHOLE:
        return put_whole(entry, text, args, diag);
    case OPTION_NAME:
        return put_name(entry, text, args, diag);
    }
    return false;
}

/* Else it is a whole word that is no option. */
static bool
is_letter(int unknown)
{
    return unknown && unknown < FIRST_ENTRY;
}

/* Of an option that is none: the first word of letters that has it; NULL: none
   that also 'is_there', where that is asked. */
static const char *
find_word(char letter, int argc, char **argv, bool is_there)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (argv[i][0] == '-' && strchr(argv[i], letter)
            && (!is_there || file_exists(argv[i])))
            return argv[i];
    return NULL;
}

/* Of what getopt_long() has come to; the word may be a file's name. */
static void
report_unknown(const struct option_entry *entries, size_t n, int argc,
               char **argv, struct arena *arena, struct diag *diag)
{
    const char **names = ARENA_ARRAY(arena, n + 1, const char *);
    const char *word = argv[optind - 1];
    const char *file = NULL;

    if (is_letter(optopt)) {
        bool is_whole = (optopt & 0x80) == 0;
        word = is_whole ? arena_printf(arena, "-%c", optopt)
                        : find_word((char)optopt, argc, argv, false);
        file = find_word((char)optopt, argc, argv, true);
    } else if (file_exists(word)) {
        file = word;
    }
    struct str bare = str_from(word);
    while (bare.len && bare.bytes[0] == '-')
        bare = str_skip(bare, 1);
    for (size_t i = 0; i < n; i++)
        names[i] = entries[i].name;
    const char *nearest = str_nearest(bare, names, n);

    diag_add(diag, MSG_USAGE, (struct place){0}, "unknown option '%s'", word);
    if (file)
        diag_hint(diag, "the file is './%s'", file);
    else if (nearest)
        diag_hint(diag, "did you mean '--%s'?", nearest);
    else
        diag_hint(diag, "--help lists the options");
}

static bool
takes_one_value(const struct option_entry *entry)
{
    return entry->kind != OPTION_FLAG && entry->kind != OPTION_LIST;
}

bool
option_parse(const struct option_entry *entries, int argc, char **argv,
             void *args, struct text_list *operands, struct arena *arena,
             struct diag *diag)
{
    size_t n = count_entries(entries);
    struct option *longs = long_options(entries, n, arena);
    const char *shorts = short_options(entries, n, arena);
    bool *is_given = ARENA_ARRAY(arena, n + 1, bool);
    bool ok = true;
    int chosen;

    optind = 0; /* start anew: glibc forgets the scan before */
    opterr = 0;
    while ((chosen = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct option_entry *entry = find_entry(entries, chosen);
        if (entry && is_given[entry - entries] && takes_one_value(entry)) {
            ok = diag_add(diag, MSG_USAGE, (struct place){0},
                          "--%s is given twice, and takes one value",
                          entry->name);
        } else if (entry) {
            is_given[entry - entries] = true;
            ok &= put_value(entry, optarg, args, arena, diag);
        } else if (chosen == ':') {
            diag_add(diag, MSG_USAGE, (struct place){0}, "'%s' needs a value",
                     argv[optind - 1]);
            ok = false;
        } else {
            report_unknown(entries, n, argc, argv, arena, diag);
            ok = false;
            /* What is behind it in the word is no news. */
            if (is_letter(optopt))
                break;
        }
    }
    for (int i = optind; i < argc; i++)
        *vec_add(arena, operands) = argv[i];
    return ok;
}

/* What stands below it belongs to the command. */
static bool
read_line(struct buf *line, struct diag *diag)
{
    if (file_read_line(STDIN_FILENO, LIMIT_CODE, line) || !errno)
        return true;
    if (errno == EOVERFLOW)
        return diag_add(diag, MSG_USAGE, (struct place){0},
                        "a code of more than %d bytes", LIMIT_CODE);
    return file_add_error(diag, MSG_CANNOT_READ, "standard input");
}

static bool
ask_code(const struct option_entry *entry, bool (*await)(int fd),
         const char **code, struct arena *arena, struct diag *diag)
{
    struct buf line SCOPED(buf_clear) = {0};
    bool is_asked = isatty(STDIN_FILENO);
    bool is_there = true;

    if (is_asked) {
        prompt_say(arena_printf(arena, "%s: ", entry->name));
        is_there = !await || await(STDIN_FILENO);
    }
    bool ok = is_there && read_line(&line, diag);
    if (is_asked)
        prompt_end();
    if (!is_there)
        return diag_add(diag, MSG_USAGE, (struct place){0},
                        "nobody answered: nothing was done");
    if (!ok)
        return false;
    *code = arena_text(arena, str_trim(buf_str(&line)));
    return **code
           || diag_add(diag, MSG_USAGE, (struct place){0},
                       "no code was given for '--%s -'", entry->name);
}

bool
option_ask_codes(const struct option_entry *entries, void *args,
                 bool (*await)(int fd), struct arena *arena, struct diag *diag)
{
    bool ok = true;

    for (; ok && entries->name; entries++) {
        if (entries->kind != OPTION_CODE)
            continue;
        const char **code =
            (const char **)(void *)((char *)args + entries->offset);
        if (*code && strcmp(*code, "-") == 0)
            ok = ask_code(entries, await, code, arena, diag);
    }
    return ok;
}

static void
show_given(const struct option_entry *entry, const void *field,
           option_fn *given, void *aux)
{
    switch (entry->kind) {
    case OPTION_FLAG:
        if (*(const bool *)field)
            given(aux, entry, NULL);
        break;
    case OPTION_TEXT:
    case OPTION_CODE:
    case OPTION_OUTPUT:
        if (*(const char *const *)field)
            given(aux, entry, *(const char *const *)field);
        break;
    case OPTION_LIST: {
        const struct text_list *list = field;
        for (size_t i = 0; i < list->n; i++)
            given(aux, entry, list->items[i]);
        break;
    }
    case OPTION_WHOLE: {
        char digits[16];
        snprintf(digits, sizeof digits, "%" PRId32, *(const int32_t *)field);
        if (*(const int32_t *)field)
            given(aux, entry, digits);
        break;
    }
    case OPTION_NAME:
        given(aux, entry, entry->names[*(const int *)field]);
        break;
    }
}

void
option_each(const struct option_entry *entries, const void *args,
            option_fn *given, void *aux)
{
    for (; entries->name; entries++)
        show_given(entries, (const char *)args + entries->offset, given, aux);
}
