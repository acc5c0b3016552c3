/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From names on the command line, or in a header, to plans. */
#include "cli/load.h"

#include <errno.h>
#include <string.h>
#include "base/file.h"
#include "base/map.h"
#include "proof/proof.h"
#include "response/facts.h"
#include "response/recoding.h"
#include "output/working.h"

/* Of a file's rows so many bytes are looked into. */
enum { PEEK_SIZE = 1 << 20 };

struct names VEC(struct str);

static void
add_once(struct names *names, struct str name, struct arena *arena)
{
    for (size_t i = 0; i < names->n; i++)
        if (str_equal_nocase(names->items[i], name))
            return;
    *vec_add(arena, names) = arena_str(arena, name);
}

/* The instrument of that name as its file spells it; NULL: none.  Headers are
   matched without regard to case. */
static const char *
find_installed(struct library *library, struct str name)
{
    size_t n;
    const struct library_entry *entries = library_list(library, &n);

    for (size_t i = 0; i < n; i++)
        if (str_equal_nocase(name, str_from(entries[i].id)))
            return entries[i].id;
    return NULL;
}

/* The rules that are true whatever the instruments are. */
static struct rule_list
rules_of_facts(const struct response_options *told, struct arena *arena)
{
    struct rule_list rules = {0};
    enum fact fact;

    for (size_t i = 0; i < told->n_rules; i++)
        if (fact_find(told->rules[i].item, &fact))
            *vec_add(arena, &rules) = told->rules[i];
    return rules;
}

/* The instruments whose items a map names. */
static void
add_told(const struct response_options *told, struct names *names,
         struct arena *arena)
{
    for (size_t i = 0; i < told->n_rules; i++) {
        struct item_name name = item_name_of(told->rules[i].item);
        if (name.owner.len)
            add_once(names, name.owner, arena);
    }
}

/* Whom the first row is of that can be read and says so, or all that are read
   at once. */
static void
add_named(struct source *source, bool all_rows, struct names *names,
          struct arena *arena)
{
    struct chunk *chunk = chunk_new(source);
    const struct rows *rows;
    struct batch *const *batches;
    bool goes_on = source_read(source, chunk);

    while (goes_on && chunk_next(chunk, &rows, &batches))
        for (size_t i = 0; goes_on && i < rows->n_rows; i++) {
            struct str name = rows_text(rows, FACT_INSTRUMENT, i);
            if (name.len)
                add_once(names, name, arena);
            goes_on = all_rows || !name.len;
        }
    chunk_free(chunk);
}

/* What stands before the first '.' of each header, and in the column
   'instrument'.  Standard input and pipes are not looked into: what is read
   from them is gone. */
static void
look_into(struct context *context, const struct load_wish *wish,
          const char *path, struct names *names, struct diag *problems)
{
    struct rule_list rules = rules_of_facts(wish->told, context->arena);
    const struct response_options options = {.any_file = true,
                                             .chunk_size = PEEK_SIZE,
                                             .settings = wish->told->settings,
                                             .rules = rules.items,
                                             .n_rules = rules.n};
    struct source *source =
        file_is_stream(path) ? NULL : source_open(&path, 1, &options, problems);
    size_t n = 0;
    const struct str *headers = source ? source_kept(source, &n) : NULL;

    for (size_t i = 0; i < n; i++) {
        struct item_name name = item_name_of(headers[i]);
        if (name.owner.len)
            add_once(names, name.owner, context->arena);
    }
    if (source && source_has(source, FACT_INSTRUMENT))
        add_named(source, wish->all_rows, names, context->arena);
    source_close(source);
}

/* Of files that no installed instrument is named by. */
static void
report_unnamed(const struct text_list *files, size_t n_files,
               const struct names *names, struct diag *diag)
{
    const char *first = file_called(files->items[0]);

    if (names->n) {
        diag_add(diag, MSG_USAGE, (struct place){0},
                 "which instrument? '%s' speaks of '%.*s', which is not "
                 "installed",
                 first, STR_ARGS(names->items[0]));
        diag_hint(diag, "name its file with -i, or its folder with "
                        "--instruments");
        return;
    }
    if (n_files > 1)
        diag_add(diag, MSG_USAGE, (struct place){0},
                 "which instrument? none of %zu files says, '%s' first",
                 n_files, first);
    else
        diag_add(diag, MSG_USAGE, (struct place){0},
                 "which instrument? '%s' %s", first,
                 file_is_stream(files->items[0])
                     ? "is not looked into before it is read"
                     : "does not say");
    diag_hint(diag, "name it with -i; 'attune list' shows them");
}

