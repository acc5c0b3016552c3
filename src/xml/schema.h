/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grammars as tables: which elements, attributes and texts a file may hold,
   and into which field of which struct each goes.  One reader for all of
   them reports every departure from the grammar in one run.

   Every struct that an element becomes begins with

       const struct xml_element *at;

   through which later checks find the place of each of its attributes and
   whether it was given at all: an absent one leaves its field zero. */
#ifndef ATTUNE_XML_SCHEMA_H
#define ATTUNE_XML_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include "base/num.h"
#include "xml/xml.h"

enum { SCHEMA_LIMIT_ID = 64 }; /* instrument.xsd says it too */

/* Texts point into the tree itself, so that xml_word_spot() finds a word of
   them. */
enum schema_kind {
    SCHEMA_ID,            /* const char *: an id, as schema_is_id() says; where
                             it is required and absent or wrong, "" */
    SCHEMA_TEXT,          /* const char *: anything but nothing */
    SCHEMA_OPTIONAL_TEXT, /* const char *: may be empty */
    SCHEMA_NUMBER,        /* struct decimal */
    SCHEMA_WHOLE,         /* int32_t, >= 0 */
    SCHEMA_POSITIVE,      /* int32_t, >= 1 */
    SCHEMA_YES_NO,        /* bool */
    SCHEMA_NAME,          /* int: the position in 'names' */
    SCHEMA_NAME_1,        /* int: the same, the first being 1 */
    SCHEMA_NAME_2,        /* int: the same, the first being 2 */
    SCHEMA_LETTER,        /* int: the first letter of one of 'names' */
    SCHEMA_WORD,          /* const char *: one of 'names' */
    SCHEMA_TRUTH,         /* bool: whether it is the second of two 'names' */
    SCHEMA_LANGUAGE,      /* const char *: a language tag such as en or pt-BR;
                             where it is required and absent or wrong, "" */
};

struct schema_attribute {
    const char *name; /* NULL ends the table */
    enum schema_kind kind;
    size_t offset; /* of the field; left zero when absent */
    bool required;
    const char *const *names; /* of those that speak of them; ends with NULL */
};

enum schema_occurs {
    SCHEMA_ONE,
    SCHEMA_OPTIONAL,
    SCHEMA_ANY,
    SCHEMA_SOME,
    SCHEMA_WITHIN /* as OPTIONAL */
};

struct schema_element;

/* Where a child goes in its parent's struct, at 'offset':
   - ONE, OPTIONAL: a pointer to its struct, NULL when absent;
   - ANY, SOME (at least one): a pointer to the first of an array of structs
     and, right behind it, a size_t count;
   - WITHIN: nowhere, as it has no struct of its own: the offsets of its
     attributes, text and children are those of fields of its parent's.
   A child that is nothing but a text (its element has size 0) is a const char *
   instead of a struct: const char *, or const char *const * and its count.
   Children of equal offset share one array, in document order; each of them is
   told by the name of its 'at'.  They have one size, and 'shares' says so for
   those that occur at most once. */
struct schema_child {
    const struct schema_element *element; /* NULL ends the table */
    enum schema_occurs occurs;
    size_t offset;
    int rank; /* children stand in the order of their ranks; equal: mixed */
    bool shares;
};

enum schema_text { SCHEMA_NO_TEXT, SCHEMA_TEXT_NEEDED, SCHEMA_TEXT_ALLOWED };

/* Tables make a tree: nothing stands within its own kind. */
struct schema_element {
    const char *name;
    size_t size; /* of its struct; 0: text only, with no attributes */
    const struct schema_attribute *attributes; /* NULL: none */
    const struct schema_child *children;       /* NULL: none */
    enum schema_text text;
    /* Of a const char * field, when it has a struct and a text; the field is
       left NULL when there is no text.  0 of one that is WITHIN: its text is
       not stored. */
    size_t text_offset;
    /* Of a size_t field for the element's position among its siblings, from 0;
       0: none. */
    size_t order_offset;
};

/* Reads 'element', a root, into 'out' (zeroed, of rule->size bytes) and
   everything below it into the arena.  It must be of the rule's name.  False
   when anything departs from the grammar; every departure was added to 'diag'.
   What could be read is there even then, so that further checks can still be
   made. */
bool schema_read(const struct schema_element *rule,
                 const struct xml_element *element, void *out,
                 struct arena *arena, struct diag *diag) MUST_USE;

/* Whether 'text' is an id: [a-z][a-z0-9_-]*, of at most SCHEMA_LIMIT_ID
   characters. */
bool schema_is_id(struct str text);

/* Whether it is a language tag such as en or pt-BR. */
bool schema_is_language(struct str text);

#endif
