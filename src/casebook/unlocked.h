/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an unlocked casebook is made of: for the files of this room that change
   it. */
#ifndef ATTUNE_CASEBOOK_UNLOCKED_H
#define ATTUNE_CASEBOOK_UNLOCKED_H

#include "casebook/casebook.h"
#include "casebook/cells.h"
#include "casebook/vault.h"

struct known_client {
    struct str code;
    bool is_erased;
    uint32_t into;   /* whom it turned out to be; 0: nobody else */
    size_t told_idx; /* of its latest RECORD_CLIENT */
};

/* A code of somebody who was erased. */
struct erased_code {
    struct str link; /* in hex: clients.c */
    struct str at;
};

struct casebook {
    struct arena *arena;
    struct casebook_place place;
    struct keyring *ring;
    struct cells cells;
    struct vault vault;
    struct disk_file inbox;
    /* Bytes of the inbox that are in the vault, and there still: the head that
       counts them could not be written. */
    size_t n_taken;
    size_t n_absorbed; /* records whose meaning is in what follows */
    struct VEC(struct known_client) clients; /* number 1 is the first */
    size_t n_kept;               /* of them: those that were committed */
    struct VEC(struct str) gone; /* fills of who was erased, in hex */
    struct VEC(struct erased_code) erased;
    struct fields slots; /* as listed: name and digest */
    uint64_t n_lines;    /* taken from the inbox, ever */
    uint8_t link[SEAL_LINK];
    int slot;              /* that opened it */
    bool is_older;         /* than this computer has seen it, and accepted */
    bool has_head;         /* the head on the disk is that of the vault */
    bool has_told_head;    /* that it is not */
    bool has_told_failure; /* that nothing can be written */
    size_t first_arrival;
    size_t n_arrivals;
};

/* The file of that name in the casebook's folder. */
const char *casebook_path(const struct casebook *casebook, const char *name);

/* Learns what a record of a client, or of an erasure, says. */
void clients_absorb(struct casebook *casebook, size_t idx);
void clients_absorb_erasure(struct casebook *casebook,
                            const struct fields *fields);
/* Likewise of a client who has another number and key now. */
void clients_absorb_renewal(struct casebook *casebook,
                            const struct fields *fields);
/* Whose the records of a number are: casebook_person(), or the number itself
   where its key is gone. */
uint32_t clients_whose(const struct casebook *casebook, uint32_t client);
/* Puts a record that says itself when and by whom it was written. */
void casebook_put_again(struct casebook *casebook, enum record_kind kind,
                        uint32_t client, const struct fields *fields);
/* Where another client's key opens a session that is this client's now, puts
   all other records of that other one anew, under a new number and key; the key
   of before is to be destroyed (RECORD_RENEWAL).  False after adding an error;
   then nothing was put. */
bool moved_put_renewals(struct casebook *casebook, uint32_t client,
                        struct diag *diag) MUST_USE;
/* Whether it is a fill of somebody who was erased: an older inbox that was put
   back brings nothing of it. */
bool clients_erased_fill(const struct casebook *casebook, struct str fill);
/* Every client has its key, or is erased: what an erasure that was cut off has
   left is done now.  Likewise every slot is one that was listed.  False after
   adding an error. */
bool clients_check(struct casebook *casebook, struct diag *diag) MUST_USE;
bool slots_check(struct casebook *casebook, struct diag *diag) MUST_USE;

/* Opens one that was just made and has no slot yet, with a new master key. */
struct casebook *casebook_begin(const struct casebook_place *place,
                                struct diag *diag) MUST_USE;

/* Moves what lies in the inbox into the vault, and puts the entry of the log
   that says so; see casebook_open(). */
bool arrivals_take(struct casebook *casebook, struct diag *diag) MUST_USE;

#endif
