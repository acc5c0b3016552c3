/* SPDX-License-Identifier: GPL-3.0-or-later */

/* lines_input: typed lines by table, on an instrument whose answers begin with
   the letters of every command. */

#include "unit.h"

#include <string.h>
#include "fill/lines_commands.h"
#include "fill/lines_input.h"
#include "fill_kit.h"

static const char letters_body[] =
    "<choices id='r'><choice value='0'>Sometimes</choice>"
    "<choice value='1'>Disagree</choice><choice value='2'>Usually</choice>"
    "<choice value='3'>Quite a bit</choice><choice value='4'>Back</choice>"
    "<choice value='5'>Often</choice><choice value='6'>Extremely</choice>"
    "<choice value='7'>Quite often</choice><choice value='8'>Some</choice>"
    "</choices><choices id='set' multiple='yes'><choice value='1'>one</choice>"
    "<choice value='2'>two</choice><choice value='10'>ten</choice></choices>"
    "<range id='line' min='-5' max='5' step='1'/><free id='words'/>"
    "<section id='s' responses='r'><item id='a'><text>a</text></item>"
    "<item id='m' responses='set'><text>m</text></item>"
    "<item id='l' responses='line'><text>l</text></item>"
    "<item id='w' responses='words' private='no'><text>w</text></item>"
    "</section>"
    "<scale id='x' method='sum' items='a' min-answered='all' "
    "direction='higher-better'><title>X</title></scale>";

/* Types a line; whether it was told that it means nothing.  One that begins
   with '<' is kept before it is done, and with '>' left in the middle. */
static bool
type_line(struct fill_kit *kit, struct lines_input *input, const char *line)
{
    struct form_key key;

    if (*line == '<')
        lines_input_keep(input, kit->form, str_from(line + 1));
    else if (*line == '>')
        lines_input_leave(input, kit->form, str_from(line + 1));
    else
        lines_input_read(input, kit->form, str_from(line));
    bool is_refused = input->remark.len > 0;
    while (lines_input_next(input, &key))
        form_press(kit->form, key, 0);
    assert_true(lines_input_is_empty(input));
    return is_refused;
}

/* Spanish, German and Arabic answers, two of them alike but for an accent. */
static const char accents_body[] =
    "<choices id='r'><choice value='0'>No</choice>"
    "<choice value='1'>Sí</choice><choice value='2'>Öfter</choice>"
    "<choice value='3'>Weiß nicht</choice>"
    "<choice value='4'>أحيانًا</choice><choice value='5'>Papa</choice>"
    "<choice value='6'>Papá</choice><choice value='7'>más o menos</choice>"
    "<choice value='8'>mas nunca</choice></choices>"
    "<section id='s' responses='r'><item id='a'><text>a</text></item>"
    "</section>"
    "<scale id='x' method='sum' items='a' min-answered='all' "
    "direction='higher-better'><title>X</title></scale>";

struct line_case {
    const char *before; /* lines that lead to the page, parted by '|' */
    const char *line;
    const char *where;
    bool is_refused;
};

static void
run_cases(const char *body, const struct line_case *cases, size_t n)
{
    struct buf where = {0};

    for (size_t i = 0; i < n; i++) {
        struct fill_kit kit = fill_open(body, NULL);
        struct lines_input *input =
            ARENA_NEW(kit.scoring->arena, struct lines_input);
        char *lines = arena_text(kit.scoring->arena, str_from(cases[i].before));
        for (char *next; lines; lines = next) {
            next = strchr(lines, '|');
            if (next)
                *next++ = '\0';
            assert_false(type_line(&kit, input, lines));
        }
        assert_int_equal(type_line(&kit, input, cases[i].line),
                         cases[i].is_refused);
        assert_string_equal(fill_where(&kit, &where), cases[i].where);
        lines_input_clear(input);
        fill_close(&kit);
    }
    buf_clear(&where);
}

