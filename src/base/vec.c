/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The growing behind vec_add(). */
#include "base/vec.h"

void *
vec_grow(struct arena *arena, void *items, size_t *size, size_t n,
         size_t item_size)
{
    char *grown = items;

    if (n == *size) {
        size_t new_size = n ? n * 2 : 8;

        grown = arena_alloc(arena, new_size, item_size);
        if (n)
            memcpy(grown, items, n * item_size);
        *size = new_size;
    }
    /* Not only the fresh ones: a list may have been shortened. */
    memset(grown + n * item_size, 0, item_size);
    return grown;
}
