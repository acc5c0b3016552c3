/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work in order: pieces are read one after the other, worked on side by side,
   and written in the order in which they were read. */
#ifndef ATTUNE_BASE_WORKERS_H
#define ATTUNE_BASE_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

struct workers_job {
    /* Fills 'piece' with the next one; false when there is no more.  Called
       by one thread at a time, in order. */
    bool (*read)(void *aux, void *piece);
    /* Works on a piece; several at the same time on different pieces. */
    void (*work)(void *aux, void *piece);
    /* Hands out the finished piece; false stops everything.  Called by one
       thread at a time, in the order of reading. */
    bool (*write)(void *aux, void *piece);
    void *aux;
};

/* Runs the job with 'n_threads' threads (the caller's among them) over the
   'n_pieces' recycled pieces; with one thread nothing is started, and with
   fewer than two or three pieces a thread some wait.  Returns when all that was
   read is written, or when write said false and what was being read or worked
   on is done; nothing is read or written after that.  Signals reach none of
   the started threads. */
void workers_run(const struct workers_job *job, void *const *pieces,
                 size_t n_pieces, size_t n_threads);

/* The number of processors this process may use, at least 1. */
size_t workers_default(void);

#endif