/* The instruments that data files speak of. */
static bool
names_of_data(struct context *context, struct library *library,
              const struct load_wish *wish, struct text_list *found)
{
    struct names names = {0};
    struct diag *quiet SCOPED(diag_drop) = diag_new();
    size_t n_files = wish->all_files ? wish->files->n : 1;

    add_told(wish->told, &names, context->arena);
    for (size_t i = 0; i < n_files; i++)
        look_into(context, wish, wish->files->items[i], &names, quiet);
    for (size_t i = 0; i < names.n; i++) {
        const char *id = find_installed(library, names.items[i]);
        if (id)
            *vec_add(context->arena, found) = id;
    }
    if (!found->n) {
        if (!diag_total(quiet))
            report_unnamed(wish->files, n_files, &names, quiet);
        diag_move(context->diag, quiet);
    }
    return found->n > 0;
}

/* In 'lang' where there are words in it, else as the instrument speaks: a
   page in two languages is better than none. */
static const struct instrument *
load_in_language(struct context *context, struct library *library,
                 const char *name, const char *lang)
{
    struct diag *quiet SCOPED(diag_drop) = diag_new();
    const struct instrument *instrument =
        lang ? library_load(library, name, lang, 0, quiet) : NULL;

    return instrument ? instrument
                      : library_load(library, name, NULL, 0, context->diag);
}

const struct plan *
load_plan(struct context *context, const struct instrument *instrument)
{
    const struct plan *plan = plan_compile(instrument, context->arena);
    struct diag *found SCOPED(diag_drop) = diag_new();
    size_t n_held;
    bool is_right = proof_run(plan, working_add, &n_held, found);

    diag_sort(found);
    if (!is_right)
        diag_move(context->diag, found);
    return is_right ? plan : NULL;
}

/* Each may bring what it rests on. */
#define MOST_LOADED(n) ((n) * (1 + INSTRUMENT_LIMIT_USES))

static bool
is_loaded(const struct loaded *loaded, const struct instrument *instrument)
{
    for (size_t i = 0; i < loaded->n; i++)
        if (strcmp(loaded->instruments[i]->id, instrument->id) == 0)
            return true;
    return false;
}

/* Whether one that is loaded rests on it. */
static bool
brings(const struct loaded *loaded, const struct instrument *instrument)
{
    for (size_t i = 0; i < loaded->n; i++)
        for (size_t k = 0; k < loaded->instruments[i]->n_uses; k++)
            if (strcmp(loaded->instruments[i]->uses[k]->id, instrument->id)
                == 0)
                return true;
    return false;
}

/* What it rests on before it ('is_used'), named or not. */
static bool
load_one(struct context *context, struct library *library, const char *name,
         const struct load_wish *wish, bool is_used, struct loaded *loaded)
{
    const struct instrument *instrument =
        load_in_language(context, library, name, wish->lang);

    if (!instrument)
        return false;
    if (wish->with_words)
        instrument = library_with_words(library, instrument, context->diag);
    if (is_loaded(loaded, instrument))
        return is_used || brings(loaded, instrument)
               || context_refuse(context, NULL,
                                 "instrument '%s' is named twice",
                                 instrument->id);
    for (size_t i = 0; i < instrument->n_uses; i++)
        if (!load_one(context, library, instrument->uses[i]->path, wish, true,
                      loaded))
            return false;
    const struct plan *plan = load_plan(context, instrument);
    if (!plan)
        return false;
    loaded->instruments[loaded->n] = instrument;
    loaded->plans[loaded->n++] = plan;
    return true;
}

bool
load_instruments(struct context *context, struct library *library,
                 const struct load_wish *wish, struct loaded *loaded)
{
    const struct text_list *named = wish->named;
    struct text_list found = {0};
    bool ok = true;

    if (!library_is_whole(library, context->diag))
        return false;
    if (!named->n) {
        if (!names_of_data(context, library, wish, &found))
            return false;
        named = &found;
    }
    *loaded = (struct loaded){
        .instruments = ARENA_ARRAY(context->arena, MOST_LOADED(named->n),
                                   const struct instrument *),
        .plans = ARENA_ARRAY(context->arena, MOST_LOADED(named->n),
                             const struct plan *),
    };
    for (size_t i = 0; i < named->n; i++)
        ok &= load_one(context, library, named->items[i], wish, false, loaded);
    return ok;
}

/* What a header is held against: looked up when the first asks. */
struct others {
    struct context *context;
    struct library *library;
    const struct loaded *loaded;
    struct map *items; /* private ones of all that is on the shelves: id ->
                          position among the owners; NULL: not read */
    struct text_list owners;
    bool are_sessions;
};

