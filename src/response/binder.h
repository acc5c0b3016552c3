/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A header while it is bound, for bind.c and bind_lacks.c; others know
   bind.h. */
#ifndef ATTUNE_RESPONSE_BINDER_H
#define ATTUNE_RESPONSE_BINDER_H

#include "response/bind.h"

/* What a response scale's cells are judged by: its items share it. */
struct judge {
    const struct response *response;
    struct answer_rules rules;
    struct answer_table table;
};

/* One instrument's side of the file. */
struct party {
    const struct instrument *instrument;
    struct map *items; /* id -> item */
    size_t *columns;   /* of each item: its column + 1; 0: none */
    size_t n_bound;
    struct judge *judges; /* one for each response scale, and for each item
                             with values of its own: never more than items,
                             of which each is judged for once */
    size_t n_judges;
};

struct binder {
    const struct header *header;
    const struct response_options *options;
    const struct recoding *recoding;
    struct arena *arena;
    struct diag *diag;
    struct party *parties;
    struct bound_column *columns;
    struct binding *binding;
    struct bound_item *found; /* room for one of each instrument */
    bool failed;
};

/* How many items, of any instrument, are named ITEM or INSTRUMENT.ITEM:
   binder->found. */
size_t binder_find_items(struct binder *binder, struct str name);

/* ---- bind_lacks.c ---- */

/* Headers that are nothing else, for the nearest of them. */
const char **binder_free_names(const struct binder *binder);

/* Adds an error for each rule whose column is not there. */
void binder_check_told(struct binder *binder, const char *const *names);

/* Warns of items that were told to have a column for each time point, and are
   in one of their own name. */
void binder_check_timeless(struct binder *binder);

/* Warns of items that are not there.  Where each row says what it is of, a file
   without items of one questionnaire just has no row of it. */
void binder_check_absent(struct binder *binder, const char *const *names);

/* An error: there is none at all. */
void binder_add_no_item(struct binder *binder);

#endif
