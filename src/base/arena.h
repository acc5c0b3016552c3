/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that lives and dies together: one arena a document, one scratch
   arena a batch.  Everything in it is freed in one call. */
#ifndef ATTUNE_BASE_ARENA_H
#define ATTUNE_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"

struct arena;

struct arena *arena_new(void) MUST_USE;
void arena_free(struct arena *arena);  /* NULL is allowed */
void arena_drop(struct arena **arena); /* SCOPED */

/* Zeroed memory, aligned for any type, that lives as long as the arena. */
void *arena_alloc(struct arena *arena, size_t n, size_t size) MUST_USE;
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, n, type)                                            \
    ((type *)arena_alloc((arena), (n), sizeof(type)))

/* A copy of 'text' that ends with a NUL; never NULL. */
char *arena_text(struct arena *arena, struct str text) MUST_USE;
/* Likewise, as a stretch of as many bytes. */
static inline struct str
arena_str(struct arena *arena, struct str text)
{
    return (struct str){arena_text(arena, text), text.len};
}
char *arena_printf(struct arena *arena, const char *fmt, ...)
    PRINTF_LIKE(2, 3) MUST_USE;
char *arena_vprintf(struct arena *arena, const char *fmt, va_list args)
    PRINTF_LIKE(2, 0) MUST_USE;
/* A copy of what was composed, which is cleared. */
char *arena_take(struct arena *arena, struct buf *composed) MUST_USE;

/* Forgets all that was taken from the arena but keeps its memory for reuse. */
void arena_rewind(struct arena *arena);

#endif
