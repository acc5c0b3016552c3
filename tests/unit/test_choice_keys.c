/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys are values: whatever the values of a question's choices are, what stands
   beside a choice is what answers it, on the full screen, in plain lines and
   for a clerk; and what is typed never becomes another number. */
#include "unit.h"

#include <string.h>

#include "fill/entry.h"
#include "fill/clerk.h"
#include "fill/keyboard.h"
#include "fill/lines_input.h"
#include "fill_kit.h"

enum { LIMIT_VALUES = 12, N_SETS = 300, N_TYPED = 60 };

/* ---- what is typed, as a number ---- */

static void
test_written(void **state)
{
    static const struct {
        const char *typed;
        const char *want; /* NULL: no number */
    } cases[] = {
        {"2", "2"},
        {"02", "2"},
        {"2.0", "2"},
        {"2,50", "2.5"},
        {"-2", "-2"},
        {"-0", "0"},
        {".5", "0.5"},
        {",5", "0.5"},
        {"-,5", "-0.5"},
        {"5.", "5"},
        {"0.000001", "0.000001"},
        {"-0.05", "-0.05"},
        {"123456789012345", "123456789012345"},
        {"", NULL},
        {"-", NULL},
        {".", NULL},
        {"-.", NULL},
        {"--1", NULL},
        {"1-", NULL},
        {"1,5,", NULL},
        {"1.5.2", NULL},
        {"1 2", NULL},
        {"+1", NULL},
        {"1e3", NULL},
        {"1234567890123456", NULL},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct decimal number = {7, 7};
        bool ok = choice_key_read(str_from(cases[i].typed), &number);

        assert_int_equal(ok, cases[i].want != NULL);
        if (ok)
            assert_string_equal(choice_key_of(number).text, cases[i].want);
        else
            assert_true(number.units == 7 && number.scale == 7);
    }
}

/* ---- a questionnaire of two questions on such choices ---- */

static struct fill_kit
open_values(const char *values, bool is_multiple)
{
    struct buf body = {0};
    struct str rest = str_from(values);
    struct str word;

    buf_addf(&body, "<choices id='r'%s>", is_multiple ? " multiple='yes'" : "");
    while (str_next_word(&rest, &word))
        buf_addf(&body, "<choice value='%.*s'>label</choice>", STR_ARGS(word));
    buf_add_text(&body, "</choices><section id='s' responses='r'>"
                        "<item id='a'><text>a</text></item>"
                        "<item id='b'><text>b</text></item></section>");
    struct fill_kit kit = fill_open(buf_text(&body), NULL);
    buf_clear(&body);
    fill_press(&kit, "enter");
    assert_string_equal(form_item(kit.form)->id, "a");
    return kit;
}

static const char *
answer_of(struct fill_kit *kit)
{
    struct recorded_answer answer = answer_sheet_given(kit->form->sheet, 0);

    if (answer.kind != ANSWERED)
        return answer.kind == ANSWER_BLANK ? ""
                                           : answer_kind_names[answer.kind];
    return arena_text(kit->scoring->arena, answer.text);
}

/* As on a keyboard: '#' is Enter.  Ends with the first question. */
static const char *
type_on_screen(struct fill_kit *kit, const char *typed)
{
    const struct item *first = form_item(kit->form);

    for (; *typed && form_item(kit->form) == first; typed++) {
        struct keyboard_key pressed = {.character = (unsigned char)*typed};
        struct form_key key;

        if (*typed == '#')
            pressed = (struct keyboard_key){.kind = KEYBOARD_ENTER};
        if (keyboard_read(kit->form, pressed, &key) == MEANS_FORM)
            form_press(kit->form, key, 0);
    }
    return answer_of(kit);
}

static const char *
type_line(struct fill_kit *kit, const char *typed)
{
    struct lines_input input = {0};
    struct form_key key;

    lines_input_read(&input, kit->form, str_from(typed));
    while (lines_input_next(&input, &key))
        form_press(kit->form, key, 0);
    lines_input_clear(&input);
    return answer_of(kit);
}

static const char *
type_as_clerk(struct fill_kit *kit, const char *typed)
{
    struct arena *arena = kit->scoring->arena;
    struct clerk *clerk = clerk_new(kit->scoring->instrument, arena);
    const char *answer = "";

    if (clerk_type(clerk, str_from(typed)) == CLERK_TAKEN) {
        const struct said *said = &clerk->said[CLERK_FIRST][0];
        answer = said->kind == ANSWERED
                     ? arena_text(arena, buf_str(&said->text))
                     : "no answer";
    }
    clerk_clear(clerk);
    return answer;
}

/* ---- by table ---- */

enum { ONE, SEVERAL };

