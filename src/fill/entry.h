/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being entered on a page: a mark on choices or on a line, choices
   turned over, or a text.  Becomes an answer only when it is confirmed; what
   is an answer is judged by response/answer.c alone. */
#ifndef ATTUNE_FILL_ENTRY_H
#define ATTUNE_FILL_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/num.h"
#include "base/str.h"
#include "fill/editing.h"
#include "response/answer.h"

/* ---- keys ---- */

enum form_key_kind {
    FORM_KEY_CHARACTER, /* 'character' */
    FORM_KEY_NEWLINE,   /* a new line inside a free text */
    FORM_KEY_ENTER,     /* confirm, go on */
    FORM_KEY_CHOOSE,    /* choice 'choice_idx': chosen at once; on a page where
                           several can be chosen, or not, it is turned over */
    FORM_KEY_CLEAR,     /* empty what is being entered */
    FORM_KEY_KEEP,      /* what was said before stays said, whatever is
                           entered; as FORM_KEY_ENTER where nothing was */
    FORM_KEY_UP,
    FORM_KEY_DOWN,
    FORM_KEY_LEFT,
    FORM_KEY_RIGHT,
    FORM_KEY_PAGE_UP,
    FORM_KEY_PAGE_DOWN,
    FORM_KEY_HOME,
    FORM_KEY_END,
    FORM_KEY_BACKSPACE,
    FORM_KEY_DELETE,
    FORM_KEY_SKIP,
    FORM_KEY_DECLINE,
    FORM_KEY_UNKNOWN, /* "don't know", where the instrument offers it */
    FORM_KEY_BACK,
    FORM_KEY_OVERVIEW,
    FORM_KEY_HELP,
    FORM_KEY_PAUSE,     /* also leaves help, overview and pause again */
    FORM_KEY_LEAVE,     /* at once, from everywhere */
    FORM_KEY_TAKE_BACK, /* a yes to a page for two, on the first page */
    N_FORM_KEYS
};

struct form_key {
    enum form_key_kind kind;
    uint32_t character; /* of FORM_KEY_CHARACTER */
    size_t choice_idx;  /* of FORM_KEY_CHOOSE */
};

/* ---- numbers of choices ---- */

/* "2", "-2", "0.5", "100": as a data file holds it, ended by a NUL. */
struct choice_key {
    char text[24];
};

struct choice_key choice_key_of(struct decimal number);

/* Reads a number as it is typed: a comma is a point, ".5" is 0.5 and "5." is
   5.  False and '*out' untouched for anything else. */
bool choice_key_read(struct str typed, struct decimal *out) MUST_USE;

/* ---- what is entered ---- */

enum { FORM_LIMIT_TEXT_SIZE = 60000 }; /* of a free text, in bytes */

enum form_entry_kind {
    FORM_ENTRY_NONE,    /* Enter goes on */
    FORM_ENTRY_ONE,     /* one of the choices */
    FORM_ENTRY_SEVERAL, /* any of the choices, then Enter */
    FORM_ENTRY_RANGE,   /* a mark on a line, or its number, then Enter */
    FORM_ENTRY_TEXT,    /* free text, then Enter */
    FORM_ENTRY_DATE,    /* year-month-day, then Enter */
    FORM_ENTRY_SECRET   /* the release code: never shown */
};

#define ENTRY_NO_MARK SIZE_MAX

/* A zeroed struct takes nothing. */
struct entry {
    enum form_entry_kind kind;
    const struct response *response; /* NULL: choices of a page */
    size_t n_choices;
    const int *numbers; /* to be typed for the choices; NULL: see entry_key() */
    size_t mark;        /* ENTRY_NO_MARK: none */
    bool is_chosen[INSTRUMENT_LIMIT_ITEMS + 1]; /* the overview has the end */
    struct choice_key typed; /* of choices: what is typed so far of a key */
    bool is_open;  /* of ranges and dates: the next character goes on with what
                      is there; else it starts anew */
    bool has_mark; /* of a range: 'editing' holds its number */
    struct editing editing;
    bool is_touched; /* a key changed it since it was opened */
};

