/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many bytes are worked on at once.  Every width gives the same, bit for
   bit; what has no way of its own for one takes a narrower one, or the plain
   way. */
#ifndef ATTUNE_RESPONSE_VECTOR_H
#define ATTUNE_RESPONSE_VECTOR_H

#include <stdbool.h>
#include "base/mem.h"

/* What a way for VECTOR_AVX2 may use, as vector_widest() asks for it. */
#ifdef __x86_64__
#define VECTOR_WIDE __attribute__((target("avx2,bmi,popcnt,pclmul")))
#endif

enum vector {
    VECTOR_BASELINE, /* the plain way, on every processor */
    VECTOR_AVX2,
    VECTOR_AVX512 /* with VBMI2; nothing has a way of its own for it */
};

/* The widest that this processor has; or the one that 'word' names, the widest
   where the processor lacks that.  False where it names none. */
enum vector vector_widest(void);
bool vector_named(const char *word, enum vector *vector) MUST_USE;

#endif
