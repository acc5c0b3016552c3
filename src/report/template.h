/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a kind of report is made of: an ordered list of blocks with their
   words, read from reports/KIND.xml. */
#ifndef ATTUNE_REPORT_TEMPLATE_H
#define ATTUNE_REPORT_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/words.h"
#include "instrument/library.h"

struct xml_element;
struct block_class;
struct image;

enum audience {
#define AUDIENCE(NAME, word) FOR_##NAME,
#include "report/kinds.def"
#undef AUDIENCE
    N_AUDIENCES
};
extern const char *const audience_names[]; /* ends with NULL */

enum report_kind {
#define KIND(NAME, id, audience, other) KIND_##NAME,
#include "report/kinds.def"
#undef KIND
    N_REPORT_KINDS
};
extern const char *const report_kind_names[]; /* ends with NULL */

/* Whom a kind is for when nobody says so, and whether it may be made for
   somebody. */
enum audience report_kind_audience(enum report_kind kind);
bool report_kind_is_for(enum report_kind kind, enum audience audience);

/* One block of a template, with its words in the language asked for. */
struct block {
    const struct xml_element *at;
    const struct block_class *class;
    const char *heading; /* NULL: the block's own */
    /* Of a letterhead: */
    const struct image *logo; /* NULL: none */
    const char *alt;          /* what it shows; NULL: nothing is said of it */
};

/* What a practice is called on pages in short. */
struct practice_label {
    const struct xml_element *at;
    const char *item;
    const char *text; /* NULL: it is in another language than the pages, where
                         the item's own words say more */
};

struct template
{
    const struct xml_element *at;
    const char *path;
    enum report_kind kind; /* its id */
    const char *title;
    const char *primary;   /* scales that stand first, INSTRUMENT.SCALE, parted
                              by blanks; NULL: none */
    const char *practices; /* id of an instrument whose answers are drawn as
                              bars on the charts' time; NULL: none */
    const struct practice_label *labels; /* of its items */
    size_t n_labels;
    const struct block *blocks;
    size_t n_blocks;
};

/* Reads and checks a template; words in 'language', its own where it lacks
   them.  A letterhead's picture is read as well.  NULL after adding problems
   with their places: unknown blocks and attributes with the nearest known
   name. */
const struct template *template_read(const char *path, struct str bytes,
                                     enum language language,
                                     struct arena *arena,
                                     struct diag *diag) MUST_USE;

/* Its letterhead; NULL: it has none. */
const struct block *template_letterhead(const struct template *template);

/* Where the names of a template are looked up. */
struct template_names {
    const struct instrument *const *loaded; /* these first, then */
    size_t n_loaded;
    struct library *library; /* the shelves; NULL: of others nothing is said */
};

/* Whether the scales, the questionnaire and the questions that the template
   names are there.  False after adding problems with their places, and the
   nearest names. */
bool template_check(const struct template *template,
                    const struct template_names *names, struct arena *arena,
                    struct diag *diag) MUST_USE;

#endif
