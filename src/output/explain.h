/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the scores of one row came about, with every number on the way: what
   each answer brought, the missing rule, what blanks could still have made of
   it, band, norm, error, and the change since the baseline.

   The numbers are those of the one scoring path: explain_row() reads what the
   kernel left, explain_in_time() asks norm.h, precision.h, verdict.h and
   course.h.
   explain_text.h, explain_client.h and explain_json.h write it down. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_H
#define ATTUNE_OUTPUT_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "score/alerts.h"
#include "score/classes.h"
#include "change/course.h"
#include "score/judge.h"
#include "score/norm.h"
#include "score/contributions.h"
#include "score/person.h"
#include "score/precision.h"
#include "change/series.h"
#include "change/verdict.h"

struct explained_scale {
    const struct scale *scale;
    struct score score;
    const struct contribution *parts;
    size_t n_parts;
    size_t n_blanks; /* parts that could still be answered; 0 for formulas */
    size_t needed;   /* answers, of the items that apply; 0 for formulas */
    double sum;      /* of the parts' terms; 0 for formulas */
    double divisor;  /* of a mean or percentage: the weights answered */
    const char *filled_formula; /* with values put in; NULL: no formula */
    double rounded;             /* the value as bands and cut-offs see it */
    bool is_open;           /* blanks could make it score.low to score.high */
    struct band_span bands; /* of these */
    /* From explain_in_time() on. */
    struct standing standing;
    const struct session *norm_session; /* whose facts chose the norm; NULL:
                                           the row's own */
    struct precision precision;
    bool has_verdict; /* the row stands among its client's sessions */
    const struct session *baseline; /* NULL: there is none */
    double baseline_value;
    struct verdict verdict;
    struct course course; /* of the scores up to this one */
};

struct explained_class {
    const struct class *class;
    struct class_result result; /* its 'possible' is not kept: see can_be */
    const char *const *filled;  /* by case: the test with values put in */
    const bool *can_be;         /* by case: blanks could still make it so */
};

struct explained_alert {
    const struct item *item;
    const struct alert *alert;
    struct alert_result result;
    const char *filled; /* its condition with values put in */
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
};

/* Whether there is something to tell: it fires, could not be judged, or its
   item is a blank that is to be listed. */
bool explain_alert_speaks(const struct explained_alert *alert);

/* Keeps what the kernel made of a row, and all that is said of it; 'scores'
   have details.  Borrows from the instrument only. */
struct explanation *explain_row(const struct worked_row *worked,
                                struct arena *arena) MUST_USE;

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

/* What a client is told of: nothing private or internal, and nowhere the answer
   to one item that carries an alert, not even as what the other answers leave
   of a score.  So a scale that rests on nothing else is not told, nor is a
   class that asks such an item itself. */
bool explain_tells_client(const struct explanation *explanation,
                          const struct explained_scale *scale);
bool explain_tells_client_class(const struct explanation *explanation,
                                const struct explained_class *class);

/* Whether its parts are told, and how they make the score: all or none. */
bool explain_tells_client_parts(const struct explanation *explanation,
                                const struct explained_scale *scale);

/* The parts of a scale's rule, for people: "mean of 3 items, at least 2
   answered". */
void explain_add_rule(const struct scale *scale, struct buf *out);

#endif
