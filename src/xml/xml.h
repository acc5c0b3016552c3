/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An XML file as a plain tree that knows where everything stands.

   libxml2 decides what is well formed and what the values are; the places
   come from the file's own bytes, because libxml2 gives attributes none.
   No DOCTYPE, no entities but the five, no network, limits before parsing. */
#ifndef ATTUNE_XML_XML_H
#define ATTUNE_XML_XML_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

enum {
    XML_LIMIT_SIZE = 4 << 20,      /* bytes of a file */
    XML_LIMIT_TAG_SIZE = 64 << 10, /* bytes between '<' and '>' */
    XML_LIMIT_ATTRIBUTES = 200,    /* of one element */
    XML_LIMIT_DEPTH = 32,
    XML_LIMIT_ELEMENTS = 200 * 1000,
};

struct xml_mark;
struct xml_document; /* the bytes, their file name, where lines begin */

/* Offsets count bytes; a byte order mark is not part of the document. */
struct xml_attribute {
    const char *name; /* as written: "id", "xml:lang" */
    struct str value; /* normalised as XML says; ends with a NUL */
    size_t name_offset;
    size_t value_offset;          /* of the byte after the opening quote */
    size_t value_size;            /* of the raw value, in bytes */
    const struct xml_mark *marks; /* from value to raw; see xml_scan.h */
};

struct xml_element {
    const char *name; /* without prefix; as written when foreign */
    bool is_foreign;  /* of another namespace than the document's */
    const struct xml_document *document;
    size_t offset; /* of the name */
    /* In their order, without those of other namespaces and without the
       declarations of namespaces. */
    const struct xml_attribute *attributes;
    size_t n_attributes;
    /* Its own text without its children's, white space collapsed and trimmed;
       "" for none. */
    const char *text;
    size_t text_offset; /* of the first character that is no white space */
    size_t text_size;   /* raw, up to the last such character */
    const struct xml_element *children;
    size_t n_children;
};

/* Reads a file's bytes into a tree in the arena; 'bytes' and 'file' must live
   as long.  The root must be in namespace 'ns'; its name is for the grammar to
   judge.  Elements of other namespaces stay in the tree, marked foreign, so
   that the grammar can refuse them; attributes of other namespaces and
   processing instructions are passed over.  Control characters (C0 but tab and
   line ends, DEL, C1) are refused, also as references; bidi overrides pass and
   are for utf8_add_shown() to spell out.  NULL after adding the problem. */
const struct xml_element *xml_read(const char *file, struct str bytes,
                                   const char *ns, struct arena *arena,
                                   struct diag *diag) MUST_USE;

/* NULL when there is none of that name. */
const struct xml_attribute *
xml_attribute_find(const struct xml_element *element, const char *name);

/* A stretch of the file that a problem is about. */
struct xml_spot {
    const struct xml_document *document;
    size_t offset;
    size_t size;
};

struct xml_spot xml_element_spot(const struct xml_element *element);
/* The attribute's name; the element's when it has no such attribute. */
struct xml_spot xml_name_spot(const struct xml_element *element,
                              const char *attribute);
/* The attribute's value; the element's name when it has no such attribute. */
struct xml_spot xml_value_spot(const struct xml_element *element,
                               const char *attribute);
/* 'word' points into the attribute's value (a word that does not is taken for
   the whole value).  References and line ends are followed back to the bytes
   that they were written with. */
struct xml_spot xml_word_spot(const struct xml_element *element,
                              const char *attribute, struct str word);
/* The element's text; its name when it has none. */
struct xml_spot xml_text_spot(const struct xml_element *element);

struct place xml_place(struct xml_spot spot);

/* Adds a problem ('fmt' may be NULL) with its place and the line it stands on,
   unless that line is too long to be looked at.  False. */
bool xml_problem(struct diag *diag, enum message message, struct xml_spot spot,
                 const char *fmt, ...) PRINTF_LIKE(4, 5);

/* Adds a text as it stands between tags or in an attribute; and in a comment,
   with two hyphens parted. */
void xml_add(struct buf *out, struct str text);
void xml_add_comment(struct buf *out, struct str text);

#endif
