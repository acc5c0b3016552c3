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
#include "output/score_text.h"

struct json;
struct norm_tally;

enum { DIGEST_SHOWN = 16 }; /* hex digits in a column */

struct sink_options {
    const struct str *kept; /* headers of the columns passed through */
    size_t n_kept;
    const struct plan *const *plans; /* one for each instrument */
    size_t n_plans;
    char delimiter;
    bool is_long;       /* a row for each administration and scale, and class,
                           with details always */
    bool with_details;  /* .why .answered .items .low .high .band ... */
    bool is_rounded;    /* to each scale's decimals */
    bool is_plain;      /* tables as labelled lines */
    bool with_private;  /* what rests on private answers, too */
    bool is_raw;        /* no apostrophe before what looks like a formula */
    const char *norm;   /* id of the norm to use for everybody; NULL: none */
    bool with_changes;  /* .baseline .change .rci .verdict; needs details of
                           the scores, whatever with_details says */
    bool with_care;     /* signs of how each form was filled in, behind the
                           scores */
    int64_t written;    /* when, in seconds since 1970 */
    const char *prefix; /* before the name of each column that is not passed
                           through; NULL: none */
    struct norm_tally *const *norms; /* for each plan, counts which were told;
                                        NULL: nobody asks */
};

/* Whether a scale is told at all; classes and alerts likewise.  Without
   with_private, changing every private answer leaves what is written the same,
   byte for byte. */
static inline bool
sink_tells_scale(bool with_private, const struct scale *scale)
{
    return !scale->is_internal && (with_private || !scale->is_private);
}

/* ---- formats ---- */

struct sink_class {
    /* What parts cells: a tab; a comma for what parts those of the input; 0
       where nothing does. */
    char delimiter;
    /* One whole with every detail of every score, alerts too, and nothing
       rounded: there is nothing to choose about it. */
    bool is_document;
    /* Never NULL.  Makes what printing needs, in the arena.  NULL after adding
       an error, e.g. a score with the name of a column passed through. */
    void *(*open)(const struct sink_options *options, struct arena *arena,
                  struct diag *diag);
    /* What stands before the first row; NULL: nothing. */
    void (*head)(const void *state, struct buf *out);
    /* Never NULL.  Prints rows; 'scored' has one entry for each plan.  Called
       from several threads at once, with different memos and buffers. */
    void (*rows)(const void *state, const struct rows *rows,
                 const struct scored *scored, struct score_text *memo,
                 struct buf *out);
    /* What happens to printed rows on their way out, in the order of the rows
       and by one thread at a time.  NULL: they go out as they are. */
    void (*arrange)(void *state, struct str printed, struct buf *out);
    /* What stands behind the last row; NULL: nothing.  False after adding an
       error; what the format could not hold is a warning. */
    bool (*tail)(void *state, struct buf *out, struct diag *diag);
};

/* The formats of formats.def.

   sink_csv, sink_tsv: rows of cells.  Wide: a row for each input row, a column
   for each scale and, behind them, for each class; empty: no score, or no case.
   Long: a row for each administration and scale, and class, whose value is the
   id of a case.  A row that is of none of the instruments, or broken, gives one
   line with its why and no scale.  The columns passed through that are named
   'instrument', 'edition' and 'digest' give way to the sink's own of these
   names, unless a prefix keeps them apart.

   sink_table: the same under each other, for a person at a terminal: numbers
   with the scale's decimals.  The width of a column is that of its widest cell
   among the first rows.

   sink_sav: a data file of SPSS, wide: everything at the end, since it says
   first what each column is.

   sink_json: one document: {"format": 1, "program": ..., "instruments": [...],
   "rows": [...]}, each row on a line of its own.  JSON in one piece, not a line
   each, so that one that was cut off is none.  A reader passes over keys that
   it does not know; 'format' rises when one of those that are there changes its
   meaning. */
#define FORMAT(word, help) extern const struct sink_class sink_##word;
#include "output/formats.def"

/* Adds to an open object which definition it is, and in which words beside its
   own it can be answered: id, edition, lang, digest and wordings (an array of
   lang, digest). */
void sink_json_put_origin(struct json *json,
                          const struct instrument *instrument);

/* In the order of formats.def, whose first are --format's names. */
extern const struct sink_class *const sink_formats[];
enum sink_format {
#define FORMAT(word, help) SINK_##word,
#include "output/formats.def"
};

/* ---- printing ---- */

struct sink;

/* Lives in the arena.  NULL after adding an error. */
struct sink *sink_open(const struct sink_class *class,
                       const struct sink_options *options, struct arena *arena,
                       struct diag *diag) MUST_USE;

/* As the functions of its class say. */
void sink_head(const struct sink *sink, struct buf *out);
void sink_rows(const struct sink *sink, const struct rows *rows,
               const struct scored *scored, struct score_text *memo,
               struct buf *out);
bool sink_tail(struct sink *sink, struct buf *out, struct diag *diag) MUST_USE;

/* Printed rows as they go out; they may stand in 'arranged', which is emptied
   before. */
struct str sink_arrange(struct sink *sink, struct str printed,
                        struct buf *arranged);

#endif
