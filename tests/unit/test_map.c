/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names to positions. */
#include "unit.h"

#include "base/map.h"

static void
test_many(void **state)
{
    enum { N = 5000 };
    struct arena *arena = arena_new();
    struct map *map = map_new(arena, false);
    size_t value;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        struct str name = str_from(arena_printf(arena, "q%zu", i));

        assert_true(map_add(map, name, i * 3));
        assert_false(map_add(map, name, 1));
    }
    for (size_t i = 0; i < N; i++) {
        const char *name = arena_printf(arena, "q%zu", i);

        value = SIZE_MAX;
        if (!map_find(map, str_from(name), &value) || value != i * 3)
            fail_msg("'%s': %zu", name, value);
    }
    value = 77;
    assert_false(map_find(map, STR("q5000"), &value));
    assert_false(map_find(map, STR("Q1"), &value));
    assert_false(map_find(map, STR(""), &value));
    assert_int_equal(value, 77);
    arena_free(arena);
}

static void
test_nocase(void **state)
{
    struct arena *arena = arena_new();
    struct map *map = map_new(arena, true);
    size_t value = 0;

    (void)state;
    assert_true(map_add(map, STR("Client"), 4));
    assert_false(map_add(map, STR("cLIENT"), 5));
    assert_true(map_find(map, STR("CLIENT"), &value));
    assert_int_equal(value, 4);
    assert_true(map_add(map, STR("\xc3\x84"), 6));
    assert_true(map_add(map, STR("\xc3\xa4"), 7));
    arena_free(arena);
}

static void
test_empty_name(void **state)
{
    struct arena *arena = arena_new();
    struct map *map = map_new(arena, false);
    size_t value = 0;

    (void)state;
    assert_true(map_add(map, str_from(NULL), 9));
    assert_false(map_add(map, STR(""), 10));
    assert_true(map_find(map, STR(""), &value));
    assert_int_equal(value, 9);
    /* A NUL is a byte like others. */
    assert_true(map_add(map, STR("a\0b"), 1));
    assert_true(map_add(map, STR("a\0c"), 2));
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_many), cmocka_unit_test(test_nocase),
          cmocka_unit_test(test_empty_name))
