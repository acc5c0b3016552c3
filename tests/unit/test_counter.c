/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A count that several threads add to: none is lost. */
#include "unit.h"

#include <pthread.h>

#include "base/counter.h"

enum { N_THREADS = 4, N_TIMES = 100000 };

static void *
add_many(void *aux)
{
    for (int i = 0; i < N_TIMES; i++)
        counter_add(aux, i % 2 ? 1 : 2);
    return NULL;
}

static void
test_threads(void **state)
{
    struct counter counter = {0};
    pthread_t threads[N_THREADS];
    (void)state;
    assert_int_equal(counter_get(&counter), 0);
    for (int i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_many, &counter),
                         0);
    for (int i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(counter_get(&counter), N_THREADS * N_TIMES / 2 * 3);
}

UNIT_MAIN(cmocka_unit_test(test_threads))
