/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as text: what a format must be able to do.  A sink holds no output;
   it prints into buffers, so that many threads can print at once. */
#ifndef ATTUNE_OUTPUT_SINK_H
#define ATTUNE_OUTPUT_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "response/batch.h"
#include "change/row_changes.h"
#include "score/plan.h"
#include "score/reading.h"
#include "score/scores.h"

struct norm_tally;
struct sink_class;

struct sink_options {
    const struct str *kept; /* headers of the columns passed through */
    size_t n_kept;
    const struct plan *const *plans; /* one for each instrument */
    size_t n_plans;
    char delimiter;
    bool with_details;  /* .why .answered .items .low .high .band ... */
    bool is_rounded;    /* to each scale's decimals */
    bool is_plain;      /* tables as labelled lines */
    bool with_private;  /* what rests on private answers, too */
    bool is_raw;        /* no apostrophe before what looks like a formula */
    const char *norm;   /* id of the norm to use for everybody; NULL: none */
    bool with_changes;  /* .baseline .change .rci .verdict; needs details of
                           the scores, whatever with_details says */
    const char *prefix; /* before the name of each column that is not passed
                           through; NULL: none */
    /* Of sink_counted only: what prints, and a tally for each plan. */
    const struct sink_class *counted;
    struct norm_tally *const *norms;
};

/* Whether it is told at all: without with_private, changing every private
   answer leaves what is written the same, byte for byte. */
static inline bool
sink_tells_scale(const struct sink_options *options, const struct scale *scale)
{
    return !scale->is_internal && (options->with_private || !scale->is_private);
}

static inline bool
sink_tells_class(const struct sink_options *options, const struct class *class)
{
    return options->with_private || !class->is_private;
}

static inline bool
sink_tells_alert(const struct sink_options *options, const struct alert *alert)
{
    return options->with_private || !alert->is_private;
}

struct sink_class {
    /* Never NULL.  Makes what printing needs, in the arena.  NULL after adding
       an error, e.g. a score with the name of a column passed through. */
    void *(*open)(const struct sink_options *options, struct arena *arena,
                  struct diag *diag);
    /* Never NULL.  What stands before the first row. */
    void (*head)(const void *sink, struct buf *out);
    /* Never NULL.  Prints rows; 'scored' has one entry for each plan.  Called
       from several threads at once, with different buffers. */
    void (*rows)(const void *sink, const struct rows *rows,
                 const struct scored *scored, struct buf *out);
    /* What happens to printed rows on their way out, in the order of the rows
       and by one thread at a time.  NULL: they go out as they are. */
    void (*arrange)(void *sink, struct str printed, struct buf *out);
    /* What stands behind the last row; NULL: nothing. */
    void (*tail)(void *sink, struct buf *out);
};

/* One row for each input row, a column for each scale and, behind them, for
   each class.  Empty: no score, or no case. */
extern const struct sink_class sink_csv_wide;

/* One row for each administration and scale, and class, whose value is the id
   of a case, with details always: 'scores' must have them.  The last column is
   of classes alone: the cases that blanks could have made them.  A row that is
   of none of the instruments, or broken, gives one line with its why and no
   scale. The columns passed through that are named 'instrument' and 'edition'
   give way to the sink's own of these names, unless a prefix keeps them apart.
 */
extern const struct sink_class sink_csv_long;

/* One JSON document: {"format": 1, "program": ..., "instruments": [...],
   "rows": [...]}, each row on a line of its own, with details always.  JSON in
   one piece, not a line each, so that one that was cut off is none.  A reader
   passes over keys that it does not know; 'format' rises when one of those that
   are there changes its meaning. */
extern const struct sink_class sink_json;

/* What the CSV sinks print as columns under each other, for a person at a
   terminal: numbers with the scale's decimals.  The width of a column is that
   of its widest cell among the first rows. */
extern const struct sink_class sink_table_wide;
extern const struct sink_class sink_table_long;

/* Prints as options.counted does, which needs details, and counts in
   options.norms which norms were told. */
extern const struct sink_class sink_counted;

#endif
