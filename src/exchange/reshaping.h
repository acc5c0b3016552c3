/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files whose rows are not administrations as they stand: one wide row holds
   several time points ("e#_t@" and "session,@" in a map), and several columns
   of boxes make up one answer ("k___#").  Here a row of such a file becomes
   rows under a header of its own, which is bound like any other. */
#ifndef ATTUNE_EXCHANGE_RESHAPING_H
#define ATTUNE_EXCHANGE_RESHAPING_H

#include <stdbool.h>
#include <stddef.h>
#include "response/bind.h"
#include "response/recoding.h"
#include "exchange/source_format.h"

struct reshaping;

/* How the rows of a file are reshaped, and '*bound', the header that they have
   then; both in the arena, borrowing from the header and the recoding.  NULL:
   they stay as they are, or, having added why, '*failed' is set: two columns
   for one item at one time point. */
const struct reshaping *reshaping_new(const struct header *header,
                                      const struct response_options *options,
                                      const struct recoding *recoding,
                                      struct arena *arena, struct header *bound,
                                      bool *failed, struct diag *diag);

/* 1 where a row holds no time points. */
size_t reshaping_n_times(const struct reshaping *reshaping);

/* A column of the file, and the bound one under which its cells go. */
struct reshaped_part {
    size_t column;
    size_t bound;
};

/* The columns of a time point; of SIZE_MAX: those of all. */
const struct reshaped_part *reshaping_parts(const struct reshaping *reshaping,
                                            size_t time, size_t *n);

/* The bound column of the time points' words, and the word of one.  SIZE_MAX:
   there are no time points. */
size_t reshaping_word(const struct reshaping *reshaping, size_t time,
                      struct str *word);

/* Whether rows hold time points, and cells only go under other columns: none is
   a box. */
bool reshaping_only_moves(const struct reshaping *reshaping);

/* The column of the file where a bound one stands; SIZE_MAX: in several. */
size_t reshaping_origin(const struct reshaping *reshaping, size_t column);

/* And the bound column that one of the file is or belongs to. */
size_t reshaping_bound(const struct reshaping *reshaping, size_t column);

/* Whether a row, whose texts are those of the file's columns, holds something
   at a time point.  Where it does at none, answers in columns without a time
   are at the first. */
bool reshaping_has(const struct reshaping *reshaping,
                   const struct binding *binding, const struct str *texts,
                   size_t time);

/* A row at one time point: arrays of the bound columns. */
struct reshaped_row {
    struct str *texts;
    size_t *offsets;
    struct str *names; /* of the columns where the cells stand */
    enum box_state *boxes;
};
struct reshaped_row *reshaped_row_new(size_t n_columns,
                                      struct arena *arena) MUST_USE;

/* Texts that are made up are in 'scratch'. */
void reshaping_row(const struct reshaping *reshaping,
                   const struct binding *binding, const struct row_cells *cells,
                   size_t time, struct reshaped_row *row,
                   struct arena *scratch);

#endif
