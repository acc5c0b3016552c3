/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the processor has; see vector.h. */
#include "response/vector.h"

#include <stddef.h>
#include <string.h>

enum vector
vector_widest(void)
{
#ifdef __x86_64__
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi")
        || !__builtin_cpu_supports("popcnt")
        || !__builtin_cpu_supports("pclmul"))
        return VECTOR_BASELINE;
    return __builtin_cpu_supports("avx512vbmi2")
                   && __builtin_cpu_supports("avx512bw")
               ? VECTOR_AVX512
               : VECTOR_AVX2;
#else
    return VECTOR_BASELINE;
#endif
}

bool
vector_named(const char *word, enum vector *vector)
{
    static const char *const words[] = {
        [VECTOR_BASELINE] = "baseline",
        [VECTOR_AVX2] = "avx2",
        [VECTOR_AVX512] = "avx512",
    };

    for (size_t i = 0; i < N_ELEMENTS(words); i++)
        if (strcmp(word, words[i]) == 0) {
            *vector = vector_widest();
            if (i < (size_t)*vector)
                *vector = (enum vector)i;
            return true;
        }
    return false;
}
