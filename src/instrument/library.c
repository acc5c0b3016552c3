/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shelves: folders, and the folders in them, one level deep, with files
   that say by their names what they are (shelf.c).  Each file is read once
   and kept. */
#include "instrument/library.h"

#include <assert.h>
#include "base/file.h"
#include "base/num.h"
#include "base/vec.h"
#include "instrument/attribute.h"
#include "instrument/read.h"
#include "instrument/shelf.h"
#include "instrument/wording.h"

struct loaded {
    const char *path;
    const struct instrument *instrument;
};

struct library {
    const char *const *folders;
    size_t n_folders;
    struct arena *arena;
    struct shelf *shelf; /* what lies in the folders; NULL: not looked yet */
    struct VEC(struct loaded) loaded;
    const struct library_entry *entries; /* NULL: not listed yet */
    size_t n_entries;
    int n_using; /* definitions that are being read for one that uses them */
};

/* One that is used may use none itself, but has to be read to say so; two that
   use each other would go on for ever. */
enum { LIMIT_USING = 2 };

struct library *
library_new(const char *const *folders, size_t n_folders, struct arena *arena)
{
    struct library *library = ARENA_NEW(arena, struct library);
    library->folders = folders;
    library->n_folders = n_folders;
    library->arena = arena;
    return library;
}

static struct shelf *
library_shelf(struct library *library)
{
    if (library->shelf)
        return library->shelf;
    library->shelf = shelf_new(library->arena);
    for (size_t i = 0; i < library->n_folders; i++)
        shelf_add_folder(library->shelf, library->folders[i], 1);
    return library->shelf;
}

struct library *
library_apart(struct library *library, struct arena *arena)
{
    struct library *apart =
        library_new(library->folders, library->n_folders, arena);
    apart->shelf = library_shelf(library);
    return apart;
}

bool
library_is_whole(struct library *library, struct diag *diag)
{
    return shelf_is_whole(library_shelf(library), diag);
}

/* ---- reading once ---- */

static const struct instrument *
loaded_find(const struct library *library, const char *path)
{
    for (size_t i = 0; i < library->loaded.n; i++)
        if (strcmp(library->loaded.items[i].path, path) == 0)
            return library->loaded.items[i].instrument;
    return NULL;
}

static void
loaded_add(struct library *library, const char *path,
           const struct instrument *instrument)
{
    *vec_add(library->arena, &library->loaded) =
        (struct loaded){path, instrument};
}

static bool
is_named_right(const struct shelf_file *file,
               const struct instrument *instrument, struct diag *diag)
{
    if (strcmp(instrument->id, file->id) != 0) {
        attribute_problem(diag, MSG_FILE_NAME, instrument->at, "id");
        return diag_hint(diag, "its name says '%s'", file->id);
    }
    if (file->edition && instrument->edition != file->edition) {
        attribute_problem(diag, MSG_FILE_NAME, instrument->at, "edition");
        return diag_hint(diag, "its name says edition %d", file->edition);
    }
    return true;
}

static const struct instrument *
load_definition(struct library *library, const char *path, struct diag *diag);

/* Whoever uses another. */
struct user {
    struct library *library;
    const char *path;
};

/* The current definition of that id: beside the file that uses it, else on the
   shelves. */
static const struct instrument *
find_used(void *aux, struct str id)
{
    const struct user *user = aux;
    struct library *library = user->library;
    struct diag *quiet SCOPED(diag_drop) = diag_new();
    struct shelf *beside = shelf_new(library->arena);
    if (library->n_using == LIMIT_USING)
        return NULL;
    shelf_add_beside(beside, user->path);
    const struct shelf_file *file = shelf_find(beside, id);
    if (!file)
        file = shelf_find(library_shelf(library), id);
    if (!file)
        return NULL;
    library->n_using++;
    const struct instrument *used = load_definition(library, file->path, quiet);
    library->n_using--;
    return used && is_named_right(file, used, quiet) ? used : NULL;
}

