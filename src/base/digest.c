/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only use of libsodium outside the casebook. */
#include "base/digest.h"

#include <assert.h>
#include <stdint.h>
#include <sodium.h>

enum { HASH_SIZE = 32 };

/* libsodium wants its state aligned; mem_alloc() aligns to less. */
struct digester {
    crypto_generichash_state *state;
    unsigned char room[sizeof(crypto_generichash_state) + 64];
    size_t size;
};

static struct digest
digest_from(const unsigned char hash[HASH_SIZE])
{
    struct digest digest;

    sodium_bin2hex(digest.hex, sizeof digest.hex, hash, HASH_SIZE);
    return digest;
}

struct digest
digest_of(struct str bytes)
{
    unsigned char hash[HASH_SIZE];

    /* It chooses the fastest code for this machine, may be called again, and
       hashing works without it too. */
    (void)!sodium_init();
    int failed = crypto_generichash(hash, sizeof hash,
                                    (const unsigned char *)bytes.bytes,
                                    bytes.len, NULL, 0);
    /* Only sizes that it does not know make it fail. */
    assert(!failed);
    (void)failed;
    return digest_from(hash);
}

struct digester *
digester_new(void)
{
    struct digester *digester = mem_alloc(sizeof *digester);
    size_t past = (uintptr_t)digester->room % 64;

    (void)!sodium_init();
    digester->state = (void *)(digester->room + (past ? 64 - past : 0));
    crypto_generichash_init(digester->state, NULL, 0, HASH_SIZE);
    return digester;
}

void
digester_add(struct digester *digester, struct str bytes)
{
    crypto_generichash_update(digester->state,
                              (const unsigned char *)bytes.bytes, bytes.len);
    digester->size += bytes.len;
}

size_t
digester_size(const struct digester *digester)
{
    return digester->size;
}

struct digest
digester_get(const struct digester *digester)
{
    unsigned char hash[HASH_SIZE];
    crypto_generichash_state state = *digester->state;

    crypto_generichash_final(&state, hash, sizeof hash);
    return digest_from(hash);
}

void
digester_free(struct digester *digester)
{
    mem_free(digester);
}
