/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws what is being entered, by its kind; see tui_entry.h. */
#include "fill/tui_entry.h"

#include "fill/tui_entry_parts.h"
#include "fill/tui_frame.h"

enum { LEAST_TEXT_ROWS = 2 };

int
tui_entry_rows(const struct frame *frame)
{
    switch (form_entry(frame->form)->kind) {
    case FORM_ENTRY_NONE:
        break;
    case FORM_ENTRY_ONE:
    case FORM_ENTRY_SEVERAL:
        return tui_choices_rows(frame);
    case FORM_ENTRY_RANGE:
        return tui_range_rows(frame);
    case FORM_ENTRY_TEXT:
        return tui_text_entry_rows(frame);
    case FORM_ENTRY_DATE:
    case FORM_ENTRY_SECRET:
        return 1;
    }
    return 0;
}

int
tui_entry_least_rows(const struct frame *frame)
{
    int rows = tui_entry_rows(frame);

    if (form_entry(frame->form)->kind == FORM_ENTRY_TEXT)
        return LEAST_TEXT_ROWS;
    return rows;
}

void
tui_entry_put(const struct frame *frame, int row, int n_rows)
{
    switch (form_entry(frame->form)->kind) {
    case FORM_ENTRY_NONE:
        break;
    case FORM_ENTRY_ONE:
    case FORM_ENTRY_SEVERAL:
        tui_choices_put(frame, row, n_rows);
        break;
    case FORM_ENTRY_RANGE:
        tui_range_put(frame, row, n_rows);
        break;
    case FORM_ENTRY_TEXT:
        tui_text_entry_put(frame, row, n_rows);
        break;
    case FORM_ENTRY_DATE:
        tui_word_put(frame, row, NULL);
        break;
    case FORM_ENTRY_SECRET:
        tui_word_put(frame, row, word_in(frame->language, WORD_FILL_CODE));
        break;
    }
}