static void
add_private(struct others *all, const struct instrument *instrument)
{
    for (size_t i = 0; i < instrument->n_items; i++)
        if (instrument->items[i].is_private)
            (void)!map_add(all->items, str_from(instrument->items[i].id),
                           all->owners.n);
    *vec_add(all->context->arena, &all->owners) = instrument->id;
}

/* Of what cannot be read, answers may be passed on: it is told of. */
static void
read_shelf(struct others *all)
{
    size_t n;
    const char *const *paths = library_paths(all->library, &n);

    all->items = map_new(all->context->arena, true);
    for (size_t i = 0; i < n; i++) {
        struct diag *found SCOPED(diag_drop) = diag_new();
        const struct instrument *instrument =
            library_load(all->library, paths[i], NULL, 0, found);
        if (instrument) {
            add_private(all, instrument);
            continue;
        }
        diag_add(all->context->diag, MSG_PRIVATE_UNKNOWN, (struct place){0},
                 "'%s'", paths[i]);
        diag_hint(all->context->diag,
                  "a column that answers one is passed on; 'attune check' says "
                  "what is wrong with the file");
    }
}

static const char *
find_private(void *shelf, struct str name)
{
    struct others *all = shelf;
    size_t owner;

    if (!all->items)
        read_shelf(all);
    if (map_find(all->items, name, &owner))
        return all->owners.items[owner];
    return all->are_sessions ? "another edition" : NULL;
}

static bool
is_other(void *shelf, struct str id)
{
    const struct others *all = shelf;

    for (size_t i = 0; i < all->loaded->n; i++)
        if (str_equal_nocase(id, str_from(all->loaded->instruments[i]->id)))
            return false;
    return find_installed(all->library, id);
}

void
load_others(struct context *context, struct library *library,
            const struct loaded *loaded, bool are_sessions,
            struct response_options *options)
{
    struct others *all = ARENA_NEW(context->arena, struct others);

    *all = (struct others){context, library, loaded, NULL, {0}, are_sessions};
    options->is_other = is_other;
    options->find_private = find_private;
    options->shelf = all;
}

/* What is wrong with a wording file is said where words are shown. */
void
load_words(struct library *library, const struct loaded *loaded,
           struct response_options *options, struct arena *arena)
{
    struct diag *quiet SCOPED(diag_drop) = diag_new();
    const struct instrument **worded =
        ARENA_ARRAY(arena, loaded->n, const struct instrument *);

    for (size_t i = 0; i < loaded->n; i++)
        worded[i] = library_with_words(library, loaded->instruments[i], quiet);
    options->worded = worded;
}

/* ---- what is read is not written over ---- */

static bool
refuse_output(struct context *context, const char *output, const char *of_what)
{
    return context_refuse(context, "name another file for it",
                          "the output would take the place of %s: '%s'",
                          of_what,
                          strcmp(output, "-") ? output : "standard output");
}

bool
load_spare(struct context *context, const char *output, const char *other,
           const char *of_what)
{
    if (file_is_same(output, other))
        return refuse_output(context, output, of_what);
    return !errno || file_add_error(context->diag, MSG_CANNOT_READ, output);
}

static bool
spare(struct context *context, const char *output, const char *input)
{
    return load_spare(context, output, input, "what is read");
}

/* Nothing that attune puts out is XML, and much that it rests on is: wordings
   that were not looked at, instruments of others, report templates. Nor does
   it put out what stood in answers before they were corrected: that is kept
   beside them, and there is no other copy. */
static bool
spare_kept(struct context *context, const char *output)
{
    static const char *const kept[][2] = {
        {".xml", "a definition"},
        {".changes", "what was kept of corrected answers"},
    };

    for (size_t i = 0; i < N_ELEMENTS(kept); i++)
        if (str_ends(str_from(output), kept[i][0]) && file_exists(output))
            return refuse_output(context, output, kept[i][1]);
    return true;
}

/* Its definition, and the wording files that were looked at. */
static bool
spare_instrument(struct context *context, const char *output,
                 const struct instrument *instrument)
{
    bool ok = spare(context, output, instrument->path);

    for (size_t i = 0; ok && i < instrument->n_words; i++)
        if (instrument->words[i].path)
            ok = spare(context, output, instrument->words[i].path);
    return ok;
}

bool
load_guard(struct context *context, const char *output,
           const struct text_list *files, const struct loaded *loaded)
{
    bool ok = true;

    if (!output)
        return true;
    for (size_t i = 0; ok && i < files->n; i++)
        ok = spare(context, output, files->items[i]);
    for (size_t i = 0; ok && i < loaded->n; i++)
        ok = spare_instrument(context, output, loaded->instruments[i]);
    return ok && spare_kept(context, output);
}
