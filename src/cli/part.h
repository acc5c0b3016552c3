/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A part of a run of score: the scores of one shard in a file, and in another
   beside it, FILE.shard, all that is to be known to join them to the others.

   FILE.shard is CSV with the columns what, name, value.  The rows up to 'shard'
   say what was asked and of what; they are the same in all parts of a run.
   Below stand which shard it is, where its rows lie, what was written, counts
   by their names (count_fn), and the first problems.  What it counts are
   answers, private ones too: it is to be kept as they are. */
#ifndef ATTUNE_CLI_PART_H
#define ATTUNE_CLI_PART_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "cli/score_run.h"

/* Adds the FILE.shard of a job that is done; its problems are those in 'diag'
   from 'first' on. */
void part_add(const struct score_job *job, const struct diag *diag,
              size_t first, struct buf *out);

struct part {
    const char *path; /* of the scores */
    const char *record_path;
    struct str record;
    struct str setting; /* the rows of the record up to 'shard' */
    size_t offset;      /* of the row 'shard' */
    size_t number;      /* from 1 on */
    size_t n_parts;
    size_t begin; /* of its rows, in the file of answers */
    size_t end;
    const char *input;  /* digest of these */
    size_t size;        /* of the scores */
    const char *output; /* digest of these */
};

/* The parts of one run, in the order of the rows. */
struct parts {
    struct part *items;
    size_t n;
};

/* Reads the records of the files of scores.  False after adding errors: some
   are no parts, are missing, are there twice, or are not of one run. */
bool parts_read(const struct text_list *paths, struct arena *arena,
                struct diag *diag, struct parts *parts) MUST_USE;

/* What the parts were asked for, and the file that they are of. */
bool parts_args(const struct parts *parts, struct context *context,
                struct score_args *args, struct text_list *files) MUST_USE;

/* Whether the job, whose source is open, is what they are parts of: the same
   program, options, answers, instruments.  False after adding what is not the
   same. */
bool parts_fit(const struct parts *parts, const struct score_job *job,
               struct diag *diag) MUST_USE;

/* Adds what the part has counted to 'totals', which is empty, and to the job's
   norms; and the problems that were kept. */
bool part_take(const struct part *part, const struct score_job *job,
               struct totals *totals, struct diag *problems,
               struct diag *diag) MUST_USE;

#endif
