/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted of rows that were read, and how counts are shown one by one
   with their names, to be written down and read again. */
#ifndef ATTUNE_RESPONSE_TALLY_H
#define ATTUNE_RESPONSE_TALLY_H

#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

/* Is shown a count by a name that no other has, and may set it. */
typedef void count_fn(void *aux, const char *name, size_t *n);

/* Shows a count whose name is made of words, the last of which may be empty. */
struct count_walk {
    count_fn *count;
    void *aux;
};
void count_show(const struct count_walk *walk, size_t *n, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

struct response_tally {
    size_t n_rows;
    size_t n_blank; /* lines without anything, which are no rows */
    size_t n_problems[N_MESSAGES];
    size_t n_elsewhere;   /* problems of rows that nobody asked about */
    size_t n_empty_times; /* time points of wide rows that made no row */
    size_t n_unclear;     /* answers by boxes: all empty, as is all else */
};
void response_tally_join(struct response_tally *tally,
                         const struct response_tally *from);
void response_tally_walk(struct response_tally *tally,
                         const struct count_walk *walk);

/* Rows of one kind: they are told of once, with the place of the first. */
struct counted_rows {
    size_t n;
    struct place first;
};
void counted_rows_join(struct counted_rows *rows,
                       const struct counted_rows *from);
/* But for the name of the file. */
void counted_rows_walk(struct counted_rows *rows, const char *name,
                       const struct count_walk *walk);
/* Warns of rows that were answered in other words than the questionnaire has
   now, if there are some: they were scored all the same. */
void other_texts_warn(const struct counted_rows *rows, struct diag *diag);
/* And of days that are to come; 'today' is that of response_options. */
void ahead_warn(const struct counted_rows *rows, int32_t today,
                struct diag *diag);

#endif
