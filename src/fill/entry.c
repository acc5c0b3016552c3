/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys on choices, lines and texts; see entry.h. */
#include "fill/entry.h"

#include <assert.h>
#include <string.h>
#include "base/utf8.h"
#include "fill/range_mark.h"
#include "fill/typed_date.h"

enum { LIMIT_LINE_SIZE = 40, PAGE_OF_CHOICES = 10 };

void
entry_clear(struct entry *entry)
{
    editing_clear(&entry->editing);
}

static void
start_over(struct entry *entry, enum form_entry_kind kind,
           const struct response *response)
{
    entry->kind = kind;
    entry->response = response;
    entry->n_choices = 0;
    entry->numbers = NULL;
    entry->mark = ENTRY_NO_MARK;
    memset(entry->is_chosen, 0, sizeof entry->is_chosen);
    entry->typed = -1;
    entry->has_mark = false;
    entry->editing.limit_size = kind == FORM_ENTRY_TEXT
                                    ? (size_t)FORM_LIMIT_TEXT_SIZE
                                    : (size_t)LIMIT_LINE_SIZE;
    editing_set(&entry->editing, STR(""));
    entry->is_touched = false;
}

void
entry_open_choices(struct entry *entry, size_t n_choices, size_t mark)
{
    assert(n_choices <= N_ELEMENTS(entry->is_chosen));
    start_over(entry, n_choices ? FORM_ENTRY_ONE : FORM_ENTRY_NONE, NULL);
    entry->n_choices = n_choices;
    entry->mark = mark;
}

void
entry_open_secret(struct entry *entry)
{
    start_over(entry, FORM_ENTRY_SECRET, NULL);
    entry->editing.limit_size = 200;
}

static enum form_entry_kind
kind_of(const struct response *response)
{
    switch (response->kind) {
    case RESPONSE_CHOICES:
        return response->multiple ? FORM_ENTRY_SEVERAL : FORM_ENTRY_ONE;
    case RESPONSE_RANGE:
        return FORM_ENTRY_RANGE;
    case RESPONSE_FREE:
        return FORM_ENTRY_TEXT;
    case RESPONSE_DATE:
        break;
    }
    return FORM_ENTRY_DATE;
}

static size_t
find_value(const struct response *response, struct str word)
{
    struct decimal value;

    for (size_t i = 0; decimal_read(word, &value) && i < response->n_choices;
         i++)
        if (decimal_compare(response->choices[i].value, value) == 0)
            return i;
    return ENTRY_NO_MARK;
}

bool
entry_cell_names(const struct entry *entry, struct str cell, size_t idx)
{
    struct str word;

    while (str_next_word(&cell, &word))
        if (find_value(entry->response, word) == idx)
            return true;
    return false;
}

/* The choices that a cell names. */
static void
choose_cell(struct entry *entry, struct str cell)
{
    struct str word;

    while (str_next_word(&cell, &word)) {
        size_t idx = find_value(entry->response, word);
        if (idx == ENTRY_NO_MARK)
            continue;
        entry->is_chosen[idx] = true;
        if (entry->mark == ENTRY_NO_MARK)
            entry->mark = idx;
    }
}

void
entry_open_response(struct entry *entry, const struct response *response,
                    struct str before)
{
    start_over(entry, kind_of(response), response);
    if (response->kind == RESPONSE_CHOICES) {
        entry->n_choices = response->n_choices;
        choose_cell(entry, before);
    } else {
        editing_set(&entry->editing, before);
        entry->has_mark = before.len > 0;
    }
}

void
entry_put_pending(struct entry *entry, struct str pending, bool is_open)
{
    if (entry->kind == FORM_ENTRY_ONE) {
        entry->mark = find_value(entry->response, pending);
    } else if (entry->kind == FORM_ENTRY_SEVERAL) {
        memset(entry->is_chosen, 0, sizeof entry->is_chosen);
        entry->mark = ENTRY_NO_MARK;
        choose_cell(entry, pending);
    } else {
        editing_set(&entry->editing, pending);
        entry->has_mark = pending.len > 0;
        entry->typed = is_open ? 0 : -1;
    }
    entry->is_touched = true;
}

