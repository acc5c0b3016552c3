/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a question is asked, for whoever has it on paper. */
#ifndef ATTUNE_REPORT_CONDITION_H
#define ATTUNE_REPORT_CONDITION_H

#include "report/sentences.h"

struct instrument;

/* What it is said of, and in which words. */
struct condition_words {
    struct tongue tongue;
    const struct instrument *instrument;
    const char *const *numbers; /* of its items; NULL: not printed */
};

/* "Only if you answered “Yes” to question 6:" of the rule "gate eq 1"; of more
   than one such, and of what is reckoned, frames and signs.  The rule is a
   checked one. */
const char *condition_text(const struct condition_words *words,
                           const char *rule) MUST_USE;

#endif
