/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that grow at the end. */
#include "unit.h"

#include <string.h>
#include "base/buf.h"

/* Stand for the C library's, and tell how much was wiped; the second is what
   the first is called where sizes are checked. */
static size_t n_wiped;

void
explicit_bzero(void *bytes, size_t n)
{
    n_wiped = n;
    memset(bytes, 0, n);
}

#if __USE_FORTIFY_LEVEL > 0
void
__explicit_bzero_chk(void *bytes, size_t n, size_t room)
{
    assert_true(n <= room);
    explicit_bzero(bytes, n);
}
#endif

static void
test_adding(void **state)
{
    struct buf buf = {0};

    (void)state;
    assert_string_equal(buf_text(&buf), "");
    buf_add_char(&buf, 'a');
    buf_add(&buf, STR("bc"));
    buf_add(&buf, (struct str){NULL, 0});
    buf_add_text(&buf, "de");
    buf_add_text(&buf, NULL);
    buf_addf(&buf, "%d%s", 42, "!");
    assert_string_equal(buf_text(&buf), "abcde42!");
    assert_int_equal(buf.len, 8);
    assert_true(str_is(buf_str(&buf), "abcde42!"));
    buf_empty(&buf);
    assert_int_equal(buf.len, 0);
    assert_true(buf.size > 0);
    buf_clear(&buf);
    assert_null(buf.bytes);
    assert_int_equal(buf.size, 0);
}

static void
test_growing(void **state)
{
    struct buf buf = {0};

    (void)state;
    for (int i = 0; i < 20000; i++) {
        buf_addf(&buf, "%05d", i);
        buf_add_char(&buf, ',');
    }
    assert_int_equal(buf.len, 120000);
    assert_memory_equal(buf.bytes, "00000,00001,", 12);
    assert_memory_equal(buf.bytes + 6 * 12345, "12345,", 6);
    assert_memory_equal(buf.bytes + 6 * 19999, "19999,", 6);
    buf_clear(&buf);
}

static void
test_reserve(void **state)
{
    struct buf buf = {0};
    const char *before;

    (void)state;
    buf_add_text(&buf, "x");
    buf_reserve(&buf, 1000000);
    before = buf.bytes;
    for (int i = 0; i < 1000000; i++)
        buf_add_char(&buf, 'y');
    assert_ptr_equal(buf.bytes, before);
    assert_int_equal(buf.bytes[0], 'x');
    buf_clear(&buf);
}

/* What was forgotten in between, or outgrown, is wiped, too. */
static void
test_clearing(void **state)
{
    struct buf buf = {0};

    (void)state;
    buf_add_text(&buf, "an answer");
    size_t size = buf.size;
    n_wiped = 0;
    buf_reserve(&buf, size);
    assert_int_equal(n_wiped, size);
    assert_string_equal(buf_text(&buf), "an answer");
    buf_empty(&buf);
    size = buf.size;
    n_wiped = 0;
    buf_clear(&buf);
    assert_int_equal(n_wiped, size);
}

UNIT_MAIN(cmocka_unit_test(test_adding), cmocka_unit_test(test_growing),
          cmocka_unit_test(test_reserve), cmocka_unit_test(test_clearing))