/* ---- choices ---- */

static bool
shows_values(const struct response *response)
{
    for (size_t i = 0; i < response->n_choices; i++) {
        struct decimal value = response->choices[i].value;
        if (value.scale || value.units < 0 || value.units > 99)
            return false;
    }
    return true;
}

int
entry_number(const struct entry *entry, size_t idx)
{
    if (entry->numbers)
        return entry->numbers[idx];
    if (entry->response && shows_values(entry->response))
        return (int)entry->response->choices[idx].value.units;
    return (int)idx + 1;
}

bool
entry_has_digits(const struct entry *entry)
{
    for (size_t i = 0; i < entry->n_choices; i++)
        if (entry_number(entry, i) > 9)
            return false;
    return entry->n_choices > 0;
}

static enum entry_result
move_mark(struct entry *entry, size_t to)
{
    entry->mark = to;
    entry->is_touched = true;
    return ENTRY_CHANGED;
}

static enum entry_result
choose(struct entry *entry, size_t idx)
{
    if (idx >= entry->n_choices)
        return ENTRY_IGNORED;
    move_mark(entry, idx);
    entry->typed = -1;
    if (entry->kind == FORM_ENTRY_SEVERAL) {
        entry->is_chosen[idx] = !entry->is_chosen[idx];
        return ENTRY_CHANGED;
    }
    memset(entry->is_chosen, 0, sizeof entry->is_chosen);
    entry->is_chosen[idx] = true;
    return ENTRY_DONE;
}

static size_t
find_number(const struct entry *entry, int number)
{
    for (size_t i = 0; i < entry->n_choices; i++)
        if (entry_number(entry, i) == number)
            return i;
    return ENTRY_NO_MARK;
}

/* A digit chooses; where numbers have two, it moves the mark to what has been
   typed so far. */
static enum entry_result
type_digit(struct entry *entry, int digit)
{
    size_t idx;

    if (entry_has_digits(entry))
        return choose(entry, find_number(entry, digit));
    int longer = entry->typed < 0 ? digit : entry->typed * 10 + digit;
    idx = longer <= INSTRUMENT_LIMIT_ITEMS ? find_number(entry, longer)
                                           : ENTRY_NO_MARK;
    if (idx == ENTRY_NO_MARK) {
        longer = digit;
        idx = find_number(entry, digit);
    }
    entry->typed = longer;
    return idx == ENTRY_NO_MARK ? ENTRY_IGNORED : move_mark(entry, idx);
}

static enum entry_result
step_mark(struct entry *entry, size_t n, bool is_down)
{
    size_t last = entry->n_choices - 1;
    size_t mark = entry->mark;

    entry->typed = -1;
    if (mark == ENTRY_NO_MARK)
        return move_mark(entry, is_down ? 0 : last);
    if (is_down)
        return move_mark(entry, n > last - mark ? last : mark + n);
    return move_mark(entry, n > mark ? 0 : mark - n);
}

static enum entry_result
press_choices(struct entry *entry, struct form_key key)
{
    switch (key.kind) {
    case FORM_KEY_UP:
        return step_mark(entry, 1, false);
    case FORM_KEY_DOWN:
        return step_mark(entry, 1, true);
    case FORM_KEY_PAGE_UP:
        return step_mark(entry, PAGE_OF_CHOICES, false);
    case FORM_KEY_PAGE_DOWN:
        return step_mark(entry, PAGE_OF_CHOICES, true);
    case FORM_KEY_HOME:
        return move_mark(entry, 0);
    case FORM_KEY_END:
        return move_mark(entry, entry->n_choices - 1);
    case FORM_KEY_CHOOSE:
        return choose(entry, key.choice_idx);
    case FORM_KEY_CLEAR:
        memset(entry->is_chosen, 0, sizeof entry->is_chosen);
        return move_mark(entry, ENTRY_NO_MARK);
    case FORM_KEY_ENTER:
        if (entry->kind == FORM_ENTRY_ONE && entry->mark != ENTRY_NO_MARK)
            return choose(entry, entry->mark);
        return ENTRY_DONE;
    case FORM_KEY_CHARACTER:
        if (key.character >= '0' && key.character <= '9')
            return type_digit(entry, (int)key.character - '0');
        if (key.character == ' ' && entry->mark != ENTRY_NO_MARK
            && entry->kind == FORM_ENTRY_SEVERAL)
            return choose(entry, entry->mark);
        break;
    case FORM_KEY_NEWLINE:
    case FORM_KEY_KEEP:
    case FORM_KEY_LEFT:
    case FORM_KEY_RIGHT:
    case FORM_KEY_BACKSPACE:
    case FORM_KEY_DELETE:
    case FORM_KEY_SKIP:
    case FORM_KEY_DECLINE:
    case FORM_KEY_UNKNOWN:
    case FORM_KEY_BACK:
    case FORM_KEY_OVERVIEW:
    case FORM_KEY_HELP:
    case FORM_KEY_PAUSE:
    case FORM_KEY_LEAVE:
    case N_FORM_KEYS:
        break;
    }
    return ENTRY_IGNORED;
}

