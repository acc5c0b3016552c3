/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Administrations as rows of a CSV file of saved responses. */
#ifndef ATTUNE_EXCHANGE_CSV_RECORDER_H
#define ATTUNE_EXCHANGE_CSV_RECORDER_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "exchange/recorder.h"

extern const struct recorder_class csv_recorder;

/* Whether rows could be appended to 'path', before it is known of what.  False
   after adding an error: it is no regular file, cannot be written or locked, or
   there is no place for it.  '*is_new': the file is not there. */
bool csv_recorder_check(const char *path, bool *is_new,
                        struct diag *diag) MUST_USE;

/* Will append to 'path', which may not be there yet.  NULL after adding an
   error: it cannot be read, or its header is another than that of this
   instrument, or lacks the column 'couple' and rows are to have one. */
struct recorder *csv_recorder_open(const char *path,
                                   const struct instrument *instrument,
                                   bool with_couple, struct arena *arena,
                                   struct diag *diag) MUST_USE;

/* Whether the file was begun before there was a column 'digest': its rows, and
   what is appended to them, go without. */
bool csv_recorder_lacks_digest(const struct recorder *recorder);

/* The names of the columns that a file of before lacks, where they can be
   added: of the digest, and of the couple where that is wanted; "": none.  In
   the arena of the recorder. */
const char *csv_recorder_lacking(const struct recorder *recorder,
                                 bool with_couple);
/* Adds them, empty in all rows; every other byte stays, but for a correction
   that was interrupted: that is made first (amendments.h).  False after adding
   an error; then none is added. */
bool csv_recorder_add_columns(struct recorder *recorder, bool with_couple,
                              struct diag *diag) MUST_USE;

/* Whether the file has a row of the same client, instrument, session and day as
   these facts; nobody knows of a client without a code. */
bool csv_recorder_has_session(const struct recorder *recorder,
                              const struct str facts[N_FACTS]);

/* The header and the row, with their row ends; with a couple where the
   administration has one. */
void csv_recorder_add_header(struct buf *buf,
                             const struct administration *administration);
void csv_recorder_add_row(struct buf *buf,
                          const struct administration *administration);

#endif
