/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of any row into its batches; says what is wrong with it. */
#ifndef ATTUNE_RESPONSE_PLAIN_ROW_H
#define ATTUNE_RESPONSE_PLAIN_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include "response/csv_chunk.h"

/* Takes the next row.  False when only blank lines were left. */
bool plain_row_take(struct csv_chunk *chunk, size_t row);

#endif
