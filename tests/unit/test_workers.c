/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work in order, with any number of threads. */
#include "unit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/workers.h"

struct piece {
    int number;
    int result;
    atomic_int in_use; /* by one function at a time */
};

struct run {
    int n_to_read;
    int stop_after; /* write says false after so many; -1: never */
    bool slow_work; /* else nothing takes any time */

    /* Only touched by read: no lock, so that a sanitizer sees two readers. */
    int n_read;
    /* Only touched by write, likewise. */
    int n_written;
    bool is_wrong_order;
    bool is_wrong_result;

    atomic_int n_worked;
    atomic_int n_reading;
    atomic_int n_writing;
    atomic_int n_clashes;
};

static int
result_of(int number)
{
    return number * 7 + 3;
}

/* Relaxed, so that the gates order nothing and hide no race from a
   sanitizer. */
static void
enter(struct run *run, atomic_int *gate)
{
    if (atomic_fetch_add_explicit(gate, 1, memory_order_relaxed))
        atomic_fetch_add(&run->n_clashes, 1);
}

static void
leave(atomic_int *gate)
{
    atomic_fetch_sub_explicit(gate, 1, memory_order_relaxed);
}

static bool
read_piece(void *aux, void *piece_aux)
{
    struct run *run = aux;
    struct piece *piece = piece_aux;
    bool more;

    enter(run, &run->n_reading);
    enter(run, &piece->in_use);
    more = run->n_read < run->n_to_read;
    if (more) {
        piece->number = run->n_read++;
        piece->result = -1;
    }
    leave(&piece->in_use);
    leave(&run->n_reading);
    return more;
}

static void
work_on_piece(void *aux, void *piece_aux)
{
    struct run *run = aux;
    struct piece *piece = piece_aux;

    enter(run, &piece->in_use);
    /* Lengths that follow no order, the longest some hundred times the
       shortest. */
    if (run->slow_work)
        usleep((unsigned)piece->number * 2654435761u % 300);
    piece->result = result_of(piece->number);
    atomic_fetch_add_explicit(&run->n_worked, 1, memory_order_relaxed);
    leave(&piece->in_use);
}

static bool
write_piece(void *aux, void *piece_aux)
{
    struct run *run = aux;
    struct piece *piece = piece_aux;

    enter(run, &run->n_writing);
    enter(run, &piece->in_use);
    if (piece->number != run->n_written)
        run->is_wrong_order = true;
    if (piece->result != result_of(piece->number))
        run->is_wrong_result = true;
    run->n_written++;
    leave(&piece->in_use);
    leave(&run->n_writing);
    return run->n_written != run->stop_after;
}

static void
run_with(struct run *run, size_t n_pieces, size_t n_threads)
{
    struct piece pieces[24] = {{0}};
    void *ring[24];

    assert_true(n_pieces <= N_ELEMENTS(ring));
    for (size_t i = 0; i < n_pieces; i++)
        ring[i] = &pieces[i];
    workers_run(
        &(struct workers_job){read_piece, work_on_piece, write_piece, run},
        ring, n_pieces, n_threads);
    if (run->is_wrong_order || run->is_wrong_result || run->n_clashes)
        fail_msg("%zu threads, %zu pieces: order %d, result %d, clashes %d",
                 n_threads, n_pieces, run->is_wrong_order, run->is_wrong_result,
                 run->n_clashes);
}

static void
test_order(void **state)
{
    (void)state;
    for (size_t n_threads = 1; n_threads <= 8; n_threads++) {
        for (size_t n_pieces = 1; n_pieces <= 24; n_pieces += 5) {
            for (int slow = 0; slow < 2; slow++) {
                struct run run = {.n_to_read = slow ? 100 : 2000,
                                  .stop_after = -1,
                                  .slow_work = slow};

                run_with(&run, n_pieces, n_threads);
                if (run.n_written != run.n_to_read
                    || run.n_worked != run.n_to_read)
                    fail_msg("%zu threads: %d written", n_threads,
                             run.n_written);
            }
        }
    }
}

static void
test_few(void **state)
{
    (void)state;
    for (size_t n_threads = 1; n_threads <= 8; n_threads++) {
        for (int n = 0; n < 10; n++) {
            struct run run = {.n_to_read = n, .stop_after = -1};

            run_with(&run, 8, n_threads);
            assert_int_equal(run.n_written, n);
        }
    }
}

/* Nothing is written after write said false, and nobody waits for ever. */
static void
test_stop(void **state)
{
    (void)state;
    for (size_t n_threads = 1; n_threads <= 8; n_threads++) {
        for (int stop_after = 1; stop_after < 60; stop_after += 7) {
            struct run run = {.n_to_read = 100,
                              .stop_after = stop_after,
                              .slow_work = stop_after % 2};

            run_with(&run, 1 + (size_t)stop_after % 9, n_threads);
            if (run.n_written != stop_after)
                fail_msg("%zu threads: %d written, not %d", n_threads,
                         run.n_written, stop_after);
        }
    }
}

struct thread_check {
    struct run run;
    pthread_t caller;
    atomic_int n_others;
    atomic_int n_done;
};

static bool
read_checked(void *aux, void *piece)
{
    struct thread_check *check = aux;

    return read_piece(&check->run, piece);
}

static bool
write_checked(void *aux, void *piece)
{
    struct thread_check *check = aux;

    return write_piece(&check->run, piece);
}

/* Waits for company, so that the work is really done side by side. */
static void
meet(void *aux, void *piece)
{
    struct thread_check *check = aux;

    if (!pthread_equal(pthread_self(), check->caller))
        atomic_fetch_add(&check->n_others, 1);
    atomic_fetch_add(&check->n_done, 1);
    while (check->n_done < 2)
        usleep(10);
    work_on_piece(&check->run, piece);
}

static void
test_side_by_side(void **state)
{
    struct thread_check check = {.run = {.n_to_read = 2, .stop_after = -1},
                                 .caller = pthread_self()};
    struct piece pieces[2] = {{0}};
    void *ring[] = {&pieces[0], &pieces[1]};
    const struct workers_job job = {read_checked, meet, write_checked, &check};

    (void)state;
    /* Two pieces that wait for each other: one thread would hang here. */
    workers_run(&job, ring, 2, 2);
    assert_int_equal(check.run.n_written, 2);

    /* With one thread the caller does everything. */
    check = (struct thread_check){.run = {.n_to_read = 9, .stop_after = -1},
                                  .caller = pthread_self(),
                                  .n_done = 2};
    workers_run(&job, ring, 2, 1);
    assert_int_equal(check.run.n_written, 9);
    assert_int_equal(check.n_others, 0);
}

static void
test_default(void **state)
{
    (void)state;
    assert_true(workers_default() >= 1);
    assert_true((long)workers_default() <= sysconf(_SC_NPROCESSORS_CONF));
}

UNIT_MAIN(cmocka_unit_test(test_order), cmocka_unit_test(test_few),
          cmocka_unit_test(test_stop), cmocka_unit_test(test_side_by_side),
          cmocka_unit_test(test_default))
