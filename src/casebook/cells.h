/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file 'keys': cells of one size, each free (zeros) or a sealed key.  The
   first ones are the slots, in which a passphrase seals the master key; behind
   them each client has a cell, in which the practice's keys seal that client's
   key.  A cell is written when it is free and freed by overwriting it, never
   changed: what is cut off by a power cut is a cell that was not acknowledged,
   and a key that was destroyed stood in no other place. */
#ifndef ATTUNE_CASEBOOK_CELLS_H
#define ATTUNE_CASEBOOK_CELLS_H

#include "casebook/disk.h"
#include "casebook/head.h"
#include "casebook/sealing.h"

enum {
    N_KEY_SLOTS = 15,
    SLOT_NAME = 24,
    CELL_SIZE = 128,
    CELLS_LIMIT_CLIENTS = 1 << 20
};

struct cells {
    struct disk_file file;
    struct arena *arena;
    uint8_t id[CASEBOOK_ID];
    struct buf bytes; /* of the file */
};

/* Makes the file, without a key in it; for a casebook that is made. */
bool cells_create(const char *path, const uint8_t id[CASEBOOK_ID],
                  struct diag *diag) MUST_USE;
/* False after adding an error. */
bool cells_open(struct cells *cells, const char *path, struct arena *arena,
                struct diag *diag) MUST_USE;
void cells_close(struct cells *cells);

/* The name of a slot, 0 to N_KEY_SLOTS - 1; NULL: it is free. */
const char *cells_slot(const struct cells *cells, int slot);
/* The digest of a slot's cell; what cells_slot_lay() would write has it too. */
void cells_slot_link(const struct cells *cells, int slot,
                     uint8_t link[SEAL_LINK]);

/* Opens the first slot that the passphrase, or the recovery code, opens, and
   puts the master key into the ring.  -1: none; then '*lacks_kib' is how much
   memory one would have needed, or 0. */
int cells_unlock(const struct cells *cells, const struct secret *passphrase,
                 struct keyring *ring, uint32_t *lacks_kib) MUST_USE;

/* The name of the slot that recovery codes are tried with. */
extern const char cells_recovery[];

/* Seals the master key into the cell of a free slot, in memory only: so that
   it can be announced.  False: no memory for that cost. */
bool cells_slot_lay(struct cells *cells, int slot, const char *name,
                    const struct secret *passphrase, struct seal_cost cost,
                    struct keyring *ring) MUST_USE;
/* Writes the cell of a slot as it was laid, forgets that it was, or overwrites
   it with zeros. */
void cells_slot_forget(struct cells *cells, int slot);
bool cells_slot_write(struct cells *cells, int slot,
                      struct diag *diag) MUST_USE;
bool cells_slot_erase(struct cells *cells, int slot,
                      struct diag *diag) MUST_USE;

/* ---- clients, numbered from 1 ---- */

enum cell_state { CELL_FREE, CELL_KEY, CELL_BROKEN };
/* Whether the client's key is there; then it is in ring->client. */
enum cell_state cells_client(const struct cells *cells, uint32_t client,
                             struct keyring *ring);
/* Gives a client whose cell is free a key, in memory only.  False after adding
   an error: there are too many. */
bool cells_client_add(struct cells *cells, uint32_t client,
                      struct keyring *ring, struct diag *diag) MUST_USE;
/* Writes the keys of the clients behind 'n_written' up to number 'n', in one
   piece; or wipes them in memory. */
bool cells_clients_write(struct cells *cells, uint32_t n_written, uint32_t n,
                         struct diag *diag) MUST_USE;
void cells_clients_forget(struct cells *cells, uint32_t n_written, uint32_t n);
/* Destroys the key, on the disk; of a file that can only be read in memory,
   and so with slots. */
bool cells_client_erase(struct cells *cells, uint32_t client,
                        struct keyring *ring, struct diag *diag) MUST_USE;
/* Cells behind the last client that are not free: an addition that was cut
   off; they are freed. */
bool cells_trim(struct cells *cells, uint32_t n_clients,
                struct diag *diag) MUST_USE;

#endif
