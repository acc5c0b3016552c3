/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What forms of other programs are written in becomes plain text, and what
   their fields are called ids, each another. */
#include "unit.h"

#include <string.h>
#include "exchange/dictionary.h"

static struct dictionary
dictionary_of(struct arena *arena)
{
    return (struct dictionary){.arena = arena, .names = map_new(arena, true)};
}

static void
test_text(void **state)
{
    static const struct {
        const char *in;
        const char *want;
        bool is_marked_up;
    } cases[] = {
        {"", "", false},
        {"  two\t\nwords ", "two words", false},
        {"<p>How <b>often</b>?</p>", "How often ?", true},
        {"<p>x</p", "x</p", true},
        {"a < b", "a < b", false},
        {"a <b", "a <b", false},
        {"1 <2> 3", "1 <2> 3", false},
        {"<>", "<>", false},
        {"<[x]>", "<[x]>", false},
        {"<{x}>", "<{x}>", false},
        {"x<BR/>y", "x y", true},
        {"x<!-- y > z -->w", "x w", true},
        {"x<!-- never ends >", "x", true},
        {"x<!DOCTYPE y>z", "x z", true},
        {"x<style>p { a > b }</style>y", "x y", true},
        {"x<STYLE media=all>p</Style>y", "x y", true},
        {"x<script>1 > 0", "x", true},
        {"x<styled>y</styled>", "x y", true},
        {"<style>", "", true},
        {"&lt;&amp;&gt;", "<&>", true},
        {"a&nbsp;&nbsp;b", "a b", true},
        {"caf&eacute;", "caf\u00e9", true},
        {"&#39;&#x27;&#X27;", "'''", true},
        {"&#x4a;&#x4A;", "JJ", true},
        {"&#xa0;x", "x", true},
        {"&#4a;", "&#4a;", false},
        {"&#xg;&#x`;&#x@;&#xG;", "&#xg;&#x`;&#x@;&#xG;", false},
        {"&#;&#x;&;&", "&#;&#x;&;&", false},
        {"&#x10FFFD;", "\U0010fffd", true},
        {"&#x110000;", "&#x110000;", false},
        {"&#xfffff0;", "&#xfffff0;", false},
        {"&#9;&#7;", "&#9;&#7;", false},
        {"a&#x7f;b", "ab", true},
        {"a&#xfffe;b&#xffff;", "ab", true},
        {"&unheard;", "&unheard;", false},
        {"&twelveletters;", "&twelveletters;", false},
        {"R&D; x", "R&D; x", false},
        {"a\xff"
         "b",
         "a\ufffdb", false},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct arena *arena SCOPED(arena_drop) = arena_new();
        struct dictionary dictionary = dictionary_of(arena);
        struct str got = dictionary_text(&dictionary, str_from(cases[i].in));

        if (!str_is(got, cases[i].want)
            || dictionary.n_marked_up != cases[i].is_marked_up)
            fail_msg("'%s': '%.*s', %zu", cases[i].in, STR_ARGS(got),
                     dictionary.n_marked_up);
    }
}

static void
test_ids(void **state)
{
    static const struct {
        const char *name;
        const char *want;
    } cases[] = {
        {"Q2.1", "q2_1"}, {"2b", "q2b"},      {"a..b", "a_b"},
        {"_x", "q_x"},    {"-", "q-"},        {"Sex", "sex_2"},
        {"and", "and_2"}, {"\u00e9t", "q_t"}, {"a-b_c", "a-b_c"},
        {"z{", "z_"},     {"Z[", "z_"},       {"@`", "q_"},
    };
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct buf name SCOPED(buf_clear) = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_string_equal(dictionary_id(str_from(cases[i].name), arena),
                            cases[i].want);
    for (int i = 0; i < 100; i++)
        buf_add_char(&name, 'x');
    assert_int_equal(strlen(dictionary_id(buf_str(&name), arena)), 58);
}

