/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with the rows of one chunk: offsets while threads work on it,
   places once its turn has come.  Keeps the first few and counts all. */
#ifndef ATTUNE_RESPONSE_PROBLEMS_H
#define ATTUNE_RESPONSE_PROBLEMS_H

#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

enum { PROBLEMS_KEPT = 20 };

struct problem {
    enum message message;
    size_t offset;      /* in the chunk's bytes */
    const char *detail; /* NULL: none */
    const char *hint;   /* NULL: none */
    struct str secret;  /* the cell; empty: none */
};

struct problems {
    struct arena *arena;
    struct problem kept[PROBLEMS_KEPT];
    size_t n_kept;
    size_t n_of[N_MESSAGES];
};

void problems_init(struct problems *problems);
void problems_clear(struct problems *problems);
void problems_empty(struct problems *problems); /* for the next chunk */

/* Counts a problem.  NULL when enough are kept; else the caller may say more
   of it, with texts from problems->arena. */
struct problem *problems_add(struct problems *problems, enum message message,
                             size_t offset);

/* The place of an offset: 'n_lines' lines of the file stand before 'bytes',
   which begins a line. */
struct place place_of_offset(struct str bytes, size_t offset, const char *file,
                             size_t n_lines);

/* Adds those that are kept to 'diag'. */
void problems_tell(const struct problems *problems, struct str bytes,
                   const char *file, size_t n_lines, struct diag *diag);

/* The number of LF in 'bytes'. */
size_t count_lines(struct str bytes);

#endif
