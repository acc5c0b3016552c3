/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Borrowed text: comparing, cutting, and guessing at slips of the pen. */
#include "unit.h"

#include "base/mem.h"
#include "base/str.h"

static void
test_equal(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        bool equal;
        bool equal_nocase;
    } cases[] = {
        {"", "", true, true},
        {"", "a", false, false},
        {"q1", "q1", true, true},
        {"q1", "q10", false, false},
        {"Name", "name", false, true},
        {"I", "i", false, true},
        {"\xc3\x84", "\xc3\xa4", false, false},
        {"[", "{", false, false},
        {"@", "`", false, false},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct str a = str_from(cases[i].a);
        struct str b = str_from(cases[i].b);

        if (str_equal(a, b) != cases[i].equal
            || str_is(a, cases[i].b) != cases[i].equal
            || str_equal_nocase(a, b) != cases[i].equal_nocase)
            fail_msg("'%s' and '%s'", cases[i].a, cases[i].b);
    }
    assert_true(str_equal(str_from(NULL), STR("")));
    assert_true(str_equal_nocase(str_from(NULL), STR("")));
}

static void
test_starts(void **state)
{
    (void)state;
    assert_true(str_starts(STR("q10"), "q1"));
    assert_true(str_starts(STR("q10"), ""));
    assert_true(str_starts(str_from(NULL), ""));
    assert_false(str_starts(STR("q"), "q1"));
    assert_false(str_starts(STR("xq1"), "q1"));
    assert_true(str_ends(STR("x.xml"), ".xml"));
    assert_true(str_ends(STR(".xml"), ".xml"));
    assert_true(str_ends(str_from(NULL), ""));
    assert_false(str_ends(STR("xml"), ".xml"));
    assert_false(str_ends(STR("x.xml.csv"), ".xml"));
}

static void
test_trim(void **state)
{
    static const struct {
        const char *in;
        const char *want;
    } cases[] = {
        {"", ""},
        {" \t\r\n", ""},
        {"a", "a"},
        {"  a b\t", "a b"},
        {"\n a", "a"},
        {"a\r\n", "a"},
        {"\xc2\xa0 a", "\xc2\xa0 a"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        if (!str_is(str_trim(str_from(cases[i].in)), cases[i].want))
            fail_msg("'%s'", cases[i].in);
    }
}

static void
test_words(void **state)
{
    struct str rest = STR("  q1 \t q2\nlast ");
    struct str word = STR("untouched");

    (void)state;
    assert_true(str_next_word(&rest, &word) && str_is(word, "q1"));
    assert_true(str_next_word(&rest, &word) && str_is(word, "q2"));
    assert_true(str_next_word(&rest, &word) && str_is(word, "last"));
    assert_false(str_next_word(&rest, &word));
    assert_true(str_is(word, "last"));
    rest = (struct str){NULL, 0};
    assert_false(str_next_word(&rest, &word));
}

static void
test_distance(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        size_t limit;
        size_t want;
    } cases[] = {
        {"", "", 3, 0},
        {"", "abc", 3, 3},
        {"", "abcd", 3, 4},
        {"scale", "scale", 0, 0},
        {"scale", "Scale", 0, 0},
        {"scale", "scala", 0, 1},
        {"scale", "sclae", 3, 1},
        {"ab", "ba", 1, 1},
        {"ca", "abc", 3, 3},
        {"kitten", "sitting", 5, 3},
        {"kitten", "sitting", 2, 3},
        {"kitten", "sitting", SIZE_MAX, 3},
        {"score", "soccer", 4, 3},
        {"reverse", "reversed", 3, 1},
        {"abcdef", "bcdefa", 3, 2},
        {"abcdef", "fedcba", 2, 3},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct str a = str_from(cases[i].a);
        struct str b = str_from(cases[i].b);

        if (str_distance(a, b, cases[i].limit) != cases[i].want
            || str_distance(b, a, cases[i].limit) != cases[i].want)
            fail_msg("'%s' to '%s': %zu, not %zu", cases[i].a, cases[i].b,
                     str_distance(a, b, cases[i].limit), cases[i].want);
    }
}

/* The textbook's recurrence, without a band. */
static size_t
slow_distance(struct str a, struct str b)
{
    size_t cost[9][9] = {{0}};

    for (size_t i = 0; i <= a.len; i++) {
        for (size_t j = 0; j <= b.len; j++) {
            size_t best = i && j ? SIZE_MAX : i + j;

            if (i && j) {
                best = cost[i - 1][j - 1] + (a.bytes[i - 1] != b.bytes[j - 1]);
                if (cost[i - 1][j] + 1 < best)
                    best = cost[i - 1][j] + 1;
                if (cost[i][j - 1] + 1 < best)
                    best = cost[i][j - 1] + 1;
            }
            if (i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2]
                && a.bytes[i - 2] == b.bytes[j - 1]
                && cost[i - 2][j - 2] + 1 < best)
                best = cost[i - 2][j - 2] + 1;
            cost[i][j] = best;
        }
    }
    return cost[a.len][b.len];
}

static void
test_distance_band(void **state)
{
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[16];
        struct str a = {text, 0};
        struct str b = {text + 8, 0};
        size_t limit;
        size_t want;

        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 1664525 + 1013904223;
            text[i] = (char)('a' + (seed >> 24) % 3);
        }
        a.len = (seed >> 8) % 9;
        b.len = (seed >> 12) % 9;
        limit = (seed >> 16) % 9;
        want = slow_distance(a, b);
        if (want > limit)
            want = limit + 1;
        if (str_distance(a, b, limit) != want)
            fail_msg("'%.*s' to '%.*s', limit %zu: %zu, not %zu", STR_ARGS(a),
                     STR_ARGS(b), limit, str_distance(a, b, limit), want);
    }
}

static void
test_nearest(void **state)
{
    static const char *const names[] = {"scale",   "item",       NULL,    "id",
                                        "choices", "instrument", "change"};
    static const struct {
        const char *word;
        const char *want;
    } cases[] = {
        {"scales", "scale"},
        {"sacle", "scale"},
        {"SCALE", "scale"},
        {"itme", "item"},
        {"ietms", "item"},
        {"", NULL},
        {"x", NULL},
        {"i", NULL},
        {"di", "id"},
        {"zz", NULL},
        {"instruments", "instrument"},
        {"instrment", "instrument"},
        {"inst", "instrument"},
        {"in", "id"},
        {"chocies", "choices"},
        {"chang", "change"},
        {"questionnaire", NULL},
        {"itemization", "item"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *got =
            str_nearest(str_from(cases[i].word), names, N_ELEMENTS(names));

        if (!got != !cases[i].want || (got && strcmp(got, cases[i].want)))
            fail_msg("'%s': '%s'", cases[i].word, got ? got : "(none)");
    }
}

UNIT_MAIN(cmocka_unit_test(test_equal), cmocka_unit_test(test_starts),
          cmocka_unit_test(test_trim), cmocka_unit_test(test_words),
          cmocka_unit_test(test_distance), cmocka_unit_test(test_distance_band),
          cmocka_unit_test(test_nearest))
