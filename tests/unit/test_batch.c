/* SPDX-License-Identifier: GPL-3.0-or-later */

/* batch and answer: cells by table, for each kind of response. */

#include "unit.h"

#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/buf.h"
#include "response/answer.h"
#include "response/batch.h"

static const struct choice often[] = {
    {.value = {0, 0}, .score = {0, 0}, .label = "Never"},
    {.value = {1, 0}, .score = {2, 0}, .label = "Often"},
    {.value = {25, 1}, .score = {25, 1}, .label = "Always"},
    {.value = {-1, 0}, .score = {4, 0}, .label = NULL},
    {.value = {7, 0}, .missing = ANSWER_NOT_APPLICABLE, .label = "No cause"},
};

/* One item of each kind. */
enum { CHOICE, SEVERAL, GRID, FINE, ANY, LONG_GRID, WORDS, DAY, N_KINDS };

static const struct response responses[N_KINDS] = {
    [CHOICE] = {.kind = RESPONSE_CHOICES, .choices = often, .n_choices = 5},
    [SEVERAL] = {.kind = RESPONSE_CHOICES,
                 .choices = often,
                 .n_choices = 4,
                 .multiple = true},
    [GRID] = {.kind = RESPONSE_RANGE,
              .min = {-1, 0},
              .max = {1, 0},
              .step = {1, 1}},
    [FINE] = {.kind = RESPONSE_RANGE,
              .min = {0, 0},
              .max = {100, 0},
              .step = {1, 1}},
    [ANY] = {.kind = RESPONSE_RANGE, .min = {0, 0}, .max = {15, 1}},
    [LONG_GRID] = {.kind = RESPONSE_RANGE,
                   .min = {0, 0},
                   .max = {10, 0},
                   .step = {3, 0}},
    [WORDS] = {.kind = RESPONSE_FREE},
    [DAY] = {.kind = RESPONSE_DATE},
};

static const struct missing_code missing[] = {
    {.code = {-9, 0}, .kind = ANSWER_DECLINED},
    {.code = {99, 0}, .kind = ANSWER_NOT_APPLICABLE},
};

static const struct data_code told[] = {
    {.code = {-8, 0}, .kind = ANSWER_SKIPPED},
    {.code = {99, 0}, .kind = ANSWER_UNKNOWN},
};

static const struct item items[N_KINDS] = {
    {.id = "a", .response = &responses[0]},
    {.id = "b", .response = &responses[1]},
    {.id = "c", .response = &responses[2]},
    {.id = "d", .response = &responses[3]},
    {.id = "e", .response = &responses[4]},
    {.id = "f", .response = &responses[5]},
    {.id = "g", .response = &responses[6]},
    {.id = "h", .response = &responses[7]},
};

static const struct instrument instrument = {
    .id = "kinds",
    .edition = 1,
    .items = items,
    .n_items = N_KINDS,
    .missing_codes = missing,
    .n_missing_codes = N_ELEMENTS(missing),
};

static void
test_forms(void **state)
{
    static const enum answer_form want[N_KINDS] = {
        [CHOICE] = FORM_CODES, [SEVERAL] = FORM_CHOICES,
        [GRID] = FORM_CODES,   [FINE] = FORM_NUMBERS,
        [ANY] = FORM_NUMBERS,  [LONG_GRID] = FORM_NUMBERS,
        [WORDS] = FORM_TEXT,   [DAY] = FORM_TEXT,
    };

    (void)state;
    for (size_t i = 0; i < N_KINDS; i++)
        assert_int_equal(answer_form_of(&responses[i]), want[i]);
}

/* What an answer is, in a word: "#2" a position, "=1.5" a number, "{1,3}"
   choices, "'x'" text, "bad", "blank" or the word of a kind. */
