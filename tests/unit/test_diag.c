/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems: kept with their place and words, and a sound catalogue. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"

static void
test_everything_is_copied(void **state)
{
    char text[16] = "in.csv";
    struct diag *diag = diag_new();
    const struct diagnostic *got;

    (void)state;
    diag_add(diag, MSG_CANNOT_READ, (struct place){text, 3, 4, 5, false},
             "'%s'", text);
    diag_hint(diag, "try %s", text);
    diag_working(diag, "%d + %d", 1, 2);
    diag_secret(diag, (struct str){text, 2});
    diag_excerpt(diag, str_from(text));
    memset(text, 'x', sizeof text);

    assert_int_equal(diag_total(diag), 1);
    got = diag_get(diag, 0);
    assert_int_equal(got->message, MSG_CANNOT_READ);
    assert_string_equal(got->place.file, "in.csv");
    assert_int_equal(got->place.line, 3);
    assert_int_equal(got->place.column, 4);
    assert_int_equal(got->place.width, 5);
    assert_string_equal(got->detail, "'in.csv'");
    assert_string_equal(got->hint, "try in.csv");
    assert_string_equal(got->working, "1 + 2");
    assert_string_equal(got->secret, "in");
    assert_string_equal(got->excerpt, "in.csv");
    diag_free(diag);
    diag_free(NULL);
}

static void
test_bare(void **state)
{
    struct diag *diag = diag_new();
    const struct diagnostic *got;

    (void)state;
    assert_int_equal(diag_total(diag), 0);
    diag_add(diag, MSG_USAGE, (struct place){0}, NULL);
    got = diag_get(diag, 0);
    assert_null(got->place.file);
    assert_null(got->detail);
    assert_null(got->hint);
    assert_null(got->working);
    assert_null(got->secret);
    assert_null(got->excerpt);
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 1);
    assert_int_equal(diag_count(diag, SEVERITY_WARNING), 0);
    diag_free(diag);
}

static void
test_move(void **state)
{
    struct diag *to = diag_new();
    struct diag *from = diag_new();

    (void)state;
    diag_add(to, MSG_USAGE, (struct place){0}, "first");
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 20; i++) {
            diag_add(from, MSG_TOO_LARGE,
                     (struct place){i % 2 ? "a" : "b", i + 1, 0, 0, false},
                     "%d of %d", i, round);
            diag_hint(from, "hint %d", i);
        }
        if (round < 2)
            diag_move(to, from);
        else
            diag_move_at(to, from, (struct place){"c", 5, 1, 0, false});
        assert_int_equal(diag_total(from), 0);
        assert_int_equal(diag_count(from, SEVERITY_ERROR), 0);
    }
    diag_free(from);
    assert_int_equal(diag_total(to), 61);
    assert_int_equal(diag_count(to, SEVERITY_ERROR), 61);
    assert_string_equal(diag_get(to, 0)->detail, "first");
    for (size_t i = 0; i < 60; i++) {
        const struct diagnostic *got = diag_get(to, i + 1);
        char want[32];

        snprintf(want, sizeof want, "%zu of %zu", i % 20, i / 20);
        assert_string_equal(got->detail, want);
        assert_string_equal(got->place.file, i >= 40 ? "c" : i % 2 ? "a" : "b");
        assert_int_equal(got->place.line, i >= 40 ? 5 : i % 20 + 1);
        snprintf(want, sizeof want, "hint %zu", i % 20);
        assert_string_equal(got->hint, want);
    }
    diag_free(to);
}

/* No code twice, each its severity's letter and three digits, and words as
   the house writes them. */
static void
test_catalogue(void **state)
{
    (void)state;
    for (int i = 0; i < N_MESSAGES; i++) {
        enum message message = (enum message)i;
        const char *code = message_code(message);
        const char *words = message_words(message);

        assert_int_equal(message_number(message), (code[1] - '0') * 100
                                                      + (code[2] - '0') * 10
                                                      + code[3] - '0');
        if (strlen(code) != 4 || code[0] != "NWE"[message_severity(message)]
            || strspn(code + 1, "0123456789") != 3)
            fail_msg("code '%s'", code);
        for (int k = 0; k < i; k++) {
            if (!strcmp(code + 1, message_code((enum message)k) + 1))
                fail_msg("code '%s' twice", code);
        }
        if (!words[0] || words[strlen(words) - 1] == '.' || strchr(words, '\n'))
            fail_msg("%s: '%s'", code, words);
    }
    assert_string_equal(message_code(MSG_CANNOT_OPEN), "E001");
    assert_string_equal(message_words(MSG_CANNOT_OPEN), "cannot open the file");
}

static void
test_sort(void **state)
{
    static const struct place places[] = {{"a", 3, 1, 0, false},
                                          {"b", 1, 9, 0, false},
                                          {"c", 3, 1, 0, false},
                                          {"d", 1, 2, 0, false},
                                          {NULL, 0, 0, 0, false}};
    struct diag *diag = diag_new();
    char order[N_ELEMENTS(places) + 1] = "";

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(places); i++)
        diag_add(diag, MSG_CANNOT_READ, places[i], NULL);
    diag_sort(diag);
    for (size_t i = 0; i < N_ELEMENTS(places); i++) {
        const char *file = diag_get(diag, i)->place.file;
        order[i] = file ? file[0] : '-';
    }
    assert_string_equal(order, "-dbac");
    diag_free(diag);
}

static void
test_packed_and_unpacked_it_is_the_same(void **state)
{
    struct diag *diag = diag_new();
    struct diag *got = diag_new();
    struct buf bytes = {0};

    (void)state;
    diag_add(diag, MSG_CANNOT_READ, (struct place){"in.csv", 3, 4, 5, true},
             "why");
    diag_hint(diag, "a hint");
    diag_secret(diag, str_from(""));
    diag_add(diag, MSG_USAGE, (struct place){0}, NULL);
    diag_working(diag, "1 + 1");
    diag_excerpt(diag, str_from("a line"));
    diag_pack(diag, &bytes);
    assert_true(diag_unpack(buf_str(&bytes), got));

    assert_int_equal(diag_total(got), 2);
    const struct diagnostic *one = diag_get(got, 0);
    assert_int_equal(one->message, MSG_CANNOT_READ);
    assert_string_equal(one->place.file, "in.csv");
    assert_int_equal(one->place.line, 3);
    assert_int_equal(one->place.column, 4);
    assert_int_equal(one->place.width, 5);
    assert_true(one->place.is_cell);
    assert_string_equal(one->detail, "why");
    assert_string_equal(one->hint, "a hint");
    assert_string_equal(one->secret, "");
    assert_null(one->excerpt);
    assert_null(one->working);
    const struct diagnostic *other = diag_get(got, 1);
    assert_int_equal(other->message, MSG_USAGE);
    assert_null(other->place.file);
    assert_null(other->detail);
    assert_string_equal(other->working, "1 + 1");
    assert_string_equal(other->excerpt, "a line");

    for (size_t n = 1; n < bytes.len; n++) {
        struct diag *torn = diag_new();
        struct str start = {bytes.bytes, n};
        if (diag_unpack(start, torn))
            assert_int_equal(diag_total(torn), 1); /* torn between the two */
        diag_free(torn);
    }
    buf_clear(&bytes);
    diag_free(diag);
    diag_free(got);
}

UNIT_MAIN(cmocka_unit_test(test_everything_is_copied),
          cmocka_unit_test(test_bare), cmocka_unit_test(test_move),
          cmocka_unit_test(test_sort), cmocka_unit_test(test_catalogue),
          cmocka_unit_test(test_packed_and_unpacked_it_is_the_same))
