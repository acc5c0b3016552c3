/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cell says as an answer to one item: a position, a number, choices or
   text, a reason why there is none, or nothing that can be understood.  The
   one place that judges cells; tables for the common ones are made by asking
   it. */
#ifndef ATTUNE_RESPONSE_ANSWER_H
#define ATTUNE_RESPONSE_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"
#include "instrument/instrument.h"
#include "response/batch.h"
#include "response/source_settings.h"
#include "response/choice_labels.h"

/* --missing CODE=KIND: a code of the data files at hand. */
struct data_code {
    struct decimal code;
    enum answer_kind kind;
};

/* --column ITEM=HEADER, --value ITEM:FROM=TO, or a line of a map, which may be
   both: where an item stands, and how a value of it is read. */
struct data_rule {
    /* ITEM, a run A..B or A#, a response scale, '*' for all, each perhaps with
       INSTRUMENT. before it; a fact; or '-' for a column that is dropped. */
    struct str item;
    struct str header;  /* of its column; empty: that is not said */
    struct str from;    /* empty: nothing is; numbers are compared as numbers */
    struct str to;      /* without 'from': what a tick in the column says */
    struct place place; /* the line of a map; no file: an option */
};

/* What one item's cells are judged by. */
struct answer_rules {
    const struct response *response;
    enum answer_form form;                    /* of the response */
    const struct missing_code *missing_codes; /* of the instrument */
    size_t n_missing_codes;
    const struct data_code *codes; /* come before those of the instrument */
    size_t n_codes;
    /* Of this item, the nearer first; they come before all else. */
    const struct data_rule *const *values;
    size_t n_values;
    /* A value of this item is read as another answer: then a cell that no rule
       names is none. */
    bool is_closed;
    bool keep_raw; /* a guarding apostrophe is part of a text */
    /* How numbers and dates are written; NULL: as everywhere. */
    const struct source_settings *settings;
    /* Understood where no rule closes the item; NULL: they are not. */
    const struct choice_labels *labels;
};

enum answer_fault {
    ANSWER_FINE,
    ANSWER_NOT_NUMBER,
    ANSWER_NOT_CHOICE,
    ANSWER_OUT_OF_RANGE,
    ANSWER_OFF_STEP,
    ANSWER_DOUBLED, /* one choice twice */
    ANSWER_NOT_DATE,
    ANSWER_NOT_UTF8,
    ANSWER_NOT_NAMED, /* by a rule of an item that is closed */
    ANSWER_OF_SEVERAL /* the words of two choices */
};

struct answer {
    uint8_t code;
    double number;    /* 0 but for an answer of FORM_NUMBERS */
    uint64_t choices; /* 0 but for one of FORM_CHOICES */
    struct str text;  /* empty but for one of FORM_TEXT; borrows the cell */
    bool was_label;   /* words were read, not a code */
};

struct answer_rules answer_rules_of(const struct instrument *instrument,
                                    const struct response *response);

/* How its numbers and dates are written; never NULL. */
const struct source_settings *answer_settings(const struct answer_rules *rules);

/* Whether two cells hold the same: numbers are compared as numbers. */
bool answer_is_same(struct str a, struct str b);

/* Puts in place of a cell, trimmed, what the first of the rules that names it
   reads for it; false when none does.  Once only: 1=2 and 2=1 swap the two. */
bool data_rules_read(const struct data_rule *const *rules, size_t n,
                     struct str *text);

/* Judges a cell.  With a fault the answer is ANSWER_BAD. */
enum answer_fault answer_read(const struct answer_rules *rules, struct str cell,
                              struct answer *answer) MUST_USE;

/* The kind of missing that a word or a declared code stands for; ANSWERED
   when 'text' is none. */
enum answer_kind answer_kind_of(const struct answer_rules *rules,
                                struct str text);
enum answer_kind answer_kind_of_word(struct str word);

/* Whether a number is an answer, whatever codes are declared. */
bool answer_takes(const struct answer_rules *rules, struct decimal number);

/* The positions of FORM_CODES; 0 of other forms. */
size_t answer_n_positions(const struct response *response);

/* The ends of a response scale of FORM_CODES, and the code above its lowest,
   choices that say why there is no answer left out. */
struct answer_ends {
    size_t n; /* answers; has_next: there are two */
    bool has_next;
    size_t lowest; /* positions */
    size_t next;
    double lowest_value;
    double next_value;
    double highest_value;
};
struct answer_ends answer_ends_of(const struct response *response);

/* Whether a cell that is a fault lies one step beyond the highest value: there
   it lies where all of a file is coded from one more. */
bool answer_is_beyond(const struct answer_rules *rules, enum answer_fault fault,
                      struct str cell);

/* ---- answer_hint.c: faults in words ---- */

enum message answer_fault_message(enum answer_fault fault);

/* Adds what would help to mend the cell.  Says what kind of thing stands in
   it, never what. */
void answer_fault_hint(const struct answer_rules *rules,
                       enum answer_fault fault, struct str cell,
                       struct buf *hint);

/* What would help with a cell that is what a spreadsheet shows where a formula
   failed (#REF!, #N/A), or our word for a formula that was never worked out;
   NULL: it is neither. */
const char *answer_sheet_error(struct str cell);
extern const char answer_no_formula[];

/* ---- tables ---- */

/* Codes of the cells that are one byte or two digits, or a word that rules or
   the format name, for FORM_CODES. */
enum { CODE_ASK = 255 }; /* not in the table: ask answer_read() */
struct answer_table {
    uint8_t one[256];
    uint8_t two[100];
    struct map *words; /* as they are written -> code; and WAS_LABEL */
};
enum { WAS_LABEL = 256 };

/* 'delimiter' and the bytes of row ends stay CODE_ASK. */
void answer_table_init(struct answer_table *table,
                       const struct answer_rules *rules, char delimiter,
                       struct arena *arena);
/* CODE_ASK: it is none of the words.  Sets '*was_label' otherwise. */
uint8_t answer_table_word(const struct answer_table *table, struct str cell,
                          bool *was_label);

/* Puts an answer into a row of its column. */
void answer_store(const struct answer *answer, struct answers *answers,
                  size_t row);

/* Adds the answer of a row, whose code may be that of another column, as a data
   file would write it; and ('label' may be NULL) the words of its choices. */
void answer_add(const struct response *response, const struct answers *answers,
                size_t row, uint8_t code, struct buf *value, struct buf *label);

/* Puts one answer, written as a data file would write it, into a row; false
   when it is no answer of that item (then it is ANSWER_BAD).  'text' of free
   texts is borrowed. */
bool answer_put(struct batch *batch, size_t row, size_t item_idx,
                struct str text);

#endif
