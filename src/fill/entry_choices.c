/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys on choices; see entry.h.  A choice is picked by what stands beside it,
   its own value: where that is one digit by the digit alone, else the mark
   goes to what has been typed, and nowhere while that is no whole value, until
   Enter takes it. */
#include "fill/entry.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { PAGE_OF_CHOICES = 10, ALL_CHOICES = INSTRUMENT_LIMIT_ITEMS + 1 };

/* ---- numbers ---- */

/* With all its digits, however small it is. */
struct choice_key
choice_key_of(struct decimal number)
{
    struct choice_key key;
    struct buf text SCOPED(buf_clear) = {0};
    int64_t power = 1;
    int64_t units = number.units < 0 ? -number.units : number.units;

    for (int i = 0; i < number.scale; i++)
        power *= 10;
    buf_addf(&text, "%s%" PRId64, number.units < 0 ? "-" : "", units / power);
    if (number.scale)
        buf_addf(&text, ".%0*" PRId64, number.scale, units % power);
    assert(text.len < sizeof key.text);
    memcpy(key.text, buf_text(&text), text.len + 1);
    return key;
}

bool
choice_key_read(struct str typed, struct decimal *out)
{
    struct buf plain SCOPED(buf_clear) = {0};
    bool is_negative = typed.len && *typed.bytes == '-';

    if (is_negative)
        buf_add_char(&plain, '-');
    if (typed.len > (size_t)is_negative + 1
        && strchr(".,", typed.bytes[is_negative]))
        buf_add_char(&plain, '0');
    for (size_t i = is_negative; i < typed.len; i++)
        buf_add_char(&plain, typed.bytes[i] == ',' ? '.' : typed.bytes[i]);
    if (plain.len
        && memchr(plain.bytes, '.', plain.len) == plain.bytes + plain.len - 1)
        plain.len--;
    return decimal_read(buf_str(&plain), out);
}

/* ---- cells ---- */

size_t
entry_choices_find(const struct response *response, struct str word)
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
        if (entry_choices_find(entry->response, word) == idx)
            return true;
    return false;
}

void
entry_choices_put(struct entry *entry, struct str cell)
{
    struct str word;

    while (str_next_word(&cell, &word)) {
        size_t idx = entry_choices_find(entry->response, word);
        if (idx == ENTRY_NO_MARK)
            continue;
        entry->is_chosen[idx] = true;
        if (entry->mark == ENTRY_NO_MARK)
            entry->mark = idx;
    }
}

bool
entry_choices_any(const struct entry *entry)
{
    for (size_t i = 0; i < entry->n_choices; i++)
        if (entry->is_chosen[i])
            return true;
    return false;
}

void
entry_choices_add(const struct entry *entry, struct buf *cell)
{
    size_t begin = cell->len;

    for (size_t i = 0; i < entry->n_choices; i++) {
        if (!entry->is_chosen[i])
            continue;
        if (cell->len > begin)
            buf_add_char(cell, ' ');
        buf_add_text(cell, entry_key(entry, i).text);
    }
    if (cell->len == begin)
        buf_add_text(cell, "none");
}

/* ---- keys ---- */

static struct decimal
key_number(const struct entry *entry, size_t idx)
{
    if (entry->response)
        return entry->response->choices[idx].value;
    return (struct decimal){
        entry->numbers ? entry->numbers[idx] : (int64_t)idx + 1, 0};
}

struct choice_key
entry_key(const struct entry *entry, size_t idx)
{
    return choice_key_of(key_number(entry, idx));
}

bool
entry_has_digits(const struct entry *entry)
{
    for (size_t i = 0; i < entry->n_choices; i++) {
        struct decimal number = key_number(entry, i);
        if (number.scale || number.units < 0 || number.units > 9)
            return false;
    }
    return entry->n_choices > 0;
}

bool
entry_find_key(const struct entry *entry, struct str typed, size_t *idx)
{
    struct decimal number;

    if (!choice_key_read(typed, &number))
        return false;
    for (size_t i = 0; i < entry->n_choices; i++) {
        if (decimal_compare(key_number(entry, i), number) != 0)
            continue;
        *idx = i;
        return true;
    }
    return false;
}

/* ---- a list of keys ---- */

/* What stands before the comma; the comma is taken off too. */
static struct str
take_part(struct str *word)
{
    const char *comma = word->len ? memchr(word->bytes, ',', word->len) : NULL;
    size_t len = comma ? (size_t)(comma - word->bytes) : word->len;
    size_t taken = len + (comma != NULL);
    struct str part = {word->bytes, len};

    *word = str_skip(*word, taken);
    return part;
}

static bool
is_parted(const struct entry *entry, struct str word)
{
    size_t idx;

    while (word.len) {
        struct str part = take_part(&word);
        if (part.len && !entry_find_key(entry, part, &idx))
            return false;
    }
    return true;
}

/* The next word without the commas behind it. */
static bool
next_word(struct str *rest, struct str *word)
{
    while (str_next_word(rest, word)) {
        while (word->len && word->bytes[word->len - 1] == ',')
            word->len--;
        if (word->len)
            return true;
    }
    return false;
}

enum form_next
entry_next_key(const struct entry *entry, struct str *rest, size_t *idx)
{
    struct str word;
    struct str part;

    if (!next_word(rest, &word))
        return FORM_NEXT_END;
    bool is_number = entry_find_key(entry, word, idx);
    if (!memchr(word.bytes, ',', word.len))
        return is_number ? FORM_NEXT_FOUND : FORM_NEXT_NONE;
    if (is_parted(entry, word) == is_number)
        return FORM_NEXT_NONE;
    if (is_number)
        return FORM_NEXT_FOUND;
    size_t len = (size_t)(rest->bytes - word.bytes) + rest->len;
    const char *begin = word.bytes;
    do {
        part = take_part(&word);
    } while (!part.len);
    size_t taken = (size_t)(word.bytes - begin);
    *rest = (struct str){word.bytes, len - taken};
    return entry_find_key(entry, part, idx) ? FORM_NEXT_FOUND : FORM_NEXT_NONE;
}

