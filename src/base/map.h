/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names to positions: a hash table from text to a number, in an arena. */
#ifndef ATTUNE_BASE_MAP_H
#define ATTUNE_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

struct map;

/* With 'nocase', A-Z and a-z are the same letters. */
struct map *map_new(struct arena *arena, bool nocase) MUST_USE;

/* Adds a name, which is borrowed.  False, and nothing changed, when the name
   is there already. */
bool map_add(struct map *map, struct str name, size_t value);

/* The value of a name, which is added with this one where it is new. */
size_t map_take(struct map *map, struct str name, size_t value);
/* True and '*value' set when the name is there. */
bool map_find(const struct map *map, struct str name, size_t *value);

#endif
