/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys on lines and texts, and which of all it is; see entry.h.  Choices are
   entry_choices.c's. */
#include "fill/entry.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include "base/utf8.h"
#include "fill/typed_date.h"

enum { LIMIT_LINE_SIZE = 40, STEPS_WHERE_NONE = 100, TENTH = 10 };

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
    entry->typed = (struct choice_key){{0}};
    entry->is_open = false;
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

void
entry_open_response(struct entry *entry, const struct response *response,
                    struct str before)
{
    start_over(entry, kind_of(response), response);
    if (response->kind == RESPONSE_CHOICES) {
        entry->n_choices = response->n_choices;
        entry_choices_put(entry, before);
    } else {
        editing_set(&entry->editing, before);
        entry->has_mark = before.len > 0;
    }
}

void
entry_put_pending(struct entry *entry, struct str pending, bool is_open)
{
    if (entry->kind == FORM_ENTRY_ONE) {
        entry->mark = entry_choices_find(entry->response, pending);
    } else if (entry->kind == FORM_ENTRY_SEVERAL) {
        memset(entry->is_chosen, 0, sizeof entry->is_chosen);
        entry->mark = ENTRY_NO_MARK;
        entry_choices_put(entry, pending);
    } else {
        editing_set(&entry->editing, pending);
        entry->has_mark = pending.len > 0;
        entry->is_open = is_open;
    }
    entry->is_touched = true;
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
        return entry_choices_type(entry, character);
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
        && !entry->is_open) {
        editing_set(&entry->editing, STR(""));
        entry->is_open = true;
    }
    enum entry_result result = press_text(entry, key);
    if (result == ENTRY_CHANGED) {
        entry->has_mark = entry->editing.text.len > 0;
        entry->is_open = true;
    }
    return result;
}

/* ---- the mark on a range: counted in steps, so that it is always on the
   grid ---- */

/* The range as steps 0 .. n of 'size' each.  Ends and steps are decimals of at
   most 15 digits, so the doubles below differ from the grid by far less than
   a step, and the decimal is found again by rounding to its places. */
struct grid {
    double min;
    double size;
    double n;
    int decimals;
};

static struct grid
grid_of(const struct response *range)
{
    double min = decimal_value(range->min);
    double width = decimal_value(range->max) - min;
    struct grid grid = {.min = min};
    int decimals = range->min.scale;

    if (range->step.units) {
        grid.size = decimal_value(range->step);
        if (range->step.scale > decimals)
            decimals = range->step.scale;
        grid.n = floor(width / grid.size + 1e-9);
    } else {
        grid.size = width / STEPS_WHERE_NONE;
        grid.n = STEPS_WHERE_NONE;
        if (range->max.scale > decimals)
            decimals = range->max.scale;
        decimals = decimals + 2 > 15 ? 15 : decimals + 2;
    }
    grid.decimals = decimals;
    return grid;
}

static bool
value_of(struct str number, double *value)
{
    struct decimal decimal;

    if (!decimal_read(str_trim(number), &decimal))
        return false;
    *value = decimal_value(decimal);
    return true;
}

static double
clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* Where a key moves the mark of a range; 'by' is 0 for those that do not. */
struct move {
    int by; /* -1: lower, 1: higher */
    enum { BY_STEP, BY_TENTH, TO_END } how;
};

static const struct move moves[N_FORM_KEYS] = {
    [FORM_KEY_LEFT] = {-1, BY_STEP},       [FORM_KEY_DOWN] = {-1, BY_STEP},
    [FORM_KEY_RIGHT] = {1, BY_STEP},       [FORM_KEY_UP] = {1, BY_STEP},
    [FORM_KEY_PAGE_DOWN] = {-1, BY_TENTH}, [FORM_KEY_PAGE_UP] = {1, BY_TENTH},
    [FORM_KEY_HOME] = {-1, TO_END},        [FORM_KEY_END] = {1, TO_END},
};

/* The step to go to from step 'at', which may lie between two. */
static double
target(struct move move, double at, double n)
{
    double tenth = n >= TENTH ? floor(n / TENTH) : 1;
    double width = move.how == BY_TENTH ? tenth : 1;

    if (move.how == TO_END)
        return move.by < 0 ? 0 : n;
    return move.by < 0 ? ceil(at - 1e-9) - width : floor(at + 1e-9) + width;
}

/* Moves the mark that 'number' holds by a key: a step (a hundredth of the
   range where it has none), a tenth of the range, to an end.  With no mark the
   first arrow puts it in the middle.  False: not a key that moves. */
static bool
move_mark(const struct response *range, struct editing *number,
          enum form_key_kind key)
{
    struct grid grid = grid_of(range);
    struct buf text SCOPED(buf_clear) = {0};
    double value;
    double at;

    struct move move = moves[key];
    if (!move.by)
        return false;
    if (value_of(buf_str(&number->text), &value))
        at = target(move, (value - grid.min) / grid.size, grid.n);
    else if (move.how == TO_END)
        at = target(move, 0, grid.n);
    else
        at = floor(grid.n / 2);
    at = clamp(at, 0, grid.n);
    num_add(&text,
            num_round(grid.min + at * grid.size, grid.decimals, ROUND_HALF_UP));
    editing_set(number, buf_str(&text));
    return true;
}

static enum entry_result
press_range(struct entry *entry, struct form_key key)
{
    if (!move_mark(entry->response, &entry->editing, key.kind))
        return press_figures(entry, key);
    entry->has_mark = true;
    entry->is_open = false;
    entry->is_touched = true;
    return ENTRY_CHANGED;
}

void
entry_refuse(struct entry *entry)
{
    entry->is_open = false;
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
        return entry_choices_press(entry, key);
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

bool
entry_is_typed(const struct entry *entry)
{
    return entry->kind != FORM_ENTRY_NONE && entry->kind != FORM_ENTRY_ONE
           && entry->kind != FORM_ENTRY_SEVERAL;
}

bool
entry_is_empty(const struct entry *entry)
{
    if (entry->kind == FORM_ENTRY_ONE || entry->kind == FORM_ENTRY_SEVERAL)
        return !entry_choices_any(entry);
    return !str_trim(buf_str(&entry->editing.text)).len;
}

/* What is no number stays as it was typed, and is refused so. */
static void
add_number(struct str text, struct buf *cell)
{
    struct decimal number;

    if (choice_key_read(text, &number))
        buf_add_text(cell, choice_key_of(number).text);
    else
        buf_add(cell, text);
}

void
entry_add_pending(const struct entry *entry, struct buf *buf)
{
    if (entry->kind == FORM_ENTRY_SEVERAL)
        entry_choices_add(entry, buf);
    else if (entry->kind != FORM_ENTRY_ONE)
        buf_add(buf, buf_str(&entry->editing.text));
    else if (entry->mark != ENTRY_NO_MARK)
        buf_add_text(buf, entry_key(entry, entry->mark).text);
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
        entry_choices_add(entry, cell);
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
    double min = decimal_value(entry->response->min);
    double max = decimal_value(entry->response->max);
    double value;

    if (!entry->has_mark || !value_of(buf_str(&entry->editing.text), &value))
        return 0;
    return clamp((value - min) / (max - min), 0, 1);
}

struct str
entry_text(const struct entry *entry)
{
    if (entry->kind == FORM_ENTRY_SECRET)
        return STR("");
    return buf_str(&entry->editing.text);
}

size_t
entry_cursor(const struct entry *entry)
{
    return entry->kind == FORM_ENTRY_SECRET ? 0 : entry->editing.cursor;
}
