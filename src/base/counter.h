/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A count that several threads may add to at once.  Zeroed memory counts from
   0. */
#ifndef ATTUNE_BASE_COUNTER_H
#define ATTUNE_BASE_COUNTER_H

#include <stddef.h>

struct counter {
    _Atomic size_t n;
};

void counter_add(struct counter *counter, size_t n);

/* All of it once the threads that add are at an end. */
size_t counter_get(const struct counter *counter);

#endif
