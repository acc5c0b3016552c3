/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of the person behind a row, as far as norms ask for it. */
#ifndef ATTUNE_SCORE_PERSON_H
#define ATTUNE_SCORE_PERSON_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/str.h"
#include "instrument/instrument.h"
#include "response/batch.h"

struct person {
    int sex;          /* 'f' 'm' 'x'; 0: not known */
    int32_t age;      /* whole years; -1: not known */
    struct str lang;  /* empty: not known */
    struct str group; /* empty: not known */
    struct str norm;  /* the norm or table that was asked for; empty: none */
};

/* Of whom nothing is known. */
extern const struct person person_unknown;

/* Borrows from the rows; 'norm' is their own column's.  A norm that the command
   line asks for is put in its place by the caller. */
struct person person_of_row(const struct rows *rows, size_t row);

struct person person_of_example(const struct example *example);

/* The same with its texts copied. */
struct person person_keep(const struct person *person, struct arena *arena);

#endif
