/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finding as what charts and strips show, and the marks that occur on them,
   for the key that explains them. */
#ifndef ATTUNE_REPORT_PANEL_H
#define ATTUNE_REPORT_PANEL_H

#include "chart/profile.h"
#include "chart/progress.h"
#include "chart/strip.h"
#include "report/layout.h"
#include "score/norm.h"
#include "score/precision.h"

/* Whether there is anything to draw: a score. */
bool panel_can_draw(const struct finding *finding);

/* What a cross says.  On a page for the clinician it is also of a form in which
   nothing was answered. */
enum word panel_gap_word(const struct layout *layout);

/* Everything is borrowed from the subject or made in the arena. */
struct progress_chart panel_chart(const struct layout *layout,
                                  const struct finding *finding);

/* The lines of both partners, on a page for two. */
void panel_lines(const struct finding *finding, struct progress_line lines[2],
                 struct arena *arena);

/* There is a score. */
struct strip panel_strip(const struct finding *finding);

/* Where the score of one session stands: that of the page (subject.h). */
enum panel_side {
    PANEL_SIDE_NONE, /* there is no cut-off, or no score */
    PANEL_SIDE_WORSE,
    PANEL_SIDE_BETTER,
    PANEL_SIDE_NEAR /* not surely: no farther from it than its own error, or
                       nobody knows how far, or the blanks decide */
};
struct panel_standing {
    const struct session *session;
    const struct score *score;
    struct precision precision;
    struct standing standing;
    bool has_cutoff; /* at a point that is known */
    double cutoff;
    enum panel_side side;
};
struct panel_standing panel_standing(const struct finding *finding);

/* What the ring of a session's score says: worse, near to it, or no ring. */
enum panel_side panel_ring(const struct finding *finding, size_t session);

struct profile panel_profile(const struct layout *layout,
                             const struct finding *finding);

/* What a reader may wonder at. */
struct panel_marks {
    bool has_gap;
    bool has_dense_gap; /* a stroke, where a line is dense */
    bool has_prorated;
    bool has_concern;
    bool has_near; /* a ring that is dotted */
    bool has_zone;
    bool
        has_start; /* what is judged counts from another than the first score */
    bool has_cutoff;
    bool has_break;
    bool has_error; /* of a profile */
    bool has_norm;  /* likewise */
    bool is_dense;
};

/* Those that occur on the page. */
struct panel_marks panel_find_marks(const struct layout *layout);

#endif
