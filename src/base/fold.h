/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text for comparing what a person typed with what is written: without regard
   to case, or to accents as well.  The same in every locale. */
#ifndef ATTUNE_BASE_FOLD_H
#define ATTUNE_BASE_FOLD_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/str.h"

enum fold {
    FOLD_CASE,   /* simple case folding: Latin, Greek, Cyrillic, Armenian */
    FOLD_ACCENTS /* and letters without their marks: 'ß' is "ss"; Arabic
                    without vowel signs, hamzas and lengthening */
};

/* Adds 'text' folded, without blanks at its ends and with one where several
   stand between words. */
void fold_add(struct buf *buf, struct str text, enum fold fold);

/* Whether two texts are the same, so folded. */
bool fold_is_same(struct str a, struct str b, enum fold fold);

/* Adds 'text' with the digits of Arabic and Persian as 0 to 9, and their
   decimal sign as a point. */
void fold_add_digits(struct buf *buf, struct str text);

#endif
