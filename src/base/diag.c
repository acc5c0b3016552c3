/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of problems and the catalogue of their words.  Everything that a
   problem points to lies in the arena of its list. */
#include "base/diag.h"

#include <assert.h>

#include "base/vec.h"

struct diag {
    struct arena *arena;
    struct diagnostics VEC(struct diagnostic) list;
    size_t n_of[SEVERITY_ERROR + 1];
};

static const struct {
    int number;
    enum severity severity;
    char code[5];
    const char *words;
} catalogue[N_MESSAGES] = {
#define LETTER_NOTE 'N'
#define LETTER_WARNING 'W'
#define LETTER_ERROR 'E'
#define MSG(number, name, severity, words)                                     \
    [MSG_##name] = {(number),                                                  \
                    SEVERITY_##severity,                                       \
                    {LETTER_##severity, '0' + (number) / 100,                  \
                     '0' + (number) / 10 % 10, '0' + (number) % 10, '\0'},     \
                    (words)},
#include "base/messages.def"
#undef MSG
};

static int
compare_places(const struct diagnostic *a, const struct diagnostic *b)
{
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    if (a->place.column != b->place.column)
        return a->place.column < b->place.column ? -1 : 1;
    return 0;
}

/* By insertion: it is stable, and a file's problems come nearly sorted. */
void
diag_sort(struct diag *diag)
{
    struct diagnostic *items = diag->list.items;

    for (size_t i = 1; i < diag->list.n; i++) {
        struct diagnostic moving = items[i];
        size_t at = i;
        for (; at > 0 && compare_places(&items[at - 1], &moving) > 0; at--)
            items[at] = items[at - 1];
        items[at] = moving;
    }
}

const char *
message_code(enum message message)
{
    assert(message < N_MESSAGES);
    return catalogue[message].code;
}

int
message_number(enum message message)
{
    assert(message < N_MESSAGES);
    return catalogue[message].number;
}

enum severity
message_severity(enum message message)
{
    assert(message < N_MESSAGES);
    return catalogue[message].severity;
}

const char *
message_words(enum message message)
{
    assert(message < N_MESSAGES);
    return catalogue[message].words;
}

struct diag *
diag_new(void)
{
    struct diag *diag = mem_alloc(sizeof *diag);

    diag->arena = arena_new();
    return diag;
}

void
diag_free(struct diag *diag)
{
    if (!diag)
        return;
    arena_free(diag->arena);
    mem_free(diag);
}

void
diag_drop(struct diag **diag)
{
    diag_free(*diag);
}

static const char *
copy(struct diag *diag, const char *text)
{
    return text ? arena_text(diag->arena, str_from(text)) : NULL;
}

static struct diagnostic *
last(struct diag *diag)
{
    assert(diag->list.n);
    return &diag->list.items[diag->list.n - 1];
}

/* Problems mostly come from one file after the other, so its name is copied
   once for a run of them. */
static const char *
copy_file(struct diag *diag, const char *file)
{
    const char *previous = diag->list.n ? last(diag)->place.file : NULL;

    if (file && previous && !strcmp(file, previous))
        return previous;
    return copy(diag, file);
}

static struct diagnostic *
add(struct diag *diag, enum message message, struct place place)
{
    place.file = copy_file(diag, place.file);
    struct diagnostic *added = vec_add(diag->arena, &diag->list);
    added->message = message;
    added->place = place;
    diag->n_of[message_severity(message)]++;
    return added;
}

void
diag_vadd(struct diag *diag, enum message message, struct place place,
          const char *fmt, va_list args)
{
    struct diagnostic *added = add(diag, message, place);

    if (fmt)
        added->detail = arena_vprintf(diag->arena, fmt, args);
}

bool
diag_add(struct diag *diag, enum message message, struct place place,
         const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    diag_vadd(diag, message, place, fmt, args);
    va_end(args);
    return false;
}

bool
diag_hint(struct diag *diag, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    last(diag)->hint = arena_vprintf(diag->arena, fmt, args);
    va_end(args);
    return false;
}

bool
diag_hint_nearest(struct diag *diag, struct str word, const char *const *names,
                  size_t n)
{
    enum { LIMIT_PROBLEMS = 200, LIMIT_WORD_LEN = 64 };
    const char *nearest = NULL;

    if (diag->list.n <= LIMIT_PROBLEMS && word.len <= LIMIT_WORD_LEN)
        nearest = str_nearest(word, names, n);
    if (nearest)
        diag_hint(diag, "did you mean '%s'?", nearest);
    return nearest;
}

void
diag_working(struct diag *diag, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    last(diag)->working = arena_vprintf(diag->arena, fmt, args);
    va_end(args);
}

void
diag_secret(struct diag *diag, struct str value)
{
    last(diag)->secret = arena_text(diag->arena, value);
}

void
diag_excerpt(struct diag *diag, struct str line)
{
    last(diag)->excerpt = arena_text(diag->arena, line);
}

size_t
diag_count(const struct diag *diag, enum severity severity)
{
    return diag->n_of[severity];
}

size_t
diag_total(const struct diag *diag)
{
    return diag->list.n;
}

const struct diagnostic *
diag_get(const struct diag *diag, size_t idx)
{
    assert(idx < diag->list.n);
    return &diag->list.items[idx];
}

void
diag_add_copy(struct diag *diag, const struct diagnostic *problem)
{
    struct diagnostic *added = add(diag, problem->message, problem->place);

    added->detail = copy(diag, problem->detail);
    added->secret = copy(diag, problem->secret);
    added->excerpt = copy(diag, problem->excerpt);
    added->hint = copy(diag, problem->hint);
    added->working = copy(diag, problem->working);
}

void
diag_move(struct diag *to, struct diag *from)
{
    assert(to != from);
    for (size_t i = 0; i < from->list.n; i++)
        diag_add_copy(to, &from->list.items[i]);
    arena_rewind(from->arena);
    *from = (struct diag){.arena = from->arena};
}

void
diag_move_at(struct diag *to, struct diag *from, struct place place)
{
    for (size_t i = 0; i < from->list.n; i++)
        from->list.items[i].place = place;
    diag_move(to, from);
}

/* In the same file. */
static bool
stands_behind(const struct place *a, const struct place *b)
{
    return a->line > b->line && a->file && b->file
           && strcmp(a->file, b->file) == 0;
}

void
diag_interleave(struct diag *diag, const struct diag *a, const struct diag *b)
{
    size_t at = 0;

    for (size_t i = 0; i < b->list.n; i++) {
        const struct diagnostic *problem = &b->list.items[i];
        for (; at < a->list.n
               && !stands_behind(&a->list.items[at].place, &problem->place);
             at++)
            diag_add_copy(diag, &a->list.items[at]);
        diag_add_copy(diag, problem);
    }
    for (; at < a->list.n; at++)
        diag_add_copy(diag, &a->list.items[at]);
}
