/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heap's door: zeroed, never NULL, and one way out when it is empty. */
#include "unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"

/* The handler must not return, so it jumps back into the test. */
static jmp_buf back;

static void
jump_back(void)
{
    longjmp(back, 1);
}

static void
test_zeroed(void **state)
{
    unsigned char *bytes = mem_array(1000, 3);

    (void)state;
    for (size_t i = 0; i < 3000; i++)
        assert_int_equal(bytes[i], 0);
    mem_free(bytes);
}

static void
test_nothing_is_something(void **state)
{
    void *nothing = mem_alloc(0);

    (void)state;
    assert_non_null(nothing);
    nothing = mem_resize(nothing, 0, 8);
    assert_non_null(nothing);
    mem_free(nothing);
    mem_free(NULL);
}

static void
test_resize_keeps(void **state)
{
    int *numbers = mem_array(2, sizeof *numbers);

    (void)state;
    numbers[1] = 7;
    numbers = mem_resize(numbers, 5000, sizeof *numbers);
    assert_int_equal(numbers[1], 7);
    mem_free(numbers);
}

static void
test_too_much(void **state)
{
    static const struct {
        size_t n;
        size_t size;
    } cases[] = {{SIZE_MAX, 2}, {SIZE_MAX / 2 + 1, 2}, {SIZE_MAX, 1}};
    /* Counted in memory, since a jump forgets what was in registers. */
    volatile size_t n_ended = 0;

    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct buf buf SCOPED(buf_clear) = {0};

    (void)state;
    buf_add_text(&buf, "text");
    mem_on_exhausted(jump_back);
    for (volatile size_t i = 0; i < N_ELEMENTS(cases); i++) {
        if (setjmp(back))
            n_ended++;
        else
            mem_free(mem_array(cases[i].n, cases[i].size));
        if (setjmp(back))
            n_ended++;
        else
            mem_free(mem_resize(NULL, cases[i].n, cases[i].size));
        if (setjmp(back))
            n_ended++;
        else
            (void)!arena_alloc(arena, cases[i].n, cases[i].size);
        if (setjmp(back))
            n_ended++;
        else
            buf_reserve(&buf, cases[i].n - 3);
    }
    mem_on_exhausted(NULL);
    assert_int_equal(n_ended, 4 * N_ELEMENTS(cases));
}

UNIT_MAIN(cmocka_unit_test(test_zeroed),
          cmocka_unit_test(test_nothing_is_something),
          cmocka_unit_test(test_resize_keeps), cmocka_unit_test(test_too_much))
