/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What touches a font.  It stands on some forty libraries, whose linking costs
   more than all else of a small command: the program has it in a file of its
   own, press.so, and loads that where fonts are needed (cli/press_apart.c).
   Tests are linked with it from the start (press_linked.c). */
#ifndef ATTUNE_RENDER_PRESS_H
#define ATTUNE_RENDER_PRESS_H

#include "base/buf.h"
#include "render/draw.h"

struct press {
    const char *build; /* a program that runs on while another is installed must
                          not take the other's */
    /* As draw_find_fonts(). */
    void (*find_fonts)(void (*show)(void *aux, const char *path), void *aux,
                       struct diag *diag);
    /* What text of that language is measured and set with.  Only in a child,
       and so the others; gives up where no font can be read. */
    struct text_pango *(*begin)(enum language language);
    struct measure (*measure)(const struct text_pango *text);
    /* Adds the document in its format (not DRAW_TEXT) to 'bytes'.  False after
       adding an error; then what was added is of no use. */
    bool (*put)(enum draw_format format, const struct document *document,
                const struct text_pango *text, struct buf *bytes,
                struct diag *diag);
    void (*end)(struct text_pango *text);
};

extern const struct press the_press;

/* The file that it is loaded from; NULL: none. */
const char *press_path(void);

/* NULL after adding to 'why' why it cannot be had. */
const struct press *press_load(struct buf *why) MUST_USE;

#endif
