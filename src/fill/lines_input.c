/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns typed lines into keys; see lines_input.h. */
#include "fill/lines_input.h"

#include <string.h>
#include "base/fold.h"
#include "base/num.h"
#include "base/utf8.h"
#include "fill/lines_commands.h"

void
lines_input_clear(struct lines_input *input)
{
    buf_clear(&input->text);
    buf_clear(&input->echo);
    buf_clear(&input->remark);
    buf_clear(&input->before);
}

static void
start_over(struct lines_input *input)
{
    input->n_keys = 0;
    input->at = 0;
    buf_empty(&input->text);
    input->text_at = 0;
    input->last = FORM_KEY_CHARACTER;
    buf_empty(&input->echo);
    buf_empty(&input->remark);
    input->repeats = false;
    input->is_empty_line = false;
}

bool
lines_input_is_empty(const struct lines_input *input)
{
    return input->at == input->n_keys && input->text_at == input->text.len
           && input->last == FORM_KEY_CHARACTER;
}

bool
lines_input_next(struct lines_input *input, struct form_key *key)
{
    struct str rest = buf_str_from(&input->text, input->text_at);

    if (input->at < input->n_keys) {
        *key = input->keys[input->at++];
        return true;
    }
    *key = (struct form_key){.kind = FORM_KEY_CHARACTER};
    if (rest.len && utf8_next(&rest, &key->character)) {
        input->text_at = input->text.len - rest.len;
        if (key->character == '\n')
            key->kind = FORM_KEY_NEWLINE;
        else if (key->character == '\t')
            key->character = ' ';
        return true;
    }
    key->kind = input->last;
    input->last = FORM_KEY_CHARACTER;
    return key->kind != FORM_KEY_CHARACTER;
}

static void
add_key(struct lines_input *input, enum form_key_kind kind, size_t choice_idx)
{
    if (input->n_keys < LINES_LIMIT_KEYS)
        input->keys[input->n_keys++] =
            (struct form_key){.kind = kind, .choice_idx = choice_idx};
}

static void
set_remark(struct lines_input *input, const struct form *form, enum word word,
           const struct str *texts, int n)
{
    buf_empty(&input->remark);
    words_add(&input->remark, form->options.language, word, texts, n);
}

/* ---- what the page held before ---- */

static bool
is_touched(const struct lines_input *input, const struct form *form)
{
    return input->visit == form->visit;
}

/* What the page said is entered is what Enter alone takes. */
static void
remember_entry(struct lines_input *input, const struct form *form)
{
    buf_empty(&input->before);
    buf_add(&input->before, entry_text(&form->entry));
    input->visit = form->visit;
}

/* Empties what is entered, and remembers it for as long as the page shows. */
static void
clear_entry(struct lines_input *input, const struct form *form)
{
    if (!is_touched(input, form))
        remember_entry(input, form);
    add_key(input, FORM_KEY_CLEAR, 0);
}

static void
restore_entry(struct lines_input *input, const struct form *form)
{
    if (!is_touched(input, form))
        return;
    add_key(input, FORM_KEY_CLEAR, 0);
    buf_add(&input->text, buf_str(&input->before));
}

/* ---- commands ---- */

static void
read_command(struct lines_input *input, const struct form *form,
             struct str name)
{
    const struct lines_command *command = lines_command_find(name);

    if (!command || !form_offers(form, command->key)) {
        struct buf names SCOPED(buf_clear) = {0};

        lines_commands_add(&names, form, false);
        struct str texts[] = {buf_str(&names)};
        set_remark(input, form, WORD_FILL_NO_COMMAND, texts, 1);
        return;
    }
    if (command->key == LINES_COMMAND_REPEAT) {
        input->repeats = true;
        remember_entry(input, form);
        return;
    }
    restore_entry(input, form);
    input->last = command->key;
    if (command->echo != N_WORDS)
        buf_add_text(&input->echo,
                     word_in(form->options.language, command->echo));
}

/* ---- choices by their first letters ---- */

enum fit { FITS_NOT, FITS_BEGIN, FITS_WHOLE };

