/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page may speak of: the scales of a client's histories that another
   person may see.  Every block takes its scales from here and nowhere else, so
   that what is withheld is decided in one place, by the definition and never by
   the data. */
#ifndef ATTUNE_REPORT_SUBJECT_H
#define ATTUNE_REPORT_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "change/series.h"

/* One instrument, with the scales of it that may be seen: those that have a
   score, or all where none has. */
struct topic {
    const struct history *history;
    const struct series *series; /* in the instrument's order */
    size_t n_series;
};

struct subject {
    const char *client;
    const struct topic *topics; /* those with a scale that may be seen */
    size_t n_topics;
    size_t n_sessions;  /* of all topics; one that they share counts once */
    int32_t first_days; /* DATE_NONE: no session is dated */
    int32_t latest_days;
};

/* Everything is borrowed from the histories. */
struct subject subject_of(const char *client,
                          const struct history *const *histories,
                          size_t n_histories, struct arena *arena);

/* Whether another person may see the scale: neither internal nor resting on a
   private answer. */
bool subject_shows(const struct scale *scale);

#endif
