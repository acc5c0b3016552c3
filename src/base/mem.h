/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only door to the heap.  Running out of memory ends the process in one
   place, so that no caller tests for it. */
#ifndef ATTUNE_BASE_MEM_H
#define ATTUNE_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt_idx, args_idx)                                         \
    __attribute__((format(printf, fmt_idx, args_idx)))
/* Behind a local variable's name: what it holds is given back where its scope
   ends, however it is left.  'give_back' is shown where the variable is. */
#define SCOPED(give_back) __attribute__((cleanup(give_back)))
#define N_ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))

/* A size, and the small one that a fuzzer's inputs, which are small, can go
   beyond; they would also clear all of the large one each time. */
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
#define UNLESS_FUZZED(size, small) (small)
#else
#define UNLESS_FUZZED(size, small) (size)
#endif

/* Called when memory runs out or a size overflows; must not return.  The
   default prints one line and exits with status 3.  cli sets its own, so that
   half-written files are removed first. */
typedef void mem_exhausted_fn(void);
void mem_on_exhausted(mem_exhausted_fn *handler);

/* What is done and stays so, whatever fails from now on: who tells of memory
   that ran out, or of output that failed, says it.  The words must last. */
void mem_note_done(const char *words);
const char *mem_done(void); /* the last such; NULL: nothing */
/* Notes that something is to be kept, of which whoever is stopped wants to know
   whether it was; and whether it is to be still. */
void mem_note_pending(bool is_pending);
bool mem_is_pending(void);

/* Ends the process through the handler; for sizes that no memory holds. */
_Noreturn void mem_exhausted(void);

/* Whether the process also ends where a library is refused memory; says so
   to mem_libraries.c, which only the program is linked with. */
void mem_end_libraries(bool do_end);
/* A library was refused memory: returns unless that is the end. */
void mem_refused(void);

/* n * size, which fits a block; an overflow counts as memory exhausted. */
size_t mem_size(size_t n, size_t size) MUST_USE;

/* Zeroed memory, never NULL (also for size 0); freed with mem_free(). */
void *mem_alloc(size_t size) MUST_USE;

/* n * size zeroed bytes. */
void *mem_array(size_t n, size_t size) MUST_USE;

/* Changes the size of a block; bytes past the old size are not zeroed. */
void *mem_resize(void *block, size_t n, size_t size) MUST_USE;

/* NULL is allowed. */
void mem_free(void *block);
void mem_drop(void *pointer); /* SCOPED: frees what the pointer points at */

#endif
