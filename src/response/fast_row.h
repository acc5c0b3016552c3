/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast way of a row into its batches, for rows that have nothing odd about
   them. */
#ifndef ATTUNE_RESPONSE_FAST_ROW_H
#define ATTUNE_RESPONSE_FAST_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include "response/csv_chunk.h"

/* Takes the next row.  False, with the chunk where it stood, for a row that is
   plain_row.c's: a cell that is no answer or no such fact, another length than
   the header, text after a quote, a row that is not to be scored, a blank
   line. */
bool fast_row_take(struct csv_chunk *chunk, size_t row);

#endif
