/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worked examples of an instrument, as its file has them: answers, and what
   is to come of them.  check_example.c judges their grammar, proof/examples.c
   tries them. */
#ifndef ATTUNE_INSTRUMENT_EXAMPLE_H
#define ATTUNE_INSTRUMENT_EXAMPLE_H

#include "instrument/instrument.h"

struct example_answer {
    const struct xml_element *at;
    const char *item_id;
    size_t item_idx;
    const char *value; /* as a data file would hold it; NULL: missing */
    enum answer_kind missing;
};

struct expectation {
    const struct xml_element *at;
    const char *scale_id; /* or of a class or an alert; the others NULL */
    const char *class_id;
    const char *alert_id;
    const char *value;
    const char *band;
    const char *t;
    const char *percentile;
    const char *beyond; /* "yes", "no", "unknown" */
    const char *verdict;
    const char *missing; /* a why word */
    const char *when;    /* of a class: the id of the case */
    const char *fires;   /* of an alert: "yes", "no", "unknown" */
};

/* What another questionnaire gave: "phq-9.total". */
struct example_score {
    const struct xml_element *at;
    const char *of;
    struct decimal value;
    struct asked asked; /* what it is of */
};

/* Answers of another row. */
struct example_before {
    const struct xml_element *at;
    const struct example_answer *answers;
    size_t n_answers;
    const struct example_score *scores;
    size_t n_scores;
};

struct example {
    const struct xml_element *at;
    const char *title;
    const char *sex;
    int32_t age;
    bool has_age;
    const char *lang;
    const char *group;
    const struct example_answer *answers;
    size_t n_answers;
    const struct example_score *scores; /* of the questionnaires that it uses */
    size_t n_scores;
    const struct example_before *before; /* sessions before, in their order */
    size_t n_before;
    const struct example_before *partner; /* the partner's; NULL: none */
    const struct expectation *expectations;
    size_t n_expectations;
};

#endif
