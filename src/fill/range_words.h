/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a range takes, in words. */
#ifndef ATTUNE_FILL_RANGE_WORDS_H
#define ATTUNE_FILL_RANGE_WORDS_H

#include "base/buf.h"
#include "base/words.h"
#include "instrument/instrument.h"

/* "A whole number from 0 to 100, please." */
void range_words_add(struct buf *buf, enum language language,
                     const struct response *range);

/* "0 far apart, 100 very close (points)"; nothing where no words are. */
void range_words_add_ends(struct buf *buf, enum language language,
                          const struct response *range);

#endif