struct instrument_finder
library_finder(struct library *library, const char *path)
{
    struct user *user = ARENA_NEW(library->arena, struct user);
    *user = (struct user){library, path};
    return (struct instrument_finder){find_used, user};
}

static const struct instrument *
read_definition(struct library *library, const char *path, struct str bytes,
                struct diag *diag)
{
    const struct instrument_finder finder = library_finder(library, path);
    /* In the order of the file, as 'attune check' tells them. */
    struct diag *found SCOPED(diag_drop) = diag_new();
    const struct instrument *instrument =
        instrument_read_using(path, bytes, &finder, library->arena, found);
    diag_sort(found);
    diag_move(diag, found);
    if (instrument)
        loaded_add(library, path, instrument);
    return instrument;
}

static const struct instrument *
load_definition(struct library *library, const char *path, struct diag *diag)
{
    const struct instrument *instrument = loaded_find(library, path);
    struct str bytes;
    if (instrument)
        return instrument;
    if (!file_read_whole(path, XML_LIMIT_SIZE, library->arena, &bytes, diag))
        return NULL;
    return read_definition(library, path, bytes, diag);
}

bool
library_put(struct library *library, const char *path, struct str bytes,
            struct diag *diag)
{
    assert(!loaded_find(library, path));
    return read_definition(library, arena_text(library->arena, str_from(path)),
                           bytes, diag);
}

static const struct instrument *
load_wording(struct library *library, const struct instrument_words *words,
             const struct instrument *definition, struct diag *diag)
{
    const struct instrument *worded = loaded_find(library, words->path);
    struct str bytes;
    if (worded)
        return worded;
    if (!file_read_whole(words->path, XML_LIMIT_SIZE, library->arena, &bytes,
                         diag))
        return NULL;
    struct wording_texts lacking = {0};
    struct wording_texts all = {0};
    worded = wording_read(words->path, bytes, definition, &lacking,
                          library->arena, diag);
    if (!worded)
        return NULL;
    wording_list(definition, &all, library->arena);
    wording_tell(words->path, lacking.n, all.n, diag);
    if (!str_equal_nocase(str_from(worded->lang), str_from(words->lang))) {
        diag_add(diag, MSG_FILE_NAME, (struct place){.file = words->path},
                 "'%s'", worded->lang);
        diag_hint(diag, "its name says '%s'", words->lang);
        return NULL;
    }
    loaded_add(library, words->path, worded);
    return worded;
}

/* ---- languages ---- */

struct words_list VEC(struct instrument_words);

/* The words that a definition has, in the order in which a language is looked
   for among them: a skeleton's own are hardly any, so they come last. */
static struct words_list
words_of(struct library *library, const struct shelf *shelf,
         const struct shelf_file *file, const struct instrument *definition)
{
    const struct instrument_words own = {.lang = definition->lang,
                                         .instrument = definition};
    bool is_skeleton = definition->status == STATUS_SKELETON;
    struct words_list list = {0};
    if (!is_skeleton)
        *vec_add(library->arena, &list) = own;
    for (const struct shelf_file *wording = NULL;
         (wording = shelf_next_wording(shelf, file, wording));)
        *vec_add(library->arena, &list) = (struct instrument_words){
            .lang = wording->lang, .path = wording->path};
    if (is_skeleton)
        *vec_add(library->arena, &list) = own;
    return list;
}

static const struct instrument *
no_language(const struct words_list *words, const struct instrument *instrument,
            const char *lang, struct diag *diag)
{
    struct buf list SCOPED(buf_clear) = {0};
    for (size_t i = 0; i < words->n; i++)
        buf_addf(&list, "%s'%s'", i ? ", " : "", words->items[i].lang);
    diag_add(diag, MSG_LANGUAGE_UNKNOWN,
             (struct place){.file = instrument->path}, "'%s'", lang);
    diag_hint(diag, "there is %s", buf_text(&list));
    return NULL;
}

