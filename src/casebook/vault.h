/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault: records that are only ever added, in frames.  A frame is one
   change of the casebook, whole or not at all; it is sealed, and bound to its
   number and to the frame before, so that none can be changed, cut out, moved
   or put in.  What is about a client is sealed with that client's key within
   the frame. */
#ifndef ATTUNE_CASEBOOK_VAULT_H
#define ATTUNE_CASEBOOK_VAULT_H

#include "base/vec.h"
#include "casebook/disk.h"
#include "casebook/head.h"
#include "casebook/sealing.h"

struct vault_record {
    uint64_t frame; /* numbers from 0 */
    uint32_t idx;   /* within the frame */
    uint8_t kind;
    uint32_t client; /* 0: of nobody, and not sealed any more */
    struct str body;
};

struct vault_tag {
    uint8_t bytes[SEAL_TAG];
};

struct vault {
    struct disk_file file;
    struct arena *arena; /* holds what the records say */
    uint8_t id[CASEBOOK_ID];
    size_t size;                       /* of the file, as far as it counts */
    struct VEC(struct vault_tag) tags; /* of each frame */
    struct VEC(struct vault_record) records;
    struct buf staged; /* of the next frame */
    uint32_t n_staged;
    const char *failure; /* why nothing more is written; NULL: it is */
};

/* Makes the file, without a frame. */
bool vault_create(const char *path, const uint8_t id[CASEBOOK_ID],
                  struct diag *diag) MUST_USE;
/* Opens and locks it (disk_lock()), whatever casebook it is of.  False after
   adding an error, as where another process has it. */
bool vault_open(struct vault *vault, const char *path, void (*tell)(void),
                struct arena *arena, struct diag *diag) MUST_USE;
void vault_close(struct vault *vault);

/* Opens all frames, of the casebook 'vault->id'.  'n_known' of them must be
   there.  What stands behind them and does not open was not written whole, and
   is set aside with a warning; where it cannot be, the vault is failing.  False
   after adding an error. */
bool vault_read(struct vault *vault, const struct keyring *ring,
                uint64_t n_known, struct diag *diag) MUST_USE;

/* Of the last frame; zeros where there is none. */
const uint8_t *vault_tag(const struct vault *vault);

/* Adds a record to the next frame, sealed with the key of its client (NULL: it
   is of nobody). */
void vault_stage(struct vault *vault, uint8_t kind, uint32_t client,
                 const uint8_t *client_key, struct str plain);
void vault_unstage(struct vault *vault); /* forgets what was staged */
/* Writes the frame; on the disk when it returns true.  After false nothing of
   it counts, it is staged still, and the vault is failing. */
bool vault_commit(struct vault *vault, const struct keyring *ring,
                  struct diag *diag) MUST_USE;
/* Takes what was staged as if it had been written: it lasts as long as the
   vault is open. */
void vault_keep(struct vault *vault);
/* Nothing more is written; the last problem says why. */
void vault_fail(struct vault *vault, const struct diag *problems);

/* What a record says; the arena's.  False: the key is another. */
bool vault_open_record(const struct vault_record *record,
                       const uint8_t *client_key, struct arena *arena,
                       struct str *plain) MUST_USE;

#endif
