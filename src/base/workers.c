/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces go round a ring.  Every thread does whatever is due: it writes the
   oldest piece if that is done, else it reads a new one if a place is free,
   else it works on the oldest that waits.  So one thread alone always gets
   everything done, and none waits unless another is busy.

   Invariant: n_written <= n_taken <= n_read <= n_written + n_pieces, and piece
   number i lies in pieces[i % n_pieces]. */
#include <config.h>

#include "base/workers.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include "base/mem.h"

struct ring {
    const struct workers_job *job;
    void *const *pieces;
    size_t n_pieces;

    pthread_mutex_t lock; /* of all below */
    pthread_cond_t changed;
    bool *done;       /* by place: worked on, not yet written */
    size_t n_read;    /* pieces ever read */
    size_t n_taken;   /* ... and taken to be worked on */
    size_t n_written; /* ... and written */
    bool reading;     /* a thread is at it */
    bool writing;
    bool ended;   /* there is no more to read */
    bool stopped; /* write said false */
};

static void *
piece_at(struct ring *ring, size_t number)
{
    return ring->pieces[number % ring->n_pieces];
}

/* The three steps: called and left with the lock held, which is let go while
   the job's own function runs. */

static void
write_next(struct ring *ring)
{
    size_t number = ring->n_written;

    ring->writing = true;
    pthread_mutex_unlock(&ring->lock);
    bool go_on = ring->job->write(ring->job->aux, piece_at(ring, number));
    pthread_mutex_lock(&ring->lock);
    ring->writing = false;
    ring->done[number % ring->n_pieces] = false;
    ring->n_written++;
    if (!go_on)
        ring->stopped = true;
}

static void
read_next(struct ring *ring)
{
    size_t number = ring->n_read;

    ring->reading = true;
    pthread_mutex_unlock(&ring->lock);
    bool more = ring->job->read(ring->job->aux, piece_at(ring, number));
    pthread_mutex_lock(&ring->lock);
    ring->reading = false;
    if (more)
        ring->n_read++;
    else
        ring->ended = true;
}

static void
work_on_next(struct ring *ring)
{
    size_t number = ring->n_taken++;

    pthread_mutex_unlock(&ring->lock);
    ring->job->work(ring->job->aux, piece_at(ring, number));
    pthread_mutex_lock(&ring->lock);
    ring->done[number % ring->n_pieces] = true;
}

static bool
can_write(const struct ring *ring)
{
    return !ring->writing && ring->done[ring->n_written % ring->n_pieces];
}

static bool
can_read(const struct ring *ring)
{
    return !ring->reading && !ring->ended
           && ring->n_read - ring->n_written < ring->n_pieces;
}

static bool
is_over(const struct ring *ring)
{
    return ring->stopped || (ring->ended && ring->n_written == ring->n_read);
}

static void *
take_part(void *aux)
{
    struct ring *ring = aux;

    pthread_mutex_lock(&ring->lock);
    while (!is_over(ring)) {
        if (can_write(ring))
            write_next(ring);
        else if (can_read(ring))
            read_next(ring);
        else if (ring->n_taken < ring->n_read)
            work_on_next(ring);
        else {
            pthread_cond_wait(&ring->changed, &ring->lock);
            continue;
        }
        pthread_cond_broadcast(&ring->changed);
    }
    pthread_mutex_unlock(&ring->lock);
    return NULL;
}

static void
run_alone(const struct workers_job *job, void *piece)
{
    while (job->read(job->aux, piece)) {
        job->work(job->aux, piece);
        if (!job->write(job->aux, piece))
            break;
    }
}

/* Starts up to 'n' threads, which inherit that no signal reaches them: the
   handlers of cli are for the thread that cli runs in, but what a broken pipe
   means befalls whoever writes.  Returns how many could
   be started; the caller's thread gets on without any. */
static size_t
start(struct ring *ring, pthread_t *threads, size_t n)
{
    sigset_t all;
    sigset_t before;
    size_t n_started = 0;

    sigfillset(&all);
    sigdelset(&all, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    while (n_started < n
           && !pthread_create(&threads[n_started], NULL, take_part, ring))
        n_started++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return n_started;
}

static void
run_together(struct ring *ring, size_t n_threads)
{
    pthread_t *threads SCOPED(mem_drop) =
        mem_array(n_threads - 1, sizeof *threads);

    ring->done = mem_array(ring->n_pieces, sizeof *ring->done);
    pthread_mutex_init(&ring->lock, NULL);
    pthread_cond_init(&ring->changed, NULL);
    size_t n_started = start(ring, threads, n_threads - 1);
    take_part(ring);
    while (n_started)
        pthread_join(threads[--n_started], NULL);
    pthread_cond_destroy(&ring->changed);
    pthread_mutex_destroy(&ring->lock);
    mem_free(ring->done);
}

void
workers_run(const struct workers_job *job, void *const *pieces, size_t n_pieces,
            size_t n_threads)
{
    assert(n_pieces && n_threads);
    if (n_threads == 1 || n_pieces == 1)
        run_alone(job, pieces[0]);
    else
        run_together(
            &(struct ring){.job = job, .pieces = pieces, .n_pieces = n_pieces},
            n_threads);
}

size_t
workers_default(void)
{
    cpu_set_t allowed;

    if (!sched_getaffinity(0, sizeof allowed, &allowed))
        return (size_t)CPU_COUNT(&allowed);
    /* More processors than the set has room for. */
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (size_t)n : 1;
}
