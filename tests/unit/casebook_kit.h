/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A folder with a casebook in it, and what befalls it: for the tests of the
   room casebook.  Its slots cost next to nothing to try: only a test can make
   such, since the program's own always come from seal_calibrate(). */

#ifndef TESTS_UNIT_CASEBOOK_KIT_H
#define TESTS_UNIT_CASEBOOK_KIT_H

#include "base/arena.h"
#include "base/diag.h"
#include "casebook/casebook.h"
#include "casebook/inbox.h"

struct practice {
    struct arena *arena;
    struct diag *diag;
    struct casebook_place place;
    const char *passphrase;
};

/* An empty folder below tests/scratch, named after the test, with a casebook
   that PASSPHRASE and RECOVERY open. */
#define PASSPHRASE "correct horse battery staple"
#define RECOVERY "ABCDE-FGHJK-MNPQR-STVWX-YZ0123"
struct practice practice_open(const char *name);
/* Removes the folder. */
void practice_close(struct practice *practice);

/* casebook_open() with the practice's passphrase; fails the test where it does
   not open, or problems are told that are not those: "W245" or "". */
struct casebook *practice_unlock(struct practice *practice, const char *codes);
/* Likewise, for one that must not open. */
void practice_refuse(struct practice *practice, const char *codes);
/* The codes of all problems so far, which are forgotten. */
const char *practice_said(struct practice *practice);

/* "a=1 b=2" as fields. */
struct fields fields_of(struct practice *practice, const char *text);
/* All of a record, without '.at' and '.by': "kind client a=1 b=2". */
const char *record_text(struct practice *practice, struct casebook *casebook,
                        size_t idx);

/* A line of a fill, as 'attune fill' writes it. */
void practice_fill(struct practice *practice, enum line_kind kind, char fill,
                   uint32_t idx, const char *fields);

/* The files of the casebook: "keys", "vault", "inbox", "head"; and "state" for
   what the state folder knows of it. */
const char *practice_path(struct practice *practice, const char *file);
struct str practice_bytes(struct practice *practice, const char *file);
void practice_put_bytes(struct practice *practice, const char *file,
                        struct str bytes);

#endif
