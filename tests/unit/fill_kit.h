/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form and keys in few words: for the tests of src/fill/. */
#ifndef TESTS_UNIT_FILL_KIT_H
#define TESTS_UNIT_FILL_KIT_H

#include "base/buf.h"
#include "fill/form.h"
#include "scoring.h"

/* Section "talk" (with a title): a (required), b, c (relevant='b ge 2') on
   choices 0 to 4.  Section "more": m (several of 1 2 3), l (0 to 100 by 5),
   w (free text, not private), d (date).  Section "own": p (private), q
   (relevant='p ge 1'), z (not private).  Notice, and a code for "don't
   know". */
extern const char fill_body[];

struct fill_kit {
    struct scoring *scoring;
    struct form *form;
    int64_t now_ms; /* one second later with every key */
};

struct fill_kit fill_open(const char *body, const char *release_code);
void fill_close(struct fill_kit *kit);

/* Presses keys parted by blanks: enter skip decline unknown back overview help
   pause leave up down left right pgup pgdn home end bs del clear nl, #N for
   choice N, and anything else as typed ('_' for a blank; a leading ' is left
   out, so that 'skip types a word). */
void fill_press(struct fill_kit *kit, const char *keys);

/* "question b | a=2 c=not-asked": the page, then what would be given out for
   the items that are not blank. */
const char *fill_where(struct fill_kit *kit, struct buf *buf);

/* What is given out, as cells parted by blanks; "." for an empty one. */
const char *fill_given(struct fill_kit *kit, struct buf *buf);

#endif
