/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells are numbers, words for a kind of missing, sets of numbers, dates or
   texts.  Everything is compared as a number where it is one: 3, 3.0 and 03
   are the same choice. */
#include "response/answer.h"

#include <assert.h>
#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "response/csv.h"

struct answer_rules
answer_rules_of(const struct instrument *instrument,
                const struct response *response)
{
    return (struct answer_rules){
        .response = response,
        .form = answer_form_of(response),
        .missing_codes = instrument->missing_codes,
        .n_missing_codes = instrument->n_missing_codes,
    };
}

/* ---- kinds of missing ---- */

enum answer_kind
answer_kind_of_word(struct str word)
{
    for (int kind = 0; kind < N_ANSWER_KINDS; kind++)
        if (answer_kind_names[kind] && str_is(word, answer_kind_names[kind]))
            return (enum answer_kind)kind;
    return ANSWERED;
}

static enum answer_kind
kind_of_number(const struct answer_rules *rules, struct decimal number)
{
    for (size_t i = 0; i < rules->n_codes; i++)
        if (!decimal_compare(rules->codes[i].code, number))
            return rules->codes[i].kind;
    for (size_t i = 0; i < rules->n_missing_codes; i++)
        if (!decimal_compare(rules->missing_codes[i].code, number))
            return rules->missing_codes[i].kind;
    return ANSWERED;
}

enum answer_kind
answer_kind_of(const struct answer_rules *rules, struct str text)
{
    struct decimal number;

    return decimal_read(text, &number) ? kind_of_number(rules, number)
                                       : answer_kind_of_word(text);
}

/* ---- each form ---- */

/* The position of a choice; n_choices when there is none. */
static size_t
choice_idx(const struct response *response, struct decimal number)
{
    size_t i = 0;

    while (i < response->n_choices
           && decimal_compare(response->choices[i].value, number))
        i++;
    return i;
}

static enum answer_fault
judge_range(const struct response *response, struct decimal number,
            size_t *position)
{
    int64_t step = 0;

    if (decimal_compare(number, response->min) < 0
        || decimal_compare(number, response->max) > 0)
        return ANSWER_OUT_OF_RANGE;
    if (response->step.units
        && !decimal_on_grid(number, response->min, response->step, &step))
        return ANSWER_OFF_STEP;
    *position = (size_t)step;
    return ANSWER_FINE;
}

static enum answer_fault
judge_number(const struct answer_rules *rules, struct decimal number,
             size_t *position)
{
    if (rules->response->kind != RESPONSE_CHOICES)
        return judge_range(rules->response, number, position);
    *position = choice_idx(rules->response, number);
    return *position < rules->response->n_choices ? ANSWER_FINE
                                                  : ANSWER_NOT_CHOICE;
}

bool
answer_takes(const struct answer_rules *rules, struct decimal number)
{
    size_t position;

    return rules->form != FORM_TEXT
           && judge_number(rules, number, &position) == ANSWER_FINE;
}

static enum answer_fault
not_number(struct str text)
{
    return utf8_is_text(text) ? ANSWER_NOT_NUMBER : ANSWER_NOT_UTF8;
}

/* An answer of FORM_CODES or FORM_NUMBERS. */
static void
take_number(const struct answer_rules *rules, struct decimal number,
            size_t position, struct answer *answer)
{
    if (rules->form == FORM_CODES) {
        enum answer_kind missing =
            rules->response->kind == RESPONSE_CHOICES
                ? rules->response->choices[position].missing
                : ANSWERED;
        answer->code = missing ? code_of_kind(missing) : (uint8_t)position;
    } else {
        answer->code = code_of_kind(ANSWERED);
        answer->number = decimal_value(number);
    }
}

static enum answer_fault
read_number(const struct answer_rules *rules, struct str text,
            struct answer *answer)
{
    struct decimal number;
    size_t position = 0;

    if (!decimal_read(text, &number))
        return not_number(text);
    enum answer_fault fault = judge_number(rules, number, &position);
    if (!fault)
        take_number(rules, number, position, answer);
    return fault;
}

/* Where a cell is the words of a choice, and not a number: that is a code,
   whatever words there are.  False: it is none; else '*fault' is set. */
