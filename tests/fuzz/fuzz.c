/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets share; see fuzz.h. */
#include "fuzz.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "cli/print.h"
#include "instrument/read.h"

void
fuzz_check(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz: %s\n", what);
    abort();
}

/* C0 but for line ends and tabs, DEL, C1, and what turns the direction of
   writing (U+202A to U+202E, U+2066 to U+2069). */
static bool
is_obeyed(uint32_t character)
{
    return (character < 0x20 && character != '\n' && character != '\t')
           || (character >= 0x7F && character <= 0x9F)
           || (character >= 0x202A && character <= 0x202E)
           || (character >= 0x2066 && character <= 0x2069);
}

static void
check_shown(struct str text)
{
    uint32_t character;

    while (utf8_next(&text, &character))
        fuzz_check(!is_obeyed(character),
                   "a message that a terminal would obey");
}

void
fuzz_check_problems(const struct diag *diag)
{
    struct buf out = {0};

    for (size_t i = 0; i < diag_total(diag); i++) {
        const struct diagnostic *problem = diag_get(diag, i);
        bool has_place = problem->place.line > 0 || !problem->place.column;
        fuzz_check(has_place && problem->place.line >= 0
                       && problem->place.column >= 0,
                   "a problem without its place");
        buf_empty(&out);
        print_problem(&out, problem,
                      &(struct print_options){.shows_values = true});
        check_shown(buf_str(&out));
    }
    buf_clear(&out);
}

static const struct instrument *
read_heard(struct arena *arena)
{
    const char *folder = getenv("SOURCE_FOLDER");
    const char *path = arena_printf(arena, "%s/tests/data/being-heard.xml",
                                    folder ? folder : SOURCE_FOLDER);
    struct diag *diag = diag_new();
    struct str bytes;
    const struct instrument *instrument = NULL;

    if (file_read_whole(path, 1 << 20, arena, &bytes, diag))
        instrument = instrument_read(path, bytes, arena, diag);
    fuzz_check(instrument != NULL, "no instrument to start from");
    diag_free(diag);
    return instrument;
}

/* Kept to the end of the process: a fuzzer would read it a million times. */
static struct arena *heard_arena;

static void
forget_heard(void)
{
    arena_free(heard_arena);
}

const struct instrument *
fuzz_heard(void)
{
    static const struct instrument *instrument;

    if (!instrument) {
        heard_arena = arena_new();
        instrument = read_heard(heard_arena);
        atexit(forget_heard);
    }
    return instrument;
}
