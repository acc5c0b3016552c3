/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who said yes to a page for two, and when.  Each was asked alone, of one scale
   or of all that are not asked for by name; the latest that a person said of a
   scale decides.  A page tells nobody who said no, nor that somebody did. */
#ifndef ATTUNE_CHANGE_CONSENTS_H
#define ATTUNE_CHANGE_CONSENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "instrument/library.h"

struct consents;

/* Reads a file of them: CSV with the columns client, scale, date, consent (yes
   or no), asked-alone (yes or no); 'scale' is INSTRUMENT.SCALE or empty.  NULL
   after adding errors with their lines. */
const struct consents *consents_read(const char *path, struct str bytes,
                                     struct arena *arena,
                                     struct diag *diag) MUST_USE;

/* Whether each scale that a client names is one of the instruments, or of those
   on the shelves: what was said of one that is not there would be lost, unless
   the client has said something of all scales later.  False after adding errors
   with their lines. */
bool consents_check(const struct consents *consents, const char *client,
                    struct library *library,
                    const struct instrument *const *instruments, size_t n,
                    struct diag *diag) MUST_USE;

/* From which day on a page for two may hold the client's scores on a scale
   ("communication.heard"); DATE_NONE: it may hold none.  That is the first yes
   of those that no other answer came after, where the last of them is not older
   than 'latest_days', the day of the latest session.  A yes in the partner's
   hearing is none, of two answers on one day the no counts, and so does the no
   of a code that differs in case alone.  'by_name': only a yes to this very
   scale; a no to all of them is one to it, too. */
int32_t consents_since(const struct consents *consents, const char *client,
                       const char *scale, bool by_name, int32_t latest_days);

#endif
