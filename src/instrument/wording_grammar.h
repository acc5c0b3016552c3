/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of wording files, and the structs that schema_read() fills by
   it.  Used by wording.c, and by tests that hold it against the XSD. */
#ifndef ATTUNE_INSTRUMENT_WORDING_GRAMMAR_H
#define ATTUNE_INSTRUMENT_WORDING_GRAMMAR_H

#include <stddef.h>
#include "xml/schema.h"

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
extern const struct schema_element wording_grammar;

#endif