/* ---- texts ---- */

bool
entry_types(const struct entry *entry, uint32_t character)
{
    bool is_digit = character >= '0' && character <= '9';

    switch (entry->kind) {
    case FORM_ENTRY_NONE:
        return false;
    case FORM_ENTRY_ONE:
    case FORM_ENTRY_SEVERAL:
        return is_digit
               || (entry->kind == FORM_ENTRY_SEVERAL && character == ' ');
    case FORM_ENTRY_RANGE:
        return is_digit || character == '.' || character == ','
               || (character == '-' && entry->response->min.units < 0);
    case FORM_ENTRY_DATE:
        return is_digit || character == '-' || character == '.'
               || character == '/';
    case FORM_ENTRY_TEXT:
    case FORM_ENTRY_SECRET:
        break;
    }
    return !utf8_is_control(character);
}

static bool
clear(struct editing *editing)
{
    editing_set(editing, STR(""));
    return true;
}

static bool
edit(struct editing *editing, struct form_key key)
{
    static bool (*const edits[N_FORM_KEYS])(struct editing *) = {
        [FORM_KEY_LEFT] = editing_left,
        [FORM_KEY_RIGHT] = editing_right,
        [FORM_KEY_UP] = editing_up,
        [FORM_KEY_DOWN] = editing_down,
        [FORM_KEY_HOME] = editing_home,
        [FORM_KEY_END] = editing_end,
        [FORM_KEY_BACKSPACE] = editing_erase_before,
        [FORM_KEY_DELETE] = editing_erase_after,
        [FORM_KEY_CLEAR] = clear,
    };
    if (key.kind == FORM_KEY_CHARACTER)
        return editing_insert(editing, key.character);
    return edits[key.kind] && edits[key.kind](editing);
}

static enum entry_result
press_text(struct entry *entry, struct form_key key)
{
    if (key.kind == FORM_KEY_ENTER)
        return ENTRY_DONE;
    if (key.kind == FORM_KEY_CHARACTER && !entry_types(entry, key.character))
        return ENTRY_IGNORED;
    if (key.kind == FORM_KEY_NEWLINE) {
        if (entry->kind != FORM_ENTRY_TEXT)
            return ENTRY_IGNORED;
        key = (struct form_key){FORM_KEY_CHARACTER, '\n', 0};
    }
    if (!edit(&entry->editing, key))
        return ENTRY_IGNORED;
    entry->is_touched = true;
    return ENTRY_CHANGED;
}

/* Of a number or a date: the first character after it was given, refused or
   moved starts it anew. */
static enum entry_result
press_figures(struct entry *entry, struct form_key key)
{
    if (key.kind == FORM_KEY_CHARACTER && entry_types(entry, key.character)
        && entry->typed < 0) {
        editing_set(&entry->editing, STR(""));
        entry->typed = 0;
    }
    enum entry_result result = press_text(entry, key);
    if (result == ENTRY_CHANGED) {
        entry->has_mark = entry->editing.text.len > 0;
        entry->typed = 0;
    }
    return result;
}

