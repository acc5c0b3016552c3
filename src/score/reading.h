/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one way of saved responses through the kernels.  Chunks of a source are
   read in order, worked on side by side and handed out in order
   (base/workers.h); each batch is scored, counted and shown to a visitor, which
   is all that differs between the commands that read rows. */
#ifndef ATTUNE_SCORE_READING_H
#define ATTUNE_SCORE_READING_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "exchange/source.h"
#include "exchange/visits.h"
#include "response/coding.h"
#include "score/alerts.h"
#include "score/plan.h"
#include "score/scores.h"

/* ---- totals.c: what is counted ---- */

/* Of rows while they go by: problems, how often each score came out and why
   not, alerts, the codes that occur.  What was counted of parts of the rows
   joins to what is counted of all, in the order of the rows; and every count
   has a name, by which it can be written down. */

/* How often each why came up: one for each scale of an instrument.  Too few is
   not counted among the whys where nothing of the scale was answered: most
   often, it was not given in that session. */
enum { NOTHING_ANSWERED = N_WHYS, N_WHY_COUNTS };
typedef size_t why_counts[N_WHY_COUNTS];

/* "scored", "nothing-answered", or why_word(). */
const char *why_count_word(int why);

struct totals {
    const struct plan *const *plans;
    size_t n_plans;
    struct response_tally tally;
    struct counted_rows texts; /* of other words, */
    struct counted_rows ahead; /* and of days to come */
    why_counts **counts;       /* for each instrument and scale */
    notice_counts *notices;    /* for each instrument */
    struct coding *codings;
};

/* Counts from 0, in the arena; 'options' are those of reading, 'plans' those of
   their instruments. */
struct totals totals_new(const struct response_options *options,
                         const struct plan *const *plans, struct arena *arena);

/* Counts what stands in batches of one and the same rows, one for each plan;
   before they are scored. */
void totals_add_codes(struct totals *totals, struct batch *const *batches);
/* And when they are. */
void totals_add_scores(struct totals *totals, size_t idx,
                       const struct batch *batch, const struct scores *scores);

/* Adds what was counted of rows that come behind. */
void totals_join(struct totals *totals, const struct totals *from);

/* Shows each count with its name, which no other has; always in one order. */
void totals_walk(struct totals *totals, const struct count_walk *walk);

/* ---- reading ---- */

/* So many problems are kept to be shown; all are counted. */
enum { SHOWN_PROBLEMS = 20 };

struct item_sums;
struct row_changes;
struct told;

/* The scores of one instrument over some rows. */
struct scored {
    const struct batch *batch;
    const struct scores *scores;
    const struct row_changes *changes; /* NULL: none were judged */
};

/* A chunk on its way, and the batch of it that is looked at. */
struct operands;
struct reading;

struct piece {
    struct chunk *chunk;
    const struct rows *rows;
    const struct scored *scored; /* one for each plan, without changes */
    void *own;                   /* the visitor's */
    size_t number;               /* of the chunk, from 0 */
    size_t first_row;            /* of the batch, among the rows of the chunk;
                                    seen again, a row has the number it had */
    struct piece_work *work;     /* reading.c's */
};

struct visitor {
    /* Make and free what the visitor has of each piece; NULL: nothing. */
    void *(*own_new)(void *aux);
    void (*own_free)(void *own);
    /* Never NULL.  Looks at a batch; by several threads at once, each with
       a piece of its own.  A group that is too large for a batch is seen twice
       (enum group_view) and counted once.  False: no more of them are wanted.
     */
    bool (*rows)(void *aux, struct piece *piece);
    /* The rest is called in the order of the rows, by one thread at a time,
       when the last batch of the chunk was looked at.  First, where places of
       rows can still be asked for: adds problems to 'diag'; false, having added
       why, refuses all rows.  NULL: nothing. */
    bool (*join)(void *aux, struct piece *piece, struct diag *diag);
    /* What was wrong with the rows; NULL: the first are kept. */
    void (*problems)(void *aux, const struct diag *problems);
    /* Hands out what came of the chunk; false stops.  NULL: nothing. */
    bool (*put)(void *aux, struct piece *piece);
};

/* Whose problems others tell. */
void reading_pass_over(void *aux, const struct diag *problems);

/* Who tells rows of other rows, where an instrument asks (score/told.h). */
struct teller {
    /* Before the first row.  False, having added why: nothing is read. */
    bool (*prepare)(void *aux, struct reading *reading);
    /* Puts what the rows of a batch are told into it; by several threads.
       False: these are not the rows that it was prepared for. */
    bool (*tell)(void *aux, size_t plan_idx, const struct piece *piece,
                 struct batch *batch);
};

struct reading {
    struct source *source;
    const struct response_options *options; /* the source's */
    const struct plan *const *plans;        /* of each of its instruments */
    struct arena *arena;
    struct diag *diag;     /* gets the first problems */
    size_t n_threads;      /* 0: one */
    bool with_details;     /* of the scores */
    bool with_branches;    /* of all scores (filler.h) */
    bool with_care;        /* signs of care (care.h), of private items only */
    bool care_of_private;  /* where this says so */
    bool hides_private;    /* reading_warn() tells of no private item */
    struct visits *visits; /* compare the sessions; NULL: nobody does */
    bool by_client;        /* batches are of whole groups (source.h): rows of
                              one client that stand together */
    const struct teller *teller; /* NULL: no row is told anything */
    void *teller_aux;
    /* Look at the items' keys in the first rows, BATCH_ROWS at most, the first
       of each client (item_sums.h); reading_warn() tells. */
    bool with_audit;
    const struct visitor *visitor;
    void *aux;
    /* What came of it: */
    struct item_sums **audited; /* of each plan; NULL: nobody asked */
    struct totals totals;       /* none where not even a row was looked for */
    bool was_refused;           /* the rows do not stand as they must */
    size_t n_chunks;            /* read so far */
};

/* Reads to the end, or to where the visitor stops. */
void reading_run(struct reading *reading);

/* Puts the branches (filler.h) of a row's scores, which live in
   reading->arena; by a visitor of one thread. */
void reading_fill(const struct reading *reading, struct piece *piece,
                  size_t row);

/* What a row has of what is asked of it (kernel.h); in visitor->rows(), with
   details. */
void reading_ask(const struct piece *piece, size_t plan_idx,
                 struct operands *asked, size_t row, struct told *told);

/* Counts problems that others found, and keeps the first of all. */
void reading_tell(struct reading *reading, struct diag *problems);

/* Keeps the first of the problems that rows have alone, counted already, and of
   those that comparing them found, which it counts, in the order of their
   lines: that does not hang on how the rows were cut into chunks. */
void reading_tell_rows(struct reading *reading, const struct diag *alone,
                       const struct diag *compared);

/* When all is read: warns of rows that were answered in other words, of answers
   that look coded otherwise, and of keys that look wrong. */
void reading_warn(const struct reading *reading, struct diag *diag);

/* Whether some problem was an error. */
bool reading_has_errors(const struct reading *reading);

#endif
