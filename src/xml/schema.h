/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grammars as tables: which elements, attributes and texts a file may hold,
   and into which field of which struct each goes.  One reader for all of
   them reports every departure from the grammar in one run.

   Every struct that an element becomes begins with

       const struct xml_element *at;

   through which later checks find the place of each of its attributes. */
#ifndef ATTUNE_XML_SCHEMA_H
#define ATTUNE_XML_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include "base/num.h"
#include "xml/xml.h"

enum schema_kind {
    SCHEMA_ID,       /* const char *: [a-z][a-z0-9_-]* */
    SCHEMA_TEXT,     /* const char *: anything but nothing */
    SCHEMA_OPTIONAL_TEXT, /* const char *: may be empty */
    SCHEMA_NUMBER,   /* struct decimal */
    SCHEMA_WHOLE,    /* int32_t, >= 0 */
    SCHEMA_POSITIVE, /* int32_t, >= 1 */
    SCHEMA_YES_NO,   /* bool */
    SCHEMA_NAME,     /* int: the position in 'names' */
    SCHEMA_LANGUAGE, /* const char *: a language tag such as en or pt-BR */
};

struct schema_attribute {
    const char *name; /* NULL ends the table */
    enum schema_kind kind;
    size_t offset;            /* of the field; left zero when absent */
    bool required;
    const char *const *names; /* of SCHEMA_NAME; ends with NULL */
};

enum schema_occurs { SCHEMA_ONE, SCHEMA_OPTIONAL, SCHEMA_ANY, SCHEMA_SOME };

struct schema_element;

/* A child goes into the parent's array: an array field (pointer) and, right
   behind it in the struct, a size_t count.  A child that occurs at most once
   may use 'single': then the field is a pointer, NULL when absent.  A child
   that is nothing but a text (its element has no struct, size 0) goes into a
   const char * field. */
struct schema_child {
    const struct schema_element *element; /* NULL ends the table */
    enum schema_occurs occurs;
    size_t offset;
    int rank; /* children stand in the order of their ranks; equal: mixed */
};

enum schema_text { SCHEMA_NO_TEXT, SCHEMA_TEXT_NEEDED, SCHEMA_TEXT_ALLOWED };

struct schema_element {
    const char *name;
    size_t size;                                /* of its struct; 0: text only */
    const struct schema_attribute *attributes;  /* NULL: none */
    const struct schema_child *children;        /* NULL: none */
    enum schema_text text;
    size_t text_offset; /* const char * field, when it has a struct */
    /* Filled, if not 0, with the element's position among its siblings. */
    size_t order_offset; /* size_t field */
};

/* Reads 'element' into 'out' (zeroed, of rule->size bytes) and everything
   below it into the arena.  False when anything departs from the grammar;
   every departure was added to 'diag'.  What could be read is there even
   then, so that further checks can still be made. */
bool schema_read(const struct schema_element *rule,
                 const struct xml_element *element, void *out,
                 struct arena *arena, struct diag *diag) MUST_USE;

/* Whether 'text' is an id: [a-z][a-z0-9_-]*. */
bool schema_is_id(struct str text);

#endif