static bool
read_label(const struct answer_rules *rules, struct str text,
           struct answer *answer, enum answer_fault *fault)
{
    struct decimal number;
    size_t position = 0;

    if (!rules->labels || decimal_read(text, &number))
        return false;
    switch (choice_labels_find(rules->labels, text, &position)) {
    case LABEL_UNKNOWN:
        return false;
    case LABEL_OF_SEVERAL:
        *fault = ANSWER_OF_SEVERAL;
        return true;
    case LABEL_FOUND:
        break;
    }
    *fault = ANSWER_FINE;
    answer->was_label = true;
    if (rules->form == FORM_CHOICES) {
        answer->code = code_of_kind(ANSWERED);
        answer->choices = UINT64_C(1) << position;
    } else {
        take_number(rules, rules->response->choices[position].value, position,
                    answer);
    }
    return true;
}

/* "1 3 4", or "none" for an answer without a choice. */
static enum answer_fault
read_choices(const struct answer_rules *rules, struct str text,
             struct answer *answer)
{
    uint64_t choices = 0;
    struct str word;

    if (str_is(text, "none"))
        text = STR("");
    while (str_next_word(&text, &word)) {
        struct decimal number;

        if (!decimal_read(word, &number))
            return not_number(word);
        size_t position = choice_idx(rules->response, number);
        if (position == rules->response->n_choices)
            return ANSWER_NOT_CHOICE;
        assert(position < INSTRUMENT_LIMIT_MULTIPLE);
        if (choices >> position & 1)
            return ANSWER_DOUBLED;
        choices |= UINT64_C(1) << position;
    }
    answer->code = code_of_kind(ANSWERED);
    answer->choices = choices;
    return ANSWER_FINE;
}

/* A text that would be taken for a kind of missing is written with a backslash
   in front, and so is one that begins with such backslashes. */
static struct str
unescaped(const struct answer_rules *rules, struct str text)
{
    struct str rest = text;

    while (rest.len && rest.bytes[0] == '\\')
        rest = str_skip(rest, 1);
    if (rest.len < text.len && answer_kind_of(rules, rest) != ANSWERED)
        return str_skip(text, 1);
    return text;
}

const struct source_settings *
answer_settings(const struct answer_rules *rules)
{
    static const struct source_settings usual;

    return rules->settings ? rules->settings : &usual;
}

static enum answer_fault
read_text(const struct answer_rules *rules, struct str text,
          struct answer *answer)
{
    int32_t days, seconds;

    if (!utf8_is_text(text))
        return ANSWER_NOT_UTF8;
    if (rules->response->kind == RESPONSE_DATE) {
        if (!source_settings_date(answer_settings(rules), text, &days,
                                  &seconds))
            return ANSWER_NOT_DATE;
        answer->text = text;
    } else {
        answer->text =
            unescaped(rules, rules->keep_raw ? text : csv_unguarded(text));
    }
    answer->code = code_of_kind(ANSWERED);
    return ANSWER_FINE;
}

bool
answer_is_same(struct str a, struct str b)
{
    struct decimal x, y;

    return str_equal(a, b)
           || (decimal_read(a, &x) && decimal_read(b, &y)
               && decimal_compare(x, y) == 0);
}

bool
data_rules_read(const struct data_rule *const *rules, size_t n,
                struct str *text)
{
    for (size_t i = 0; i < n; i++)
        if (answer_is_same(*text, rules[i]->from)) {
            *text = rules[i]->to;
            return true;
        }
    return false;
}

/* The words for a missing answer are those of every file, and --missing is a
   rule too; a code that the instrument declares may mean another thing in data
   that is coded otherwise. */
static bool
is_missing_anyway(const struct answer_rules *rules, struct str text)
{
    struct decimal number;

    if (!decimal_read(text, &number))
        return !text.len || answer_kind_of_word(text) != ANSWERED;
    for (size_t i = 0; i < rules->n_codes; i++)
        if (!decimal_compare(rules->codes[i].code, number))
            return true;
    return false;
}

enum answer_fault
answer_read(const struct answer_rules *rules, struct str cell,
            struct answer *answer)
{
    struct str text = str_trim(cell);
    bool is_named = data_rules_read(rules->values, rules->n_values, &text);
    enum answer_fault fault;
    char room[SETTINGS_NUMBER_ROOM];

