/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the column 'digest' of a row says beside the definition that would score
   it (instrument/fingerprint.h): whether other things were asked or coded, or
   other words shown. */
#ifndef ATTUNE_RESPONSE_ROW_DIGEST_H
#define ATTUNE_RESPONSE_ROW_DIGEST_H

#include <stddef.h>
#include "base/arena.h"
#include "base/str.h"
#include "instrument/fingerprint.h"
#include "instrument/instrument.h"

/* Of an instrument as it is installed. */
struct row_digests {
    struct fingerprint own;
    const struct instrument_words *words; /* NULL: texts are not compared */
    const struct fingerprint *shown;      /* in each of 'words' */
    size_t n_words;
};

/* Texts are compared where the instrument knows its words. */
struct row_digests row_digests_of(const struct instrument *instrument,
                                  struct arena *arena);

/* 'digest' is not empty.  The texts are those of 'lang', chosen as --lang
   chooses; where it is empty, of any language. */
enum fingerprint_match row_digest_match(const struct row_digests *digests,
                                        struct str digest,
                                        struct str lang) MUST_USE;

#endif
