/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verdicts of attune's grammar and of instruments/instrument.xsd, side by
   side. */

#ifndef TESTS_UNIT_XSD_KIT_H
#define TESTS_UNIT_XSD_KIT_H

#include <libxml/xmlschemas.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Files of the test data that hold every element and every attribute. */
enum whole_file { INSTRUMENT, WORDING, N_WHOLE_FILES };
const char *xsd_whole_file(enum whole_file file, struct arena *arena);

/* Fixtures of a group: its state is the schema. */
int xsd_open(void **state);
int xsd_close(void **state);
const char *xsd_path(void);

/* The document must be well formed. */
bool xsd_accepts(xmlSchema *schema, const char *text);

/* By its grammar and what comes before that, E010 to E026, alone. */
bool attune_accepts(const char *text);

/* How often both accepted, and both refused. */
struct tally {
    size_t n_accepted;
    size_t n_refused;
};

/* Fails the test, which 'what' names, when the verdicts differ. */
void xsd_compare(xmlSchema *schema, const char *text, const char *what,
                 struct tally *tally);

#endif
