/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the scores of one row came about, with every number on the way: what
   each answer brought, the missing rule, what blanks could still have made of
   it, band, norm, error, and the change since the baseline.

   The numbers are those of the one scoring path: explain_row() reads what the
   kernel left, explain_in_time() asks norm.h, precision.h, verdict.h and
   course.h.  Whoever tells it walks the tree of explain_tree.h. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_H
#define ATTUNE_OUTPUT_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/words.h"
#include "exchange/amendments.h"
#include "score/alerts.h"
#include "score/classes.h"
#include "change/course.h"
#include "score/judge.h"
#include "score/norm.h"
#include "score/contributions.h"
#include "score/precision.h"
#include "change/series.h"
#include "change/verdict.h"

enum reader { READER_CLINICIAN, READER_CLIENT, READER_ANYBODY };

/* What an estimate by a calibration is made of. */
enum { EXPLAINED_PLACES = 5 };
struct explained_estimate {
    double theta;                        /* whatever metric it is told in */
    double places[EXPLAINED_PLACES];     /* of theta: whole sds of the prior */
    double likelihood[EXPLAINED_PLACES]; /* of the answers, there */
    /* What that leaves of the prior below the first place, between each two,
       and above the last: of all 1. */
    double shares[EXPLAINED_PLACES + 1];
};

struct explained_scale {
    const struct scale *scale;
    struct score score;
    const struct contribution *parts;
    size_t n_parts;
    size_t n_blanks; /* parts that could still be answered; 0 for formulas */
    size_t needed;   /* answers, of the items that apply; 0 for formulas */
    double sum;      /* of the parts' terms; 0 for formulas */
    double above;   /* the same, of what is prorated by range without the lowest
                       scores of the items answered */
    double divisor; /* of a mean or percentage: the weights answered */
    double raw; /* the score before its metric; the score where it has none */
    const struct explained_estimate *estimate; /* NULL: it is none */
    const char *filled_formula; /* with values put in; NULL: no formula */
    const struct contribution_seen *seen; /* what of it is seen in norms */
    size_t n_seen;
    double rounded;         /* the value as bands and cut-offs see it */
    bool is_open;           /* blanks could make it score.low to score.high */
    struct band_span bands; /* of these */
    /* From explain_in_time() on. */
    struct standing standing;
    const struct session *norm_session; /* whose facts chose the norm; NULL:
                                           the row's own */
    struct precision precision;
    bool has_verdict;     /* the row stands among its client's sessions */
    const char *baseline; /* what it is called; NULL: there is none */
    double baseline_value;
    struct verdict verdict;
    struct course course; /* of the scores up to this one */
};

/* A condition, of a case or an alert, and what it was decided on. */
struct explained_test {
    const char *text;   /* NULL: "otherwise" */
    const char *filled; /* with values put in */
    const struct contribution *parts;
    size_t n_parts;
};

struct explained_class {
    const struct class *class;
    struct class_result result; /* its 'possible' is not kept: see can_be */
    const struct explained_test *tests; /* by case */
    const bool *can_be;                 /* by case: blanks could make it so */
};

struct explained_alert {
    const struct item *item;
    const struct alert *alert;
    struct alert_result result;
    struct explained_test test;
};

/* What somebody wrote in their own words. */
struct explained_words {
    const struct item *item;
    const char *text;
};

struct explanation {
    const struct instrument *instrument;
    const char *client;  /* "": the row names none */
    const char *session; /* its label; "": none */
    int32_t date_days;   /* DATE_NONE: none */
    int32_t edition;     /* as the row says; 0: it does not */
    const struct instrument_words *wording; /* NULL: see batch_wording() */
    struct person person;
    enum row_state state;
    size_t number; /* of the row: 1 is the first below the header */
    struct explained_scale *scales; /* in the order of the instrument */
    size_t n_scales;
    const struct explained_class *classes;
    size_t n_classes;
    const struct explained_alert *alerts; /* all, quiet ones too */
    size_t n_alerts;
    const struct explained_words *words; /* never told to a client */
    size_t n_words;
    const struct amendment *amendments; /* likewise: what was corrected */
    size_t n_amendments;
    struct row_name name; /* by which those are found */
};

/* Keeps what the kernel made of a row, and all that is said of it; 'scores'
   have details.  Borrows from the instrument only. */
struct explanation *explain_row(const struct worked_row *worked,
                                struct arena *arena) MUST_USE;

/* NULL where the score is no estimate. */
const struct explained_estimate *
explain_estimate(const struct explained_scale *explained,
                 struct arena *arena) MUST_USE;

/* How likely an answer is at the estimate. */
double explain_chance(const struct explained_scale *explained, size_t part_idx);

struct explain_options {
    struct verdict_options verdict;
    struct str norm; /* asked for by its id; empty: whichever fits */
};

/* Adds what needs to know the person and the sessions before.  'history' is of
   the same client and instrument and 'session' is the row's place in it; NULL
   for a row that stands alone.  A series keeps the norm of its baseline. */
void explain_in_time(struct explanation *explanation,
                     const struct history *history, size_t session,
                     const struct explain_options *options);

/* How many cases it takes: up to the one that decides, or could not be
   decided. */
size_t explain_n_cases(const struct explained_class *explained);

/* On which side of a cut-off the score is; false where that is not known. */
bool explain_beyond(const struct explained_scale *explained,
                    const struct cutoff_point *cutoff, enum beyond *beyond);

/* Whether the blanks could have made it the other one. */
bool explain_beyond_depends(const struct explained_scale *explained,
                            const struct cutoff_point *cutoff);

/* What a client is told of: nothing private or internal, and nowhere the answer
   to one item that carries an alert, not even as what the other answers leave
   of a score.  So a scale that rests on nothing else is not told, nor is a
   class that asks such an item itself. */
bool explain_tells_client(const struct explanation *explanation,
                          const struct explained_scale *scale);

/* For the clinician, in English with the questionnaire's own words: every
   answer, every number, every source.  'is_plain': labelled lines and ASCII
   signs, for screen readers and pipes. */
void explain_add_text(const struct explanation *explanation, bool is_plain,
                      struct buf *out);

/* For the client, in one of the languages of words.h: words before numbers, no
   norms, no errors.  Private scales and helpers are left out by their
   definition, so that no private answer changes a byte. */
void explain_add_client(const struct explanation *explanation,
                        enum language language, struct buf *out);

/* Of that only what came out: each scale's title and value, and what it can
   be. */
void explain_add_client_scores(const struct explanation *explanation,
                               enum language language, struct buf *out);

/* For programs: one JSON object, indented by two, whose shape explain_json.c
   tells.  'program' is which made it. */
void explain_add_json(const struct explanation *const *explanations, size_t n,
                      const char *program, enum reader reader, struct buf *out);

#endif