static void
say(struct buf *buf, const struct answer *answer, enum answer_form form)
{
    enum answer_kind kind = kind_of_code(answer->code);

    if (answer->code < CODE_FIRST_KIND) {
        buf_addf(buf, "#%d", answer->code);
    } else if (kind == ANSWER_BAD) {
        buf_add_text(buf, "bad");
    } else if (kind == ANSWER_BLANK) {
        buf_add_text(buf, "blank");
    } else if (kind != ANSWERED) {
        buf_add_text(buf, answer_kind_names[kind]);
    } else if (form == FORM_NUMBERS) {
        buf_add_char(buf, '=');
        num_add(buf, answer->number);
    } else if (form == FORM_CHOICES) {
        for (unsigned i = 0; i < 64; i++)
            if (answer->choices >> i & 1)
                buf_addf(buf, "+%u", i);
        if (!answer->choices)
            buf_add_text(buf, "none");
    } else {
        buf_addf(buf, "'%.*s'", STR_ARGS(answer->text));
    }
}

struct cell_case {
    int item;
    const char *cell;
    const char *want;
    enum answer_fault fault;
};

static const struct cell_case cell_cases[] = {
    {CHOICE, "0", "#0", 0},
    {CHOICE, "1", "#1", 0},
    {CHOICE, "01", "#1", 0},
    {CHOICE, "1.0", "#1", 0},
    {CHOICE, "-0", "#0", 0},
    {CHOICE, "2.5", "#2", 0},
    {CHOICE, "2.50", "#2", 0},
    {CHOICE, "-1", "#3", 0},
    {CHOICE, " 1 ", "#1", 0},
    {CHOICE, "7", "not-applicable", 0},
    {CHOICE, "7.0", "not-applicable", 0},
    {CHOICE, "07", "not-applicable", 0},
    {CHOICE, "\t1\r", "#1", 0},
    {CHOICE, "", "blank", 0},
    {CHOICE, "  ", "blank", 0},
    {CHOICE, "skipped", "skipped", 0},
    {CHOICE, "declined", "declined", 0},
    {CHOICE, "unknown", "unknown", 0},
    {CHOICE, "not-applicable", "not-applicable", 0},
    {CHOICE, "not-asked", "not-asked", 0},
    {CHOICE, " unclear ", "unclear", 0},
    {CHOICE, "-9", "declined", 0},
    {CHOICE, "-9.0", "declined", 0},
    {CHOICE, "-8", "skipped", 0},
    {CHOICE, "99", "unknown", 0},
    {CHOICE, "Skipped", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "NA", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "Often", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "2,5", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "+1", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "1e0", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "1.", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, ".5", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "- 1", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "1 1", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "0x1", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "nan", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "inf", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "'1", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "\xef\xbc\x91", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "\xff", "bad", ANSWER_NOT_UTF8},
    {CHOICE, "\\1", "bad", ANSWER_NOT_NUMBER},
    {CHOICE, "3", "bad", ANSWER_NOT_CHOICE},
    {CHOICE, "1.000001", "bad", ANSWER_NOT_CHOICE},
    {SEVERAL, "0", "+0", 0},
    {SEVERAL, "0 1 2.5", "+0+1+2", 0},
    {SEVERAL, " 2.5   0 ", "+0+2", 0},
    {SEVERAL, "none", "none", 0},
    {SEVERAL, "", "blank", 0},
    {SEVERAL, "declined", "declined", 0},
    {SEVERAL, "-9", "declined", 0},
    {SEVERAL, "1 1", "bad", ANSWER_DOUBLED},
    {SEVERAL, "1 01", "bad", ANSWER_DOUBLED},
    {SEVERAL, "1 3", "bad", ANSWER_NOT_CHOICE},
    {SEVERAL, "1 -9", "bad", ANSWER_NOT_CHOICE},
    {SEVERAL, "1,0", "bad", ANSWER_NOT_NUMBER},
    {SEVERAL, "1;0", "bad", ANSWER_NOT_NUMBER},
    {SEVERAL, "1 skipped", "bad", ANSWER_NOT_NUMBER},
    {GRID, "-1", "#0", 0},
    {GRID, "-0.7", "#3", 0},
    {GRID, "0", "#10", 0},
    {GRID, "0.3", "#13", 0},
    {GRID, "1.0", "#20", 0},
    {GRID, "0.35", "bad", ANSWER_OFF_STEP},
    {GRID, "1.1", "bad", ANSWER_OUT_OF_RANGE},
    {GRID, "-1.1", "bad", ANSWER_OUT_OF_RANGE},
    {GRID, "-9", "declined", 0},
    {FINE, "34.2", "=34.2", 0},
    {FINE, "100", "=100", 0},
    {FINE, "34.25", "bad", ANSWER_OFF_STEP},
    {FINE, "100.1", "bad", ANSWER_OUT_OF_RANGE},
    {FINE, "99", "unknown", 0},
    {ANY, "0.123456789", "=0.123456789", 0},
    {ANY, "1.5", "=1.5", 0},
    {ANY, "1.50001", "bad", ANSWER_OUT_OF_RANGE},
    {ANY, "-0.1", "bad", ANSWER_OUT_OF_RANGE},
    {ANY, "0,5", "bad", ANSWER_NOT_NUMBER},
    {ANY, "0.1234567890123456", "bad", ANSWER_NOT_NUMBER},
    {ANY, "skipped", "skipped", 0},
    {LONG_GRID, "9", "=9", 0},
    {LONG_GRID, "10", "bad", ANSWER_OFF_STEP},
    {WORDS, "we talked", "'we talked'", 0},
    {WORDS, " 12 ", "'12'", 0},
    {WORDS, "declined", "declined", 0},
    {WORDS, "\\declined", "'declined'", 0},
    {WORDS, "\\\\declined", "'\\declined'", 0},
    {WORDS, "\\declined!", "'\\declined!'", 0},
    {WORDS, "\\other", "'\\other'", 0},
    {WORDS, "-9", "declined", 0},
    {WORDS, "\\-9", "'-9'", 0},
    {WORDS, "'=1+1", "'=1+1'", 0},
    {WORDS, "'quoted'", "''quoted''", 0},
    {WORDS, "gr\xc3\xbc\xc3\x9f", "'gr\xc3\xbc\xc3\x9f'", 0},
    {WORDS, "gr\xfc\xdf", "bad", ANSWER_NOT_UTF8},
    {WORDS, "", "blank", 0},
    {DAY, "2026-03-31", "'2026-03-31'", 0},
    {DAY, " 2024-02-29 ", "'2024-02-29'", 0},
    {DAY, "2026-02-29", "bad", ANSWER_NOT_DATE},
    {DAY, "31.03.2026", "bad", ANSWER_NOT_DATE},
    {DAY, "unknown", "unknown", 0},
    {DAY, "\xff", "bad", ANSWER_NOT_UTF8},
};

