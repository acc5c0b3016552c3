/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instrument and wording files as they are written for a person to go on with:
   empty, or with the words of a form made elsewhere. */
#ifndef ATTUNE_CLI_FORM_XML_H
#define ATTUNE_CLI_FORM_XML_H

#include "cli/context.h"
#include "exchange/dictionary.h"
#include "instrument/wording.h"

/* Tells the words for one text of a wording; empty: they are still to be
   written. */
typedef void form_words_fn(void *aux, const struct wording_text *text,
                           struct str *words);

/* Whether words can be of that language, which is not that of an instrument
   that has words (NULL: none is meant).  False after adding an error; 'hint'
   goes with the latter. */
bool form_xml_check_language(struct context *context, const char *lang,
                             const struct instrument *instrument,
                             const char *hint) MUST_USE;

/* Writes a file that is not there yet, or a stream.  False after adding an
   error. */
bool form_xml_write(struct context *context, const char *path,
                    struct str text) MUST_USE;

/* Adds the elements of a wording file: where there are no words ('words' NULL:
   nowhere), the original stands in a comment. */
void form_xml_add_texts(struct buf *out, const struct wording_texts *texts,
                        form_words_fn *words, void *aux);

/* What is drafted, and what is to be said of it in a line. */
struct form_draft {
    const struct dictionary *dictionary;
    const char *lang;
    struct arena *arena;
    size_t n_found; /* items of a wording */
    struct buf text;
    struct buf said;
};

/* The words of a questionnaire out of a form, whose fields are held against its
   items as a map does (exchange/map_match.h). */
void form_xml_draft_wording(struct form_draft *draft,
                            const struct instrument *instrument);

/* A questionnaire out of a form: unvalidated, with items, response scales and
   gates, and no score.  What could not be kept is in a comment at its head. */
void form_xml_draft_instrument(struct form_draft *draft, const char *id);

#endif
