/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table with a column for each session of the page: lines are added, then all
   of it is drawn. */
#ifndef ATTUNE_REPORT_NUMBERS_H
#define ATTUNE_REPORT_NUMBERS_H

#include <stdbool.h>
#include "base/vec.h"
#include "report/layout.h"

/* A row with a text for each session. */
struct numbers_line {
    const char *title;
    const char *group;  /* it stands under this name; NULL: none */
    const char **cells; /* "" where there is nothing */
    const char *total;  /* over all sessions; NULL: there is none */
    unsigned place;     /* that its chart leads to; 0: none */
    bool is_practice;   /* whose sentence stands in full beside its bars */
};

struct numbers {
    const struct layout *layout;
    struct numbers_list VEC(struct numbers_line) lines;
    const char *group; /* of the lines to come; NULL: none */
    double name_pt;    /* these are numbers.c's */
    double column_pt;
    bool wraps_dates;
};

struct numbers *numbers_new(const struct layout *layout);

/* A line of empty cells, to be filled before another is added. */
struct numbers_line *numbers_add(struct numbers *numbers, const char *title);

/* The name of the lines that follow; where none does, there is no name. */
void numbers_group(struct numbers *numbers, const char *title);

/* Whether the table has all sessions, not the latest alone. */
bool numbers_holds_all(struct numbers *numbers);

/* Adds the table to the layout's flow, in as many parts as it takes; nothing
   without sessions.  Only the latest where they are many, the
   totals, and where the others are told. */
void numbers_draw(struct numbers *numbers);

#endif