static struct answer_rules
rules_of(int item)
{
    struct answer_rules rules = answer_rules_of(&instrument, &responses[item]);

    rules.codes = told;
    rules.n_codes = N_ELEMENTS(told);
    return rules;
}

static void
test_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cell_cases); i++) {
        const struct cell_case *c = &cell_cases[i];
        struct answer_rules rules = rules_of(c->item);
        struct answer answer;
        enum answer_fault fault =
            answer_read(&rules, str_from(c->cell), &answer);
        struct buf got = {0};

        say(&got, &answer, rules.form);
        if (fault != c->fault || strcmp(buf_text(&got), c->want) != 0)
            fail_msg("item %s, cell [%s]: %s, fault %d", items[c->item].id,
                     c->cell, buf_text(&got), (int)fault);
        buf_clear(&got);
    }
}

static void
test_keep_raw(void **state)
{
    struct answer_rules rules = rules_of(WORDS);
    struct answer answer;

    (void)state;
    rules.keep_raw = true;
    assert_int_equal(answer_read(&rules, STR("'=1+1"), &answer), ANSWER_FINE);
    assert_true(str_is(answer.text, "'=1+1"));
}

/* The tables say what answer_read() says, for every cell of one byte and of
   two digits, or nothing. */
static void
test_tables(void **state)
{
    static const int kinds[] = {CHOICE, GRID};
    struct arena *arena = arena_new();

    (void)state;
    for (size_t k = 0; k < N_ELEMENTS(kinds); k++) {
        struct answer_rules rules = rules_of(kinds[k]);
        struct answer_table table;
        struct answer answer;
        int n_known = 0;

        answer_table_init(&table, &rules, '\t', arena);
        for (int byte = 0; byte < 256; byte++) {
            char c = (char)byte;
            bool is_bad = answer_read(&rules, (struct str){&c, 1}, &answer);

            if (table.one[byte] == CODE_ASK) {
                assert_true(is_bad || strchr("\t\r\n", c));
                continue;
            }
            assert_int_equal(table.one[byte], answer.code);
            n_known++;
        }
        assert_true(n_known >= 3); /* 0, 1 and a blank */
        for (int number = 0; number < 100; number++) {
            char text[16];
            bool is_bad;

            snprintf(text, sizeof text, "%02d", number);
            is_bad = answer_read(&rules, str_from(text), &answer);
            assert_int_equal(table.two[number],
                             is_bad ? CODE_ASK : answer.code);
        }
    }
    arena_free(arena);
}

