/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keys of a keyboard do in the full screen, as one table: what a key
   means where, and how it is named on the screen.  Knows no terminal.

   No letter is ever a command: a letter is part of what is typed, or
   nothing. */
#ifndef ATTUNE_FILL_KEYBOARD_H
#define ATTUNE_FILL_KEYBOARD_H

#include <stdbool.h>
#include <stdint.h>
#include "base/words.h"
#include "fill/form.h"

/* Keys that are no characters. */
enum keyboard_kind {
    KEYBOARD_CHARACTER, /* 'character'; C0 ones too: Ctrl-X is 24 */
#define KEYBOARD(name, code, meaning, form_key) KEYBOARD_##name,
#include "fill/keyboard.def"
#undef KEYBOARD
    KEYBOARD_OTHER, /* a key that means nothing here */
    N_KEYBOARD_KINDS
};

struct keyboard_key {
    enum keyboard_kind kind;
    uint32_t character; /* of KEYBOARD_CHARACTER */
    bool is_pasted;     /* came with a paste, not from a finger */
};

enum keyboard_meaning {
    MEANS_NOTHING,
    MEANS_FORM, /* a key of the form */
    MEANS_PLAIN_LINES,
    MEANS_INTERRUPT, /* Ctrl-C */
    MEANS_REDRAW,
};

/* What the key means on the page the form shows; '*out' is written for
   MEANS_FORM alone. */
enum keyboard_meaning keyboard_read(const struct form *form,
                                    struct keyboard_key key,
                                    struct form_key *out);

/* The name of the key that does this on the page shown now ("Esc", "-");
   NULL: none does. */
const char *keyboard_name(const struct form *form, enum form_key_kind kind,
                          enum language language, bool is_ascii);

#endif
