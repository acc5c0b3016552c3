/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only calls of the C library's heap, and the one end of a process that
   has run out of it. */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
say_and_exit(void)
{
    static const char words[] = "attune: out of memory\n";

    (void)!write(STDERR_FILENO, words, sizeof words - 1);
    _exit(3);
}

/* A file-level variable, because whoever runs out of memory is too deep to
   have been given a context.  Set once, before any thread is started. */
static mem_exhausted_fn *exhausted = say_and_exit;

void
mem_on_exhausted(mem_exhausted_fn *handler)
{
    exhausted = handler ? handler : say_and_exit;
}

/* A file-level variable, for the same reason. */
static const char *done;

void
mem_note_done(const char *words)
{
    done = words;
}

const char *
mem_done(void)
{
    return done;
}

static bool is_pending;

void
mem_note_pending(bool now)
{
    is_pending = now;
}

bool
mem_is_pending(void)
{
    return is_pending && !done;
}

_Noreturn void
mem_exhausted(void)
{
    exhausted();
    abort();
}

/* A file-level variable, since a library that asks for memory knows of no other
   place. */
static bool ends_libraries;

void
mem_end_libraries(bool do_end)
{
    ends_libraries = do_end;
}

void
mem_refused(void)
{
    if (ends_libraries)
        mem_exhausted();
}

void *
mem_alloc(size_t size)
{
    return mem_array(size, 1);
}

size_t
mem_size(size_t n, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(n, size, &total) || total > PTRDIFF_MAX)
        mem_exhausted();
    return total;
}

void *
mem_array(size_t n, size_t size)
{
    size_t total = mem_size(n, size);
    void *block = calloc(1, total ? total : 1);

    if (!block)
        mem_exhausted();
    return block;
}

void *
mem_resize(void *block, size_t n, size_t size)
{
    size_t total = mem_size(n, size);
    void *resized = realloc(block, total ? total : 1);

    if (!resized)
        mem_exhausted();
    return resized;
}

void
mem_free(void *block)
{
    free(block);
}

void
mem_drop(void *pointer)
{
    void *block;

    memcpy(&block, pointer, sizeof block);
    mem_free(block);
}
