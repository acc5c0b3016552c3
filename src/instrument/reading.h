/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An instrument on its way from the grammar to the finished model: what
   build.c, resolve.c and members.c hand to each other.  Nobody else sees it. */
#ifndef ATTUNE_INSTRUMENT_READING_H
#define ATTUNE_INSTRUMENT_READING_H

#include <stdbool.h>
#include "base/diag.h"
#include "instrument/grammar.h"
#include "instrument/instrument.h"

/* The instrument's own arrays, which it shows only as const. */
struct reading {
    struct instrument *instrument;
    struct response *responses;
    struct item *items;
    struct alert *alerts; /* of all items, in document order */
    size_t n_alerts;
    struct scale *scales;
    struct class *classes;
    struct class_case *cases; /* of all classes, in document order */
    size_t n_cases;
    struct example_answer *answers; /* of all examples, <before> included */
    size_t n_answers;
    const char **names; /* ids of the items, then of the scales */
    struct arena *arena;
    struct diag *diag;
};

/* How an id stands in instrument->ids. */
static inline size_t
reading_id_value(enum id_kind kind, size_t idx)
{
    return idx * 4 + (size_t)kind;
}

/* Makes the model's arrays from what the grammar gave.  Nothing is looked up
   yet.  False after adding an error when there is more than the limits
   allow; the rest may only be done when all is within them. */
bool build_instrument(struct reading *reading,
                      const struct raw_instrument *raw) MUST_USE;

/* Looks up every name, compiles every expression, and works out what follows
   from them: privacy, gates, members and attainable ends. */
void resolve_instrument(struct reading *reading);

/* The members of a scale and its attainable ends. */
void members_resolve(struct reading *reading, struct scale *scale);

#endif
