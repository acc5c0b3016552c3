/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a form is seen through: draws its page, turns keys into its keys.
   lines.c is one (plain scrolling text), tui.c another (full screen). */
#ifndef ATTUNE_FILL_FACE_H
#define ATTUNE_FILL_FACE_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/diag.h"
#include "fill/form.h"

struct face;

struct face_options {
    int in_fd;
    int out_fd;
    int width_cells;     /* 0: asked from the terminal, else 80 */
    bool can_erase;      /* the terminal is not a dumb one */
    bool is_handed_over; /* Ctrl-C and Ctrl-Z do nothing */
    /* Set to errno of the first failure to read and to show, but where it is a
       signal; NULL: nobody asks. */
    int *in_error;
    int *out_error;
    enum language language;
};

/* So long a pause in typing a text is one in which it is kept. */
enum { FACE_REST_MS = 1000 };

enum face_input {
    FACE_KEY,
    FACE_RESTS,       /* no key came for a while: keep what is entered */
    FACE_INTERRUPTED, /* a signal came: ask again, or stop */
    FACE_OTHER,       /* the person wants the other face */
    FACE_ENDED        /* no more input, or the terminal is gone */
};

struct face_class {
    const char *name;

    /* Takes the terminal.  NULL after adding an error; then the terminal is as
       it was, and another face may be tried. */
    struct face *(*open)(const struct face_options *options,
                         struct arena *arena, struct diag *diag);

    /* Shows the form as it is now.  Called once before the first key and after
       every key, when all that the key changed is on the disk: only now may
       an answer be acknowledged.  False: the screen is gone. */
    bool (*show)(struct face *face, const struct form *form) MUST_USE;

    /* Waits for a key. */
    enum face_input (*read)(struct face *face, const struct form *form,
                            struct form_key *key) MUST_USE;

    /* Blanks the screen and what can be scrolled back to, at once. */
    void (*blank)(struct face *face);

    /* Gives the terminal back; NULL is allowed. */
    void (*close)(struct face *face);
};

extern const struct face_class lines_face;
extern const struct face_class tui_face;

#endif