/* Whether the label is, or begins with, what was typed. */
static enum fit
fit_of(struct str label, struct str typed, enum fold fold)
{
    struct buf folded SCOPED(buf_clear) = {0};
    enum fit fit = FITS_NOT;

    fold_add(&folded, typed, fold);
    size_t len = folded.len;
    fold_add(&folded, label, fold);
    struct str begin = {folded.bytes, len};
    struct str rest = buf_str_from(&folded, len);
    if (rest.len >= len && str_equal((struct str){rest.bytes, len}, begin))
        fit = rest.len == len ? FITS_WHOLE : FITS_BEGIN;
    return fit;
}

/* The choices that fit so, or better; their names are added. */
static size_t
find_labels(const struct form *form, struct str typed, enum fold fold,
            enum fit least, size_t *first, struct buf *names)
{
    size_t n = 0;

    buf_empty(names);
    for (size_t i = 0; i < form->entry.n_choices; i++) {
        struct str label = str_trim(str_from(form_choice(form, i).label));
        if (fit_of(label, typed, fold) < least)
            continue;
        if (!n++)
            *first = i;
        if (n > 1)
            buf_add_text(names,
                         word_in(form->options.language, WORD_LIST_COMMA));
        buf_add(names, label);
    }
    return n;
}

static bool
has_accents(struct str typed)
{
    struct buf folded SCOPED(buf_clear) = {0};

    fold_add(&folded, typed, FOLD_CASE);
    size_t len = folded.len;
    fold_add(&folded, typed, FOLD_ACCENTS);
    return !str_equal((struct str){folded.bytes, len},
                      buf_str_from(&folded, len));
}

/* How many choices begin with 'typed', whatever the case; '*first' is the
   first of them, and 'names' all their labels.  A label that is just what was
   typed counts alone.  Accents that were typed are meant, if there is a label
   with them; letters without accents may mean those with them. */
static size_t
find_by_letters(const struct form *form, struct str typed, size_t *first,
                struct buf *names)
{
    bool is_accented = has_accents(typed);
    size_t n = find_labels(form, typed, FOLD_CASE, FITS_WHOLE, first, names);

    if (n == 1)
        return n;
    if (is_accented)
        n = find_labels(form, typed, FOLD_CASE, FITS_BEGIN, first, names);
    else
        n = find_labels(form, typed, FOLD_ACCENTS, FITS_WHOLE, first, names);
    if (n == 1 || (n && is_accented))
        return n;
    return find_labels(form, typed, FOLD_ACCENTS, FITS_BEGIN, first, names);
}

/* ---- choices ---- */

static void
refuse_choice(struct lines_input *input, const struct form *form)
{
    set_remark(input, form, WORD_FILL_FITS_NONE, NULL, 0);
    if (!form_offers(form, FORM_KEY_SKIP))
        return;
    buf_add_char(&input->remark, ' ');
    WORDS_ADD(&input->remark, form->options.language, WORD_FILL_TO_SKIP,
              STR("/s"));
}

/* Whether it is meant as a number, so that no letters are looked for. */
static bool
is_number(struct str typed)
{
    struct decimal number;

    return choice_key_read(typed, &number);
}

/* A number, or two or more first letters. */
static bool
find_choice(struct lines_input *input, const struct form *form,
            struct str typed, size_t *idx)
{
    struct buf names SCOPED(buf_clear) = {0};

    if (is_number(typed)) {
        if (entry_find_key(&form->entry, typed, idx))
            return true;
        refuse_choice(input, form);
        return false;
    }
    if (utf8_count(typed) < 2) {
        set_remark(input, form, WORD_FILL_ONE_LETTER, NULL, 0);
        return false;
    }
    size_t n = find_by_letters(form, typed, idx, &names);
    struct str texts[] = {buf_str(&names)};
    if (n > 1)
        set_remark(input, form, WORD_FILL_FITS_SEVERAL, texts, 1);
    else if (!n)
        refuse_choice(input, form);
    return n == 1;
}

