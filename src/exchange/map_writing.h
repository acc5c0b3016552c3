/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a map that is drafted, and who writes which of them. */
#ifndef ATTUNE_EXCHANGE_MAP_WRITING_H
#define ATTUNE_EXCHANGE_MAP_WRITING_H

#include "exchange/map_draft.h"
#include "exchange/map_match.h"
#include "response/answer.h"

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

/* ---- what they share ---- */

/* What the cells of a response scale are judged by. */
struct coded_scale {
    struct map_writing *writing;
    const struct instrument *instrument;
    const struct response *response;
    struct answer_rules rules;
    struct map_item *items; /* of the instrument */
};

/* A line that says what a cell of the scale is. */
void map_add_code(const struct coded_scale *scale, struct str from,
                  struct str to, bool is_guess);

/* Whether the item is one of the scale's, with a field that has choices. */
bool map_has_field(const struct coded_scale *scale, size_t item);

/* Whether a text is the code, or the label, of one of its choices. */
bool map_is_code(const struct field *field, struct str text);
bool map_is_label(const struct field *field, struct str text);

/* Whether a text is an answer of the scale by its code; whether it is read at
   all; and whether it is the label of a choice. */
bool map_is_answer(const struct coded_scale *scale, struct str text);
bool map_is_read(const struct coded_scale *scale, struct str text);
bool map_find_label(const struct coded_scale *scale, struct str text,
                    size_t *position);

/* A number, and that of a choice, as a map has it. */
struct str map_number_text(const struct coded_scale *scale, double number);
struct str map_choice_text(const struct coded_scale *scale, size_t choice);

/* Adds lines for what cells hold that no dictionary knows. */
void map_add_cells(const struct coded_scale *scale);

#endif
