/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a cell, in words; see answer.h. */
#include "response/answer.h"

#include <assert.h>
#include "base/utf8.h"
#include "response/decoder.h"

enum { HINT_CHOICES = 12 }; /* that a hint spells out */

/* What a fault is, and what would help where that is the same for all. */
static const struct {
    enum message message;
    const char *hint;
} faults[] = {
    [ANSWER_NOT_NUMBER] = {MSG_DATA_NOT_NUMBER, NULL},
    [ANSWER_NOT_CHOICE] = {MSG_DATA_NOT_CHOICE, NULL},
    [ANSWER_OUT_OF_RANGE] = {MSG_DATA_OUT_OF_RANGE, NULL},
    [ANSWER_OFF_STEP] = {MSG_DATA_OFF_STEP, NULL},
    [ANSWER_DOUBLED] = {MSG_DATA_CHOICE_DOUBLED, "each choice is given once"},
    [ANSWER_NOT_DATE] = {MSG_DATA_NOT_DATE, NULL},
    [ANSWER_NOT_UTF8] = {MSG_DATA_NOT_UTF8, NULL},
    [ANSWER_NOT_NAMED] = {MSG_DATA_NOT_NAMED, NULL},
    [ANSWER_OF_SEVERAL] = {MSG_DATA_LABEL_TWICE,
                           "a rule of a map or --value says which is meant"},
};

enum message
answer_fault_message(enum answer_fault fault)
{
    assert(fault != ANSWER_FINE);
    return faults[fault].message;
}

static void
add_decimal(struct buf *buf, struct decimal number)
{
    num_add(buf, decimal_value(number));
}

static void
add_answers(struct buf *hint, const struct response *response)
{
    if (response->kind != RESPONSE_CHOICES) {
        buf_add_text(hint, "a number from ");
        add_decimal(hint, response->min);
        buf_add_text(hint, " to ");
        add_decimal(hint, response->max);
        if (response->step.units) {
            buf_add_text(hint, " in steps of ");
            add_decimal(hint, response->step);
        }
        return;
    }
    buf_add_text(hint, response->multiple ? "some of" : "one of");
    for (size_t i = 0; i < response->n_choices && i < HINT_CHOICES; i++) {
        buf_add_char(hint, ' ');
        add_decimal(hint, response->choices[i].value);
    }
    if (response->n_choices > HINT_CHOICES)
        buf_add_text(hint, " ...");
}

static void
add_named(struct buf *hint, const struct answer_rules *rules)
{
    size_t n = 0;

    buf_add_text(hint, "the item is recoded, and the values named for it are");
    for (size_t i = 0; i < rules->n_values; i++) {
        struct str value = rules->values[i]->from;
        if (data_rules_read(rules->values, i, &value))
            continue; /* a nearer rule names the same */
        if (n++ == HINT_CHOICES) {
            buf_add_text(hint, " ...");
            return;
        }
        buf_add_text(hint, " '");
        utf8_add_shown(hint, value);
        buf_add_char(hint, '\'');
    }
}

/* -?digits,digits */
static bool
has_decimal_comma(struct str text)
{
    size_t n_commas = 0;
    size_t n_digits = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.bytes[i];

        if (c == ',')
            n_commas++;
        else if (c >= '0' && c <= '9')
            n_digits++;
        else if (i > 0 || c != '-')
            return false;
    }
    return n_commas == 1 && n_digits > 0;
}

static bool
says_nothing(struct str text)
{
    static const char *const words[] = {"na",   "n/a",  "nan",     "null",
                                        "none", "nil",  "missing", ".",
                                        "-",    "#n/a", "#null!",  "?"};

    for (size_t i = 0; i < N_ELEMENTS(words); i++)
        if (str_equal_nocase(text, str_from(words[i])))
            return true;
    return false;
}

static bool
is_kind_in_capitals(struct str text)
{
    for (int kind = 0; kind < N_ANSWER_KINDS; kind++)
        if (answer_kind_names[kind]
            && str_equal_nocase(text, str_from(answer_kind_names[kind])))
            return true;
    return false;
}

static bool
is_label(const struct response *response, struct str text)
{
    for (size_t i = 0; i < response->n_choices; i++)
        if (response->choices[i].label
            && str_equal_nocase(text, str_from(response->choices[i].label)))
            return true;
    return false;
}

const char answer_no_formula[] = "#FORMULA!";

const char *
answer_sheet_error(struct str cell)
{
    if (cell.len < 3 || cell.bytes[0] != '#'
        || memchr(cell.bytes, ' ', cell.len))
        return NULL;
    char last = cell.bytes[cell.len - 1];
    if (str_is(cell, answer_no_formula))
        return "a formula that was never worked out: open the file in a "
               "spreadsheet and save it";
    if (last == '!' || last == '?' || str_is(cell, "#N/A")
        || str_is(cell, "#N/D") || str_is(cell, "#NV"))
        return "an error that a spreadsheet shows: mend the formula there, or "
               "empty the cell";
    return NULL;
}

static const char *
what_instead(const struct answer_rules *rules, struct str text)
{
    const struct response *response = rules->response;
    const char *error = answer_sheet_error(text);
    struct decimal number;

    if (error)
        return error;
    if (answer_settings(rules)->decimal == ',' && decimal_read(text, &number))
        return "numbers are told to have a comma";
    if (has_decimal_comma(text))
        return "--decimal , reads numbers with a comma";
    if (is_kind_in_capitals(text))
        return "a word for a missing answer is written in small letters";
    if (is_label(response, text))
        return "a label stands where the code is needed";
    if (says_nothing(text))
        return "an empty cell means that there is no answer";
    if (response->kind == RESPONSE_CHOICES && !response->choices[0].label)
        return "the questionnaire came without the words of its choices: a map "
               "or --value says what each is";
    return NULL;
}

void
answer_fault_hint(const struct answer_rules *rules, enum answer_fault fault,
                  struct str cell, struct buf *hint)
{
    const char *instead =
        fault == ANSWER_NOT_NUMBER ? what_instead(rules, str_trim(cell)) : NULL;

    if (faults[fault].hint) {
        buf_add_text(hint, faults[fault].hint);
    } else if (fault == ANSWER_NOT_DATE) {
        source_settings_date_hint(answer_settings(rules), str_trim(cell), hint);
    } else if (fault == ANSWER_NOT_UTF8) {
        buf_add_text(hint, decoder_hint(cell));
    } else if (fault == ANSWER_NOT_NAMED) {
        add_named(hint, rules);
    } else {
        if (instead)
            buf_addf(hint, "%s; ", instead);
        buf_add_text(hint, "the answer is ");
        add_answers(hint, rules->response);
    }
}
