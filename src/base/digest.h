/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file says of itself: BLAKE2b-256 of its bytes, as 'b2sum -l 256'. */
#ifndef ATTUNE_BASE_DIGEST_H
#define ATTUNE_BASE_DIGEST_H

#include <stddef.h>
#include "base/mem.h"
#include "base/str.h"

struct digest {
    char hex[65]; /* 64 digits and a NUL */
};

struct digest digest_of(struct str bytes);

/* The same of bytes that come bit by bit. */
struct digester;
struct digester *digester_new(void) MUST_USE;
void digester_add(struct digester *digester, struct str bytes);
size_t digester_size(const struct digester *digester); /* bytes so far */
/* The digest of all that was added; more may follow. */
struct digest digester_get(const struct digester *digester);
void digester_free(struct digester *digester); /* NULL is allowed */

#endif
