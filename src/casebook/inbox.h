/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inbox: lines that anybody may add to a locked casebook and only the
   practice can read, each on the disk before the next question shows.  A line
   is bound to the one before it; what was written is never repaired here, only
   added to: unlocking moves it into the vault. */
#ifndef ATTUNE_CASEBOOK_INBOX_H
#define ATTUNE_CASEBOOK_INBOX_H

#include "casebook/disk.h"
#include "casebook/fields.h"
#include "casebook/head.h"
#include "casebook/sealing.h"
#include "exchange/recorder.h"

enum { FILL_ID = 16 };

enum line_kind {
    LINE_BEGUN = 1,  /* a fill: whose it is, and of what */
    LINE_EVENTS,     /* what was said, in the field .events */
    LINE_DONE,       /* the row of saved responses */
    LINE_REFUSED,    /* somebody tried a passphrase that opens nothing */
    LINE_CONSENT,    /* every consent is taken back; it never gives one */
    LINE_THROWN_AWAY /* who filled in wants nothing of it kept */
};

struct inbox_line {
    enum line_kind kind;
    uint8_t fill[FILL_ID]; /* which fill; random */
    uint32_t idx;          /* within it, from 0 */
    struct fields fields;
};

/* ---- while it is locked ---- */

struct inbox;

/* For adding to the casebook of that folder.  NULL after adding an error: there
   is none, its public key is not the one that this computer has seen the
   practice unlock, or it is another casebook than was unlocked in that folder
   last: then somebody else could read what is sealed to it. */
struct inbox *inbox_open(const char *folder, const char *state_folder,
                         struct arena *arena, struct diag *diag) MUST_USE;
/* On the disk when it returns true; after false it does not count. */
bool inbox_add(struct inbox *inbox, const struct inbox_line *line,
               struct diag *diag) MUST_USE;
/* Lets this computer remember how many lines there are, so that it is noticed
   if the last ones are cut off; NULL is allowed. */
void inbox_close(struct inbox *inbox);

/* A fill that goes on: its lines in their order. */
struct inbox_fill {
    struct inbox *inbox;
    uint8_t fill[FILL_ID];
    uint32_t next;
    bool is_over; /* done or thrown away: no line follows */
};
struct inbox_fill inbox_fill_begin(struct inbox *inbox);
/* Takes up the one that a record of the vault tells of (.fill, .next).  False:
   another process has it, or the record tells of none.  Two that wrote on would
   each lose what the other wrote. */
bool inbox_fill_take(struct inbox *inbox, const struct fields *record,
                     struct inbox_fill *fill) MUST_USE;
/* Adds its next line, as inbox_add(). */
bool inbox_fill_add(struct inbox_fill *fill, enum line_kind kind,
                    const struct fields *fields, struct diag *diag) MUST_USE;

/* Administrations as its last line. */
extern const struct recorder_class inbox_recorder;
/* Of that fill, which is borrowed. */
struct recorder *inbox_recorder_open(struct inbox_fill *fill,
                                     struct arena *arena) MUST_USE;

/* ---- for who unlocks it ---- */

struct inbox_frame {
    uint64_t number; /* among all lines that ever were, from 0 */
    uint8_t link[SEAL_LINK];
    struct str box;
};
/* A way through all bytes of an inbox, of which some may be no lines: then each
   byte may be the first of one, and anybody can put such there that each looks
   like the first of a long one.  So lines of more than 4 KiB are looked for
   only until 64 times the inbox, and 64 MiB, were looked at in vain. */
struct inbox_search {
    struct str rest;
    size_t n_passed; /* bytes before the line that was found last, or the end,
                        that are none */
    size_t n_vain;   /* bytes whose digest was taken, and was another */
    size_t n_unseen; /* places where a long line may begin: not looked at */
    size_t n_left;   /* bytes that may be looked at in vain for long ones */
};
struct inbox_search inbox_search_begin(struct str bytes);
/* The next whole line.  False at the end. */
bool inbox_next(struct inbox_search *search, struct inbox_frame *frame);
/* Whether a line of that number can be the next but few behind so many: no
   others are counted, lest one that was made up use up all numbers. */
bool inbox_counts(uint64_t n, uint64_t number);
/* Opens a line; '*link' is that of the line that it stands behind.  False: it
   was not sealed to this casebook, or is not as it was written. */
bool inbox_open_line(const struct inbox_frame *frame,
                     const struct keyring *ring, struct arena *arena,
                     struct inbox_line *line, uint8_t link[SEAL_LINK]) MUST_USE;

/* What the folder of a casebook, and the state of this computer, hold:
   FOLDER/head, STATE/ID.head (the head when it was unlocked here last),
   STATE/ID.lines (the last line that was added here) and STATE/casebook-at-X.id
   (which one was unlocked in the folder of that path). */
const char *inbox_state_path(const char *state_folder,
                             const uint8_t id[CASEBOOK_ID], const char *ending,
                             struct arena *arena);
/* Lets this computer remember which casebook was unlocked in that folder, as
   far as it can. */
void inbox_learn_place(const char *folder, const char *state_folder,
                       const uint8_t id[CASEBOOK_ID], struct arena *arena);
/* How many lines this computer knows of ('*n' is 0: none), and the last of them.
   False after adding an error: that cannot be read. */
bool inbox_known_lines(const char *state_folder, const uint8_t id[CASEBOOK_ID],
                       struct arena *arena, uint64_t *n,
                       uint8_t link[SEAL_LINK], struct diag *diag) MUST_USE;

#endif
