/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What another program says of a form of its own: its questions, the columns
   of their answers, and how these are coded.  A data dictionary of REDCap (a
   table), a survey file of Qualtrics (.qsf), or what a data file of SPSS says
   of its variables. */
#ifndef ATTUNE_EXCHANGE_DICTIONARY_H
#define ATTUNE_EXCHANGE_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "instrument/instrument.h"

enum field_kind {
    FIELD_CHOICE,
    FIELD_CHOICES, /* any number of them */
    FIELD_NUMBER,
    FIELD_TEXT,
    FIELD_DATE
};

struct field_choice {
    struct str code;
    struct str label;
};

/* Texts are without markup, and empty where nothing is said. */
struct field {
    struct str name;    /* of its column */
    const char *id;     /* of the item that it becomes where a questionnaire is
                           drafted */
    struct str boxes;   /* of FIELD_CHOICES: the header of the columns of its
                           boxes, with '#' for the code */
    struct str group;   /* the form or block that it is of */
    struct str heading; /* that stands above it, and above those behind it */
    struct str text;
    enum field_kind kind;
    const struct field_choice *choices;
    size_t n_choices;
    struct str min;
    struct str max;
    struct str low; /* words at the ends of a range */
    struct str high;
    struct str shown_if; /* an expression of ours; empty: always, or it cannot
                            be said */
    bool is_required;
    bool is_whole;      /* of FIELD_NUMBER: without a part */
    bool is_record;     /* it says whose row it is, and is no question */
    bool is_identifier; /* it says who a person is */
};

struct dictionary {
    struct arena *arena; /* of all that is in it */
    struct str title;
    struct VEC(struct field) fields; /* each name once */
    struct VEC(const char *) lost;   /* what could not be kept, in words */
    size_t n_marked_up;              /* texts whose markup was taken away */
    struct map *names;               /* of the fields */
};

/* False after adding why the file is none: cannot be read, is no dictionary
   known here, or one of a program that this build does not read. */
bool dictionary_read(const char *path, struct dictionary *dictionary,
                     struct arena *arena, struct diag *diag) MUST_USE;

/* The field whose column, or one of whose boxes, a header is; NULL: none. */
const struct field *dictionary_find(const struct dictionary *dictionary,
                                    struct str header);

/* Why a choice of a questionnaire that is drafted is no answer, by its words:
   "Refused"; ANSWERED: it is one.  What does not apply is picked like others.
 */
enum answer_kind field_reason(const struct field *field, size_t choice);

/* Whether two fields have the same choices. */
bool field_is_coded_alike(const struct field *a, const struct field *b);

/* The id that a name becomes in a questionnaire, where no other becomes the
   same: "Q2.1" q2_1, and sex_2 of "sex", which means something else. */
const char *dictionary_id(struct str name, struct arena *arena);

/* ---- for those who read one ---- */

/* Gives the fields their ids, each another, once all are there: names that are
   ids stay what they are, whatever stands before them. */
void dictionary_name(struct dictionary *dictionary);

/* Without tags, with the characters that entities stand for, and with one
   blank where there are several. */
struct str dictionary_text(struct dictionary *dictionary, struct str marked_up);

/* Adds a field; one whose name is there already is lost. */
void dictionary_add(struct dictionary *dictionary, const struct field *field);

void dictionary_lose(struct dictionary *dictionary, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

bool dictionary_read_redcap(const char *path, struct dictionary *dictionary,
                            struct diag *diag) MUST_USE;
bool dictionary_read_qualtrics(const char *path, struct str bytes,
                               struct dictionary *dictionary,
                               struct diag *diag) MUST_USE;

#endif
