/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of a file under those of the header that is bound, as reshaping.c
   joins them and reshaped_row.c reads a row by them. */
#ifndef ATTUNE_EXCHANGE_JOINED_H
#define ATTUNE_EXCHANGE_JOINED_H

#include "base/vec.h"
#include "exchange/reshaping.h"

/* A column of the file, as a part of a bound one. */
struct part {
    size_t column;
    size_t time;    /* SIZE_MAX: at all */
    struct str box; /* the choice that it stands for; empty: none */
};

/* A bound column. */
struct joined {
    struct VEC(struct part) parts;
    const struct recoded *boxes; /* NULL: it is none of boxes */
};

struct reshaping {
    struct VEC(struct joined) columns;
    size_t *bound; /* of each column of the file, its place among them */
    const struct header *header; /* of the file */
    struct VEC(struct str) times;
    size_t time_column; /* that holds the time's word; SIZE_MAX: none */
    /* All parts: those of all times, then of each.  Of time i they begin at
       starts[i + 1]; there is one more start, their end. */
    const struct reshaped_part *parts;
    const size_t *starts;
};

#endif
