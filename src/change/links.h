/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows a row may ask (instrument->asked), found before any is scored: all
   rows are read once, in whatever order they stand, and what each has of what
   is asked is kept; then they are read again, and told.

   Rules over other questionnaires ask those at the same session: rows of one
   client, date and session, of which the last is told.

   A person's sessions are those of one code of client, in the order of
   series.h; the first may be the session itself.  A partner's session goes with
   one's own as couples.h pairs them, among the rows that name their couple, and
   is there where the two are of one edition and not known to be more than
   PARTNERS_DAYS apart.  A row that names
   no client has no others.  A session counts where a question that is not
   private was answered, so that nothing private, and no sort of blank, shows in
   what others are told; what is private itself is asked of all sessions.

   Memory: all rows, LINKS_LIMIT_ROWS at most. */
#ifndef ATTUNE_CHANGE_LINKS_H
#define ATTUNE_CHANGE_LINKS_H

#include <stdbool.h>
#include "score/reading.h"

enum { LINKS_LIMIT_ROWS = 100000 };

struct links;

/* Reads all rows of a reading, which is run to its end by one thread and must
   have a source of its own; lives in its arena.  NULL: that was refused. */
struct links *links_read(struct reading *reading) MUST_USE;

/* Adds an error for each couple that has more than two clients: it has no
   partners. */
void links_warn(const struct links *links, struct diag *diag);

/* As a teller does (reading.h). */
bool links_tell(const struct links *links, size_t plan_idx,
                const struct piece *piece, struct batch *batch) MUST_USE;

#endif
