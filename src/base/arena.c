/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunks in a list, filled one after the other.  Invariant: the bytes of a
   chunk from 'dirty' on have never been handed out and are zero. */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>

enum {
    FIRST_SIZE = UNLESS_FUZZED(4 << 10, 512), /* bytes of the first chunk */
    LARGEST_STEP = 1 << 20                    /* chunks double up to this */
};

struct chunk {
    struct chunk *next;
    size_t size; /* of bytes[] */
    size_t used;
    size_t dirty;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct chunk *first;
    struct chunk *current;
};

static struct chunk *
chunk_new(size_t size)
{
    struct chunk *chunk = mem_alloc(sizeof *chunk + size);

    chunk->size = size;
    return chunk;
}

/* Makes a chunk with room for 'size' bytes the current one: the next of a
   rewound arena when it is large enough, else a new one before it. */
static void
move_on(struct arena *arena, size_t size)
{
    struct chunk *full = arena->current;
    struct chunk *next = full->next;

    if (!next || next->size < size) {
        size_t usual =
            full->size < LARGEST_STEP / 2 ? full->size * 2 : LARGEST_STEP;

        next = chunk_new(size > usual ? size : usual);
        next->next = full->next;
        full->next = next;
    }
    next->used = 0;
    arena->current = next;
}

struct arena *
arena_new(void)
{
    struct arena *arena = mem_alloc(sizeof *arena);

    arena->first = arena->current = chunk_new(FIRST_SIZE);
    return arena;
}

void
arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct chunk *chunk = arena->first; chunk;) {
        struct chunk *next = chunk->next;

        explicit_bzero(chunk->bytes, chunk->dirty); /* it may be an answer */
        mem_free(chunk);
        chunk = next;
    }
    mem_free(arena);
}

void
arena_drop(struct arena **arena)
{
    arena_free(*arena);
}

/* Not zeroed beyond what was never used: the caller fills all of it. */
static char *
take(struct arena *arena, size_t size)
{
    struct chunk *chunk = arena->current;
    const size_t mask = alignof(max_align_t) - 1;
    char *bytes;

    size = (size + mask) & ~mask;
    if (chunk->size - chunk->used < size) {
        move_on(arena, size);
        chunk = arena->current;
    }
    bytes = chunk->bytes + chunk->used;
    chunk->used += size;
    return bytes;
}

/* Says that the chunk in use is written up to its end. */
static void
soil(struct chunk *chunk)
{
    if (chunk->dirty < chunk->used)
        chunk->dirty = chunk->used;
}

void *
arena_alloc(struct arena *arena, size_t n, size_t size)
{
    size_t total = mem_size(n, size);
    char *bytes = take(arena, total);
    char *clean = arena->current->bytes + arena->current->dirty;
    if (bytes < clean) {
        size_t n_dirty = (size_t)(clean - bytes);

        memset(bytes, 0, n_dirty < total ? n_dirty : total);
    }
    soil(arena->current);
    return bytes;
}

char *
arena_text(struct arena *arena, struct str text)
{
    char *copy = take(arena, text.len + 1);

    if (text.len)
        memcpy(copy, text.bytes, text.len);
    copy[text.len] = '\0';
    soil(arena->current);
    return copy;
}

char *
arena_vprintf(struct arena *arena, const char *fmt, va_list args)
{
    va_list again;

    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    assert(len >= 0);
    char *text = take(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, fmt, args);
    soil(arena->current);
    return text;
}

char *
arena_printf(struct arena *arena, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    char *text = arena_vprintf(arena, fmt, args);
    va_end(args);
    return text;
}

char *
arena_take(struct arena *arena, struct buf *composed)
{
    char *text = arena_text(arena, buf_str(composed));

    buf_clear(composed);
    return text;
}

void
arena_rewind(struct arena *arena)
{
    arena->current = arena->first;
    arena->current->used = 0;
}