static void
test_hints(void **state)
{
    static const struct {
        int item;
        const char *cell;
        const char *want;
    } cases[] = {
        {CHOICE, "3", "the answer is one of 0 1 2.5 -1 7"},
        {CHOICE, "2,5",
         "--decimal , reads numbers with a comma; the answer is one of 0 1 2.5 "
         "-1 7"},
        {CHOICE, "oFTEN",
         "a label stands where the code is needed; the answer is one of 0 1 "
         "2.5 -1 7"},
        {CHOICE, "NA",
         "an empty cell means that there is no answer; the answer is one of "
         "0 1 2.5 -1 7"},
        {CHOICE, "Declined",
         "a word for a missing answer is written in small letters; the "
         "answer is one of 0 1 2.5 -1 7"},
        {CHOICE, "secret", "the answer is one of 0 1 2.5 -1 7"},
        {SEVERAL, "3", "the answer is some of 0 1 2.5 -1"},
        {SEVERAL, "1 1", "each choice is given once"},
        {GRID, "7", "the answer is a number from -1 to 1 in steps of 0.1"},
        {ANY, "7", "the answer is a number from 0 to 1.5"},
        {DAY, "1.1.26", "a year has four digits"},
        {WORDS, "\xff",
         "not UTF-8; saved by a Windows program? --encoding cp1252 reads it, "
         "or "
         "latin1 or utf-16"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct answer_rules rules = rules_of(cases[i].item);
        struct str cell = str_from(cases[i].cell);
        struct answer answer;
        enum answer_fault fault = answer_read(&rules, cell, &answer);
        struct buf hint = {0};

        answer_fault_hint(&rules, fault, cell, &hint);
        if (strcmp(buf_text(&hint), cases[i].want) != 0)
            fail_msg("case %zu: %s", i, buf_text(&hint));
        buf_clear(&hint);
    }
}

static void
test_takes(void **state)
{
    struct answer_rules choice = rules_of(CHOICE);
    struct answer_rules grid = rules_of(GRID);
    struct answer_rules words = rules_of(WORDS);

    (void)state;
    assert_true(answer_takes(&choice, (struct decimal){1, 0}));
    assert_false(answer_takes(&choice, (struct decimal){-9, 0}));
    assert_true(answer_takes(&grid, (struct decimal){3, 1}));
    assert_false(answer_takes(&grid, (struct decimal){35, 2}));
    assert_false(answer_takes(&words, (struct decimal){1, 0}));
}

static void
test_scores(void **state)
{
    (void)state;
    assert_true(answer_score(&responses[CHOICE], 1) == 2.0);
    assert_true(answer_score(&responses[CHOICE], 2) == 2.5);
    assert_true(answer_score(&responses[GRID], 0) == -1.0);
    assert_true(answer_score(&responses[GRID], 3) == -0.7);
    assert_true(answer_score(&responses[GRID], 13) == 0.3);
    assert_true(answer_score(&responses[GRID], 20) == 1.0);
}

static void
test_put(void **state)
{
    struct arena *arena = arena_new();
    struct batch *batch = batch_new(&instrument, arena);

    (void)state;
    for (size_t i = 0; i < N_KINDS; i++) {
        assert_true(batch->answers[i].is_absent);
        assert_int_equal(kind_of_code(batch->answers[i].code[0]),
                         ANSWER_ABSENT);
    }
    assert_true(answer_put(batch, 2, CHOICE, STR("1")));
    assert_true(answer_put(batch, 2, SEVERAL, STR("0 1")));
    assert_true(answer_put(batch, 2, ANY, STR("1.25")));
    assert_true(answer_put(batch, 2, WORDS, STR("x")));
    assert_false(answer_put(batch, 2, GRID, STR("7")));
    assert_int_equal(batch->n_rows, 3);
    assert_false(batch->answers[CHOICE].is_absent);
    assert_true(batch->answers[DAY].is_absent);
    assert_int_equal(batch->answers[CHOICE].code[2], 1);
    assert_int_equal(batch->answers[SEVERAL].choices[2], 3);
    assert_true(batch->answers[ANY].number[2] == 1.25);
    assert_true(str_is(batch->answers[WORDS].text[2], "x"));
    assert_int_equal(kind_of_code(batch->answers[GRID].code[2]), ANSWER_BAD);
    /* A later answer that is none leaves nothing of the earlier one. */
    assert_false(answer_put(batch, 2, ANY, STR("7")));
    assert_true(batch->answers[ANY].number[2] == 0);
    arena_free(arena);
}

/* The words of each row; in the end those that the instrument was loaded in. */
static void
test_wording(void **state)
{
    static const struct instrument_words words[] = {
        {.lang = "en"},
        {.lang = "es", .path = "t.es.xml", .digest = {"e5"}},
        {.lang = "de", .path = "t.de.xml", .digest = {"de"}},
        {.lang = "de-AT", .path = "t.de-AT.xml"}, /* cannot be used */
    };
    struct instrument worded = {
        .lang = "en", .edition = 2, .words = words, .n_words = 4};
    struct str langs[] = {STR("ES-mx"), STR("en"),    STR(""),
                          STR("de-AT"), STR("de-CH"), STR("es")};
    int32_t editions[] = {0, 2, 2, 2, 2, 1};
    struct rows rows = {.n_rows = N_ELEMENTS(langs),
                        .number[FACT_EDITION] = editions};
    struct batch batch = {.instrument = &worded, .rows = &rows};
    (void)state;
    assert_null(batch_wording(&batch, 0));
    rows.text[FACT_LANG] = langs;
    assert_ptr_equal(batch_wording(&batch, 0), &words[1]);
    assert_null(batch_wording(&batch, 1));
    assert_null(batch_wording(&batch, 2));
    assert_null(batch_wording(&batch, 3));
    assert_ptr_equal(batch_wording(&batch, 4), &words[2]);
    assert_null(batch_wording(&batch, 5));
    rows.number[FACT_EDITION] = NULL;
    assert_ptr_equal(batch_wording(&batch, 5), &words[1]);
    worded.lang = "de";
    worded.wording_digest = words[2].digest;
    assert_ptr_equal(batch_wording(&batch, 0), &words[2]);
}

UNIT_MAIN(cmocka_unit_test(test_forms), cmocka_unit_test(test_cells),
          cmocka_unit_test(test_keep_raw), cmocka_unit_test(test_tables),
          cmocka_unit_test(test_hints), cmocka_unit_test(test_takes),
          cmocka_unit_test(test_scores), cmocka_unit_test(test_put),
          cmocka_unit_test(test_wording))