static void
test_screen(void **state)
{
    static const struct {
        const char *values;
        int kind;
        const char *typed;
        const char *want;
    } cases[] = {
        /* one digit answers by itself, and '-' skips */
        {"0 1 2", ONE, "2", "2"},
        {"0 1 2", ONE, "7#", ""},
        {"0 1 2", ONE, "-", "skipped"},
        {"2 1 0", ONE, "1", "1"},
        {"5 3 9", ONE, "3", "3"},
        {"5 3 9", ONE, "1#", ""},
        /* a negative value begins with what skips elsewhere */
        {"-2 -1 0 1 2", ONE, "-2#", "-2"},
        {"-2 -1 0 1 2", ONE, "2#", "2"},
        {"-2 -1 0 1 2", ONE, "-", ""},
        {"-2 -1 0 1 2", ONE, "-#", ""},
        {"-2 -1 0 1 2", ONE, "2-#", ""},
        {"-2 -1 0 1 2", ONE, "-7#", ""},
        {"-2 -1 0 1 2", ONE, "1-2#", "-2"},
        /* no key stands for a place */
        {"0 0.5 1", ONE, "1#", "1"},
        {"0 0.5 1", ONE, "2#", ""},
        {"0 0.5 1", ONE, "3#", ""},
        {"0 0.5 1", ONE, "0#", "0"},
        {"0 0.5 1", ONE, "0.5#", "0.5"},
        {"0 0.5 1", ONE, "0,5#", "0.5"},
        {"0 0.5 1", ONE, "0.#", ""},
        {"0 0.5 1", ONE, "10.5#", "0.5"},
        {"100 200 500", ONE, "200#", "200"},
        {"100 200 500", ONE, "2#", ""},
        {"100 200 500", ONE, "20#", ""},
        {"100 200 500", ONE, "1200#", "200"},
        {"0.000001 1", ONE, "0.000001#", "0.000001"},
        /* a key that another begins with waits for Enter */
        {"1 10 2", ONE, "1", ""},
        {"1 10 2", ONE, "1#", "1"},
        {"1 10 2", ONE, "10#", "10"},
        {"1 10 2", ONE, "12#", "2"},
        {"1 10 2", ONE, "17#", ""},
        /* several: on and off; what was typed is never passed over */
        {"1 2 3", SEVERAL, "13#", "1 3"},
        {"1 2 3", SEVERAL, "131#", "3"},
        {"-1 0.5 12", SEVERAL, "-1 12 #", "-1 12"},
        {"-1 0.5 12", SEVERAL, "12##", "12"},
        {"-1 0.5 12", SEVERAL, "12#0,5##", "0.5 12"},
        {"-1 0.5 12", SEVERAL, "12#12#-1##", "-1"},
        {"-1 0.5 12", SEVERAL, "12 1#", ""},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit =
            open_values(cases[i].values, cases[i].kind == SEVERAL);
        const char *got = type_on_screen(&kit, cases[i].typed);

        if (strcmp(got, cases[i].want) != 0)
            fail_msg("'%s' on %s gives '%s', not '%s'", cases[i].typed,
                     cases[i].values, got, cases[i].want);
        fill_close(&kit);
    }
}

/* In plain lines and for a clerk alike. */
static void
test_lines(void **state)
{
    static const struct {
        const char *values;
        int kind;
        const char *typed;
        const char *want;
    } cases[] = {
        {"0 1 2", ONE, "2", "2"},
        {"0 1 2", ONE, "02", "2"},
        {"0 1 2", ONE, "3", ""},
        {"-2 -1 0 1 2", ONE, "-2", "-2"},
        {"-2 -1 0 1 2", ONE, "2", "2"},
        {"-2 -1 0 1 2", ONE, "5", ""},
        {"0 0.5 1", ONE, "0,5", "0.5"},
        {"0 0.5 1", ONE, ".5", "0.5"},
        {"0 0.5 1", ONE, "1", "1"},
        {"0 0.5 1", ONE, "2", ""},
        {"100 200 500", ONE, "500", "500"},
        {"100 200 500", ONE, "1", ""},
        {"1 10", ONE, "10", "10"},
        {"1 10", ONE, "1", "1"},
        {"1 2 3", SEVERAL, "1,3", "1 3"},
        {"1 2 3", SEVERAL, "3, 1", "1 3"},
        {"1 2 3", SEVERAL, "1 ,3,", "1 3"},
        {"1 2 3", SEVERAL, "1,4", ""},
        {"-1 0 1", SEVERAL, "-1 1", "-1 1"},
        {"-1 0 1", SEVERAL, "-1,1", "-1 1"},
        {"0 0.5 1", SEVERAL, "0,5", "0.5"},
        {"0 0.5 1", SEVERAL, "0,5 1", "0.5 1"},
        {"0 0.5 1", SEVERAL, "0, 1", "0 1"},
        {"0 0.5 1", SEVERAL, "0,1", "0 1"},
        {"0 0.5 1", SEVERAL, "0,5,1", ""},
        /* it could be either: refused */
        {"0 0.5 5", SEVERAL, "0,5", ""},
        {"0 0.5 5", SEVERAL, "0.5", "0.5"},
        {"0 0.5 5", SEVERAL, "0, 5", "0 5"},
        {"0 0.5 5", SEVERAL, ",5", ""},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit =
            open_values(cases[i].values, cases[i].kind == SEVERAL);
        const char *lines = type_line(&kit, cases[i].typed);
        const char *clerk = type_as_clerk(&kit, cases[i].typed);

        if (strcmp(lines, cases[i].want) != 0
            || strcmp(clerk, cases[i].want) != 0)
            fail_msg("'%s' on %s gives '%s' and '%s', not '%s'", cases[i].typed,
                     cases[i].values, lines, clerk, cases[i].want);
        fill_close(&kit);
    }
}