static const struct instrument *
in_language(struct library *library, const struct shelf *shelf,
            const struct shelf_file *file, const struct instrument *instrument,
            const char *lang, struct diag *diag)
{
    if (!lang)
        return instrument;
    struct words_list list = words_of(library, shelf, file, instrument);
    const struct instrument_words *words =
        instrument_words_find(list.items, list.n, str_from(lang));
    if (!words)
        return no_language(&list, instrument, lang, diag);
    return words->path ? load_wording(library, words, instrument, diag)
                       : instrument;
}

/* What is wrong with a wording file is check's to say: here it is one thing
   of many that are scored all the same. */
static void
digest_words(struct library *library, struct instrument_words *words,
             const struct instrument *definition, struct diag *diag)
{
    struct diag *quiet SCOPED(diag_drop) = diag_new();
    const struct instrument *worded =
        load_wording(library, words, definition, quiet);
    if (worded) {
        words->digest = worded->wording_digest;
        words->instrument = worded;
        return;
    }
    diag_add(diag, MSG_WORDING_UNFIT, (struct place){.file = words->path},
             "'%s'", words->lang);
    diag_hint(diag, "'attune check' says why; answers in this language carry "
                    "no digest of their words");
}

const struct instrument *
library_with_words(struct library *library, const struct instrument *instrument,
                   struct diag *diag)
{
    const struct instrument *definition =
        loaded_find(library, instrument->path);
    assert(definition);
    struct shelf *beside = shelf_new(library->arena);
    const struct shelf_file *file = shelf_add_beside(beside, instrument->path);
    struct words_list list = words_of(library, beside, file, definition);
    (void)!shelf_is_whole(beside, diag);
    for (size_t i = 0; i < list.n; i++)
        if (list.items[i].path)
            digest_words(library, &list.items[i], definition, diag);
    struct instrument *worded = ARENA_NEW(library->arena, struct instrument);
    *worded = *instrument;
    worded->words = list.items;
    worded->n_words = list.n;
    return worded;
}

/* ---- by path, by id ---- */

/* What was asked for, apart from which instrument. */
struct wish {
    const char *lang;
    int32_t edition;
};

static const struct instrument *
load_edition(struct library *library, const struct shelf *shelf,
             const struct shelf_file *current,
             const struct instrument *instrument, struct wish wish,
             struct diag *diag)
{
    const struct shelf_file *file = current;
    if (wish.edition && instrument->edition != wish.edition) {
        file = shelf_find_edition(shelf, current, wish.edition);
        if (!file) {
            diag_add(diag, MSG_EDITION_UNKNOWN,
                     (struct place){.file = instrument->path}, "%d",
                     wish.edition);
            diag_hint(diag, "the current edition of '%s' is %d", instrument->id,
                      instrument->edition);
            return NULL;
        }
        instrument = load_definition(library, file->path, diag);
        if (!instrument || !is_named_right(file, instrument, diag))
            return NULL;
    }
    return in_language(library, shelf, file, instrument, wish.lang, diag);
}

static const struct instrument *
load_path(struct library *library, const char *path, struct wish wish,
          struct diag *diag)
{
    const char *own = arena_text(library->arena, str_from(path));
    const struct instrument *instrument = load_definition(library, own, diag);
    if (!instrument || (!wish.edition && !wish.lang))
        return instrument;
    struct shelf *beside = shelf_new(library->arena);
    const struct shelf_file *file = shelf_add_beside(beside, own);
    return load_edition(library, beside, file, instrument, wish, diag);
}