/* ---- the keyboard ---- */

static bool
has_negative(const struct entry *entry)
{
    for (size_t i = 0; i < entry->n_choices; i++)
        if (key_number(entry, i).units < 0)
            return true;
    return false;
}

/* A point in a number that is none of them is not passed over: "1.5" is not
   15. */
bool
entry_choices_type(const struct entry *entry, uint32_t character)
{
    if (character >= '0' && character <= '9')
        return true;
    if (character == '-')
        return has_negative(entry);
    if (character == '.' || character == ',')
        return !entry_has_digits(entry);
    return character == ' ' && entry->kind == FORM_ENTRY_SEVERAL;
}

static void
forget_typed(struct entry *entry)
{
    entry->typed = (struct choice_key){{0}};
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
    forget_typed(entry);
    if (entry->kind == FORM_ENTRY_SEVERAL) {
        entry->is_chosen[idx] = !entry->is_chosen[idx];
        return ENTRY_CHANGED;
    }
    memset(entry->is_chosen, 0, sizeof entry->is_chosen);
    entry->is_chosen[idx] = true;
    return ENTRY_DONE;
}

/* The choice whose key is what is typed. */
static size_t
find_typed(const struct entry *entry, const char *typed)
{
    for (size_t i = 0; i < entry->n_choices; i++)
        if (strcmp(entry_key(entry, i).text, typed) == 0)
            return i;
    return ENTRY_NO_MARK;
}

static bool
begins_key(const struct entry *entry, const char *typed)
{
    for (size_t i = 0; i < entry->n_choices; i++)
        if (strncmp(entry_key(entry, i).text, typed, strlen(typed)) == 0)
            return true;
    return false;
}

/* Goes on with what was typed, or begins anew where that leads to no key. */
static void
add_typed(struct entry *entry, char character)
{
    char *typed = entry->typed.text;
    size_t len = strlen(typed);

    if (len + 1 < sizeof entry->typed.text) {
        typed[len] = character;
        typed[len + 1] = '\0';
    }
    if (begins_key(entry, typed))
        return;
    typed[0] = character;
    typed[1] = '\0';
    if (!begins_key(entry, typed))
        forget_typed(entry);
}

/* What is typed and is no whole key leaves nothing that Enter could take for
   it. */
static enum entry_result
type_key(struct entry *entry, char character)
{
    if (entry_has_digits(entry))
        return choose(entry, find_typed(entry, (char[]){character, '\0'}));
    add_typed(entry, character == ',' ? '.' : character);
    if (entry->kind == FORM_ENTRY_ONE)
        memset(entry->is_chosen, 0, sizeof entry->is_chosen);
    return move_mark(entry, find_typed(entry, entry->typed.text));
}

static enum entry_result
step_mark(struct entry *entry, size_t n, bool is_down)
{
    size_t last = entry->n_choices - 1;
    size_t mark = entry->mark;

    forget_typed(entry);
    if (n == ALL_CHOICES)
        return move_mark(entry, is_down ? last : 0);
    if (mark == ENTRY_NO_MARK)
        return move_mark(entry, is_down ? 0 : last);
    if (is_down)
        return move_mark(entry, n > last - mark ? last : mark + n);
    return move_mark(entry, n > mark ? 0 : mark - n);
}

/* Of several, what was typed is turned over before anything is confirmed. */
static enum entry_result
enter(struct entry *entry)
{
    bool is_typed = *entry->typed.text;

    if (entry->kind == FORM_ENTRY_SEVERAL && !is_typed)
        return ENTRY_DONE;
    forget_typed(entry);
    if (entry->mark != ENTRY_NO_MARK)
        return choose(entry, entry->mark);
    return entry->kind == FORM_ENTRY_ONE ? ENTRY_DONE : ENTRY_CHANGED;
}

static enum entry_result
press_character(struct entry *entry, uint32_t character)
{
    if (!entry_choices_type(entry, character))
        return ENTRY_IGNORED;
    if (character != ' ')
        return type_key(entry, (char)character);
    return entry->mark == ENTRY_NO_MARK ? ENTRY_IGNORED
                                        : choose(entry, entry->mark);
}

enum entry_result
entry_choices_press(struct entry *entry, struct form_key key)
{
    static const struct {
        size_t n;
        bool is_down;
    } steps[N_FORM_KEYS] = {
        [FORM_KEY_UP] = {1, false},
        [FORM_KEY_DOWN] = {1, true},
        [FORM_KEY_PAGE_UP] = {PAGE_OF_CHOICES, false},
        [FORM_KEY_PAGE_DOWN] = {PAGE_OF_CHOICES, true},
        [FORM_KEY_HOME] = {ALL_CHOICES, false},
        [FORM_KEY_END] = {ALL_CHOICES, true},
    };

    if (steps[key.kind].n)
        return step_mark(entry, steps[key.kind].n, steps[key.kind].is_down);
    if (key.kind == FORM_KEY_CHOOSE)
        return choose(entry, key.choice_idx);
    if (key.kind == FORM_KEY_ENTER)
        return enter(entry);
    if (key.kind == FORM_KEY_CHARACTER)
        return press_character(entry, key.character);
    if (key.kind != FORM_KEY_CLEAR)
        return ENTRY_IGNORED;
    forget_typed(entry);
    memset(entry->is_chosen, 0, sizeof entry->is_chosen);
    return move_mark(entry, ENTRY_NO_MARK);
}
