/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of other programs' forms, for the instrument
   tests/data/being-heard.xml.  The first byte chooses: a map; answers of which
   a map is drafted; a dictionary (a table, or JSON) out of which a map, a
   wording and a questionnaire are.  Of a map that was drafted no line may be
   refused but those that are marked as guesses. */
#include <config.h>

#include "fuzz.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/form_xml.h"
#include "exchange/map_draft.h"
#include "response/recoding.h"

/* Calls with the path of a file of these bytes. */
typedef void path_fn(void *aux, const char *path);
static void
with_file(struct str bytes, path_fn *use, void *aux)
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    char path[64];

    fuzz_check(file >= 0
                   && write(file, bytes.bytes, bytes.len) == (ssize_t)bytes.len,
               "no file");
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    use(aux, path);
    close(file);
}

/* ---- a map ---- */

static void
expand(const struct rule_list *rules, struct arena *arena)
{
    const struct instrument *instrument = fuzz_heard();
    const struct response_options options = {.instruments = &instrument,
                                             .n_instruments = 1,
                                             .rules = rules->items,
                                             .n_rules = rules->n};
    struct diag *diag = diag_new();
    const struct recoding *recoding = recoding_new(&options, arena, diag);

    fuzz_check(recoding || diag_count(diag, SEVERITY_ERROR),
               "rules are refused without a word");
    fuzz_check_problems(diag);
    diag_free(diag);
}

static void
read_map(void *aux, const char *path)
{
    const size_t *n_guesses = aux; /* of a draft; NULL: it is none */
    struct arena *arena = arena_new();
    struct rule_list rules = {0};
    struct source_settings settings = {0};
    struct diag *diag = diag_new();
    bool ok = recoding_read_map(path, &rules, &settings, arena, diag);
    size_t n_errors = diag_count(diag, SEVERITY_ERROR);

    fuzz_check(ok == !n_errors, "a map is refused without a word");
    fuzz_check(!n_guesses || *n_guesses == n_errors,
               "a draft is no map, but for its guesses");
    fuzz_check_problems(diag);
    expand(&rules, arena);
    diag_free(diag);
    arena_free(arena);
}

/* ---- drafts ---- */

static void
draft_map(const char *path, const struct dictionary *dictionary,
          struct arena *arena)
{
    static const struct source_settings settings;
    const struct instrument *instrument = fuzz_heard();
    struct diag *diag = diag_new();
    struct map_draft draft = {.paths = &path,
                              .n_paths = 1,
                              .instruments = &instrument,
                              .n_instruments = 1,
                              .dictionary = dictionary,
                              .settings = &settings,
                              .arena = arena};

    if (map_draft_make(&draft, diag))
        with_file(buf_str(&draft.text), read_map, &draft.n_to_read);
    else
        fuzz_check(diag_count(diag, SEVERITY_ERROR),
                   "a file is refused without a word");
    buf_clear(&draft.text);
    diag_free(diag);
}

static void
draft_answers(void *aux, const char *path)
{
    struct arena *arena = arena_new();

    (void)aux;
    draft_map(path, NULL, arena);
    arena_free(arena);
}

static void
draft_form(const struct dictionary *dictionary, struct arena *arena)
{
    struct form_draft draft = {
        .dictionary = dictionary, .lang = "en", .arena = arena};

    form_xml_draft_instrument(&draft, "form");
    form_xml_draft_wording(&draft, fuzz_heard());
    buf_clear(&draft.text);
    buf_clear(&draft.said);
}

static void
read_dictionary(void *aux, const char *path)
{
    struct arena *arena = arena_new();
    struct dictionary dictionary;
    struct diag *diag = diag_new();

    (void)aux;
    if (dictionary_read(path, &dictionary, arena, diag)) {
        draft_form(&dictionary, arena);
        draft_map(path, &dictionary, arena);
    } else {
        fuzz_check(diag_count(diag, SEVERITY_ERROR),
                   "a dictionary is refused without a word");
    }
    fuzz_check_problems(diag);
    diag_free(diag);
    arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static path_fn *const ways[] = {read_map, draft_answers, read_dictionary};

    if (!size)
        return 0;
    with_file((struct str){(const char *)data + 1, size - 1}, ways[data[0] % 3],
              NULL);
    return 0;
}