void entry_clear(struct entry *entry);

/* Starts over, with the choices of a page, or with what 'response' asks for
   and the answer given before ("" for none). */
void entry_open_choices(struct entry *entry, size_t n_choices, size_t mark);
void entry_open_secret(struct entry *entry);
void entry_open_response(struct entry *entry, const struct response *response,
                         struct str before);

/* What is entered and not confirmed, to be kept: a text as it is typed, the
   values of choices.  Adds nothing where there is nothing. */
void entry_add_pending(const struct entry *entry, struct buf *buf);
/* Puts it back.  'is_open': the next digit goes on with the number. */
void entry_put_pending(struct entry *entry, struct str pending, bool is_open);

enum entry_result {
    ENTRY_IGNORED,
    ENTRY_CHANGED,
    ENTRY_DONE /* confirmed: of single choices 'mark' */
};
enum entry_result entry_press(struct entry *entry, struct form_key key);

/* What was confirmed is no answer: it stays to be seen and mended, and typing
   starts a new one. */
void entry_refuse(struct entry *entry);

/* Whether it is typed with a cursor, and not chosen nor only gone on from. */
bool entry_is_typed(const struct entry *entry);
/* Whether nothing is entered. */
bool entry_is_empty(const struct entry *entry);
/* Whether that character would become part of it. */
bool entry_types(const struct entry *entry, uint32_t character);

/* Adds what a data file would hold; "none" for several with none chosen. */
void entry_add_cell(const struct entry *entry, struct buf *cell);

/* The same of what might be typed where no choices are. */
void entry_add_typed(const struct entry *entry, struct str typed,
                     struct buf *cell);

/* Whether a cell is an answer: what is typed may be no number or date, or a
   code for having none.  A free text always is: its cell is written so that it
   cannot be mistaken. */
bool entry_is_answer(const struct entry *entry,
                     const struct instrument *instrument, struct str cell);

/* Whether a cell names the choice. */
bool entry_cell_names(const struct entry *entry, struct str cell, size_t idx);

/* What is typed for a choice: of a question its stored value, of a page its
   number, of 'numbers' or from 1 on. */
struct choice_key entry_key(const struct entry *entry, size_t idx);
/* Whether every key is one digit, so that it answers by itself. */
bool entry_has_digits(const struct entry *entry);
/* The choice whose key is that number, however it is written; false: none. */
bool entry_find_key(const struct entry *entry, struct str typed,
                    size_t *idx) MUST_USE;

enum form_next { FORM_NEXT_FOUND, FORM_NEXT_NONE, FORM_NEXT_END };
/* Takes the key of the next choice off a list of them, parted by blanks or
   commas.  A comma that could be that of a decimal number as well names none:
   it has to be a point, or have a blank behind it. */
enum form_next entry_next_key(const struct entry *entry, struct str *rest,
                              size_t *idx) MUST_USE;
/* Where the mark of a range stands, 0 .. 1. */
double entry_share(const struct entry *entry);

/* The text typed so far (of ranges, texts, dates; empty for secrets), and the
   byte before which the next character goes. */
struct str entry_text(const struct entry *entry);
size_t entry_cursor(const struct entry *entry);

/* ---- of choices: entry_choices.c's, for entry.c ---- */

/* The choice of that stored value; ENTRY_NO_MARK: none. */
size_t entry_choices_find(const struct response *response, struct str word);

/* Chooses what a cell names. */
void entry_choices_put(struct entry *entry, struct str cell);
/* Adds the cell; "none" with none chosen. */
void entry_choices_add(const struct entry *entry, struct buf *cell);
bool entry_choices_any(const struct entry *entry);

/* Whether that character can be part of a key, or turns one over. */
bool entry_choices_type(const struct entry *entry, uint32_t character);
enum entry_result entry_choices_press(struct entry *entry, struct form_key key);

#endif
