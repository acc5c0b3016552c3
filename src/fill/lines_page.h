/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page of a form says as lines of text, read from the top by somebody
   who cannot look back: nothing twice that is known, and everything again on
   demand. */
#ifndef ATTUNE_FILL_LINES_PAGE_H
#define ATTUNE_FILL_LINES_PAGE_H

#include <stdbool.h>
#include "base/str.h"
#include "fill/form.h"
#include "fill/terminal.h"

/* A zeroed struct has said nothing; set where it is said. */
struct lines_page {
    struct terminal *terminal;
    const char *instruction; /* said last */
    bool is_begun;
    bool has_commands; /* the commands were told once */
    bool has_choosing; /* how to choose was told once */
};

/* A page that was not shown before. */
void lines_page_say(struct lines_page *page, const struct form *form);
/* All of it once more, for one who did not hear it. */
void lines_page_repeat(struct lines_page *page, const struct form *form);
/* What it asks, for one who comes back to it. */
void lines_page_remind(struct lines_page *page, const struct form *form);

/* Where the answer is typed behind. */
void lines_page_prompt(struct lines_page *page, const struct form *form);

/* The form's own remark: what is wrong with what was typed, or, where it was
   Enter alone, how to go on without an answer. */
void lines_page_advise(struct lines_page *page, const struct form *form,
                       bool is_empty_line);
/* What was typed, in words: "Often" becomes "Often.", and "Really?" stays. */
void lines_page_echo(struct lines_page *page, struct str echo);

#endif