static void
hint_ids(struct library *library, struct str id, struct diag *diag)
{
    size_t n;
    const struct library_entry *entries = library_list(library, &n);
    const char **names = ARENA_ARRAY(library->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        names[i] = entries[i].id;
    if (!diag_hint_nearest(diag, id, names, n))
        diag_hint(diag, "'attune list' shows what there is");
}

static const struct instrument *
load_id(struct library *library, const struct shelf_file *file,
        struct wish wish, struct diag *diag)
{
    const struct instrument *instrument =
        load_definition(library, file->path, diag);
    if (!instrument || !is_named_right(file, instrument, diag))
        return NULL;
    return load_edition(library, library_shelf(library), file, instrument, wish,
                        diag);
}

bool
library_names_edition(struct str name, struct str *id, int32_t *edition)
{
    struct str left;
    struct str number;
    int32_t n;
    if (!str_cut(name, ".", &left, &number) || !whole_read(number, &n) || n < 1)
        return false;
    *id = left;
    *edition = n;
    return true;
}

const struct instrument *
library_load(struct library *library, const char *id_or_path, const char *lang,
             int32_t edition, struct diag *diag)
{
    struct wish wish = {lang, edition};
    struct str text = str_from(id_or_path);
    struct str id = text;
    const struct instrument *known = loaded_find(library, id_or_path);
    if (known && !lang && !edition)
        return known;
    if (text.len
        && (memchr(text.bytes, '/', text.len) || str_ends(text, ".xml")))
        return load_path(library, id_or_path, wish, diag);
    if (!library_is_whole(library, diag))
        return NULL;
    if (library_names_edition(text, &id, &edition) && !wish.edition)
        wish.edition = edition;
    const struct shelf_file *file = shelf_find(library_shelf(library), id);
    if (file)
        return load_id(library, file, wish, diag);
    diag_add(diag, MSG_INSTRUMENT_UNKNOWN, (struct place){0}, "'%s'",
             id_or_path);
    hint_ids(library, text, diag);
    return NULL;
}

const struct instrument *
library_load_id(struct library *library, struct str id, int32_t edition,
                struct diag *diag)
{
    if (!library_is_whole(library, diag))
        return NULL;
    const struct shelf_file *file = shelf_find(library_shelf(library), id);
    if (file)
        return load_id(library, file, (struct wish){NULL, edition}, diag);
    diag_add(diag, MSG_INSTRUMENT_UNKNOWN, (struct place){0}, NULL);
    diag_secret(diag, id);
    hint_ids(library, id, diag);
    return NULL;
}

/* ---- the list ---- */

static struct library_entry
entry_of(struct library *library, const struct shelf *shelf,
         const struct shelf_file *file)
{
    struct VEC(const char *) languages = {0};
    *vec_add(library->arena, &languages) = NULL;
    for (const struct shelf_file *wording = NULL;
         (wording = shelf_next_wording(shelf, file, wording));)
        *vec_add(library->arena, &languages) = wording->lang;
    return (struct library_entry){
        .id = file->id,
        .path = file->path,
        .languages = languages.items,
        .n_languages = languages.n,
    };
}

const struct library_entry *
library_list(struct library *library, size_t *n)
{
    if (!library->entries) {
        const struct shelf *shelf = library_shelf(library);
        size_t n_files;
        const struct shelf_file *const *files =
            shelf_definitions(shelf, library->arena, &n_files);
        struct library_entry *entries =
            ARENA_ARRAY(library->arena, n_files, struct library_entry);
        for (size_t i = 0; i < n_files; i++)
            entries[i] = entry_of(library, shelf, files[i]);
        library->entries = entries;
        library->n_entries = n_files;
    }
    *n = library->n_entries;
    return library->entries;
}

const char *const *
library_paths(struct library *library, size_t *n)
{
    const struct shelf *shelf = library_shelf(library);
    const struct shelf_file *file = NULL;
    struct VEC(const char *) paths = {0};
    while ((file = shelf_next_definition(shelf, file)))
        *vec_add(library->arena, &paths) = file->path;
    *n = paths.n;
    return paths.items;
}
