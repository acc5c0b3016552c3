/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the choices of a response scale, in every language that the
   questionnaire is installed in: what forms write into cells instead of
   codes. */
#ifndef ATTUNE_RESPONSE_CHOICE_LABELS_H
#define ATTUNE_RESPONSE_CHOICE_LABELS_H

#include <stddef.h>
#include "base/arena.h"
#include "base/str.h"
#include "instrument/instrument.h"

struct choice_labels;

/* Of one response scale of the instrument, whose words in other languages are
   those of 'worded' (library_with_words(); NULL: none).  NULL: its choices have
   no words. */
const struct choice_labels *
choice_labels_new(const struct instrument *instrument,
                  const struct instrument *worded,
                  const struct response *response, struct arena *arena);

/* How they are written, each once. */
const struct str *choice_labels_written(const struct choice_labels *labels,
                                        size_t *n);

enum label_match { LABEL_UNKNOWN, LABEL_FOUND, LABEL_OF_SEVERAL };

/* The choice whose words a text is, without regard to case (fold.h) and to how
   many blanks, no-break ones too, stand between words; '*position' is only set
   where one is found.  Words of two choices, in whatever languages, are of
   several. */
enum label_match choice_labels_find(const struct choice_labels *labels,
                                    struct str text, size_t *position) MUST_USE;

/* Why there is no answer, as other programs label such a code in English,
   German or Spanish ("Refused", "keine Angabe"); ANSWER_BLANK: the label does
   not say so. */
enum answer_kind choice_label_kind(struct str label);

#endif
