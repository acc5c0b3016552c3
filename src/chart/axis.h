/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where values and days stand, which sessions are named, and the calendar
   beneath them. */
#ifndef ATTUNE_CHART_AXIS_H
#define ATTUNE_CHART_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/words.h"
#include "chart/drawing.h"
#include "chart/measure.h"

/* A stretch of numbers laid on a stretch of paper; upside down where
   from_pt > to_pt.  A stretch of one number lies in the middle. */
struct axis {
    double lo;
    double hi;
    double from_pt;
    double to_pt;
};

double axis_at(const struct axis *axis, double value);

/* The sessions that all panels of a page stand on. */
struct timeline {
    const char *const *labels; /* of the sessions, in order */
    const int32_t *days;
    size_t n;
    bool is_in_order;   /* a date is missing: evenly spaced, not in time */
    bool is_renumbered; /* 1, 2, 3 ... here, as names were shared */
};

/* The times of the sessions: in days, those of one day spread over it, so that
   none stands on another; or one after the other. */
void axis_times(const struct timeline *timeline, double *times);

/* Which of 'n' labels, 'widths' wide and centred at the ascending 'xs', are
   printed so that 'gap_pt' stays between them: the first, the last and those
   evenly between.  Returns the step from one to the next: 2 for 1 3 5, from 5
   on for 1 5 10. */
size_t axis_thin(const double *xs, const double *widths, size_t n,
                 double gap_pt, bool *is_shown);

/* A name in the calendar's row. */
struct calendar_mark {
    double at_pt;     /* where its stretch of time begins */
    double left_pt;   /* where the text begins */
    bool is_boundary; /* a rule parts it from what was before */
    const char *text;
};

struct calendar {
    const struct calendar_mark *marks;
    size_t n;
};

/* What the calendar is made for. */
struct calendar_wish {
    const int32_t *days; /* of the sessions, in order */
    const double *xs;    /* and where they stand */
    size_t n;
    struct axis time;
    double left_pt; /* the paper that it may use */
    double right_pt;
    struct font font;
    enum language language;
};

/* Dates under the sessions of a few weeks; the months, or every second, third
   or sixth of them, of a longer time; the years of a long one.  Names never
   touch. */
struct calendar axis_calendar(const struct calendar_wish *wish,
                              const struct measure *measure,
                              struct arena *arena);

#endif
