/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys and what they do, side by side in as few rows as it takes. */
#ifndef ATTUNE_FILL_TUI_LEGENDS_H
#define ATTUNE_FILL_TUI_LEGENDS_H

#include <stdbool.h>
#include <stddef.h>

struct frame;

enum { TUI_LIMIT_LEGENDS = 12 };

struct legend {
    const char *key;
    const char *name;
    bool is_now; /* how the question stands at present */
    int weight;  /* what is heavier stays when there is little room */
};

/* A zeroed struct is empty. */
struct legends {
    struct legend items[TUI_LIMIT_LEGENDS];
    size_t n;
    int key_gap; /* cells between a key and its name */
};

/* What leads elsewhere, and what may be said instead of an answer. */
void tui_legends_add_ways(struct legends *legends, const struct frame *frame);
void tui_legends_add_instead(struct legends *legends,
                             const struct frame *frame);
/* The last of the ways alone: out at once. */
void tui_legends_add_leave(struct legends *legends, const struct frame *frame);
/* The key that scrolls a text. */
void tui_legends_add_more(struct legends *legends, const struct frame *frame);

/* Drops what is lightest until the rest does not take too many rows; what is
   left out is in the help.  There is at least one key. */
void tui_legends_fit(const struct frame *frame, struct legends *legends);

/* Puts them into rows from 'row' on, or counts them only when it is negative.
   Returns the number of rows. */
int tui_legends_put(const struct frame *frame, const struct legends *legends,
                    int row, int indent);

#endif
