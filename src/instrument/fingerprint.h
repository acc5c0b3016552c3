/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was asked and how it is coded, in a few digits: written beside saved
   answers, so that they are not scored in silence by a definition that asks or
   codes something else.

   It has two parts, 16 hex digits each (the first of a BLAKE2b-256), with a
   hyphen between: "9f3c1b07a2d477e0-41d2c3a0b5e6f708".

   The first is of the coding: for every item in order its id, its relevance,
   and what can be answered: of choices each value and score (or why there is
   none) in order and whether several may be given, of a range its ends and
   step, else that it is a free text or a date.  Numbers count by their value
   (1.0 is 1, a score not given is the value), a relevance by its words (blanks,
   '=' for 'eq'), a response scale by what it holds, not by its id.

   The second is of the texts in the language that was shown: title, notices,
   section titles, instructions, questions, labels, the words at the ends of a
   range and its unit.  White space counts as one blank.

   Nothing else is in it: no comment, scoring rule, norm, cut-off, band, alert,
   class, example, edition, no id or title of a scale, no section, no privacy.
   Nor the codes for missing answers: no code can be an answer, so that none
   changes what an answer stands for. */
#ifndef ATTUNE_INSTRUMENT_FINGERPRINT_H
#define ATTUNE_INSTRUMENT_FINGERPRINT_H

#include "base/mem.h"
#include "base/str.h"
#include "instrument/instrument.h"

enum { FINGERPRINT_PART = 16, FINGERPRINT_LEN = 2 * FINGERPRINT_PART + 1 };

struct fingerprint {
    char text[FINGERPRINT_LEN + 1]; /* ended by a NUL */
};

/* Of an instrument in the words that are laid over it. */
struct fingerprint fingerprint_of(const struct instrument *instrument);

enum fingerprint_match {
    FINGERPRINT_SAME,
    FINGERPRINT_OTHER_TEXTS,  /* the coding is the same */
    FINGERPRINT_OTHER_CODING, /* whatever the texts are */
    FINGERPRINT_NONE          /* the cell holds no fingerprint */
};

/* What a cell of the column 'digest' says of answers that 'now' would score. */
enum fingerprint_match fingerprint_match(const struct fingerprint *now,
                                         struct str cell) MUST_USE;

#endif
