/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was filled in together: sessions of several questionnaires that share
   their row, or their name on one day, are one sitting. */
#ifndef ATTUNE_REPORT_SITTINGS_H
#define ATTUNE_REPORT_SITTINGS_H

#include <stddef.h>
#include "base/arena.h"
#include "change/series.h"
#include "chart/axis.h"

/* One session of each sitting, in order; zeroed it has none. */
struct sittings {
    const struct session **sessions;
    size_t n;
};

/* Puts the sessions of a history among the sittings, of which it may be part of
   some already. */
void sittings_merge(struct sittings *sittings, const struct history *history,
                    struct arena *arena);

/* Which sitting each of the history's sessions is part of. */
size_t *sittings_places(const struct sittings *sittings,
                        const struct history *history, struct arena *arena);

/* As charts have them; numbered anew where two share a name. */
struct timeline sittings_timeline(const struct sittings *sittings,
                                  struct arena *arena);

#endif