static void
add_label(struct lines_input *input, const struct form *form, size_t idx)
{
    struct form_choice choice = form_choice(form, idx);

    if (input->echo.len)
        buf_add_text(&input->echo,
                     word_in(form->options.language, WORD_LIST_COMMA));
    if (*choice.label)
        buf_add_text(&input->echo, choice.label);
    else
        buf_add_text(&input->echo, choice.key.text);
}

static enum form_key_kind
key_of_nothing(const struct form *form)
{
    if (form_page(form) == FORM_PAGE_OVERVIEW)
        return FORM_KEY_BACK;
    return form_item(form) ? FORM_KEY_KEEP : FORM_KEY_ENTER;
}

static void
read_choice(struct lines_input *input, const struct form *form,
            struct str typed)
{
    size_t idx;

    if (!typed.len) {
        input->last = key_of_nothing(form);
    } else if (find_choice(input, form, typed, &idx)) {
        add_key(input, FORM_KEY_CHOOSE, idx);
        if (form_page(form) != FORM_PAGE_OVERVIEW)
            add_label(input, form, idx);
    }
}

/* Signs that numbers and lists of them are made of. */
static bool
is_list(struct str typed)
{
    for (size_t i = 0; i < typed.len; i++)
        if (!strchr("0123456789-., \t", typed.bytes[i]))
            return false;
    return true;
}

static bool
is_pressed(const struct lines_input *input, size_t idx)
{
    for (size_t i = 0; i < input->n_keys; i++)
        if (input->keys[i].kind == FORM_KEY_CHOOSE
            && input->keys[i].choice_idx == idx)
            return true;
    return false;
}

static void
press_choice(struct lines_input *input, const struct form *form, size_t idx)
{
    if (is_pressed(input, idx))
        return;
    add_key(input, FORM_KEY_CHOOSE, idx);
    add_label(input, form, idx);
}

static void
press_nothing(struct lines_input *input)
{
    input->n_keys = 0;
    input->last = FORM_KEY_CHARACTER;
    buf_empty(&input->echo);
}

static void
read_list(struct lines_input *input, const struct form *form, struct str typed)
{
    enum form_next next;
    size_t idx;

    while ((next = entry_next_key(&form->entry, &typed, &idx))
           == FORM_NEXT_FOUND)
        press_choice(input, form, idx);
    if (next == FORM_NEXT_NONE) {
        refuse_choice(input, form);
        press_nothing(input);
    }
}

/* Numbers parted by blanks or commas, or the letters of one. */
static void
read_choices(struct lines_input *input, const struct form *form,
             struct str typed)
{
    size_t idx;

    input->last = typed.len ? FORM_KEY_ENTER : FORM_KEY_KEEP;
    if (!typed.len)
        return;
    add_key(input, FORM_KEY_CLEAR, 0);
    if (is_list(typed))
        read_list(input, form, typed);
    else if (find_choice(input, form, typed, &idx))
        press_choice(input, form, idx);
    else
        press_nothing(input);
}

/* ---- texts ---- */

/* What the page does not take as a whole is not taken in part. */
static bool
takes_all(const struct form *form, struct str typed)
{
    uint32_t character;

    while (utf8_next(&typed, &character))
        if (!entry_types(&form->entry, character))
            return false;
    return true;
}

/* A text that is too long is cut, and that is said. */
static void
read_free_text(struct lines_input *input, const struct form *form,
               struct str typed)
{
    enum language language = form->options.language;
    struct buf n SCOPED(buf_clear) = {0};

    if (typed.len <= FORM_LIMIT_TEXT_SIZE) {
        buf_add(&input->text, typed);
        buf_add_text(&input->echo, word_in(language, WORD_FILL_ECHO_KEPT));
        return;
    }
    typed.len = FORM_LIMIT_TEXT_SIZE;
    while (((unsigned char)typed.bytes[typed.len] & 0xc0) == 0x80)
        typed.len--;
    buf_add(&input->text, typed);
    buf_addf(&n, "%zu", utf8_count(typed));
    WORDS_ADD(&input->echo, language, WORD_FILL_ECHO_CUT, buf_str(&n));
}