    *answer = (struct answer){.code = code_of_kind(ANSWER_BAD)};
    if (!is_named && rules->form != FORM_TEXT && rules->settings) {
        if (!source_settings_number(rules->settings, &text, room))
            return ANSWER_NOT_NUMBER;
        is_named = text.bytes == room
                   && data_rules_read(rules->values, rules->n_values, &text);
    }
    enum answer_kind kind =
        text.len ? answer_kind_of(rules, text) : ANSWER_BLANK;
    if (rules->is_closed && !is_named && !is_missing_anyway(rules, text))
        return utf8_is_text(text) ? ANSWER_NOT_NAMED : ANSWER_NOT_UTF8;
    if (kind != ANSWERED) {
        answer->code = code_of_kind(kind);
        return ANSWER_FINE;
    }
    if (!is_named && read_label(rules, text, answer, &fault))
        return fault;
    switch (rules->form) {
    case FORM_CODES:
    case FORM_NUMBERS:
        return read_number(rules, text, answer);
    case FORM_CHOICES:
        return read_choices(rules, text, answer);
    case FORM_TEXT:
        return read_text(rules, text, answer);
    }
    assert(false);
    return ANSWER_NOT_NUMBER;
}

/* ---- positions ---- */

size_t
answer_n_positions(const struct response *response)
{
    int64_t last = -1;

    if (answer_form_of(response) != FORM_CODES)
        return 0;
    if (response->kind == RESPONSE_CHOICES)
        return response->n_choices;
    decimal_on_grid(response->max, response->min, response->step, &last);
    return (size_t)(last + 1);
}

/* The value at a position; false of a choice that says why there is no
   answer. */
static bool
value_at(const struct response *response, size_t position, double *value)
{
    if (response->kind == RESPONSE_CHOICES) {
        *value = decimal_value(response->choices[position].value);
        return response->choices[position].missing == ANSWERED;
    }
    *value = answer_score(response, (uint8_t)position);
    return true;
}

struct answer_ends
answer_ends_of(const struct response *response)
{
    struct answer_ends ends = {0};
    size_t n = answer_n_positions(response);
    double value;

    for (size_t i = 0; i < n; i++)
        if (value_at(response, i, &value)
            && (!ends.n++ || value < ends.lowest_value)) {
            ends.lowest = i;
            ends.lowest_value = value;
        }
    ends.highest_value = ends.lowest_value;
    for (size_t i = 0; i < n; i++) {
        if (!value_at(response, i, &value) || value <= ends.lowest_value)
            continue;
        if (value > ends.highest_value)
            ends.highest_value = value;
        if (!ends.has_next || value < ends.next_value) {
            ends.has_next = true;
            ends.next = i;
            ends.next_value = value;
        }
    }
    return ends;
}

bool
answer_is_beyond(const struct answer_rules *rules, enum answer_fault fault,
                 struct str cell)
{
    struct decimal number;

    if ((fault != ANSWER_NOT_CHOICE && fault != ANSWER_OUT_OF_RANGE)
        || !decimal_read(str_trim(cell), &number))
        return false;
    struct answer_ends ends = answer_ends_of(rules->response);
    return ends.has_next
           && decimal_value(number)
                  == ends.highest_value + ends.next_value - ends.lowest_value;
}

/* ---- tables ---- */

static uint8_t
ask(const struct answer_rules *rules, struct str cell, bool *was_label)
{
    struct answer answer;
    enum answer_fault fault = answer_read(rules, cell, &answer);

    *was_label = answer.was_label;
    return fault ? (uint8_t)CODE_ASK : answer.code;
}

/* Words of choices are counted by who asks for them. */
static uint8_t
ask_bytes(const struct answer_rules *rules, const char *bytes, size_t len)
{
    bool was_label;
    uint8_t code = ask(rules, (struct str){bytes, len}, &was_label);

    return was_label ? (uint8_t)CODE_ASK : code;
}

static void
add_word(struct answer_table *table, const struct answer_rules *rules,
         struct str word)
{
    bool was_label;
    uint8_t code = ask(rules, word, &was_label);

    if (code == CODE_ASK)
        return;
    map_add(table->words, word, (size_t)code + (was_label ? WAS_LABEL : 0));
    if (word.len == 1 && !was_label)
        table->one[(unsigned char)word.bytes[0]] = code;
}

