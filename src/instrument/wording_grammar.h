/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of wording files, and the structs that schema_read() fills by
   it.  Used by wording.c alone. */
#ifndef ATTUNE_INSTRUMENT_WORDING_GRAMMAR_H
#define ATTUNE_INSTRUMENT_WORDING_GRAMMAR_H

#include <stddef.h>
#include "xml/schema.h"

/* What each part begins with: the id of what it words. */
struct worded {
    const struct xml_element *at;
    const char *ref;
};

struct raw_worded_text {
    struct worded worded;
    const char *text;
};

struct raw_worded_choice {
    const struct xml_element *at;
    struct decimal value;
    const char *text;
};

struct raw_worded_choices {
    struct worded worded;
    const struct raw_worded_choice *choices;
    size_t n_choices;
};

struct raw_worded_range {
    struct worded worded;
    const char *low;
    const char *high;
    const char *unit;
};

struct raw_worded_section {
    struct worded worded;
    const char *title;
    const char *notice;
    const char *instruction;
};

struct raw_worded_item {
    struct worded worded;
    const char *text;
};

struct raw_worded_scale {
    struct worded worded;
    const char *title;
    const char *low;
    const char *high;
    const struct raw_worded_text *bands;
    size_t n_bands;
};

struct raw_worded_class {
    struct worded worded;
    const char *title;
    const struct raw_worded_text *whens;
    size_t n_whens;
    const struct raw_worded_text *otherwise;
};

struct raw_wording {
    const struct xml_element *at;
    const char *for_id;
    int32_t edition;
    const char *lang;
    const char *title;
    const char *notice;
    const char *thanks;
    const struct raw_worded_choices *choices;
    size_t n_choices;
    const struct raw_worded_range *ranges;
    size_t n_ranges;
    const struct raw_worded_section *sections;
    size_t n_sections;
    const struct raw_worded_item *items;
    size_t n_items;
    const struct raw_worded_text *alerts;
    size_t n_alerts;
    const struct raw_worded_scale *scales;
    size_t n_scales;
    const struct raw_worded_class *classes;
    size_t n_classes;
};

/* Fills a struct raw_wording. */
extern const struct schema_element wording_grammar;

#endif
