/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of an instrument file as tables.  schema_read() fills the structs
   of the model itself by them; only where the file has another shape is there
   one of its own, which begins with that of the model.  Used by read.c, by the
   checks and by tests. */
#ifndef ATTUNE_INSTRUMENT_GRAMMAR_H
#define ATTUNE_INSTRUMENT_GRAMMAR_H

#include <stddef.h>
#include "instrument/instrument.h"
#include "xml/schema.h"

/* The model has the items of all sections in one array. */
struct raw_section {
    struct section section;
    const struct item *items;
    size_t n_items;
};

struct raw_instrument {
    struct instrument instrument;
    const struct raw_section *sections;
    size_t n_sections;
};

/* Fills a struct raw_instrument. */
extern const struct schema_element grammar_instrument;

/* The words of attributes, each list ended by NULL and in the order of its
   enum. */
extern const char *const grammar_statuses[];       /* instrument_status */
extern const char *const grammar_directions[];     /* direction */
extern const char *const grammar_bases[];          /* band_basis */
extern const char *const grammar_norm_scores[];    /* norm_score */
extern const char *const grammar_reliabilities[];  /* reliability_kind */
extern const char *const grammar_change_methods[]; /* change_method */

#endif
