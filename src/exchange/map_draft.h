/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map (instruments/maps.md) for a person to read, out of the files of a form
   and what its own program says of it.  What is certain is a line; a guess is
   one that begins with '?', which nothing scores with; and what fits nothing
   is said in a comment. */
#ifndef ATTUNE_EXCHANGE_MAP_DRAFT_H
#define ATTUNE_EXCHANGE_MAP_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/diag.h"
#include "instrument/instrument.h"
#include "exchange/dictionary.h"
#include "response/source_settings.h"

struct map_draft {
    /* Told by whoever wants one: */
    const char *const *paths;
    size_t n_paths;
    const struct instrument *const *instruments;
    const struct instrument *const *worded; /* library_with_words() */
    size_t n_instruments;
    const struct dictionary *dictionary; /* NULL: none */
    const struct source_settings *settings;
    struct arena *arena;
    /* What was made: */
    struct buf text;
    size_t n_items;
    size_t n_found;   /* items with a column, */
    size_t n_guessed; /* and those of them that are a guess */
    size_t n_to_read; /* lines that begin with '?' */
};

/* False after adding why a file cannot be read. */
bool map_draft_make(struct map_draft *draft, struct diag *diag) MUST_USE;

/* Adds that no item of a questionnaire was found in a form. */
void map_draft_add_nothing(const char *path,
                           const struct instrument *instrument,
                           struct diag *diag);

#endif