/* ---- at random ---- */

static uint32_t
random_next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Up to twelve different values: small, large, negative, with decimals. */
static const char *
make_values(uint32_t *seed, struct arena *arena)
{
    static const int scales[] = {0, 0, 0, 1, 2};
    static const int sizes[] = {3, 10, 12, 100, 1000};
    struct buf values = {0};
    size_t n = 2 + random_next(seed) % (LIMIT_VALUES - 1);
    int size = sizes[random_next(seed) % N_ELEMENTS(sizes)];
    bool has_negative = random_next(seed) % 2;

    for (size_t i = 0; i < n; i++) {
        int64_t units = random_next(seed) % (uint32_t)(size + 1);
        if (has_negative && random_next(seed) % 2)
            units = -units;
        struct decimal number = {
            units, scales[random_next(seed) % N_ELEMENTS(scales)]};
        while (number.scale && number.units % 10 == 0) {
            number.units /= 10;
            number.scale--;
        }
        struct choice_key key = choice_key_of(number);
        const char *so_far =
            arena_printf(arena, " %s ", values.len ? buf_text(&values) : "");
        if (!strstr(so_far, arena_printf(arena, " %s ", key.text)))
            buf_addf(&values, "%s%s", values.len ? " " : "", key.text);
    }
    const char *made = arena_text(arena, buf_str(&values));
    buf_clear(&values);
    return made;
}

/* Every choice of a random set, by every door. */
static void
test_every_key(void **state)
{
    uint32_t seed = 20261129;

    (void)state;
    for (int i = 0; i < N_SETS; i++) {
        struct arena *arena = arena_new();
        const char *values = make_values(&seed, arena);
        struct str rest = str_from(values);
        struct str word;

        for (size_t idx = 0; str_next_word(&rest, &word); idx++) {
            struct fill_kit kit = open_values(values, false);
            struct choice_key key = form_choice(kit.form, idx).key;
            const char *typed = arena_printf(arena, "%s#", key.text);

            assert_true(str_is(word, key.text));
            assert_string_equal(type_on_screen(&kit, typed), key.text);
            assert_string_equal(type_as_clerk(&kit, key.text), key.text);
            fill_close(&kit);
            kit = open_values(values, false);
            assert_string_equal(type_line(&kit, key.text), key.text);
            fill_close(&kit);
        }
        arena_free(arena);
    }
}

/* Whether 'typed' up to its Enter ends with 'key', a comma for a point. */
static bool
ends_with(const char *typed, const char *key)
{
    size_t len = strcspn(typed, "#");
    size_t key_len = strlen(key);

    if (key_len > len)
        return false;
    for (size_t i = 0; i < key_len; i++) {
        char c = typed[len - key_len + i];
        if ((c == ',' ? '.' : c) != key[i])
            return false;
    }
    return true;
}

/* Whatever is typed: what is stored is what was typed last, and nothing else.
   A set of single digits answers with the first of them. */
static void
test_any_typing(void **state)
{
    static const char signs[] = "0123456789012-.,";
    uint32_t seed = 5;

    (void)state;
    for (int i = 0; i < N_SETS; i++) {
        struct arena *arena = arena_new();
        const char *values = make_values(&seed, arena);

        for (int k = 0; k < N_TYPED; k++) {
            struct fill_kit kit = open_values(values, false);
            bool has_digits = entry_has_digits(&kit.form->entry);
            char typed[8] = {0};
            size_t n = 1 + random_next(&seed) % 5;
            for (size_t c = 0; c < n; c++)
                typed[c] = signs[random_next(&seed) % (sizeof signs - 1)];
            typed[n] = '#';
            const char *got = type_on_screen(&kit, typed);
            if (*got && strcmp(got, "skipped") != 0
                && !(has_digits ? strchr(typed, *got) != NULL
                                : ends_with(typed, got)))
                fail_msg("'%s' on %s gives '%s'", typed, values, got);
            if (strcmp(got, "skipped") == 0 && strchr(values, '-'))
                fail_msg("'%s' on %s skips", typed, values);
            fill_close(&kit);
        }
        arena_free(arena);
    }
}

UNIT_MAIN(cmocka_unit_test(test_written), cmocka_unit_test(test_screen),
          cmocka_unit_test(test_lines), cmocka_unit_test(test_every_key),
          cmocka_unit_test(test_any_typing))
