/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a file, of whatever format, as they stand and without a
   questionnaire: for who finds out what its columns are. */
#ifndef ATTUNE_EXCHANGE_RAW_ROWS_H
#define ATTUNE_EXCHANGE_RAW_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"
#include "exchange/source.h"
#include "response/source_settings.h"

/* Is shown each row with a cell for each header: columns without a name at the
   end are left out.  All texts are good for the call.  False: that will do. */
typedef bool raw_row_fn(void *aux, const struct str *cells);

/* Is told the headers first, and what else the file says of its columns
   (source_describe()). */
typedef bool raw_header_fn(void *aux, const struct source *source,
                           const struct str *headers, size_t n);

/* False after adding why the file cannot be read, or where 'header' says
   so. */
bool raw_rows_read(const char *path, const struct source_settings *settings,
                   raw_header_fn *header, raw_row_fn *row, void *aux,
                   struct diag *diag) MUST_USE;

#endif
