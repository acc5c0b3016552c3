/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arenas: zeroed and aligned memory, also after a rewind. */
#include "unit.h"

#include <stdalign.h>
#include <string.h>

#include "base/arena.h"

/* Takes, checks and soils blocks of many sizes. */
static void
fill(struct arena *arena)
{
    static const size_t sizes[] = {0,    1,    7,     16,      100, 4095,
                                   4096, 5000, 70000, 3000000, 3};

    for (size_t i = 0; i < N_ELEMENTS(sizes); i++) {
        unsigned char *bytes = arena_alloc(arena, sizes[i], 1);

        assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
        for (size_t k = 0; k < sizes[i]; k++) {
            if (bytes[k])
                fail_msg("block of %zu: byte %zu is %d", sizes[i], k, bytes[k]);
        }
        memset(bytes, 0xa5, sizes[i]);
        memset(arena_text(arena, STR("some text")), 0x5a, 9);
    }
}

static void
test_zeroed_after_rewind(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    for (int round = 0; round < 4; round++) {
        fill(arena);
        arena_rewind(arena);
        /* Moves the blocks against those of the round before. */
        for (int i = 0; i < round; i++)
            memset(arena_alloc(arena, 1, 900), 0xff, 900);
    }
    arena_free(arena);
    arena_free(NULL);
}

static void
test_memory_is_reused(void **state)
{
    struct arena *arena = arena_new();
    char *first = arena_alloc(arena, 1, 10);

    (void)state;
    arena_rewind(arena);
    assert_ptr_equal(arena_alloc(arena, 1, 10), first);
    arena_free(arena);
}

static void
test_blocks_do_not_overlap(void **state)
{
    enum { N = 3000 };
    struct arena *arena = arena_new();
    size_t **blocks = ARENA_ARRAY(arena, N, size_t *);

    (void)state;
    for (size_t i = 0; i < N; i++) {
        blocks[i] = ARENA_ARRAY(arena, 1 + i % 9, size_t);
        for (size_t k = 0; k < 1 + i % 9; k++)
            blocks[i][k] = i;
    }
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < 1 + i % 9; k++)
            assert_int_equal(blocks[i][k], i);
    }
    arena_free(arena);
}

static void
test_text(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(arena_text(arena, (struct str){"abcdef", 3}), "abc");
    assert_string_equal(arena_text(arena, (struct str){NULL, 0}), "");
    assert_string_equal(arena_printf(arena, "%s-%d", "q", 12), "q-12");
    assert_string_equal(arena_printf(arena, "%s", ""), "");
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_zeroed_after_rewind),
          cmocka_unit_test(test_memory_is_reused),
          cmocka_unit_test(test_blocks_do_not_overlap),
          cmocka_unit_test(test_text))