static void
test_choices(void **state)
{
    static const struct line_case cases[] = {
        {"", "3", "question m | a=3", false},
        {"", " 3 \r", "question m | a=3", false},
        {"", "9", "question a |", true},
        {"", "33", "question a |", true},
        {"", "", "question a |", false},
        {"", "di", "question m | a=1", false},
        {"", "DISAGREE", "question m | a=1", false},
        {"", "us", "question m | a=2", false},
        {"", "qu", "question a |", true},
        {"", "quite a", "question m | a=3", false},
        {"", "quite o", "question m | a=7", false},
        /* A label that is just what was typed. */
        {"", "some", "question m | a=8", false},
        {"", "somet", "question m | a=0", false},
        {"", "so", "question a |", true},
        {"", "xx", "question a |", true},
        /* One letter is never a command, nor an answer. */
        {"", "s", "question a |", true},
        {"", "d", "question a |", true},
        {"", "u", "question a |", true},
        {"", "q", "question a |", true},
        {"", "b", "question a |", true},
        {"", "o", "question a |", true},
        {"", "x", "question a |", true},
        {"", "?", "question a |", true},
        {"", "-", "question a |", true},
        {"", "!", "question a |", true},
        {"", "\x1b", "question a |", true},
    };

    (void)state;
    run_cases(letters_body, cases, N_ELEMENTS(cases));
}

static void
test_commands(void **state)
{
    static const struct line_case cases[] = {
        {"", "/s", "question m | a=skipped", false},
        {"", "/S", "question m | a=skipped", false},
        {"", "/d", "question m | a=declined", false},
        {"|3", "/b", "question a | a=3", false},
        {"", "/o", "overview |", false},
        {"", "/q", "pause |", false},
        {"", "/?", "help |", false},
        {"", "/x", "blank |", false},
        {"", "/u", "question a |", true}, /* not offered here */
        {"", "/r", "question a |", false},
        {"|/o", "/r", "overview |", false},
        {"|/o", "", "question a |", false},
        {"|/o", "3", "question l |", false},
        {"|3|1|4|x|/o", "", "last | a=3 m=1 l=4 w=x", false},
        {"", "/", "question a |", true},
        {"", "/skip", "question a |", true},
        {"", "/3", "question a |", true},
    };

    (void)state;
    run_cases(letters_body, cases, N_ELEMENTS(cases));
}

/* What the commands are is told as far as they are there, and each with its
   word in one line. */
static void
test_telling(void **state)
{
    struct fill_kit kit = fill_open(letters_body, NULL);
    struct fill_kit with_unknown = fill_open(fill_body, NULL);
    struct buf told = {0};

    (void)state;
    fill_press(&kit, "enter");
    lines_commands_add(&told, kit.form, false);
    assert_string_equal(buf_text(&told),
                        "/b\u00a0back, /s\u00a0skip, "
                        "/d\u00a0rather\u00a0not\u00a0say, "
                        "/o\u00a0overview, /r\u00a0repeat, /q\u00a0pause, "
                        "/x\u00a0leave\u00a0now, /?\u00a0help");
    buf_empty(&told);
    lines_commands_add(&told, kit.form, true);
    assert_null(strstr(buf_text(&told), "/u"));
    buf_empty(&told);
    lines_commands_add(&told, with_unknown.form, true);
    assert_non_null(strstr(buf_text(&told), "/u\u00a0don't\u00a0know"));
    buf_clear(&told);
    assert_true(lines_input_is_command(STR(" /x ")));
    assert_true(lines_input_is_command(STR("/")));
    assert_false(lines_input_is_command(STR("//x")));
    assert_false(lines_input_is_command(STR("/x\nx")));
    assert_false(lines_input_is_command(STR("")));
    fill_close(&kit);
    fill_close(&with_unknown);
}

static void
test_other_entries(void **state)
{
    static const struct line_case cases[] = {
        {"|3", "1 10", "question l | a=3 m=1 10", false},
        {"|3", "10,1,1", "question l | a=3 m=1 10", false},
        {"|3", "two", "question l | a=3 m=2", false},
        {"|3", "1 3", "question m | a=3", true},
        {"|3|1 2|/b", "10", "question l | a=3 m=10", false},
        {"|3|1 2|/b", "", "question l | a=3 m=1 2", false},
        {"|3|1", "-5", "question w | a=3 m=1 l=-5", false},
        {"|3|1", "5x", "question l | a=3 m=1", false},
        {"|3|1", "6", "question l | a=3 m=1", false},
        {"|3|1|4|/b", "no", "question l | a=3 m=1 l=4", false},
        {"|3|1|4", "/s", "last | a=3 m=1 l=4 w=skipped", false},
        {"|3|1|4", "s", "last | a=3 m=1 l=4 w=s", false},
        {"|3|1|4", "//s", "last | a=3 m=1 l=4 w=/s", false},
        {"|3|1|4", "a\tb\x18 c\x1b", "last | a=3 m=1 l=4 w=a b c", false},
        {"|٣", "١ ١٠", "question l | a=3 m=1 10", false},
        {"|۳|1", "-٤٫٠", "question w | a=3 m=1 l=-4", false},
        {"|3|1|4", "٣", "last | a=3 m=1 l=4 w=٣", false},
        {"|3|1|4", "a b  c", "last | a=3 m=1 l=4 w=a b  c", false},
        {"|3|1|4|one|/b", "", "last | a=3 m=1 l=4 w=one", false},
        {"|3|1|4|one|/b", "two", "last | a=3 m=1 l=4 w=two", false},
    };

    (void)state;
    run_cases(letters_body, cases, N_ELEMENTS(cases));
}

