/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which words can stand in a column of a figure, and what they mean: for the
   codebook, and for files that hold such words as numbers with labels. */
#ifndef ATTUNE_OUTPUT_CODES_H
#define ATTUNE_OUTPUT_CODES_H

#include "base/arena.h"
#include "base/vec.h"
#include "output/figure.h"

struct figure_code {
    const char *word;
    const char *text; /* NULL or "": nothing more can be said */
};

struct figure_codes VEC(struct figure_code);

/* In their order; none where anything may stand there.  Of a scale or a class,
   the other NULL. */
struct figure_codes figure_codes(enum figure_holds holds,
                                 const struct scale *scale,
                                 const struct class *class,
                                 struct arena *arena) MUST_USE;

#endif
