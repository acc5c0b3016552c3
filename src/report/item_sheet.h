/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of what the answers of many say of a questionnaire: what looks wrong,
   how reliable each scale is, how its scores are spread, and what each item
   adds to it.  The figures are those of output/item_study. */
#ifndef ATTUNE_REPORT_ITEM_SHEET_H
#define ATTUNE_REPORT_ITEM_SHEET_H

#include <stdbool.h>
#include "chart/measure.h"
#include "report/document.h"

struct layout;
struct scale_study;
struct study;
struct study_list;

struct item_sheet {
    const struct study_list *list; /* a part of the document each */
    bool has_couples;              /* some people are partners */
    enum language language;
    enum paper paper;
    int64_t created_s; /* as a document has it */
};

/* What is told of no fewer than five people there, is told of no fewer here.
   The title is that of the first questionnaire. */
const struct document *item_sheet_make(const struct item_sheet *sheet,
                                       const struct measure *measure,
                                       struct arena *arena) MUST_USE;

/* What each item adds to a scale of the study: a table with bars under its
   title; with how it was answered (mean, spread, choices never given, blanks)
   only where the answers of single people may be told: of a question of yes and
   no a mean of 20 tells how many said yes, be it one. */
void item_sheet_bars(const struct layout *layout, const struct study *study,
                     const struct scale_study *scale, bool with_answers);

#endif
