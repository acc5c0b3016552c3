/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A term is looked up by one of two tables of sixteen bytes: of positions, and
   of why there is no answer.  Bytes are added up while they cannot overflow,
   then in 16 bits. */
#include "score/small_sums.h"

#include "response/batch.h"
#include "score/terms.h"
#ifdef __x86_64__
#include <immintrin.h>
#endif

enum { SIXTEEN = 16, ROWS_AT_ONCE = 32 };
_Static_assert((int)N_CODES == (int)CODE_FIRST_KIND + (int)SIXTEEN,
               "the kinds are no table of sixteen");
_Static_assert(BATCH_ROOM >= BATCH_ROWS + ROWS_AT_ONCE, "no room for a stride");

struct small_table {
    uint8_t position[SIXTEEN];
    uint8_t kind[SIXTEEN];
};

struct small_sums {
    struct small_table *tables;
    size_t n;
    size_t n_at_once; /* so many columns do not overflow a byte */
};

/* ---- tables ---- */

static bool
is_small(double term)
{
    return term >= 0 && term <= UINT8_MAX && term == (uint8_t)term;
}

/* False when a term does not fit. */
static bool
put_table(struct small_table *table, const double *terms, uint8_t *most)
{
    for (int code = 0; code < N_CODES; code++) {
        if (!is_small(terms[code]))
            return false;
        uint8_t term = (uint8_t)terms[code];
        if (code < SIXTEEN)
            table->position[code] = term;
        else if (code >= CODE_FIRST_KIND)
            table->kind[code - CODE_FIRST_KIND] = term;
        else if (term)
            return false;
        *most = term > *most ? term : *most;
    }
    return true;
}

struct small_sums *
small_sums_new(const double *const *terms, size_t n, struct arena *arena)
{
    struct small_sums *small = ARENA_NEW(arena, struct small_sums);
    uint8_t most = 1;
    small->tables = ARENA_ARRAY(arena, n, struct small_table);
    small->n = n;
    for (size_t i = 0; i < n; i++)
        if (!put_table(&small->tables[i], terms[i], &most))
            return NULL;
    small->n_at_once = (size_t)(UINT8_MAX / most);
    return n * most <= UINT16_MAX ? small : NULL;
}

/* ---- 32 rows at once ---- */

#ifdef __x86_64__
static VECTOR_WIDE __m256i
load(const uint8_t *bytes)
{
    return _mm256_loadu_si256((const void *)bytes);
}

static VECTOR_WIDE __m256i
load_twice(const uint8_t *sixteen)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)sixteen));
}

/* A byte that is no place in a table has its first bit set, and gives 0. */
static VECTOR_WIDE __m256i
look_up(const struct small_table *table, __m256i codes)
{
    __m256i kinds =
        _mm256_xor_si256(codes, _mm256_set1_epi8((char)CODE_FIRST_KIND));
    return _mm256_or_si256(
        _mm256_shuffle_epi8(load_twice(table->position), codes),
        _mm256_shuffle_epi8(load_twice(table->kind), kinds));
}

/* 32 sums in 16 bits. */
struct wide_sums {
    __m256i half[2];
};

static VECTOR_WIDE void
add_bytes(struct wide_sums *sums, __m256i bytes)
{
    __m256i low = _mm256_cvtepu8_epi16(_mm256_castsi256_si128(bytes));
    __m256i high = _mm256_cvtepu8_epi16(_mm256_extracti128_si256(bytes, 1));
    sums->half[0] = _mm256_add_epi16(sums->half[0], low);
    sums->half[1] = _mm256_add_epi16(sums->half[1], high);
}

static VECTOR_WIDE void
widen(const struct wide_sums *sums, uint32_t *out)
{
    for (int i = 0; i < 2; i++) {
        __m256i half = sums->half[i];
        __m256i low = _mm256_cvtepu16_epi32(_mm256_castsi256_si128(half));
        __m256i high = _mm256_cvtepu16_epi32(_mm256_extracti128_si256(half, 1));
        _mm256_storeu_si256((void *)(out + 16 * i), low);
        _mm256_storeu_si256((void *)(out + 16 * i + 8), high);
    }
}

static VECTOR_WIDE void
put_sums_wide(const struct small_sums *small, const uint8_t *const *codes,
              size_t n_rows, double *out)
{
    for (size_t row = 0; row < n_rows; row += ROWS_AT_ONCE) {
        struct wide_sums sums = {{_mm256_setzero_si256()}};
        uint32_t wide[ROWS_AT_ONCE];
        for (size_t i = 0; i < small->n;) {
            size_t left = small->n - i;
            size_t end =
                i + (left < small->n_at_once ? left : small->n_at_once);
            __m256i bytes = _mm256_setzero_si256();
            for (; i < end; i++)
                bytes = _mm256_add_epi8(
                    bytes, look_up(&small->tables[i], load(codes[i] + row)));
            add_bytes(&sums, bytes);
        }
        widen(&sums, wide);
        for (size_t i = 0; i < ROWS_AT_ONCE; i += 4)
            _mm256_storeu_pd(out + row + i, _mm256_cvtepi32_pd(_mm_loadu_si128(
                                                (const void *)(wide + i))));
    }
}

/* Where bytes are 'code', all bits are set. */
static VECTOR_WIDE __m256i
are(__m256i bytes, uint8_t code)
{
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)code));
}

static VECTOR_WIDE bool
put_counts_wide(const uint8_t *const *codes, size_t n, size_t n_rows,
                uint32_t *out)
{
    const __m256i last = _mm256_set1_epi8((char)code_of_kind(ANSWERED));
    __m256i odd = _mm256_setzero_si256();
    for (size_t row = 0; row < n_rows; row += ROWS_AT_ONCE) {
        struct wide_sums sums = {{_mm256_setzero_si256()}};
        for (size_t i = 0; i < n;) {
            size_t end = n - i < UINT8_MAX ? n : i + UINT8_MAX;
            __m256i bytes = _mm256_setzero_si256();
            for (; i < end; i++) {
                __m256i at = load(codes[i] + row);
                __m256i is_answer =
                    _mm256_cmpeq_epi8(_mm256_min_epu8(at, last), at);
                bytes = _mm256_sub_epi8(bytes, is_answer);
                odd = _mm256_or_si256(odd, are(at, code_of_kind(ANSWER_BAD)));
                odd = _mm256_or_si256(
                    odd, are(at, code_of_kind(ANSWER_NOT_APPLICABLE)));
            }
            add_bytes(&sums, bytes);
        }
        widen(&sums, out + row);
    }
    return _mm256_testz_si256(odd, odd);
}
#endif

bool
small_sums_put(const struct small_sums *small, enum vector vector,
               const uint8_t *const *codes, size_t n_rows, double *sums)
{
#ifdef __x86_64__
    if (small && vector >= VECTOR_AVX2) {
        put_sums_wide(small, codes, n_rows, sums);
        return true;
    }
#endif
    (void)small, (void)vector, (void)codes, (void)n_rows, (void)sums;
    return false;
}

bool
small_counts_put(enum vector vector, const uint8_t *const *codes, size_t n,
                 size_t n_rows, uint32_t *counts)
{
#ifdef __x86_64__
    if (vector >= VECTOR_AVX2)
        return put_counts_wide(codes, n, n_rows, counts);
#endif
    (void)vector, (void)codes, (void)n, (void)n_rows, (void)counts;
    return false;
}
