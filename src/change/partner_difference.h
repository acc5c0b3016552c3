/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gap between the scores of two partners on one scale: same instrument and
   edition, within PARTNERS_DAYS days.  Its error is √(SEMa² + SEMb²),
   each with its own norm and blanks, the two errors taken as independent.  Says
   whether the two experienced it differently, never who is right. */
#ifndef ATTUNE_CHANGE_PARTNER_DIFFERENCE_H
#define ATTUNE_CHANGE_PARTNER_DIFFERENCE_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/words.h"
#include "score/precision.h"
#include "change/series.h"

enum { PARTNERS_DAYS = 7 };

enum partner_difference_why {
    PARTNERS_TESTED,
    PARTNERS_NO_SCORE,      /* one of the two has none */
    PARTNERS_OTHER_EDITION, /* or another instrument */
    PARTNERS_NO_DATE,       /* how far apart they are is not known */
    PARTNERS_FAR_APART,     /* more than PARTNERS_DAYS */
    PARTNERS_NO_ERROR,      /* 'precision' of one says why */
    N_PARTNER_DIFFERENCE_WHYS
};

struct partner_difference {
    enum partner_difference_why why;
    size_t session_a; /* SIZE_MAX: none */
    size_t session_b;
    const struct score *a; /* NULL: none */
    const struct score *b;
    struct precision precision_a;
    struct precision precision_b;
    /* Both have a score of one edition, and are not known to be far apart: not
       having a date does no harm to what is not tested. */
    bool has_difference;
    double difference; /* b - a; which is a and which b is the caller's */
    double error;      /* of the scores as they stand; 0: not known */
    /* By more than error and in one direction, in each way of filling the
       blanks of the two (fillings.h); and whether these ways say different
       things. */
    bool is_beyond_error;
    bool depends_on_blanks;
};

/* Between two sessions, each of its series or SIZE_MAX for none; 'rule'
   as for precision_of().  The series
   are of one scale, or of two that are each other's counterpart; then b's error
   is by the first rule of its own scale. */
struct partner_difference partner_difference_at(const struct series *a,
                                                size_t session_a,
                                                const struct series *b,
                                                size_t session_b,
                                                const struct change *rule);

/* As in files: "different", "no-difference", "depends-on-blanks",
   "cannot-be-judged". */
const char *partner_difference_word(const struct partner_difference *between);
/* As in files, why it was not tested: "no-score"; "" where it was. */
extern const char *const partner_difference_why_words[];

/* For people: "experienced differently", "no difference beyond measurement
   error", "depends on the blanks", "not judged: ...". */
void partner_difference_add_text(const struct partner_difference *between,
                                 enum language language, struct buf *out);

#endif