static void
test_accents(void **state)
{
    static const struct line_case cases[] = {
        {"", "sí", "last | a=1", false},
        {"", "SÍ", "last | a=1", false},
        {"", "si", "last | a=1", false},
        {"", "Si\u0301", "last | a=1", false},
        {"", "ÖF", "last | a=2", false},
        {"", "ofter", "last | a=2", false},
        {"", "weiss", "last | a=3", false},
        {"", "WEIẞ  N", "last | a=3", false},
        {"", "weiß  NICHT", "last | a=3", false},
        {"", "أح", "last | a=4", false},
        {"", "احيانا", "last | a=4", false},
        {"", "أحيانا", "last | a=4", false},
        /* What was typed with an accent means it. */
        {"", "papá", "last | a=6", false},
        {"", "papa", "last | a=5", false},
        {"", "pap", "question a |", true},
        {"", "más", "last | a=7", false},
        {"", "mas", "question a |", true},
        {"", "mas n", "last | a=8", false},
        {"", "mas o", "last | a=7", false},
        {"", "não", "question a |", true},
    };

    (void)state;
    run_cases(accents_body, cases, N_ELEMENTS(cases));
}

/* What was typed in part, and then not meant, changes nothing. */
static void
test_half_typed(void **state)
{
    static const struct line_case cases[] = {
        {"|3|1|4|<hal", "half", "last | a=3 m=1 l=4 w=half", false},
        {"|3|1|4|<half|<half of", "", "last | a=3 m=1 l=4 w=skipped", false},
        {"|3|1|4|one|/b|<half", "", "last | a=3 m=1 l=4 w=one", false},
        {"|3|1|4|one|/b|<half|<", "", "last | a=3 m=1 l=4 w=one", false},
        {"|3|1|4|/d|/b|<half", "", "last | a=3 m=1 l=4 w=declined", false},
        {"|3|1|4|<half|/b|", "", "last | a=3 m=1 l=4 w=skipped", false},
        {"|3|1|4|one|/b|<half|/b|", "", "last | a=3 m=1 l=4 w=one", false},
        {"|3|1|4|<half|/q|1", "", "last | a=3 m=1 l=4 w=skipped", false},
        {"|3|1|4|<half|/s|/b", "", "last | a=3 m=1 l=4 w=skipped", false},
        {"|3|1|4|</b", "x", "last | a=3 m=1 l=4 w=x", false},
        {"|3|1|4|<//b", "//bc", "last | a=3 m=1 l=4 w=/bc", false},
        {"", ">3", "blank |", false},
        {"|3|1|4", ">half", "blank | a=3 m=1 l=4", false},
        {"|3|1|4|/?", ">half", "blank | a=3 m=1 l=4", false},
        /* A number that was refused does not take the place of one before. */
        {"|3|1|4|/b|soon", "", "question w | a=3 m=1 l=4", false},
        {"|3|1|4|/b|77", "", "question w | a=3 m=1 l=4", false},
        {"|3|1|/s|/b|77", "", "question w | a=3 m=1 l=skipped", false},
        {"|3|1|77", "", "question l | a=3 m=1", false},
    };

    (void)state;
    run_cases(letters_body, cases, N_ELEMENTS(cases));
}

