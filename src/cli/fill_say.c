/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says a line; see fill_say.h. */
#include "cli/fill_say.h"

#include <stdio.h>
#include "base/utf8.h"

void
fill_say(enum language language, enum word word, const char *text)
{
    struct buf line = {0};
    struct buf shown = {0};

    utf8_add_shown(&shown, str_from(text));
    struct str texts[] = {buf_str(&shown)};
    words_add(&line, language, word, texts, 1);
    buf_add_char(&line, '\n');
    fputs(buf_text(&line), stderr);
    buf_clear(&shown);
    buf_clear(&line);
}

void
fill_say_below(enum language language, enum word word, const char *text)
{
    fputc('\n', stderr);
    fill_say(language, word, text);
}
