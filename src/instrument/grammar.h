/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of an instrument file as tables, and the structs that
   schema_read() fills by them.  Each holds the struct of the model that it
   will become, and beside it what the grammar gives in another shape; build.c
   turns the one into the other.  Used by read.c, build.c and the dump. */
#ifndef ATTUNE_INSTRUMENT_GRAMMAR_H
#define ATTUNE_INSTRUMENT_GRAMMAR_H

#include <stddef.h>
#include "instrument/instrument.h"
#include "xml/schema.h"

struct raw_text {
    const struct xml_element *at;
    const char *text;
};

struct raw_licence {
    const struct xml_element *at;
    const char *spdx;
    const char *text;
};

struct raw_recall {
    const struct xml_element *at;
    int32_t days;
    const char *text;
};

struct raw_about {
    struct about about;
    const struct raw_text *authors;
    size_t n_authors;
    const struct raw_licence *licence;
    const struct raw_text *citations;
    size_t n_citations;
    const struct raw_recall *recall;
    const struct raw_text *minutes;
    const struct raw_text *notes;
    size_t n_notes;
};

struct raw_response {
    struct response response;
    struct choice *choices;
    size_t n_choices;
};

struct raw_alert {
    struct alert alert;
    int unanswered; /* of grammar_unanswered */
};

struct raw_item {
    struct item item;
    const struct raw_alert *alerts;
    size_t n_alerts;
};

struct raw_section {
    struct section section;
    const struct raw_item *items;
    size_t n_items;
};

struct raw_bands {
    const struct xml_element *at;
    int basis;
    const char *source;
    struct band *bands;
    size_t n_bands;
};

struct raw_scale {
    struct scale scale;
    const struct raw_bands *bands;
    struct cutoff *cutoffs;
    size_t n_cutoffs;
    struct norm *norms;
    size_t n_norms;
    struct norm_table *norm_tables;
    size_t n_norm_tables;
    struct change *changes;
    size_t n_changes;
};

struct raw_class {
    struct class class;
    const struct class_case *whens;
    size_t n_whens;
    const struct class_case *otherwise;
};

struct raw_expectation {
    struct expectation expectation;
    int beyond;
    int missing;
    int fires;
};

struct raw_before {
    const struct xml_element *at;
    struct example_answer *answers;
    size_t n_answers;
};

struct raw_example {
    struct example example;
    int sex;
    const struct raw_before *before;
    struct example_answer *answers;
    size_t n_answers;
    const struct raw_expectation *expectations;
    size_t n_expectations;
};

struct raw_instrument {
    struct instrument instrument;
    const struct raw_about *about;
    const struct raw_response *choices;
    size_t n_choices;
    const struct raw_response *ranges;
    size_t n_ranges;
    const struct raw_response *frees;
    size_t n_frees;
    const struct raw_response *dates;
    size_t n_dates;
    struct missing_code *missing_codes;
    size_t n_missing_codes;
    const struct raw_section *sections;
    size_t n_sections;
    const struct raw_scale *scales;
    size_t n_scales;
    const struct raw_class *classes;
    size_t n_classes;
    const struct raw_example *examples;
    size_t n_examples;
};

/* Fills a struct raw_instrument. */
extern const struct schema_element grammar_instrument;

/* The words of attributes, each list ended by NULL.  Where the model has an
   "unsaid" before the first, the list leaves it out. */
extern const char *const grammar_statuses[];       /* instrument_status */
extern const char *const grammar_missing_kinds[];  /* from ANSWER_SKIPPED on */
extern const char *const grammar_directions[];     /* direction */
extern const char *const grammar_roundings[];      /* from ROUND_HALF_UP on */
extern const char *const grammar_not_applicable[]; /* from _EXCLUDED on */
extern const char *const grammar_bases[];          /* band_basis */
extern const char *const grammar_cutoff_methods[]; /* from CUTOFF_A on */
extern const char *const grammar_sexes[];
extern const char *const grammar_norm_scores[];    /* norm_score */
extern const char *const grammar_reliabilities[];  /* reliability_kind */
extern const char *const grammar_change_methods[]; /* change_method */
extern const char *const grammar_unanswered[];     /* ignore, list */
extern const char *const grammar_yes_no[];         /* no, yes */
extern const char *const grammar_fires[];          /* no, yes, unknown */
extern const char *const grammar_whys[];           /* why a score is missing */

#endif
