/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts of scores, classes and alerts as a table (figures.def), which every
   output walks, and one score, class or alert of one row with all that is told
   of it: where it stands among others, how exact it is, how it changed. */
#ifndef ATTUNE_OUTPUT_FIGURE_H
#define ATTUNE_OUTPUT_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "score/alerts.h"
#include "score/classes.h"
#include "score/norm.h"
#include "score/precision.h"
#include "score/scores.h"
#include "output/sink.h"

/* ---- the table ---- */

enum figure_id {
#define FIGURE(NAME, ...) FIGURE_##NAME,
#define CLASS_FIGURE(NAME, ...) FIGURE_##NAME,
#include "output/figures.def"
    N_FIGURES
};

/* What can stand there. */
enum figure_holds {
#define HOLDS(NAME, ...) HOLDS_##NAME,
#include "output/figures.def"
};

/* How that is written. */
enum figure_form {
    TOLD_ON_SCALE, /* a number, with the scale's decimals */
    TOLD_COUNT,
    TOLD_NUMBER,
    TOLD_WORD,  /* out of a small set: nothing in it needs quotes */
    TOLD_WORDS, /* such words, parted by blanks */
    TOLD_LIST,  /* likewise, and an array where there are arrays */
    TOLD_TEXT,  /* out of the data: anything may be in it */
    TOLD_TRUTH
};

enum figure_asked {
    ASKED_BY_NOBODY,
    ASKED_BY_DETAILS,
    ASKED_BY_CHANGE,
    ASKED_BY_QUALITY
};

/* What has it.  Wide rows leave out the columns in which nothing can ever
   stand, JSON those of norms. */
enum figure_of {
    OF_ANYTHING,
    OF_SCALES,
    OF_SCALES_WITH_BANDS, /* that are told */
    OF_SCALES_WITH_NORMS,
    OF_SCALES_WITH_ERRORS, /* of one score */
    OF_SCALES_WITH_RULES,  /* of change */
    OF_CLASSES,
    OF_ALERTS,
    OF_FORMS /* the whole of an administration */
};

/* Where figures are told. */
enum figure_view {
    VIEW_WIDE, /* a row for each administration */
    VIEW_LONG, /* a row for each administration, and scale or class */
    VIEW_JSON
};

struct told;

/* Only what its form asks for is set. */
struct figure_value {
    bool is_known;
    bool truth;
    double number;
    struct str text;
};

struct figure {
    const char *word;
    const char *stands_in; /* the column of long rows */
    enum figure_holds holds;
    enum figure_form form;
    unsigned views; /* bit v: of enum figure_view */
    enum figure_asked asked_by;
    enum figure_of of;
    const char *means; /* for people, English */
    const char *empty; /* when it is not known; "": it always is */
    struct figure_value (*get)(struct told *told);
};

extern const struct figure figures[N_FIGURES];

/* The option of score that adds it, without its dashes; "": it is always
   there. */
const char *figure_option(const struct figure *figure);

/* "(--details) why there is no score; empty: there is one": for people. */
void figure_add_about(const struct figure *figure, struct buf *out);

/* ---- what they are of ---- */

enum figure_kind {
    FIGURE_OF_SCALE,
    FIGURE_OF_CLASS,
    FIGURE_OF_ALERT,
    FIGURE_OF_FORM
};

/* A scale, class or alert that is told, and which figures in which order. */
struct figure_subject {
    enum figure_kind kind;
    size_t plan_idx;
    size_t idx; /* among its instrument's scales, classes, or plan's alerts */
    const struct scale *scale; /* NULL: it is none, and so on */
    const struct class *class;
    const struct alert *alert;
    const struct figure *const *figures; /* in long rows NULL where it has
                                            nothing for a column */
    size_t n_figures;
};

struct figure_column {
    struct str name;
    const struct figure *figure; /* the first that stands in it */
};

struct figure_subjects {
    const struct figure_subject *items; /* by instrument: scales, classes, and
                                           in JSON alerts */
    size_t n;
    const struct figure_column *columns; /* of wide rows all figures one behind
                                            the other; of JSON none */
    size_t n_columns;
};

/* All that the options ask for, in the arena. */
struct figure_subjects figure_subjects(const struct sink_options *options,
                                       enum figure_view view,
                                       struct arena *arena);

/* ---- one of them, of one row ---- */

/* A zeroed struct can be told anything, again and again; of one thread. */
struct told {
    const struct batch *batch;
    size_t row;
    const struct instrument *instrument;
    const struct scores *scores;
    struct buf words; /* of texts that are put together: good until the next;
                         whoever made the struct clears it */
    /* Of a scale: */
    const struct scale *scale;
    struct score score;
    bool is_compared; /* with norms; else this holds nothing: */
    struct standing standing;
    bool has_error; /* one may be known; else this holds nothing: */
    struct precision precision;
    const struct row_change *change; /* never NULL; all false: not judged */
    /* Of a class: */
    const struct class *class;
    struct class_result result;
    /* Of an alert: */
    const struct alert *alert;
    struct alert_result alert_result;
};

/* Options say which norm, and whether details. */
void figure_tell(const struct sink_options *options,
                 const struct figure_subject *subject,
                 const struct scored *scored, size_t row, struct told *told);
void figure_tell_scale(const struct sink_options *options,
                       const struct scored *scored, size_t scale_idx,
                       size_t row, struct told *told);

/* Whether a row is an administration of the instrument.  One that is broken or
   of another instrument is not. */
bool figure_has_row(const struct scored *scored, size_t row);

/* Of a row that is an administration of none of the instruments: why. */
enum why figure_orphan_why(const struct scored *scored, size_t n, size_t row);

#endif
