/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head: how far a casebook had come when it was changed last, and the
   public key that fills are sealed to.  It stands in the casebook's folder and,
   apart, in the state folder of each computer that has unlocked it, so that an
   older casebook in the place of a newer one is noticed. */
#ifndef ATTUNE_CASEBOOK_HEAD_H
#define ATTUNE_CASEBOOK_HEAD_H

#include "base/diag.h"
#include "casebook/sealing.h"

enum { CASEBOOK_ID = 16, HEAD_SIZE = 160 };

struct head {
    uint8_t id[CASEBOOK_ID];
    uint8_t public_key[SEAL_KEY];
    uint64_t n_frames;       /* in the vault */
    uint8_t tag[SEAL_TAG];   /* of the last of them */
    uint64_t n_lines;        /* that were ever taken from the inbox */
    uint8_t link[SEAL_LINK]; /* of the last of them */
};

/* The bytes of a head, authenticated. */
void head_add(struct buf *out, const struct head *head,
              const struct keyring *ring);
/* Without a key: what it says.  False: not a head. */
bool head_read(struct str bytes, struct head *head) MUST_USE;
/* Whether somebody with the keys wrote these bytes. */
bool head_is_ours(struct str bytes, const struct keyring *ring);

#endif
