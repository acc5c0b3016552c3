/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The casebook: a practice's clients and their answers in one encrypted folder.
   Unlocked with a passphrase it is a list of records that is only ever added
   to; locked, forms can still be filled into its inbox (inbox.h).  What stands
   on the disk, and what whoever holds the disk can and cannot do, is told by
   FORMAT.md.

   Only one process has a casebook unlocked at a time; the next waits some
   seconds for it.  All texts are UTF-8 and borrowed; what is returned lives as
   long as the casebook, unless an arena is given.  Functions that change
   something return true when it is on the disk, and false after adding an
   error: then nothing was changed. */
#ifndef ATTUNE_CASEBOOK_CASEBOOK_H
#define ATTUNE_CASEBOOK_CASEBOOK_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "casebook/fields.h"
#include "casebook/sealing.h"

struct casebook;

/* Where it is, and who is there when. */
struct casebook_place {
    const char *folder;       /* of the casebook */
    const char *state_folder; /* what this computer knows of it, apart; NULL:
                                 nothing, so that an older casebook in the place
                                 of this one goes unnoticed */
    const char *at; /* now, ISO with the time: stands in every record */
    const char *by; /* who; "": not said */
    void (*tell_of_wait)(void); /* once while another process has it open and is
                                   waited for; NULL: nobody is told */
};

/* ---- making, opening, closing ---- */

bool casebook_is_there(const char *folder);
/* Likewise; false after adding an error. */
bool casebook_check_there(const char *folder, struct diag *diag) MUST_USE;

/* Makes one with two slots, 'own' for the passphrase and that of the recovery
   code (recovery_new()).  'cost': of trying the passphrase (seal_calibrate()).
   It is there whole or not at all. */
bool casebook_create(const struct casebook_place *place,
                     const struct secret *passphrase,
                     const struct secret *recovery, struct seal_cost cost,
                     struct diag *diag) MUST_USE;

/* Unlocks it with a passphrase or the recovery code: proves that all that was
   ever written is there unchanged, and moves what lies in the inbox into the
   vault (casebook_arrivals()).  NULL after adding an error.  Warnings tell what
   was not as it was left, and that it can only be read.  'accepts_older':
   somebody said that an older copy than this computer knows is meant (a backup
   was restored); then that is logged. */
struct casebook *casebook_open(const struct casebook_place *place,
                               const struct secret *passphrase,
                               bool accepts_older, struct diag *diag) MUST_USE;
/* What opens it again without a passphrase: as secret as that. */
struct secret *casebook_key(const struct casebook *casebook) MUST_USE;
struct casebook *casebook_reopen(const struct casebook_place *place,
                                 const struct secret *key,
                                 struct diag *diag) MUST_USE;
/* Wipes the keys; NULL is allowed. */
void casebook_close(struct casebook *casebook);

/* ---- records ---- */

enum record_kind {
#define KIND(name, number, word) RECORD_##name = number,
#include "casebook/records.def"
#undef KIND
};
const char *record_kind_word(enum record_kind kind); /* NULL: no such kind */

/* All records, in the order in which they were written. */
size_t casebook_n_records(const struct casebook *casebook);
struct record_front {
    enum record_kind kind;
    uint32_t client; /* its number; 0: of nobody */
};
struct record_front casebook_front(const struct casebook *casebook, size_t idx);

/* What a record says, with '.at' (when) and '.by' (who) first; the arena's.
   False: its client was erased. */
bool casebook_read(struct casebook *casebook, size_t idx, struct arena *arena,
                   struct fields *fields) MUST_USE;

/* Adds a record to the next change; 'client' is a number, not erased, or 0.
   The fields are copied; names that begin with a dot are no column's. */
void casebook_put(struct casebook *casebook, enum record_kind kind,
                  uint32_t client, const struct fields *fields);
/* Puts that a session is another client's: written anew as that client's, with
   these columns, and removed where it was. */
void casebook_move(struct casebook *casebook, size_t record, uint32_t client,
                   const struct fields *row, struct str reason);
/* Puts a record of what was done: "read", "export", "backup"...; 'client' may
   be 0, 'detail' NULL.  A detail outlives the client: no code, no name. */
void casebook_put_log(struct casebook *casebook, const char *what,
                      uint32_t client, const char *detail);
/* Writes all that was put, as one change: whole or not at all. */
bool casebook_commit(struct casebook *casebook, struct diag *diag) MUST_USE;
/* Likewise of what says only that the casebook was read: where the disk takes
   nothing it lasts as long as the casebook is open, with a warning. */
