/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A terminal as a whole screen: the only place that knows curses.  Owns the
   terminal from open to close: its modes, its other screen, what signals do to
   it. */
#ifndef ATTUNE_FILL_TUI_SCREEN_H
#define ATTUNE_FILL_TUI_SCREEN_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/diag.h"
#include "fill/canvas.h"
#include "fill/face.h"
#include "fill/keyboard.h"

struct tui_screen;

/* NULL after adding an error: not a terminal that can be a screen, or too
   small; then it is as it was. */
struct tui_screen *tui_screen_open(const struct face_options *options,
                                   struct arena *arena,
                                   struct diag *diag) MUST_USE;
/* Gives the terminal back; NULL is allowed. */
void tui_screen_close(struct tui_screen *screen);

void tui_screen_size(int *n_rows, int *n_columns);
/* Whether its font lacks arrows and boxes. */
bool tui_screen_is_ascii(const struct tui_screen *screen);

/* Shows the canvas, with one choice lit (CANVAS_NO_CHOICE: none).  False: the
   terminal is gone. */
bool tui_screen_paint(struct tui_screen *screen, const struct canvas *canvas,
                      int lit_choice) MUST_USE;

/* Waits for a key; less than no time is for ever.  Signals come only while it
   waits; what they interrupt, and another size, is to be painted anew. */
enum face_input tui_screen_read(struct tui_screen *screen, int wait_ms,
                                struct keyboard_key *key) MUST_USE;
/* Whether a key waits, or comes within that time. */
bool tui_screen_has_key(const struct tui_screen *screen, int wait_ms);
bool tui_screen_is_pasting(const struct tui_screen *screen);

/* Empties this screen, the one below it and what can be scrolled back to. */
void tui_screen_blank(struct tui_screen *screen);
/* The next paint draws everything anew. */
void tui_screen_forget(struct tui_screen *screen);

#endif
