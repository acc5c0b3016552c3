/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands, and its words; see lines_commands.h. */
#include "fill/lines_commands.h"

#include "fill/answer_sheet.h"

#define NO_BREAK "\u00a0"

/* In the order of the help. */
static const struct lines_command commands[] = {
    {'b', FORM_KEY_BACK, WORD_FILL_NAME_BACK, WORD_FILL_ECHO_BACK},
    {'s', FORM_KEY_SKIP, WORD_FILL_NAME_SKIP, WORD_FILL_ECHO_SKIP},
    {'d', FORM_KEY_DECLINE, WORD_FILL_STATE_DECLINED, WORD_FILL_ECHO_DECLINE},
    {'u', FORM_KEY_UNKNOWN, WORD_FILL_STATE_UNKNOWN, WORD_FILL_ECHO_UNKNOWN},
    {'o', FORM_KEY_OVERVIEW, WORD_FILL_NAME_OVERVIEW, N_WORDS},
    {'r', LINES_COMMAND_REPEAT, WORD_FILL_NAME_REPEAT, N_WORDS},
    {'q', FORM_KEY_PAUSE, WORD_FILL_NAME_PAUSE, N_WORDS},
    {'x', FORM_KEY_LEAVE, WORD_FILL_NAME_LEAVE, N_WORDS},
    {'t', FORM_KEY_TAKE_BACK, WORD_FILL_NAME_TAKE_BACK, N_WORDS},
    {'?', FORM_KEY_HELP, WORD_FILL_NAME_HELP, N_WORDS},
};

const struct lines_command *
lines_command_find(struct str name)
{
    char letter = name.len == 1 ? str_lower(name.bytes[0]) : '\0';

    for (size_t i = 0; i < N_ELEMENTS(commands); i++)
        if (commands[i].letter == letter)
            return &commands[i];
    return NULL;
}

/* Whether it ever does something in this form. */
static bool
is_there(const struct form *form, enum form_key_kind key)
{
    if (key == FORM_KEY_TAKE_BACK)
        return form->options.can_take_back;
    return key != FORM_KEY_UNKNOWN
           || instrument_offers_unknown(form->sheet->instrument);
}

/* "/d rather not say" stays in one line. */
static void
add_command(struct buf *buf, const struct form *form,
            const struct lines_command *command)
{
    const char *name = word_in(form->options.language, command->name);

    buf_addf(buf, "/%c%s", command->letter, NO_BREAK);
    for (; *name; name++) {
        if (*name == ' ')
            buf_add_text(buf, NO_BREAK);
        else
            buf_add_char(buf, *name);
    }
}

void
lines_commands_add(struct buf *buf, const struct form *form, bool all)
{
    bool is_first = true;

    for (size_t i = 0; i < N_ELEMENTS(commands); i++) {
        enum form_key_kind key = commands[i].key;
        if (all ? !is_there(form, key) : !form_offers(form, key))
            continue;
        if (!is_first)
            buf_add_text(buf, word_in(form->options.language, WORD_LIST_COMMA));
        is_first = false;
        add_command(buf, form, &commands[i]);
    }
}