static void
add_words(struct answer_table *table, const struct answer_rules *rules)
{
    size_t n = 0;
    const struct str *labels =
        rules->labels ? choice_labels_written(rules->labels, &n) : NULL;

    for (size_t i = 0; i < rules->n_values; i++)
        add_word(table, rules, rules->values[i]->from);
    for (int kind = 0; kind < N_ANSWER_KINDS; kind++)
        if (answer_kind_names[kind])
            add_word(table, rules, str_from(answer_kind_names[kind]));
    for (size_t i = 0; i < n; i++)
        add_word(table, rules, labels[i]);
}

uint8_t
answer_table_word(const struct answer_table *table, struct str cell,
                  bool *was_label)
{
    size_t found;

    if (!map_find(table->words, cell, &found))
        return CODE_ASK;
    *was_label = found >= WAS_LABEL;
    return (uint8_t)(found % WAS_LABEL);
}

void
answer_table_init(struct answer_table *table, const struct answer_rules *rules,
                  char delimiter, struct arena *arena)
{
    const char ends[] = {'\n', '\r', '"', delimiter};

    assert(rules->form == FORM_CODES);
    memset(table->one, CODE_ASK, sizeof table->one);
    table->words = map_new(arena, false);
    add_words(table, rules);
    /* What is no word is a number or a blank. */
    for (char c = 0; c <= '9'; c++)
        if (str_is_digit(c) || str_is_white(c))
            table->one[(unsigned char)c] = ask_bytes(rules, &c, 1);
    for (size_t i = 0; i < N_ELEMENTS(ends); i++)
        table->one[(unsigned char)ends[i]] = CODE_ASK;
    memset(table->two, CODE_ASK, sizeof table->two);
    for (int number = 0; number < UNLESS_FUZZED(100, 12); number++) {
        char digits[2] = {(char)('0' + number / 10), (char)('0' + number % 10)};

        table->two[number] = ask_bytes(rules, digits, 2);
    }
}

void
answer_store(const struct answer *answer, struct answers *answers, size_t row)
{
    answers->code[row] = answer->code;
    if (answers->number)
        answers->number[row] = answer->number;
    if (answers->choices)
        answers->choices[row] = answer->choices;
    if (answers->text)
        answers->text[row] = answer->text;
}

static void
add_choices(const struct response *response, uint64_t choices,
            struct buf *value, struct buf *label)
{
    size_t before = value->len;

    for (size_t i = 0; i < response->n_choices; i++) {
        const struct choice *choice = &response->choices[i];
        if (!(choices >> i & 1))
            continue;
        buf_add_text(value, value->len > before ? " " : "");
        num_add(value, decimal_value(choice->value));
        if (label && choice->label)
            buf_addf(label, "%s%s", label->len ? ", " : "", choice->label);
    }
    if (value->len == before)
        buf_add_text(value, "none");
}

void
answer_add(const struct response *response, const struct answers *answers,
           size_t row, uint8_t code, struct buf *value, struct buf *label)
{
    switch (answers->form) {
    case FORM_CODES:
        if (response->kind == RESPONSE_CHOICES)
            add_choices(response, UINT64_C(1) << code, value, label);
        else
            num_add(value, answer_score(response, code));
        break;
    case FORM_NUMBERS:
        num_add(value, answers->number[row]);
        break;
    case FORM_CHOICES:
        add_choices(response, answers->choices[row], value, label);
        break;
    case FORM_TEXT:
        buf_add(value, answers->text[row]);
        break;
    }
}

bool
answer_put(struct batch *batch, size_t row, size_t item_idx, struct str text)
{
    const struct instrument *instrument = batch->instrument;
    struct answers *answers = &batch->answers[item_idx];
    struct answer_rules rules =
        answer_rules_of(instrument, instrument->items[item_idx].response);
    struct answer answer;
    enum answer_fault fault = answer_read(&rules, text, &answer);

    assert(row < BATCH_ROWS && item_idx < instrument->n_items);
    answer_store(&answer, answers, row);
    answers->is_absent = false;
    if (batch->n_rows <= row)
        batch->n_rows = row + 1;
    return fault == ANSWER_FINE;
}
