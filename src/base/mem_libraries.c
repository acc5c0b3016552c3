/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heap as libraries see it, in the program alone: some of them leave out a
   word, a font or half a file where they are refused memory, and tell nobody.
   Once mem_end_libraries() has said so, a refusal ends the process like one of
   our own.  The C library lets these be replaced; sanitizers replace them
   themselves. */
#include <config.h>

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

#if defined(__GLIBC__) && !defined(WITH_SANITIZERS)

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static void *
given(void *block, size_t size)
{
    if (!block && size)
        mem_refused();
    return block;
}

void *
malloc(size_t size)
{
    return given(__libc_malloc(size), size);
}

void *
calloc(size_t n, size_t size)
{
    return given(__libc_calloc(n, size), n && size);
}

void *
realloc(void *block, size_t size)
{
    return given(__libc_realloc(block, size), size);
}

void *
aligned_alloc(size_t alignment, size_t size)
{
    return given(__libc_memalign(alignment, size), size);
}

int
posix_memalign(void **block, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) || (alignment & (alignment - 1)))
        return EINVAL;
    void *got = given(__libc_memalign(alignment, size), size);
    if (!got)
        return ENOMEM;
    *block = got;
    return 0;
}

#endif
