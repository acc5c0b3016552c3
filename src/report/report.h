/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From histories to pages: what a report is about, and how it is laid out. */
#ifndef ATTUNE_REPORT_REPORT_H
#define ATTUNE_REPORT_REPORT_H

#include <stddef.h>
#include "base/arena.h"
#include "base/words.h"
#include "chart/measure.h"
#include "report/document.h"
#include "report/template.h"
#include "change/series.h"

/* Everything that a report of one client is made from. */
struct report_data {
    const char *client;
    const struct history *const *histories; /* one for each instrument */
    size_t n_histories;
    enum language language;
    enum audience audience; /* whom the pages are for */
    const char *baseline;   /* the session that changes are counted from; NULL:
                               the first score */
    bool with_alerts;       /* tell them on the clinician's pages */
    const char *program_version;
};

/* Lays the template's blocks out on pages.  Private items, and what rests on
   them, are on none but the clinician's. */
const struct document *report_make(const struct template *template,
                                   const struct report_data *data,
                                   enum paper paper,
                                   const struct measure *measure,
                                   struct arena *arena) MUST_USE;

#endif
