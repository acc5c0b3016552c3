/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed arrays in an arena. */
#include "unit.h"

#include "base/vec.h"

struct pair {
    int a;
    const char *b;
};

static void
test_growing(void **state)
{
    struct arena *arena = arena_new();
    struct pairs VEC(struct pair) list = {0};

    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct pair *pair = vec_add(arena, &list);

        assert_int_equal(pair->a, 0);
        assert_null(pair->b);
        pair->a = i;
        pair->b = "x";
    }
    assert_int_equal(list.n, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list.items[i].a, i);
    arena_free(arena);
}

static void
test_zeroed_after_shortening(void **state)
{
    struct arena *arena = arena_new();
    struct numbers VEC(int) list = {0};

    (void)state;
    *vec_add(arena, &list) = 5;
    *vec_add(arena, &list) = 6;
    list.n = 1;
    assert_int_equal(*vec_add(arena, &list), 0);
    assert_int_equal(list.items[0], 5);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_growing),
          cmocka_unit_test(test_zeroed_after_shortening))
