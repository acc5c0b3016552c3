/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page may speak of: the scales of a client's histories that another
   person may see, the sittings that they share, and what was found of each, the
   important first.  Every block takes its scales from here and nowhere else, so
   that what is withheld is decided in one place, by the definition and never by
   the data.  A page for two has what both of them said yes to (joint.c). */
#ifndef ATTUNE_REPORT_SUBJECT_H
#define ATTUNE_REPORT_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "change/series.h"
#include "change/partner_difference.h"
#include "change/verdict.h"
#include "chart/progress.h"
#include "report/template.h"

struct report_data;
struct amendment_list;

/* One instrument, with the scales of it that may be seen: those that have a
   score, or all where none has. */
struct topic {
    enum audience audience; /* the subject's */
    const struct history *history;
    const struct series *series; /* in the instrument's order */
    size_t n_series;
    const size_t *sittings; /* of the history's sessions: where they stand */
    const struct topic *partner; /* on a page for two: the same of the other,
                                    each series beside that of its place */
};

/* A scale and the verdict on its latest score. */
struct finding {
    const struct topic *topic;
    const struct series *series;
    struct verdict verdict;
    size_t baseline; /* the session it is counted from, or the last of several
                        whose mean is; SIZE_MAX: none */
    size_t baseline_first; /* and the first */
    bool has_pair;         /* there are two scores to compare, of one edition */
    unsigned chart; /* places that a reader of the page may go to: its chart */
    unsigned row;   /* and its row of numbers */
    /* On a page for two, which has no verdict on a change: */
    const struct series *other; /* the partner's; NULL: a page for one */
    struct partner_difference between;
};

struct subject {
    const char *client;          /* both, on a page for two, */
    const struct cohort *cohort; /* of many; then there is nothing below */
    const char *names[2];        /* and each of them; NULL: a page for one */
    enum audience audience;
    enum report_kind kind;
    bool with_alerts;                        /* they are told */
    const struct amendment_list *amendments; /* for the clinician; NULL: none */
    const char *baseline;       /* that was asked for; NULL: none */
    const struct topic *topics; /* those with a scale that may be seen */
    size_t n_topics;
    const struct finding *findings; /* primary scales, then those that became
                                       better or worse, then those that were
                                       judged, then those with a cut-off, then
                                       the others */
    size_t n_findings;
    struct progress_practices practices; /* of their instrument; none: n is 0 */
    struct timeline timeline; /* of the sittings of all topics; one that they
                                 share counts once */
    int32_t first_days;       /* DATE_NONE: no session is dated */
    int32_t latest_days;
};

/* Everything is borrowed from the histories.  The template says which scales
   stand first and which answers are of practices; the data, from which session
   changes are counted.  On a page of one session, the latest, all topics were
   given at it, and the span is its day. */
struct subject subject_of(const struct report_data *data,
                          const struct template *template, struct arena *arena);

/* The same of a page for two; in joint.c. */
struct subject subject_of_two(const struct report_data *data,
                              const struct template *template,
                              struct arena *arena);

/* At which place the template names the scale among those that stand first;
   SUBJECT_NOT_PRIMARY, which is above all places: at none. */
enum { SUBJECT_NOT_PRIMARY = 1 << 24 };
size_t subject_primary(const struct series *series, const char *primary,
                       struct arena *arena);

/* The numbers below n, the lower ranks first, and of one rank in their own
   order. */
const size_t *subject_order(const size_t *ranks, size_t n, struct arena *arena);

/* Whether whom the page is for may see the scale: none sees an internal one,
   and none but the clinician one that rests on a private answer. */
bool subject_shows(enum audience audience, const struct scale *scale);

/* That of the series, which is one of the subject's. */
const struct finding *subject_finding(const struct subject *subject,
                                      const struct series *series);

/* The name of a session as the whole page has it. */
const char *subject_label(const struct subject *subject,
                          const struct topic *topic, size_t session);

#endif
