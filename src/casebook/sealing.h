/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only door to cryptography: libsodium as the casebook's format uses it
   (FORMAT.md), and memory that is locked and wiped.  Nothing here knows a
   file. */
#ifndef ATTUNE_CASEBOOK_SEALING_H
#define ATTUNE_CASEBOOK_SEALING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"

/* Bytes of each. */
enum {
    SEAL_KEY = 32,
    SEAL_SALT = 16,
    SEAL_NONCE = 24,
    SEAL_TAG = 16,
    SEAL_EXTRA = SEAL_NONCE + SEAL_TAG, /* of what is sealed with a key */
    SEAL_BOX_EXTRA = 48,                /* of what is sealed to a public key */
    SEAL_LINK = 32, /* a digest that links to what stands before */
    SEAL_PAD = 256  /* sizes are padded to a multiple of it */
};

/* Bytes in memory that is not swapped, stands between guard pages, and is wiped
   when it is freed: a passphrase. */
struct secret;
struct secret *secret_new(size_t size) MUST_USE; /* zeroed */
void secret_free(struct secret *secret);         /* NULL is allowed */
void secret_drop(struct secret **secret);        /* SCOPED: frees it */
/* It is whose who calls; nothing is left to drop. */
struct secret *secret_take(struct secret **secret) MUST_USE;
char *secret_bytes(struct secret *secret);
size_t secret_size(const struct secret *secret);
/* What stands in its first 'size' bytes is all of it from now on. */
void secret_cut(struct secret *secret, size_t size);
/* A child's copy is locked into memory as its parent's is. */
void secret_lock_anew(struct secret *secret);
struct str secret_text(const struct secret *secret);
/* A copy of the text, which is the caller's to wipe. */
struct secret *secret_of(struct str text) MUST_USE;

/* A new recovery code: 130 random bits as 26 letters and digits in groups,
   without those that look alike. */
struct secret *recovery_new(void) MUST_USE;
/* A recovery code as somebody typed it, in the one way it is sealed with. */
struct secret *recovery_read(const struct secret *typed) MUST_USE;

/* What a passphrase costs to try: passes of Argon2id over so much memory. */
struct seal_cost {
    uint32_t n_passes;
    uint32_t memory_kib;
};
extern const struct seal_cost seal_cost_recovery; /* guessing is hopeless */
extern const struct seal_cost seal_cost_least;    /* 256 MiB, 3 passes */
/* At least half a second on this machine; 'seconds' is a clock.  False: there
   is not as much memory as seal_cost_least asks. */
bool seal_calibrate(double (*seconds)(void), struct seal_cost *cost) MUST_USE;

/* All keys of an unlocked casebook, in memory as a secret's. */
struct keyring {
    uint8_t master[SEAL_KEY];
    uint8_t vault[SEAL_KEY]; /* seals frames of records */
    uint8_t cells[SEAL_KEY]; /* seals the clients' keys */
    uint8_t head[SEAL_KEY];  /* authenticates heads */
    uint8_t inbox_secret[SEAL_KEY];
    uint8_t inbox_public[SEAL_KEY];
    uint8_t wrap[SEAL_KEY];   /* of a passphrase, while it is used */
    uint8_t client[SEAL_KEY]; /* of the client used last: */
    uint32_t client_number;   /* 0: none */
};
struct keyring *keyring_new(void) MUST_USE; /* all zeros */
void keyring_free(struct keyring *ring);    /* NULL is allowed */
/* Makes all other keys from the master key. */
void keyring_derive(struct keyring *ring);

void seal_random(void *bytes, size_t size);

/* The key of a passphrase; of a cost that no slot has, none.  False: not enough
   memory. */
bool seal_stretch(const struct secret *passphrase,
                  const uint8_t salt[SEAL_SALT], struct seal_cost cost,
                  uint8_t key[SEAL_KEY]) MUST_USE;

/* XChaCha20-Poly1305: adds a random nonce, the sealed bytes and their tag.
   'bound' is authenticated and not written. */
void seal_add(struct buf *out, const uint8_t key[SEAL_KEY], struct str bound,
              struct str plain);
/* Opens what seal_add() added; 'plain' has room for sealed.len - SEAL_EXTRA
   bytes.  False: another key, or not as it was written. */
bool seal_open(const uint8_t key[SEAL_KEY], struct str bound, struct str sealed,
               void *plain) MUST_USE;

/* To a public key, by nobody (crypto_box_seal); likewise, with
   SEAL_BOX_EXTRA. */
void seal_box_add(struct buf *out, const uint8_t public_key[SEAL_KEY],
                  struct str plain);
bool seal_box_open(const struct keyring *ring, struct str box,
                   void *plain) MUST_USE;

/* BLAKE2b-256; 'key' may be NULL. */
void seal_link(uint8_t link[SEAL_LINK], const uint8_t *key, struct str bytes);
bool seal_equal(const void *a, const void *b, size_t size); /* in equal time */

/* Pads to a multiple of SEAL_PAD: a byte 0x80, then zeros. */
void seal_pad(struct buf *plain);
/* The length without the padding; false: there is none. */
bool seal_unpad(struct str padded, size_t *len) MUST_USE;

/* For memory that held what was sealed. */
void seal_wipe(void *bytes, size_t size);

#endif
