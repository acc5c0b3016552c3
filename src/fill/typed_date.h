/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A date as people type it: year, month, day is wanted; other forms are known,
   so that what is wanted can be shown with the very day that was meant. */
#ifndef ATTUNE_FILL_TYPED_DATE_H
#define ATTUNE_FILL_TYPED_DATE_H

#include "base/buf.h"
#include "base/str.h"

/* Adds what a data file would hold: 2026/3/1 and 2026.3.1 are 2026-03-01;
   anything else stays what it is. */
void typed_date_add_cell(struct str typed, struct buf *cell);

enum typed_date {
    TYPED_DATE_FINE,
    TYPED_DATE_NO_SUCH_DAY, /* the calendar lacks it: 31 February */
    TYPED_DATE_OTHER_FORM,  /* 31.3.2026, 20260331 */
    TYPED_DATE_UNREADABLE   /* or of more than one meaning: 1/2/2026 */
};

/* Adds the day that is meant, in the form that is wanted; nothing for what is
   unreadable. */
enum typed_date typed_date_judge(struct str typed, struct buf *meant);

#endif
