/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict on a series (verdict.h) as a page says it: in short at a glance,
   as a zone of a chart, and with all that it rests on.  Nothing is judged here.
   All texts are made in the tongue's arena. */
#ifndef ATTUNE_REPORT_JUDGED_H
#define ATTUNE_REPORT_JUDGED_H

#include <stdbool.h>
#include <stddef.h>
#include "report/panel.h"
#include "report/sentences.h"
#include "report/subject.h"
#include "change/verdict.h"

/* Whether the error of the change is known, so that there is a grey zone.
   Fixed points are none. */
bool judged_has_zone(const struct verdict *verdict);

/* Whether its change is counted from the first score alone: not from another
   session, the first of an edition or the mean of several.  There is a pair. */
bool judged_starts_at_first(const struct finding *finding);

/* Whether a finding is told to the client: as higher or lower, without norms,
   cut-offs and colours of concern. */
bool judged_is_plain(const struct finding *finding);

/* "better, beyond error": as short as a strip needs it; "higher" where no more
   is known, judged by the difference as it is shown; "one score so far".  To
   the client with what limits it: "higher than at first, by more than error".
 */
const char *judged_strip(struct tongue tongue,
                         const struct finding *finding) MUST_USE;

/* What stands before it, and its colour. */
enum verdict_mark judged_mark(const struct finding *finding);
uint32_t judged_color(const struct finding *finding);

/* The verdict in full, without what limits it: "better by more than measurement
   error; seen once, look again". */
const char *judged_headline(struct tongue tongue,
                            const struct finding *finding) MUST_USE;

/* What limits it, and where it is counted from after a new edition: "now on the
   better side of the cut-off 2.5; day-to-day swings not counted"; NULL:
   nothing. */
const char *judged_cautions(struct tongue tongue, const struct subject *subject,
                            const struct finding *finding) MUST_USE;

/* As many decimals as tell on which side of its limit a difference is, and that
   the limit is more than 0; those of the two scores at least. */
int judged_decimals(const struct finding *finding, double difference,
                    double limit);

/* "+1.90 ± 0.84": the difference and, where a change counts from the first
   score, the limit that it is held against; with as many digits as it takes to
   see on which side of it the difference is.  Fixed points are in the
   headline.  To the client the difference alone. */
const char *judged_change(struct tongue tongue,
                          const struct finding *finding) MUST_USE;

/* "from session 1 to session 9; Jacobson–Truax; SD 0.84 (n 830; made up);
   retest 0.81 over 14 days (n 96; made up); ...".  Of a verdict that is
   judged. */
const char *judged_method(struct tongue tongue, const struct subject *subject,
                          const struct finding *finding) MUST_USE;

/* "mean 2.1, SD 0.84 (n 830; made up); alpha 0.87; error of the score 0.30":
   what a score of one session is held against and how exact it is; NULL:
   neither is known. */
const char *judged_standing(struct tongue tongue, const struct scale *scale,
                            const struct panel_standing *standing) MUST_USE;

/* What all verdicts of a page have in common; of one session there are none. */
struct judged_tally {
    size_t n;        /* scales that a rule was applied to */
    bool has_zone;   /* one of them has a grey zone */
    size_t n_points; /* of these, by a fixed number of points */
    bool depends;    /* on blanks, in one of them */
    bool is_mixed;   /* their zones hold different shares */
    double share;    /* of repeat answers that their zones hold, if nothing
                        changed; of those that are not by points */
    double chance;   /* that one of these is outside, if nothing changed; or
                        that a trend is told beside one of them */
};

struct judged_tally judged_count(const struct subject *subject,
                                 struct arena *arena);

/* A share in percent: "95", "97.5". */
const char *judged_percent(struct tongue tongue, double share) MUST_USE;

/* ---- of two partners (gaps.c) ---- */

/* Whether the gap was tested, and every filling of the blanks says the same. */
bool judged_tells_gap(const struct finding *finding);

/* The scale, or both where it stands beside another. */
const char *judged_title(struct tongue tongue,
                         const struct finding *finding) MUST_USE;

/* "experienced differently: 1.2 apart, up to 0.9 may be error"; "1.2 apart, not
   tested"; with the session and its scores, where the latest are others. */
const char *judged_gap(struct tongue tongue, const struct subject *subject,
                       const struct finding *finding) MUST_USE;

/* "Calm (3.5 and 1)": a title with the scores of a gap that is told; likewise
   with their session. */
const char *judged_gap_of(struct tongue tongue, const struct subject *subject,
                          const struct finding *finding,
                          const char *title) MUST_USE;

/* With the latest scores of both and the ends of the scale. */
const char *judged_gap_in_full(struct tongue tongue,
                               const struct subject *subject,
                               const struct finding *finding) MUST_USE;

/* "the errors of the two scores are 0.37 and 0.45, that of their gap √(0.37² +
   0.45²) = 0.58; 1.96 times that is 1.13".  Of a gap with a known error. */
const char *judged_gap_method(struct tongue tongue,
                              const struct finding *finding) MUST_USE;

#endif
