/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open addressing with linear probing.  Invariant: the number of slots is a
   power of two, and at least half of them are free. */
#include "base/map.h"

#include <stdint.h>

struct slot {
    struct str name;
    size_t value;
    uint64_t hash; /* 0: the slot is free */
};

struct map {
    struct arena *arena;
    struct slot *slots;
    size_t n_slots;
    size_t n;
    bool nocase;
};

/* FNV-1a, and a last mixing, because the table looks at the low bits. */
static uint64_t
hash_of(const struct map *map, struct str name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.bytes[i];

        if (map->nocase && c >= 'A' && c <= 'Z')
            c = (unsigned char)(c - 'A' + 'a');
        hash = (hash ^ c) * UINT64_C(0x100000001b3);
    }
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

static bool
is_name(const struct map *map, struct str a, struct str b)
{
    return map->nocase ? str_equal_nocase(a, b) : str_equal(a, b);
}

/* The slot of the name, or the free one where it belongs. */
static struct slot *
slot_of(const struct map *map, struct str name, uint64_t hash)
{
    size_t idx = (size_t)hash & (map->n_slots - 1);

    for (;;) {
        struct slot *slot = &map->slots[idx];

        if (!slot->hash
            || (slot->hash == hash && is_name(map, slot->name, name)))
            return slot;
        idx = (idx + 1) & (map->n_slots - 1);
    }
}

static void
grow(struct map *map)
{
    struct slot *old = map->slots;
    size_t n_old = map->n_slots;

    map->n_slots = n_old * 2;
    map->slots = ARENA_ARRAY(map->arena, map->n_slots, struct slot);
    for (size_t i = 0; i < n_old; i++) {
        if (old[i].hash)
            *slot_of(map, old[i].name, old[i].hash) = old[i];
    }
}

struct map *
map_new(struct arena *arena, bool nocase)
{
    struct map *map = ARENA_NEW(arena, struct map);

    map->arena = arena;
    map->nocase = nocase;
    map->n_slots = 16;
    map->slots = ARENA_ARRAY(arena, map->n_slots, struct slot);
    return map;
}

bool
map_add(struct map *map, struct str name, size_t value)
{
    uint64_t hash = hash_of(map, name);
    struct slot *slot = slot_of(map, name, hash);

    if (slot->hash)
        return false;
    if ((map->n + 1) * 2 > map->n_slots) {
        grow(map);
        slot = slot_of(map, name, hash);
    }
    *slot = (struct slot){name, value, hash};
    map->n++;
    return true;
}

size_t
map_take(struct map *map, struct str name, size_t value)
{
    if (!map_add(map, name, value))
        map_find(map, name, &value);
    return value;
}

bool
map_find(const struct map *map, struct str name, size_t *value)
{
    const struct slot *slot = slot_of(map, name, hash_of(map, name));

    if (!slot->hash)
        return false;
    *value = slot->value;
    return true;
}