/* Leaving keeps what belongs to the text, as the full screen does. */
static void
test_leaving(void **state)
{
    static const struct {
        const char *line;
        const char *typing; /* NULL: none */
    } cases[] = {
        {">half", "half"},
        {">a\nb\tc", "a\nb c"},
        {">//x", "/x"},
        {">/x", NULL},
        {">", NULL},
        {"/x", NULL},
        {">a\x18\x1b[24~", "a[24~"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(letters_body, NULL);
        struct lines_input *input =
            ARENA_NEW(kit.scoring->arena, struct lines_input);
        struct str typing = {0};
        const struct answer_sheet *sheet = kit.form->sheet;
        fill_press(&kit, "enter skip skip skip");
        assert_false(type_line(&kit, input, cases[i].line));
        for (size_t j = 0; j < sheet->n_events; j++)
            if (sheet->events[j].kind == EVENT_TYPING)
                typing = sheet->events[j].text;
        assert_int_equal(sheet->n_events, cases[i].typing != NULL);
        if (cases[i].typing)
            assert_true(str_is(typing, cases[i].typing));
        lines_input_clear(input);
        fill_close(&kit);
    }
}

static const char figures_body[] =
    "<range id='line' min='0' max='10'/><date id='day'/>"
    "<choices id='r'><choice value='1'>one</choice></choices>"
    "<section id='s' responses='r'>"
    "<item id='l' responses='line'><text>l</text></item>"
    "<item id='d' responses='day'><text>d</text></item>"
    "<item id='a'><text>a</text></item></section>"
    "<scale id='x' method='sum' items='a' min-answered='all' "
    "direction='higher-better'><title>X</title></scale>";

/* A number or a date is told as it is kept; what fits nothing, with the way
   past it. */
static void
test_told(void **state)
{
    static const struct {
        const char *keys;
        const char *line;
        const char *echo;
        const char *remark;
    } cases[] = {
        {"enter", "7,5", "7.5", ""},
        {"enter", "٧٫٥", "7.5", ""},
        {"enter", "07.0", "7", ""},
        {"enter skip", "2020-2-3", "2020-02-03", ""},
        {"enter skip skip", "9", "",
         "That fits none of the answers. To skip the question: /s"},
        {"enter overview", "9", "", "That fits none of the answers."},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(figures_body, NULL);
        struct lines_input *input =
            ARENA_NEW(kit.scoring->arena, struct lines_input);
        fill_press(&kit, cases[i].keys);
        lines_input_read(input, kit.form, str_from(cases[i].line));
        assert_string_equal(buf_text(&input->echo), cases[i].echo);
        assert_string_equal(buf_text(&input->remark), cases[i].remark);
        lines_input_clear(input);
        fill_close(&kit);
    }
}

/* Neither more nor less than there is room for, and the person knows. */
static void
test_too_long(void **state)
{
    struct buf line = {0};

    (void)state;
    for (int excess = 0; excess < 4; excess++) {
        struct fill_kit kit = fill_open(letters_body, NULL);
        struct lines_input *input =
            ARENA_NEW(kit.scoring->arena, struct lines_input);
        struct form_key key;
        fill_press(&kit, "enter skip skip skip");
        buf_empty(&line);
        for (int i = 0; i < FORM_LIMIT_TEXT_SIZE - 2; i++)
            buf_add_char(&line, 'a');
        buf_add_text(&line, excess == 3 ? "日" : "xxxx");
        if (excess < 3)
            line.len -= (size_t)(2 - excess);
        lines_input_read(input, kit.form, buf_str(&line));
        bool is_said = strcmp(buf_text(&input->echo), "Kept.") != 0;
        if (is_said)
            assert_non_null(
                strstr(input->echo.bytes, excess == 3 ? "59998" : "60000"));
        assert_int_equal(is_said, excess > 0);
        while (lines_input_next(input, &key))
            form_press(kit.form, key, 0);
        assert_int_equal(answer_sheet_given(kit.form->sheet, 3).text.len,
                         excess == 3 ? FORM_LIMIT_TEXT_SIZE - 2
                                     : FORM_LIMIT_TEXT_SIZE);
        lines_input_clear(input);
        fill_close(&kit);
    }
    buf_clear(&line);
}

UNIT_MAIN(cmocka_unit_test(test_choices), cmocka_unit_test(test_commands),
          cmocka_unit_test(test_telling), cmocka_unit_test(test_other_entries),
          cmocka_unit_test(test_accents), cmocka_unit_test(test_half_typed),
          cmocka_unit_test(test_leaving), cmocka_unit_test(test_told),
          cmocka_unit_test(test_too_long))
