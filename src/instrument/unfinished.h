/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An instrument on its way from the grammar to the finished model: what
   read.c, resolve.c, view.c, members.c and ends.c hand to each other.  Nobody
   else sees it. */
#ifndef ATTUNE_INSTRUMENT_UNFINISHED_H
#define ATTUNE_INSTRUMENT_UNFINISHED_H

#include <stdbool.h>
#include "base/diag.h"
#include "base/vec.h"
#include "instrument/expr.h"
#include "instrument/instrument.h"

struct unfinished {
    struct instrument *instrument;
    struct item *items;   /* the instrument's own, which it shows as const */
    struct scale *scales; /* the same */
    const char **names;   /* ids of the items, then of the scales */
    struct asked_list VEC(struct asked) asked;
    struct arena *arena;
    struct diag *diag;
};

/* What the grammar made and the model shows as const, to be finished. */
static inline void *
reading_own(const void *part)
{
    union {
        const void *shown;
        void *own;
    } both = {.shown = part};
    return both.own;
}

/* How an id stands in instrument->ids. */
static inline size_t
reading_id_value(enum id_kind kind, size_t idx)
{
    return idx * 4 + (size_t)kind;
}

/* What an expression may speak of. */
struct view {
    struct unfinished *reading;
    size_t n_items; /* the first so many can be seen */
    bool sees_scales;
    struct str *later; /* set to a known item that cannot be seen; or NULL */
    unsigned int asks; /* a bit for each asked_of that it may ask */
};

/* Compiles an attribute; NULL after adding why it cannot be. */
const struct expr *view_compile(struct unfinished *reading,
                                const struct xml_element *at,
                                const char *attribute, enum expr_type want,
                                const struct view *view) MUST_USE;

/* "phq-9.total": an item or a scale of a questionnaire that is used. */
bool view_find_used(const struct unfinished *reading, struct str name,
                    struct asked *asked);

/* Whether it is part of a questionnaire that is to be used and was not found:
   said already. */
bool view_is_unfound(const struct unfinished *reading, struct str name);

/* Looks up every name, compiles every expression, and works out what follows
   from them: privacy, gates, members and attainable ends. */
void resolve_instrument(struct unfinished *reading);

/* The members of a scale and its attainable ends. */
void members_resolve(struct unfinished *reading, struct scale *scale);

/* The items of a scale's calibration, whose members are known; nothing where it
   has none. */
void calibration_resolve(struct unfinished *reading, struct scale *scale);

/* Which of their items may be left out, when all that could rest on them is
   known. */
void calibration_resolve_free(struct unfinished *reading);

/* The ends, of a scale whose members are known. */
void ends_resolve(const struct unfinished *reading, struct scale *scale);

#endif
