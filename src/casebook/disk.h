/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The casebook's files on the disk: opened for their owner alone, changed so
   that what was acknowledged is there after a power cut.  A file that is not
   ours, or no plain file, is refused. */
#ifndef ATTUNE_CASEBOOK_DISK_H
#define ATTUNE_CASEBOOK_DISK_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"

struct disk_file {
    const char *path;
    int fd; /* -1: not open */
    bool is_read_only;
};

/* False after adding an error. */
bool disk_open(struct disk_file *file, const char *path,
               struct diag *diag) MUST_USE;
/* Likewise also one that can only be read. */
bool disk_open_to_read(struct disk_file *file, const char *path,
                       struct diag *diag) MUST_USE;
void disk_close(struct disk_file *file); /* also when it is not open */

/* Locks a byte of the file, which need not be there, until it is closed; one
   that is only read for others that read it, too.  Vault and inbox are waited
   for, some seconds; 'tell' (or NULL) is called once when that takes long.
   False after adding an error, as where another process has it. */
enum { DISK_VAULT, DISK_INBOX, DISK_FILLS /* and behind it */ };
bool disk_lock(const struct disk_file *file, int byte, void (*tell)(void),
               struct diag *diag) MUST_USE;
void disk_unlock_inbox(const struct disk_file *file);

/* All that stands in it; at most 1 GiB. */
bool disk_read(const struct disk_file *file, struct arena *arena,
               struct str *bytes, struct diag *diag) MUST_USE;
bool disk_size(const struct disk_file *file, size_t *size,
               struct diag *diag) MUST_USE;

/* Puts bytes there and waits until they are on the disk.  False after adding an
   error. */
bool disk_put(const struct disk_file *file, size_t at, struct str bytes,
              struct diag *diag) MUST_USE;
/* Likewise at the end, 'size'; after a failure the file is as it was. */
bool disk_append(const struct disk_file *file, size_t size, struct str bytes,
                 struct diag *diag) MUST_USE;
/* Overwrites what stands there with zeros, on the disk. */
bool disk_zero(const struct disk_file *file, size_t at, size_t len,
               struct diag *diag) MUST_USE;
bool disk_cut(const struct disk_file *file, size_t size,
              struct diag *diag) MUST_USE;

/* From here to there no signal ends the process: what takes several writes is
   told as done, or not. */
void disk_hold_stops(sigset_t *before);
void disk_let_stops(const sigset_t *before);

bool disk_remove(const struct disk_file *file, struct diag *diag) MUST_USE;

#endif
