/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file says of itself: BLAKE2b-256 of its bytes, as 'b2sum -l 256'. */
#ifndef ATTUNE_BASE_DIGEST_H
#define ATTUNE_BASE_DIGEST_H

#include "base/str.h"

struct digest {
    char hex[65]; /* 64 digits and a NUL */
};

struct digest digest_of(struct str bytes);

#endif
