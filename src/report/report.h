/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From histories to pages: what a report is about, and how it is laid out. */
#ifndef ATTUNE_REPORT_REPORT_H
#define ATTUNE_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/words.h"
#include "chart/measure.h"
#include "change/consents.h"
#include "report/document.h"
#include "report/template.h"
#include "change/series.h"

struct study;

/* Everything that a report of one client is made from. */
struct report_data {
    const char *client;
    const struct report_data *partner; /* of a page for two: the other one's;
                                          NULL: a page for one */
    const struct consents *consents;   /* of a page for two */
    const struct report_data *members; /* of a page of many: each one's */
    size_t n_members;
    const struct study *studies; /* and what their first forms say of items */
    size_t n_studies;
    const char *couple; /* of a member: the couple's code; NULL or "": none */
    const struct history *const *histories; /* one for each instrument */
    size_t n_histories;
    enum language language;
    enum audience audience; /* whom the pages are for */
    /* What was corrected in the files; NULL: nothing, or it is not told. */
    const struct amendment_list *amendments;
    const char *baseline; /* the session that changes are counted from; NULL:
                             the first score */
    bool with_alerts;     /* tell them on the clinician's pages */
    const char *program_version;
};

/* Lays the template's blocks out on pages.  Private items, and what rests on
   them, are on none but the clinician's. */
const struct document *report_make(const struct template *template,
                                   const struct report_data *data,
                                   enum paper paper,
                                   const struct measure *measure,
                                   struct arena *arena) MUST_USE;

/* Whether there is anything that both partners said yes to.  Where not, there
   is no page, and nothing is said of why. */
bool report_may_be_shared(const struct template *template,
                          const struct report_data *data,
                          struct arena *arena) MUST_USE;

/* All that a template says in its own words, with its picture: to see whether
   that can be drawn. */
const struct document *report_trial(const struct template *template,
                                    enum language language,
                                    const struct measure *measure,
                                    struct arena *arena) MUST_USE;

#endif