/* Names that are ids stay what they are; others count on. */
static void
test_names(void **state)
{
    static const char *const names[] = {"Q 1", "q_1",  "Q.1",  "date",
                                        "q-1", "DATE", "q_1_2"};
    static const char *const want[] = {"q_1_3", "q_1",    "q_1_4", "date_2",
                                       "q-1",   "date_3", "q_1_2"};
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct dictionary dictionary = dictionary_of(arena);

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        *vec_add(arena, &dictionary.fields) =
            (struct field){.name = str_from(names[i])};
    dictionary_name(&dictionary);
    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        assert_string_equal(dictionary.fields.items[i].id, want[i]);
}

static void
test_each_name_is_one_field(void **state)
{
    static const struct {
        const char *header;
        const char *name; /* NULL: none */
    } cases[] = {
        {"one", "one"},        {"ONE", "one"},    {"many___3", "many"},
        {"MANY___-9", "many"}, {"many___", NULL}, {"man___3", NULL},
        {"other", NULL},
    };
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct dictionary dictionary = dictionary_of(arena);

    (void)state;
    dictionary_add(&dictionary, &(struct field){.name = STR("one")});
    dictionary_add(&dictionary, &(struct field){.name = STR("many"),
                                                .boxes = STR("many___#")});
    dictionary_add(&dictionary, &(struct field){.name = STR("One")});
    assert_int_equal(dictionary.fields.n, 2);
    assert_int_equal(dictionary.lost.n, 1);
    assert_string_equal(dictionary.lost.items[0],
                        "'One' for the second time: one name, one field");
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct field *field =
            dictionary_find(&dictionary, str_from(cases[i].header));

        if (cases[i].name ? !field || !str_is(field->name, cases[i].name)
                          : field != NULL)
            fail_msg("'%s'", cases[i].header);
    }
}

/* Of a file without end what is lost is told, up to a limit. */
static void
test_limits(void **state)
{
    enum { MOST_FIELDS = 20000, MOST_LOST = 1000 };
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct dictionary dictionary = dictionary_of(arena);

    (void)state;
    for (int i = 0; i < MOST_FIELDS + MOST_LOST + 2; i++)
        dictionary_add(
            &dictionary,
            &(struct field){.name = str_from(arena_printf(arena, "f%d", i))});
    assert_int_equal(dictionary.fields.n, MOST_FIELDS);
    assert_int_equal(dictionary.lost.n, MOST_LOST + 1);
    assert_string_equal(dictionary.lost.items[0], "fields beyond the 20,000th");
    assert_string_equal(dictionary.lost.items[MOST_LOST], "and more");
}

static void
test_choices(void **state)
{
    const struct field_choice choices[] = {{STR("0"), STR("Refused")},
                                           {STR("1"), STR("Never")},
                                           {STR("9"), STR("Refused")},
                                           {STR("8"), STR("Not applicable")}};
    const struct field_choice recoded[] = {{STR("0"), STR("Refused")},
                                           {STR("2"), STR("Never")}};
    const struct field_choice renamed[] = {{STR("0"), STR("Refused")},
                                           {STR("1"), STR("Always")}};
    const struct field one = {
        .kind = FIELD_CHOICE, .choices = choices, .n_choices = 4};
    struct field other = one;

    (void)state;
    /* The first is an answer, whatever it is called. */
    assert_int_equal(field_reason(&one, 0), ANSWERED);
    assert_int_equal(field_reason(&one, 1), ANSWERED);
    assert_int_equal(field_reason(&one, 2), ANSWER_DECLINED);
    assert_int_equal(field_reason(&one, 3), ANSWERED);
    other.kind = FIELD_CHOICES;
    assert_int_equal(field_reason(&other, 2), ANSWERED);
    assert_false(field_is_coded_alike(&one, &other));
    other = one;
    assert_true(field_is_coded_alike(&one, &other));
    other.n_choices = 2;
    assert_false(field_is_coded_alike(&one, &other));
    struct field two = other;
    two.choices = recoded;
    assert_false(field_is_coded_alike(&two, &other));
    two.choices = renamed;
    assert_false(field_is_coded_alike(&two, &other));
}

UNIT_MAIN(cmocka_unit_test(test_text), cmocka_unit_test(test_ids),
          cmocka_unit_test(test_names),
          cmocka_unit_test(test_each_name_is_one_field),
          cmocka_unit_test(test_limits), cmocka_unit_test(test_choices))
