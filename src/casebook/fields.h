/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a record says: names and texts in an order, as bytes; and the whole
   numbers of the casebook's files (FORMAT.md). */
#ifndef ATTUNE_CASEBOOK_FIELDS_H
#define ATTUNE_CASEBOOK_FIELDS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"

/* Of a session: the header of a column of saved responses and its cell's text.
   Names that begin with a dot are the casebook's own. */
struct record_field {
    struct str name;
    struct str text;
};
struct fields VEC(struct record_field);

/* Borrows both. */
void fields_put(struct arena *arena, struct fields *fields, struct str name,
                struct str text);
/* Likewise, in the place of the first of that name. */
void fields_set(struct arena *arena, struct fields *fields, struct str name,
                struct str text);
/* The first of that name; empty where there is none. */
struct str fields_get(const struct fields *fields, const char *name);
/* A whole number of at most 18 digits; 0 where there is none. */
uint64_t fields_number(const struct fields *fields, const char *name);

void fields_add(struct buf *out, const struct fields *fields);
/* Borrows the bytes.  False: not what fields_add() adds. */
bool fields_read(struct str bytes, struct arena *arena,
                 struct fields *fields) MUST_USE;

/* A whole number as fields_number() reads it; the arena's. */
struct str digits_of(uint64_t number, struct arena *arena);

/* Hex digits of bytes, the arena's; and back: false, and nothing said of the
   bytes, where these are not the digits of so many. */
struct str hex_of(const void *bytes, size_t size, struct arena *arena);
bool hex_read(struct str hex, void *bytes, size_t size) MUST_USE;

/* Little-endian, at the end; and read from where they stand. */
void put_u32(struct buf *out, uint32_t number);
void put_u64(struct buf *out, uint64_t number);
uint32_t get_u32(const void *bytes);
uint64_t get_u64(const void *bytes);

#endif
