/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of one XML file, the way from an offset to a line and a column, and
   the steps of xml_read(); for the files of this folder.  The spots and places
   of xml.h are made in xml_document.c. */
#ifndef ATTUNE_XML_XML_DOCUMENT_H
#define ATTUNE_XML_XML_DOCUMENT_H

#include "xml/xml.h"

struct xml_document {
    const char *file;
    struct str bytes; /* without a byte order mark */
    /* A part of a data file: has no places, as many elements as it likes, and
       whatever control characters XML takes. */
    bool is_data;
    const size_t *line_offsets;
    size_t n_lines;
    /* The characters before each block of bytes, so that the column in a line
       of megabytes is found without counting the whole line. */
    const size_t *block_chars;
};

/* 'bytes' may begin with a byte order mark and need not be UTF-8; places are
   right up to the first byte that is not. */
const struct xml_document *xml_document_new(const char *file, struct str bytes,
                                            struct arena *arena) MUST_USE;

/* What must hold of a file before libxml2 is shown it: UTF-8 throughout and by
   its own word, no control characters, no document type, and the limits of
   xml.h.  False after adding the first problem.  (xml_guard.c) */
bool xml_guard(const struct xml_document *document, struct diag *diag) MUST_USE;

/* The offset of the first control character that no file may hold (C0 other
   than tab and line ends, DEL, C1); text.len when there is none.  'text' is
   valid UTF-8.  (xml_guard.c) */
size_t xml_guard_control(struct str text);

/* Sets libxml2 up; more than once is once.  (xml.c) */
void xml_prepare_library(void);

/* One parse: what libxml2's callbacks find behind the parser's _private. */
struct xml_builder;
struct xml_parse {
    const struct xml_document *document;
    struct diag *diag;
    bool failed; /* libxml2's wellFormed stays true when it is stopped */
    struct xml_builder *builder;
};

/* From libxml2's events and the file's own bytes to a tree.  'document' has
   passed the guard, 'diag' is told what is wrong with a file that is well
   formed.  (xml_tree.c) */
struct xml_builder *xml_tree_new(const struct xml_document *document,
                                 const char *ns, struct arena *arena,
                                 struct diag *diag) MUST_USE;
struct _xmlSAXHandler;
void xml_tree_listen(struct _xmlSAXHandler *sax);
/* When all has been heard: the root, in the arena.  NULL after adding a
   problem, or where events and bytes did not fit together. */
const struct xml_element *xml_tree_take(struct xml_builder *builder) MUST_USE;
void xml_tree_free(struct xml_builder *builder);

#endif
