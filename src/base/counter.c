/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See counter.h.  Nothing else hangs on the order in which threads see a count,
   so it need not be kept. */
#include "base/counter.h"

#include <stdatomic.h>

void
counter_add(struct counter *counter, size_t n)
{
    atomic_fetch_add_explicit(&counter->n, n, memory_order_relaxed);
}

size_t
counter_get(const struct counter *counter)
{
    return atomic_load_explicit(&counter->n, memory_order_relaxed);
}