static enum entry_result
press_range(struct entry *entry, struct form_key key)
{
    if (!range_mark_move(entry->response, &entry->editing, key.kind))
        return press_figures(entry, key);
    entry->has_mark = true;
    entry->typed = -1;
    entry->is_touched = true;
    return ENTRY_CHANGED;
}

void
entry_refuse(struct entry *entry)
{
    entry->typed = -1;
}

/* ---- all ---- */

enum entry_result
entry_press(struct entry *entry, struct form_key key)
{
    switch (entry->kind) {
    case FORM_ENTRY_NONE:
        return key.kind == FORM_KEY_ENTER ? ENTRY_DONE : ENTRY_IGNORED;
    case FORM_ENTRY_ONE:
    case FORM_ENTRY_SEVERAL:
        return press_choices(entry, key);
    case FORM_ENTRY_RANGE:
        return press_range(entry, key);
    case FORM_ENTRY_DATE:
        return press_figures(entry, key);
    case FORM_ENTRY_TEXT:
    case FORM_ENTRY_SECRET:
        break;
    }
    return press_text(entry, key);
}

static bool
has_chosen(const struct entry *entry)
{
    for (size_t i = 0; i < entry->n_choices; i++)
        if (entry->is_chosen[i])
            return true;
    return false;
}

bool
entry_is_empty(const struct entry *entry)
{
    if (entry->kind == FORM_ENTRY_ONE || entry->kind == FORM_ENTRY_SEVERAL)
        return !has_chosen(entry);
    return !str_trim(buf_str(&entry->editing.text)).len;
}

static void
add_values(const struct entry *entry, struct buf *cell)
{
    size_t begin = cell->len;

    for (size_t i = 0; i < entry->n_choices; i++) {
        if (!entry->is_chosen[i])
            continue;
        if (cell->len > begin)
            buf_add_char(cell, ' ');
        num_add(cell, decimal_value(entry->response->choices[i].value));
    }
    if (cell->len == begin)
        buf_add_text(cell, "none");
}

/* A decimal comma is a point, and a bare ".5" or "5." a number. */
static void
add_number(struct str text, struct buf *cell)
{
    struct decimal number;
    size_t begin = cell->len;

    for (size_t i = 0; i < text.len; i++)
        buf_add_char(cell, text.bytes[i] == ',' ? '.' : text.bytes[i]);
    struct str typed = {cell->bytes + begin, cell->len - begin};
    if (decimal_read(typed, &number)) {
        cell->len = begin;
        num_add(cell, decimal_value(number));
    }
}

void
entry_add_pending(const struct entry *entry, struct buf *buf)
{
    const struct choice *choices = entry->response->choices;

    if (entry->kind == FORM_ENTRY_SEVERAL)
        add_values(entry, buf);
    else if (entry->kind != FORM_ENTRY_ONE)
        buf_add(buf, buf_str(&entry->editing.text));
    else if (entry->mark != ENTRY_NO_MARK)
        num_add(buf, decimal_value(choices[entry->mark].value));
}

void
entry_add_typed(const struct entry *entry, struct str typed, struct buf *cell)
{
    struct str text = str_trim(typed);

    if (entry->kind == FORM_ENTRY_RANGE)
        add_number(text, cell);
    else if (entry->kind == FORM_ENTRY_DATE)
        typed_date_add_cell(text, cell);
    else
        buf_add(cell, text);
}

void
entry_add_cell(const struct entry *entry, struct buf *cell)
{
    if (entry->kind == FORM_ENTRY_ONE || entry->kind == FORM_ENTRY_SEVERAL)
        add_values(entry, cell);
    else
        entry_add_typed(entry, buf_str(&entry->editing.text), cell);
}

bool
entry_is_answer(const struct entry *entry, const struct instrument *instrument,
                struct str cell)
{
    struct answer_rules rules = answer_rules_of(instrument, entry->response);
    struct answer answer;

    if (entry->response->kind == RESPONSE_FREE)
        return true;
    return answer_kind_of(&rules, str_trim(cell)) == ANSWERED
           && answer_read(&rules, cell, &answer) == ANSWER_FINE;
}

double
entry_share(const struct entry *entry)
{
    return entry->has_mark ? range_mark_share(entry->response,
                                              buf_str(&entry->editing.text))
                           : 0;
}
