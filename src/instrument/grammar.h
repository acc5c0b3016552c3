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

/* ---- wordings ---- */

/* The words of one part of a definition, whatever it is: each kind of element
   fills some of the fields, the others are NULL. */
struct worded {
    const struct xml_element *at;
    const char *ref;      /* the id of what it words; "": none was given */
    struct decimal value; /* of a choice, instead */
    const char *title;
    const char *notice;
    const char *instruction;
    const char *text;
    const char *low;
    const char *high;
    const char *unit;
    const struct worded *parts; /* choices, bands, cases of a class */
    size_t n_parts;
    const struct worded *otherwise;
    const struct worded *cutoffs; /* of a scale: what each separates */
    size_t n_cutoffs;
};

struct raw_wording {
    const struct xml_element *at;
    const char *for_id;
    int32_t edition;
    const char *lang;
    const char *title;
    const char *notice;
    const char *thanks;
    const struct worded *choices;
    size_t n_choices;
    const struct worded *ranges;
    size_t n_ranges;
    const struct worded *sections;
    size_t n_sections;
    const struct worded *items;
    size_t n_items;
    const struct worded *alerts;
    size_t n_alerts;
    const struct worded *scales;
    size_t n_scales;
    const struct worded *classes;
    size_t n_classes;
};

/* Fills a struct raw_wording. */
extern const struct schema_element grammar_wording;

/* ---- words of attributes ---- */

/* The words of attributes, each list ended by NULL and in the order of its
   enum. */
extern const char *const grammar_statuses[];       /* instrument_status */
extern const char *const grammar_directions[];     /* direction */
extern const char *const grammar_prorates[];       /* prorate_rule - 1 */
extern const char *const grammar_bases[];          /* band_basis */
extern const char *const grammar_norm_scores[];    /* norm_score */
extern const char *const grammar_reliabilities[];  /* reliability_kind */
extern const char *const grammar_change_methods[]; /* change_method */
extern const char *const grammar_irt_models[];     /* irt_model */

#endif
