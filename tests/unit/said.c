/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Problems as one line; see said.h. */

#include "said.h"

#include <stdio.h>

#include "base/num.h"
#include "unit.h"

/* The bytes of the 'width' characters from 'place' on. */
static struct str
marked(const char *text, const struct place *place)
{
    const char *at = text;
    for (int line = 1; line < place->line; line++) {
        at = strchr(at, '\n');
        assert_non_null(at);
        at++;
    }
    struct str rest = str_from(at);
    for (int column = 1; column < place->column; column++) {
        assert_true(rest.len > 0);
        do {
            rest.bytes++;
            rest.len--;
        } while (rest.len && ((unsigned char)rest.bytes[0] & 0xc0) == 0x80);
    }
    struct str word = {rest.bytes, 0};
    for (int i = 0; i < place->width && word.len < rest.len; i++)
        do
            word.len++;
        while (word.len < rest.len
               && ((unsigned char)word.bytes[word.len] & 0xc0) == 0x80);
    return word;
}

void
said_add(struct buf *said, const struct diag *diag, const char *text)
{
    for (size_t i = 0; i < diag_total(diag); i++) {
        const struct diagnostic *problem = diag_get(diag, i);
        if (i > 0)
            buf_add_text(said, "; ");
        if (problem->place.line)
            buf_addf(said, "%d:%d ", problem->place.line,
                     problem->place.column);
        buf_add_text(said, message_code(problem->message));
        if (problem->place.line && problem->place.width) {
            struct str word = marked(text, &problem->place);
            buf_addf(said, " [%.*s]", STR_ARGS(word));
        }
    }
}

const char *
said_patch(struct arena *arena, const char *text, const char *from,
           const char *to)
{
    if (!from)
        return text;
    const char *at = strstr(text, from);
    if (!at)
        fail_msg("not in the text: '%s'", from);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, to,
                        at + strlen(from));
}

int
said_number(enum message message)
{
    int32_t number = 0;
    if (!whole_read(str_from(message_code(message) + 1), &number))
        fail_msg("no code: '%s'", message_code(message));
    return number;
}
