/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a map that is drafted, and who writes which of them. */
#ifndef ATTUNE_EXCHANGE_MAP_WRITING_H
#define ATTUNE_EXCHANGE_MAP_WRITING_H

#include "exchange/map_draft.h"
#include "exchange/map_match.h"

struct map_writing {
    struct map_draft *draft;
    struct form_columns columns;
    struct map_match *match;
};

/* Of a value, without 'to': what it is, a person has to find out, and the line
   is refused as it stands. */
struct map_line {
    bool is_guess;
    const char *owner; /* the instrument's id; NULL: none */
    struct str item;
    struct str column;
    struct str from;
    struct str to;
};

void map_add_line(struct map_writing *writing, const struct map_line *line);
/* One line for people, whatever is in it. */
void map_add_comment(struct map_writing *writing, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/* Adds lines that say which columns are facts, and how they are read. */
void map_add_facts(struct map_writing *writing);

/* Whether a column holds the words of the field's choices, not their codes. */
bool map_holds_labels(const struct form_column *column,
                      const struct field *field);

/* Adds lines for the response scales of an instrument, or for single items
   where those of one scale are coded in several ways; none where codes and
   words are the instrument's. */
void map_add_codes(struct map_writing *writing, size_t instrument_idx);

#endif
