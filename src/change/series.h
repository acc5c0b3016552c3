/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One client's sessions with one instrument (a history), and one scale of it
   in time (a series).  Sessions stand in the order of date, then time, then
   number of session, then of their rows; those without a date come last.  Names
   that are the same letters and a number (T2, T10) are in the order of their
   numbers where else their rows would decide. */
#ifndef ATTUNE_CHANGE_SERIES_H
#define ATTUNE_CHANGE_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "response/batch.h"
#include "score/alerts.h"
#include "score/care.h"
#include "score/contributions.h"
#include "score/norm.h"
#include "score/scores.h"

/* An item of a session's form, for whoever may read all of it. */
struct given {
    struct contribution part;
    const char *text; /* of free text and of a date; NULL: none */
};

/* An alert of a session that is to be told. */
struct session_alert {
    const struct alert *alert;
    enum alert_notice notice;
};

struct session {
    const char *name;  /* as the data has it; "" where it names none */
    const char *label; /* "4"; "4a" and "4b" where two share all; else a
                          running number where the data names none */
    int32_t date_days; /* DATE_NONE: not plotted */
    int32_t time_s;
    int32_t edition;    /* 0: not said */
    size_t again_after; /* so many sessions behind the first that has its
                           client, date and name; 0: it is the first */
    const char *lang;   /* "" : not said */
    const char *phase;
    const char *note;
    struct person person;       /* its lang is 'lang' */
    size_t row;                 /* in the order of the data */
    const struct score *scores; /* one for each scale of the instrument */
    const double *answers;      /* one for each item, NaN where it has none that
                                   others may see; NULL: none were kept */
    /* For the clinician alone, else NULL: */
    const struct given *given; /* one for each item */
    const struct session_alert *alerts;
    size_t n_alerts;
    int32_t seconds; /* from the start to the end of filling in; -1: not said */
    double care[N_CARE_SIGNS]; /* NaN: cannot be said */
};

struct history {
    const struct instrument *instrument;
    const char *client;
    const struct session *sessions; /* in order */
    size_t n_sessions;
    /* Of all rows there are, told by whoever knows it, for the clinician; else
       NULL. */
    const struct care_tally *care;
};

/* Which rows are sessions, by who reads of them, and what is kept of each. */
enum history_rows {
    /* Private items do not count: whether one was answered would show on a page
       that others see, as a session with nothing in it. */
    ROWS_ASKED,
    /* They do: for whoever may read them. */
    ROWS_ASKED_IN_PRIVATE,
    /* For a page that others may see, to which a form left blank and one that
       was skipped throughout must look alike: a question that is not private
       was answered.  Answers are kept, but for those of private questions and
       of questions with an alert. */
    ROWS_FOR_OTHERS,
    /* A form left blank is one that was given, and all is kept, private answers
       and alerts as well. */
    ROWS_FOR_CLINICIAN
};

struct history_builder;
/* 'client' NULL: whoever the rows are of. */
struct history_builder *history_builder_new(const struct instrument *instrument,
                                            const char *client,
                                            enum history_rows rows,
                                            struct arena *arena) MUST_USE;
/* Takes a row: copies what is said of it, and its scores.  Rows in which
   nothing of this instrument was answered or asked are passed over, and so are
   rows that name another client. */
void history_builder_add(struct history_builder *builder,
                         const struct batch *batch, size_t row,
                         const struct scores *scores);
/* Takes a row whose answers are no longer at hand, and of which
   batch_was_asked() said before, without private items, that it is a
   session. */
void history_builder_take(struct history_builder *builder,
                          const struct rows *rows, size_t row,
                          const struct scores *scores);
/* Sorts; warns of sessions against dates, and of an order that is not sure. */
struct history *history_builder_finish(struct history_builder *builder,
                                       struct diag *diag) MUST_USE;

/* Whether some without a date stand behind those that have one, and no number
   says that they belong there: what is latest is not known. */
bool history_is_unsure(const struct history *history);

/* The session with that label; SIZE_MAX: none. */
size_t history_find(const struct history *history, const char *label);

/* Whether both say of which edition they are, and it is not one. */
bool session_of_other_edition(const struct session *a, const struct session *b);

/* Hints at the labels of the sessions that have that name, where they were
   given twice and are not called so. */
void history_hint_twins(const struct history *history, const char *name,
                        struct diag *diag);

/* One scale in time; a view of its history. */
struct series {
    const struct history *history;
    const struct scale *scale;
    size_t scale_idx;
    size_t n_scored; /* sessions that have a score */
    size_t first;    /* session of the first and of the latest score; */
    size_t latest;   /* SIZE_MAX where there is none */
};
struct series series_of(const struct history *history, size_t scale_idx);
const struct score *series_score(const struct series *series, size_t session);

/* The last session before this one that has a score, of those that were not the
   same session given twice; SIZE_MAX: none. */
size_t series_before(const struct series *series, size_t session);

/* The scale's first cut-off, and its bands, as they hold for the person at
   every session with a score.  NULL: the scale has none, or none holds
   throughout as far as is known. */
const struct cutoff_point *series_cutoff(const struct series *series);
const struct band_set *series_bands(const struct series *series);

#endif
