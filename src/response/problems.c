/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offsets become lines only for the few that are told. */
#include <config.h>

#include "response/problems.h"

#include <limits.h>
#include "base/utf8.h"

void
problems_init(struct problems *problems)
{
    *problems = (struct problems){.arena = arena_new()};
}

void
problems_clear(struct problems *problems)
{
    arena_free(problems->arena);
    problems->arena = NULL;
}

void
problems_empty(struct problems *problems)
{
    arena_rewind(problems->arena);
    problems->n_kept = 0;
    memset(problems->n_of, 0, sizeof problems->n_of);
}

struct problem *
problems_add(struct problems *problems, enum message message, size_t offset)
{
    struct problem *problem;

    problems->n_of[message]++;
    if (problems->n_kept == PROBLEMS_KEPT)
        return NULL;
    problem = &problems->kept[problems->n_kept++];
    *problem = (struct problem){.message = message, .offset = offset};
    return problem;
}

size_t
count_lines(struct str bytes)
{
    size_t n = 0;
    const char *at = bytes.bytes;
    const char *end = at + bytes.len;

    while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
        n++;
        at++;
    }
    return n;
}

struct place
place_of_offset(struct str bytes, size_t offset, const char *file,
                size_t n_lines)
{
    const char *line = offset ? memrchr(bytes.bytes, '\n', offset) : NULL;
    size_t begin = line ? (size_t)(line - bytes.bytes) + 1 : 0;
    struct str before = {bytes.bytes + begin, offset - begin};
    size_t n = n_lines + count_lines((struct str){bytes.bytes, begin});
    struct place place = {.file = file, .column = 1};
    uint32_t character;

    while (utf8_next(&before, &character))
        place.column++;
    place.line = n < INT_MAX ? (int)n + 1 : 0;
    return place;
}

void
problems_tell(const struct problems *problems, struct str bytes,
              const char *file, size_t n_lines, struct diag *diag)
{
    for (size_t i = 0; i < problems->n_kept; i++) {
        const struct problem *problem = &problems->kept[i];
        struct place place =
            place_of_offset(bytes, problem->offset, file, n_lines);

        if (problem->detail)
            diag_add(diag, problem->message, place, "%s", problem->detail);
        else
            diag_add(diag, problem->message, place, NULL);
        if (problem->hint)
            diag_hint(diag, "%s", problem->hint);
        if (problem->secret.len)
            diag_secret(diag, problem->secret);
    }
}
