/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A count that several threads may add to at once.  Zeroed memory counts from
   0.  Nothing else hangs on the order in which threads see a count, so it need
   not be kept. */
#ifndef ATTUNE_BASE_COUNTER_H
#define ATTUNE_BASE_COUNTER_H

#include <stdatomic.h>
#include <stddef.h>

struct counter {
    _Atomic size_t n;
};

static inline void
counter_add(struct counter *counter, size_t n)
{
    atomic_fetch_add_explicit(&counter->n, n, memory_order_relaxed);
}

/* All of it once the threads that add are at an end. */
static inline size_t
counter_get(const struct counter *counter)
{
    return atomic_load_explicit(&counter->n, memory_order_relaxed);
}

#endif
