/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A typed array that grows in an arena.

       struct row_list VEC(struct row);     a field or variable
       *vec_add(arena, &list) = row;        one more, zeroed until written

   The old block stays in the arena when an array grows; growing doubles, so
   that wastes no more than the array itself. */
#ifndef ATTUNE_BASE_VEC_H
#define ATTUNE_BASE_VEC_H

#include <stddef.h>
#include "base/arena.h"

#define VEC(type)                                                              \
    {                                                                          \
        type *items;                                                           \
        size_t n;                                                              \
        size_t size;                                                           \
    }

/* Room for one more item of item_size bytes; used by vec_add() only. */
void *vec_grow(struct arena *arena, void *items, size_t *size, size_t n,
               size_t item_size) MUST_USE;

/* A pointer to a new zeroed item at the end. */
#define vec_add(arena, vec)                                                    \
    ((vec)->items = vec_grow((arena), (vec)->items, &(vec)->size, (vec)->n,    \
                             sizeof *(vec)->items),                            \
     &(vec)->items[(vec)->n++])

#endif
