/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only use of libsodium outside the casebook. */
#include "base/digest.h"

#include <assert.h>
#include <sodium.h>

struct digest
digest_of(struct str bytes)
{
    unsigned char hash[32];
    struct digest digest;
    int failed;

    /* It chooses the fastest code for this machine, may be called again, and
       hashing works without it too. */
    (void)!sodium_init();
    failed = crypto_generichash(hash, sizeof hash,
                                (const unsigned char *)bytes.bytes, bytes.len,
                                NULL, 0);
    /* Only sizes that it does not know make it fail. */
    assert(!failed);
    (void)failed;
    sodium_bin2hex(digest.hex, sizeof digest.hex, hash, sizeof hash);
    return digest;
}