void casebook_commit_reading(struct casebook *casebook, struct diag *diag);
/* Whether the disk has taken everything yet, so that more is worth asking for.
   False after adding an error. */
bool casebook_may_change(const struct casebook *casebook,
                         struct diag *diag) MUST_USE;

/* The records from '*first' on, so many, came in when this was opened: forms
   that were done (RECORD_SESSION) or not (RECORD_DRAFT), what else the inbox
   held. */
size_t casebook_arrivals(const struct casebook *casebook, size_t *first);
/* Moves what came into the inbox since; then casebook_arrivals() tells of it.
 */
bool casebook_take_inbox(struct casebook *casebook, struct diag *diag) MUST_USE;

/* ---- clients ---- */

/* A client has a number that never changes, from 1 on, and a code.  One whose
   code was a slip is merged into whom it meant: then its records are that
   client's, and so is its code. */
enum { CASEBOOK_LIMIT_CODE = 64 }; /* bytes */
/* Whether a client can be called so: a line of text that is not too long, and
   has no blank around it. */
bool casebook_is_code(struct str text);
uint32_t casebook_n_clients(const struct casebook *casebook);
/* Whose records they are: the number itself, or that of whom it was merged
   into.  0 of 0. */
uint32_t casebook_person(const struct casebook *casebook, uint32_t client);
/* Likewise of the number that a field tells; 0: there is no such client. */
uint32_t casebook_named(const struct casebook *casebook,
                        const struct fields *fields, const char *name);
bool casebook_is_erased(const struct casebook *casebook, uint32_t client);
/* "" of one who was erased. */
struct str casebook_code(const struct casebook *casebook, uint32_t client);
/* The number of the client of that code; 0: there is none. */
uint32_t casebook_find(const struct casebook *casebook, struct str code);
/* When somebody of that code, which no client has now, was erased: ISO with the
   time, the last one; "": nobody. */
struct str casebook_erased_at(const struct casebook *casebook, struct str code);
/* Gives a new client a key, and puts its RECORD_CLIENT: the fields, of which
   'code' is one and is no other client's.  0 after adding an error.  Counts
   from casebook_commit() on; records of it may be put before. */
uint32_t casebook_add_client(struct casebook *casebook,
                             const struct fields *fields, struct diag *diag);
/* What is known of a client: 'code', 'name', 'born', 'retain-until'.  Nothing
   of who was erased. */
struct fields casebook_client(struct casebook *casebook, uint32_t client,
                              struct arena *arena);
/* Puts a newer RECORD_CLIENT, with those fields in the place of the ones of
   before.  False after adding an error: the code is another client's. */
bool casebook_change_client(struct casebook *casebook, uint32_t client,
                            const struct fields *changed,
                            struct diag *diag) MUST_USE;
/* Puts that the client's records are the other's. */
void casebook_merge(struct casebook *casebook, uint32_t from, uint32_t into);
/* Destroys the client's key, and those of whom was merged into it, so that no
   record of it opens again, with what was taken or set aside of the inbox and
   stands there still.  Another client whose key opens a session that was moved
   from it to this one gets a new number and key, under which all else of it is
   written anew.  All that was put is committed with it. */
bool casebook_erase_client(struct casebook *casebook, uint32_t client,
                           struct str reason, struct diag *diag) MUST_USE;

/* ---- key slots ---- */

/* The name of each slot that is in use, in turn; NULL behind the last. */
const char *casebook_slot(const struct casebook *casebook, size_t idx);
/* The one that opened it. */
const char *casebook_slot_used(const struct casebook *casebook);
/* Adds a slot, or puts it in the place of the one of that name.  Whoever kept a
   copy of the file from before can still open that copy, and what is sealed
   with its keys, with the passphrase of before. */
bool casebook_set_slot(struct casebook *casebook, const char *name,
                       const struct secret *passphrase, struct seal_cost cost,
                       struct diag *diag) MUST_USE;
/* The last one cannot be removed. */
bool casebook_remove_slot(struct casebook *casebook, const char *name,
                          struct diag *diag) MUST_USE;

/* ---- proof and copies ---- */

/* casebook_open() has proved the whole vault; this looks at the disk again, and
   'is_deep' opens every record with its client's key. */
bool casebook_verify(struct casebook *casebook, bool is_deep,
                     struct diag *diag) MUST_USE;
/* A copy of all, as sealed as it is here, in a new file; read back before it
   counts, and then logged. */
bool casebook_backup(struct casebook *casebook, const char *path,
                     struct diag *diag) MUST_USE;
/* Makes the casebook of a folder, which is not there, out of a backup. */
bool casebook_restore(const char *path, const char *folder,
                      struct diag *diag) MUST_USE;

#endif
