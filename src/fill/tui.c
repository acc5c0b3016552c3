/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The face that is a full screen: one question at a time, answered by a
   number, arrows, or typing.  See face.h; what stands where is tui_layout.c's,
   what a key means keyboard.c's, the terminal tui_screen.c's. */
#include "fill/face.h"

#include <signal.h>
#include "fill/canvas.h"
#include "fill/keyboard.h"
#include "fill/tui_layout.h"
#include "fill/tui_screen.h"

/* How long a choice just made stays lit.  A key that waits ends it. */
enum { BLINK_MS = 120 };

struct face {
    struct face_options options;
    struct tui_screen *screen;
    struct tui_view view;
    struct canvas canvas; /* what is on the screen */
    uint64_t visit;       /* of the page that is on the screen */
    int chosen;           /* by the key read last; CANVAS_NO_CHOICE: none */
};

static struct face *
tui_open(const struct face_options *options, struct arena *arena,
         struct diag *diag)
{
    struct tui_screen *screen = tui_screen_open(options, arena, diag);

    if (!screen)
        return NULL;
    struct face *face = ARENA_NEW(arena, struct face);
    face->options = *options;
    face->screen = screen;
    face->view.is_first = true;
    face->view.is_ascii = tui_screen_is_ascii(screen);
    face->chosen = CANVAS_NO_CHOICE;
    return face;
}

/* ---- showing ---- */

/* The answer was kept: its choice is lit for a moment on the page that is
   being left. */
static bool
show_chosen(struct face *face)
{
    if (face->chosen == CANVAS_NO_CHOICE)
        return true;
    if (!tui_screen_paint(face->screen, &face->canvas, face->chosen))
        return false;
    tui_screen_has_key(face->screen, BLINK_MS);
    return true;
}

static bool
tui_show(struct face *face, const struct form *form)
{
    bool is_other = form->visit != face->visit;

    if (tui_screen_is_pasting(face->screen) && !is_other)
        return true;
    if (is_other && face->visit && form_page(form) != FORM_PAGE_BLANK
        && !show_chosen(face))
        return false;
    if (is_other)
        face->view.text_row = -1;
    face->chosen = CANVAS_NO_CHOICE;
    face->visit = form->visit;
    tui_screen_size(&face->view.n_rows, &face->view.n_columns);
    tui_layout(form, &face->view, &face->canvas);
    return tui_screen_paint(face->screen, &face->canvas, CANVAS_NO_CHOICE);
}

static void
tui_blank(struct face *face)
{
    canvas_start(&face->canvas, face->view.n_rows, face->view.n_columns);
    tui_screen_blank(face->screen);
}

/* ---- reading ---- */

/* Page Up and Page Down, and the arrows where there is nothing to choose, move
   a text that does not fit. */
static bool
scrolls(struct face *face, const struct form *form, struct form_key key)
{
    bool is_read = form->entry.kind == FORM_ENTRY_NONE;
    int by = 0;

    if (key.kind == FORM_KEY_PAGE_DOWN)
        by = face->view.text_page;
    else if (key.kind == FORM_KEY_PAGE_UP)
        by = -face->view.text_page;
    else if (is_read && key.kind == FORM_KEY_DOWN)
        by = face->view.text_page > 0;
    else if (is_read && key.kind == FORM_KEY_UP)
        by = -(face->view.text_page > 0);
    if (by)
        face->view.text_row = face->view.text_first + by;
    if (by && face->view.text_row < 0)
        face->view.text_row = 0;
    return by != 0;
}

/* The choice that the key makes if the form takes it. */
static int
choice_of(const struct form *form, struct form_key key)
{
    size_t idx;

    if (form->entry.kind != FORM_ENTRY_ONE)
        return CANVAS_NO_CHOICE;
    char typed = (char)key.character;
    if (key.kind == FORM_KEY_CHARACTER && entry_has_digits(&form->entry)
        && entry_find_key(&form->entry, (struct str){&typed, 1}, &idx))
        return (int)idx;
    for (idx = 0; key.kind == FORM_KEY_ENTER && idx < form->entry.n_choices;
         idx++)
        if (form_choice(form, idx).is_marked)
            return (int)idx;
    return CANVAS_NO_CHOICE;
}

/* In a window that is too small to read, nothing can be answered. */
static bool
is_seen(const struct face *face, struct form_key key)
{
    return (face->view.n_rows >= TUI_LEAST_ROWS
            && face->view.n_columns >= TUI_LEAST_COLUMNS)
           || key.kind == FORM_KEY_LEAVE;
}

/* Ctrl-C is sent as the signal that it is elsewhere; signals wait until the
   next key is waited for. */
static bool
do_meaning(struct face *face, enum keyboard_meaning meaning)
{
    if (meaning == MEANS_REDRAW) {
        tui_screen_forget(face->screen);
        return tui_screen_paint(face->screen, &face->canvas, CANVAS_NO_CHOICE);
    }
    if (meaning == MEANS_INTERRUPT && !face->options.is_handed_over)
        raise(SIGINT);
    return true;
}

static enum face_input
tui_read(struct face *face, const struct form *form, struct form_key *key)
{
    struct keyboard_key pressed;

    for (;;) {
        int wait_ms = form_is_unkept(form) ? FACE_REST_MS : -1;
        enum face_input input =
            tui_screen_read(face->screen, wait_ms, &pressed);
        if (input != FACE_KEY)
            return input;
        enum keyboard_meaning meaning = keyboard_read(form, pressed, key);
        if (meaning == MEANS_PLAIN_LINES && form_page(form) != FORM_PAGE_BLANK)
            return FACE_OTHER;
        if (meaning == MEANS_FORM && is_seen(face, *key)) {
            if (scrolls(face, form, *key))
                return FACE_INTERRUPTED;
            face->chosen = choice_of(form, *key);
            face->view.is_first = false;
            return FACE_KEY;
        }
        if (!do_meaning(face, meaning))
            return FACE_ENDED;
        if (!pressed.is_pasted && pressed.kind == KEYBOARD_OTHER)
            return FACE_INTERRUPTED; /* a paste may have ended: show it */
    }
}

static void
tui_close(struct face *face)
{
    if (!face)
        return;
    tui_screen_close(face->screen);
    canvas_clear(&face->canvas);
}

const struct face_class tui_face = {
    .name = "screen",
    .open = tui_open,
    .show = tui_show,
    .read = tui_read,
    .blank = tui_blank,
    .close = tui_close,
};