static void
read_text(struct lines_input *input, const struct form *form, struct str typed)
{
    enum form_entry_kind kind = form->entry.kind;

    if (!typed.len) {
        /* What was said before stays said, whatever was tried since. */
        input->last = form_item(form) ? FORM_KEY_KEEP : FORM_KEY_ENTER;
        if (form_state(form) == ANSWER_BLANK)
            restore_entry(input, form);
        return;
    }
    clear_entry(input, form);
    input->last = FORM_KEY_ENTER;
    if (kind == FORM_ENTRY_TEXT) {
        read_free_text(input, form, typed);
    } else if (takes_all(form, typed)) {
        buf_add(&input->text, typed);
        if (kind != FORM_ENTRY_SECRET)
            entry_add_typed(&form->entry, typed, &input->echo);
    }
}

/* What follows a doubled slash, or all of it.  False: it is a command. */
static bool
is_answer(struct str *typed)
{
    if (!typed->len || typed->bytes[0] != '/')
        return true;
    *typed = str_skip(*typed, 1);
    return typed->len && typed->bytes[0] == '/';
}

bool
lines_input_is_command(struct str line)
{
    struct str typed = str_trim(line);

    return !is_answer(&typed) && typed.len <= 1;
}

bool
lines_input_keep(struct lines_input *input, const struct form *form,
                 struct str line)
{
    struct str typed = str_trim(line);

    if (form->entry.kind != FORM_ENTRY_TEXT || !is_answer(&typed)
        || (!typed.len && !is_touched(input, form)))
        return false;
    start_over(input);
    clear_entry(input, form);
    buf_add(&input->text, typed);
    return true;
}

void
lines_input_leave(struct lines_input *input, const struct form *form,
                  struct str line)
{
    if (!lines_input_keep(input, form, line)) {
        start_over(input);
        restore_entry(input, form);
    }
    input->last = FORM_KEY_LEAVE;
}

/* ---- all ---- */

static void
read_answer(struct lines_input *input, const struct form *form,
            struct str typed)
{
    struct buf digits SCOPED(buf_clear) = {0};

    if (form->entry.kind != FORM_ENTRY_TEXT) {
        fold_add_digits(&digits, typed);
        typed = buf_str(&digits);
    }
    switch (form->entry.kind) {
    case FORM_ENTRY_NONE:
        if (typed.len)
            set_remark(input, form, WORD_FILL_NOTHING_ASKED, NULL, 0);
        else
            input->last = FORM_KEY_ENTER;
        break;
    case FORM_ENTRY_ONE:
        read_choice(input, form, typed);
        break;
    case FORM_ENTRY_SEVERAL:
        read_choices(input, form, typed);
        break;
    case FORM_ENTRY_RANGE:
    case FORM_ENTRY_TEXT:
    case FORM_ENTRY_DATE:
    case FORM_ENTRY_SECRET:
        read_text(input, form, typed);
        break;
    }
}

/* Enter alone is told in words too: what was said stays, or a text is left
   out. */
static void
echo_nothing(struct lines_input *input, const struct form *form)
{
    size_t len = is_touched(input, form) ? input->before.len
                                         : entry_text(&form->entry).len;
    bool is_said = form_state(form) != ANSWER_BLANK || len;
    enum word word = is_said ? WORD_FILL_ECHO_KEPT : WORD_FILL_ECHO_SKIP;

    if (is_said || form->entry.kind == FORM_ENTRY_TEXT)
        buf_add_text(&input->echo, word_in(form->options.language, word));
}

void
lines_input_read(struct lines_input *input, const struct form *form,
                 struct str line)
{
    struct str typed = str_trim(line);
    bool is_secret = form->entry.kind == FORM_ENTRY_SECRET;

    start_over(input);
    input->is_empty_line = !typed.len;
    /* A code may be anything, and a blank screen says nothing. */
    if (is_secret
        && !(str_is(typed, "/x") && form_offers(form, FORM_KEY_LEAVE)))
        read_text(input, form, typed);
    else if (is_answer(&typed))
        read_answer(input, form, typed);
    else
        read_command(input, form, typed);
    if (input->is_empty_line && form_item(form))
        echo_nothing(input, form);
}
